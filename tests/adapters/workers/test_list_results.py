"""What is written: a workbook or tables that a clerk can go on with, and that run nothing."""

import csv
import io
from datetime import date
from pathlib import Path

import pytest

from assistant.adapters.workers import worker_lists
from assistant.adapters.workers.worker_lists import WorkerLists
from tests.worker_lists import csv_of, rows_of

DAY = date(2026, 11, 23)
HEADER = ("姓名", "人群类别", "劳动合同期限（月）", "连续参保月数", "食堂")
ROWS = (
    ("甲", "毕业年度高校毕业生", "36", "6", "一"),
    ("乙", "脱贫人口、自主就业退役士兵", "12", "12", "二"),
    ("丙", "无", "1", "0", ""),
    ("丁", "说不上", "abc", "", ""),
)


def tables(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_the_workbook_has_its_four_sheets_and_every_worker(shipped_lists: WorkerLists) -> None:
    result = shipped_lists.assess("a.csv", csv_of(HEADER, *ROWS), {}, DAY)
    ((name, content),) = shipped_lists.files_of(result, "结果.xlsx").items()
    assert name == "结果.xlsx"
    assert {row[1] for row in rows_of(content, "明细")[1:]} == {"甲", "乙", "丙", "丁"}
    assert [row[:2] for row in rows_of(content, "问题行")[1:]] == [[5, "人群类别"], [5, "劳动合同期限（月）"]]
    summary = rows_of(content, "汇总")
    assert ["没有用的列", "食堂", "不认识这一列"] in [row[:3] for row in summary]
    assert ["计算日期", "2026-11-23"] in [row[:2] for row in summary]
    assert ["政策版本", result.digest] in [row[:2] for row in summary]
    assert any(row[0] == "现行补贴合计" and row[7] == "每年9000元" for row in summary)
    basis = rows_of(content, "依据")
    assert all(row[1] and row[4] for row in basis[1:])


def test_tables_hold_what_is_met_or_open_and_a_line_for_whoever_has_neither(shipped_lists: WorkerLists) -> None:
    firm = {"国有企业": "否", "岗位是公益性岗位": "否"}
    header = (*HEADER[:4], "技能岗位")
    rows = [("甲", "脱贫人口", "12", "12", "否"), ("丙", "无", "1", "0", "否")]
    result = shipped_lists.assess("a.csv", csv_of(header, *rows), firm, DAY)
    files = shipped_lists.files_of(result, "结果.csv")
    assert list(files) == ["结果.csv", "结果-汇总.csv", "结果-问题行.csv", "结果-依据.csv"]
    lines = tables(files["结果.csv"])[1:]
    assert {line[1] for line in lines} == {"甲", "丙"}
    assert not any(line[3] == "不符合" for line in lines)
    assert [line[3] for line in lines if line[1] == "丙"] == ["都不符合"]


@pytest.mark.parametrize("evil", ["=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(A1)", "\t=1", '=HYPERLINK("http://x")'])
def test_nothing_written_is_ever_run_by_a_spreadsheet(shipped_lists: WorkerLists, evil: str) -> None:
    content = csv_of((*HEADER[:4], evil), (evil, evil, "12", evil, ""))
    result = shipped_lists.assess("a.csv", content, {evil: "1"}, DAY)
    for name in ("结果.csv", "结果.xlsx"):
        for file, written in shipped_lists.files_of(result, name).items():
            sheets = (
                [rows_of(written, title) for title in ("汇总", "明细", "问题行", "依据")]
                if file.endswith("xlsx")
                else [tables(written)]
            )
            cells = [cell for sheet in sheets for row in sheet for cell in row if isinstance(cell, str)]
            assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


def test_a_list_too_long_for_a_workbook_is_written_as_tables(
    shipped_lists: WorkerLists, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker_lists, "LARGEST_WORKBOOK_ROWS", 2)
    result = shipped_lists.assess("a.csv", csv_of(HEADER, *ROWS), {}, DAY)
    assert next(iter(shipped_lists.files_of(result, "结果.xlsx"))) == "结果.csv"


def test_files_on_disk_are_those_in_memory_and_nothing_half_written_stays(
    shipped_lists: WorkerLists, tmp_path: Path
) -> None:
    result = shipped_lists.assess("a.csv", csv_of(HEADER, *ROWS), {}, DAY)
    written = shipped_lists.write(result, tmp_path / "结果.csv")
    assert {path.name: path.read_bytes() for path in written} == shipped_lists.files_of(result, "结果.csv")
    assert sorted(tmp_path.iterdir()) == sorted(written)


@pytest.mark.parametrize("name", ["模板.xlsx", "模板.csv"])
def test_the_template_is_read_back_with_every_column_used_and_its_examples_skipped(
    shipped_lists: WorkerLists, name: str
) -> None:
    result = shipped_lists.assess(name, shipped_lists.template(name), {}, DAY)
    assert result.workers == ()
    assert result.problems == ()
    assert result.columns.ignored == result.firm_ignored == ()
    assert result.notes == ("跳过了2行示例",)


def test_the_examples_of_the_template_can_be_read_without_a_problem(shipped_lists: WorkerLists) -> None:
    content = shipped_lists.template("模板.csv").decode("utf-8-sig").replace("（自动跳过）", "").encode()
    result = shipped_lists.assess("a.csv", content, {}, DAY)
    assert len(result.workers) == 2
    assert result.problems == ()


def test_a_worker_whose_name_begins_with_the_word_for_sample_is_somebody(shipped_lists: WorkerLists) -> None:
    result = shipped_lists.assess("a.csv", csv_of(("姓名", "劳动合同期限（月）"), ("示例甲", "24")), {}, DAY)
    assert len(result.workers) == 1


def test_what_is_current_and_what_must_be_verified_are_summed_apart(shipped_lists: WorkerLists) -> None:
    result = shipped_lists.assess("a.csv", csv_of(HEADER, *ROWS), {}, DAY)
    assert (result.total.year, result.total.once) == (9000, 0)
    assert result.possible.once > result.possible.year == 0
