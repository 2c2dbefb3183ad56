"""An advert is read as it is printed: what it asks, offers, denies and only welcomes; bad input costs little."""

import csv
import time
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.domain.errors import InvalidInputError
from assistant.domain.vacancies import Education, EmploymentType, Pay, RawAdvert, Shift, Vacancy
from tests.language.vacancy_word_data import shipped_reader

TODAY = date(2026, 11, 23)
REAL_ADVERTS = Path("../shared/data/vacancies/51job_sample.csv")


def read(title: str = "普工", **columns: Any) -> Vacancy:
    return shipped_reader().read(RawAdvert("1", title=title, **columns), TODAY)


def test_a_whole_advert_is_read() -> None:
    vacancy = read(
        title="叉车司机（招3人）",
        employer="重庆示例物流有限公司",
        place="江北区观音桥",
        pay="综合工资6000-8000元",
        description="<p>任职要求：初中及以上学历，持叉车证，2年以上工作经验。</p><p>福利：包吃住、五险一金，长白班，周末双休。近地铁3号线</p>",
        posted_on="2026-11-20 09:22:00",
        closes_on="12月30日前",
        credit_code=" 91500000ma5u000000 ",
    )
    assert (vacancy.region_id, vacancy.landmark, vacancy.place) == ("jiangbei", "观音桥", "江北区观音桥")
    assert vacancy.pay == Pay(6000, 8000, "month", None, "综合工资6000-8000元")
    assert vacancy.occupations == ("叉车司机",)
    assert (vacancy.education, vacancy.experience_years, vacancy.openings) == (Education.JUNIOR, 2, 3)
    assert vacancy.licences == ("叉车证",)
    assert vacancy.shifts == (Shift.DAY, Shift.WEEKEND_OFF)
    assert vacancy.benefits == ("包吃", "包住", "五险", "公积金")
    assert (vacancy.posted_on, vacancy.closes_on) == (date(2026, 11, 20), date(2026, 12, 30))
    assert vacancy.employment_type is EmploymentType.FULL_TIME
    assert vacancy.is_near_rail
    assert vacancy.credit_code == "91500000MA5U000000"
    assert "<" not in vacancy.description


@pytest.mark.parametrize(
    ("place", "region_id", "landmark"),
    [
        ("重庆重庆渝北区", "yubei", None),
        ("500112", "yubei", None),
        ("江北", "jiangbei", None),
        ("两江新区礼嘉", "liangjiang", "礼嘉"),
        ("石桥铺", "jiulongpo", "石桥铺"),
        ("开县", "kaizhou", None),
        ("重庆", "chongqing", None),
        ("成都", None, None),
        ("成都高新区", None, None),
        ("浙江省宁波江北区", None, None),
        ("510100", None, None),
        ("Stockholm", None, None),
        ("", None, None),
    ],
)
def test_the_region_is_the_one_named(place: str, region_id: str | None, landmark: str | None) -> None:
    vacancy = read(place=place)
    assert (vacancy.region_id, vacancy.landmark) == (region_id, landmark)


def test_title_and_description_say_where_a_wide_place_is() -> None:
    assert read("观音桥服务员", place="重庆").region_id == "jiangbei"
    assert read(place="重庆", description="工作地点：观音桥步行街").region_id == "jiangbei"
    assert read(place="重庆", description="总部在解放碑，全市有店").region_id == "chongqing"
    assert read(place="渝北区", description="总部在解放碑，门店在嘉州路").landmark == "嘉州路"
    assert read(place="成都", description="工作地点：观音桥").region_id is None


@pytest.mark.parametrize(
    ("description", "licences"),
    [
        ("需持叉车证上岗", ("叉车证",)),
        ("有叉车证优先", ()),
        ("叉车证、电工证者优先录用", ()),
        ("优先录用有叉车证的", ()),
        ("有叉车证，经验丰富者优先", ("叉车证",)),
        ("可帮办健康证", ()),
        ("健康证公司统一办理", ()),
        ("入职前需办健康证", ("健康证",)),
        ("不需要健康证", ()),
        ("无叉车证勿扰", ("叉车证",)),
        ("没有C1驾照的不要", ("驾驶证C1",)),
        ("有叉车证每月补贴300", ()),
        ("驾照培训、教师资格证考试辅导", ()),
        ("驾照B2以上，有从业资格证", ("驾驶证B2", "从业资格证")),
        ("持有C1驾驶证", ("驾驶证C1",)),
    ],
)
def test_only_licences_that_are_asked_for_count(description: str, licences: tuple[str, ...]) -> None:
    assert read(description=description).licences == licences


