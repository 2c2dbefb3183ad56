"""From every revision that was ever released, with rows in every table it had, to the newest: nothing is lost."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Boolean, Connection, Date, DateTime, Engine, Float, Integer, MetaData, Table, insert, select

from assistant.adapters.sql.engine import open_engine, read, write
from assistant.adapters.sql.migrate import current_revision, known_revisions, migrate
from assistant.adapters.sql.tables import metadata
from tests.adapters.sql_examples import STATE, TURN, begun

pytest_plugins = ("tests.postgres",)
REVISIONS = known_revisions()
ROWS = 3
#: What a column may hold where a made-up text will not do.
TEXTS = {"state": "closed", "kind": "general", "team": "general", "audience": "job_seeker", "status": "answered"}


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Engine:
    if request.param == "sqlite":
        found = open_engine(f"sqlite:///{tmp_path_factory.mktemp('upgrade')}/assistant.db")
    else:
        found = open_engine(str(request.getfixturevalue("empty_postgres_url")))
    request.addfinalizer(found.dispose)
    return found


def made_up(column: Any, number: int) -> Any:
    if isinstance(column.type, Boolean):
        return bool(number % 2)
    if isinstance(column.type, DateTime):
        return datetime(2026, 1, number + 1, 8, 30, tzinfo=UTC)
    if isinstance(column.type, Date):
        return date(2026, 1, number + 1)
    if isinstance(column.type, Integer | Float):
        return number + 1
    if column.name.endswith("_json"):
        return "[]"
    return TEXTS.get(column.name, f"示例{column.name}{number}")


def fill(connection: Connection, tables: MetaData) -> None:
    """Rows in every table, each of which refers to the row of the same number."""
    made: dict[tuple[str, int], dict[str, Any]] = {}
    for table in tables.sorted_tables:
        if table.name == "alembic_version":
            continue
        for number in range(ROWS):
            row = {column.name: made_up(column, number) for column in table.columns}
            for key in table.foreign_keys:
                row[key.parent.name] = made[key.column.table.name, number][key.column.name]
            connection.execute(insert(table), row)
            made[table.name, number] = row


def reflected(connection: Connection) -> MetaData:
    tables = MetaData()
    tables.reflect(connection)
    return tables


def rows_of(connection: Connection, tables: MetaData) -> Mapping[str, list[dict[str, Any]]]:
    return {table.name: _rows(connection, table) for table in tables.sorted_tables if table.name != "alembic_version"}


def _rows(connection: Connection, table: Table) -> list[dict[str, Any]]:
    keys = list(table.primary_key.columns)
    return [dict(row) for row in connection.execute(select(table).order_by(*keys)).mappings()]


@pytest.mark.parametrize("revision", REVISIONS)
def test_rows_of_every_released_schema_are_all_there_in_the_newest(revision: str, engine: Engine) -> None:
    migrate(engine, revision)
    with write(engine) as connection:
        tables = reflected(connection)
        fill(connection, tables)
        before = rows_of(connection, tables)
    assert len(before) >= 5
    migrate(engine)
    with read(engine) as connection:
        after = rows_of(connection, reflected(connection))
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
        assert current_revision(connection) == REVISIONS[-1]
    for name, rows in before.items():
        if name == "enrolment_notices":  # since 0018 they are told through the outbox of all notices
            continue
        kept = [{column: row[column] for column in rows[0]} for row in after[name]]
        assert kept == rows, name


@pytest.mark.parametrize("revision", REVISIONS)
def test_an_upgraded_database_takes_new_turns(revision: str, engine: Engine) -> None:
    migrate(engine, revision)
    migrate(engine)
    assert begun(engine).add_turn("a", TURN, STATE).id == 1


def test_the_revisions_are_one_chain() -> None:
    assert REVISIONS[0] == "0001"
    assert len(set(REVISIONS)) == len(REVISIONS)
