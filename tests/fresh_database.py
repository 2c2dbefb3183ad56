"""Databases for tests: the tables are made by the real migrations, once for each process, and copied from then on."""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Engine

from assistant.adapters.sql.engine import open_engine
from assistant.adapters.sql.migrate import migrate as migrate_step_by_step


def migrate(engine: Engine) -> None:
    """As the product does; a SQLite file that nobody has written to yet becomes a copy of one that has been migrated."""
    file = Path(engine.url.database or "")
    if engine.dialect.name == "sqlite" and engine.url.database not in (None, "", ":memory:") and _is_untouched(file):
        file.write_bytes(_migrated())
    else:
        migrate_step_by_step(engine)


def _is_untouched(file: Path) -> bool:
    return file.parent.is_dir() and (not file.exists() or file.stat().st_size == 0)


@cache
def _migrated() -> bytes:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "migrated.db"
        engine = open_engine(f"sqlite:///{file}")
        migrate_step_by_step(engine)
        engine.dispose()
        return file.read_bytes()
