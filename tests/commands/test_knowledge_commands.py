"""`kb check`, `kb build`, `kb diff` and `kb schemas`."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., int]
LOAN, LOAN_TEXT = "schemes/startup-loan/scheme.yaml", "schemes/startup-loan/guidance.md"


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


def _edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_check_counts_what_there_is_and_names_what_lapses_soon(
    run: Run, source: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("kb", "check", "--today", "2026-11-23") == 0
    output = capsys.readouterr()
    schemes, policies = len(list(source.glob("schemes/*"))), len(list(source.glob("policies/*.md")))
    assert output.out.startswith(f"{schemes} schemes, {policies} policies, ")
    assert "0 problems" in output.out
    assert "soon: policies/wanzhou-rural-post.md:" in output.err


def test_check_names_file_and_line_on_stderr_and_ends_with_1(
    run: Run, source: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _edit(source / LOAN_TEXT, "23万元。[s1]", "23万元。")
    assert run("kb", "check", "--today", "2020-01-01") == 1
    output = capsys.readouterr()
    assert output.err.startswith(f"{LOAN_TEXT}:8: This line has a figure without a source")
    assert "1 problems" in output.out


def test_check_may_be_asked_about_some_files_only(run: Run, source: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _edit(source / LOAN_TEXT, "23万元。[s1]", "23万元。")
    assert run("kb", "check", "--only", "unemployment", "--today", "2020-01-01") == 0
    assert run("kb", "check", "--only", "startup-loan", "--today", "2020-01-01") == 1


@pytest.mark.parametrize(
    "name", ["replies/canned.yaml", "lexicon/phrases.yaml", "intents.yaml", "places.yaml", "lexicon/facts.yaml"]
)
def test_check_reads_the_word_files_too(run: Run, source: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    (source / name).write_text("a: [", encoding="utf-8")
    assert run("kb", "check") == 1
    assert f"{name}:" in capsys.readouterr().err


def test_diff_says_nothing_where_nothing_has_changed(
    run: Run, source: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("kb", "diff") == 0
    output = capsys.readouterr()
    assert (output.out, output.err) == ("", "0 changes\n")


def test_diff_names_what_was_changed_added_and_removed_in_the_order_of_ids(
    run: Run, source: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _edit(source / LOAN_TEXT, "23万元", "31万元")
    _edit(source / LOAN_TEXT, "## 什么时候申请\n办了营业执照以后就可以申请创业担保贷款。[s1]\n", "")
    _edit(source / LOAN, "gaps: []", "gaps: [{aspect: deadline, text: 没有查到申请期。}]")
    _edit(source / LOAN, "aliases: [创业贷款]", "aliases: [创业贷款, 创业贷]")
    shutil.copyfile(source / "policies/hotline-12345.md", source / "policies/hotline-12399.md")
    _edit(source / "policies/hotline-12399.md", "12345", "12399")
    (source / "policies/wanzhou-rural-post.md").unlink()
    assert run("kb", "diff") == 0
    output = capsys.readouterr()
    assert output.out.splitlines() == [
        "added    hotline-12399",
        "changed  startup-loan: aliases, gaps",
        "removed  startup-loan#deadline",
        "changed  startup-loan#how_much",
        "removed  wanzhou-rural-post",
    ]
    assert output.err == "5 changes\n"


def test_diff_changes_nothing_in_force(run: Run, source: Path, data_dir: Path) -> None:
    before = (data_dir / "knowledge" / "current").read_text()
    _edit(source / LOAN_TEXT, "23万元", "31万元")
    run("kb", "diff")
    assert (data_dir / "knowledge" / "current").read_text() == before


def test_diff_before_anything_was_built_says_what_to_do(
    run: Run, source: Path, data_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.rmtree(data_dir / "knowledge")
    assert run("kb", "diff") == 1
    assert "kb build" in capsys.readouterr().err


def test_build_puts_the_files_into_force(
    run: Run, source: Path, data_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _edit(source / LOAN_TEXT, "23万元", "31万元")
    assert run("kb", "build") == 0
    digest = (data_dir / "knowledge" / "current").read_text().strip()
    assert capsys.readouterr().out == f"knowledge {digest} is in force\n"
    assert run("kb", "diff") == 0
    assert capsys.readouterr().out == ""


def test_build_of_a_broken_file_names_it_and_leaves_the_state_in_force(
    run: Run, source: Path, data_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (data_dir / "knowledge" / "current").read_text()
    _edit(source / LOAN_TEXT, "23万元。[s1]", "23万元。")
    assert run("kb", "build") == 1
    output = capsys.readouterr()
    assert output.out == ""
    assert f"{LOAN_TEXT}:8:" in output.err
    assert (data_dir / "knowledge" / "current").read_text() == before


def test_schemas_for_editors_are_written_and_are_no_part_of_the_knowledge(
    run: Run, source: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("kb", "schemas") == 0
    schemas = {path.name: json.loads(path.read_text("utf-8")) for path in (source / "schemas").iterdir()}
    assert "scheme.schema.json" in schemas
    assert "effective_from" in schemas["scheme.schema.json"]["properties"]
    capsys.readouterr()
    run("kb", "diff")
    assert capsys.readouterr().out == ""
