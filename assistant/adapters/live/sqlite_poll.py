"""Signals between processes on one SQLite file: a look at what has changed, four times a second."""

import logging
import threading
from collections.abc import Callable

from sqlalchemy import Connection, Engine, bindparam, select
from sqlalchemy.exc import SQLAlchemyError

from assistant.adapters.live.local_signals import InProcessNotifier
from assistant.adapters.sql.tables import conversations
from assistant.services.live_ports import Unsubscribe

_log = logging.getLogger(__name__)
_AT_ONCE = 500
_LAST_TURNS = select(conversations.c.id, conversations.c.last_turn).where(
    conversations.c.id.in_(bindparam("ids", expanding=True))
)


class SqlitePollNotifier:
    """Implements `LiveNotifier`. Own signals come at once; those of other processes within `pause_seconds`.

    `PRAGMA data_version` says whether any other connection has committed; only then are the turns counted, and only
    those of conversations that somebody waits for.
    """

    def __init__(self, engine: Engine, pause_seconds: float = 0.25) -> None:
        self._engine, self._pause_seconds = engine, pause_seconds
        self._local = InProcessNotifier()
        self._stopped = threading.Event()

    def start(self) -> None:
        threading.Thread(target=self._loop, name="live-poll", daemon=True).start()

    def stop(self) -> None:
        self._stopped.set()

    def wake(self, conversation_id: str) -> None:
        self._local.wake(conversation_id)

    def subscribe(self, conversation_id: str, waker: Callable[[], None]) -> Unsubscribe:
        return self._local.subscribe(conversation_id, waker)

    def _loop(self) -> None:
        while not self._stopped.is_set():
            try:
                with self._engine.connect() as connection:
                    self._watch(connection)
            except SQLAlchemyError as error:  # a file that is locked or away for a while
                _log.warning("live poll failed: %s", type(error).__name__)
                self._local.wake_all()
                self._stopped.wait(self._pause_seconds * 4)

    def _watch(self, connection: Connection) -> None:
        """One connection for as long as it holds; no transaction stays open between two looks."""
        version, seen = -1, dict[str, int]()
        while not self._stopped.wait(self._pause_seconds):
            now = int(connection.exec_driver_sql("PRAGMA data_version").scalar_one())
            topics = self._local.topics()
            if now != version or any(topic not in seen for topic in topics):
                version, seen = now, self._compare(connection, topics, seen)
            connection.rollback()

    def _compare(self, connection: Connection, topics: tuple[str, ...], seen: dict[str, int]) -> dict[str, int]:
        found: dict[str, int] = {}
        for start in range(0, len(topics), _AT_ONCE):
            rows = connection.execute(_LAST_TURNS, {"ids": topics[start : start + _AT_ONCE]})
            found |= {row.id: row.last_turn for row in rows}
        for topic in topics:
            if found.get(topic) != seen.get(topic, -1):
                self._local.wake(topic)
        return {topic: found.get(topic, 0) for topic in topics}
