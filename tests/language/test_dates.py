"""Dates, lengths of time and ages as people say them, counted from a day that is handed in."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.language.dates import find_ages, find_as_of, find_dates, find_durations

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("去年三月", "2025-03"),
        ("上个月", "2026-10"),
        ("前年", "2024"),
        ("大前年五月份", "2023-05"),
        ("今年6月", "2026-06"),
        ("2024年", "2024"),
        ("24年", "2024"),
        ("24年的失业金", "2024"),
        ("昨天", "2026-11-22"),
        ("三天前", "2026-11-20"),
        ("2025年6月30日离职", "2025-06-30"),
        ("2024.5.1", "2024-05-01"),
        ("2025-07", "2025-07"),
        ("二〇二四年三月", "2024-03"),
        ("12月离职的", "2025-12"),
        ("合同12月到期", "2026-12"),
        ("6月30号", "2026-06-30"),
        ("上个月15号", "2026-10-15"),
        ("去年年底", "2025-12"),
        ("明年3月", "2027-03"),
    ],
)
def test_a_date_is_as_exact_as_it_was_said(text: str, stated: str) -> None:
    mentions = find_dates(text, TODAY)
    assert [str(mention.date) for mention in mentions] == [stated]
    assert not mentions[0].approx


@pytest.mark.parametrize(
    ("text", "stated"), [("三年半前", "2023-05"), ("半年前", "2026-05"), ("两个月前", "2026-09"), ("10年前", "2016-11")]
)
def test_a_time_ago_is_a_rough_month(text: str, stated: str) -> None:
    mention = find_dates(text, TODAY)[0]
    assert (str(mention.date), mention.approx) == (stated, True)


@pytest.mark.parametrize(
    "text",
    [
        "以前",
        "那时候",
        "交了24年",
        "满5年不足10年",
        "少于12年",
        "一年级",
        "13月40日",
        "第三年",
        "十几年前",
        "两年",
        "失业金",
    ],
)
def test_what_is_no_date_is_none(text: str) -> None:
    assert find_dates(text, TODAY) == ()


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024年失业金是多少", date(2024, 12, 31)),
        ("去年失业金多少", date(2025, 12, 31)),
        ("前年的最低工资是好多", date(2024, 12, 31)),
        ("2024年呢", date(2024, 12, 31)),
        ("2025年6月的标准", date(2025, 6, 30)),
        ("24年的失业金", date(2024, 12, 31)),
        ("2020年7月1日最低工资", date(2020, 7, 1)),
        ("2024年度稳岗返还比例", date(2024, 12, 31)),
        ("2023年的社保缴费基数", date(2023, 12, 31)),
        ("去年创业补贴是多少", date(2025, 12, 31)),
        ("2024年工伤待遇", date(2024, 12, 31)),
        ("2019年重庆最低工资", date(2019, 12, 31)),
        ("上个月失业金多少", date(2026, 10, 31)),
        ("2023年度招用毕业生的补贴是多少", date(2023, 12, 31)),
        ("2020年前后的失业金", date(2020, 12, 31)),
    ],
)
def test_a_question_about_an_earlier_time_is_answered_for_its_last_day(text: str, day: date) -> None:
    assert find_as_of(text, TODAY) == day


@pytest.mark.parametrize(
    "text",
    [
        "以前失业金多少",
        "今年最低工资",
        "2026年最低工资",
        "2027年的政策",
        "2024年毕业的能领什么",
        "去年离职的能领吗",
        "我是2023年来重庆的",
        "从2024年开始交社保",
        "2024年参保的企业",
        "去年失业了怎么办",
        "昨天离职",
        "三年前的失业金标准",
        "失业金多少",
        "85年的能领吗",
    ],
)
def test_when_something_happened_does_not_move_the_question_to_that_time(text: str) -> None:
    assert find_as_of(text, TODAY) is None


def test_what_held_when_something_happened_is_asked_for_by_saying_then() -> None:
    text = "我2018年在重庆生的老大,那时候产假加几天"
    assert find_as_of(text, TODAY) is None
    assert find_as_of(text, TODAY, of_then=True) == date(2018, 12, 31)


@settings(deadline=None)
@given(st.integers(1990, 2025), st.sampled_from(["最低工资是多少", "失业金标准", "的补贴政策"]))
def test_an_as_of_day_is_always_in_the_past(year: int, question: str) -> None:
    assert find_as_of(f"{year}年{question}", TODAY) == date(year, 12, 31)
    assert find_as_of(f"{year}年{question}", date(year, 6, 1)) is None


@pytest.mark.parametrize(
    ("text", "months", "approx"),
    [
        ("交了三年半", 42, False),
        ("干了八个月", 8, False),
        ("十年零两个月", 122, False),
        ("半年", 6, False),
        ("两个多月", 2, True),
        ("一年多", 12, True),
        ("快三年了", 36, True),
        ("三四年", 36, True),
        ("1年3个月", 15, False),
        ("3年又3个月", 39, False),
        ("两年半", 30, False),
        ("一个半月", 1, True),
        ("交了24年", 288, False),
        ("20年工龄", 240, False),
        ("满1年", 12, False),
        ("十来年", 120, True),
    ],
)
def test_a_length_of_time_is_told_in_months(text: str, months: int, approx: bool) -> None:
    mentions = find_durations(text)
    assert [(mention.months, mention.approx) for mention in mentions] == [(months, approx)]


@pytest.mark.parametrize(
    "text",
    [
        "三年前",
        "2024年",
        "六千一个月",
        "一年8万",
        "一个月拿五千",
        "第三年",
        "一年级",
        "85年出生",
        "领了几个月",
        "上半年",
    ],
)
def test_points_in_time_and_periods_of_pay_are_no_length_of_time(text: str) -> None:
    assert find_durations(text) == ()


@settings(deadline=None)
@given(years=st.integers(1, 40), months=st.integers(1, 11))
def test_years_and_months_add_up(years: int, months: int) -> None:
    assert [mention.months for mention in find_durations(f"社保交了{years}年零{months}个月")] == [years * 12 + months]


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("52岁", 52, 52),
        ("今年四十八了", 48, 48),
        ("都五十二的人了", 52, 52),
        ("我今年52", 52, 52),
        ("我四十八,没工作", 48, 48),
        ("85年的", 40, 41),
        ("1985年出生", 40, 41),
        ("85年生", 40, 41),
        ("05年的", 20, 21),
        ("四十多岁", 40, 49),
        ("五十出头", 50, 59),
        ("四十七八岁", 47, 48),
        ("我快60了", 60, 60),
    ],
)
def test_an_age_is_read_from_years_or_from_the_year_of_birth(text: str, low: int, high: int) -> None:
    assert [(mention.low, mention.high) for mention in find_ages(text, TODAY)] == [(low, high)]


@pytest.mark.parametrize(
    "text",
    [
        "35岁以下",
        "招16-35岁",
        "满50岁退休吗",
        "70后",
        "2024年的标准",
        "24年的失业金",
        "3岁的娃",
        "今年2000了",
        "干了20年",
    ],
)
def test_limits_and_other_years_are_no_ones_age(text: str) -> None:
    assert find_ages(text, TODAY) == ()


@settings(deadline=None)
@given(st.text(st.sampled_from("0123456789一二三十年月日岁个前半去今上零了的-. 多"), max_size=24))
def test_any_text_can_be_read(text: str) -> None:
    for mention in (*find_dates(text, TODAY), *find_durations(text), *find_ages(text, TODAY)):
        assert 0 <= mention.start < mention.end <= len(text)
    day = find_as_of(text, TODAY)
    assert day is None or day < TODAY
