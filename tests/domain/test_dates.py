"""Partial dates, periods and months: the day a rule begins and ends is never off by one."""

import calendar
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.domain.dates import PartialDate, Period, add_months

DAYS = st.dates(date(1, 1, 1), date(9998, 12, 31))
NEAR_DAYS = st.dates(date(1990, 1, 1), date(2060, 12, 31))
PARTIAL_DATES = st.one_of(
    st.integers(1990, 2060).map(PartialDate),
    st.tuples(st.integers(1990, 2060), st.integers(1, 12)).map(lambda parts: PartialDate(*parts)),
    NEAR_DAYS.map(lambda day: PartialDate(day.year, day.month, day.day)),
)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2025", date(2025, 1, 1), date(2025, 12, 31)),
        ("2025-07", date(2025, 7, 1), date(2025, 7, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2025-02", date(2025, 2, 1), date(2025, 2, 28)),
        ("2025-07-01", date(2025, 7, 1), date(2025, 7, 1)),
    ],
)
def test_a_partial_date_runs_from_its_first_to_its_last_day(text: str, first: date, last: date) -> None:
    assert (PartialDate.parse(text).first_day, PartialDate.parse(text).last_day) == (first, last)


@pytest.mark.parametrize(
    "text",
    ["", "25", "2025-7", "2025-13", "2025-00", "2025-02-29", "2025-02-30", "2025/07", "2025-07-01 ", "20250701", "2025-",
     "0000", "今年", "2025-07-01T00:00", "-2025", "２０２５\n"],
)  # fmt: skip
def test_what_is_no_date_is_refused_in_words_that_quote_it(text: str) -> None:
    with pytest.raises(ValueError, match=r"\.$") as raised:
        PartialDate.parse(text)
    assert f"'{text}'" in str(raised.value)


@given(PARTIAL_DATES)
def test_a_partial_date_reads_as_it_is_written(partial: PartialDate) -> None:
    assert PartialDate.parse(str(partial)) == partial


@given(PARTIAL_DATES)
def test_a_partial_date_never_ends_before_it_begins(partial: PartialDate) -> None:
    assert partial.first_day <= partial.last_day
    assert partial.first_day.year == partial.last_day.year == partial.year


@given(PARTIAL_DATES, PARTIAL_DATES)
def test_partial_dates_are_ordered_by_first_day_the_less_exact_one_first(one: PartialDate, other: PartialDate) -> None:
    assert (one < other) + (other < one) + (one == other) == 1
    if one.first_day != other.first_day:
        assert (one < other) == (one.first_day < other.first_day)
    elif one != other:
        assert (one < other) == (len(str(one)) < len(str(other)))


@pytest.mark.parametrize(
    ("text", "words"), [("2025", "2025年"), ("2025-07", "2025年7月"), ("2025-07-01", "2025年7月1日")]
)
def test_a_partial_date_says_no_more_than_is_stated(text: str, words: str) -> None:
    assert PartialDate.parse(text).in_words() == words


@given(st.none() | PARTIAL_DATES, st.none() | PARTIAL_DATES, NEAR_DAYS)
def test_a_day_is_before_in_or_after_a_period(start: PartialDate | None, end: PartialDate | None, day: date) -> None:
    period = Period(start, end)
    in_it = (start is None or start.first_day <= day) and (end is None or day <= end.last_day)
    assert period.contains(day) == in_it
    assert period.contains(day) == (not period.begins_after(day) and not period.ended_before(day))
    assert period.is_stated == (start is not None or end is not None)


@given(PARTIAL_DATES, PARTIAL_DATES)
def test_the_first_and_the_last_day_belong_to_a_period_and_their_neighbours_do_not(
    one: PartialDate, other: PartialDate
) -> None:
    start, end = sorted((one, other))
    if end.last_day < start.first_day:
        return
    period = Period(start, end)
    assert period.contains(start.first_day)
    assert period.contains(end.last_day) == (end.last_day >= start.first_day)
    assert not period.contains(start.first_day - timedelta(days=1))
    assert not period.contains(end.last_day + timedelta(days=1))


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2025, 1, 31), 1, date(2025, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2025, 12, 15), 1, date(2026, 1, 15)),
        (date(2025, 1, 15), -1, date(2024, 12, 15)),
        (date(2025, 3, 31), -1, date(2025, 2, 28)),
        (date(2025, 6, 30), 0, date(2025, 6, 30)),
    ],
)
def test_a_month_later_is_the_same_day_or_the_month_s_last(day: date, months: int, expected: date) -> None:
    assert add_months(day, months) == expected


@given(DAYS.filter(lambda day: 100 < day.year < 9000), st.integers(-1000, 1000))
def test_months_move_the_month_by_so_many_and_the_day_only_where_it_must(day: date, months: int) -> None:
    moved = add_months(day, months)
    assert (moved.year - day.year) * 12 + moved.month - day.month == months
    assert moved.day == min(day.day, calendar.monthrange(moved.year, moved.month)[1])


@given(NEAR_DAYS, NEAR_DAYS, st.integers(0, 240))
def test_whoever_comes_first_is_not_overtaken_by_adding_months(one: date, other: date, months: int) -> None:
    earlier, later = sorted((one, other))
    assert add_months(earlier, months) <= add_months(later, months)
