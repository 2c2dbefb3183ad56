"""What somebody names that is not to be had: a run that is closed, a course of a name none of those found bears."""

import re
from collections.abc import Sequence
from datetime import date

from assistant.domain.courses import Course
from assistant.language.advert_days import find_work_day
from assistant.language.course_words import CourseWords
from assistant.language.segment import fold
from assistant.services.course_desk import CourseDesk
from assistant.services.shown_courses import ShownCourse, day_of_month_in

_CERTAIN_ONE = re.compile(r"(?:那|这)个(?P<name>[^,，。;；!！?？ 的]{2,8})班(?!长|组)")


def find_closed(text: str, shown: Sequence[ShownCourse], desk: CourseDesk, today: date) -> tuple[Course, date] | None:
    """The course shown with a run on the day named that takes nobody any more, and that day."""
    day, alone = find_work_day(text, today), day_of_month_in(text)
    if day is None and alone is None:
        return None
    for course in (one for each in shown if (one := desk.find_course(each.id)) is not None):
        for intake in course.intakes:
            starts = intake.starts_on
            is_meant = starts is not None and (starts == day or (day is None and starts.day == alone))
            if starts is not None and is_meant and not intake.takes_enrolments_on(today):
                return course, starts
    return None


def named_otherwise(text: str, shown: Sequence[ShownCourse], words: CourseWords) -> str | None:
    """The name by which somebody means one certain course (那个平面设计班) that none of those found bears: it may have
    closed, and another of the kind is nothing they asked for."""
    said = _CERTAIN_ONE.search(fold(text))
    mentions = words.mentions_in(said["name"]) if said is not None else ()
    name = mentions[0][1].group() if len(mentions) == 1 else ""
    is_its_name = bool(name) and fold(mentions[0][0].name) == name  # 西点 is said of 西式面点 in any title
    return name if is_its_name and not any(name in fold(one.title) for one in shown) else None
