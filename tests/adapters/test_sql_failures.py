"""What happens when the database is locked, full, out of reach or not to be written to."""

import logging
import os
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine, event, text

from assistant.adapters.sql import failures
from assistant.adapters.sql.conversations import SqlConversationStore
from assistant.adapters.sql.engine import LOCK_WAIT_SECONDS, open_engine, read, write
from assistant.adapters.sql.migrate import migrate
from assistant.domain.errors import InvalidInputError, UnavailableError
from tests.adapters.sql_examples import SECRET_WORDS, STATE, TURN, begun, open_file

pytest_plugins = ("tests.postgres",)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = open_file(tmp_path)
    yield engine
    engine.dispose()


def test_a_commit_is_on_disk_before_it_returns(engine: Engine) -> None:
    with read(engine) as connection:
        settings = [connection.execute(text(f"PRAGMA {name}")).scalar() for name in ("journal_mode", "synchronous")]
        foreign_keys = connection.execute(text("PRAGMA foreign_keys")).scalar()
    full = 2
    assert (settings, foreign_keys) == (["wal", full], 1)


def test_a_lock_held_by_another_process_is_waited_for_two_seconds_and_then_named(
    engine: Engine, tmp_path: Path
) -> None:
    store = begun(engine)
    with _locked_from_outside(tmp_path):
        started = time.monotonic()
        with pytest.raises(UnavailableError, match=failures.BUSY):
            store.add_turn("a", TURN, STATE)
        waited = time.monotonic() - started
        assert store.list_turns("a") == ()
    assert LOCK_WAIT_SECONDS * 0.9 < waited < LOCK_WAIT_SECONDS + 1
    assert store.add_turn("a", TURN, STATE).id == 1


def test_a_lock_that_ends_in_time_is_not_noticed(engine: Engine, tmp_path: Path) -> None:
    store = begun(engine)
    with _locked_from_outside(tmp_path) as release, _released_after(0.2, release):
        assert store.add_turn("a", TURN, STATE).id == 1


def test_a_new_file_that_another_process_is_just_setting_up_is_waited_for(tmp_path: Path) -> None:
    with _locked_from_outside(tmp_path) as release, _released_after(0.2, release):
        open_file(tmp_path).dispose()


def test_a_writer_that_holds_the_process_up_is_named_too(engine: Engine) -> None:
    with write(engine), pytest.raises(UnavailableError, match=failures.BUSY), write(engine, wait_seconds=0.05):
        pytest.fail("two writers at once")
    with write(engine, wait_seconds=0.05):
        pass


def test_a_writer_that_fails_leaves_nothing_and_lets_the_next_one_in(engine: Engine) -> None:
    with pytest.raises(ZeroDivisionError), write(engine) as connection:
        connection.execute(text("DELETE FROM alembic_version"))
        raise ZeroDivisionError
    with write(engine, wait_seconds=0.05) as connection:
        assert connection.execute(text("SELECT count(*) FROM alembic_version")).scalar() == 1


def test_a_full_disk_is_named_and_loses_nothing_that_was_acknowledged(engine: Engine) -> None:
    store = begun(engine)
    long_turn = replace(TURN, text="长" * 5000)
    engine.dispose()
    with engine.connect() as connection:
        pages = int(connection.execute(text("PRAGMA page_count")).scalar_one())
    engine.dispose()
    event.listen(engine, "connect", _allow_pages(pages + 40))
    acknowledged: list[int | None] = []
    with pytest.raises(UnavailableError, match=failures.FULL):
        while len(acknowledged) < 100:
            acknowledged.append(store.add_turn("a", long_turn, STATE).id)
    assert acknowledged
    assert [turn.id for turn in store.list_turns("a")] == acknowledged
    engine.dispose()
    event.listen(engine, "connect", _allow_pages(100_000))
    assert store.add_turn("a", long_turn, STATE).id == len(acknowledged) + 1


def test_neither_log_nor_error_repeats_what_a_person_wrote(engine: Engine, caplog: pytest.LogCaptureFixture) -> None:
    store = begun(engine)
    with write(engine) as connection:
        connection.execute(text("DROP TABLE evidence"))
    with caplog.at_level(logging.DEBUG), pytest.raises(UnavailableError) as raised:
        store.add_turn("a", TURN, STATE)
    assert "SQLITE_ERROR" in caplog.text
    assert SECRET_WORDS not in caplog.text + str(raised.value) + str(raised.value.__cause__)