@pytest.mark.parametrize(
    ("columns", "benefits"),
    [
        ({"description": "包吃不包住"}, ("包吃",)),
        ({"description": "社保自理，无宿舍"}, ()),
        ({"description": "负责员工社保公积金办理，组织培训"}, ()),
        ({"title": "培训学校课程顾问"}, ()),
        ({"title": "班车司机"}, ()),
        ({"tags": "五险一金,定期体检,专业培训"}, ("五险", "公积金", "体检", "培训")),
        ({"pay": "200/天 包吃"}, ("包吃",)),
    ],
)
def test_benefits_are_what_is_given(columns: dict[str, str], benefits: tuple[str, ...]) -> None:
    assert read(**columns).benefits == benefits


@pytest.mark.parametrize(
    ("description", "shifts"),
    [
        ("长白班，无夜班", (Shift.DAY,)),
        ("不倒班，不熬夜", ()),
        ("两班倒，白班8点到20点，夜班20点到8点", (Shift.NIGHT, Shift.ROTATING)),
        ("长白班或两班倒可选", (Shift.DAY, Shift.ROTATING)),
        ("夜班补贴20元", (Shift.NIGHT,)),
        ("单双休", ()),
    ],
)
def test_shifts_are_what_somebody_would_work(description: str, shifts: tuple[Shift, ...]) -> None:
    assert read(description=description).shifts == shifts


@pytest.mark.parametrize(
    ("columns", "kind"),
    [
        ({"title": "日结传单派发"}, EmploymentType.CASUAL),
        ({"description": "工资一天一结"}, EmploymentType.CASUAL),
        ({"title": "暑假工"}, EmploymentType.CASUAL),
        ({"title": "兼职服务员"}, EmploymentType.PART_TIME),
        ({"employment_type": "兼职"}, EmploymentType.PART_TIME),
        ({"title": "就业见习行政助理"}, EmploymentType.TRAINEESHIP),
        ({"title": "公益性岗位保洁"}, EmploymentType.PUBLIC_WELFARE_POST),
        ({"description": "长期工，兼职勿扰"}, EmploymentType.FULL_TIME),
        ({"title": "服务员（全职/兼职）"}, EmploymentType.FULL_TIME),
        ({}, EmploymentType.FULL_TIME),
    ],
)
def test_the_kind_of_work_is_read(columns: dict[str, str], kind: EmploymentType) -> None:
    assert read(**columns).employment_type is kind


@pytest.mark.parametrize(
    ("columns", "education", "years"),
    [
        ({"education": "不限", "experience": "经验不限"}, Education.NONE, 0),
        ({"education": "大专/本科", "experience": "1-3年"}, Education.COLLEGE, 1),
        ({"education": "中技/中专", "experience": "3年及以上"}, Education.SENIOR, 3),
        ({"education": "本科", "experience": "在校生/应届生"}, Education.BACHELOR, 0),
        ({"education": "学历不限", "experience": "无需经验"}, Education.NONE, 0),
        ({"experience": "1年以内"}, None, 0),
        ({"experience": "半年"}, None, 0),
        ({"experience": "两年以上"}, None, 2),
        ({"tags": "3-4年,本科,五险一金"}, Education.BACHELOR, 3),
        ({"description": "大专以上学历，本科优先，3年以上工作经验"}, Education.COLLEGE, 3),
        ({"description": "2年以上工作经验者优先，高中/中专以上文化"}, Education.SENIOR, None),
        ({"description": "无经验可培训"}, None, 0),
        ({"title": "初中数学老师", "description": "成立于20年前的公司"}, None, None),
    ],
)
def test_the_least_schooling_and_experience_asked_for_is_read(
    columns: dict[str, str], education: Education | None, years: int | None
) -> None:
    vacancy = read(**columns)
    assert (vacancy.education, vacancy.experience_years) == (education, years)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-11-23", date(2026, 11, 23)),
        ("2026/11/3", date(2026, 11, 3)),
        ("2026年11月3日", date(2026, 11, 3)),
        ("20261103", date(2026, 11, 3)),
        ("1795363200", date(2026, 11, 23)),
        ("1795363200000", date(2026, 11, 23)),
        ("2026-11-22T20:00:00Z", date(2026, 11, 23)),
        ("2026-11-22T23:59:59", date(2026, 11, 22)),
        ("11月30日前", date(2026, 11, 30)),
        ("11月20日", date(2026, 11, 20)),
        ("1月5日", date(2027, 1, 5)),
        ("9999-12-31", date(9999, 12, 31)),
        ("2026-02-30", None),
        ("长期有效", None),
        ("", None),
    ],
)
def test_last_days_are_read(text: str, day: date | None) -> None:
    assert read(closes_on=text).closes_on == day


