"""A search changes over turns: what is named replaces, 也行 adds, 无所谓 lets go, and other talk changes nothing."""

import pytest

from assistant.domain.vacancies import EmploymentType, Shift
from assistant.domain.vacancy_filter import PayFloor, VacancyFilter, VacancyWishes
from assistant.language.vacancy_refinement import Refinement, refine
from assistant.language.vacancy_wishes import read_wishes
from tests.language.wish_words import read_context

CONTEXT = read_context()


def after(*turns: str) -> VacancyFilter:
    """The filter after the last turn."""
    wanted = read_wishes(turns[0], CONTEXT)
    for turn in turns[1:]:
        refined = refine(wanted, turn, CONTEXT)
        wanted = refined.wanted if refined is not None else wanted
    return wanted


def refined(before: VacancyFilter, text: str) -> Refinement:
    found = refine(before, text, CONTEXT)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("floor", "text", "expected"),
    [
        (PayFloor(6000), "再高点", PayFloor(7000)),
        (PayFloor(5500), "工资高一点", PayFloor(6000)),
        (PayFloor(200, "day"), "再多点", PayFloor(250, "day")),
        (PayFloor(20, "hour"), "高一点", PayFloor(25, "hour")),
        (PayFloor(5000), "再高五百", PayFloor(5500)),
        (PayFloor(200, "day"), "再加五十", PayFloor(250, "day")),
        (PayFloor(6000), "低点也行", PayFloor(5000)),
        (PayFloor(6500), "工资低一点", PayFloor(6000)),
        (PayFloor(6000), "少一千也行", PayFloor(5000)),
        (PayFloor(1000), "再低点", None),
        (PayFloor(6000), "七千以上的呢", PayFloor(7000)),
        (PayFloor(10000), "太高了吧，八千也行", PayFloor(8000)),
    ],
)
def test_pay_goes_up_and_down_by_a_step_or_to_a_figure(floor: PayFloor, text: str, expected: PayFloor | None) -> None:
    assert refined(VacancyFilter(pay_floor=floor), text).wanted.pay_floor == expected


@pytest.mark.parametrize("text", ["工资高一点", "再高五百", "钱多点的"])
def test_better_pay_without_a_floor_needs_a_figure(text: str) -> None:
    refinement = refined(VacancyFilter(occupations=("保安",)), text)
    assert refinement.needs_figure
    assert refinement.wanted == VacancyFilter(occupations=("保安",))


@pytest.mark.parametrize(
    ("turns", "expected"),
    [
        (("鱼洞的保安", "不一定鱼洞，巴南哪里都可以"), VacancyFilter(occupations=("保安",), region_ids=("banan",))),
        (("看哈销售", "算了，不要销售，换成行政"), VacancyFilter(occupations=("行政",), not_occupations=("销售",))),
        (("电工", "不是电工，是电焊工"), VacancyFilter(occupations=("焊工",))),
        (("会计", "有初级证"), VacancyFilter(occupations=("会计",), licences=("初级会计职称",))),
        (("渝北的保安", "那江北的呢"), VacancyFilter(occupations=("保安",), region_ids=("jiangbei",))),
        (("渝北的保安", "江北也可以"), VacancyFilter(occupations=("保安",), region_ids=("yubei", "jiangbei"))),
        (("渝北的保安", "保洁呢"), VacancyFilter(occupations=("保洁",), region_ids=("yubei",))),
        (("渝北的保安", "或者保洁也行"), VacancyFilter(occupations=("保安", "保洁"), region_ids=("yubei",))),
        (("保安", "换成兼职"), VacancyFilter(occupations=("保安",), employment_types=(EmploymentType.PART_TIME,))),
        (("保安，夜班", "只要白班"), VacancyFilter(occupations=("保安",), shifts=(Shift.DAY,))),
        (("保安，夜班", "不要夜班"), VacancyFilter(occupations=("保安",), not_shifts=(Shift.NIGHT,))),
        (("保安，不要夜班", "可以上夜班"), VacancyFilter(occupations=("保安",))),
        (("普工，包住", "包吃住的有没得"), VacancyFilter(occupations=("普工",), benefits=("包住", "包吃"))),
        (("普工，包住", "不用包住"), VacancyFilter(occupations=("普工",))),
        (("江北的普工", "不要江北的"), VacancyFilter(occupations=("普工",), not_region_ids=("jiangbei",))),
        (("普工，不去渝北", "渝北也可以"), VacancyFilter(occupations=("普工",), region_ids=("yubei",))),
        (("九龙坡的普工", "去掉九龙坡"), VacancyFilter(occupations=("普工",))),
        (("普工", "有没得包住的"), VacancyFilter(occupations=("普工",), benefits=("包住",))),
        (("普工", "除了夜班都行"), VacancyFilter(occupations=("普工",), not_shifts=(Shift.NIGHT,))),
        (("文员", "不要中介的"), VacancyFilter(occupations=("文员",), not_words=("中介",))),
        (("文员，不要销售", "销售也行"), VacancyFilter(occupations=("文员", "销售"))),
        (("保洁", "最好双休"), VacancyFilter(occupations=("保洁",), wishes=VacancyWishes(shifts=(Shift.WEEKEND_OFF,)))),
    ],
)
def test_what_is_said_later_replaces_adds_or_takes_back(turns: tuple[str, ...], expected: VacancyFilter) -> None:
    assert after(*turns) == expected


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("不限地区", "region_ids"),
        ("地点无所谓", "region_ids"),
        ("哪里都可以", "region_ids"),
        ("工资无所谓", "pay_floor"),
        ("学历不管", "education"),
        ("不要求经验", "experience_years"),
        ("什么工作都可以", "occupations"),
    ],
)
def test_a_limit_is_let_go(text: str, gone: str) -> None:
    before = read_wishes("渝北的会计，大专，三年经验，五千以上", CONTEXT)
    assert set(before.limits) == {"occupations", "region_ids", "pay_floor", "education", "experience_years"}
    assert set(refined(before, text).wanted.limits) == set(before.limits) - {gone}


