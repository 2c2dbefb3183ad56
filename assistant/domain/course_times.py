"""When lessons are, in the words people choose by: evenings, weekends, days."""

from datetime import time
from enum import StrEnum

from assistant.domain.courses import Intake, WeeklyTime

_EVENING_FROM = time(17, 30)
_SATURDAY = 6


class LessonTime(StrEnum):
    """`EVENING`: all lessons begin after work, or on a free day. `WEEKEND`: all are on Saturday or Sunday. `DAY`: by
    day on working days."""

    EVENING = "evening"
    WEEKEND = "weekend"
    DAY = "day"


def lesson_times(intake: Intake) -> frozenset[LessonTime]:
    """What the times of an intake fit; none where they are not known. Evenings alone, so that who works by day can come
    to every lesson: an evening course may have lessons on a free day beside, but not on free days only."""
    times = intake.weekly_times
    if not times:
        return frozenset()
    if all(_is_weekend(one) for one in times):
        return frozenset((LessonTime.WEEKEND,))
    if all(_is_weekend(one) or _is_evening(one) for one in times):
        return frozenset((LessonTime.EVENING,))
    return frozenset((LessonTime.DAY,))


def _is_weekend(one: WeeklyTime) -> bool:
    return one.weekday >= _SATURDAY


def _is_evening(one: WeeklyTime) -> bool:
    return one.starts >= _EVENING_FROM
