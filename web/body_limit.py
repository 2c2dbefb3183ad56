"""No body larger than a message could ever be, except where a file is handed in."""

from collections.abc import Mapping

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web.problems import ProblemError, ProblemName, answer_problem

MAX_BODY_BYTES = 64 * 1024
LARGEST_LIST_BYTES = 2 * 1024 * 1024
#: A knowledge file in a form: a Chinese character takes nine bytes there.
LARGEST_TEXT_BYTES = 1024 * 1024
#: What a source pushes at once; the feed's id stands between the two parts of the path.
LARGEST_PUSH_BYTES = 2 * 1024 * 1024
PUSH_PREFIX, PUSH_SUFFIX = "/api/feeds/", "/adverts"
#: Path → bytes: a list of workers with what is said of the firm, a knowledge file.
LARGER_BODIES = {
    "/employers/batch": LARGEST_LIST_BYTES + MAX_BODY_BYTES,
    "/staff/knowledge/write": LARGEST_TEXT_BYTES + MAX_BODY_BYTES,
}


class BodyLimit:
    """Refuses by Content-Length at once, and a body of undeclared length as soon as it has grown too large."""

    def __init__(self, app: ASGIApp, larger: Mapping[str, int] | None = None) -> None:
        """`larger`: paths with a limit of their own, beside `LARGER_BODIES`."""
        self._app = app
        self._larger = {**LARGER_BODIES, **(larger or {})}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        most = self._most_bytes(scope["path"])
        if _declared_bytes(scope) > most:
            response = await answer_problem(Request(scope, receive), ProblemError(ProblemName.TOO_LARGE))
            await response(scope, receive, send)
            return
        received = 0

        async def receive_limited() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > most:
                raise ProblemError(ProblemName.TOO_LARGE)
            return message

        await self._app(scope, receive_limited, send)

    def _most_bytes(self, path: str) -> int:
        if path.startswith(PUSH_PREFIX) and path.endswith(PUSH_SUFFIX):
            return LARGEST_PUSH_BYTES
        return self._larger.get(path, MAX_BODY_BYTES)


def _declared_bytes(scope: Scope) -> int:
    declared = dict(scope["headers"]).get(b"content-length", b"0")
    return int(declared) if declared.isdigit() else 0
