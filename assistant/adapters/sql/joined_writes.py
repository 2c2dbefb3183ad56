"""Writes that arrive at the same moment share one transaction, and with it one flush to the disk.

On SQLite every commit waits for the disk while everybody else waits for it. Whoever comes meanwhile queues here; the
first of them then does the work of all in the order they came, each behind a savepoint of its own, and commits once.
Nobody is answered before that commit: what was acknowledged has been flushed as it is without this. PostgreSQL joins
commits by itself, and its transactions run side by side: there, each work has its own.
"""

import threading
from collections import deque
from collections.abc import Callable
from typing import Generic, TypeVar

from sqlalchemy import Connection, Engine

from assistant.adapters.sql.engine import write
from assistant.adapters.sql.failures import BUSY, translated
from assistant.domain.errors import UnavailableError

Given = TypeVar("Given")
#: How many share a transaction: the first of them waits for the last, and other writers for all.
MOST_AT_ONCE = 64


class JoinedWrites:
    """`run` is `write` for one piece of work; any thread may call it, and it must not be nested."""

    def __init__(self, engine: Engine, wait_seconds: float) -> None:
        self._engine, self._wait_seconds = engine, wait_seconds
        self._joins = engine.dialect.name == "sqlite"
        self._guard = threading.Lock()
        self._queue: deque[_Waiting[object]] = deque()
        self._has_leader = False

    def run(self, work: Callable[[Connection], Given]) -> Given:
        """What `work` gives back, once it is committed. What it raises is raised, and nothing of it is kept.

        Raises UnavailableError where it could not be done or committed.
        """
        if not self._joins:
            with write(self._engine, self._wait_seconds) as connection:
                return work(connection)
        mine = _Waiting(work)
        with self._guard:
            self._queue.append(mine)  # type: ignore[arg-type]
            leads, self._has_leader = not self._has_leader, True
        if not leads:
            leads = self._wait(mine)
        if leads:
            self._lead()
        return mine.outcome()

    def _wait(self, mine: "_Waiting[Given]") -> bool:
        """Until it is done, or its turn to lead; whether it leads. Raises UnavailableError after too long a wait."""
        mine.wakes.wait(self._wait_seconds)
        with self._guard:
            if mine in self._queue and not mine.leads:
                self._queue.remove(mine)  # type: ignore[arg-type]
                raise UnavailableError(BUSY)
        mine.wakes.wait()  # it has been taken up: it ends with the transaction it is in
        return mine.leads

    def _lead(self) -> None:
        """Does what has queued up by the time the database is ours; the first of those who came since leads next."""
        taken: list[_Waiting[object]] = []
        try:
            with write(self._engine, self._wait_seconds) as connection:
                taken = self._take()
                for one in taken:
                    one.do(connection)
        except BaseException as error:
            taken = taken or self._take()  # whoever is taken up is woken below, whatever has become of it
            for one in taken:
                one.fail(error)
        finally:
            self._hand_on()
            for one in taken:
                one.wakes.set()

    def _take(self) -> "list[_Waiting[object]]":
        with self._guard:
            return [self._queue.popleft() for _ in range(min(len(self._queue), MOST_AT_ONCE))]

    def _hand_on(self) -> None:
        with self._guard:
            self._has_leader = bool(self._queue)
            if self._queue:
                self._queue[0].leads = True
                self._queue[0].wakes.set()


class _Waiting(Generic[Given]):
    """One piece of work, and what has become of it."""

    def __init__(self, work: Callable[[Connection], Given]) -> None:
        self._work = work
        self._given: list[Given] = []
        self._error: BaseException | None = None
        self.wakes, self.leads = threading.Event(), False

    def do(self, connection: Connection) -> None:
        """Behind a savepoint, so that nothing of it stays where it fails, and the others go on."""
        try:
            with translated(), connection.begin_nested():
                given = self._work(connection)
        except Exception as error:
            if not _still_in_transaction(connection):  # a full disk, say: the database has given up the whole of it
                raise
            self._error = error
            return
        self._given.append(given)

    def fail(self, error: BaseException) -> None:
        self._given, self._error = [], error

    def outcome(self) -> Given:
        if self._error is not None:
            raise self._error
        return self._given[0]


def _still_in_transaction(connection: Connection) -> bool:
    return bool(connection.connection.driver_connection.in_transaction)  # type: ignore[union-attr]
