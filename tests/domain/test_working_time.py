"""Months in one firm, and the leave of the year in which one joined it."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.domain.dates import PartialDate
from assistant.domain.working_time import leave_of_joining_year, months_worked

DAYS = st.dates(date(2000, 1, 1), date(2040, 12, 31))


@pytest.mark.parametrize(
    ("start", "last", "months"),
    [
        ("2026-02-01", date(2026, 11, 30), 10),
        ("2026-02-01", date(2026, 11, 29), 9),
        ("2026-02", date(2026, 11, 30), 10),
        ("2018-03", date(2026, 11, 30), 105),
        ("2025-10-01", date(2026, 11, 30), 14),
        ("2026-03-15", date(2026, 8, 14), 5),
        ("2018", date(2026, 11, 30), None),
        ("2026-12-01", date(2026, 11, 30), None),
    ],
)
def test_both_the_first_and_the_last_day_are_worked(start: str, last: date, months: int | None) -> None:
    assert months_worked(PartialDate.parse(start), last) == months


@given(DAYS, st.integers(0, 4000))
def test_a_day_more_is_never_a_month_less_and_at_most_one_more(start: date, length: int) -> None:
    told = PartialDate(start.year, start.month, start.day)
    last = start + timedelta(days=length)
    now, next_day = months_worked(told, last), months_worked(told, last + timedelta(days=1))
    assert now is not None and next_day is not None
    assert next_day - now in (0, 1)


@pytest.mark.parametrize(
    ("joined", "full", "days"),
    [("2026-06-01", 10, 5), ("2026-01-01", 5, 5), ("2026-12-31", 15, 0), ("2026-09-01", 10, 3), ("2026-09", 15, None)],
)
def test_the_leave_of_the_first_year_is_the_whole_days_of_its_share(joined: str, full: int, days: int | None) -> None:
    assert leave_of_joining_year(PartialDate.parse(joined), full) == days


@given(DAYS, st.sampled_from([5, 10, 15]))
def test_nobody_gets_more_than_a_full_year_and_who_joins_later_gets_no_more(joined: date, full: int) -> None:
    days = leave_of_joining_year(PartialDate(joined.year, joined.month, joined.day), full)
    january = leave_of_joining_year(PartialDate(joined.year, 1, 1), full)
    assert days is not None and january is not None
    assert 0 <= days <= january == full
