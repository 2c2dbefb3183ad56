"""`assess` from a list to files, over the small knowledge base."""

from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., int]
GOOD = "姓名,人群类别,劳动合同期限（月）,连续参保月数\n甲,毕业年度高校毕业生,36,6\n"


@pytest.fixture
def workers(tmp_path: Path) -> Path:
    path = tmp_path / "workers.csv"
    path.write_text(GOOD, encoding="utf-8")
    return path


def test_a_good_list_ends_with_0_and_nothing_on_standard_output(
    run: Run, workers: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert (
        run("assess", "--input", str(workers), "--output", str(tmp_path / "result.xlsx"), "--today", "2026-11-23") == 0
    )
    assert (tmp_path / "result.xlsx").exists()
    said = capsys.readouterr()
    assert said.out == ""
    assert "1位员工" in said.err


def test_bad_rows_end_with_1_and_are_named(
    run: Run, workers: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    workers.write_text(GOOD + "乙,残疾人,abc,6\n", encoding="utf-8")
    assert run("assess", "--input", str(workers), "--output", str(tmp_path / "result.csv")) == 1
    assert "第3行“劳动合同期限（月）”" in capsys.readouterr().err
    assert (tmp_path / "result-问题行.csv").exists()


@pytest.mark.parametrize("arguments", [
    ("--input", "workers.csv"),
    ("--input", "workers.csv", "--output", "result.pdf"),
    ("--input", "none.csv", "--output", "result.csv"),
    ("--input", "workers.csv", "--output", "no/such/folder/result.csv"),
    ("--input", "workers.csv", "--output", "result.csv", "--today", "yesterday"),
    ("--input", "workers.csv", "--output", "result.csv", "--firm", "broken.yaml"),
    ("--input", "empty.csv", "--output", "result.csv"),
])  # fmt: skip
def test_what_cannot_be_used_ends_with_2(
    run: Run, workers: Path, arguments: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(workers.parent)
    Path("empty.csv").write_bytes(b"")
    Path("broken.yaml").write_text("- a\n- [b]\n", encoding="utf-8")
    assert run("assess", *arguments) == 2
    assert not Path("result.csv").exists()


def test_the_firm_s_facts_come_by_id_question_or_header(
    run: Run, workers: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    firm = tmp_path / "firm.yaml"
    firm.write_text(
        "firm.size: small\n单位在职职工多少人？: 20\n裁员率: 3%\n单位在哪个区县？: 万州\n老板: 某某\n", encoding="utf-8"
    )
    run("assess", "--input", str(workers), "--firm", str(firm), "--output", str(tmp_path / "result.csv"))
    said = capsys.readouterr().err
    assert [line for line in said.splitlines() if line.startswith("没有用")] == [
        "没有用“老板”：不认识，或者不是单位的情况"
    ]
    assert "单位情况" not in said


def test_the_template_is_written(run: Run, tmp_path: Path) -> None:
    assert run("assess", "--template", str(tmp_path / "模板.xlsx")) == 0
    assert (tmp_path / "模板.xlsx").read_bytes().startswith(b"PK")
