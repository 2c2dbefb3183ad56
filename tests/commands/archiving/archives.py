"""Backups for tests: a database with one turn in it, and archives that somebody has changed."""

import json
import zipfile
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import create_engine, text

from assistant.adapters.sql.engine import open_engine
from assistant.adapters.sql.migrate import known_revisions, migrate
from tests.adapters.sql_examples import STATE, TURN, begun

Run = Callable[..., int]
HEAD = known_revisions()[-1]


def with_turn(url: str) -> None:
    engine = open_engine(url)
    migrate(engine)
    begun(engine).add_turn("a", TURN, STATE)
    engine.dispose()


def wipe(url: str, data_dir: Path) -> None:
    if url.startswith("sqlite"):
        for path in data_dir.glob("assistant.db*"):
            path.unlink()
        return
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    engine.dispose()


def rewritten(backup: Path, change: Callable[[str, bytes], bytes | None]) -> Path:
    """Another archive, with what `change` makes of each member; None leaves it out."""
    other = backup.with_name("other.zip")
    with zipfile.ZipFile(backup) as old, zipfile.ZipFile(other, "w") as new:
        for name in old.namelist():
            if (content := change(name, old.read(name))) is not None:
                new.writestr(name, content)
    return other


def with_manifest(backup: Path, **changed: object) -> Path:
    def change(name: str, content: bytes) -> bytes:
        return json.dumps(json.loads(content) | changed).encode() if name == "manifest.json" else content

    return rewritten(backup, change)


def manifest_of(backup: Path) -> dict[str, object]:
    with zipfile.ZipFile(backup) as opened:
        return dict(json.loads(opened.read("manifest.json")))
