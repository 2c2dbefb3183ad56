"""`ask` with a model: it is named where it wrote, and settings that cannot work are refused in clear words."""

import json
import sys
from collections.abc import Callable
from typing import Any

import pytest

from evals.stand_in import FaultKind, StandIn
from evals.stand_in.scripts import failing, perfect
from tests.agent.conftest import PROMPTS

Run = Callable[..., int]
PAPERS = "失业金要带什么材料？"


@pytest.fixture
def with_model(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Sets the environment for an endpoint."""

    def set_environment(url: str) -> None:
        values = {
            "CHAT_MODEL": "stand-in",
            "OPENAI_BASE_URL": url,
            "PROMPTS_DIR": str(PROMPTS),
            "CHAT_TURN_SECONDS": "5",
        }
        for name, value in values.items():
            monkeypatch.setenv(name, value)

    return set_environment


def asked(run: Run, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    assert run("ask", PAPERS, "--json") == 0
    (turn,) = json.loads(capsys.readouterr().out)["turns"]
    return dict(turn)


def test_the_model_is_the_replier_where_it_wrote(
    run: Run, with_model: Callable[[str], None], capsys: pytest.CaptureFixture[str]
) -> None:
    with StandIn(perfect) as stand_in:
        with_model(stand_in.url)
        turn = asked(run, capsys)
    assert (turn["replier"], turn["status"]) == ("stand-in", "answered")
    assert [citation["passage_id"] for citation in turn["citations"]] == ["unemployment-benefit#papers"]
    assert len(stand_in.requests) == 1


def test_the_rules_are_where_the_endpoint_is_dead(
    run: Run, with_model: Callable[[str], None], capsys: pytest.CaptureFixture[str]
) -> None:
    with StandIn(failing(FaultKind.UNAUTHORISED)) as stand_in:
        with_model(stand_in.url)
        turn = asked(run, capsys)
    assert (turn["replier"], turn["status"]) == ("rules", "answered")
    assert "智能写作暂时用不上" in turn["text"]


@pytest.mark.parametrize("missing", ["langchain_openai", "langchain.agents", "openai"])
def test_a_model_without_its_libraries_is_refused_with_what_to_do(
    run: Run,
    with_model: Callable[[str], None],
    missing: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for name in [name for name in sys.modules if name.startswith("assistant.agent.")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, missing, None)
    with_model("http://127.0.0.1:9/v1")
    assert run("ask", PAPERS) == 1
    output = capsys.readouterr()
    assert output.out == ""
    assert f"CHAT_MODEL is set, but {missing} is missing: run 'make setup-model'." in output.err
    assert "Traceback" not in output.err


def test_without_a_model_its_libraries_are_not_asked_for(
    run: Run, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "langchain_openai", None)
    assert asked(run, capsys)["replier"] == "rules"


@pytest.mark.parametrize("seconds", ["20", "60"])
def test_a_turn_of_a_model_that_leaves_the_rules_no_time_is_refused(
    run: Run,
    with_model: Callable[[str], None],
    seconds: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    with_model("http://127.0.0.1:9/v1")
    monkeypatch.setenv("CHAT_TURN_SECONDS", seconds)
    assert run("ask", PAPERS) == 1
    output = capsys.readouterr()
    assert output.out == ""
    assert "CHAT_TURN_SECONDS must be less than TURN_TIMEOUT_SECONDS" in output.err


def test_a_prompt_that_is_not_there_is_named(
    run: Run,
    with_model: Callable[[str], None],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    with_model("http://127.0.0.1:9/v1")
    monkeypatch.setenv("PROMPTS_DIR", "nowhere")
    assert run("ask", PAPERS) == 1
    assert "answer.md" in capsys.readouterr().err
