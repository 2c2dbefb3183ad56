"""Whether it is worth asking an endpoint at all: after failures it is left alone for a while, then probed by one turn.

Closed: everybody asks. Open: nobody does, until the rest is over. Probing: one turn asks, all others do not; if it
succeeds the breaker closes, otherwise the rest begins again, twice as long, up to a limit.
"""

import threading
from collections.abc import Callable
from enum import StrEnum


class BreakerState(StrEnum):
    """What a turn that comes now would meet."""

    CLOSED = "closed"
    OPEN = "open"
    PROBING = "probing"


class CircuitBreaker:
    """Counts failures in a row over all threads. `now`: seconds of a clock that never goes back."""

    def __init__(
        self,
        now: Callable[[], float],
        failures_to_open: int = 3,
        rest_seconds: float = 15.0,
        longest_rest_seconds: float = 240.0,
    ) -> None:
        self._now = now
        self._failures_to_open = failures_to_open
        self._first_rest = rest_seconds
        self._longest_rest = longest_rest_seconds
        self._lock = threading.Lock()
        self._failures = 0
        self._rest = rest_seconds
        self._open_until: float | None = None
        self._probe_ends: float | None = None

    @property
    def state(self) -> BreakerState:
        with self._lock:
            return self._state()

    def may_ask(self) -> bool:
        """Whether this turn may ask; whoever gets True reports with `succeeded` or `failed`."""
        with self._lock:
            if self._open_until is None:
                return True
            if self._now() < self._open_until or self._state() is BreakerState.PROBING:
                return False
            self._probe_ends = self._now() + self._longest_rest
            return True

    def succeeded(self) -> None:
        """The endpoint answered, whatever it said."""
        with self._lock:
            self._failures = 0
            self._rest = self._first_rest
            self._open_until = self._probe_ends = None

    def failed(self, is_final: bool = False) -> None:
        """The endpoint did not answer usably. `is_final`: no use trying again soon (a wrong key)."""
        with self._lock:
            self._failures += 1
            was_probe = self._open_until is not None
            if not (was_probe or is_final or self._failures >= self._failures_to_open):
                return
            if was_probe and self._now() >= (self._open_until or 0.0):
                self._rest = min(self._rest * 2, self._longest_rest)
            self._open_until = self._now() + self._rest
            self._probe_ends = None

    def _state(self) -> BreakerState:
        if self._open_until is None:
            return BreakerState.CLOSED
        if self._probe_ends is not None and self._now() < self._probe_ends:
            return BreakerState.PROBING
        return BreakerState.OPEN
