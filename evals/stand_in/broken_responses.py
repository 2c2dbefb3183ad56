"""Faults of the transport: what goes over the wire is an error, no completion, or not all of one."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from itertools import takewhile

from evals.stand_in.answers import Fault, FaultKind, Say
from evals.stand_in.chat_request import ChatRequest
from evals.stand_in.completions import Completion, body_of, chunks_of, completion_of
from evals.stand_in.faulty_answers import USUAL_TEXT
from evals.stand_in.http_connection import HttpConnection

_PAGE = b"<!DOCTYPE html><html><head><title>%s</title></head><body><h1>%s</h1><hr>nginx</body></html>"
_ERRORS = {
    FaultKind.UNAUTHORISED: (401, "invalid_request_error", "invalid_api_key", "Incorrect API key provided."),
    FaultKind.BAD_REQUEST: (400, "invalid_request_error", None, "This model does not support tools."),
    FaultKind.RATE_LIMITED: (429, "requests", "rate_limit_exceeded", "Rate limit reached. Try again later."),
    FaultKind.SERVER_ERROR: (500, "server_error", None, "The server had an error while processing your request."),
}
#: After these nothing more can be sent.
_ENDS_CONNECTION = frozenset({FaultKind.SILENCE, FaultKind.ONLY_COMMENTS, FaultKind.RESET, FaultKind.HALF_STREAM})
_BETWEEN_COMMENTS = 0.1
Sender = Callable[[Fault, ChatRequest, HttpConnection], Awaitable[None]]


async def break_response(fault: Fault, request: ChatRequest, connection: HttpConnection) -> bool:
    """Plays the fault; whether the connection can still be used."""
    if fault.kind in _ERRORS:
        await _send_error(fault, connection)
    elif fault.kind is FaultKind.SILENCE:
        await connection.wait_until_left()
    elif fault.kind is FaultKind.ONLY_COMMENTS:
        await _comment(connection)
    elif fault.kind is FaultKind.RESET:
        connection.reset()
    else:
        await _SENDERS[fault.kind](fault, request, connection)
    return fault.kind not in _ENDS_CONNECTION


async def _comment(connection: HttpConnection) -> None:
    """Until the client leaves."""
    await connection.start_stream()
    while True:
        await connection.send_lines(": keep-alive\n\n")
        await asyncio.sleep(_BETWEEN_COMMENTS)


async def _send_error(fault: Fault, connection: HttpConnection) -> None:
    status, kind, code, usual = _ERRORS[fault.kind]
    headers = {} if fault.retry_after is None else {"Retry-After": f"{fault.retry_after:g}"}
    await connection.send_json(status, error_body(fault.text or usual, kind, code), headers)


def error_body(message: str, kind: str = "invalid_request_error", code: str | None = None) -> dict[str, object]:
    """An error in the protocol's words."""
    return {"error": {"message": message, "type": kind, "param": None, "code": code}}


async def _send_bad_gateway(fault: Fault, request: ChatRequest, connection: HttpConnection) -> None:
    title = b"502 Bad Gateway"
    await connection.send(502, fault.text.encode() or _PAGE % (title, title), "text/html")


async def _send_page(fault: Fault, request: ChatRequest, connection: HttpConnection) -> None:
    title = "请先登录".encode()
    await connection.send(200, fault.text.encode() or _PAGE % (title, title), "text/html")


async def _send_half(fault: Fault, request: ChatRequest, connection: HttpConnection) -> None:
    completion = _half_said(fault)
    if request.stream:
        await _stream(completion, request, connection)
        if fault.kind is FaultKind.QUIET_HALF_STREAM:
            await connection.end_stream()
        return
    body = json.dumps(body_of(completion, request), ensure_ascii=False).encode()
    if fault.kind is FaultKind.QUIET_HALF_STREAM:
        await connection.send(200, body[: len(body) // 2])
    else:
        await connection.send(200, body, cut_at=len(body) // 2)


def _half_said(fault: Fault) -> Completion:
    text = fault.text or USUAL_TEXT
    return completion_of(Say(text[: max(1, len(text) // 2)].rstrip("。！？")), number=0)


async def _stream(completion: Completion, request: ChatRequest, connection: HttpConnection) -> None:
    await connection.start_stream()
    unfinished = takewhile(lambda chunk: not chunk["choices"][0]["finish_reason"], chunks_of(completion, request))
    for chunk in unfinished:
        await connection.send_event(json.dumps(chunk, ensure_ascii=False))


async def _send_no_choices(fault: Fault, request: ChatRequest, connection: HttpConnection) -> None:
    completion = completion_of(Say(""), number=0)
    if request.stream:
        chunk = next(chunks_of(completion, request))
        await _stream_lines((json.dumps({**chunk, "choices": []}), "[DONE]"), connection)
    else:
        await connection.send_json(200, {**body_of(completion, request), "choices": []})


async def _send_not_json(fault: Fault, request: ChatRequest, connection: HttpConnection) -> None:
    broken = fault.text or '{"id": "chatcmpl-0", "choices": [{"index": 0, "mess'
    if request.stream:
        await _stream_lines((broken, "[DONE]"), connection)
    else:
        await connection.send(200, broken.encode())


async def _send_wrong_shape(fault: Fault, request: ChatRequest, connection: HttpConnection) -> None:
    strange = {"code": 0, "msg": "success", "data": {"reply": fault.text or USUAL_TEXT}}
    if request.stream:
        await _stream_lines((json.dumps(strange), "[DONE]"), connection)
    else:
        await connection.send_json(200, strange)


async def _stream_lines(lines: tuple[str, ...], connection: HttpConnection) -> None:
    await connection.start_stream()
    for line in lines:
        await connection.send_event(line)
    await connection.end_stream()


_SENDERS: dict[FaultKind, Sender] = {
    FaultKind.BAD_GATEWAY_HTML: _send_bad_gateway,
    FaultKind.HTML_OK: _send_page,
    FaultKind.HALF_STREAM: _send_half,
    FaultKind.QUIET_HALF_STREAM: _send_half,
    FaultKind.EMPTY_CHOICES: _send_no_choices,
    FaultKind.NOT_JSON: _send_not_json,
    FaultKind.WRONG_SHAPE: _send_wrong_shape,
}
