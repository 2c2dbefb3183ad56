"""The operator's page and the counts: for whoever holds the token, and never a word of what was said."""

import base64
import time
from dataclasses import replace

import pytest
from fastapi.testclient import TestClient
from pydantic import SecretStr

from assistant.adapters.prometheus_meter import PrometheusMeter
from assistant.domain.conversation import Evidence
from assistant.domain.model_use import FallbackReason, ModelUse
from assistant.services.circuit_breaker import CircuitBreaker
from tests.web.conftest import with_settings
from tests.web.fake_assistant import ANSWER, ASKED_AT, FakeAssistant

TOKEN = "sample-token"
USE = ModelUse("stand-in", FallbackReason.TIMEOUT, 2, 1200, 80, 0.0021, 7400, 1, ("figure",), "digest")
TURN = replace(
    ANSWER,
    id=1,
    question="我的示例问题",
    asked_at=ASKED_AT,
    replier="rules",
    duration_ms=7480,
    evidence=Evidence(model=USE),
)


def _basic(token: str) -> dict[str, str]:
    pair = base64.b64encode(f"operator:{token}".encode()).decode()
    return {"Authorization": f"Basic {pair}"}


@pytest.fixture
def operated(assistant: FakeAssistant) -> TestClient:
    breaker = CircuitBreaker(time.monotonic, failures_to_open=1)
    breaker.failed()
    assistant = replace(assistant, recent=(("abcdefghij", TURN),), breaker=breaker, metrics_text=b"turns 1\n")
    return with_settings(assistant, admin_token=SecretStr(TOKEN), chat_model="stand-in")


@pytest.mark.parametrize("path", ["/admin", "/metrics"])
def test_without_a_token_in_the_settings_there_is_no_such_page(client: TestClient, path: str) -> None:
    assert client.get(path, headers=_basic("")).status_code == 404


@pytest.mark.parametrize("path", ["/admin", "/metrics"])
@pytest.mark.parametrize(
    "headers", [{}, _basic("falsch"), {"Authorization": "Basic %%%"}, {"Authorization": "Bearer x"}]
)
def test_a_wrong_token_is_asked_for_again(operated: TestClient, path: str, headers: dict[str, str]) -> None:
    answer = operated.get(path, headers=headers)
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith("Basic")


def test_the_page_tells_who_answered_why_how_long_and_with_how_many_tokens(operated: TestClient) -> None:
    page = operated.get("/admin", headers=_basic(TOKEN)).text
    for told in ("stand-in", "超时", "7480", "7400", "1280", "数字不符", "暂停使用", "abcdef"):
        assert told in page


def test_the_page_shows_no_word_of_what_was_said_and_no_whole_id(operated: TestClient) -> None:
    page = operated.get("/admin", headers=_basic(TOKEN)).text
    assert TURN.question not in page
    assert "先登记再申请" not in page
    assert "abcdefghij" not in page


def test_a_scraper_reads_the_counts_with_a_bearer_token(operated: TestClient) -> None:
    answer = operated.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    assert (answer.status_code, answer.text) == (200, "turns 1\n")


def test_counts_tell_turns_fallbacks_tokens_and_the_breaker() -> None:
    meter, breaker = PrometheusMeter(), CircuitBreaker(time.monotonic, failures_to_open=1)
    meter.watch_breaker(lambda: breaker.state)
    meter.count_turn("rules", "answered", USE, 7.48)
    meter.count_turn("rules", "answered", None, 0.02)
    breaker.failed()
    text = meter.text().decode()
    for line in (
        'assistant_turns_total{replier="rules",status="answered"} 2.0',
        'assistant_model_fallbacks_total{reason="timeout"} 1.0',
        'assistant_model_faults_total{kind="figure"} 1.0',
        'assistant_model_tokens_total{kind="read",model="stand-in"} 1200.0',
        "assistant_model_breaker 2.0",
    ):
        assert line in text
