"""Turns at work: in threads of their own, so that waiting turns never hold up a page or a health check."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from typing import TypeAlias
from weakref import WeakValueDictionary

from assistant.domain.conversation import Turn
from assistant.services.events import Done, Emit, Event
from web.turn_threads import TurnThreads
from web.web_log import log_failure

TurnWork: TypeAlias = Callable[[Emit], Turn]


class TurnTimeoutError(Exception):
    """The reader has waited long enough. The turn itself may still end, and is then stored."""


class RunningTurn:
    """One turn on its way. Its work goes on when nobody reads any more."""

    def __init__(self, timeout_seconds: float) -> None:
        self._loop = asyncio.get_running_loop()
        self._deadline = self._loop.time() + timeout_seconds
        self._queue: asyncio.Queue[Event | Exception] = asyncio.Queue()
        self._lock = threading.Lock()
        self._has_begun = self._is_dropped = False
        self.task: asyncio.Task[None] | None = None

    async def events(self) -> AsyncIterator[Event]:
        """Events up to and including Done. Raises TurnTimeoutError, or what the work raised."""
        while True:
            item = await self._next()
            if isinstance(item, Exception):
                raise item
            yield item
            if isinstance(item, Done):
                return

    async def result(self) -> Turn:
        """The finished turn. Raises as `events` does."""
        async for event in self.events():
            if isinstance(event, Done):
                return event.turn
        raise AssertionError("events always end in Done or raise")

    def emit_from_thread(self, event: Event) -> None:
        if not isinstance(event, Done):
            self._loop.call_soon_threadsafe(self.put, event)

    def begin(self) -> bool:
        """Called in the thread that takes the turn up: whether anybody still waits for it."""
        with self._lock:
            self._has_begun = not self._is_dropped
            return self._has_begun

    def put(self, item: Event | Exception) -> None:
        self._queue.put_nowait(item)

    async def _next(self) -> Event | Exception:
        try:
            async with asyncio.timeout_at(self._deadline):
                return await self._queue.get()
        except TimeoutError:
            self._give_up()
            raise TurnTimeoutError from None

    def _give_up(self) -> None:
        """Work that still waits for a thread is dropped, so that a crowd does not leave a heap of stale questions."""
        with self._lock:
            self._is_dropped = not self._has_begun
        if self.task is not None and self._is_dropped:
            self.task.cancel()


class TurnRunner:
    """Runs turns: at most `threads` at once, those of one conversation one after the other."""

    def __init__(self, threads: int, timeout_seconds: float) -> None:
        self._threads = TurnThreads(threads)
        self._timeout_seconds = timeout_seconds
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._tasks: set[asyncio.Task[None]] = set()

    def start(self, conversation_id: str, work: TurnWork) -> RunningTurn:
        running = RunningTurn(self._timeout_seconds)
        running.task = asyncio.create_task(self._run(conversation_id, work, running))
        self._tasks.add(running.task)
        running.task.add_done_callback(self._tasks.discard)
        return running

    async def finish(self) -> None:
        """Waits, at shutdown, for the turns that have begun."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=self._timeout_seconds)

    async def _run(self, conversation_id: str, work: TurnWork, running: RunningTurn) -> None:
        def in_thread() -> Turn:
            if not running.begin():
                raise TurnTimeoutError
            return work(running.emit_from_thread)

        try:
            async with self._lock_of(conversation_id):
                turn = await self._threads.run(in_thread)
            running.put(Done(turn))
        except Exception as error:
            log_failure("turn_failed", error)
            running.put(error)

    def _lock_of(self, conversation_id: str) -> asyncio.Lock:
        lock = self._locks.get(conversation_id)
        if lock is None:
            lock = self._locks[conversation_id] = asyncio.Lock()
        return lock
