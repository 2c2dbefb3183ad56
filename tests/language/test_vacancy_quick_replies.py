"""The replies the service offers do what they say, other questions change no search, and limits go one by one."""

from collections.abc import Callable

import pytest

from assistant.domain.vacancies import Shift
from assistant.domain.vacancy_filter import PayFloor, VacancyFilter
from assistant.language.vacancy_refinement import refine
from assistant.language.vacancy_wishes import read_wishes
from tests.language.wish_words import read_context

CONTEXT = read_context()
#: With a limit of every sort.
FULL = (
    "渝北的保安，离我近的，五千以上，兼职日结，白班双休，包吃包住，不倒班，不上夜班，不要中介，大专，三年保安经验，"
    "有保安证，明天的活"
)


def after(*turns: str) -> VacancyFilter:
    wanted = read_wishes(turns[0], CONTEXT)
    for turn in turns[1:]:
        refined = refine(wanted, turn, CONTEXT)
        assert refined is not None, turn
        wanted = refined.wanted
    return wanted


@pytest.mark.parametrize(
    ("reply", "holds"),
    [
        ("工资4500以上的", lambda wanted: wanted.pay_floor == PayFloor(4500)),
        ("工资5400元/月以上", lambda wanted: wanted.pay_floor == PayFloor(5400)),
        ("工资180元/天以上", lambda wanted: wanted.pay_floor == PayFloor(180, "day")),
        ("工资再高点", lambda wanted: wanted.pay_floor == PayFloor(6000)),
        ("包吃住的", lambda wanted: {"包吃", "包住"} <= set(wanted.benefits)),
        ("不上夜班的", lambda wanted: Shift.NIGHT in wanted.not_shifts),
        ("换到南岸区", lambda wanted: wanted.region_ids == ("nanan",)),
        ("不限工种", lambda wanted: not wanted.occupations),
        ("不限包住", lambda wanted: wanted.benefits == ("包吃",)),
        ("不限白班", lambda wanted: wanted.shifts == (Shift.WEEKEND_OFF,)),
        ("不限双休", lambda wanted: wanted.shifts == (Shift.DAY,)),
        ("不限夜班", lambda wanted: wanted.not_shifts == (Shift.ROTATING,)),
        ("不限全职兼职", lambda wanted: not wanted.employment_types),
        ("不限学历", lambda wanted: wanted.education is None),
        ("不限经验", lambda wanted: wanted.experience_years is None),
        ("不限证书", lambda wanted: not wanted.licences and not wanted.has_no_licence),
        ("不限哪天", lambda wanted: wanted.starts_on is None),
        ("不限离得近", lambda wanted: wanted.near is None),
        ("不限这一类", lambda wanted: not wanted.not_words),
    ],
)
def test_a_reply_that_is_offered_does_what_it_says(reply: str, holds: Callable[[VacancyFilter], bool]) -> None:
    before = read_wishes(FULL, CONTEXT)
    refined = refine(before, reply, CONTEXT)
    assert refined is not None
    assert not refined.is_new
    assert holds(refined.wanted)
    if reply.startswith("不限"):
        changed = [name for name in before.limits if getattr(before, name) != getattr(refined.wanted, name)]
        assert len(changed) == 1


def test_more_is_asked_for_and_nothing_changes() -> None:
    before = read_wishes(FULL, CONTEXT)
    refined = refine(before, "还有吗", CONTEXT)
    assert refined is not None
    assert (refined.wants_more, refined.wanted) == (True, before)


def test_what_was_refused_by_name_is_let_go_by_name() -> None:
    assert after("不要销售的文员", "不限销售").not_occupations == ()
    assert after("没得证的保安", "不限证书").has_no_licence is False


@pytest.mark.parametrize(
    "text",
    [
        "失业金怎么领",
        "社保怎么交",
        "谢谢",
        "转人工",
        "这家公司靠谱吗",
        "老板不发工资怎么办",
        "试用期工资怎么算",
        "我多大年纪可以退休",
        "怎么报名",
        "面试要带什么",
        "电话多少",
        "一个月多少钱",
        "夜班补贴一般是多少",
        "叉车证怎么考",
        "保安证在哪里考",
        "包吃住要扣钱吗",
        "要体检吗",
        "几点上班",
        "这个岗位要什么条件",
        "公积金怎么提取",
        "地址在哪",
        "好的",
    ],
)
def test_a_question_about_something_else_is_no_refinement(text: str) -> None:
    assert refine(read_wishes("渝北的保安", CONTEXT), text, CONTEXT) is None


def test_work_nearby_drops_the_place_before() -> None:
    for first in ("渝北的保安", "观音桥的保安"):
        assert after(first, "附近有什么活") == VacancyFilter(occupations=("保安",), near="here")
    assert after("观音桥的保安", "太远了，换渝中") == VacancyFilter(occupations=("保安",), region_ids=("yuzhong",))
    assert after("观音桥的保安", "远点也行") == VacancyFilter(occupations=("保安",), region_ids=("jiangbei",))


@pytest.mark.parametrize(
    ("turns", "expected"),
    [
        (("文员", "有没有双休的"), VacancyFilter(occupations=("文员",), shifts=(Shift.WEEKEND_OFF,))),
        (("文员", "有没有不上夜班的"), VacancyFilter(occupations=("文员",), not_shifts=(Shift.NIGHT,))),
        (
            ("行政，最好双休", "双休必须有，没得双休的不看"),
            VacancyFilter(occupations=("行政",), shifts=(Shift.WEEKEND_OFF,)),
        ),
        (("文员，双休", "单休也行"), VacancyFilter(occupations=("文员",))),
        (("普工，白班", "夜班也可以"), VacancyFilter(occupations=("普工",))),
        (("会计，五险一金", "公积金没有也行"), VacancyFilter(occupations=("会计",), benefits=("五险",))),
        (("普工，包吃住", "包吃就行了"), VacancyFilter(occupations=("普工",), benefits=("包吃",))),
        (
            ("收银员，包吃包住", "不用包住了，我自己有地方住"),
            VacancyFilter(occupations=("收银员",), benefits=("包吃",)),
        ),
        (("护工", "打错了，是养老护理员"), VacancyFilter(occupations=("养老护理员",))),
        (("保安", "我是说保洁"), VacancyFilter(occupations=("保洁",))),
        (("有B2的驾照", "说错了，我的驾照是A2"), VacancyFilter(licences=("驾驶证A2",))),
        (("保安", "我干过三年木工"), VacancyFilter(occupations=("保安",))),
    ],
)
def test_a_later_word_corrects_narrows_or_takes_back(turns: tuple[str, ...], expected: VacancyFilter) -> None:
    wanted = read_wishes(turns[0], CONTEXT)
    for turn in turns[1:]:
        refined = refine(wanted, turn, CONTEXT)
        wanted = refined.wanted if refined is not None else wanted
    assert wanted == expected