def test_a_missing_folder_is_made(tmp_path: Path) -> None:
    folder = tmp_path / "data" / "deeper"
    open_file(folder).dispose()
    assert (folder / "assistant.db").exists()


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file stands here")
    with pytest.raises(UnavailableError, match=r"'.*data'.*DATA_DIR"):
        open_engine(f"sqlite:///{tmp_path}/data/assistant.db")


def test_a_read_only_folder_is_named_at_start(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    with _read_only(folder), pytest.raises(UnavailableError, match=r"'.*data' cannot be written to"):
        open_engine(f"sqlite:///{folder}/assistant.db")


def test_a_database_that_becomes_read_only_is_named_in_kind_words(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    engine = open_file(folder)
    store = begun(engine)
    engine.dispose()
    with _read_only(folder), pytest.raises(UnavailableError, match=failures.UNWRITABLE):
        store.add_turn("a", TURN, STATE)
    assert store.add_turn("a", TURN, STATE).id == 1
    engine.dispose()


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    (tmp_path / "assistant.db").write_bytes(b"not a database at all" * 100)
    with pytest.raises(UnavailableError, match="not a database"):
        migrate(open_engine(f"sqlite:///{tmp_path}/assistant.db"))


def test_readiness_fails_before_the_tables_are_there_and_holds_afterwards(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path}/assistant.db")
    with pytest.raises(UnavailableError):
        SqlConversationStore(engine).ping()
    migrate(engine)
    SqlConversationStore(engine).ping()
    engine.dispose()


@pytest.mark.parametrize("address", ["mysql://root@localhost/test", "nonsense", "", "oracle+none://x"])
def test_an_address_that_cannot_be_used_is_refused_with_what_to_write_instead(address: str) -> None:
    with pytest.raises(InvalidInputError, match="sqlite"):
        open_engine(address)


def test_a_server_that_is_not_there_is_named(tmp_path: Path) -> None:
    pytest.importorskip("psycopg")
    store = SqlConversationStore(open_engine(f"postgresql+psycopg://nobody@/none?host={tmp_path}"))
    with pytest.raises(UnavailableError, match=failures.DOWN):
        store.ping()


def test_on_postgresql_a_lock_is_waited_for_two_seconds_and_then_named(postgres_engine: Engine) -> None:
    store = begun(postgres_engine)
    with postgres_engine.begin() as connection:
        connection.execute(text("SELECT * FROM conversations FOR UPDATE"))
        with pytest.raises(UnavailableError, match=failures.BUSY):
            store.add_turn("a", TURN, STATE)
    assert store.add_turn("a", TURN, STATE).id == 1


def test_on_postgresql_a_connection_cut_by_the_server_is_replaced(postgres_engine: Engine) -> None:
    store = begun(postgres_engine)
    others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() "
    with postgres_engine.connect() as connection:
        connection.execute(text(others + "AND pid <> pg_backend_pid()"))
    assert store.add_turn("a", TURN, STATE).id == 1


def test_on_postgresql_missing_tables_are_named(empty_postgres_url: str) -> None:
    engine = open_engine(empty_postgres_url)
    with pytest.raises(UnavailableError, match=failures.OUTDATED):
        SqlConversationStore(engine).ping()
    engine.dispose()


@contextmanager
def _locked_from_outside(folder: Path) -> Iterator[Callable[[], None]]:
    other = sqlite3.connect(folder / "assistant.db", isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    try:
        yield other.rollback
    finally:
        other.close()


@contextmanager
def _released_after(seconds: float, release: Callable[[], None]) -> Iterator[None]:
    """Lets the lock go from another thread, and waits for that thread before the connection is closed."""
    timer = threading.Timer(seconds, release)
    timer.start()
    try:
        yield
    finally:
        timer.join()


@contextmanager
def _read_only(folder: Path) -> Iterator[None]:
    """Takes away the right to write; root, who may write everywhere, is somebody else meanwhile."""
    unprivileged = 65534
    is_root = os.geteuid() == 0
    paths = [folder, *folder.iterdir()]
    closed_parents = [parent for parent in folder.parents if not parent.stat().st_mode & 0o001]
    modes = {path: path.stat().st_mode for path in (*paths, *closed_parents)}
    for path, mode in modes.items():
        path.chmod((mode & ~0o222 if path in paths else mode) | 0o444 | (0o111 if path.is_dir() else 0))
    try:
        if is_root:
            os.seteuid(unprivileged)
        yield
    finally:
        if is_root:
            os.seteuid(0)
        for path, mode in modes.items():
            path.chmod(mode)


def _allow_pages(number: int) -> Callable[[sqlite3.Connection, object], None]:
    def limit(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute(f"PRAGMA max_page_count = {number}")

    return limit
