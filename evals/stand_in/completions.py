"""Completions in the protocol's words: one body, or the chunks of a stream."""

import json
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from evals.stand_in.answers import CallTools, Say
from evals.stand_in.chat_request import ChatRequest, text_of

_PIECE = 6
_TOKEN = re.compile(r"[A-Za-z]+|\d+|[^\sA-Za-z\d]")


@dataclass(frozen=True)
class ToolCall:
    id: str
    name: str
    arguments: str


@dataclass(frozen=True)
class Completion:
    """What is answered; `number` makes the ids of an endpoint's completions and calls differ."""

    number: int
    text: str
    reasoning: str = ""
    calls: tuple[ToolCall, ...] = ()
    finish: str = "stop"


def completion_of(answer: Say | CallTools, number: int, finish: str = "") -> Completion:
    """The answer as a completion; without `finish` it ends the way such an answer does."""
    if isinstance(answer, CallTools):
        calls = tuple(
            ToolCall(f"call_{number}_{place}", name, given if isinstance(given, str) else _json(given))
            for place, (name, given) in enumerate(answer.calls)
        )
        return Completion(number, answer.text, calls=calls, finish=finish or "tool_calls")
    if answer.think:
        return Completion(number, f"<think>{answer.reasoning}</think>{answer.text}", finish=finish or "stop")
    return Completion(number, answer.text, answer.reasoning, finish=finish or "stop")


def body_of(completion: Completion, request: ChatRequest) -> dict[str, Any]:
    """The completion as the body of an answer that is not streamed."""
    message: dict[str, Any] = {"role": "assistant", "content": completion.text or (None if completion.calls else "")}
    if completion.reasoning:
        message["reasoning_content"] = completion.reasoning
    if completion.calls:
        message["tool_calls"] = [_call(call, call.arguments) for call in completion.calls]
    choice = {"index": 0, "message": message, "logprobs": None, "finish_reason": completion.finish}
    return {
        **_envelope(completion.number, request, "chat.completion"),
        "choices": [choice],
        "usage": usage_of(completion, request),
    }


def chunks_of(completion: Completion, request: ChatRequest) -> Iterator[dict[str, Any]]:
    """The completion as the chunks of a stream: reasoning, text, calls, finish, and usage where it was asked for."""
    envelope = _envelope(completion.number, request, "chat.completion.chunk")
    for delta in _deltas(completion):
        yield {**envelope, "choices": [{"index": 0, "delta": delta, "logprobs": None, "finish_reason": None}]}
    yield {**envelope, "choices": [{"index": 0, "delta": {}, "logprobs": None, "finish_reason": completion.finish}]}
    if request.wants_usage:
        yield {**envelope, "choices": [], "usage": usage_of(completion, request)}


def _deltas(completion: Completion) -> Iterator[dict[str, Any]]:
    yield {"role": "assistant", "content": None if completion.calls and not completion.text else ""}
    for piece in _pieces(completion.reasoning):
        yield {"reasoning_content": piece}
    for piece in _pieces(completion.text):
        yield {"content": piece}
    for index, call in enumerate(completion.calls):
        yield {"tool_calls": [{"index": index, **_call(call, "")}]}
        for piece in _pieces(call.arguments):
            yield {"tool_calls": [{"index": index, "function": {"arguments": piece}}]}


def usage_of(completion: Completion, request: ChatRequest) -> dict[str, Any]:
    """A simple count: words of Latin letters, numbers and single other characters are a token each."""
    asked = sum(count_tokens(text_of(message)) for message in request.messages)
    reasoned = count_tokens(completion.reasoning)
    said = count_tokens(completion.text) + sum(count_tokens(call.name + call.arguments) for call in completion.calls)
    return {
        "prompt_tokens": asked,
        "completion_tokens": said + reasoned,
        "total_tokens": asked + said + reasoned,
        "completion_tokens_details": {"reasoning_tokens": reasoned},
    }


def count_tokens(text: str) -> int:
    return sum(1 for _ in _TOKEN.finditer(text))


def _envelope(number: int, request: ChatRequest, kind: str) -> dict[str, Any]:
    return {"id": f"chatcmpl-{number}", "object": kind, "created": int(time.time()), "model": request.model}


def _call(call: ToolCall, arguments: str) -> dict[str, Any]:
    return {"id": call.id, "type": "function", "function": {"name": call.name, "arguments": arguments}}


def _pieces(text: str) -> Iterator[str]:
    return (text[start : start + _PIECE] for start in range(0, len(text), _PIECE))


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
