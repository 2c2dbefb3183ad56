"""A SQLite database into a backup and out of it, by SQLite's own online backup."""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

from sqlalchemy import URL

from assistant.adapters.backup.archive import Archive, ArchiveWriter
from assistant.adapters.backup.running_state import end_what_ran
from assistant.adapters.sql.engine import open_engine, write
from assistant.adapters.sql.migrate import migrate
from assistant.domain.errors import ConflictError, InvalidInputError, UnavailableError

MEMBER = "database.sqlite"
_REVISION = "SELECT version_num FROM alembic_version"
_BESIDE = ("-wal", "-shm", "-journal")
_STOP_FIRST = "数据库 '{}' 还有别的进程在用。请先停止服务，再恢复。什么也没有改动。"


@contextmanager
def sqlite_snapshot(file: Path, beside: Path) -> Iterator[Path]:
    """A copy as of one moment, in the folder `beside`; whoever writes meanwhile is not held up.

    One step under one read transaction: a writer of another process never makes the copying begin again.
    """
    if not file.is_file():
        raise InvalidInputError(f"没有找到数据库 '{file}'，没有什么可以备份。请检查 DATA_DIR 和 DATABASE_URL。")
    copy = beside / f".{file.name}.copy"
    try:
        beside.mkdir(parents=True, exist_ok=True)
        _remove(copy)
        copy.touch(mode=0o600)
        with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(copy)) as target:
            source.backup(target, pages=-1)
            target.execute("PRAGMA journal_mode = DELETE")
        _check(copy)
        yield copy
    except sqlite3.Error as error:
        raise UnavailableError(f"数据库没有复制成：{error}。没有留下半份文件。") from error
    except OSError as error:
        raise UnavailableError(f"备份没有做成：{error.strerror or error}。没有留下半份文件。") from error
    finally:
        _remove(copy)


def describe_sqlite(file: Path) -> tuple[str, Mapping[str, int]]:
    """The schema's revision, and how many rows each table has."""
    with closing(sqlite3.connect(file)) as connection:
        try:
            (revision,) = connection.execute(_REVISION).fetchone()
        except (sqlite3.Error, TypeError) as error:
            raise InvalidInputError(f"'{file}' 不是本服务的数据库：里面没有版本号。") from error
        names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
        ours = [name for (name,) in names if not name.startswith("sqlite_") and name != "alembic_version"]
        return str(revision), {name: _count(connection, name) for name in ours}


def add_sqlite(archive: ArchiveWriter, snapshot: Path) -> None:
    archive.add_file(MEMBER, snapshot)


def restore_sqlite(archive: Archive, file: Path, is_forced: bool, now: datetime) -> Path | None:
    """Puts the database in its place, brought up to date; where the former one lies now, if there was one.

    Everything is made ready beside the place first: until the last moment nothing is changed. Raises ConflictError
    where there is a database already and nothing was forced, or where somebody has it open.
    """
    if file.exists() and not is_forced:
        raise ConflictError(f"这里已经有数据库 '{file}'。要用备份替换它，请加 --force；原来的会改名保留。")
    with unpacked_sqlite(archive, file.with_name(f"{file.name}.restoring")) as staged:
        former = _move_aside(file, now) if file.exists() else None
        staged.replace(file)
        return former


@contextmanager
def unpacked_sqlite(archive: Archive, target: Path) -> Iterator[Path]:
    """The database of an archive, checked and brought up to date, as the file `target`; it is gone in the end, unless
    the block has moved it."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _remove(target)  # the log of one that was killed here would be replayed into this one
        archive.extract(MEMBER, target)
        _check(target)
        _bring_up_to_date(target)
        yield target
    except sqlite3.Error as error:
        raise UnavailableError(f"数据库没有恢复成：{error}。原来的没有改动。") from error
    except OSError as error:
        raise UnavailableError(f"数据库没有恢复成：{error.strerror or error}。原来的没有改动。") from error
    finally:
        _remove(target)


def _remove(file: Path) -> None:
    for each in ("", *_BESIDE):
        file.with_name(file.name + each).unlink(missing_ok=True)


def as_address(file: Path) -> str:
    """As DATABASE_URL names a SQLite file."""
    return URL.create("sqlite", database=str(file)).render_as_string(hide_password=False)


def _bring_up_to_date(file: Path) -> None:
    """To the newest shape, with nobody logged in and no process at work."""
    engine = open_engine(as_address(file))
    try:
        migrate(engine)
        with write(engine) as connection:
            end_what_ran(connection)
    finally:
        engine.dispose()
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")  # all of it in the one file that is moved


def _move_aside(file: Path, now: datetime) -> Path:
    """SQLite leaves its write-ahead log only where nobody else has the database open."""
    try:
        with closing(sqlite3.connect(file, timeout=1, isolation_level=None)) as connection:
            (mode,) = connection.execute("PRAGMA journal_mode = DELETE").fetchone()
    except sqlite3.DatabaseError as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise ConflictError(_STOP_FIRST.format(file)) from error
        mode = "delete"  # a damaged database is a reason to restore: it is moved as it is
    if mode != "delete":
        raise ConflictError(_STOP_FIRST.format(file))
    former = file.with_name(f"{file.name}.before-restore-{now:%Y%m%d-%H%M%S}")
    for each in _BESIDE:
        left = file.with_name(file.name + each)
        if left.exists():
            left.replace(former.with_name(former.name + each))
    return file.replace(former)


def _check(file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection:
        try:
            found = [row[0] for row in connection.execute("PRAGMA integrity_check")]
            torn = connection.execute("PRAGMA foreign_key_check").fetchall()
        except sqlite3.DatabaseError as error:
            raise InvalidInputError(f"数据库已经损坏：{error}。") from error
    if found != ["ok"] or torn:
        raise InvalidInputError(f"数据库已经损坏：{'; '.join(found[:3])}，失去关联的行 {len(torn)} 条。")


def _count(connection: sqlite3.Connection, table: str) -> int:
    return int(connection.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0])
