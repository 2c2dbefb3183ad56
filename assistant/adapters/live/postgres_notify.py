"""Signals between processes on PostgreSQL: LISTEN and NOTIFY."""

import logging
import threading
from collections.abc import Callable

from sqlalchemy import Engine, text
from sqlalchemy.exc import SQLAlchemyError

from assistant.adapters.live.local_signals import InProcessNotifier
from assistant.services.live_ports import Unsubscribe

_log = logging.getLogger(__name__)
_CHANNEL = "live_conversations"
_TELL = text("SELECT pg_notify(:channel, :topic)")
_LOOK_SECONDS, _AGAIN_SECONDS = 1.0, 1.0


class PostgresNotifier:
    """Implements `LiveNotifier`. One connection of its own listens; where it is lost, everybody is woken once it is
    back, since signals may have been missed."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._lost = (SQLAlchemyError, engine.dialect.loaded_dbapi.Error)
        self._local = InProcessNotifier()
        self._stopped = threading.Event()
        self._is_listening = threading.Event()

    def start(self) -> None:
        threading.Thread(target=self._loop, name="live-listen", daemon=True).start()
        self._is_listening.wait(_LOOK_SECONDS)

    def stop(self) -> None:
        self._stopped.set()

    def wake(self, conversation_id: str) -> None:
        self._local.wake(conversation_id)
        try:
            with self._engine.begin() as connection:
                connection.execute(_TELL, {"channel": _CHANNEL, "topic": conversation_id})
        except SQLAlchemyError as error:  # what was stored is stored; other processes find it at their next look
            _log.warning("live signal not sent: %s", type(error).__name__)

    def subscribe(self, conversation_id: str, waker: Callable[[], None]) -> Unsubscribe:
        return self._local.subscribe(conversation_id, waker)

    def _loop(self) -> None:
        while not self._stopped.is_set():
            try:
                self._listen()
            except self._lost as error:  # the thread must outlive a server that goes away
                _log.warning("live signals interrupted: %s", type(error).__name__)
                self._stopped.wait(_AGAIN_SECONDS)

    def _listen(self) -> None:
        with self._engine.connect() as held:
            pooled = held.execution_options(isolation_level="AUTOCOMMIT")
            driver = pooled.connection.driver_connection
            assert driver is not None
            driver.execute(f"LISTEN {_CHANNEL}")
            try:
                self._is_listening.set()
                self._local.wake_all()
                while not self._stopped.is_set():
                    for signal in driver.notifies(timeout=_LOOK_SECONDS):
                        self._local.wake(signal.payload)
            finally:
                held.invalidate()
