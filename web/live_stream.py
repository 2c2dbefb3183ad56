"""Streams that stay open: they wait without a thread and without the database, and read only when something is new."""

import asyncio
import weakref
from collections.abc import AsyncIterator, Callable, Sequence
from typing import TypeAlias

from fastapi.concurrency import run_in_threadpool

from assistant.domain.errors import NotAllowedError, NotFoundError
from assistant.services.live_ports import LiveNotifier

#: What is new after an event, encoded, and the id to read on from. Raises NotFoundError where there is nothing to read
#: any more.
ReadOn: TypeAlias = Callable[[int], tuple[Sequence[bytes], int]]

_COMMENT = b": \n\n"
_HELLO = b"retry: 1000\n\n"
#: Proxies cut what is silent for longer; also how soon a stream ends whose reader may not read on any more.
_BEAT_SECONDS = 20.0


class _Waiter:
    """Something may be new; set from any thread."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._event = asyncio.Event()

    def wake(self) -> None:
        try:
            self._loop.call_soon_threadsafe(self._event.set)
        except RuntimeError:  # the loop has ended, and with it whoever waited
            return

    async def wait(self, seconds: float) -> bool:
        """Whether something came in time."""
        try:
            async with asyncio.timeout(seconds):
                await self._event.wait()
        except TimeoutError:
            return False
        self._event.clear()
        return True


class LiveStreams:
    """All open streams of an application."""

    def __init__(self, beat_seconds: float = _BEAT_SECONDS) -> None:
        self._beat_seconds = beat_seconds
        self._open: weakref.WeakSet[_Waiter] = weakref.WeakSet()
        self._is_closing = False

    def close(self) -> None:
        """Ends every stream, so that the server can; readers come back and are resumed by whoever serves then."""
        self._is_closing = True
        for waiter in tuple(self._open):
            waiter.wake()

    async def follow(
        self, notifier: LiveNotifier, conversation_id: str, after: int, read_on: ReadOn
    ) -> AsyncIterator[bytes]:
        """Everything after the id, for as long as somebody reads. Signals come before the first look, so that nothing
        falls between the two."""
        waiter = _Waiter()
        self._open.add(waiter)
        undo = notifier.subscribe(conversation_id, waiter.wake)
        try:
            yield _HELLO
            while not self._is_closing:
                try:
                    events, after = await run_in_threadpool(read_on, after)
                except (NotFoundError, NotAllowedError):
                    return
                for event in events:
                    yield event
                if not await waiter.wait(self._beat_seconds):
                    yield _COMMENT
        finally:
            undo()
