"""The stand-in for a model's endpoint, met by the clients that the assistant uses."""

import json
import signal
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx2
import openai
import pytest

from evals.stand_in import Answer, CallTools, ChatRequest, Fault, FaultKind, Say, Script, StandIn
from evals.stand_in.scripts import echo_prompt, failing

ROOT = Path(__file__).parents[2]
QUESTION = "失业金每月领多少钱？"
TOOLS: list[Any] = [
    {
        "type": "function",
        "function": {
            "name": "search_policies",
            "description": "查政策",
            "parameters": {
                "type": "object",
                "properties": {"question": {"type": "string"}, "limit": {"type": "integer"}},
                "required": ["question"],
            },
        },
    }
]


def client_of(stand_in: StandIn, timeout: float = 5.0) -> openai.OpenAI:
    return openai.OpenAI(base_url=stand_in.url, api_key="unused", max_retries=0, timeout=timeout)


def ask(stand_in: StandIn, text: str = QUESTION, timeout: float = 5.0, **options: Any) -> Any:
    messages: list[Any] = options.pop("messages", [{"role": "user", "content": text}])
    return client_of(stand_in, timeout).chat.completions.create(model="stand-in", messages=messages, **options)


def streamed(stand_in: StandIn, timeout: float = 5.0, **options: Any) -> list[Any]:
    return list(ask(stand_in, timeout=timeout, stream=True, **options))


def words_of(chunks: list[Any]) -> str:
    return "".join(chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices)


def saying(text: str = "可以。", **how: Any) -> Script:
    return lambda request: Say(text, **how)


def test_an_answer_comes_whole_with_its_usage() -> None:
    with StandIn(saying("失业金 80%。")) as stand_in:
        answer = ask(stand_in)
    assert answer.choices[0].message.content == "失业金 80%。"
    assert answer.choices[0].finish_reason == "stop"
    assert (answer.usage.prompt_tokens, answer.usage.completion_tokens) == (10, 6)


def test_an_answer_comes_in_pieces_and_usage_only_where_it_was_asked_for() -> None:
    text = "失业金每月发放标准为最低工资的80%。"
    with StandIn(saying(text)) as stand_in:
        plain = streamed(stand_in)
        counted = streamed(stand_in, stream_options={"include_usage": True})
    assert words_of(plain) == words_of(counted) == text
    assert len(plain) > 4
    assert all(chunk.usage is None for chunk in plain)
    assert (counted[-1].choices, counted[-1].usage.prompt_tokens) == ([], 10)
    assert counted[-2].choices[0].finish_reason == "stop"


def test_reasoning_has_a_field_of_its_own_or_stands_between_think_tags() -> None:
    with StandIn(saying("可以。", reasoning="先查条件，再回答。")) as stand_in:
        whole = ask(stand_in).choices[0].message
        chunks = streamed(stand_in)
        stand_in.script = saying("可以。", reasoning="先查条件。", think=True)
        inline = ask(stand_in).choices[0].message
    assert (whole.content, whole.reasoning_content) == ("可以。", "先查条件，再回答。")
    deltas = [chunk.choices[0].delta for chunk in chunks]
    assert "".join(getattr(delta, "reasoning_content", None) or "" for delta in deltas) == "先查条件，再回答。"
    assert inline.content == "<think>先查条件。</think>可以。"


def test_tool_calls_come_whole_and_in_pieces() -> None:
    calls = CallTools((("search_policies", {"question": QUESTION}), ("now", "{}")), text="我查一下。")
    with StandIn(lambda request: calls) as stand_in:
        whole = ask(stand_in, tools=TOOLS).choices[0]
        chunks = streamed(stand_in, tools=TOOLS)
    assert [call.function.name for call in whole.message.tool_calls] == ["search_policies", "now"]
    assert whole.finish_reason == chunks[-1].choices[0].finish_reason == "tool_calls"
    pieces = [piece for chunk in chunks for piece in chunk.choices[0].delta.tool_calls or []]
    assert [piece.function.name for piece in pieces if piece.id] == ["search_policies", "now"]
    first = "".join(piece.function.arguments for piece in pieces if piece.index == 0)
    assert json.loads(first) == {"question": QUESTION}
    assert len(pieces) > 4


def test_the_models_are_listed_with_and_without_the_version() -> None:
    with StandIn(saying()) as stand_in:
        assert [model.id for model in client_of(stand_in).models.list()] == ["stand-in"]
        assert httpx2.get(stand_in.url.removesuffix("/v1") + "/models").json()["object"] == "list"


def test_what_is_not_a_request_is_refused_in_the_protocols_words() -> None:
    with StandIn(saying()) as stand_in, httpx2.Client(base_url=stand_in.url) as client:
        assert client.get("/nothing").status_code == 404
        for body in (b"{", b"[]", b'{"model": "m"}', b'{"messages": [1], "model": "m"}'):
            answer = client.post("/chat/completions", content=body)
            assert (answer.status_code, bool(answer.json()["error"]["message"])) == (400, True)


