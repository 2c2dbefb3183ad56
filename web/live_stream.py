"""Streams that stay open: they wait without a thread and without the database, and read only when something is new."""

import asyncio
import weakref
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from fastapi.concurrency import run_in_threadpool

from assistant.domain.errors import NotAllowedError, NotFoundError
from assistant.services.live_ports import LiveNotifier
from assistant.settings import Settings
from web.problems import ProblemError, ProblemName

#: What is new after an event, encoded, and the id to read on from. Raises NotFoundError where there is nothing to read
#: any more.
ReadOn: TypeAlias = Callable[[int], tuple[Sequence[bytes], int]]

_COMMENT = b": \n\n"
_HELLO = b"retry: 1000\n\n"
#: Proxies cut what is silent for longer; also how soon a stream ends whose reader may not read on any more.
_BEAT_SECONDS = 20.0
_RETRY_AFTER = {"Retry-After": "20"}


@dataclass(frozen=True)
class StreamLimits:
    """How many streams one process keeps open: of one conversation or case, of one address, in all."""

    per_topic: int
    per_address: int
    in_all: int

    @staticmethod
    def of(settings: Settings) -> "StreamLimits":
        return StreamLimits(settings.streams_per_conversation, settings.streams_per_address, settings.streams_in_all)


class Seat:
    """The place of one stream. It is free again when the stream ends, or was never begun and is forgotten."""

    def __init__(self, topic: str, address: str) -> None:
        self.topic, self.address = topic, address


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
    """All open streams of an application. Seats are taken on the event loop alone."""

    def __init__(self, limits: StreamLimits, beat_seconds: float = _BEAT_SECONDS) -> None:
        self._limits, self._beat_seconds = limits, beat_seconds
        self._open: weakref.WeakSet[_Waiter] = weakref.WeakSet()
        self._seats: weakref.WeakSet[Seat] = weakref.WeakSet()
        self._is_closing = False

    def close(self) -> None:
        """Ends every stream, so that the server can; readers come back and are resumed by whoever serves then."""
        self._is_closing = True
        for waiter in tuple(self._open):
            waiter.wake()

    def take_seat(self, topic: str, address: str) -> Seat:
        """A place for a stream. Raises `too_many_streams` or `streams_full`, with Retry-After."""
        taken = tuple(self._seats)
        if len(taken) >= self._limits.in_all:
            raise ProblemError(ProblemName.STREAMS_FULL, headers=_RETRY_AFTER)
        of_topic = sum(seat.topic == topic for seat in taken)
        of_address = sum(seat.address == address for seat in taken)
        if of_topic >= self._limits.per_topic or of_address >= self._limits.per_address:
            raise ProblemError(ProblemName.TOO_MANY_STREAMS, headers=_RETRY_AFTER)
        seat = Seat(topic, address)
        self._seats.add(seat)
        return seat

    async def follow(
        self, seat: Seat, notifier: LiveNotifier, conversation_id: str, after: int, read_on: ReadOn
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
            self._seats.discard(seat)
