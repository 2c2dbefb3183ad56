"""Where somebody has to be already, and the courses that have lessons then."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.domain.courses import Intake, WeeklyTime
from assistant.domain.engagements import Engagement, engagement_of, find_clashes
from tests.enrolment_office import EVENINGS, course, intake

DAY = date(2026, 11, 23)


def engaged(one: Intake) -> Engagement:
    return engagement_of(course("another", one), one)


@pytest.mark.parametrize(
    ("changed", "clashes"),
    [
        ({}, True),
        ({"weekly_times": (WeeklyTime(2, time(21), time(22)),)}, False),
        ({"weekly_times": (WeeklyTime(2, time(20, 59), time(22)),)}, True),
        ({"weekly_times": (WeeklyTime(3, time(19), time(21)),)}, False),
        ({"weekly_times": ()}, False),
        ({"starts_on": None}, False),
        ({"starts_on": date(2027, 2, 26), "ends_on": date(2027, 3, 30)}, False),
        ({"starts_on": date(2027, 2, 24), "ends_on": date(2027, 3, 30)}, True),
        ({"starts_on": date(2026, 12, 9), "ends_on": date(2026, 12, 9)}, False),
    ],
)
def test_lessons_clash_where_they_are_at_the_same_time_on_a_day_that_both_have(
    changed: dict[str, object], clashes: bool
) -> None:
    other = intake("other", "welder", **changed)
    assert bool(find_clashes(intake(), [engaged(other)])) is clashes
    assert bool(find_clashes(other, [engaged(intake())])) is clashes, "a clash is one from either side"


@given(st.dates(DAY, DAY + timedelta(60)), st.integers(0, 40), st.dates(DAY, DAY + timedelta(60)), st.integers(0, 40))
def test_a_clash_is_a_day_on_which_both_have_a_lesson(one: date, days: int, other: date, more: int) -> None:
    mine = intake("a", starts_on=one, ends_on=one + timedelta(days))
    theirs = intake("b", starts_on=other, ends_on=other + timedelta(more))
    lessons = [
        {each.starts_on + timedelta(n) for n in range((each.ends_on - each.starts_on).days + 1)}  # type: ignore[operator]
        for each in (mine, theirs)
    ]
    weekdays = {each.weekday for each in EVENINGS}
    shared = any(day.isoweekday() in weekdays for day in lessons[0] & lessons[1])
    assert bool(find_clashes(mine, [engaged(theirs)])) is shared


def test_one_is_never_in_the_way_of_itself() -> None:
    assert find_clashes(intake(), [engaged(intake())]) == ()


def test_what_was_told_by_mouth_has_no_days_and_clashes_by_the_times_of_the_week() -> None:
    english = Engagement("补英语", (WeeklyTime(4, time(20), time(22)),))
    assert find_clashes(intake(), [english]) == (english,)
    assert find_clashes(intake(starts_on=None, ends_on=None), [english]) == (english,)
    assert find_clashes(intake(), [Engagement("补英语", (WeeklyTime(3, time(20), time(22)),))]) == ()
    one_wednesday = intake(starts_on=date(2026, 12, 9), ends_on=date(2026, 12, 9))
    assert find_clashes(one_wednesday, [english]) == (), "no Thursday lies within its days"
