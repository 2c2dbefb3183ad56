"""What somebody can no longer do, will not pay for, puts right, has long done, and from when they are free."""

from datetime import date

import pytest

from assistant.domain.vacancies import Shift
from assistant.domain.vacancy_filter import NEAR_HERE, PayFloor, VacancyFilter
from assistant.language.vacancy_refinement import refine
from assistant.language.vacancy_wishes import read_wishes
from tests.language.wish_words import read_context

CONTEXT = read_context()  # a Monday, 2026-11-23


@pytest.mark.parametrize(
    "text", ["夜班年纪大了熬不下去，找保洁", "上夜班我硬是熬不赢了，门卫", "大夜班我身体扛不住，分拣员"]
)
def test_a_shift_nobody_can_stand_any_more_is_refused(text: str) -> None:
    wanted = read_wishes(text, CONTEXT)
    assert wanted.not_shifts == (Shift.NIGHT,)
    assert not wanted.shifts


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("要先交保证金的莫推给我，普工", "保证金"),
        ("喊交服装费的一概不要，保安", "服装费"),
        ("还没上班就要收体检费的绕开，操作工", "体检费"),
        ("培训费自己出的不去，美容师", "培训费"),
        ("中介代招的不考虑，焊工", "中介"),
    ],
)
def test_whoever_wants_money_first_is_refused(text: str, word: str) -> None:
    wanted = read_wishes(text, CONTEXT)
    assert wanted.not_words == (word,)
    assert not wanted.benefits


def test_work_without_a_deposit_refuses_no_word() -> None:
    assert read_wishes("不交押金的日结，一百八一天", CONTEXT).not_words == ()


@pytest.mark.parametrize(
    ("text", "region", "near"),
    [
        ("涪陵李渡，说错了，是新妙，找电工", "fuling", "新妙"),
        ("龙头寺，诶不是，是新牌坊，找前台", "yubei", "新牌坊"),
        ("在南岸，不是南岸，是巴南，找会计", "banan", None),
        ("我要渝北，哦不，北碚的保洁", "beibei", None),
    ],
)
def test_a_place_put_right_counts_alone_and_refuses_none(text: str, region: str, near: str | None) -> None:
    wanted = read_wishes(text, CONTEXT)
    assert (wanted.region_ids, wanted.near, wanted.not_region_ids) == ((region,), near, ())


def test_a_trade_given_up_for_another_is_refused() -> None:
    wanted = read_wishes("送快递不送了，快递员不干了，换个仓管员", CONTEXT)
    assert wanted.occupations == ("仓管员",)
    assert "快递员" in wanted.not_occupations


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("端盘子六年了，万州找服务员", 6),
        ("厨师，颠勺颠了十二年，合川", 12),
        ("抹灰贴砖十年不虚，泥瓦工", 10),
        ("打螺丝三年多，江津普工", 3),
        ("厨师，炒川菜的，灶上十五年", 15),
        ("找工作找了一年，收银员", None),
        ("租房住了五年，收银员", None),
        ("扛水泥扛了八年，想换个保安", None),
    ],
)
def test_what_was_done_for_years_tells_experience_of_the_same_work(text: str, years: int | None) -> None:
    assert read_wishes(text, CONTEXT).experience_years == years


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("下周三可以来上班，收银员，渝中", date(2026, 12, 2)),
        ("12月5号以后才到得了岗，会计", date(2026, 12, 5)),
        ("下个月十五号过后才走得开，电工", date(2026, 12, 15)),
        ("12月8号要去面试，想找个文员", None),
        ("下个月五号发工资的厂，普工", None),
        ("下周一放假，想找个保洁", None),
        ("今天心里烦得很，想找个事做", None),
        ("今天就这样嘛，谢谢", None),
    ],
)
def test_the_day_somebody_is_free_from_is_the_day_of_the_work(text: str, day: date | None) -> None:
    assert read_wishes(text, CONTEXT).starts_on == day


@pytest.mark.parametrize(
    ("text", "floor"),
    [
        ("派一票一块二往上，快递员", PayFloor(1.2, "piece")),
        ("四千五有点低，五千，客服", PayFloor(5000.0, "month")),
        ("六千少了不干，厨师", PayFloor(6000.0, "month")),
        ("一米八块，织布", PayFloor(8.0, "piece")),
    ],
)
def test_a_sum_called_too_low_gives_way_to_the_next(text: str, floor: PayFloor) -> None:
    assert read_wishes(text, CONTEXT).pay_floor == floor


def test_a_sum_called_too_high_gives_way_to_the_next() -> None:
    assert _after("美容师", "五千太高了嗦，四千五也得").pay_floor == PayFloor(4500.0, "month")


def test_what_is_not_meant_is_refused_and_what_is_meant_is_sought() -> None:
    wanted = read_wishes("我不是要找全职，是要找周末兼职，发传单", CONTEXT)
    assert (wanted.employment_types, wanted.not_employment_types) == (("part_time",), ("full_time",))


def test_whoever_wants_money_the_same_day_looks_for_casual_work() -> None:
    assert read_wishes("急求一份当天能拿钱的事做，沙坪坝", CONTEXT).employment_types == ("casual",)


def test_a_benefit_nobody_dares_to_hope_for_is_no_condition() -> None:
    assert read_wishes("公积金不敢想，五险要买，文员", CONTEXT).benefits == ("五险",)


def test_commission_beside_base_pay_only_says_how_pay_is_made_up() -> None:
    assert read_wishes("底薪三千五，提成另算，美发师", CONTEXT).benefits == ()


@pytest.mark.parametrize("text", ["靠近我租的房子，咖啡师", "离我屋头近点的收银员", "离我住的地方不远的保洁"])
def test_near_the_home_is_near_here(text: str) -> None:
    wanted = read_wishes(text, CONTEXT)
    assert (wanted.near, wanted.benefits) == (NEAR_HERE, ())


def test_the_whole_city_takes_in_what_was_named_and_leaves_out_what_is_refused() -> None:
    wanted = _after("电工，万州", "全重庆都可以", "除了城口")
    assert (wanted.region_ids, wanted.not_region_ids) == (("chongqing",), ("chengkou",))


def test_a_place_refused_beside_others_stays_refused_and_one_taken_back_does_not() -> None:
    assert _after("会计，南岸", "高新区不考虑").not_region_ids == ("gaoxin",)
    assert _after("会计，南岸", "巴南也可以", "巴南算了").not_region_ids == ()


def test_a_town_is_named_without_its_district_where_nothing_else_is_said() -> None:
    assert _after("普工", "要龙水的").near == "龙水"
    assert read_wishes("要安稳的", CONTEXT).region_ids == ()


@pytest.mark.parametrize(
    ("text", "licences"),
    [
        ("施工员，施工员证和资料员证都有", ("施工员证", "资料员证")),
        ("铲车司机，铲车证有", ("装载机证",)),
        ("材料员证在手，渝北", ("材料员证",)),
    ],
)
def test_papers_of_a_building_site_are_licences(text: str, licences: tuple[str, ...]) -> None:
    assert read_wishes(text, CONTEXT).licences == licences


def _after(first: str, *turns: str) -> VacancyFilter:
    wanted = read_wishes(first, CONTEXT)
    for turn in turns:
        refined = refine(wanted, turn, CONTEXT)
        assert refined is not None
        wanted = refined.wanted
    return wanted
