"""Asking something that may be slow or down, without ever waiting long for it."""

import logging
import time
from collections.abc import Callable
from concurrent.futures import Future
from threading import BoundedSemaphore, Lock, Thread
from typing import TypeVar

from assistant.domain.errors import AssistantError

_log = logging.getLogger("assistant.search")
_PAUSE_SECONDS = 30.0
#: Questions under way at once, those nobody waits for any longer among them.
_MOST_AT_ONCE = 32
T = TypeVar("T")


class OptionalLeg:
    """What a search asks beside its index, and does without where it fails. Safe to share between threads.

    After a failure it is left alone for `pause_seconds`. The log says once that it failed, and once that it answers
    again; `failures` counts.
    """

    def __init__(
        self, name: str, pause_seconds: float = _PAUSE_SECONDS, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self.failures = 0
        self._name = name
        self._pause_seconds = pause_seconds
        self._monotonic = monotonic
        self._rests_until = float("-inf")
        self._is_down = False
        self._lock = Lock()
        self._free = BoundedSemaphore(_MOST_AT_ONCE)

    def begin(self, work: Callable[[], T]) -> Future[T] | None:
        """Starts the work beside the caller; None while resting, or while too much is under way."""
        if self._monotonic() < self._rests_until or not self._free.acquire(blocking=False):
            return None
        future: Future[T] = Future()

        def run() -> None:
            try:
                future.set_result(work())
            except BaseException as error:  # the one who waits decides what to do with it
                future.set_exception(error)
            finally:
                self._free.release()

        Thread(target=run, name=self._name, daemon=True).start()  # a hung one must not hold up the end of the process
        return future

    def take(self, future: Future[T], seconds: float) -> T | None:
        """The result, None where it fails or is not there within the seconds. Anything but an AssistantError is a
        defect and is raised."""
        try:
            result = future.result(timeout=max(seconds, 0.0))
        except TimeoutError:
            self._fail(f"no answer within {seconds:.1f} s")
            return None
        except AssistantError as error:
            self._fail(str(error))
            return None
        self._answer()
        return result

    def _fail(self, reason: str) -> None:
        with self._lock:
            self.failures += 1
            self._rests_until = self._monotonic() + self._pause_seconds
            was_down, self._is_down = self._is_down, True
        if not was_down:
            _log.warning("%s does not answer, the search goes on without it: %s", self._name, reason)

    def _answer(self) -> None:
        with self._lock:
            was_down, self._is_down = self._is_down, False
        if was_down:
            _log.warning("%s answers again", self._name)
