"""A PostgreSQL database into a backup and out of it, by COPY.

A backup holds rows; the tables are made by our own migrations of that revision. So no program of PostgreSQL's is
needed on this machine, and the server may be of another version than the one that was backed up (ADR 23).
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, MetaData, inspect, text
from sqlalchemy.exc import DBAPIError

from assistant.adapters.backup.archive import Archive, ArchiveWriter
from assistant.adapters.backup.running_state import end_what_ran
from assistant.adapters.sql.engine import write
from assistant.adapters.sql.migrate import VERSION_TABLE, current_revision, keep_others_out, upgrade
from assistant.adapters.sql.tables import metadata
from assistant.domain.errors import ConflictError, InvalidInputError, UnavailableError

_FOLDER, _SUFFIX = "tables/", ".copy"
_OTHERS = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
"""


class PostgresSource:
    """Every row as of one moment; whoever writes meanwhile is not held up."""

    def __init__(self, connection: Connection) -> None:
        connection.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"))
        connection.execute(text("SET LOCAL statement_timeout = 0"))
        self._connection = connection
        revision = current_revision(connection)
        if revision is None:
            raise InvalidInputError("这个数据库里没有本服务的表，没有什么可以备份。请检查 DATABASE_URL。")
        self.revision = revision
        inspector = inspect(connection)
        there = set(inspector.get_table_names())
        self.tables = [table.name for table in metadata.sorted_tables if table.name in there]
        self.columns = {name: tuple(c["name"] for c in inspector.get_columns(name)) for name in self.tables}
        self.sequences = _sequences(connection, self.columns)

    def copy_to(self, archive: ArchiveWriter) -> Mapping[str, int]:
        """How many rows each table has."""
        rows = {}
        for table in self.tables:
            statement = f"COPY {named(self._connection, table, self.columns[table])} TO STDOUT"
            with archive.member(f"{_FOLDER}{table}{_SUFFIX}") as put, cursor_of(self._connection) as cursor:
                with cursor.copy(statement) as copy:
                    for piece in copy:
                        put(bytes(piece))
                rows[table] = cursor.rowcount
        return rows


def restore_postgres(archive: Archive, engine: Engine, is_forced: bool) -> None:
    """Makes the tables as they were, fills them, brings them up to date: all of it, or nothing. Raises as
    `replaced_tables`."""
    with replaced_tables(archive, engine, is_forced) as connection:
        upgrade(connection, archive.manifest.schema_revision)
        for table in _in_order(connection, archive):
            _fill(connection, archive, table)
        for name, value in archive.manifest.sequences.items():
            set_sequence(connection, name, value)
        upgrade(connection, "head")


@contextmanager
def replaced_tables(archive: Archive, engine: Engine, is_forced: bool) -> Iterator[Connection]:
    """One transaction from which our tables are gone; the block makes and fills them again, or nothing has happened.

    Raises ConflictError where there are tables already and nothing was forced, or where somebody else is connected.
    """
    try:
        with write(engine, wait_seconds=60) as connection:
            keep_others_out(connection)
            connection.execute(text("SET LOCAL statement_timeout = 0"))
            _make_room(connection, archive, is_forced)
            yield connection
            end_what_ran(connection)
            connection.execute(text("ANALYZE"))
    except (UnavailableError, DBAPIError, engine.dialect.dbapi.Error) as error:  # type: ignore[union-attr]
        cause = error.__cause__ if isinstance(error, UnavailableError) else error
        said = str(getattr(cause, "orig", cause) or error)
        said = said.partition("\n")[0]  # what follows may quote a row
        raise UnavailableError(f"数据库没有恢复成：{said}。原来的没有改动。") from error


def _make_room(connection: Connection, archive: Archive, is_forced: bool) -> None:
    """Our tables go, in the same transaction in which they come back; tables of others stay."""
    ours = {VERSION_TABLE, *metadata.tables, *archive.manifest.rows}
    there = [name for name in inspect(connection).get_table_names() if name in ours]
    if there and not is_forced:
        raise ConflictError("这个数据库里已经有本服务的表。要用备份替换，请加 --force；原来的内容会被删掉。")
    if others := connection.execute(text(_OTHERS)).scalar():
        raise ConflictError(f"还有 {others} 个连接在用这个数据库。请先停止服务，再恢复。什么也没有改动。")
    quote = connection.dialect.identifier_preparer.quote
    for name in there:
        connection.execute(text(f"DROP TABLE {quote(name)} CASCADE"))


def _in_order(connection: Connection, archive: Archive) -> Sequence[str]:
    """Tables before those that refer to them."""
    reflected = MetaData()
    reflected.reflect(connection)
    held = {name.removeprefix(_FOLDER).removesuffix(_SUFFIX) for name in archive.names(_FOLDER)}
    order = [table.name for table in reflected.sorted_tables if table.name in held]
    if missing := held.difference(order):
        raise InvalidInputError(f"备份里的表 {'、'.join(sorted(missing))} 不属于它自己的版本，这份备份用不了。")
    return order


def _fill(connection: Connection, archive: Archive, table: str) -> None:
    statement = f"COPY {named(connection, table, archive.manifest.columns[table])} FROM STDIN"
    with cursor_of(connection) as cursor, archive.open(f"{_FOLDER}{table}{_SUFFIX}") as pieces:
        # What the migrations put in themselves stands in the backup as well.
        cursor.execute(f"DELETE FROM {connection.dialect.identifier_preparer.quote(table)}")
        with cursor.copy(statement) as copy:
            for piece in pieces:
                copy.write(piece)
        if cursor.rowcount != archive.manifest.rows[table]:
            raise InvalidInputError(
                f"表 {table} 只有 {cursor.rowcount} 行，清单上是 {archive.manifest.rows[table]} 行。"
            )


def set_sequence(connection: Connection, name: str, value: int) -> None:
    """The next number is the one after `value`."""
    connection.execute(text("SELECT setval(CAST(:name AS regclass), :value)"), {"name": name, "value": value})


def find_sequence(connection: Connection, table: str, column: str) -> str | None:
    """The name of the sequence a column takes its numbers from."""
    found = connection.execute(
        text("SELECT pg_get_serial_sequence(:table, :column)"), {"table": table, "column": column}
    ).scalar()
    return None if found is None else str(found)


def named(connection: Connection, table: str, columns: Sequence[str]) -> str:
    """`table (column, column)`, as COPY wants it."""
    quote = connection.dialect.identifier_preparer.quote
    return f"{quote(table)} ({', '.join(quote(column) for column in columns)})"


def cursor_of(connection: Connection) -> Any:
    """The driver's own cursor: SQLAlchemy has no COPY."""
    driver: Any = connection.connection.driver_connection
    return driver.cursor()


def _sequences(connection: Connection, columns: Mapping[str, Sequence[str]]) -> Mapping[str, int]:
    values = {}
    for table, names in columns.items():
        for column in names:
            name = find_sequence(connection, table, column)
            if name is not None:
                row = connection.execute(text(f"SELECT last_value, is_called FROM {name}")).one()
                if row.is_called:
                    values[name.rpartition(".")[2]] = int(row.last_value)
    return values
