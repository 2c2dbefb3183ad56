"""A filter of courses as JSON values and back, and in words."""

import re
from collections.abc import Mapping
from dataclasses import fields
from datetime import date, time

from assistant.domain.course_filter import CourseFilter
from assistant.domain.course_times import LessonTime
from assistant.domain.courses import CourseLevel, WeeklyTime
from assistant.domain.engagements import Engagement
from assistant.domain.regions import RegionTable
from assistant.domain.vacancies import Education
from assistant.services.course_phrases import LEVEL_WORDS
from assistant.services.vacancy_phrases import yuan

_WEEKLY = re.compile(r"([1-7]) ((?:[01]\d|2[0-3]):[0-5]\d)-((?:[01]\d|2[0-3]):[0-5]\d)")
_NOT = {LessonTime.EVENING: "不要晚上的", LessonTime.WEEKEND: "不要周末的", LessonTime.DAY: "不要白天的"}
_FLAGS = {
    "evening": "晚上上课", "weekend": "周末上课", "daytime": "白天上课", "free": "免费", "with_certificate": "有证书",
    "near": "离得近", "any_schooling": "不要求学历",
    "any_age": "不限年龄",
}  # fmt: skip


def course_filter_as_json(wanted: CourseFilter) -> dict[str, object]:
    """Only what is stated."""
    empty = CourseFilter()
    said = {one.name: getattr(wanted, one.name) for one in fields(wanted)}
    return {
        name: [_as_text(item) for item in value] if isinstance(value, tuple) else _plain(value)
        for name, value in said.items()
        if value != getattr(empty, name)
    }


def course_filter_from_json(values: Mapping[str, object]) -> CourseFilter:
    """What can be read of it: unknown fields and values are left out, so that an older record can still be used."""
    online = values.get("online")
    known = {level.value: level for level in CourseLevel}
    return CourseFilter(
        occupations=_texts(values, "occupations"),
        licences=_texts(values, "licences"),
        words=_texts(values, "words"),
        region_ids=_texts(values, "region_ids"),
        near=values.get("near") is True,
        evening=values.get("evening") is True,
        weekend=values.get("weekend") is True,
        daytime=values.get("daytime") is True,
        online=online if isinstance(online, bool) else None,
        free=values.get("free") is True,
        fee_ceiling_yuan=_number(values, "fee_ceiling_yuan"),
        with_certificate=values.get("with_certificate") is True,
        levels=tuple(known[name] for name in _texts(values, "levels") if name in known),
        starts_within_days=_whole(values, "starts_within_days"),
        any_schooling=values.get("any_schooling") is True,
        holds_none=values.get("holds_none") is True,
        held=_texts(values, "held"),
        lacking=_texts(values, "lacking"),
        held_level=known.get(str(values.get("held_level"))),
        any_age=values.get("any_age") is True,
        not_times=tuple(LessonTime(name) for name in _texts(values, "not_times") if name in set(LessonTime)),
        starts_from=_day(values, "starts_from"),
        only_there=values.get("only_there") is True,
        age_years=_whole(values, "age_years"),
        education=next((one for one in Education if one.value == values.get("education")), None),
        busy=tuple(one for text in _texts(values, "busy") if (one := _engagement(text)) is not None),
    )


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def subject_words(wanted: CourseFilter) -> str:
    """What is to be learnt, in words: 叉车证; 电工."""
    return "、".join(dict.fromkeys(wanted.licences or wanted.occupations or wanted.words))


def course_filter_words(wanted: CourseFilter, regions: RegionTable) -> str:
    """The filter said back: 电工、晚上上课、两江新区."""
    names = [subject_words(wanted)] if wanted.names_a_subject else []
    names += [region.name for name in wanted.region_ids if (region := regions.find_region(name)) is not None]
    names += [words for name, words in _FLAGS.items() if getattr(wanted, name)]
    if wanted.online is not None:
        names.append("线上" if wanted.online else "线下")
    if wanted.fee_ceiling_yuan is not None:
        names.append(f"学费{yuan(wanted.fee_ceiling_yuan)}元以内")
    names += [LEVEL_WORDS[level] for level in wanted.levels]
    names += [_NOT[one] for one in wanted.not_times]
    if wanted.starts_within_days is not None:
        names.append("近期开班")
    if wanted.starts_from is not None:
        names.append(f"{wanted.starts_from.month}月{wanted.starts_from.day}日以后开班")
    return "、".join(names) or "不限条件"


def _as_text(item: object) -> str:
    """补英语|2 19:00-21:00,4 19:00-21:00 for where somebody has to be."""
    if not isinstance(item, Engagement):
        return str(item)
    times = ",".join(f"{one.weekday} {one.starts:%H:%M}-{one.ends:%H:%M}" for one in item.times)
    return f"{item.name}|{times}"


def _engagement(text: str) -> Engagement | None:
    name, _, times = text.rpartition("|")
    found = [match for part in times.split(",") if (match := _WEEKLY.fullmatch(part)) is not None]
    at = (
        WeeklyTime(int(day), time.fromisoformat(starts), time.fromisoformat(ends))
        for day, starts, ends in (match.groups() for match in found)
    )
    return Engagement(name, tuple(at)) if name and found else None


def _texts(values: Mapping[str, object], name: str) -> tuple[str, ...]:
    found = values.get(name)
    return tuple(item for item in found if isinstance(item, str)) if isinstance(found, list | tuple) else ()


def _day(values: Mapping[str, object], name: str) -> date | None:
    found = values.get(name)
    try:
        return date.fromisoformat(found) if isinstance(found, str) else None
    except ValueError:
        return None


def _number(values: Mapping[str, object], name: str) -> float | None:
    found = values.get(name)
    return float(found) if isinstance(found, int | float) and not isinstance(found, bool) else None


def _whole(values: Mapping[str, object], name: str) -> int | None:
    found = values.get(name)
    return found if isinstance(found, int) and not isinstance(found, bool) else None
