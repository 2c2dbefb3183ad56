"""What staff have published, on the command line: checked, compared and built with the files, written back as files."""

import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from assistant.adapters.sql.audit import SqlAuditLog
from assistant.adapters.sql.engine import open_engine
from assistant.adapters.sql.knowledge_edits import SqlKnowledgeEdits
from assistant.bootstrap.openings import open_knowledge_store
from assistant.domain.knowledge_edits import (
    FileEdit,
    FileForm,
    KnowledgeChange,
    overlay_of,
    proposed,
    published,
)
from assistant.services.clock import CHONGQING
from assistant.services.staff_ports import AuditQuery
from assistant.settings import Settings
from tests.fresh_database import migrate

Run = Callable[..., int]
LOAN_TEXT, HOTLINE = "schemes/startup-loan/guidance.md", "policies/hotline-12345.md"
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=CHONGQING)


@pytest.fixture
def source(
    built_lean_knowledge: tuple[Path, Path], data_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """A lean knowledge base, built, as files that may be edited."""
    shutil.copytree(built_lean_knowledge[0], tmp_path / "source")
    (data_dir / "knowledge").unlink()
    shutil.copytree(built_lean_knowledge[1] / "knowledge", data_dir / "knowledge")
    monkeypatch.setenv("KNOWLEDGE_DIR", str(tmp_path / "source"))
    return tmp_path / "source"


@pytest.fixture
def edits(source: Path, data_dir: Path) -> SqlKnowledgeEdits:
    engine = open_engine(f"sqlite:///{data_dir / 'assistant.db'}")
    migrate(engine)
    return SqlKnowledgeEdits(engine)


def publish(edits: SqlKnowledgeEdits, path: str, text: str | None) -> None:
    edit = FileEdit(path, FileForm.REMOVED if text is None else FileForm.WRITTEN, text or "", None)
    change = proposed(edits.add_change(KnowledgeChange("t", "r", "bian", NOW, edits=(edit,))), NOW)
    edits.publish(published(change, "zhao", NOW, may_alone=False), {}, edits.latest_publication())


def raised(source: Path) -> str:
    return (source / LOAN_TEXT).read_text(encoding="utf-8").replace("23万元", "31万元")


def test_check_speaks_of_the_files_with_what_was_published_and_can_leave_it_out(
    run: Run, source: Path, edits: SqlKnowledgeEdits, capsys: pytest.CaptureFixture[str]
) -> None:
    publish(edits, LOAN_TEXT, raised(source).replace("31万元。[s1]", "31万元。"))

    assert run("kb", "check", "--today", "2020-01-01") == 1
    said = capsys.readouterr().err
    assert f"with 1 files that staff have published: {LOAN_TEXT}" in said and f"{LOAN_TEXT}:8:" in said
    assert run("kb", "check", "--shipped", "--today", "2020-01-01") == 0


def test_diff_and_build_take_what_was_published_along_and_the_files_stay_as_they_are(
    run: Run, source: Path, edits: SqlKnowledgeEdits, data_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = {path: path.read_bytes() for path in source.rglob("*") if path.is_file()}
    publish(edits, LOAN_TEXT, raised(source))
    assert run("kb", "diff") == 0
    assert capsys.readouterr().out == "changed  startup-loan#how_much\n"

    assert run("kb", "build") == 0
    settings = Settings(_env_file=None, data_dir=data_dir, knowledge_dir=source)
    said = open_knowledge_store(settings).open_current().knowing.knowledge.passages["startup-loan#how_much"]
    assert "31万元" in said.statements[0].text
    assert {path: path.read_bytes() for path in source.rglob("*") if path.is_file()} == before


def test_export_writes_published_edits_back_as_files(
    run: Run, source: Path, edits: SqlKnowledgeEdits, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = raised(source)
    publish(edits, LOAN_TEXT, text)
    publish(edits, HOTLINE, None)

    assert run("kb", "export", "--to", str(tmp_path / "out")) == 0
    assert capsys.readouterr().out == f"written  {LOAN_TEXT}\n"
    assert (tmp_path / "out" / LOAN_TEXT).read_text(encoding="utf-8") == text

    assert run("kb", "export") == 0
    assert capsys.readouterr().out == f"removed  {HOTLINE}\nwritten  {LOAN_TEXT}\n"
    assert not (source / HOTLINE).exists()
    assert run("kb", "export") == 0
    assert capsys.readouterr().out == ""


def test_settle_gives_back_only_what_the_files_say_by_now(
    run: Run, source: Path, edits: SqlKnowledgeEdits, data_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    publish(edits, LOAN_TEXT, raised(source))
    publish(edits, HOTLINE, None)
    (source / LOAN_TEXT).write_text(raised(source), encoding="utf-8")

    assert run("kb", "settle") == 0
    assert capsys.readouterr().out == f"settled  {LOAN_TEXT}\n"
    assert overlay_of(edits.list_published()) == {HOTLINE: None}
    engine = open_engine(f"sqlite:///{data_dir / 'assistant.db'}")
    (event,) = SqlAuditLog(engine).list_events(AuditQuery(action="knowledge_published"))
    assert event.actor == "command_line" and LOAN_TEXT in event.detail
    assert run("kb", "settle") == 0
    assert capsys.readouterr().out == ""


def test_without_a_database_the_files_are_all_there_is(
    run: Run, source: Path, data_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("kb", "export") == 0
    assert run("kb", "check", "--today", "2020-01-01") == 0
    assert "published" not in capsys.readouterr().err
    assert not (data_dir / "assistant.db").exists()
