"""The end of a turn's time, held against every piece of an answer that arrives, whatever is in it.

A time-out of the HTTP library measures silence. An endpoint that sends comments of a stream to keep it open is never
silent, and gives the library above nothing to look at.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

import httpx2
import openai

from assistant.domain.errors import ModelFailedError
from assistant.domain.model_use import FallbackReason

_deadline: ContextVar[float] = ContextVar("deadline_of_the_turn", default=float("inf"))


@contextmanager
def ends_at(deadline: float) -> Iterator[None]:
    """Answers asked for within the block may arrive until `deadline` (monotonic seconds)."""
    token = _deadline.set(deadline)
    try:
        yield
    finally:
        _deadline.reset(token)


def open_http_client() -> httpx2.Client:
    """The library's own client, but that no answer outlasts the time of its turn."""
    return openai.DefaultHttpxClient(event_hooks={"response": [_limit]})


def _limit(response: httpx2.Response) -> None:
    if isinstance(response.stream, httpx2.SyncByteStream):
        response.stream = _InTime(response.stream, _deadline.get())


class _InTime(httpx2.SyncByteStream):
    """A stream that raises ModelFailedError (time-out) for what comes after the deadline."""

    def __init__(self, stream: httpx2.SyncByteStream, deadline: float) -> None:
        self._stream = stream
        self._deadline = deadline

    def __iter__(self) -> Iterator[bytes]:
        for piece in self._stream:
            if time.monotonic() > self._deadline:
                raise ModelFailedError(FallbackReason.TIMEOUT)
            yield piece

    def close(self) -> None:
        self._stream.close()
