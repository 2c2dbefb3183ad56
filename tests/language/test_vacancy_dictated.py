"""Searches as they are dictated and told: no commas, corrections in mid-sentence, limits said negatively."""

import pytest

from assistant.domain.vacancies import EmploymentType, Shift
from assistant.domain.vacancy_filter import PayFloor, VacancyFilter
from assistant.language.vacancy_elsewhere import find_elsewhere
from assistant.language.vacancy_refinement import refine
from assistant.language.vacancy_wishes import read_wishes
from tests.language.wish_words import read_context

CONTEXT = read_context()


def read(text: str) -> VacancyFilter:
    return read_wishes(text, CONTEXT)


@pytest.mark.parametrize(
    ("text", "floor"),
    [
        ("工资五千上下嘛再少也不能少于四千二", PayFloor(4200)),
        ("想要六千，至少五千五", PayFloor(5500)),
        ("一个月九千，少于八千莫喊我", PayFloor(8000)),
        ("保洁三千不对三千三以上", PayFloor(3300)),
        ("文员四千啊不五千渝中", PayFloor(5000)),
        ("一小时16块不干，要19以上的", PayFloor(19, "hour")),
        ("水电工八千，六千的莫发", PayFloor(8000)),
        ("电工，三十万年薪", PayFloor(300_000, "year")),
        ("一天一百八以下的不去日结的搬运", PayFloor(180, "day")),
        ("我抖音有三千粉，想找主播", None),
    ],
)
def test_the_least_counts_before_what_is_hoped_for(text: str, floor: PayFloor | None) -> None:
    assert read(text).pay_floor == floor


@pytest.mark.parametrize(
    "text",
    [
        "周末一定要休息",
        "星期六星期天都要休",
        "周末两天不上班的",
        "单休的不要",
        "只能礼拜一到礼拜五上班",
        "周末要上班的不考虑",
    ],
)
def test_a_free_weekend_is_asked_for_in_many_words(text: str) -> None:
    assert read(text).shifts == (Shift.WEEKEND_OFF,)


@pytest.mark.parametrize("text", ["周末要上班也可以", "周末兼职", "周末有空", "礼拜天必须休"])
def test_work_on_weekends_is_no_free_weekend(text: str) -> None:
    assert Shift.WEEKEND_OFF not in read(text).shifts


@pytest.mark.parametrize(
    ("text", "wanted", "refused"),
    [
        ("保安不当保洁不当其他都得行", (), ("保安", "保洁")),
        ("卖房子的不去卖车的可以", ("销售",), ("房产经纪",)),
        ("电话销售那种莫给我推渝中区文员", ("文员",), ("电话销售",)),
        ("不要销售不要保洁文员就行", ("文员",), ("销售", "保洁")),
        ("莫给我推保险和房产中介的，文员可以", ("文员",), ("房产经纪",)),
        ("找前台不是客服", ("前台",), ()),
        ("收银员，不不，是理货员", ("理货员",), ()),
        ("货车我不开，网约车可以", ("网约车司机",), ("货车司机",)),
    ],
)
def test_a_refusal_is_of_the_word_it_belongs_to(text: str, wanted: tuple[str, ...], refused: tuple[str, ...]) -> None:
    found = read(text)
    assert (found.occupations, found.not_occupations) == (wanted, refused)


def test_a_refusal_does_not_run_on_to_the_place() -> None:
    assert read("不要大夜班质检员江津七千").region_ids == ("jiangjin",)
    assert read("流水线的精细活做不了长寿").region_ids == ("changshou",)
    assert read("火锅不做黔江六千").region_ids == ("qianjiang",)


@pytest.mark.parametrize(
    ("text", "regions", "near"),
    [
        ("沙坪坝或者大学城附近的叉车", ("shapingba",), None),
        ("渝北不行太远了我住巴南就巴南或者南岸", ("banan", "nanan"), None),
        ("渝北那个工地停起了，想去璧山", ("bishan",), None),
        ("巴南啊说错了是北碚的普工", ("beibei",), None),
        ("沙坪坝大学城的叉车", ("shapingba",), "大学城"),
    ],
)
def test_places_are_those_that_will_do(text: str, regions: tuple[str, ...], near: str | None) -> None:
    found = read(text)
    assert (found.region_ids, found.near) == (regions, near)


