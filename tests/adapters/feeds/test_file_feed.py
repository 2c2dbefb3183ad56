"""Files and folders of adverts."""

import json
import os
from pathlib import Path

import pytest

from assistant.adapters.feeds.file_feed import FileFeed
from assistant.domain.vacancies import RawAdvert
from assistant.services.vacancy_ports import FeedReader
from tests.adapters.feeds.reading import COLUMNS, SHARED, Reading, file_feed, read

HEADER = "编号,岗位,单位,工资"
ROWS = ("1,普工,示例电子厂,5000-6000元/月", "2,叉车司机,示例仓储公司,6000-7500元/月")
TABLE = "\n".join((HEADER, *ROWS)) + "\n"
ITEMS = [{"编号": 1, "岗位": "普工", "单位": "示例电子厂"}, {"编号": "2", "岗位": "叉车司机", "单位": "示例仓储公司"}]


def read_bytes(folder: Path, content: bytes, name: str = "jobs.csv", **settings: str) -> Reading:
    (folder / name).write_bytes(content)
    return read(FileFeed(), file_feed(folder / name, **settings))


def test_it_is_a_feed_reader() -> None:
    assert isinstance(FileFeed(), FeedReader)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_the_encoding_is_found_out(encoding: str, tmp_path: Path) -> None:
    found = read_bytes(tmp_path, TABLE.encode(encoding))
    assert found.adverts == [
        RawAdvert("1", "普工", "示例电子厂", pay="5000-6000元/月", row=2),
        RawAdvert("2", "叉车司机", "示例仓储公司", pay="6000-7500元/月", row=3),
    ]
    assert (found.rejected, found.error) == ([], "")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_out(delimiter: str, tmp_path: Path) -> None:
    assert read_bytes(tmp_path, TABLE.replace(",", delimiter).encode()).titles == ["普工", "叉车司机"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_line_end_will_do(end: str, tmp_path: Path) -> None:
    assert read_bytes(tmp_path, TABLE.replace("\n", end).encode()).titles == ["普工", "叉车司机"]


@pytest.mark.parametrize("name", ["jobs.json", "jobs.txt"])
def test_a_json_list_is_read_whatever_the_file_is_called(name: str, tmp_path: Path) -> None:
    found = read_bytes(tmp_path, json.dumps(ITEMS).encode(), name)
    assert (found.ids, found.titles) == (["1", "2"], ["普工", "叉车司机"])


def test_json_lines_are_read_and_a_broken_line_costs_only_itself(tmp_path: Path) -> None:
    lines = [json.dumps(ITEMS[0]), '{"编号": "x", "岗', "[]", json.dumps(ITEMS[1])]
    found = read_bytes(tmp_path, "\n".join(lines).encode() + b"\n", "jobs.jsonl")
    assert found.titles == ["普工", "叉车司机"]
    assert [(row.row, row.reason) for row in found.rejected] == [
        (2, "The line is not JSON."),
        (3, "Is no JSON object."),
    ]


@pytest.mark.parametrize(
    "wrap",
    [
        lambda items: {"results": items},
        lambda items: {"code": 0, "data": {"total": 2, "items": items}, "msg": "ok"},
        lambda items: {"took": 5, "hits": {"total": {"value": 2}, "hits": [{"_id": "x", "_source": i} for i in items]}},
        lambda items: {"facets": [{"a": 1}], "jobs": items},
    ],
)
def test_the_list_in_a_json_document_is_found(wrap: object, tmp_path: Path) -> None:
    assert callable(wrap)
    for indent in (None, 2):
        found = read_bytes(tmp_path, json.dumps(wrap(ITEMS), indent=indent).encode(), "jobs.json")
        assert (found.titles, found.error) == (["普工", "叉车司机"], "")


def test_a_list_of_any_name_is_read_where_its_path_is_given(tmp_path: Path) -> None:
    content = json.dumps({"a": {"positionsOpen": ITEMS}, "data": [{"岗位": "不是这个"}]}).encode()
    assert read_bytes(tmp_path, content, "jobs.json", items="a.positionsOpen").titles == ["普工", "叉车司机"]


def test_a_document_without_a_known_list_says_which_lists_it_has(tmp_path: Path) -> None:
    found = read_bytes(tmp_path, json.dumps({"offen": ITEMS}).encode(), "jobs.json")
    assert "items=PATH" in found.error
    assert "offen" in found.error


def test_a_workbook_is_read(tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    sheet.append(["编号", "岗位", "单位", "工资"])
    sheet.append([1, "普工", "示例电子厂", 5000])
    sheet.append([None, None, None, None])
    sheet.append([2.0, "叉车司机", "示例仓储公司", "=1+1"])
    sheet.append([3, "保安", "示例物业", "3000元"])
    book.save(tmp_path / "jobs.xlsx")
    found = read(FileFeed(), file_feed(tmp_path / "jobs.xlsx"))
    assert [(advert.external_id, advert.title, advert.pay, advert.row) for advert in found.adverts] == [
        ("1", "普工", "5000", 2),
        ("3", "保安", "3000元", 5),
    ]
    assert [row.row for row in found.rejected] == [4]


@pytest.mark.parametrize("title", ["2026年示例招聘会岗位表", '"2026年,示例招聘会"', "示例岗位表,,,\n\n填表人：,,,"])
def test_a_title_above_the_header_is_passed_over(title: str, tmp_path: Path) -> None:
    found = read_bytes(tmp_path, f"{title}\n{TABLE}".encode())
    assert (found.titles, found.rejected, found.error) == (["普工", "叉车司机"], [], "")


def test_a_title_above_the_header_of_a_workbook_is_passed_over(tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    for row in (["示例岗位表"], [], ["编号", "岗位", "单位", "工资"], ["7", "普工", "示例电子厂", "面议"]):
        book.active.append(row)
    book.save(tmp_path / "jobs.xlsx")
    assert read(FileFeed(), file_feed(tmp_path / "jobs.xlsx")).ids == ["7"]


def test_a_folder_is_read_as_one_and_says_which_file_a_row_stands_in(tmp_path: Path) -> None:
    (tmp_path / "b.csv").write_text(f"{HEADER}\n3,,示例公司,\n", encoding="utf-8")
    (tmp_path / "a.csv").write_text(TABLE, encoding="utf-8")
    (tmp_path / ".hidden.csv").write_text("x", encoding="utf-8")
    (tmp_path / "notes.md").write_text("x", encoding="utf-8")
    found = read(FileFeed(), file_feed(tmp_path))
    assert found.titles == ["普工", "叉车司机"]
    assert [(row.row, row.external_id, row.reason) for row in found.rejected] == [(2, "3", "b.csv: Has no title.")]


@pytest.mark.parametrize("what", ["an empty folder", "no folder", "an empty file"])
def test_where_there_is_nothing_the_feed_is_unavailable_not_empty(what: str, tmp_path: Path) -> None:
    path = tmp_path / ("jobs.csv" if what == "an empty file" else "")
    if what == "an empty file":
        path.write_bytes(b"")
    if what == "no folder":
        path = tmp_path / "gone.csv"
    found = read(FileFeed(), file_feed(path))
    assert found.error
    assert found.cursor is None


def test_a_file_that_did_not_change_is_not_read_again(tmp_path: Path) -> None:
    first = read_bytes(tmp_path, TABLE.encode())
    again = read(FileFeed(), file_feed(tmp_path / "jobs.csv"), first.cursor)
    assert (again.adverts, again.cursor) == ([], None)


def test_a_file_that_changed_is_read_again_and_so_is_one_with_another_mapping(tmp_path: Path) -> None:
    first = read_bytes(tmp_path, TABLE.encode())
    remapped = read(FileFeed(), file_feed(tmp_path / "jobs.csv", {**COLUMNS, "place": "单位"}), first.cursor)
    assert len(remapped.adverts) == 2
    os.utime(tmp_path / "jobs.csv", ns=(1, 1))
    assert len(read(FileFeed(), file_feed(tmp_path / "jobs.csv"), first.cursor).adverts) == 2


def test_a_file_that_changes_while_it_is_read_closes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "jobs.csv"
    path.write_text(TABLE, encoding="utf-8")
    reader = FileFeed(batch_rows=1)
    feed = file_feed(path)
    from assistant.domain.errors import UnavailableError
    from assistant.services.vacancy_ports import Cursor

    batches = reader.read(feed, Cursor())
    next(batches)
    path.write_text(HEADER + "\n", encoding="utf-8")
    os.utime(path, ns=(5, 5))
    with pytest.raises(UnavailableError, match="changed while"):
        list(batches)
    assert reader.cursor_after() is None


def test_batches_are_bounded(tmp_path: Path) -> None:
    rows = "".join(f"{number},普工,示例电子厂,\n" for number in range(25))
    (tmp_path / "jobs.csv").write_text(f"{HEADER}\n{rows}", encoding="utf-8")
    assert read(FileFeed(batch_rows=10), file_feed(tmp_path / "jobs.csv")).sizes == [10, 10, 5]


def test_a_missing_column_ends_the_read_and_is_named(tmp_path: Path) -> None:
    found = read_bytes(tmp_path, TABLE.replace("工资", "待遇", 1).encode())
    assert found.adverts == []
    assert "'工资'" in found.error
    assert "待遇" in found.error


class TestCutInTheMiddle:
    def test_rows_before_the_cut_are_read_and_the_cut_row_is_rejected(self, tmp_path: Path) -> None:
        found = read_bytes(tmp_path, f"{TABLE}3,保".encode())
        assert found.titles == ["普工", "叉车司机"]
        assert [(row.row, row.reason) for row in found.rejected] == [(4, "The file ends in the middle of this row.")]
        assert found.error
        assert found.cursor is None

    def test_a_table_cut_within_quotes_is_unavailable(self, tmp_path: Path) -> None:
        found = read_bytes(tmp_path, f'{TABLE}3,保安,"示例物业\n很大的'.encode())
        assert found.titles == ["普工", "叉车司机"]
        assert found.rejected
        assert found.error

    def test_a_last_row_without_a_line_end_is_whole(self, tmp_path: Path) -> None:
        found = read_bytes(tmp_path, TABLE.rstrip("\n").encode())
        assert (found.titles, found.rejected, found.error) == (["普工", "叉车司机"], [], "")

    @pytest.mark.parametrize("wrapped", [False, True])
    def test_json_cut_anywhere_is_unavailable_and_what_was_whole_is_read(self, wrapped: bool, tmp_path: Path) -> None:
        whole = json.dumps({"data": ITEMS} if wrapped else ITEMS, ensure_ascii=False)
        for end in range(10, len(whole) - 1, 3):
            found = read_bytes(tmp_path, whole[:end].encode(), "jobs.json")
            assert found.error, whole[:end]
            assert found.cursor is None
            assert len(found.titles) == whole[:end].count("}")

    def test_json_lines_cut_in_the_last_line(self, tmp_path: Path) -> None:
        content = f"{json.dumps(ITEMS[0])}\n{json.dumps(ITEMS[1])[:-5]}"
        found = read_bytes(tmp_path, content.encode(), "jobs.jsonl")
        assert (found.titles, [row.row for row in found.rejected]) == (["普工"], [2])
        assert found.error

    def test_a_cut_workbook_is_unavailable(self, tmp_path: Path) -> None:
        from openpyxl import Workbook

        Workbook().save(tmp_path / "whole.xlsx")
        found = read_bytes(tmp_path, (tmp_path / "whole.xlsx").read_bytes()[:-300], "jobs.xlsx")
        assert found.error


class TestBadInput:
    def test_broken_bytes_cost_the_row_they_stand_in(self, tmp_path: Path) -> None:
        content = TABLE.encode().replace("叉车".encode(), b"\xe5\x8f\xff\xe8\xbd\xa6")
        found = read_bytes(tmp_path, content)
        assert found.titles == ["普工"]
        assert [(row.row, row.external_id) for row in found.rejected] == [(3, "2")]
        assert "title" in found.rejected[0].reason

    def test_broken_bytes_do_not_make_one_encoding_look_like_another(self, tmp_path: Path) -> None:
        content = TABLE.encode("gb18030").replace("仓储".encode("gb18030"), b"\xb2\xd6\xff")
        found = read_bytes(tmp_path, content)
        assert (found.titles, [row.external_id for row in found.rejected]) == (["普工"], ["2"])

    def test_a_picture_or_an_archive_is_no_feed(self, tmp_path: Path) -> None:
        for content in (b"%PDF-1.7 \xe2\xe3", b"\x89PNG\r\n\x1a\n\0\0", b"PK\x03\x04 no zip", bytes(range(256)) * 9):
            assert read_bytes(tmp_path, content).error

    def test_a_web_page_is_no_feed(self, tmp_path: Path) -> None:
        assert read_bytes(tmp_path, "<!doctype html><p>请登录</p>".encode()).error

    @pytest.mark.parametrize("as_json", [False, True])
    def test_a_field_of_a_million_characters_is_cut_and_the_rows_beside_it_are_whole(
        self, as_json: bool, tmp_path: Path
    ) -> None:
        long = '很，长,""' * 150_000
        if as_json:
            content = json.dumps([*ITEMS, {"编号": "3", "岗位": "保安", "单位": long}], ensure_ascii=False)
        else:
            content = f'{HEADER}\n{ROWS[0]}\n3,保安,"{long}",面议\n{ROWS[1]}\n'
        found = read_bytes(tmp_path, content.encode())
        by_id = {advert.external_id: advert for advert in found.adverts}
        assert sorted(by_id) == ["1", "2", "3"]
        assert len(by_id["3"].employer) == 500
        assert found.rejected == []

    def test_a_quote_that_is_never_closed_costs_one_row(self, tmp_path: Path) -> None:
        later = "".join(f"{number},普工,示例电子厂,面议\n" for number in range(10, 60))
        found = read_bytes(tmp_path, f'{HEADER}\n{ROWS[0]}\n3,"保安,示例物业,面议\n{later}'.encode())
        assert len(found.adverts) == 51
        assert [(row.row, row.reason) for row in found.rejected] == [(3, "A quotation mark is never closed.")]

    def test_a_description_over_several_lines_is_one_row(self, tmp_path: Path) -> None:
        content = f'{HEADER}\n1,普工,"示例\n电子厂，""大厂""",面议\n{ROWS[1]}\n'
        assert [advert.employer for advert in read_bytes(tmp_path, content.encode()).adverts] == [
            '示例\n电子厂，"大厂"',
            "示例仓储公司",
        ]

    def test_a_quote_inside_a_word_is_a_letter_like_others(self, tmp_path: Path) -> None:
        content = f'{HEADER}\n1,装5"管的普工,示例电子厂,面议\n{ROWS[1]}\n'
        assert read_bytes(tmp_path, content.encode()).titles == ['装5"管的普工', "叉车司机"]

    def test_a_row_with_other_fields_than_the_header_is_rejected(self, tmp_path: Path) -> None:
        found = read_bytes(tmp_path, f"{HEADER}\n1,普工,示例,电子厂,面议\n{ROWS[1]}\n3,保安\n".encode())
        assert found.titles == ["叉车司机"]
        assert [row.row for row in found.rejected] == [2, 4]

    def test_markup_and_scripts_become_words_or_nothing(self, tmp_path: Path) -> None:
        content = (
            f"{HEADER}\n1,<b>普工</b><script>alert(1)</script>,示例<i>电子</i>厂,5000 < 6000\n"
            "2,<script>alert(2)</script>,示例,\n"
        )
        found = read_bytes(tmp_path, content.encode())
        assert [(advert.title, advert.employer, advert.pay) for advert in found.adverts] == [
            ("普工", "示例电子厂", "5000 < 6000")
        ]
        assert [(row.external_id, row.reason) for row in found.rejected] == [("2", "Has no title.")]

    def test_hidden_characters_are_taken_out(self, tmp_path: Path) -> None:
        found = read_bytes(tmp_path, f"{HEADER}\n1\u200b,普\u202e工\x07,示例\ufeff厂,\n".encode())
        assert found.adverts == [RawAdvert("1", "普工", "示例厂", row=2)]

    @pytest.mark.parametrize(
        "content",
        [
            "[" * 100_000,
            '{"data": ' + "[" * 100_000,
            '[{"编号": ' + "9" * 6000 + ', "岗位": "普工"}]',
            "[1, 2",
            "{]",
            "nul",
        ],
    )
    def test_hostile_json_is_reported(self, content: str, tmp_path: Path) -> None:
        found = read_bytes(tmp_path, content.encode(), "jobs.json")
        assert found.error or found.rejected


class TestRealInput:
    @pytest.fixture(autouse=True)
    def _needs_shared_data(self) -> None:
        if not SHARED.is_dir():
            pytest.skip("the folder of real input, ../shared/data, is not there")

    def test_real_adverts_are_read_and_those_whose_title_cannot_be_read_are_named(self) -> None:
        columns = {"title": "jobName", "employer": "companyName", "place": "area", "pay": "salary", "tags": "tags"}
        found = read(FileFeed(), file_feed(SHARED / "51job_sample.csv", columns))
        assert (len(found.adverts), len(found.rejected), found.error) == (4568, 13, "")
        assert {row.reason.partition(",")[0] for row in found.rejected} == {"Holds characters that cannot be read"}

    def test_a_real_search_response_is_read(self) -> None:
        columns = {"external_id": "id", "title": "headline", "employer": "employer.name"}
        found = read(FileFeed(), file_feed(SHARED / "jobtech_search_response.json", columns))
        assert found.ids == ["23174210", "23187561"]
