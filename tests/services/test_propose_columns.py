"""Which column of an unknown file is which field."""

from pathlib import Path

import pytest

from assistant.adapters.content.advert_columns_file import read_advert_columns
from assistant.adapters.feeds.peek import glance_at
from assistant.domain.vacancies import ADVERT_FIELDS
from assistant.services.propose_columns import AdvertColumns, ColumnProposal, propose_columns
from assistant.services.vacancy_ports import Feed, FeedKind

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared" / "data" / "vacancies"


@pytest.fixture(scope="module")
def words() -> AdvertColumns:
    return read_advert_columns(ROOT / "knowledge_base")


def propose(words: AdvertColumns, **columns: str | list[str]) -> ColumnProposal:
    """Of columns with their values, or one value thrice."""
    values = {name: [value] * 3 if isinstance(value, str) else value for name, value in columns.items()}
    rows = [dict(zip(values, row, strict=True)) for row in zip(*values.values(), strict=True)]
    return propose_columns(tuple(columns), rows, words)


@pytest.mark.parametrize(
    ("field", "name", "value"),
    [
        ("title", "职位名称", "普工"),
        ("title", "岗位", "普工"),
        ("title", "招聘岗位（工种）", "普工"),
        ("title", "jobName", "普工"),
        ("title", "Job Title", "普工"),
        ("title", "headline", "普工"),
        ("title", "zwmc", "普工"),
        ("employer", "用人单位", "示例电子有限公司"),
        ("employer", "companyName", "示例电子有限公司"),
        ("employer", "employer.name", "Exempel AB"),
        ("description", "岗位职责", "装配"),
        ("description", "description.text", "装配"),
        ("place", "工作地点", "渝北区"),
        ("place", "area", "重庆-渝北区"),
        ("place", "workplace_address.municipality", "Stockholm"),
        ("pay", "薪资", "5-8千/月"),
        ("pay", "月薪（元）", "6000"),
        ("pay", "salary", "1-1.5万"),
        ("education", "degree", "本科"),
        ("education", "学历要求", "大专"),
        ("experience", "workYear", "3-4年"),
        ("employment_type", "工作性质", "全职"),
        ("shift", "班次", "长白班"),
        ("benefits", "福利待遇", "五险一金"),
        ("licences", "证书要求", "叉车证"),
        ("openings", "招聘人数", "12人"),
        ("openings", "number_of_vacancies", "1"),
        ("posted_on", "issueDate", "2023-12-12 09:22:00"),
        ("posted_on", "发布时间", "2026年11月20日"),
        ("closes_on", "application_deadline", "2019-05-12T23:59:59"),
        ("closes_on", "截止日期", "2026/12/1"),
        ("url", "职位链接", "https://example.org/1"),
        ("credit_code", "统一社会信用代码", "91500000MA5U000000"),
        ("tags", "岗位标签", "急招"),
    ],
)
def test_names_in_three_languages_are_known(words: AdvertColumns, field: str, name: str, value: str) -> None:
    proposal = propose(words, **{name: value, "无关": "x"})
    assert proposal.columns == {field: name}
    (found,) = proposal.proposed
    assert 0.45 <= found.confidence <= 1
    assert found.samples == (value,) * 3
    assert proposal.unused == ("无关",)


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("pay", ["5-8千/月", "面议", "200元/天"]),
        ("education", ["本科", "大专", "学历不限"]),
        ("experience", ["3-4年", "无需经验", "1年"]),
        ("employer", ["示例电子有限公司", "示例物业集团", "示例餐厅"]),
        ("credit_code", ["91500000MA5U000000", "91500000MA5U00000X", "91500000MA5U00000A"]),
    ],
)
def test_a_column_of_any_name_is_known_by_its_values(words: AdvertColumns, field: str, values: list[str]) -> None:
    assert propose(words, F7=values).columns == {field: "F7"}


def test_a_column_whose_values_say_otherwise_is_not_taken_for_its_name(words: AdvertColumns) -> None:
    proposal = propose(
        words, salary=["Fast lön", "Rörlig lön", "Fast lön"], 待遇="6000-7000元", 人数="很多", date="不详"
    )
    assert proposal.columns == {"pay": "待遇"}


def test_a_column_is_used_once_and_the_better_name_wins(words: AdvertColumns) -> None:
    proposal = propose(words, 岗位="普工", 职位名称="普工", 标题="普工")
    assert proposal.columns == {"title": "职位名称"}
    assert set(proposal.unused) == {"岗位", "标题"}


def test_ids_must_tell_the_rows_apart(words: AdvertColumns) -> None:
    assert propose(words, 编号=["1", "2", "3"], 岗位="普工").columns["external_id"] == "编号"
    repeated = propose(words, 编号=["1", "1", "3"], 岗位="普工")
    assert "external_id" not in repeated.columns
    assert repeated.makes_ids


def test_an_empty_column_gives_way_to_a_full_one(words: AdvertColumns) -> None:
    proposal = propose(words, 公司名称="", 单位="示例电子有限公司")
    assert proposal.columns["employer"] == "单位"


@pytest.mark.parametrize(
    ("columns", "is_enough"),
    [
        ({"岗位": "普工", "薪资": "5千"}, True),
        ({"岗位": "普工"}, False),
        ({"薪资": "5千", "单位": "示例厂"}, False),
        ({}, False),
    ],
)
def test_a_title_and_one_more_are_enough(words: AdvertColumns, columns: dict[str, str], is_enough: bool) -> None:
    assert propose(words, **columns).is_complete_enough is is_enough


def test_our_own_names_are_known(words: AdvertColumns) -> None:
    assert set(words.fields) == set(ADVERT_FIELDS)
    for name in ADVERT_FIELDS:
        assert name.replace("_", "") in words.fields[name].names


class TestRealInput:
    @pytest.fixture(autouse=True)
    def _needs_shared_data(self) -> None:
        if not SHARED.is_dir():
            pytest.skip("the folder of real input, ../shared/data, is not there")

    def test_a_real_table_maps_right(self, words: AdvertColumns) -> None:
        proposal = _of_file("51job_sample.csv", words)
        assert proposal.columns == {
            "title": "jobName",
            "employer": "companyName",
            "place": "area",
            "pay": "salary",
            "experience": "workYear",
            "education": "degree",
            "tags": "tags",
            "posted_on": "issueDate",
        }
        assert proposal.makes_ids

    def test_a_real_search_response_maps_right(self, words: AdvertColumns) -> None:
        columns = _of_file("jobtech_search_response.json", words).columns
        assert {
            "external_id": "id",
            "title": "headline",
            "employer": "employer.name",
            "description": "description.text",
            "place": "workplace_address.municipality",
            "openings": "number_of_vacancies",
            "posted_on": "publication_date",
            "closes_on": "application_deadline",
        }.items() <= columns.items()
        assert "pay" not in columns


def _of_file(name: str, words: AdvertColumns) -> ColumnProposal:
    glance = glance_at(Feed("x", FeedKind.FILE, "x", str(SHARED / name)), is_kind_given=True)
    return propose_columns(glance.header, glance.rows, words)
