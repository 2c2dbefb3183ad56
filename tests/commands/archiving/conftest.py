"""A database of each kind, and a backup of it; no knowledge is needed here."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from assistant.adapters.sql.engine import open_engine, read
from tests.commands.archiving.archives import Run, with_turn


@pytest.fixture
def data_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No knowledge is needed here."""
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    return tmp_path / "data"


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{data_dir}/assistant.db"
    found = str(request.getfixturevalue("empty_postgres_url"))
    monkeypatch.setenv("DATABASE_URL", found)
    return found


@pytest.fixture
def backup(url: str, run: Run, tmp_path: Path) -> Path:
    """Of a database with one turn in it, and of a small file beside it."""
    with_turn(url)
    path = tmp_path / "backup.zip"
    assert run("backup", str(path)) == 0
    return path


@pytest.fixture
def look(url: str) -> Iterator[Callable[[str], object]]:
    """What a statement finds in the database."""
    engines: list[Engine] = []

    def ask(statement: str) -> object:
        engines.append(open_engine(url))
        with read(engines[-1]) as connection:
            found = connection.execute(text(statement)).scalar()
        engines[-1].dispose()
        return found

    yield ask
