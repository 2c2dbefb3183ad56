"""Whether the marks somebody names are those of a run of a course, by its record."""

import re
from collections.abc import Sequence
from datetime import timedelta
from functools import cache

from assistant.domain.courses import Course, Intake
from assistant.language.longest_run import longest_run
from assistant.language.pointing_marks import Marks
from assistant.language.segment import fold
from assistant.language.sounds import SoundTable

#: What most places and schools are called, which tells none from another.
_COMMON = re.compile(
    r"[(（]?示例[)）]?|教学点|职业|技能|就业|培训|学校|学院|技工|技校|职校|中心|服务|教育|有限公司|街道|校区"
    r"|[镇乡区县市路号部站·\s]"
)
_FEWEST, _MOST = 2, 4
_HALF_A_DAY, _DECEMBER, _HALF_A_YEAR = 12, 12, 7


def holds(marks: Marks, course: Course, intake: Intake) -> bool:
    """Whether the run has every mark that its record tells of, the fee and the length beside others left aside."""
    tests = (
        marks.clock is None or _begins_or_ends_at(marks.clock, intake),
        not marks.weekdays or _is_on(marks.weekdays, intake),
        marks.is_certified is None or (course.certificate is not None) is marks.is_certified,
        marks.is_online is None or intake.is_online is marks.is_online,
        marks.lasts is None or _lasts(marks.lasts, intake),
        marks.festival is None or _starts(marks.festival, intake, marks.is_after),
    )
    return all(tests)


def keeps_the_fee(marks: Marks, course: Course) -> bool:
    """Whether one of the figures is the fee."""
    return course.fee_yuan is not None and int(course.fee_yuan) in marks.figures


def of_length(length: str, runs: Sequence[Intake]) -> tuple[bool, ...]:
    """For each whether it is the shortest, or the longest; all, where nothing is known of that."""
    days = [_days(intake) for intake in runs]
    known = [one for one in days if one is not None]
    if not known:
        return tuple(True for _ in runs)
    end = min(known) if length == "short" else max(known)
    return tuple(one == end for one in days)


def call_letters(said: str, course: Course, intake: Intake) -> int:
    """How many letters of the place or the provider stand in what is said, by letter or by sound; 0 below two."""
    if len(said) < _FEWEST:
        return 0
    names = [fold(_COMMON.sub(" ", one)) for one in (intake.place, course.provider)]
    return max((_common(said, word) for name in names for word in name.split()), default=0)


def _common(said: str, name: str) -> int:
    by_letter = len(longest_run(said, name, _MOST))
    if by_letter >= _FEWEST:
        return by_letter
    by_sound = len(longest_run(_sounds().exact(said), _sounds().exact(name), _MOST))
    return by_sound if by_sound >= _FEWEST else 0


@cache
def _sounds() -> SoundTable:
    return SoundTable()


def _begins_or_ends_at(clock: tuple[int, int | None], intake: Intake) -> bool:
    hour, minute = clock
    starts = [one.starts for one in intake.weekly_times]
    ends = [one.ends for one in intake.weekly_times]
    return any(
        (one.hour == hour or one.hour == hour + _HALF_A_DAY) and one.minute == (minute or 0) for one in (*starts, *ends)
    )


def _is_on(weekdays: frozenset[int], intake: Intake) -> bool:
    return bool(intake.weekly_times) and weekdays <= {one.weekday for one in intake.weekly_times}


def _lasts(days: tuple[int, int], intake: Intake) -> bool:
    """By the days between, or by the days of lessons (四天就能学完)."""
    between = _days(intake)
    return any(one is not None and days[0] <= one <= days[1] for one in (between, _lesson_days(intake)))


def _days(intake: Intake) -> int | None:
    if intake.starts_on is None or intake.ends_on is None:
        return None
    return (intake.ends_on - intake.starts_on).days + 1


def _lesson_days(intake: Intake) -> int | None:
    between = _days(intake)
    if between is None or intake.starts_on is None or not intake.weekly_times:
        return None
    weekdays = {one.weekday for one in intake.weekly_times}
    return sum((intake.starts_on + timedelta(days=at)).isoweekday() in weekdays for at in range(between))


def _starts(day: tuple[int, int], intake: Intake, is_after: bool) -> bool:
    """On that day; or after it, within the half year that follows it."""
    if intake.starts_on is None:
        return False
    begins = (intake.starts_on.month, intake.starts_on.day)
    if not is_after:
        return begins == day
    return begins > day if day[0] == _DECEMBER else day < begins < (_HALF_A_YEAR, 1)
