"""Signals within one process."""

import threading
from collections.abc import Callable

from assistant.services.live_ports import Unsubscribe


class InProcessNotifier:
    """Implements `LiveNotifier` where there is one process only."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._wakers: dict[str, list[Callable[[], None]]] = {}

    def start(self) -> None:
        """Nothing to listen to."""

    def stop(self) -> None:
        """Nothing to end."""

    def wake(self, conversation_id: str) -> None:
        with self._lock:
            wakers = tuple(self._wakers.get(conversation_id, ()))
        for waker in wakers:
            waker()

    def subscribe(self, conversation_id: str, waker: Callable[[], None]) -> Unsubscribe:
        with self._lock:
            self._wakers.setdefault(conversation_id, []).append(waker)

        def undo() -> None:
            with self._lock:
                left = self._wakers.get(conversation_id, [])
                if waker in left:
                    left.remove(waker)
                if not left:
                    self._wakers.pop(conversation_id, None)

        return undo

    def topics(self) -> tuple[str, ...]:
        """The conversations somebody waits for."""
        with self._lock:
            return tuple(self._wakers)

    def wake_all(self) -> None:
        """After a gap in which signals may have been lost."""
        for topic in self.topics():
            self.wake(topic)
