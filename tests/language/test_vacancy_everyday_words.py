"""Trades, places and terms are understood as people in Chongqing say them; what they only tell is no limit."""

from datetime import date

import pytest

from assistant.domain.vacancies import EmploymentType
from assistant.domain.vacancy_filter import PayFloor, VacancyFilter
from assistant.language.vacancy_elsewhere import find_elsewhere
from assistant.language.vacancy_refinement import refine
from assistant.language.vacancy_wishes import read_wishes
from assistant.language.vacancy_words import WordKind
from assistant.services.decide_intent import ASK_POLICY, OFF_TOPIC, UNCLEAR
from tests.language.wish_words import read_context

CONTEXT = read_context(date(2026, 11, 24))


def read(text: str) -> VacancyFilter:
    return read_wishes(text, CONTEXT)


@pytest.mark.parametrize(
    ("text", "occupation"),
    [
        ("江北超市上货的", "理货员"),
        ("医院头护病人", "护工"),
        ("面馆打杂,临时", "后厨杂工"),
        ("给人家屋头煮饭打扫卫生", "家政"),
        ("想去给别个带娃,育婴师证有", "保姆"),
        ("守车库,南岸", "停车收费员"),
        ("卖建材的", "销售"),
        ("装监控的,涪陵", "IT技术支持"),
        ("去药店卖药当店员", "药店店员"),
    ],
)
def test_a_trade_is_known_by_what_is_done_in_it(text: str, occupation: str) -> None:
    assert occupation in read(text).occupations


@pytest.mark.parametrize(
    ("text", "occupations"),
    [
        ("想做图书管理员", {"图书管理员"}),
        ("想做快递分拣", {"分拣员"}),
        ("想做面包车司机", {"货车司机"}),
        ("想做模具设计师", {"机械工程师"}),
        ("想做直播运营", {"新媒体运营"}),
        ("大货车司机,开了十五年货车", {"货车司机"}),
        ("铜梁的电子厂,坐着上班的操作工", {"操作工"}),
        ("小区物业还招消防中控员不", {"消防中控员"}),
    ],
)
def test_a_longer_name_goes_before_a_shorter_one_that_begins_earlier(text: str, occupations: set[str]) -> None:
    assert set(read(text).occupations) == occupations


@pytest.mark.parametrize(
    ("text", "occupation"),
    [("不倒班的质捡", "质检员"), ("找个仓官,渝北", "仓管员"), ("当收引,白班", "收银员"), ("做骑守", "外卖骑手")],
)
def test_a_slip_in_a_short_name_of_a_trade_is_put_right(text: str, occupation: str) -> None:
    assert read(text).occupations == (occupation,)


@pytest.mark.parametrize("text", ["睡吧", "记着工资要高点", "写首诗", "抵7800的税吧"])
def test_what_only_sounds_like_a_trade_is_none(text: str) -> None:
    assert not read(text).occupations


def test_a_district_that_sounds_like_a_trade_stays_a_district() -> None:
    assert read("棋江有没有招电工的").region_ids == ("qijiang",)


@pytest.mark.parametrize(
    "text",
    [
        "上次交押金就遭了三百块,想找个保安",
        "那家给3500,想找个保安",
        "有家才给两千八,找个保安",
        "两万一个月不敢想,找个保安",
    ],
)
def test_money_lost_paid_elsewhere_or_not_hoped_for_is_no_floor(text: str) -> None:
    assert read(text).pay_floor is None


def test_a_round_figure_alone_beside_day_work_is_the_pay_of_a_day() -> None:
    assert read("日结,250,江北,搬运").pay_floor == PayFloor(250, "day")
    refined = refine(read("明天的日结搬运"), "250", CONTEXT)
    assert refined is not None and refined.wanted.pay_floor == PayFloor(250, "day")


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("在东莞打了十几年工,想找注塑工,注塑干了九年", 9),
        ("打工二十年了,想找个门卫", None),
        ("在一个煤矿干了十六年,矿关了,想找个门卫", None),
        ("打了八年工,想在垫江找个活", 8),
    ],
)
def test_years_at_other_work_are_no_experience_in_the_work_wanted(text: str, years: int | None) -> None:
    assert read(text).experience_years == years


def test_what_is_changed_to_is_wanted_though_so_be_it_follows() -> None:
    refined = refine(read("日结分拣员"), "零碎得很,换成长期的算了", CONTEXT)
    assert refined is not None
    assert refined.wanted.employment_types == (EmploymentType.FULL_TIME,)
    assert not refined.wanted.not_employment_types


def test_both_of_a_couple_are_looked_for() -> None:
    assert set(read("我们两口子,他会开铲车,我做保洁").occupations) == {"铲车司机", "保洁"}


def test_a_day_named_alone_is_the_day_of_the_work() -> None:
    assert read("想当群众演员,这个星期六,一天两百").starts_on == date(2026, 11, 28)


@pytest.mark.parametrize(
    ("text", "region_ids", "near"),
    [
        ("秀山本地人,想找个普工", ("xiushan",), None),
        ("开州人,在主城,想找渝北的保洁", ("yubei",), None),
        ("石柱西沱开了家咖啡店", ("shizhu",), "西沱"),
        ("巫山官渡的保洁", ("wushan",), "官渡"),
        ("铜梁土桥的保安", ("tongliang",), "土桥"),
        ("土桥的保安", ("banan",), "土桥"),
        ("江北鱼复的普工", ("jiangbei",), "鱼复"),
        ("武隆鸭江的普工", ("wulong",), "鸭江"),
        ("渝中石油路的保洁", ("yuzhong",), "石油路"),
    ],
)
def test_the_place_of_work_is_read(text: str, region_ids: tuple[str, ...], near: str | None) -> None:
    wanted = read(text)
    assert (wanted.region_ids, wanted.near) == (region_ids, near)


@pytest.mark.parametrize("text", ["朝阳,找个保洁", "平安,找个保洁"])
def test_a_town_of_several_districts_is_no_place_without_its_district(text: str) -> None:
    assert not read(text).region_ids


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("成都的保安有没有", ("成都",)),
        ("想去成都找个保洁", ("成都",)),
        ("保安,成都,五千", ("成都",)),
        ("那成都的呢", ("成都",)),
        ("成都或者重庆的会计", ("成都",)),
        ("成都回来的,想找个保安", ()),
        ("在成都当了两年咖啡师,回来想接到做", ()),
        ("老公在深圳打工,我想找手工活", ()),
        ("不想去成都了,找个重庆的保安", ()),
        ("人在广州,想回开州找个保安", ()),
        ("四川口味的厨师,渝中", ()),
    ],
)
def test_a_place_elsewhere_counts_only_where_work_is_looked_for_there(text: str, places: tuple[str, ...]) -> None:
    assert find_elsewhere(text, CONTEXT) == places


def test_every_occupation_is_understood_after_the_verb_of_a_wish() -> None:
    """想做 before a name makes no other trade of it."""
    spoilt = [
        name
        for name in CONTEXT.words.names(WordKind.OCCUPATION)
        if set(CONTEXT.words.values(f"想做{name.lower()}", WordKind.OCCUPATION))
        != set(CONTEXT.words.values(name.lower(), WordKind.OCCUPATION))
    ]
    assert spoilt == []


def test_intents_that_may_be_a_search_are_intents() -> None:
    named = CONTEXT.phrases.may_be_a_search
    assert {ASK_POLICY, OFF_TOPIC, UNCLEAR} <= named
    assert "hand_over" not in named
