"""What `backup` takes along, and `restore` brings back."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text

import assistant
from assistant.adapters.field_cipher import read_keys
from assistant.adapters.sql.engine import open_engine, read, write
from assistant.adapters.sql.migrate import current_revision, known_revisions, migrate
from tests.adapters.sql_examples import SECRET_WORDS
from tests.commands.archiving.archives import HEAD, Run, manifest_of, wipe, with_turn

pytest_plugins = ("tests.postgres",)


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


def test_nobody_stays_logged_in_or_at_work_over_a_restore(
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
        connection.execute(text(
            "INSERT INTO claims (name, holder, until) VALUES ('feed:market', 'gone', '2099-01-01 00:00:00.000000')"
        ))  # fmt: skip
    engine.dispose()
    assert run("backup", str(tmp_path / "backup.zip")) == 0
    wipe(url, data_dir)
    assert run("restore", str(tmp_path / "backup.zip")) == 0
    assert (look("SELECT count(*) FROM staff_members"), look("SELECT count(*) FROM staff_sessions")) == (1, 0)
    assert look("SELECT count(*) FROM claims") == 0


def test_commands_print_nothing_of_what_people_said(
    backup: Path, url: str, data_dir: Path, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    wipe(url, data_dir)
    assert run("restore", str(backup)) == 0
    shown = capsys.readouterr()
    assert SECRET_WORDS not in shown.out + shown.err


def test_the_version_is_that_of_the_project() -> None:
    project = (Path(__file__).parents[3] / "pyproject.toml").read_text(encoding="utf-8")
    assert f'version = "{assistant.VERSION}"' in project
