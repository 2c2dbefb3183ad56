"""What LangChain's chat model makes of the stand-in's answers and faults; the model replier has to answer for these."""

from typing import Any

import httpx2
import openai
import pytest
from langchain.agents import create_agent
from langchain_core.messages import HumanMessage
from langchain_openai import ChatOpenAI
from pydantic import SecretStr

from evals.stand_in import Answer, CallTools, ChatRequest, Fault, FaultKind, Say, StandIn
from evals.stand_in.scripts import failing, perfect

QUESTION = "失业金每月领多少钱？"
TEXT = "失业金每月发放标准为最低工资的80%。"


def search_policies(question: str) -> str:
    """查政策。"""
    return question


def chat_model(stand_in: StandIn, timeout: float = 5.0, **options: Any) -> ChatOpenAI:
    key = SecretStr("unused")
    return ChatOpenAI(model="stand-in", base_url=stand_in.url, api_key=key, max_retries=0, timeout=timeout, **options)


def streamed(model: Any) -> Any:
    whole = None
    for chunk in model.stream(QUESTION):
        whole = chunk if whole is None else whole + chunk
    return whole


def test_an_answer_and_its_usage_come_whole_and_in_pieces() -> None:
    with StandIn(lambda request: Say(TEXT)) as stand_in:
        whole = chat_model(stand_in).invoke(QUESTION)
        pieces = streamed(chat_model(stand_in, stream_usage=True))
    assert whole.content == pieces.content == TEXT
    assert whole.usage_metadata is not None
    assert whole.usage_metadata["output_tokens"] == pieces.usage_metadata["output_tokens"] > 0
    assert pieces.response_metadata["finish_reason"] == "stop"


def test_bound_tools_are_offered_and_called_whole_and_in_pieces() -> None:
    with StandIn(perfect) as stand_in:
        model = chat_model(stand_in).bind_tools([search_policies])
        whole, pieces = model.invoke(QUESTION), streamed(model)
    for answer in (whole, pieces):
        called = [(call["name"], call["args"]) for call in answer.tool_calls]
        assert called == [("search_policies", {"question": QUESTION})]
    assert whole.tool_calls[0]["id"] != pieces.tool_calls[0]["id"]
    assert stand_in.requests[0].tools == ("search_policies",)


def test_the_agent_loop_searches_and_then_quotes() -> None:
    def search_policies(question: str) -> str:
        """查政策。"""
        return f"[S1] 标题\n{TEXT}\n"

    with StandIn(perfect) as stand_in:
        agent = create_agent(chat_model(stand_in), tools=[search_policies], system_prompt="只引用依据。")
        done = agent.invoke({"messages": [HumanMessage(QUESTION)]})
    assert done["messages"][-1].content == f"{TEXT}[S1]"
    assert [request.asked_times for request in stand_in.requests] == [0, 1]
    assert stand_in.requests[1].system_text == "只引用依据。"


def test_reasoning_does_not_mix_with_the_answer_unless_it_is_inline() -> None:
    with StandIn(lambda request: Say(TEXT, reasoning="先查。")) as stand_in:
        assert chat_model(stand_in).invoke(QUESTION).content == streamed(chat_model(stand_in)).content == TEXT
        stand_in.script = lambda request: Say(TEXT, reasoning="先查。", think=True)
        assert chat_model(stand_in).invoke(QUESTION).content == f"<think>先查。</think>{TEXT}"


def test_broken_arguments_are_an_invalid_call_and_wrong_ones_a_valid_call() -> None:
    with StandIn(failing(FaultKind.BROKEN_ARGUMENTS)) as stand_in:
        model = chat_model(stand_in).bind_tools([search_policies])
        broken = model.invoke(QUESTION)
        stand_in.script = failing(FaultKind.WRONG_ARGUMENTS)
        wrong = model.invoke(QUESTION)
    assert (broken.tool_calls, len(broken.invalid_tool_calls)) == ([], 1)
    assert wrong.tool_calls[0]["args"] == {"question": 12345, "no_such_key": "无"}


#: What comes out, whole and streamed: an exception, or the content.
OUTCOMES: dict[FaultKind, tuple[Any, Any]] = {
    FaultKind.UNAUTHORISED: (openai.AuthenticationError, openai.AuthenticationError),
    FaultKind.BAD_REQUEST: (openai.BadRequestError, openai.BadRequestError),
    FaultKind.RATE_LIMITED: (openai.RateLimitError, openai.RateLimitError),
    FaultKind.SERVER_ERROR: (openai.InternalServerError, openai.InternalServerError),
    FaultKind.BAD_GATEWAY_HTML: (openai.InternalServerError, openai.InternalServerError),
    FaultKind.HTML_OK: (ValueError, ValueError),
    FaultKind.SILENCE: (openai.APITimeoutError, openai.APITimeoutError),
    FaultKind.HALF_STREAM: (openai.APIConnectionError, httpx2.RemoteProtocolError),
    FaultKind.QUIET_HALF_STREAM: (ValueError, "失业保险金按月发放，领取期限根据累计"),
    FaultKind.RESET: (openai.APIConnectionError, openai.APIConnectionError),
    FaultKind.EMPTY: ("", ""),
    FaultKind.EMPTY_CHOICES: (IndexError, ""),
    FaultKind.NOT_JSON: (ValueError, ValueError),
    FaultKind.WRONG_SHAPE: (TypeError, ""),
    FaultKind.FINISH_LENGTH: ("失业保险金按月发放，领取期限根据累", "失业保险金按月发放，领取期限根据累"),
    FaultKind.CONTENT_FILTER: ("", ""),
}


@pytest.mark.parametrize("kind", OUTCOMES)
def test_each_fault_ends_as_it_is_known_to(kind: FaultKind) -> None:
    whole, pieces = OUTCOMES[kind]
    with StandIn(failing(kind)) as stand_in:
        model = chat_model(stand_in, timeout=0.3 if kind is FaultKind.SILENCE else 5.0)
        _ends_as(whole, lambda: model.invoke(QUESTION))
        _ends_as(pieces, lambda: streamed(model))


def _ends_as(expected: Any, ask: Any) -> None:
    if isinstance(expected, str):
        assert ask().content == expected
        return
    with pytest.raises(expected):
        ask()


def test_an_answer_after_a_failure_comes_from_the_same_endpoint() -> None:
    answers: list[Answer] = [Say(TEXT), Fault(FaultKind.RESET), CallTools((("search_policies", {}),))]

    def script(request: ChatRequest) -> Answer:
        return answers.pop()

    with StandIn(script) as stand_in:
        model = chat_model(stand_in)
        assert model.invoke(QUESTION).tool_calls
        with pytest.raises(openai.APIConnectionError):
            model.invoke(QUESTION)
        assert model.invoke(QUESTION).content == TEXT
