"""How often, how long and with what a model is asked within a turn."""

from typing import Any, cast

import httpx2
import openai
import pytest
from langchain.agents.middleware import ModelRequest, ModelResponse
from langchain_core.language_models.fake_chat_models import FakeListChatModel
from langchain_core.messages import AIMessage
from langgraph.runtime import Runtime

from assistant.agent.call_model import CallModel
from assistant.agent.tools import ALL
from assistant.agent.turn_run import TurnRun
from assistant.domain.errors import ModelFailedError
from assistant.domain.model_use import FallbackReason
from assistant.services.turn_tools import TurnTools
from tests.agent.test_failures import REQUEST, answered

FIRST, SECOND = FakeListChatModel(responses=["一"]), FakeListChatModel(responses=["二"])
BUSY, DOWN = answered(openai.RateLimitError, 429), answered(openai.InternalServerError, 500)
REFUSED = answered(openai.BadRequestError, 400)


def said(text: str = "按月发放。", finish: str | None = "stop") -> ModelResponse[Any]:
    usage = {"input_tokens": 7, "output_tokens": 3, "total_tokens": 10}
    message = AIMessage(text, response_metadata={"finish_reason": finish} if finish else {}, usage_metadata=usage)
    return ModelResponse(result=[message])


class Line:
    """An endpoint that answers in turn, and a clock that only waiting moves on."""

    def __init__(self, *script: Exception | ModelResponse[Any], models: int = 1, most_calls: int = 5) -> None:
        self.script = list(script)
        self.asked: list[ModelRequest[Any]] = []
        self.waits: list[float] = []
        self.seconds = 0.0
        both = (("first", FIRST), ("second", SECOND))
        self.call = CallModel(both[:models], 8.0, most_calls, sleep=self._wait, now=lambda: self.seconds)
        self.run = TurnRun(cast(TurnTools, None), deadline=14.0)

    def ask(self) -> Any:
        request = ModelRequest(
            model=FIRST, messages=[], tools=list(ALL), runtime=cast(Any, Runtime(context=self.run))
        )  # fmt: skip
        return self.call.wrap_model_call(request, self._answer)

    def reason(self) -> FallbackReason:
        with pytest.raises(ModelFailedError) as raised:
            self.ask()
        return FallbackReason(raised.value.reason)

    @property
    def models(self) -> list[str]:
        return ["first" if request.model is FIRST else "second" for request in self.asked]

    @property
    def had_tools(self) -> list[bool]:
        return [bool(request.tools) for request in self.asked]

    def _wait(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.seconds += seconds

    def _answer(self, request: ModelRequest[Any]) -> ModelResponse[Any]:
        self.asked.append(request)
        answer = self.script.pop(0) if len(self.script) > 1 else self.script[0]
        if isinstance(answer, Exception):
            raise answer
        return answer


def test_an_answer_is_counted_and_not_asked_for_twice() -> None:
    line = Line(said())
    assert line.ask().result[0].text == "按月发放。"
    assert (line.run.calls, line.run.prompt_tokens, line.run.completion_tokens, line.run.retries) == (1, 7, 3, 0)
    assert (line.run.model, line.waits) == ("first", [])


@pytest.mark.parametrize("error", [BUSY, DOWN, ConnectionResetError(), ValueError("no JSON")], ids=repr)
def test_a_passing_fault_is_tried_again_after_a_little_while(error: Exception) -> None:
    line = Line(error, said())
    line.ask()
    assert (line.waits, line.run.retries) == ([0.3], 1)


def test_the_wait_doubles_and_the_tries_come_to_an_end() -> None:
    line = Line(DOWN)
    line.call = CallModel((("first", FIRST),), 8.0, 5, tries=4, sleep=line._wait, now=lambda: line.seconds)
    assert line.reason() is FallbackReason.SERVER_ERROR
    assert line.waits == [0.3, 0.6, 1.2]


@pytest.mark.parametrize(
    "error",
    [answered(openai.AuthenticationError, 401), openai.APITimeoutError(REQUEST), httpx2.ReadTimeout("late")],
    ids=repr,
)
def test_what_will_not_pass_is_not_tried_again(error: Exception) -> None:
    line = Line(error)
    line.reason()
    assert (len(line.asked), line.waits) == (1, [])


def test_a_short_retry_after_is_waited_for() -> None:
    line = Line(answered(openai.RateLimitError, 429, retry_after="1.5"), said())
    line.ask()
    assert line.waits == [1.5]


def test_a_long_retry_after_is_not() -> None:
    line = Line(answered(openai.RateLimitError, 429, retry_after="30"))
    assert line.reason() is FallbackReason.RATE_LIMITED
    assert (len(line.asked), line.waits) == (1, [])


def test_a_second_model_is_asked_at_once_where_the_first_is_to_be_waited_for_too_long() -> None:
    line = Line(answered(openai.RateLimitError, 429, retry_after="30"), said(), models=2)
    line.ask()
    assert (line.models, line.waits, line.run.model) == (["first", "second"], [], "second")


def test_a_second_model_stands_in_after_the_first_has_failed_twice() -> None:
    line = Line(DOWN, DOWN, said(), models=2)
    line.ask()
    assert line.models == ["first", "first", "second"]


def test_where_both_fail_the_reason_is_the_last_one_s() -> None:
    line = Line(answered(openai.AuthenticationError, 401), DOWN, DOWN, models=2)
    assert line.reason() is FallbackReason.SERVER_ERROR


def test_the_last_call_of_a_turn_is_made_without_tools_and_no_further_one_at_all() -> None:
    line = Line(said(), most_calls=3)
    for _ in range(3):
        line.ask()
    assert line.had_tools == [True, True, False]
    assert line.reason() is FallbackReason.TOO_MANY_CALLS
    assert (len(line.asked), line.run.calls) == (3, 3)


class TestAModelThatKnowsNoTools:
    def test_it_is_asked_without_them_at_once_and_from_then_on(self) -> None:
        line = Line(REFUSED, said())
        line.ask()
        line.ask()
        assert (line.had_tools, line.waits) == ([True, False, False], [])

    def test_a_request_that_is_refused_without_tools_too_was_refused_for_something_else(self) -> None:
        line = Line(REFUSED, REFUSED, said())
        assert line.reason() is FallbackReason.MALFORMED
        line.ask()
        assert line.had_tools == [True, False, True]

    def test_the_second_model_keeps_its_tools(self) -> None:
        line = Line(REFUSED, DOWN, said(), models=2)
        line.ask()
        assert list(zip(line.models, line.had_tools, strict=True)) == [
            ("first", True), ("first", False), ("second", True),
        ]  # fmt: skip


class TestTheDeadline:
    def test_a_call_gets_no_more_time_than_the_turn_has_left(self) -> None:
        line = Line(said())
        line.ask()
        line.seconds = 10.0
        line.ask()
        assert [request.model_settings["timeout"] for request in line.asked] == [8.0, 4.0]

    def test_a_turn_that_is_nearly_over_asks_no_more(self) -> None:
        line = Line(said(), models=2)
        line.seconds = 13.5
        assert line.reason() is FallbackReason.TIMEOUT
        assert line.asked == []

    def test_nobody_waits_beyond_it(self) -> None:
        line = Line(answered(openai.RateLimitError, 429, retry_after="2"), said())
        line.seconds = 12.0
        assert line.reason() is FallbackReason.RATE_LIMITED
        assert line.waits == []


def test_an_answer_that_breaks_off_without_an_end_is_none() -> None:
    line = Line(said("您不", finish=None))
    assert line.reason() is FallbackReason.CONNECTION
    assert len(line.asked) == 2
