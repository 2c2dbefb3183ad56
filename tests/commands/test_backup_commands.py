"""What `backup` and `restore` refuse, and what they leave as it was."""

import json
import sqlite3
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, inspect, text

import assistant
from assistant.adapters.field_cipher import read_keys
from assistant.adapters.sql.engine import open_engine, read, write
from assistant.adapters.sql.migrate import current_revision, known_revisions, migrate
from tests.adapters.sql_examples import SECRET_WORDS, STATE, TURN, begun

pytest_plugins = ("tests.postgres",)
Run = Callable[..., int]
HEAD = known_revisions()[-1]


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


def test_a_backup_says_what_is_in_it_and_only_its_owner_may_read_it(backup: Path, url: str) -> None:
    manifest = manifest_of(backup)
    assert manifest["schema_revision"] == HEAD
    assert manifest["database"] == url.partition(":")[0].partition("+")[0]
    assert manifest["version"] == assistant.VERSION
    assert (manifest["rows"]["turns"], manifest["has_keys"]) == (1, False)  # type: ignore[index]
    assert set(manifest["members"]) == set(zipfile.ZipFile(backup).namelist()) - {"manifest.json"}  # type: ignore[call-overload]
    assert backup.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in backup.parent.glob(".*")] == []


def test_a_folder_gets_a_file_named_after_the_moment(
    backup: Path, run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert run("backup", str(tmp_path)) == 0
    made = Path(capsys.readouterr().out.strip())
    assert made.parent == tmp_path and made.name.startswith("backup-2") and made.is_file()


def test_the_keys_are_left_out_unless_asked_for_and_it_is_said(
    url: str, data_dir: Path, run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with_turn(url)
    (key,) = read_keys("", data_dir / "field.key")
    assert run("backup", str(tmp_path / "without.zip")) == 0
    assert "没有它，备份里的姓名、电话和报名凭证谁也打不开" in capsys.readouterr().err
    assert "keys/field_keys" not in zipfile.ZipFile(tmp_path / "without.zip").namelist()
    secret = (data_dir / "field.key").read_bytes().strip()
    with zipfile.ZipFile(tmp_path / "without.zip") as opened:
        assert not any(secret in opened.read(name) or key in opened.read(name) for name in opened.namelist())
    assert run("backup", "--with-keys", str(tmp_path / "with.zip")) == 0
    assert "拿到文件的人能读到所有联系方式" in capsys.readouterr().err
    wipe(url, data_dir)
    (data_dir / "field.key").unlink()
    assert run("restore", str(tmp_path / "with.zip")) == 0
    assert read_keys("", data_dir / "field.key") == [key]
    assert "打不开" not in capsys.readouterr().err


def test_keys_of_the_setting_come_back_all_of_them(
    url: str, data_dir: Path, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_turn(url)
    monkeypatch.setenv(
        "FIELD_KEYS", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=,HxwdHh8QERITFBUWFxgZGhscHR4fEBESExQVFhcYGQo="
    )
    assert run("backup", "--with-keys", str(tmp_path / "with.zip")) == 0
    monkeypatch.delenv("FIELD_KEYS")
    wipe(url, data_dir)
    assert run("restore", str(tmp_path / "with.zip")) == 0
    assert len(read_keys("", data_dir / "field.key")) == 2


def test_keys_that_are_not_there_cannot_be_asked_for(
    url: str, run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with_turn(url)
    assert run("backup", "--with-keys", str(tmp_path / "with.zip")) == 1
    assert "没有密钥可以放进备份" in capsys.readouterr().err
    assert not (tmp_path / "with.zip").exists()


def test_another_key_at_the_target_is_kept_and_it_is_said_that_nothing_opens(
    url: str, data_dir: Path, run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with_turn(url)
    read_keys("", data_dir / "field.key")
    assert run("backup", str(tmp_path / "backup.zip")) == 0
    wipe(url, data_dir)
    (data_dir / "field.key").unlink()
    other = read_keys("", data_dir / "field.key")
    assert run("restore", str(tmp_path / "backup.zip")) == 0
    assert "恢复出来的姓名、电话和报名凭证打不开" in capsys.readouterr().err
    assert read_keys("", data_dir / "field.key") == other


def test_small_files_beside_the_database_come_along(url: str, data_dir: Path, run: Run, tmp_path: Path) -> None:
    with_turn(url)
    data_dir.mkdir(exist_ok=True)
    (data_dir / "lists").mkdir()
    (data_dir / "lists" / "note.csv").write_text("名单\n", encoding="utf-8")
    (data_dir / "index" / "vacancies" / "0").mkdir(parents=True)
    (data_dir / "index" / "vacancies" / "0" / "segment").write_text("made again")
    assert run("backup", str(tmp_path / "backup.zip")) == 0
    assert [name for name in zipfile.ZipFile(tmp_path / "backup.zip").namelist() if name.startswith("files/")] == [
        "files/lists/note.csv"
    ]
    wipe(url, data_dir)
    (data_dir / "lists" / "note.csv").unlink()
    assert run("restore", str(tmp_path / "backup.zip")) == 0
    assert (data_dir / "lists" / "note.csv").read_text(encoding="utf-8") == "名单\n"
    assert not (data_dir / "index" / "vacancies").exists()  # it would follow the counters of another past


def test_a_target_that_is_not_empty_is_left_alone_unless_forced(
    backup: Path, url: str, data_dir: Path, run: Run, look: Callable[[str], object], capsys: pytest.CaptureFixture[str]
) -> None:
    engine = open_engine(url)
    begun(engine, "b")
    engine.dispose()
    assert run("restore", str(backup)) == 1
    assert "--force" in capsys.readouterr().err
    assert look("SELECT count(*) FROM conversations") == 2
    assert run("restore", "--force", str(backup)) == 0
    assert look("SELECT count(*) FROM conversations") == 1
    if url.startswith("sqlite"):
        (former,) = data_dir.glob("assistant.db.before-restore-*")
        with closing(sqlite3.connect(former)) as connection:
            assert connection.execute("SELECT count(*) FROM conversations").fetchone() == (2,)


def test_nothing_is_restored_under_a_service_that_runs(
    backup: Path, url: str, run: Run, look: Callable[[str], object], capsys: pytest.CaptureFixture[str]
) -> None:
    engine = open_engine(url)
    with engine.connect() as held:
        held.execute(text("SELECT 1 FROM turns"))
        assert run("restore", "--force", str(backup)) == 1
    engine.dispose()
    assert "请先停止服务" in capsys.readouterr().err
    assert look("SELECT count(*) FROM turns") == 1


def test_a_newer_schema_is_refused(
    backup: Path, url: str, data_dir: Path, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    newer = with_manifest(backup, schema_revision="9999", version="7.0.0")
    wipe(url, data_dir)
    for arguments in (("restore", str(newer)), ("restore", "--check", str(newer))):
        assert run(*arguments) == 1
        assert "9999" in (said := capsys.readouterr().err) and "7.0.0" in said
    assert inspect(create_engine(url)).get_table_names() == []


def test_the_other_kind_of_database_is_refused(
    backup: Path, url: str, data_dir: Path, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    wipe(url, data_dir)
    assert run("restore", str(with_manifest(backup, database="mysql"))) == 1
    assert "mysql" in capsys.readouterr().err


def flip_a_byte(backup: Path) -> Path:
    content = bytearray(backup.read_bytes())
    content[len(content) // 3] ^= 0xFF
    backup.write_bytes(content)
    return backup


def cut(backup: Path) -> Path:
    backup.write_bytes(backup.read_bytes()[:-200])
    return backup


def other_content(backup: Path) -> Path:
    return rewritten(backup, lambda name, content: content if name == "manifest.json" else content + b"x")


def without_a_member(backup: Path) -> Path:
    return rewritten(backup, lambda name, content: content if name == "manifest.json" else None)


def without_manifest(backup: Path) -> Path:
    return rewritten(backup, lambda name, content: None if name == "manifest.json" else content)


def torn_manifest(backup: Path) -> Path:
    return rewritten(backup, lambda name, content: content[:40] if name == "manifest.json" else content)


def no_archive(backup: Path) -> Path:
    backup.write_text("hello")
    return backup


@pytest.mark.parametrize(
    "harm", [flip_a_byte, cut, other_content, without_a_member, without_manifest, torn_manifest, no_archive]
)
def test_a_damaged_archive_is_refused_and_nothing_is_touched(
    harm: Callable[[Path], Path], backup: Path, url: str, data_dir: Path, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    damaged = harm(backup)
    wipe(url, data_dir)
    capsys.readouterr()
    assert run("restore", str(damaged)) == 1
    assert "损坏" in capsys.readouterr().err
    assert inspect(create_engine(url)).get_table_names() == []


@pytest.mark.parametrize("revision", known_revisions()[:-1])
def test_a_backup_of_an_older_schema_is_brought_up_to_date(
    revision: str, url: str, data_dir: Path, run: Run, tmp_path: Path, look: Callable[[str], object]
) -> None:
    engine = open_engine(url)
    migrate(engine, revision)
    with write(engine) as connection:
        connection.execute(text(
            "INSERT INTO conversations (id, audience, created_at, secret_digest)"
            " VALUES ('old', 'job_seeker', '2026-01-01 00:00:00', 'digest')"
        ))  # fmt: skip
    engine.dispose()
    assert run("backup", str(tmp_path / "old.zip")) == 0
    assert manifest_of(tmp_path / "old.zip")["schema_revision"] == revision
    wipe(url, data_dir)
    assert run("restore", str(tmp_path / "old.zip")) == 0
    assert look("SELECT id FROM conversations") == "old"
    engine = open_engine(url)
    with read(engine) as connection:
        assert current_revision(connection) == HEAD
    engine.dispose()


def test_numbers_go_on_where_they_were(
    url: str, data_dir: Path, run: Run, tmp_path: Path, look: Callable[[str], object]
) -> None:
    add = "INSERT INTO audit_events (at, actor, action, subject, detail) VALUES ('2026-01-01 00:00:00', 'li', 'x', 'y', '')"
    with_turn(url)
    engine = open_engine(url)
    with write(engine) as connection:
        for _ in range(3):
            connection.execute(text(add))
        connection.execute(text("DELETE FROM audit_events WHERE id = 3"))
    engine.dispose()
    assert run("backup", str(tmp_path / "backup.zip")) == 0
    wipe(url, data_dir)
    assert run("restore", str(tmp_path / "backup.zip")) == 0
    engine = open_engine(url)
    with write(engine) as connection:
        connection.execute(text(add))
    engine.dispose()
    assert look("SELECT max(id) FROM audit_events") in (3, 4)  # SQLite counts on from the highest there is
    assert look("SELECT count(*) FROM audit_events") == 3


def test_nobody_stays_logged_in_over_a_restore(
    url: str, data_dir: Path, run: Run, tmp_path: Path, look: Callable[[str], object]
) -> None:
    with_turn(url)
    engine = open_engine(url)
    with write(engine) as connection:
        connection.execute(text(
            "INSERT INTO staff_members (name, role, team, is_locked, password_hash, must_change_password)"
            " VALUES ('li', 'advisor', '', false, 'x', false)"
        ))  # fmt: skip
        connection.execute(text(
            "INSERT INTO staff_sessions (digest, name, opened_at, seen_at)"
            " VALUES ('d', 'li', '2026-01-01 00:00:00', '2026-01-01 00:00:00')"
        ))  # fmt: skip
    engine.dispose()
    assert run("backup", str(tmp_path / "backup.zip")) == 0
    wipe(url, data_dir)
    assert run("restore", str(tmp_path / "backup.zip")) == 0
    assert (look("SELECT count(*) FROM staff_members"), look("SELECT count(*) FROM staff_sessions")) == (1, 0)


def test_where_nothing_is_there_to_back_up_it_is_said(
    url: str, run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("backup", str(tmp_path / "backup.zip")) == 1
    assert "没有什么可以备份" in capsys.readouterr().err
    assert not (tmp_path / "backup.zip").exists()


def test_a_folder_that_cannot_be_written_to_is_named(
    url: str, run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with_turn(url)
    assert run("backup", str(tmp_path / "none" / "backup.zip")) == 1
    assert "none" in (said := capsys.readouterr().err) and "换一个文件夹" in said


def test_commands_print_nothing_of_what_people_said(
    backup: Path, url: str, data_dir: Path, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    wipe(url, data_dir)
    assert run("restore", str(backup)) == 0
    shown = capsys.readouterr()
    assert SECRET_WORDS not in shown.out + shown.err


def test_the_version_is_that_of_the_project() -> None:
    project = (Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8")
    assert f'version = "{assistant.VERSION}"' in project
