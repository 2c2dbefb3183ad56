"""What benches of the console share: a database of either kind, a supervisor who is logged in, rows of their tables."""

import math
import os
import statistics
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine

from assistant.adapters.sql.engine import open_engine
from assistant.adapters.sql.migrate import migrate
from assistant.bootstrap import Assistant, build_assistant
from assistant.domain.staff import Role
from assistant.services.staff_accounts import OPERATOR
from assistant.settings import Settings
from evals.postgres_server import find_programs, running_server

DATABASES = ("sqlite", "postgresql")
SUPERVISOR, PASSWORD = "zhao", "三峡广场的早班车很准时"
HEAD = "| what | n | p50 ms | p95 ms | most ms | wanted |\n|---|---:|---:|---:|---:|---|"


class NoServerProgramsError(Exception):
    """PostgreSQL's server programs are not installed."""


@contextmanager
def empty_database(kind: str, folder: Path) -> Iterator[str]:
    """The address of a database with tables and nothing in them; a server of its own for PostgreSQL.

    Raises NoServerProgramsError.
    """
    if kind == "sqlite":
        yield _migrated(f"sqlite:///{folder / 'assistant.db'}")
        return
    programs = find_programs()
    if programs is None:
        raise NoServerProgramsError("PostgreSQL's server programs are not installed")
    with running_server(programs) as url:
        yield _migrated(url)


def open_assistant(url: str, folder: Path) -> tuple[Assistant, Engine]:
    """The product on the database, and an engine of the bench's own."""
    return build_assistant(Settings(_env_file=None, data_dir=folder, database_url=url)), open_engine(url)


def settle(engine: Engine) -> None:
    """What PostgreSQL does by itself within minutes of many rows: it counts them, and marks pages all may see."""
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM ANALYZE")


def log_in_supervisor(assistant: Assistant) -> str:
    """The token of the session of an account made for it."""
    accounts = assistant.office.accounts
    given = accounts.add(OPERATOR, SUPERVISOR, Role.SUPERVISOR)
    return accounts.change_password(accounts.log_in(SUPERVISOR, given.password).token, given.password, PASSWORD).token


def p95(seconds: Sequence[float]) -> float:
    """Infinite where there are too few to say."""
    return statistics.quantiles(seconds, n=100, method="inclusive")[94] if len(seconds) > 1 else math.inf


def row(name: str, seconds: Sequence[float], wanted: str = "") -> str:
    """A line under HEAD."""
    if len(seconds) < 2:
        return f"| {name} | {len(seconds)} | – | – | – | {wanted} |"
    half, most = statistics.median(seconds), max(seconds)
    return f"| {name} | {len(seconds)} | {half * 1000:.0f} | {p95(seconds) * 1000:.0f} | {most * 1000:.0f} | {wanted} |"


def how_busy() -> str:
    """What else the machine was doing, to read the figures by."""
    return f"{os.getloadavg()[0]:.1f} processes wanted to run at once, on {os.cpu_count()} cores"


def _migrated(url: str) -> str:
    engine = open_engine(url)
    migrate(engine)
    engine.dispose()
    return url
