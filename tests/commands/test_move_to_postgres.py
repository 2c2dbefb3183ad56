"""An installation grows from one process on SQLite to several on PostgreSQL: a backup of the one goes into the other."""

import shutil
import sqlite3
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Date,
    DateTime,
    Engine,
    Float,
    Integer,
    Table,
    Text,
    create_engine,
    insert,
    inspect,
    select,
    text,
)

from assistant.adapters.sql.engine import open_engine, read, write
from assistant.adapters.sql.migrate import current_revision, known_revisions, migrate
from assistant.adapters.sql.tables import audit_events, claims, conversations, feed_runs, metadata, staff_sessions
from assistant.bootstrap import build_assistant
from assistant.domain.errors import UnavailableError
from assistant.settings import Settings
from tests.adapters.sql_examples import SECRET_WORDS, STATE, TURN, begun
from tests.fakes.clock import FixedClock
from tests.site_in_use import check_found_again, close, prepare, use

pytest_plugins = ("tests.postgres",)
Run = Callable[..., int]
STAYS = (staff_sessions, claims)


class TwoSites:
    """Settings of the former installation and of the new one, which lie in the same DATA_DIR as long as nobody moves
    it; the commands read the same from the environment."""

    def __init__(self, postgres_url: str, data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.postgres_url, self.data_dir, self._monkeypatch = postgres_url, data_dir, monkeypatch
        self.file = data_dir / "assistant.db"
        self.backup = data_dir.parent / "backup.zip"
        monkeypatch.setenv("SAMPLE_CONTENT", "false")
        self.former = Settings(_env_file=None)

    def move(self, run: Run, *arguments: str) -> int:
        """Backs up the former one, goes over to the new one and restores."""
        self._monkeypatch.delenv("DATABASE_URL", raising=False)
        assert run("backup", str(self.backup)) == 0
        return self.restore(run, *arguments)

    def restore(self, run: Run, *arguments: str) -> int:
        self._monkeypatch.setenv("DATABASE_URL", self.postgres_url)
        return run("restore", str(self.backup), *arguments)

    @property
    def new(self) -> Settings:
        return Settings(_env_file=None)


@pytest.fixture
def sites(empty_postgres_url: str, data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> TwoSites:
    return TwoSites(empty_postgres_url, data_dir, monkeypatch)


@pytest.fixture
def former(sites: TwoSites) -> Iterator[Engine]:
    """The former database, with its tables."""
    engine = open_engine(f"sqlite:///{sites.file}")
    migrate(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def new(sites: TwoSites) -> Iterator[Engine]:
    engine = open_engine(sites.postgres_url)
    yield engine
    engine.dispose()


def example(column: Column[object], row: int) -> object:
    """A value that another type would not survive; every second row leaves out what may be left out."""
    if row % 2 and column.nullable and not column.primary_key:
        return None
    kind = column.type.impl if hasattr(column.type, "impl") else column.type
    values: dict[type, Callable[[], object]] = {
        Boolean: lambda: bool(row % 2),
        Integer: lambda: 2_000_000_000 + row,
        Float: lambda: 0.1 + row,
        Date: lambda: date(2024, 2, 29 - row),
        DateTime: lambda: datetime(2026, 11, 23, 16, 30, row, 123456, UTC),
        Text: lambda: f'{row}示例\t"\\N\\n\n𠮷{{}}',
    }
    return next(make() for of, make in values.items() if isinstance(kind, of))


def fill_every_table(connection: Connection, rows: Sequence[int] = (0, 1, 2)) -> None:
    """Rows refer to one another, since the same row has the same words everywhere."""
    for table in metadata.sorted_tables:
        connection.execute(
            insert(table), [{column.name: example(column, row) for column in table.columns} for row in rows]
        )


def rows_of(connection: Connection, table: Table) -> list[tuple[object, ...]]:
    return sorted((tuple(row) for row in connection.execute(select(table))), key=repr)


def test_people_and_staff_find_everything_in_the_new_installation(
    sites: TwoSites, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    prepare(sites.former)
    product = build_assistant(sites.former, FixedClock())
    left = use(product)
    close(product)
    assert sites.move(run) == 0
    said = capsys.readouterr().err
    assert "已从 sqlite 搬到 postgresql" in said and "恢复出来的姓名、电话和报名凭证打不开" not in said
    moved = build_assistant(sites.new, FixedClock())
    check_found_again(moved, left)
    close(moved)


def test_without_its_key_the_new_installation_opens_no_contact_and_it_is_said(
    sites: TwoSites, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    prepare(sites.former)
    product = build_assistant(sites.former, FixedClock())
    left = use(product)
    close(product)
    (sites.data_dir / "field.key").rename(sites.data_dir.parent / "kept-apart.key")
    assert sites.move(run) == 0
    assert "恢复出来的姓名、电话和报名凭证打不开" in capsys.readouterr().err
    moved = build_assistant(sites.new, FixedClock())
    with pytest.raises(UnavailableError, match="密钥"):
        moved.office.contacts.left_by_person(left.case, left.case_code)
    close(moved)


def test_every_table_arrives_with_values_of_every_kind_but_for_what_ran(
    sites: TwoSites, former: Engine, new: Engine, run: Run
) -> None:
    with write(former) as connection:
        fill_every_table(connection)
    assert sites.move(run) == 0
    with read(former) as old, read(new) as moved:
        for table in metadata.sorted_tables:
            expected = [] if table in STAYS else rows_of(old, table)
            found = rows_of(moved, table)
            if table.name == "outgoing_notices":  # one that was being sent is free again
                place = list(table.columns.keys()).index("claimed_until")
                expected = [(*row[:place], None, *row[place + 1 :]) for row in expected]
            assert found == expected, table.name
            assert expected or table in STAYS


def test_new_rows_get_the_numbers_after_the_highest_that_moved(
    sites: TwoSites, former: Engine, new: Engine, run: Run
) -> None:
    with write(former) as connection:
        fill_every_table(connection)
    assert sites.move(run) == 0
    event = {"actor": "li", "action": "x", "subject": "", "detail": "", "at": datetime(2026, 11, 23, tzinfo=UTC)}
    with write(new) as connection:
        assert (
            connection.execute(insert(audit_events).returning(audit_events.c.id), event).scalar_one() == 2_000_000_003
        )
        started = insert(feed_runs).values(feed_id="market", started_at=event["at"])
        assert connection.execute(started.returning(feed_runs.c.number)).scalar_one() == 2_000_000_003


def test_a_table_without_rows_counts_from_one(sites: TwoSites, former: Engine, new: Engine, run: Run) -> None:
    begun(former)
    assert sites.move(run) == 0
    event = {"actor": "li", "action": "x", "subject": "", "detail": "", "at": datetime(2026, 11, 23, tzinfo=UTC)}
    with write(new) as connection:
        assert connection.execute(insert(audit_events).returning(audit_events.c.id), event).scalar_one() == 1


@pytest.mark.parametrize("revision", [known_revisions()[0], known_revisions()[9]])
def test_a_backup_of_an_older_schema_is_brought_up_to_date_on_the_way(
    revision: str, sites: TwoSites, new: Engine, run: Run
) -> None:
    engine = open_engine(f"sqlite:///{sites.file}")
    migrate(engine, revision)
    with write(engine) as connection:
        connection.execute(text(
            "INSERT INTO conversations (id, audience, created_at, secret_digest)"
            " VALUES ('old', 'job_seeker', '2026-01-01 00:00:00.000000', 'digest')"
        ))  # fmt: skip
    engine.dispose()
    assert sites.move(run) == 0
    with read(new) as connection:
        assert connection.execute(select(conversations.c.id)).scalar_one() == "old"
        assert current_revision(connection) == known_revisions()[-1]


def test_a_target_that_is_not_empty_is_left_alone_unless_forced(
    sites: TwoSites, former: Engine, new: Engine, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    migrate(new)
    begun(new, "somebody")
    new.dispose()
    begun(former)
    assert sites.move(run) == 1
    assert "这个数据库里已经有本服务的表" in capsys.readouterr().err
    assert ids(new) == ["somebody"]
    new.dispose()
    assert sites.restore(run, "--force") == 0
    assert ids(new) == ["a"]


def ids(engine: Engine) -> list[str]:
    with read(engine) as connection:
        return list(connection.execute(select(conversations.c.id)).scalars())


def test_a_row_that_does_not_fit_is_named_but_not_told_and_nothing_is_moved(
    sites: TwoSites, former: Engine, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    begun(former).add_turn("a", TURN, STATE)
    with write(former) as connection:  # a hand has been at the file: services store no such thing
        connection.execute(text("UPDATE turns SET text = text || char(0)"))
    assert sites.move(run) == 1
    said = capsys.readouterr().err
    assert "表 turns 的第 1 行放不进 PostgreSQL" in said and "什么也没有改动" in said
    assert SECRET_WORDS not in said and TURN.text not in said
    assert inspect(create_engine(sites.postgres_url)).get_table_names() == []
    assert [path.name for path in sites.data_dir.glob(".moving*")] == []


def test_what_a_move_that_was_killed_has_left_does_no_harm(
    sites: TwoSites, former: Engine, new: Engine, run: Run
) -> None:
    begun(former)
    other = open_engine(f"sqlite:///{sites.data_dir}/other.db")
    migrate(other)
    with closing(sqlite3.connect(sites.data_dir / "other.db")) as held:  # keeps its log from being cleared away
        held.execute("SELECT count(*) FROM conversations").fetchone()
        begun(other, "of another past")
        for suffix in ("", "-wal"):
            shutil.copy(sites.data_dir / f"other.db{suffix}", sites.data_dir / f".moving.db{suffix}")
    other.dispose()
    (sites.data_dir / "other.db").unlink()
    assert sites.move(run) == 0
    assert ids(new) == ["a"]
    assert [path.name for path in sites.data_dir.glob(".moving*")] == []


@pytest.mark.parametrize("value", ["99999999999", "'viel'"])
def test_a_number_that_postgresql_does_not_take_is_refused_by_its_row(
    value: str, sites: TwoSites, former: Engine, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    store = begun(former)
    store.add_turn("a", TURN, STATE)
    store.add_turn("a", TURN, STATE)
    with write(former) as connection:
        connection.execute(text(f"UPDATE turns SET duration_ms = {value} WHERE id = 2"))
    assert sites.move(run) == 1
    said = capsys.readouterr().err
    assert "表 turns 的第 2 行放不进 PostgreSQL" in said and value not in said
    assert inspect(create_engine(sites.postgres_url)).get_table_names() == []


def test_tables_of_others_stay_and_are_named(
    sites: TwoSites, former: Engine, new: Engine, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    with write(former) as connection:
        connection.execute(text("CREATE TABLE notes_of_the_operator (words TEXT)"))
    assert sites.move(run) == 0
    assert "notes_of_the_operator" in capsys.readouterr().err
    assert "notes_of_the_operator" not in inspect(new).get_table_names()


def test_the_former_file_stays_is_named_and_goes_into_no_backup_of_the_new_one(
    sites: TwoSites, former: Engine, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    begun(former)
    assert sites.move(run) == 0
    assert f"原来的数据库还在：{sites.file}" in capsys.readouterr().err
    with closing(sqlite3.connect(sites.file)) as connection:
        assert connection.execute("SELECT count(*) FROM conversations").fetchone() == (1,)
    assert run("backup", str(sites.data_dir.parent / "new.zip")) == 0
    assert not any("assistant.db" in name for name in zipfile.ZipFile(sites.data_dir.parent / "new.zip").namelist())


def test_small_files_that_are_there_already_are_no_hindrance(sites: TwoSites, former: Engine, run: Run) -> None:
    begun(former)
    (sites.data_dir / "note.csv").write_text("名单\n", encoding="utf-8")
    assert sites.move(run) == 0
    (sites.data_dir / "note.csv").write_text("另一份\n", encoding="utf-8")
    assert sites.restore(run) == 1


def test_a_backup_of_postgresql_does_not_go_into_sqlite(
    sites: TwoSites, former: Engine, run: Run, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    begun(former)
    assert sites.move(run) == 0
    assert run("backup", str(sites.data_dir.parent / "new.zip")) == 0
    former.dispose()
    sites.file.unlink()
    monkeypatch.delenv("DATABASE_URL")
    assert run("restore", str(sites.data_dir.parent / "new.zip")) == 1
    assert "只有 sqlite 能搬到 postgresql" in capsys.readouterr().err
    assert not sites.file.exists()