def test_requests_are_kept_up_to_a_bound_and_show_what_was_asked() -> None:
    with StandIn(echo_prompt, keep=2) as stand_in:
        for number in range(3):
            messages = [{"role": "system", "content": f"规则{number}"}, {"role": "user", "content": QUESTION}]
            assert ask(stand_in, messages=messages, temperature=0).choices[0].message.content == f"规则{number}"
    assert [request.system_text for request in stand_in.requests] == ["规则1", "规则2"]
    assert stand_in.requests[0].body["temperature"] == 0
    assert stand_in.requests[0].last_person_text == QUESTION


def test_a_script_that_fails_is_told_to_the_client() -> None:
    with StandIn(lambda request: 1 / 0) as stand_in, pytest.raises(openai.InternalServerError, match="ZeroDivision"):  # type: ignore[arg-type,return-value]
        ask(stand_in)


@pytest.mark.parametrize(
    ("kind", "error"),
    [
        (FaultKind.UNAUTHORISED, openai.AuthenticationError),
        (FaultKind.RATE_LIMITED, openai.RateLimitError),
        (FaultKind.SERVER_ERROR, openai.InternalServerError),
        (FaultKind.BAD_GATEWAY_HTML, openai.InternalServerError),
        (FaultKind.SILENCE, openai.APITimeoutError),
        (FaultKind.SLOW, openai.APITimeoutError),
        (FaultKind.RESET, openai.APIConnectionError),
    ],
)
@pytest.mark.parametrize("stream", [False, True])
def test_an_endpoint_that_does_not_answer_ends_in_the_clients_exception(
    kind: FaultKind, error: type[Exception], stream: bool
) -> None:
    timeout = 0.2 if error is openai.APITimeoutError else 5.0
    with StandIn(failing(kind, 30.0 if kind is FaultKind.SLOW else 0.0)) as stand_in, pytest.raises(error):
        ask(stand_in, timeout=timeout, stream=stream)


def test_a_rate_limit_says_when_to_come_back() -> None:
    fault = Fault(FaultKind.RATE_LIMITED, retry_after=2.5, text="太快了")
    with StandIn(lambda request: fault) as stand_in, pytest.raises(openai.RateLimitError, match="太快了") as raised:
        ask(stand_in)
    assert raised.value.response.headers["retry-after"] == "2.5"


def test_a_stream_that_breaks_off_raises_and_one_that_ends_quietly_lacks_its_finish() -> None:
    with StandIn(failing(FaultKind.HALF_STREAM)) as stand_in:
        chunks = []
        with pytest.raises((httpx2.RemoteProtocolError, openai.APIConnectionError)):
            chunks.extend(ask(stand_in, stream=True))
        with pytest.raises((httpx2.RemoteProtocolError, openai.APIConnectionError)):
            ask(stand_in)
        stand_in.script = failing(FaultKind.QUIET_HALF_STREAM)
        quiet = streamed(stand_in)
    assert words_of(quiet) and not words_of(quiet).endswith("。")
    assert all(chunk.choices[0].finish_reason is None for chunk in quiet)


def test_what_is_no_completion_comes_back_as_it_is() -> None:
    with StandIn(failing(FaultKind.HTML_OK)) as stand_in:
        assert "<html>" in ask(stand_in)
        assert streamed(stand_in) == []
        stand_in.script = failing(FaultKind.WRONG_SHAPE)
        assert ask(stand_in).choices is None
        assert [chunk.choices for chunk in streamed(stand_in)] == [None]
        stand_in.script = failing(FaultKind.EMPTY_CHOICES)
        assert ask(stand_in).choices == []
        assert [chunk.choices for chunk in streamed(stand_in)] == [[]]
        stand_in.script = failing(FaultKind.NOT_JSON)
        for stream in (False, True):
            with pytest.raises(ValueError):
                list(ask(stand_in, stream=stream))


@pytest.mark.parametrize(
    ("kind", "finish", "has_words"),
    [
        (FaultKind.EMPTY, "stop", False),
        (FaultKind.FINISH_LENGTH, "length", True),
        (FaultKind.CONTENT_FILTER, "content_filter", False),
        (FaultKind.SLOW, "stop", True),
        (FaultKind.SLOW_DRIP, "stop", True),
    ],
)
def test_too_little_is_a_completion_that_says_why_it_ended(kind: FaultKind, finish: str, has_words: bool) -> None:
    with StandIn(failing(kind, 0.01)) as stand_in:
        whole = ask(stand_in).choices[0]
        chunks = streamed(stand_in)
    assert (bool(whole.message.content), whole.finish_reason) == (has_words, finish)
    assert (bool(words_of(chunks)), chunks[-1].choices[0].finish_reason) == (has_words, finish)