def test_nearer_is_near_the_landmark_that_was_named_or_else_near_here() -> None:
    assert after("保洁", "近一点").near == "here"
    assert after("大坪的收银", "近一点").near == "大坪"
    assert after("大坪的收银", "轻轨沿线的").near == "rail"


def test_another_landmark_takes_the_place_of_the_first() -> None:
    wanted = after("观音桥的服务员", "石桥铺呢")
    assert (wanted.near, wanted.region_ids) == ("石桥铺", ("jiulongpo",))
    assert after("观音桥的服务员", "渝中呢").near is None


@pytest.mark.parametrize("text", ["还有吗", "还有没得别的", "下一页", "再推荐几个", "换一批", "都不合适"])
def test_more_is_asked_for_without_changing_the_search(text: str) -> None:
    before = VacancyFilter(occupations=("保安",))
    refinement = refined(before, text)
    assert (refinement.wants_more, refinement.wanted) == (True, before)
    assert refinement.is_other == (text in ("换一批", "都不合适"))


@pytest.mark.parametrize("text", ["重新找，南岸的收银", "重来，南岸收银员", "我想找南岸的收银员"])
def test_a_new_search_keeps_nothing(text: str) -> None:
    refinement = refined(VacancyFilter(occupations=("普工",), benefits=("包住",)), text)
    assert refinement.is_new
    assert refinement.wanted == VacancyFilter(occupations=("收银员",), region_ids=("nanan",))


@pytest.mark.parametrize("text", ["谢谢", "失业金怎么领", "社保怎么交", "你好", "电话多少", "帮我投简历"])
def test_other_talk_is_no_refinement(text: str) -> None:
    assert refine(VacancyFilter(occupations=("保安",)), text, CONTEXT) is None


def test_a_day_follows_a_day() -> None:
    assert str(after("明天的日结", "后天呢").starts_on) == "2026-11-25"


def test_another_figure_beside_lower_is_the_floor() -> None:
    assert after("文员，四千", "工资低点也行，三千五").pay_floor == PayFloor(3500)


def test_of_several_districts_the_one_too_far_is_left_and_the_others_stay() -> None:
    wanted = after("保洁，开州，万州也看", "开州不要了，太远")
    assert (wanted.region_ids, wanted.near) == (("wanzhou",), None)


def test_a_limit_let_go_but_better_kept_is_a_wish() -> None:
    wanted = after("前台，必须双休", "双休没有也行，有最好")
    assert (wanted.shifts, wanted.wishes.shifts) == ((), (Shift.WEEKEND_OFF,))


def test_by_night_where_there_is_nothing_by_day_is_no_condition() -> None:
    assert after("找个上白班的护工", "白班没得的话晚上也可以").shifts == ()