@pytest.mark.parametrize(
    "text",
    [
        "我有叉车证但是上个月过期了", "焊工证去年到期没复审", "健康证下个礼拜才办得到手", "会计初级证考了没过",
        "电梯证三年前就过期了", "B2被降级了", "叉车证，但是被吊销了",
    ],
)  # fmt: skip
def test_a_licence_that_lapsed_or_is_to_come_is_not_held(text: str) -> None:
    assert read(text).licences == ()


@pytest.mark.parametrize("text", ["叉车证没过期", "叉车证去年才复审的", "叉车证还有两年才到期"])
def test_a_licence_still_good_is_held(text: str) -> None:
    assert read(text).licences == ("叉车证",)


@pytest.mark.parametrize("text", ["不要那种先交钱培训的", "收费培训的莫来", "培训要收钱的不去"])
def test_training_that_costs_is_no_benefit(text: str) -> None:
    assert read(text).benefits == ()


@pytest.mark.parametrize(
    ("text", "benefits"),
    [
        ("来回车费要包", ("包车费",)), ("住要管", ("包住",)), ("工钱一个礼拜结一回", ("周结",)), ("住不用包", ()),
        ("吃住都不用管我有房子", ()), ("五险一金可以没有", ()),
    ],
)  # fmt: skip
def test_what_the_firm_gives_is_said_either_way_round(text: str, benefits: tuple[str, ...]) -> None:
    assert read(text).benefits == benefits


@pytest.mark.parametrize(
    "text", ["娃儿四点半放学", "五点要接孙子", "只能做到下午四点", "六点以前要到家", "娃儿上学的时候才有空"]
)
def test_who_must_be_home_by_day_wants_no_late_shift(text: str) -> None:
    assert set(read(f"{text}，找个保洁").not_shifts) == {Shift.NIGHT, Shift.EVENING}


@pytest.mark.parametrize(
    ("text", "kind"),
    [("只能上午做的保洁", EmploymentType.PART_TIME), ("一周做三四天", EmploymentType.PART_TIME)],
)
def test_some_hours_or_days_are_part_time(text: str, kind: EmploymentType) -> None:
    assert read(text).employment_types == (kind,)


def test_what_the_money_is_for_describes_no_trade() -> None:
    assert read("想找点轻松活路，挣点菜钱").occupations == ()


def test_one_licence_with_a_place_names_its_trade() -> None:
    assert read("月嫂证在手，渝中区").occupations == ("月嫂",)
    assert read("我有叉车证").occupations == ()
    assert read("电工证和焊工证都有，渝中区").occupations == ()


def test_each_of_two_who_look_together_has_work_of_their_own() -> None:
    assert set(read("两口子都找，他开叉车我打扫卫生").occupations) == {"叉车司机", "保洁"}


def test_years_without_work_are_no_lack_of_experience() -> None:
    assert read("三年没上过班了，洗车工").experience_years is None
    assert read("一天班都没上过，洗车工").experience_years == 0


@pytest.mark.parametrize("text", ["内江泸州的厂也可以去", "成都绵阳都行"])
def test_every_place_of_a_list_elsewhere_is_named(text: str) -> None:
    assert len(find_elsewhere(text, CONTEXT)) == 2


def test_that_kind_is_fine_too_keeps_the_rest_and_lowers_the_floor() -> None:
    before = read("渝北的超市收银员，白班，三千以上")
    refined = refine(before, "超市理货那种也行，两千多就够了", CONTEXT)
    assert refined is not None
    assert set(refined.wanted.occupations) == {"收银员", "理货员"}
    assert (refined.wanted.pay_floor, refined.wanted.shifts) == (PayFloor(2000), (Shift.DAY,))
    assert refined.wanted.region_ids == before.region_ids


def test_a_better_sum_for_a_piece_stays_one_for_a_piece() -> None:
    refined = refine(read("车衣服的，计件一件一块"), "一块太少了，一块五嘛", CONTEXT)
    assert refined is not None
    assert refined.wanted.pay_floor == PayFloor(1.5, "piece")
