"""No body larger than a message could ever be."""

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web.problems import ProblemError, ProblemName, answer_problem

MAX_BODY_BYTES = 64 * 1024


class BodyLimit:
    """Refuses by Content-Length at once, and a body of undeclared length as soon as it has grown too large."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if _declared_bytes(scope) > MAX_BODY_BYTES:
            response = await answer_problem(Request(scope, receive), ProblemError(ProblemName.TOO_LARGE))
            await response(scope, receive, send)
            return
        received = 0

        async def receive_limited() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > MAX_BODY_BYTES:
                raise ProblemError(ProblemName.TOO_LARGE)
            return message

        await self._app(scope, receive_limited, send)


def _declared_bytes(scope: Scope) -> int:
    declared = dict(scope["headers"]).get(b"content-length", b"0")
    return int(declared) if declared.isdigit() else 0
