"""A plain sentence becomes the filter it means, and nothing that was not said becomes a limit."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.domain.vacancies import Education, EmploymentType, Shift
from assistant.domain.vacancy_filter import PayFloor, VacancyFilter, VacancyWishes
from assistant.language.vacancy_wishes import read_wishes
from tests.language.wish_words import MONDAY, read_context

CONTEXT = read_context()
CASUAL = (EmploymentType.CASUAL,)


def read(text: str) -> VacancyFilter:
    return read_wishes(text, CONTEXT)


def test_limits_of_every_sort_are_read_from_one_sentence() -> None:
    assert read("两江新区包吃住的普工, 六千块以上, 不上夜班, 最好双休") == VacancyFilter(
        occupations=("普工",),
        region_ids=("liangjiang",),
        pay_floor=PayFloor(6000),
        benefits=("包吃", "包住"),
        not_shifts=(Shift.NIGHT,),
        wishes=VacancyWishes(shifts=(Shift.WEEKEND_OFF,)),
    )


@pytest.mark.parametrize(
    ("text", "yuan", "per"),
    [
        ("六千块以上", 6000, "month"),
        ("不低于六千", 6000, "month"),
        ("工资不要低于4500", 4500, "month"),
        ("五六千的保安", 5000, "month"),
        ("一万二的焊工", 12000, "month"),
        ("文员6k", 6000, "month"),
        ("普工6000包吃住", 6000, "month"),
        ("普工 6000 包吃住", 6000, "month"),
        ("一天两百起", 200, "day"),
        ("小工300一天", 300, "day"),
        ("20块一小时", 20, "hour"),
        ("一小时18块不干，要20以上的", 20, "hour"),
        ("年薪十五万", 150000, "year"),
        ("起码要五千", 5000, "month"),
        ("月入过万", 10000, "month"),
        ("6-8千", 6000, "month"),
        ("2800到3500", 2800, "month"),
        ("低于五千不去", 5000, "month"),
        ("五千以下的不要", 5000, "month"),
        ("现在工资四千，想找六千的", 6000, "month"),
    ],
)
def test_a_floor_is_read_in_every_spoken_form(text: str, yuan: float, per: str) -> None:
    floor = read(text).pay_floor
    assert floor is not None
    assert (floor.yuan, floor.per) == (yuan, per)


@pytest.mark.parametrize(
    "text", ["工资高点的普工", "不交500押金的", "五十岁想做保洁", "现在拿四千", "3年经验", "五千以下"]
)
def test_what_is_no_floor_makes_none(text: str) -> None:
    assert read(text).pay_floor is None


@pytest.mark.parametrize(
    ("text", "region_ids", "near"),
    [
        ("离观音桥近的服务员", ("jiangbei",), "观音桥"),
        ("大学城附近的兼职", ("shapingba",), "大学城"),
        ("观音桥的服务员", ("jiangbei",), "观音桥"),
        ("轻轨沿线的保洁", (), "rail"),
        ("地铁口的服务员", (), "rail"),
        ("不要太远的保洁", (), "here"),
        ("离家近的超市", (), "here"),
        ("江北或者渝北的客服", ("jiangbei", "yubei"), None),
        ("我是万州人，想在渝北找事", ("yubei",), None),
        ("刚从广东回来，想在忠县找个厂", ("zhongxian",), None),
        ("住在南坪，想找附近的收银员", ("nanan",), "南坪"),
        ("不想在渝北，想回丰都", ("fengdu",), None),
        ("以前在观音桥做销售，现在找文员", (), None),
    ],
)
def test_the_place_is_where_the_work_must_be(text: str, region_ids: tuple[str, ...], near: str | None) -> None:
    wanted = read(text)
    assert (wanted.region_ids, wanted.near) == (region_ids, near)


@pytest.mark.parametrize(
    ("text", "occupations", "refused"),
    [
        ("保安或者保洁", ("保安", "保洁"), ()),
        ("不要销售，找个文员", ("文员",), ("销售",)),
        ("除了保安都行", (), ("保安",)),
        ("不想做销售和客服，想做行政", ("行政",), ("销售", "客服")),
        ("销售、客服都不要", (), ("销售", "客服")),
        ("销售不考虑，人事可以", ("人事",), ("销售",)),
        ("不要夜班的保安", ("保安",), ()),
        ("不是销售的客服", ("客服",), ("销售",)),
        ("有没有保安", ("保安",), ()),
        ("以前做销售，现在想找文员", ("文员",), ()),
        ("干过三年电焊，想找个包吃住的", (), ()),
        ("当过五年厨师，想继续做厨师", ("厨师",), ()),
        ("我老公是保安，我想找保洁", ("保洁",), ()),
        ("我老公想找个开货车的活", ("货车司机",), ()),
        ("五十岁女的想做保洁", ("保洁",), ()),
        ("棒棒活路有没得", ("搬运工",), ()),
        ("我有晕车，不能当保安", (), ("保安",)),
        ("不会电脑，能不能做文员", ("文员",), ()),
        ("只要不是销售都可以", (), ("销售",)),
        ("我会电焊，想找个工地", ("焊工",), ()),
        ("只要离家近，能照顾老人", (), ()),
    ],
)
def test_what_is_wanted_and_what_is_refused(text: str, occupations: tuple[str, ...], refused: tuple[str, ...]) -> None:
    wanted = read(text)
    assert (wanted.occupations, wanted.not_occupations) == (occupations, refused)


@pytest.mark.parametrize(
    ("text", "shifts", "refused"),
    [
        ("不倒班的厂", (), (Shift.ROTATING,)),
        ("不要两班倒", (), (Shift.ROTATING,)),
        ("不能熬夜", (), (Shift.NIGHT,)),
        ("有没有没夜班的", (), (Shift.NIGHT,)),
        ("有没有夜班", (Shift.NIGHT,), ()),
        ("有没得夜班", (Shift.NIGHT,), ()),
        ("不一定要双休", (), ()),
        ("想找夜班保安", (Shift.NIGHT,), ()),
        ("可以上夜班", (), ()),
        ("三班倒也行", (), ()),
        ("只考虑双休，不考虑夜班", (Shift.WEEKEND_OFF,), (Shift.NIGHT,)),
        ("不双休也行", (), ()),
        ("能接受两班倒，但不接受长夜班", (), (Shift.NIGHT,)),
    ],
)
def test_shifts_are_wanted_refused_or_merely_accepted(
    text: str, shifts: tuple[Shift, ...], refused: tuple[Shift, ...]
) -> None:
    wanted = read(text)
    assert (wanted.shifts, wanted.not_shifts) == (shifts, refused)


@pytest.mark.parametrize(
    ("text", "wishes"),
    [
        ("最好双休", VacancyWishes(shifts=(Shift.WEEKEND_OFF,))),
        ("能包住更好，有社保优先", VacancyWishes(benefits=("包住", "五险"))),
        ("要是能双休就好了", VacancyWishes(shifts=(Shift.WEEKEND_OFF,))),
        ("如果包住，那更好", VacancyWishes(benefits=("包住",))),
        ("离家近最好", VacancyWishes(near="here")),
        ("最好七千以上", VacancyWishes(pay_floor=PayFloor(7000))),
        ("尽量在渝中", VacancyWishes(region_ids=("yuzhong",))),
        ("首选渝中，不行南岸也可以", VacancyWishes(region_ids=("yuzhong", "nanan"))),
        ("最好不上夜班", VacancyWishes(shifts=(Shift.DAY,))),
    ],
)
def test_a_wish_is_no_limit(text: str, wishes: VacancyWishes) -> None:
    assert read(text) == VacancyFilter(wishes=wishes)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "想找个包吃住的厂最好双休工资六千左右",
            VacancyFilter(
                pay_floor=PayFloor(6000), benefits=("包吃", "包住"), wishes=VacancyWishes(shifts=(Shift.WEEKEND_OFF,))
            ),
        ),
        (
            "想找个不用上夜班不用倒班的普工最好包住",
            VacancyFilter(
                occupations=("普工",),
                not_shifts=(Shift.NIGHT, Shift.ROTATING),
                wishes=VacancyWishes(benefits=("包住",)),
            ),
        ),
        (
            "以前在北碚做销售一个月五千现在想在渝北找文员",
            VacancyFilter(occupations=("文员",), region_ids=("yubei",)),
        ),
        (
            "不要销售不要客服就想找个前台",
            VacancyFilter(occupations=("前台",), not_occupations=("销售", "客服")),
        ),
    ],
)
def test_sentences_without_punctuation_are_read_alike(text: str, expected: VacancyFilter) -> None:
    assert read(text) == expected


@pytest.mark.parametrize("text", ["有没得包住的", "有不有包住的", "要包住", "不包住的不去", "没得包住的就算了"])
def test_a_question_or_a_double_negation_asks_for_the_benefit(text: str) -> None:
    assert read(text).benefits == ("包住",)


def test_a_wish_ends_before_the_occupation() -> None:
    wanted = read("最好双休的出纳，不交社保的不要")
    assert (wanted.occupations, wanted.benefits) == (("出纳",), ("五险",))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("我有叉车证", VacancyFilter(licences=("叉车证",))),
        ("有证的电工", VacancyFilter(occupations=("电工",), licences=("电工证",))),
        ("没得叉车证", VacancyFilter()),
        ("啥证都没有", VacancyFilter(has_no_licence=True)),
        ("大专毕业", VacancyFilter(education=Education.COLLEGE)),
        ("初中文化，学历不高", VacancyFilter(education=Education.JUNIOR)),
        ("小学文化", VacancyFilter(education=Education.NONE)),
        ("应届本科", VacancyFilter(education=Education.BACHELOR, experience_years=0)),
        ("没得经验", VacancyFilter(experience_years=0)),
        ("5年工作经验的会计", VacancyFilter(occupations=("会计",), experience_years=5)),
        ("交了五年社保的", VacancyFilter()),
    ],
)
def test_what_somebody_has(text: str, expected: VacancyFilter) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("明天的日结", date(2026, 11, 24)),
        ("后天有没得发传单的", date(2026, 11, 25)),
        ("今天有没得活", MONDAY),
        ("今晚的临时工", MONDAY),
        ("周末的零工", date(2026, 11, 28)),
        ("星期天的日结", date(2026, 11, 29)),
        ("周末双休的文员", None),
        ("周末的兼职", None),
        ("明天去面试，看看客服", None),
        ("今天刚失业，想找保洁", None),
    ],
)
def test_the_day_the_work_is_for(text: str, day: date | None) -> None:
    assert read(text).starts_on == day


@pytest.mark.parametrize(
    ("text", "words", "refused"),
    [
        ("想做糖画师傅", ("糖画",), ()),
        ("想应聘调音师", ("调音师",), ()),
        ("文员，不要中介的", (), ("中介",)),
        ("想找个轻松的工作", (), ()),
        ("想在附近找个活", (), ()),
        ("拒绝保险、贷款", (), ("保险", "贷款")),
        ("不找中介", (), ("中介",)),
        ("有没有事情做", (), ()),
        ("不用加班，别太累", (), ()),
    ],
)
def test_words_of_a_title_are_taken_only_where_they_name_one(
    text: str, words: tuple[str, ...], refused: tuple[str, ...]
) -> None:
    wanted = read(text)
    assert (wanted.words, wanted.not_words) == (words, refused)


def test_kinds_of_work_are_told_from_occupations() -> None:
    assert read("临时工").employment_types == CASUAL
    assert read("临时工").occupations == ()
    assert read("小时工").occupations == ("小时工",)
    assert read("不要兼职").not_employment_types == (EmploymentType.PART_TIME,)


@given(st.text(alphabet="保安销售不要想找最好双休包吃住渝北六千以上,，。 夜班除了都行OPB0123456789岁", max_size=60))
@settings(max_examples=150)
def test_reading_is_pure_and_never_wants_what_it_refuses(text: str) -> None:
    wanted = read(text)
    assert read(text) == wanted
    assert not set(wanted.occupations) & set(wanted.not_occupations)
