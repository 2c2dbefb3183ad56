"""Threads for work that may wait long, started beside the event loop.

Starting a thread waits until the new one has run for the first time. Where many threads compete for the processor that
takes a while, and whoever starts two hundred of them from the event loop holds up every page meanwhile. The standard
library's pool starts its threads in `submit`, under a lock that all pools share: it does not help here.
"""

import asyncio
import threading
import weakref
from collections.abc import Callable
from concurrent.futures import Future
from queue import SimpleQueue
from typing import TypeAlias, TypeVar

T = TypeVar("T")
_Task: TypeAlias = Callable[[], None]


class TurnThreads:
    """At most `threads` pieces of work at once; further ones wait in the order in which they came.

    Threads are started as they are needed and stay until nobody holds this object any more.
    """

    def __init__(self, threads: int) -> None:
        self._tasks: SimpleQueue[_Task | None] = SimpleQueue()
        self._wanted: SimpleQueue[bool] = SimpleQueue()
        self._idle = threading.Semaphore(0)
        starter = threading.Thread(
            target=_start, args=(threads, self._wanted, self._tasks, self._idle), name="turn-starter", daemon=True
        )
        starter.start()
        weakref.finalize(self, self._wanted.put, False)

    async def run(self, work: Callable[[], T]) -> T:
        """What the work gives back, or raises. Cancelled, work that has not begun is dropped."""
        future: Future[T] = Future()
        self._tasks.put(lambda: _carry_out(work, future))
        if not self._idle.acquire(blocking=False):
            self._wanted.put(True)
        return await asyncio.wrap_future(future)


def _start(
    most: int, wanted: "SimpleQueue[bool]", tasks: "SimpleQueue[_Task | None]", idle: threading.Semaphore
) -> None:
    """Starts a thread whenever one is wanted; ends them all at the end."""
    started = 0
    while wanted.get():
        if started < most:
            threading.Thread(target=_work, args=(tasks, idle), name=f"turn-{started}", daemon=True).start()
            started += 1
    for _ in range(started):
        tasks.put(None)


def _work(tasks: "SimpleQueue[_Task | None]", idle: threading.Semaphore) -> None:
    while (task := tasks.get()) is not None:
        task()
        del task  # what it holds is not needed while this waits for the next one
        idle.release()


def _carry_out(work: Callable[[], T], future: "Future[T]") -> None:
    if not future.set_running_or_notify_cancel():
        return
    try:
        result = work()
    except BaseException as error:  # whoever waits gets it
        future.set_exception(error)
    else:
        future.set_result(result)
