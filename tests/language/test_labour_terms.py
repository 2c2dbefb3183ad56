"""What an employer says of the workers looked for."""

from datetime import date

import pytest

from assistant.domain.vacancies import Pay
from assistant.domain.vacancy_filter import PayFloor
from assistant.language.labour_terms import read_headcount, read_pay, read_start

TODAY = date(2026, 11, 23)  # a Monday


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("我们厂要招20个普工", 20), ("服务员3名", 3), ("工地要十五个钢筋工", 15), ("差两个洗碗工", 2), ("急招电工5人", 5),
        ("招两三个阿姨", 3), ("一百二十名操作工", 120), ("招普工，月薪5000", None), ("干三个月", None), ("第2个厂", None),
        ("招几个普工", None), ("招99999个", None), ("每天8个小时", None), ("", None),
    ],
)  # fmt: skip
def test_a_headcount_is_a_number_with_people_behind_it(text: str, count: int | None) -> None:
    assert read_headcount(text) == count


@pytest.mark.parametrize(
    ("text", "pay"),
    [
        ("5000左右", Pay(5000, 5000, "month")), ("月薪4500到6000", Pay(4500, 6000, "month")),
        ("4500-6000", Pay(4500, 6000, "month")), ("7000以上", Pay(7000, None, "month")),
        ("四千五到六千", Pay(4500, 6000, "month")), ("5000起，招20个", Pay(5000, None, "month")),
    ],
)  # fmt: skip
def test_pay_has_the_ends_that_were_said(text: str, pay: Pay) -> None:
    assert pay.min_yuan is not None
    assert read_pay(text, PayFloor(pay.min_yuan)) == pay


@pytest.mark.parametrize("text", ["下个月1号上班", "12月3号到岗", "5号来"])
def test_a_day_of_the_month_is_no_number_of_workers(text: str) -> None:
    assert read_headcount(text) is None


def test_no_pay_is_made_up() -> None:
    assert read_pay("招20个普工", None) == Pay()


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("下月初要人", date(2026, 12, 1)), ("下个月中旬", date(2026, 12, 15)), ("12月10号到岗", date(2026, 12, 10)),
        ("明天就要", date(2026, 11, 24)), ("1月5号", date(2027, 1, 5)), ("2027年3月", date(2027, 3, 1)),
        ("月底要人", date(2026, 11, 25)), ("下周三来", date(2026, 12, 2)), ("周五", date(2026, 11, 27)),
        ("周日", date(2026, 11, 29)), ("尽快", None), ("长期招", None), ("周末双休", None), ("2月30号", None),
    ],
)  # fmt: skip
def test_the_day_from_which_workers_are_needed_lies_ahead(text: str, day: date | None) -> None:
    assert read_start(text, TODAY) == day
