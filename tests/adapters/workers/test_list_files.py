"""Whatever file a list comes in: it is read, or a person is told in words why not."""

import io
import zipfile
from datetime import date, datetime

import pytest
from openpyxl import Workbook

from assistant.adapters.workers.worker_lists import WorkerLists
from assistant.domain.errors import InvalidInputError
from assistant.services.workers_result import WorkersResult
from tests.worker_lists import csv_of, saved, xlsx_of

DAY = date(2026, 11, 23)
HEADER = ("姓名", "人群类别", "劳动合同期限（月）", "连续参保月数")
ROW = ("甲", "毕业年度高校毕业生", "36", "6")


def assess(lists: WorkerLists, content: bytes, name: str = "名单.csv") -> WorkersResult:
    return lists.assess(name, content, {}, DAY)


def facts_used(result: WorkersResult) -> set[str]:
    return {name for _, name in result.columns.used}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_encoding_and_delimiter_are_found_out(small_lists: WorkerLists, encoding: str, delimiter: str) -> None:
    result = assess(small_lists, csv_of(HEADER, ROW, delimiter=delimiter, encoding=encoding))
    assert [worker.label for worker in result.workers] == ["甲"]
    assert "人群类别" in facts_used(result)


@pytest.mark.parametrize(("content", "name", "says"), [
    (b"", "a.csv", "空的"),
    (b" \r\n ", "a.csv", "空的"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "a.xls", "xls"),
    (b"%PDF-1.7 ...", "a.xlsx", "PDF"),
    (b"<html><table><tr><td>1</td></tr></table>", "a.xls", "网页"),
    ("姓名,人群类别\n甲,残疾人\n".encode(), "a.xlsx", "里面却不是"),
    (b"PK\x03\x04 broken", "a.xlsx", "坏了"),
    (b"\x00\x01\x02\x03", "a.csv", "不是文本"),
    ("甲,3,是\n乙,4,否\n".encode(), "a.csv", "没有找到表头"),
    ("员工甲\n员工乙\n".encode(), "a.csv", "一列"),
    ("姓名,部门\n甲,财务\n".encode(), "a.csv", "没有一列能用来计算"),
])  # fmt: skip
def test_a_file_that_cannot_be_used_is_declined_with_the_reason(
    small_lists: WorkerLists, content: bytes, name: str, says: str
) -> None:
    with pytest.raises(InvalidInputError, match=says):
        assess(small_lists, content, name)


def test_a_zip_that_unpacks_to_far_too_much_is_not_opened(small_lists: WorkerLists) -> None:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", b"0" * 40_000_000)
    with pytest.raises(InvalidInputError, match="大得不正常"):
        assess(small_lists, output.getvalue(), "a.xlsx")


def test_a_zip_that_is_no_workbook_is_declined(small_lists: WorkerLists) -> None:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as archive:
        archive.writestr("readme.txt", "hello")
    with pytest.raises(InvalidInputError, match="不是xlsx"):
        assess(small_lists, output.getvalue(), "a.xlsx")


