"""The rows of a SQLite backup into PostgreSQL: read by the types of our tables, written by COPY (ADR 28)."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, Table, delete, func, inspect, select

from assistant.adapters.backup.archive import Archive
from assistant.adapters.backup.postgres_copy import cursor_of, find_sequence, named, replaced_tables, set_sequence
from assistant.adapters.backup.running_state import NOT_BROUGHT_BACK
from assistant.adapters.backup.sqlite_copy import as_address, unpacked_sqlite
from assistant.adapters.sql.engine import open_engine, read
from assistant.adapters.sql.migrate import VERSION_TABLE, upgrade
from assistant.adapters.sql.tables import metadata
from assistant.domain.errors import InvalidInputError

_ROWS_AT_ONCE = 1000
_UNFIT = "表 {} 的第 {} 行放不进 PostgreSQL（{}）。什么也没有改动。请在原来的数据库里改正或删掉这一行，再备份一次。"
_MISCOUNTED = "表 {} 搬过去 {} 行，备份里是 {} 行，对不上。什么也没有改动。"


def move_to_postgres(archive: Archive, engine: Engine, staged: Path, is_forced: bool) -> Sequence[str]:
    """All rows, or none; names of tables in the backup that are not ours and stayed there.

    `staged`: where the database is unpacked meanwhile. Raises as `replaced_tables`, and InvalidInputError for a row
    that PostgreSQL does not take: SQLite keeps whatever it is given.
    """
    with unpacked_sqlite(archive, staged) as file, _read_from(file) as old:
        with replaced_tables(archive, engine, is_forced) as new:
            upgrade(new, "head")
            for table in reversed(metadata.sorted_tables):
                new.execute(delete(table))  # what the migrations put in themselves stands in the backup as well
            for table in metadata.sorted_tables:  # tables before those that refer to them
                if table not in NOT_BROUGHT_BACK:
                    _copy(old, new, table)
                    _compare(old, new, table)
                    _go_on_counting(new, table)
        return sorted(set(inspect(old).get_table_names()) - {VERSION_TABLE, *metadata.tables})


@contextmanager
def _read_from(file: Path) -> Iterator[Connection]:
    engine = open_engine(as_address(file))
    try:
        with read(engine) as connection:
            yield connection
    finally:
        engine.dispose()


def _copy(old: Connection, new: Connection, table: Table) -> None:
    statement = f"COPY {named(new, table.name, [column.name for column in table.columns])} FROM STDIN"
    driver, row_number = new.dialect.loaded_dbapi, 0
    try:
        with cursor_of(new) as cursor, cursor.copy(statement) as copy:
            for row in old.execute(select(table), execution_options={"yield_per": _ROWS_AT_ONCE}):
                row_number += 1
                copy.write_row(row)
    except (driver.DataError, driver.IntegrityError, ValueError, TypeError) as error:
        told = re.search(r"\bline (\d+)", str(getattr(getattr(error, "diag", None), "context", None)))
        line = int(told[1]) if told else row_number
        # The driver's own words may quote what a person wrote.
        raise InvalidInputError(_UNFIT.format(table.name, line, type(error).__name__)) from error


def _compare(old: Connection, new: Connection, table: Table) -> None:
    count = select(func.count()).select_from(table)
    came, were = new.execute(count).scalar_one(), old.execute(count).scalar_one()
    if came != were:
        raise InvalidInputError(_MISCOUNTED.format(table.name, came, were))


def _go_on_counting(new: Connection, table: Table) -> None:
    for column in table.primary_key.columns:
        sequence = find_sequence(new, table.name, column.name)
        highest = None if sequence is None else new.execute(select(func.max(column))).scalar()
        if sequence is not None and highest is not None:
            set_sequence(new, sequence, highest)
