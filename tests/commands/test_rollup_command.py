"""`rollup` over a real database: what is new, everything anew, and what it says."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from assistant.adapters.sql.engine import open_engine
from assistant.adapters.sql.oversight import SqlOversightStore
from assistant.domain.oversight import ALL
from assistant.settings import Settings
from tests.adapters.sql_examples import NOW, STATE, TURN, begun
from tests.fresh_database import migrate

Run = Callable[..., int]
FAR = timedelta(days=4000)


@pytest.fixture
def store(data_dir: Path) -> SqlOversightStore:
    """A database in which one turn was asked in November 2026."""
    engine = open_engine(Settings(_env_file=None, data_dir=data_dir).resolved_database_url)
    migrate(engine)
    begun(engine).add_turn("a", TURN, STATE)
    return SqlOversightStore(engine)


def turns_counted(store: SqlOversightStore) -> list[int]:
    return [day.counts["turns"] for day in store.list_days(NOW - FAR, NOW + FAR, ALL, ALL)]


def test_what_happened_is_counted_once_however_often_the_command_runs(
    run: Run, store: SqlOversightStore, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("rollup") == 0
    told = capsys.readouterr()
    assert told.out == "" and "已统计" in told.err
    assert turns_counted(store) == [1]
    assert run("rollup") == 0
    assert run("rollup", "--since", "2026-11-23") == 0
    assert turns_counted(store) == [1]


def test_a_day_that_cannot_be_read_is_refused(run: Run, store: SqlOversightStore) -> None:
    assert run("rollup", "--since", "gestern") == 2
    assert turns_counted(store) == []
