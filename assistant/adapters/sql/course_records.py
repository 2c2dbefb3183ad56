"""Courses and intakes as JSON in rows, and back. Only what is said is written; days of samples stay relative."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any, TypeVar

from assistant.adapters.sql.json_reading import UnreadableRecordError
from assistant.domain.courses import (
    Course,
    CourseLevel,
    CoursePrerequisite,
    Intake,
    IntakeState,
    OutcomeFigure,
    WeeklyTime,
)
from assistant.domain.vacancies import Education

_COURSE_PLAIN = ("title", "provider", "content", "certificate", "occupation_code", "hours", "fee_yuan", "is_sample")
_COURSE_TEXTS = ("licences", "occupations", "subjects")
_INTAKE_PLAIN = ("schedule", "region_id", "place", "is_online")
_DAYS = ("starts_on", "ends_on", "enrol_by")
_ASKED = ("age_min", "age_max", "licence", "experience_years")
_Read = TypeVar("_Read")


def course_as_text(course: Course) -> str:
    """Everything but id, intakes and sources."""
    record: dict[str, object] = {
        name: value for name in _COURSE_PLAIN if (value := getattr(course, name)) not in (None, "")
    }
    record |= {name: value for name in _COURSE_TEXTS if (value := getattr(course, name))}
    if course.level is not None:
        record["level"] = course.level.value
    if course.prerequisites:
        record["prerequisites"] = [_prerequisite_as_json(one) for one in course.prerequisites]
    if course.outcomes:
        record["outcomes"] = [(one.text, one.as_of.isoformat()) for one in course.outcomes]
    return _as_text(record)


def intake_as_text(intake: Intake, day_offsets: Mapping[str, int]) -> str:
    """Everything but ids, seats and state, which have columns of their own."""
    record: dict[str, object] = {
        name: value for name in _INTAKE_PLAIN if (value := getattr(intake, name)) not in (None, "")
    }
    record |= {name: value.isoformat() for name in _DAYS if (value := getattr(intake, name)) is not None}
    if intake.weekly_times:
        record["weekly_times"] = [
            (one.weekday, one.starts.isoformat("minutes"), one.ends.isoformat("minutes")) for one in intake.weekly_times
        ]
    if day_offsets:
        record["day_offsets"] = dict(day_offsets)
    return _as_text(record)


def course_from_text(text: str, course_id: str) -> Course:
    """Without intakes and sources. Raises UnreadableRecordError for a damaged record."""
    return _reading(lambda: _course(json.loads(text), course_id))


def intake_from_text(text: str, ids: tuple[str, str], seats: int | None, state: IntakeState, today: date) -> Intake:
    """`ids`: of the intake and of its course. Raises UnreadableRecordError for a damaged record."""
    return replace(_reading(lambda: _intake(json.loads(text), ids, today)), seats=seats, state=state)


def _course(record: Mapping[str, Any], course_id: str) -> Course:
    plain: dict[str, Any] = {"title": "", "provider": ""}
    plain |= {name: record[name] for name in _COURSE_PLAIN if name in record}
    plain |= {name: tuple(record[name]) for name in _COURSE_TEXTS if name in record}
    return Course(
        id=course_id,
        **plain,
        level=CourseLevel(record["level"]) if "level" in record else None,
        prerequisites=tuple(_prerequisite(one) for one in record.get("prerequisites", ())),
        outcomes=tuple(OutcomeFigure(said, date.fromisoformat(day)) for said, day in record.get("outcomes", ())),
    )


def _intake(record: Mapping[str, Any], ids: tuple[str, str], today: date) -> Intake:
    plain: dict[str, Any] = {name: record[name] for name in _INTAKE_PLAIN if name in record}
    plain |= {name: date.fromisoformat(record[name]) for name in _DAYS if name in record}
    offsets = record.get("day_offsets", {})
    plain |= {name: today + timedelta(days=int(ahead)) for name, ahead in offsets.items() if name in _DAYS}
    times = tuple(
        WeeklyTime(int(day), time.fromisoformat(starts), time.fromisoformat(ends))
        for day, starts, ends in record.get("weekly_times", ())
    )
    return Intake(ids[0], ids[1], **plain, weekly_times=times)


def _prerequisite_as_json(one: CoursePrerequisite) -> dict[str, object]:
    record: dict[str, object] = {"text": one.text}
    record |= {name: value for name in _ASKED if (value := getattr(one, name)) is not None}
    record |= {"education": one.education.value} if one.education is not None else {}
    return record | ({"level": one.level.value} if one.level is not None else {})


def _prerequisite(record: Mapping[str, Any]) -> CoursePrerequisite:
    asked = {name: record[name] for name in _ASKED if name in record}
    education = Education(record["education"]) if "education" in record else None
    level = CourseLevel(record["level"]) if "level" in record else None
    return CoursePrerequisite(str(record["text"]), education=education, level=level, **asked)


def _reading(read: Callable[[], _Read]) -> _Read:
    try:
        return read()
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError) as error:
        raise UnreadableRecordError(f"a course's record is damaged ({type(error).__name__})") from None


def _as_text(record: Mapping[str, object]) -> str:
    text = json.dumps(record, ensure_ascii=False, separators=(",", ":"))
    # NUL and halves of surrogate pairs cannot be kept by every database.
    return text.replace("\\u0000", "").encode("utf-8", "replace").decode("utf-8")
