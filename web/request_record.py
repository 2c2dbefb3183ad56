"""A number for every request, one log line about it, and the last net below which nothing falls."""

import secrets
import time

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web.problems import answer_problem
from web.web_log import log_event, log_failure


class RequestRecord:
    """Logs method, route template, status and duration: never a path with its ids, a text or an address."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id = secrets.token_hex(8)
        scope.setdefault("state", {})["request_id"] = request_id
        started = time.perf_counter()
        status = 0

        async def send_recorded(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message["headers"], (b"x-request-id", request_id.encode())]
            await send(message)

        try:
            await self._app(scope, receive, send_recorded)
        except Exception as error:
            log_failure("request_failed", error, request_id=request_id)
            if status:
                return
            response = await answer_problem(Request(scope, receive), error)
            await response(scope, receive, send_recorded)
        finally:
            _write(scope, status, request_id, time.perf_counter() - started)


def _write(scope: Scope, status: int, request_id: str, seconds: float) -> None:
    if scope["path"].startswith("/static/"):
        return
    log_event(
        "request",
        method=scope["method"],
        route=getattr(scope.get("route"), "path", None) or "unmatched",
        status=status,
        duration_ms=round(seconds * 1000),
        request_id=request_id,
    )
