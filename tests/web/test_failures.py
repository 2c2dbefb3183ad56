"""When something behind the pages fails or takes too long."""

import json
import logging
import threading

import pytest
from fastapi.testclient import TestClient

from assistant.domain.errors import UnavailableError
from assistant.services.events import Emit
from tests.web.conftest import with_settings
from tests.web.events import read_events
from tests.web.fake_assistant import FakeAssistant
from web.app import create_app

JSON = {"Accept": "application/json"}


def test_a_turn_that_takes_too_long_ends_in_error_timeout_and_is_stored_when_it_ends(assistant: FakeAssistant) -> None:
    assistant.conversations.gate = threading.Event()
    with with_settings(assistant, turn_timeout_seconds=0.05) as client:
        conversation = client.post("/api/conversations").json()["id"]
        url = f"/api/conversations/{conversation}/messages"

        as_json = client.post(url, json={"text": "慢"}, headers=JSON)
        assistant.conversations.gate.set()

        assert as_json.status_code == 504
        assert as_json.json()["status"] == "error_timeout"
    assert [turn.question for turn in assistant.conversations.turns[conversation]] == ["慢"]


def test_a_stream_that_takes_too_long_ends_in_done_with_error_timeout(assistant: FakeAssistant) -> None:
    assistant.conversations.gate = threading.Event()
    with with_settings(assistant, turn_timeout_seconds=0.05) as client:
        conversation = client.post("/api/conversations").json()["id"]

        response = client.post(f"/api/conversations/{conversation}/messages", json={"text": "慢"})
        assistant.conversations.gate.set()

    events = read_events(response.text)
    assert events[0].name == "progress"
    assert (events[-1].name, events[-1].data["status"]) == ("done", "error_timeout")


def test_a_form_that_takes_too_long_keeps_what_was_typed(assistant: FakeAssistant) -> None:
    assistant.conversations.gate = threading.Event()
    with with_settings(assistant, turn_timeout_seconds=0.05) as client:
        conversation = client.post("/api/conversations").json()["id"]

        response = client.post(f"/c/{conversation}/messages", data={"text": "这个问题很慢"})
        assistant.conversations.gate.set()

    assert response.status_code == 504
    assert "这个问题很慢</textarea>" in response.text


def test_a_turn_still_waiting_for_a_thread_is_dropped_when_nobody_waits_for_it(assistant: FakeAssistant) -> None:
    assistant.conversations.gate = threading.Event()
    with with_settings(assistant, turn_timeout_seconds=1.0, turn_threads=1) as client:
        first, second = (client.post("/api/conversations").json()["id"] for _ in range(2))
        asking = threading.Thread(target=post_message, args=(client, first, "占着"))
        asking.start()
        post_message(client, second, "排队")
        assistant.conversations.gate.set()
        asking.join()

    asked = [turn.question for turns in assistant.conversations.turns.values() for turn in turns]
    assert asked in (["占着"], ["排队"])


def test_health_answers_while_every_turn_thread_is_busy(assistant: FakeAssistant) -> None:
    assistant.conversations.gate = threading.Event()
    with with_settings(assistant, turn_threads=2) as client:
        conversations = [client.post("/api/conversations").json()["id"] for _ in range(6)]
        asking = [threading.Thread(target=post_message, args=(client, each, "问")) for each in conversations]
        for thread in asking:
            thread.start()

        assert client.get("/healthz").json() == {"status": "alive"}
        assert client.get("/").status_code == 200

        assistant.conversations.gate.set()
        for thread in asking:
            thread.join()
    assert all(len(assistant.conversations.turns[each]) == 1 for each in conversations)


def test_messages_of_one_conversation_are_answered_one_after_the_other(assistant: FakeAssistant) -> None:
    at_work, most_at_work = 0, 0
    answer = assistant.conversations.answer

    def watched_answer(conversation_id: str, text: str, emit: Emit):
        nonlocal at_work, most_at_work
        at_work += 1
        most_at_work = max(most_at_work, at_work)
        turn = answer(conversation_id, text, emit)
        at_work -= 1
        return turn

    assistant.conversations.answer = watched_answer  # type: ignore[method-assign]
    with with_settings(assistant) as client:
        conversation = client.post("/api/conversations").json()["id"]
        asking = [threading.Thread(target=post_message, args=(client, conversation, str(n))) for n in range(8)]
        for thread in asking:
            thread.start()
        for thread in asking:
            thread.join()

    assert most_at_work == 1
    assert len(assistant.conversations.turns[conversation]) == 8


@pytest.mark.parametrize(
    ("error", "status", "name"),
    [(UnavailableError("locked"), 503, "unavailable"), (RuntimeError("defect"), 500, "internal")],
)
def test_an_error_behind_a_turn_is_a_problem_for_json(
    client: TestClient, conversation: str, assistant: FakeAssistant, error: Exception, status: int, name: str
) -> None:
    assistant.conversations.scripts["坏了"] = error

    response = post_message(client, conversation, "坏了")

    assert response.status_code == status
    assert response.json()["type"].endswith(name)


def test_an_error_within_a_stream_ends_in_done_with_a_named_status(
    client: TestClient, conversation: str, assistant: FakeAssistant
) -> None:
    assistant.conversations.scripts["坏了"] = RuntimeError("defect")

    response = client.post(f"/api/conversations/{conversation}/messages", json={"text": "坏了"})

    assert read_events(response.text)[-1].data["status"] == "error_internal"


def test_an_unexpected_error_shows_people_a_page_with_all_guards(
    client: TestClient, conversation: str, assistant: FakeAssistant
) -> None:
    assistant.conversations.scripts["坏了"] = RuntimeError("defect")

    response = client.post(f"/c/{conversation}/messages", data={"text": "坏了"})

    assert response.status_code == 500
    assert "系统出错了" in response.text
    assert "defect" not in response.text
    assert "content-security-policy" in response.headers


def test_the_log_holds_no_text_no_id_of_a_conversation_and_no_address(
    client: TestClient, conversation: str, assistant: FakeAssistant, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "assistant.web")
    assistant.conversations.scripts["我的秘密"] = RuntimeError("我的秘密")

    post_message(client, conversation, "我的秘密")

    events = [json.loads(record.message) for record in caplog.records if record.name == "assistant.web"]
    assert {event["event"] for event in events} == {"turn_failed", "request_failed", "request"}
    assert next(event for event in events if event["event"] == "request")["route"].endswith(
        "{conversation_id}/messages"
    )
    assert "我的秘密" not in caplog.text
    assert f"/{conversation}/" not in caplog.text
    assert "testclient" not in caplog.text


def test_readiness_says_what_does_not_answer(assistant: FakeAssistant, client: TestClient) -> None:
    assert client.get("/readyz").json() == {"status": "ready"}

    broken = FakeAssistant(assistant.settings, ready=(False, "索引没有应答"))
    response = TestClient(create_app(broken)).get("/readyz")

    assert response.status_code == 503
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["detail"] == "索引没有应答"


def post_message(client: TestClient, conversation: str, text: str):
    return client.post(f"/api/conversations/{conversation}/messages", json={"text": text}, headers=JSON)
