"""Opening the database, and the two ways to use it: `read` and `write`.

SQLite: write-ahead log, every commit flushed to disk before it returns, one writer at a time (a lock within the
process, BEGIN IMMEDIATE across processes). PostgreSQL: as the server is set, with bounds on waiting.
"""

import os
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy
from sqlalchemy import URL, Connection, Engine, event, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError
from sqlalchemy.pool import QueuePool

from assistant.adapters.sql.failures import BUSY, translated
from assistant.domain.errors import InvalidInputError, UnavailableError

LOCK_WAIT_SECONDS = 2.0
_LOCK_RETRY_SECONDS = 0.01
_POOL = {"pool_size": 8, "max_overflow": 56, "pool_timeout": LOCK_WAIT_SECONDS}


def open_engine(database_url: str) -> Engine:
    """An engine for a SQLite or PostgreSQL address; for a SQLite file its folder is made if it is missing.

    Nothing is connected yet. Raises InvalidInputError for an address that cannot be used, UnavailableError for a folder
    that cannot be written to.
    """
    try:
        url = make_url(database_url)
        backend = url.get_backend_name()
        if backend == "sqlite":
            return _sqlite(url)
        if backend == "postgresql":
            return _postgresql(url)
    except (ArgumentError, NoSuchModuleError, ModuleNotFoundError) as error:
        raise InvalidInputError(
            "DATABASE_URL cannot be used. Give sqlite:///path/to/file or postgresql+psycopg://user@host/name, "
            "and for the latter install the extra 'postgres'."
        ) from error
    raise InvalidInputError(f"DATABASE_URL names '{backend}'. Only sqlite and postgresql are supported.")


def close_engine(engine: Engine) -> None:
    """Closes its connections; those of a SQLite file only once threads that were told to stop have given theirs back.

    SQLite writes its log into the file, and takes it away, when the last connection is closed; one that is still lent
    would leave `-wal` beside the file. Waits at most LOCK_WAIT_SECONDS.
    """
    pool = engine.pool
    if engine.dialect.name == "sqlite" and isinstance(pool, QueuePool):
        deadline = time.monotonic() + LOCK_WAIT_SECONDS
        while pool.checkedout() and time.monotonic() < deadline:
            time.sleep(_LOCK_RETRY_SECONDS)
    engine.dispose()


@contextmanager
def write(engine: Engine, wait_seconds: float = LOCK_WAIT_SECONDS) -> Iterator[Connection]:
    """One transaction that writes; it is committed, and on disk, when the block has ended without an error.

    Waits at most `wait_seconds` for other writers. Not to be nested. Raises UnavailableError.
    """
    deadline = time.monotonic() + wait_seconds
    lock: threading.Lock | None = engine.get_execution_options().get("write_lock")
    if lock is not None and not lock.acquire(timeout=wait_seconds):
        raise UnavailableError(BUSY)
    try:
        left = max(deadline - time.monotonic(), 0.0)
        with translated(), engine.connect() as connection:
            connection = connection.execution_options(begin="BEGIN IMMEDIATE", wait_seconds=left)
            with connection.begin():
                yield connection
    finally:
        if lock is not None:
            lock.release()


@contextmanager
def read(engine: Engine) -> Iterator[Connection]:
    """One consistent view of the database. Raises UnavailableError."""
    with translated(), engine.connect() as connection:
        yield connection


def widen_cache(connection: Connection) -> None:
    """For many rows at once, where it is SQLite: 64 MB for pages, and the log is written back less often.

    Pages of the indexes change with nearly every batch; written back once in 64 MB of log they are written once.
    """
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA cache_size = -65536")
        connection.exec_driver_sql("PRAGMA wal_autocheckpoint = 16384")


def _sqlite(url: URL) -> Engine:
    in_memory = url.database in (None, "", ":memory:")
    if not in_memory:
        _prepare_folder(Path(str(url.database)))
    # One connection is the whole of a database in memory: each transaction then has it to itself.
    pool = {"pool_size": 1, "max_overflow": 0, "pool_timeout": LOCK_WAIT_SECONDS} if in_memory else _POOL
    engine = sqlalchemy.create_engine(
        url,
        poolclass=QueuePool,
        connect_args={"check_same_thread": False},
        execution_options={"write_lock": threading.Lock()},
        hide_parameters=True,
        **pool,
    )
    event.listen(engine, "connect", _prepare_sqlite_connection)
    event.listen(engine, "begin", _begin_sqlite_transaction)
    return engine


def _prepare_folder(file: Path) -> None:
    folder = file.parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UnavailableError(f"The folder '{folder}' cannot be made: {error.strerror}. {_REMEDY}") from error
    effective = os.access in os.supports_effective_ids
    if not os.access(folder, os.W_OK | os.X_OK, effective_ids=effective):
        raise UnavailableError(f"The folder '{folder}' cannot be written to. {_REMEDY}")
    if file.exists() and not os.access(file, os.R_OK | os.W_OK, effective_ids=effective):
        raise UnavailableError(f"The database '{file}' cannot be written to. {_REMEDY}")


_REMEDY = "Give this process the right to write there, or set DATA_DIR to another folder."


def _prepare_sqlite_connection(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the driver starts no transaction of its own; _begin_sqlite_transaction does
    connection.execute(f"PRAGMA busy_timeout = {_milliseconds(LOCK_WAIT_SECONDS)}")
    _switch_to_write_ahead_log(connection)
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA secure_delete = ON")


def _switch_to_write_ahead_log(connection: Any) -> None:
    """The one statement for which SQLite does not wait by itself, while several processes open a new file."""
    deadline = time.monotonic() + LOCK_WAIT_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
            time.sleep(_LOCK_RETRY_SECONDS)


def _begin_sqlite_transaction(connection: Connection) -> None:
    options = connection.get_execution_options()
    wait = _milliseconds(options.get("wait_seconds", LOCK_WAIT_SECONDS))
    connection.exec_driver_sql(f"PRAGMA busy_timeout = {wait}")
    connection.exec_driver_sql(options.get("begin", "BEGIN"))


def _milliseconds(seconds: float) -> int:
    return int(seconds * 1000)


def _postgresql(url: URL) -> Engine:
    bounds = f"-c lock_timeout={_milliseconds(LOCK_WAIT_SECONDS)} -c statement_timeout=30000"
    arguments = {"connect_timeout": "2", "options": bounds}
    return sqlalchemy.create_engine(
        url,
        poolclass=QueuePool,
        pool_pre_ping=True,
        connect_args={name: value for name, value in arguments.items() if name not in url.query},
        hide_parameters=True,
        **_POOL,
    )
