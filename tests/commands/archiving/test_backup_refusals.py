"""What `backup` and `restore` refuse, and what they leave as it was."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect, text

from assistant.adapters.field_cipher import AesGcmCipher, name_of_key, read_keys
from assistant.adapters.sql.engine import open_engine, write
from tests.adapters.sql_examples import begun
from tests.commands.archiving.archives import Run, rewritten, wipe, with_manifest, with_turn
from tests.enrolment_office import KEY

pytest_plugins = ("tests.postgres",)


def test_keys_that_are_not_there_cannot_be_asked_for(
    url: str, run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with_turn(url)
    assert run("backup", "--with-keys", str(tmp_path / "with.zip")) == 1
    assert "没有密钥可以放进备份" in capsys.readouterr().err
    assert not (tmp_path / "with.zip").exists()


def test_other_keys_than_those_of_what_is_sealed_are_no_keys_of_this_backup(
    url: str, data_dir: Path, run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with_turn(url)
    read_keys("", data_dir / "field.key")
    sealed = AesGcmCipher([KEY]).seal("13800001234", "BM-1")
    engine = open_engine(url)
    with write(engine) as connection:
        connection.execute(text(
            "INSERT INTO labour_requests (number, published_at, state, queue_due_at, form_digest, terms_json, version)"
            " VALUES ('BM-1', '2026-01-01 00:00:00', 'published', '2026-01-01 00:00:00', 'd', '{}', 1)"
        ))  # fmt: skip
        connection.execute(
            text("INSERT INTO labour_contacts VALUES ('BM-1', :sealed, '2026-01-01 00:00:00', 'w')"), {"sealed": sealed}
        )
    engine.dispose()
    assert run("backup", "--with-keys", str(tmp_path / "with.zip")) == 1
    assert name_of_key(KEY) in (said := capsys.readouterr().err) and "没有做备份" in said
    assert not (tmp_path / "with.zip").exists()
    assert run("backup", str(tmp_path / "without.zip")) == 0


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
