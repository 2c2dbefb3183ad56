"""Hours over weekends, holidays and working Saturdays; what is not known is said."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.domain.opening_hours import DayKind, HolidayTable, OpeningHours, OpenSpan

DAY = (OpenSpan(9 * 60, 12 * 60), OpenSpan(13 * 60 + 30, 17 * 60 + 30))
SATURDAY = (OpenSpan(9 * 60, 12 * 60),)
TABLE = HolidayTable(
    {
        **{date(2026, 10, day): DayKind.HOLIDAY for day in range(1, 8)},
        date(2026, 10, 10): DayKind.WORKDAY,
        date(2026, 9, 20): DayKind.WORKDAY,
    },
    frozenset({2026}),
)
HOURS = OpeningHours((DAY,) * 5 + ((), ()), DAY, TABLE)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        ("2026-11-23T08:59:59", False),
        ("2026-11-23T09:00", True),
        ("2026-11-23T11:59:59", True),
        ("2026-11-23T12:00", False),
        ("2026-11-23T13:30", True),
        ("2026-11-23T17:30", False),
        ("2026-11-22T10:00", False),
        ("2026-10-01T10:00", False),
        ("2026-10-08T10:00", True),
        ("2026-10-10T10:00", True),
        ("2026-10-11T10:00", False),
    ],
)
def test_doors_are_open_by_the_weekday_but_for_holidays_and_worked_weekends(moment: str, is_open: bool) -> None:
    assert HOURS.is_open(at(moment)) is is_open


@pytest.mark.parametrize(
    ("moment", "opening"),
    [
        ("2026-11-23T23:40", "2026-11-24T09:00"),
        ("2026-11-23T12:10", "2026-11-23T13:30"),
        ("2026-11-23T10:10", "2026-11-23T10:10"),
        ("2026-11-20T18:00", "2026-11-23T09:00"),
        ("2026-09-30T18:00", "2026-10-08T09:00"),
        ("2026-10-09T18:00", "2026-10-10T09:00"),
    ],
)
def test_the_next_opening_skips_nights_weekends_and_holidays(moment: str, opening: str) -> None:
    found = HOURS.next_opening(at(moment))
    assert found is not None
    assert (found.at, found.is_certain) == (at(opening), True)


def test_over_the_end_of_the_known_years_nothing_is_certain() -> None:
    last = HOURS.next_opening(at("2026-12-31T18:00"))
    assert last is not None
    assert (last.at, last.is_certain) == (at("2027-01-01T09:00"), False)
    due = HOURS.add_working_minutes(at("2026-12-31T17:00"), 60)
    assert due is not None
    assert (due.at, due.is_certain) == (at("2027-01-01T09:30"), False)
    assert not HOURS.knows(at("2027-03-01T10:00"))


def test_a_team_that_works_through_needs_no_table_of_holidays() -> None:
    always = OpeningHours(((OpenSpan(0, 1440),),) * 7, (), HolidayTable({}, frozenset()), works_on_holidays=True)
    now = at("2031-05-01T03:00")
    assert always.is_open(now)
    due = always.add_working_minutes(now, 1440)
    assert due is not None
    assert (due.at, due.is_certain) == (at("2031-05-02T03:00"), True)


@pytest.mark.parametrize(
    ("moment", "minutes", "due"),
    [
        ("2026-11-23T10:00", 30, "2026-11-23T10:30"),
        ("2026-11-23T11:30", 30, "2026-11-23T12:00"),
        ("2026-11-23T11:30", 31, "2026-11-23T13:31"),
        ("2026-11-23T23:40", 60, "2026-11-24T10:00"),
        ("2026-11-20T17:00", 60, "2026-11-23T09:30"),
        ("2026-09-30T17:00", 60, "2026-10-08T09:30"),
        ("2026-11-23T09:00", 420, "2026-11-23T17:30"),
        ("2026-11-23T10:00", 0, "2026-11-23T10:00"),
    ],
)
def test_a_deadline_counts_working_time_only(moment: str, minutes: int, due: str) -> None:
    found = HOURS.add_working_minutes(at(moment), minutes)
    assert found is not None
    assert found.at == at(due)


def test_a_team_that_never_opens_promises_nothing() -> None:
    never = OpeningHours(((),) * 7, (), TABLE)
    assert never.next_opening(at("2026-11-23T10:00")) is None
    assert never.add_working_minutes(at("2026-11-23T10:00"), 1) is None


def test_time_does_not_run_backwards() -> None:
    with pytest.raises(ValueError, match="forward"):
        HOURS.add_working_minutes(at("2026-11-23T10:00"), -1)
    with pytest.raises(ValueError, match="end after"):
        OpenSpan(600, 600)


MOMENTS = st.datetimes(min_value=datetime(2025, 12, 1), max_value=datetime(2027, 2, 1))


@given(MOMENTS, st.integers(0, 3000), st.integers(0, 3000))
def test_working_time_adds_up(moment: datetime, first: int, second: int) -> None:
    both = HOURS.add_working_minutes(moment, first + second)
    one = HOURS.add_working_minutes(moment, first)
    assert both is not None and one is not None
    then = HOURS.add_working_minutes(one.at, second)
    assert then is not None
    assert then.at == both.at or second == 0
    assert moment <= one.at <= both.at


@given(MOMENTS)
def test_the_next_opening_is_open_and_nothing_before_it_is(moment: datetime) -> None:
    found = HOURS.next_opening(moment)
    assert found is not None
    assert HOURS.is_open(found.at)
    between = (found.at - moment) / 7
    assert not any(HOURS.is_open(moment + between * step) for step in range(7) if found.at > moment)


@given(MOMENTS)
def test_what_is_open_closes_later_on_the_same_day(moment: datetime) -> None:
    closing = HOURS.closing(moment)
    assert (closing is not None) is HOURS.is_open(moment)
    assert closing is None or timedelta() < closing - moment < timedelta(days=1)
