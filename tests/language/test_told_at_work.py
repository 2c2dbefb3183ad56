"""Holidays and rest days worked, hours beyond the day, leave left, partners and a start, in people's own words."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.domain.statutory_holidays import HOLIDAYS, split_count, split_days
from assistant.language.told_at_work import contract_signed_on, last_day_at_work, told_at_work

TODAY = date(2026, 11, 30)


def told(text: str, name: str) -> object:
    return told_at_work(text, TODAY).get(f"person.{name}")


@pytest.mark.parametrize(
    ("text", "statutory", "rest"),
    [
        ("国庆1号2号3号都喊我们上班，月工资5400，给三天调休扯平", 3, None),
        ("国庆一号到三号全在岗，没放假", 3, None),
        ("十一那三天都在厂头干活", 3, None),
        ("国庆七天我全在店头上班", 3, 4),
        ("国庆4号5号上班，老板说没得加班费", None, 2),
        ("国庆2号到5号都在上班", 2, 2),
        ("10月1号、2号都加班了", 2, None),
        ("五一加了两天班", 2, None),
        ("五一五天都没休", 2, 3),
        ("过年初一到初三都在值班", 3, None),
        ("大年三十和初一我都守店", 2, None),
        ("春节初二到初六都上班", 2, 3),
        ("元旦喊我们加班", 1, None),
        ("端午、中秋都没放假", 2, None),
    ],
)
def test_only_the_statutory_days_of_a_holiday_count_as_such(text: str, statutory: int | None, rest: int | None) -> None:
    assert (told(text, "holiday_days_worked"), told(text, "rest_days_worked")) == (statutory, rest)


@pytest.mark.parametrize(
    "text",
    ["国庆上班是三倍工资吗", "国庆给我们放了3天假", "国庆放假三天怎么算工资", "要是国庆三天都上班呢", "五一去耍了三天"],
)
def test_a_question_or_a_holiday_taken_is_no_day_worked(text: str) -> None:
    assert told(text, "holiday_days_worked") is None


@given(st.sampled_from(sorted(HOLIDAYS)), st.sets(st.integers(0, 8)), st.integers(1, 8))
def test_every_day_worked_is_either_statutory_or_a_rest_day(name: str, days: set[int], count: int) -> None:
    holiday = HOLIDAYS[name]
    assert sum(split_days(holiday, tuple(days))) == len(days)
    assert sum(split_count(holiday, count)) == count
    assert split_count(holiday, count)[0] <= len(holiday.days)


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ("上个星期六喊我加了一天班", "rest_days_worked", 1),
        ("上个月四个礼拜天都在加班", "rest_days_worked", 4),
        ("周六周日都喊来加班", "rest_days_worked", 2),
        ("周末加班两天，给补休一天", "rest_days_worked", 2),
        ("工作日晚上加了3个小时班", "overtime_hours", 3),
        ("平时下班后加班十个钟头", "overtime_hours", 10),
        ("每天加班两个小时，加了20天", "overtime_hours", 40),
        ("一天上12个小时班", "overtime_hours", None),
        ("天天加班到十点", "overtime_hours", None),
        ("年假还剩3天没休", "untaken_leave_days", 3),
        ("还有五天年假没耍", "untaken_leave_days", 5),
        ("今年10天年假只休了4天", "untaken_leave_days", 6),
        ("公司有5天年假一直不给休", "untaken_leave_days", 5),
        ("一年有5天年假", "untaken_leave_days", None),
        ("三个人合伙开店", "partners", 3),
        ("我和两个朋友合伙搞火锅", "partners", 3),
        ("我们仨合伙搞个工作室", "partners", 3),
        ("跟表弟两个人一起开店", "partners", 2),
        ("我和我老婆合伙开面馆", "partners", 2),
        ("合伙开公司一共五个人", "partners", 5),
        ("几个人合伙能贷多少", "partners", None),
        ("渝中户口失业金能领14个月", "unemployment_benefit_months", 14),
    ],
)
def test_counts_are_read_as_people_tell_them(text: str, name: str, value: object) -> None:
    assert told(text, name) == value


@pytest.mark.parametrize(
    ("text", "started"),
    [
        ("今年2月1号进的这家店", "2026-02-01"),
        ("18年3月进厂，干到今天", "2018-03"),
        ("去年国庆来的", "2025-10-01"),
        ("国庆后来的", "2026-10-01"),
        ("前年五月就在这家火锅店做起", "2024-05"),
        ("我二月份进的超市", "2026-02"),
        ("二零二三年九月一号到这家公司上班", "2023-09-01"),
        ("8月15号才来的", "2026-08-15"),
        ("今年7月15号换的新公司", "2026-07-15"),
        ("2024年6月毕业来重庆找工作", None),
        ("去年3月离职", None),
        ("8月去公司面试没要我", None),
        ("国庆上班是三倍工资吗", None),
    ],
)
def test_a_start_is_read_from_a_date_or_a_feast(text: str, started: str | None) -> None:
    assert told(text, "job_started_on") == started


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("18年3月进厂，上个月被裁", date(2026, 10, 31)),
        ("干到今年8月15号就没干了", date(2026, 8, 15)),
        ("干到今天", date(2026, 11, 30)),
        ("18年3月进厂", None),
    ],
)
def test_the_last_day_is_the_one_that_is_named(text: str, last: date | None) -> None:
    assert last_day_at_work(text, TODAY) == last


def test_what_is_owed_for_no_contract_ends_when_one_is_signed() -> None:
    assert contract_signed_on("3月15号入职，8月15号才补签的合同", TODAY) == date(2026, 8, 15)
    assert contract_signed_on("3月15号入职，一直没签", TODAY) is None


def test_months_without_a_contract_told_in_one_breath_are_months_at_work() -> None:
    assert told("我来这个厂都一年零两个月了没签合同", "service_months") == 14
    assert told("合同签了两年", "service_months") is None
