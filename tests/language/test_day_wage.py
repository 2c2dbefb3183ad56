"""A day's wage is told in many ways, and is no month's wage."""

from datetime import date
from decimal import Decimal

import pytest

from assistant.language.day_wage import read_bare_days, read_day_wage
from assistant.language.told_at_work import told_at_work

TODAY = date(2026, 11, 30)


@pytest.mark.parametrize(
    ("text", "yuan"),
    [
        ("日工资280", 280),
        ("我日薪是三百二", 320),
        ("我们那边260块一天", 260),
        ("每天给我两百四", 240),
    ],
)
def test_a_sum_told_by_the_day_is_read(text: str, yuan: int) -> None:
    assert read_day_wage(text) == Decimal(yuan)


@pytest.mark.parametrize("text", ["一个月6000", "月工资5200，十天没休", "每天干十个小时", "三天没休"])
def test_what_is_not_paid_for_a_day_is_no_day_wage(text: str) -> None:
    assert read_day_wage(text) is None


def test_days_beside_the_sum_are_counted_and_the_unit_of_price_is_not() -> None:
    assert read_bare_days("日工资280 八天") == 8
    assert read_bare_days("280块一天") is None


def test_a_long_run_of_figures_is_read_in_no_time() -> None:
    assert read_day_wage("日工资" + "1" * 3000 + "天" * 3000) is None


def test_no_day_of_leave_taken_is_no_number_and_one_left_is_one() -> None:
    assert "person.untaken_leave_days" not in told_at_work("今年一天年假没休", TODAY)
    assert told_at_work("还剩一天年假没休", TODAY)["person.untaken_leave_days"] == 1


def test_months_without_a_contract_are_the_time_at_work() -> None:
    assert told_at_work("七个月没跟我签劳动合同", TODAY)["person.service_months"] == 7
    assert "person.service_months" not in told_at_work("三个月没签到单子", TODAY)