def test_a_day_without_a_year_was_posted_in_the_past() -> None:
    assert read(posted_on="12月5日").posted_on == date(2025, 12, 5)
    assert read(posted_on="3天前").posted_on == date(2026, 11, 20)


def test_casual_work_for_tomorrow_counts_from_the_day_of_the_advert() -> None:
    assert read("日结搬运工，明天上班").starts_on == date(2026, 11, 24)
    assert read("日结搬运工，明天上班", posted_on="2026-11-20").starts_on == date(2026, 11, 21)
    assert read("日结搬运工", description="11月29日展会").starts_on == date(2026, 11, 29)
    assert read("搬运工", starts_on="后天").starts_on == date(2026, 11, 25)
    assert read("搬运工", description="明天会更好").starts_on is None


@pytest.mark.parametrize(
    ("columns", "openings"),
    [
        ({"openings": "5"}, 5),
        ({"openings": "招5人"}, 5),
        ({"openings": "3-5人"}, 3),
        ({"openings": "十人"}, 10),
        ({"openings": "若干"}, None),
        ({"title": "普工10名"}, 10),
        ({"description": "公司现招聘保安20名，四人间宿舍"}, 20),
        ({"description": "8人间宿舍"}, None),
        ({"openings": "0"}, None),
    ],
)
def test_openings_are_read(columns: dict[str, str], openings: int | None) -> None:
    assert read(**columns).openings == openings


def test_an_occupation_comes_from_the_title_then_tags_then_the_beginning_of_the_description() -> None:
    assert read("销售部文员", tags="保安").occupations == ("文员",)
    assert read("急招", tags="保安").occupations == ("保安",)
    assert read("急招", description="招保安").occupations == ("保安",)
    assert read("急招", description="公司" * 40 + "招保安").occupations == ()
    assert len(read("电工、焊工、保安、保洁、普工").occupations) == 3


def test_pay_may_stand_in_the_description_alone() -> None:
    assert read(description="待遇：综合工资6000-8000元，包吃").pay.min_yuan == 6000
    assert read(description="工资月结，每月15号发").pay == Pay()


def test_markup_and_scripts_leave_plain_text() -> None:
    text = "<script>alert(1)</script><p>包吃&nbsp;包住</p>年龄<45岁&lt;b&gt;好&lt;/b&gt;\u200b<!-- x -->"
    assert read("<b>普工</b>&amp;电工\u202e", description=text).title == "普工 &电工"
    assert read(description=text).description == "包吃 包住\n年龄<45岁 好"


@pytest.mark.parametrize("title", ["", "   ", "！！！——", "\u200b", "<b></b>"])
def test_what_has_no_title_is_no_advert(title: str) -> None:
    with pytest.raises(InvalidInputError, match="岗位名称"):
        read(title)


@pytest.mark.parametrize(
    "unit", ["<script>", "<a ", "<!--", "&amp;", "包吃住，", "1-", "招", "3年", "　", "<", "\u200b"]
)
def test_a_field_of_a_million_characters_is_cut_before_it_is_read(unit: str) -> None:
    million = unit * (1_000_000 // len(unit))
    shipped_reader()
    started = time.perf_counter()
    vacancy = read("普工" + million, description=million, place=million, pay=million, tags=million, closes_on=million)
    assert time.perf_counter() - started < 1  # some 3 ms; a pattern that goes astray takes minutes
    assert (len(vacancy.title) <= 120, len(vacancy.description) <= 6000, len(vacancy.place) <= 200) == (True,) * 3


@settings(max_examples=60)
@given(st.builds(RawAdvert, st.just("1"), *(st.text(max_size=60) for _ in range(17))))
def test_no_text_breaks_the_reader(raw: RawAdvert) -> None:
    try:
        vacancy = shipped_reader().read(raw, TODAY)
    except InvalidInputError:
        return
    assert vacancy == shipped_reader().read(raw, TODAY)


def test_the_real_sample_is_read() -> None:
    if not REAL_ADVERTS.exists():
        pytest.skip("../shared/data is not here")
    with REAL_ADVERTS.open(encoding="utf-8-sig", errors="replace") as file:
        rows = [row for row, _ in zip(csv.DictReader(file), range(1000), strict=False)]
    read_rows = [
        (row, read(row["jobName"], place=row["area"], pay=row["salary"], education=row["degree"], tags=row["tags"]))
        for row in rows
    ]
    assert all(
        vacancy.pay.is_known
        for row, vacancy in read_rows
        if row["salary"] not in ("", "面议") and "\ufffd" not in row["salary"]
    )
    assert all(vacancy.education for row, vacancy in read_rows if row["degree"])
    assert all((vacancy.region_id is not None) == ("重庆" in row["area"]) for row, vacancy in read_rows)