def test_tools_are_called_wrongly_where_asked_for() -> None:
    called = {}
    with StandIn(saying()) as stand_in:
        for kind in FaultKind:
            if kind.endswith(("_tool", "_tools", "_arguments")):
                stand_in.script = failing(kind)
                called[kind] = ask(stand_in, tools=TOOLS).choices[0].message.tool_calls[0].function
    assert called[FaultKind.UNKNOWN_TOOL].name == "no_such_tool"
    with pytest.raises(ValueError):
        json.loads(called[FaultKind.BROKEN_ARGUMENTS].arguments)
    wrong = json.loads(called[FaultKind.WRONG_ARGUMENTS].arguments)
    assert (set(wrong), type(wrong["question"])) == ({"question", "limit", "no_such_key"}, int)
    assert json.loads(called[FaultKind.ENDLESS_TOOLS].arguments) == {"question": QUESTION}


def test_many_slow_answers_do_not_hold_up_a_quick_one() -> None:
    def script(request: ChatRequest) -> Answer:
        return Say("快") if request.last_person_text == "快" else Fault(FaultKind.SLOW, 30.0)

    body = json.dumps({"model": "stand-in", "messages": [{"role": "user", "content": "慢"}]}).encode()
    head = f"POST /v1/chat/completions HTTP/1.1\r\nHost: stand-in\r\nContent-Length: {len(body)}\r\n\r\n".encode()
    with StandIn(script) as stand_in:
        address = ("127.0.0.1", int(stand_in.url.split(":")[2].partition("/")[0]))
        waiting = [socket.create_connection(address) for _ in range(250)]
        for connection in waiting:
            connection.sendall(head + body)
        client = client_of(stand_in)
        deadline = time.monotonic() + 5
        while len(stand_in.requests) < 250 and time.monotonic() < deadline:
            time.sleep(0.01)
        started = time.monotonic()
        answer = client.chat.completions.create(model="stand-in", messages=[{"role": "user", "content": "快"}])
        took = time.monotonic() - started
        for connection in waiting:
            connection.close()
    assert len(stand_in.requests) == 251
    assert answer.choices[0].message.content == "快"
    assert took < 1.0


def test_many_clients_are_answered_at_once() -> None:
    with StandIn(saying("可以。"), delay_seconds=0.2) as stand_in, httpx2.Client(base_url=stand_in.url) as client:
        body = {"model": "m", "messages": [{"role": "user", "content": "问"}]}
        with ThreadPoolExecutor(40) as people:
            started = time.monotonic()
            answers = list(people.map(lambda _: client.post("/chat/completions", json=body).status_code, range(40)))
            took = time.monotonic() - started
    assert answers == [200] * 40
    assert took < 2.0


def test_embeddings_have_length_one_and_near_texts_are_near() -> None:
    texts = [QUESTION, "失业金每月领多少", "叉车司机招聘", ""]
    with StandIn(saying(), dimension=96) as stand_in:
        client = client_of(stand_in)
        vectors = [row.embedding for row in client.embeddings.create(model="stand-in", input=texts).data]
        plain = client.embeddings.create(model="stand-in", input=QUESTION, encoding_format="float").data[0].embedding
        short = client.embeddings.create(model="stand-in", input=[1, 2], dimensions=8).data[0].embedding
    assert {len(vector) for vector in vectors} == {96} and len(short) == 8
    assert all(sum(value * value for value in vector) == pytest.approx(1, abs=1e-5) for vector in vectors)
    assert vectors[0] == pytest.approx(plain, abs=1e-6)
    asked, near, far, _ = vectors
    assert sum(a * b for a, b in zip(asked, near, strict=True)) > 0.5 + sum(
        a * b for a, b in zip(asked, far, strict=True)
    )
    assert len(stand_in.embedding_requests) == 3


def test_embeddings_can_fail() -> None:
    with StandIn(saying()) as stand_in:
        stand_in.embedding_fault = Fault(FaultKind.RATE_LIMITED)
        with pytest.raises(openai.RateLimitError):
            client_of(stand_in).embeddings.create(model="stand-in", input=QUESTION)
        stand_in.embedding_fault = Fault(FaultKind.EMPTY)
        with pytest.raises(ValueError, match="No embedding"):
            client_of(stand_in).embeddings.create(model="stand-in", input=QUESTION)


def test_the_command_tells_how_to_reach_it_and_ends_at_an_interrupt() -> None:
    command = [sys.executable, "-m", "evals.stand_in", "--mode", "sloppy", "--fault", "unauthorised"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        lines = [running.stdout.readline().strip() for _ in range(5)]
        url = lines[2].removeprefix("OPENAI_BASE_URL=")
        status = httpx2.post(f"{url}/chat/completions", json={"model": "m", "messages": [{"role": "user"}]}).status_code
        running.send_signal(signal.SIGINT)
        assert running.wait(timeout=10) == 0
    assert (lines[3:], status) == (["OPENAI_API_KEY=unused", "CHAT_MODEL=stand-in"], 401)
