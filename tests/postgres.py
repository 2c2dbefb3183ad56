"""A throw-away PostgreSQL server for the tests, reachable only through a socket in its own folder.

A test module asks for it with `pytest_plugins = ("tests.postgres",)`.
"""

from collections.abc import Iterator
from itertools import count

import pytest
from sqlalchemy import Connection, Engine, create_engine, text

from assistant.adapters.sql.engine import open_engine
from assistant.adapters.sql.migrate import migrate
from assistant.adapters.sql.tables import metadata
from evals.postgres_server import find_programs, running_server

_database_numbers = count(1)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of a running server, with an empty database `postgres`; skips where there is no server to run."""
    pytest.importorskip("psycopg", reason="the extra 'postgres' is not installed")
    programs = find_programs()
    if programs is None:
        pytest.skip(
            "PostgreSQL's server programs (initdb, postgres) are not installed, or there is no user to run them"
        )
    with running_server(programs) as url:
        yield url


@pytest.fixture
def empty_postgres_url(postgres_server: str) -> str:
    """The address of a database in which there is nothing yet."""
    name = f"test_{next(_database_numbers)}"
    engine = create_engine(postgres_server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return postgres_server.replace("/postgres?", f"/{name}?")


@pytest.fixture(scope="session")
def _migrated_postgres(postgres_server: str) -> Iterator[Engine]:
    engine = open_engine(postgres_server)
    migrate(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def postgres_engine(_migrated_postgres: Engine) -> Engine:
    """An engine on a database that has all tables and no rows."""
    with _migrated_postgres.begin() as connection:
        empty_all_tables(connection)
    return _migrated_postgres


def empty_all_tables(connection: Connection) -> None:
    """In one message to PostgreSQL: one for each of five dozen tables took longer than most tests."""
    statements = [f'DELETE FROM "{table.name}"' for table in reversed(metadata.sorted_tables)]
    for statement in ["; ".join(statements)] if connection.dialect.name == "postgresql" else statements:
        connection.exec_driver_sql(statement)