def test_a_workbook_whose_sheet_is_damaged_is_declined(small_lists: WorkerLists) -> None:
    source, output = zipfile.ZipFile(io.BytesIO(xlsx_of(HEADER, ROW))), io.BytesIO()
    with zipfile.ZipFile(output, "w") as archive:
        for name in source.namelist():
            part = source.read(name)
            archive.writestr(name, part[: len(part) // 2] if "sheet1" in name else part)
    with pytest.raises(InvalidInputError, match="坏了"):
        assess(small_lists, output.getvalue(), "a.xlsx")


def test_entities_in_a_workbook_are_never_expanded(small_lists: WorkerLists) -> None:
    source, output = zipfile.ZipFile(io.BytesIO(xlsx_of(HEADER, ROW))), io.BytesIO()
    entity = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]>'
    with zipfile.ZipFile(output, "w") as archive:
        for name in source.namelist():
            part = source.read(name)
            archive.writestr(name, entity + part.partition(b"?>")[2] if "sheet1" in name else part)
    with pytest.raises(InvalidInputError):
        assess(small_lists, output.getvalue(), "a.xlsx")


def test_titles_above_the_header_and_headers_over_two_rows_are_understood(small_lists: WorkerLists) -> None:
    book = Workbook()
    page = book.active
    for row in (("2026年新进员工名单",), ("姓名", "人群类别", "劳动合同", None, "社保"),
                (None, None, "合同开始日期", "合同到期日", "连续参保月数"),
                ("甲", "残疾人", datetime(2026, 1, 1), datetime(2026, 12, 31), 7)):  # fmt: skip
        page.append(row)
    page.merge_cells("A1:E1")
    page.merge_cells("C2:D2")
    page.merge_cells("A2:A3")
    page.merge_cells("B2:B3")
    result = assess(small_lists, saved(book), "a.xlsx")
    assert [(worker.number, worker.label) for worker in result.workers] == [(4, "甲")]
    assert {"人群类别", "连续参保月数", "用来算劳动合同期限（月）"} <= facts_used(result)
    assert result.problems == ()


def test_two_columns_for_one_fact_must_agree(small_lists: WorkerLists) -> None:
    header = ("姓名", "连续参保月数", "连续参保月数", "人群类别")
    result = assess(small_lists, csv_of(header, ("甲", "6", "6", "无"), ("乙", "6", "7", "无"), ("丙", "", "7", "无")))
    assert [(one.row, one.column) for one in result.problems] == [(3, "连续参保月数")]


def test_a_formula_without_a_saved_result_is_listed_and_one_with_a_result_is_read(small_lists: WorkerLists) -> None:
    result = assess(small_lists, xlsx_of(HEADER, ("甲", "残疾人", "=12*3", 6)), "a.xlsx")
    assert [(one.row, one.column) for one in result.problems] == [(2, "劳动合同期限（月）")]
    assert "公式" in result.problems[0].text
    output, source = io.BytesIO(), zipfile.ZipFile(io.BytesIO(xlsx_of(HEADER, ("甲", "残疾人", "=12*3", 6))))
    with zipfile.ZipFile(output, "w") as archive:
        for name in source.namelist():
            part = source.read(name)
            archive.writestr(
                name,
                part.replace(b"<v />", b"<v>36</v>").replace(b"<v/>", b"<v>36</v>").replace(b"<v></v>", b"<v>36</v>"),
            )
    assert assess(small_lists, output.getvalue(), "a.xlsx").problems == ()


def test_a_huge_cell_is_listed_and_not_repeated(small_lists: WorkerLists) -> None:
    result = assess(small_lists, csv_of(HEADER, ("甲", "残" * 50_000, "36", "6")))
    assert "太长" in result.problems[0].text
    assert len(result.problems[0].text) < 400


def test_a_quote_that_is_never_closed_is_declined_with_its_row(small_lists: WorkerLists) -> None:
    text = '姓名,人群类别,连续参保月数\n甲,残疾人,6\n乙,"残疾人,6\n' + "丙,残疾人,6\n" * 20_000
    with pytest.raises(InvalidInputError, match="第3行"):
        assess(small_lists, text.encode())


def test_a_row_that_does_not_line_up_is_kept_as_unknown_and_listed(small_lists: WorkerLists) -> None:
    result = assess(small_lists, "姓名,连续参保月数,人群类别\n甲,1,200,残疾人\n乙,6\n".encode())
    assert [worker.label for worker in result.workers] == ["甲", "乙"]
    assert [one.row for one in result.problems] == [2]


def test_a_line_of_sums_is_listed_and_blank_lines_are_nobody(small_lists: WorkerLists) -> None:
    result = assess(small_lists, csv_of(HEADER, ROW, ("", "", "", ""), ("合计", "", "36", "")))
    assert [worker.number for worker in result.workers] == [2, 4]
    assert [one.row for one in result.problems] == [4]


def test_other_sheets_are_named_and_the_firm_s_sheet_is_read(small_lists: WorkerLists) -> None:
    firm = [("项目", "填写"), ("企业规模", "小型"), ("在职职工人数", "二十人"), ("老板", "某某"), ("裁员率", "很低")]
    result = assess(
        small_lists, xlsx_of(HEADER, ROW, sheets=[("单位情况", firm), ("工资表", [("姓名", "工资")])]), "a.xlsx"
    )
    assert any("工资表" in note for note in result.notes)
    assert [header for header, _ in result.firm_ignored] == ["老板"]
    assert [(one.row, one.column) for one in result.problems] == [(None, "裁员率")]


@pytest.mark.parametrize("written", [
    "2026-07-01", "2026/7/1", "2026.7.1", "20260701", "2026年7月1日", "26-7-1", "46204", "2026-07-01 00:00:00",
])  # fmt: skip
def test_dates_are_read_as_people_and_spreadsheets_write_them(shipped_lists: WorkerLists, written: str) -> None:
    header = ("姓名", "合同开始日期", "合同到期日", "人群类别", "连续参保月数")
    rows = [("甲", written, end, "脱贫人口", "6") for end in ("2027-06-30", "2027-06-29")]
    result = assess(shipped_lists, csv_of(header, *rows))
    assert result.problems == ()
    assert [
        found.outcome.value
        for worker in result.workers
        for found in worker.findings
        if found.scheme_id == "tax-key-groups-employer"
    ] == ["eligible", "ineligible"]


def test_numbers_and_dates_of_a_workbook_are_read(small_lists: WorkerLists) -> None:
    result = assess(
        small_lists,
        xlsx_of(
            (*HEADER, "毕业时间", "入职日期"),
            ("甲", "残疾人", 36.0, 6, 2026.6, 46204),
            ("乙", "残疾人", 36, datetime(2026, 3, 6), 2026, None),
        ),
        "a.xlsx",
    )
    assert [(one.row, one.column) for one in result.problems] == [(3, "连续参保月数")]


def test_a_slip_in_a_header_is_forgiven_and_said_and_another_meaning_is_not(small_lists: WorkerLists) -> None:
    header = ("姓名", "人群类别", "劳动合同签定期限", "离职日期", "个人参保月数")
    result = assess(small_lists, csv_of(header, ("甲", "残疾人", "36", "", "6")))
    assert any("按“劳动合同签订期限”理解" in name for name in facts_used(result))
    assert {header for header, _ in result.columns.ignored} == {"离职日期", "个人参保月数"}
