"""When a team is at work: weekly hours, holidays, and weekends that are working days (调休).

Which days are holidays is announced year by year. For a year that the table does not know, the weekly hours are all
there is to go by, and whatever is worked out over such days says that it is not certain.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

_DAY_MINUTES = 24 * 60
#: No holiday is as long; a team without any hours is never open.
_LONGEST_WAIT_DAYS = 60
_LONGEST_WORK_DAYS = 800


class DayKind(StrEnum):
    """How a day differs from its weekday."""

    HOLIDAY = "holiday"
    WORKDAY = "workday"


@dataclass(frozen=True)
class HolidayTable:
    """Days that differ from their weekday, and the years for which all of them are known."""

    days: Mapping[date, DayKind]
    known_years: frozenset[int]

    def knows(self, day: date) -> bool:
        return day.year in self.known_years


@dataclass(frozen=True)
class OpenSpan:
    """From one minute of the day to another (not included), 0 to 1440. Raises ValueError if it ends before that."""

    opens_minute: int
    closes_minute: int

    def __post_init__(self) -> None:
        if not 0 <= self.opens_minute < self.closes_minute <= _DAY_MINUTES:
            raise ValueError("hours must end after they begin, on the same day")


@dataclass(frozen=True)
class Moment:
    """A point in time that was worked out. `is_certain` is False where a day on the way is of an unknown year."""

    at: datetime
    is_certain: bool


@dataclass(frozen=True)
class OpeningHours:
    """`week` holds the spans of Monday (0) to Sunday (6), in order and apart; `adjusted` those of a weekend day that is
    worked (调休).

    Moments are taken and given in the time zone they come in: that of the team, which has no summer time.
    """

    week: tuple[tuple[OpenSpan, ...], ...]
    adjusted: tuple[OpenSpan, ...]
    holidays: HolidayTable
    works_on_holidays: bool = False

    def spans_on(self, day: date) -> tuple[OpenSpan, ...]:
        """The hours of one day; none: closed."""
        kind = self.holidays.days.get(day)
        usual = self.week[day.weekday()]
        if kind is DayKind.HOLIDAY and not self.works_on_holidays:
            return ()
        if kind is DayKind.WORKDAY:
            return usual or self.adjusted
        return usual

    def knows(self, at: datetime) -> bool:
        """Whether it is known if the day of this moment is a holiday; who works through needs no such table."""
        return self.works_on_holidays or self.holidays.knows(at.date())

    def is_open(self, at: datetime) -> bool:
        """By the weekly hours where the year is not known (`knows`)."""
        minute = _minute_of(at)
        return any(span.opens_minute <= minute < span.closes_minute for span in self.spans_on(at.date()))

    def next_opening(self, at: datetime) -> Moment | None:
        """The next moment at which the doors open, `at` itself where they are open; None if they never do."""
        if self.is_open(at):
            return Moment(at, self.knows(at))
        is_certain = True
        for start, _ in self._spans_from(at):
            is_certain = is_certain and all(self.knows(day) for day in _days_between(at, start))
            return Moment(start, is_certain)
        return None

    def closing(self, at: datetime) -> datetime | None:
        """When the span that holds `at` ends; None if it is closed."""
        minute = _minute_of(at)
        for span in self.spans_on(at.date()):
            if span.opens_minute <= minute < span.closes_minute:
                return _at_minute(at, at.date(), span.closes_minute)
        return None

    def add_working_minutes(self, at: datetime, minutes: int) -> Moment | None:
        """When so many minutes of work have passed; None if that never comes. Raises ValueError below zero.

        A deadline that falls on the very end of a span is that end, not the next morning.
        """
        if minutes < 0:
            raise ValueError("working time only goes forward")
        left = timedelta(minutes=minutes)
        for start, end in self._spans_from(at, _LONGEST_WORK_DAYS):
            if left <= end - start:
                done = start + left
                return Moment(done, all(self.knows(day) for day in _days_between(at, done)))
            left -= end - start
        return None

    def _spans_from(self, at: datetime, days: int = _LONGEST_WAIT_DAYS) -> Iterator[tuple[datetime, datetime]]:
        """What is left of the span that holds `at`, then the following ones."""
        for count in range(days):
            day = at.date() + timedelta(days=count)
            for span in self.spans_on(day):
                start, end = _at_minute(at, day, span.opens_minute), _at_minute(at, day, span.closes_minute)
                if end > at:
                    yield max(start, at), end


def _minute_of(at: datetime) -> int:
    return at.hour * 60 + at.minute


def _at_minute(like: datetime, day: date, minute: int) -> datetime:
    return datetime.combine(day, time(), like.tzinfo) + timedelta(minutes=minute)


def _days_between(first: datetime, last: datetime) -> Iterator[datetime]:
    for count in range((last.date() - first.date()).days + 1):
        yield first + timedelta(days=count)
