"""What somebody has to be at already, every week: a course they have a place in, or something they have told of."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from assistant.domain.courses import Course, Intake, WeeklyTime

_WEEK = 7


@dataclass(frozen=True)
class Engagement:
    """`name` for people. Without days (`starts_on`, `ends_on`) it goes on for as long as one can see; `intake_id`: of
    the place taken, or waited for, in a course; None: told by mouth."""

    name: str
    times: tuple[WeeklyTime, ...]
    starts_on: date | None = None
    ends_on: date | None = None
    intake_id: str | None = None


def engagement_of(course: Course, intake: Intake) -> Engagement:
    return Engagement(course.title, intake.weekly_times, intake.starts_on, intake.ends_on, intake.id)


def find_clashes(intake: Intake, engagements: Iterable[Engagement]) -> tuple[Engagement, ...]:
    """Those that have a lesson while this intake has. What is not known of days or times is no clash."""
    return tuple(one for one in engagements if one.intake_id != intake.id and _clashes(intake, one))


def _clashes(intake: Intake, other: Engagement) -> bool:
    begin, end = intake.starts_on, intake.ends_on or intake.starts_on
    if other.intake_id is not None:
        if begin is None or end is None or other.starts_on is None:
            return False
        begin, end = max(begin, other.starts_on), min(end, other.ends_on or other.starts_on)
    return any(
        _meet(mine, theirs) and (begin is None or end is None or _has_weekday(begin, end, mine.weekday))
        for mine in intake.weekly_times
        for theirs in other.times
    )


def _meet(one: WeeklyTime, other: WeeklyTime) -> bool:
    return one.weekday == other.weekday and one.starts < other.ends and other.starts < one.ends


def _has_weekday(begin: date, end: date, weekday: int) -> bool:
    """Whether such a day lies between the two, both included."""
    first = begin + timedelta(days=(weekday - begin.isoweekday()) % _WEEK)
    return first <= end
