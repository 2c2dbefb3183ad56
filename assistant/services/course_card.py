"""The course card of CONTRACTS, made from a match."""

from collections.abc import Iterator
from datetime import date

from assistant.domain.course_filter import CourseFilter
from assistant.domain.course_fit import PrerequisiteState
from assistant.domain.course_times import LessonTime, lesson_times
from assistant.domain.courses import Course
from assistant.domain.regions import RegionTable
from assistant.services.course_phrases import LEVEL_WORDS
from assistant.services.find_courses import CourseMatch, OpenIntake
from assistant.services.vacancy_phrases import day_words, region_code, region_words, yuan
from assistant.services.wanted_regions import course_regions

Card = dict[str, object]
_TIME_WORDS = {LessonTime.EVENING: "晚上上课", LessonTime.WEEKEND: "周末上课", LessonTime.DAY: "白天上课"}


def course_card(
    match: CourseMatch, wanted: CourseFilter, subsidies: tuple[str, ...], regions: RegionTable, today: date
) -> Card:
    """Every key of CONTRACTS, and beside them `hours`, `content`, `outcomes`, `is_sample` and `path` (its page)."""
    course = match.course
    region_id = match.best.intake.region_id if match.best is not None else None
    return {
        "kind": "course",
        "id": course.id,
        "title": course.title,
        "provider": course.provider,
        "region_code": region_code(region_id, regions),
        "region": region_words(region_id, regions, today) or None,
        "level": course.level.value if course.level is not None else None,
        "certificate": course.certificate,
        "occupation_code": course.occupation_code,
        "fee_yuan": _number(course.fee_yuan),
        "prerequisites": [{"text": one.prerequisite.text, "state": one.state.value} for one in match.prerequisites],
        "intakes": [_intake(one, course, regions, today) for one in match.intakes],
        "subsidies": list(subsidies),
        "reasons": list(reasons_of(match, wanted, regions, today)),
        "gaps": list(gaps_of(match, today)),
        "source": sources_in_words(course),
        "level_text": LEVEL_WORDS[course.level] if course.level is not None else None,
        "hours": course.hours,
        "outcomes": [{"text": one.text, "as_of": one.as_of.isoformat()} for one in course.outcomes],
        "is_sample": course.is_sample,
        "path": f"/courses/{course.id}",
    }


def reasons_of(match: CourseMatch, wanted: CourseFilter, regions: RegionTable, today: date) -> Iterator[str]:
    """Why it fits, from fields of the record only."""
    course, best = match.course, match.best
    trades = [name for name in course.occupations if name in wanted.occupations]
    given = [name for name in course.licences if name in wanted.licences]
    if given:
        yield f"能考{'、'.join(given)}"
    elif trades:
        yield f"是您要学的{'、'.join(trades)}"
    if best is not None:
        times = lesson_times(best.intake)
        asked = {LessonTime.EVENING: wanted.evening, LessonTime.WEEKEND: wanted.weekend, LessonTime.DAY: wanted.daytime}
        yield from (_TIME_WORDS[kind] for kind, is_asked in asked.items() if is_asked and kind in times)
        if wanted.region_ids and best.intake.region_id in (course_regions(wanted.region_ids, regions) or ()):
            yield f"在{region_words(best.intake.region_id, regions, today)}"
        if wanted.online and best.intake.is_online:
            yield "线上上课"
        if wanted.starts_within_days is not None and best.intake.starts_on is not None:
            yield f"{day_words(best.intake.starts_on, today)}就开班"
    if wanted.free and course.fee_yuan == 0:
        yield "不收学费"
    if wanted.fee_ceiling_yuan is not None and course.fee_yuan is not None:
        yield f"学费{yuan(course.fee_yuan)}元，没超过您说的{yuan(wanted.fee_ceiling_yuan)}元"
    if wanted.with_certificate and course.certificate:
        yield "有证书"
    if wanted.levels and course.level in wanted.levels and course.level is not None:
        yield LEVEL_WORDS[course.level]
    met = [one.prerequisite.text for one in match.prerequisites if one.state is PrerequisiteState.MET]
    if met:
        yield f"您符合：{'、'.join(met)}"


def gaps_of(match: CourseMatch, today: date) -> Iterator[str]:
    """What stands against it, and what the record does not say."""
    if match.not_met:
        yield f"您说的情况还不符合：{'、'.join(one.prerequisite.text for one in match.not_met)}"
    yield from clash_words(match, today)
    best = match.best
    if best is not None and best.is_taken:
        yield "这个班您已经报了，不用再报"
    if best is not None and best.is_full:
        yield "最近一期已经满员，可以排队候补"
    if match.course.fee_yuan is None:
        yield "学费没写，报名前问清楚"
    if not match.course.certificate:
        yield "没写发什么证"


def clash_words(match: CourseMatch, today: date) -> Iterator[str]:
    """Of each intake that keeps to the search and has lessons while the person has to be elsewhere."""
    fitting = match.intakes[: match.fits] or match.intakes
    for one in fitting:
        names = "、".join(f"“{each.name}”" for each in one.clashes)
        starts = one.intake.starts_on
        which = f"{day_words(starts, today)}开班这期" if len(match.intakes) > 1 and starts is not None else ""
        if names:
            whose = "您已报的" if all(each.intake_id is not None for each in one.clashes) else "您说的"
            yield f"{which}上课时间和{whose}{names}冲突"


def sources_in_words(course: Course) -> str:
    """The names of the feeds that carry it."""
    return "、".join(dict.fromkeys(source.feed for source in course.sources))


def _intake(one: OpenIntake, course: Course, regions: RegionTable, today: date) -> dict[str, object]:
    intake = one.intake
    return {
        "id": intake.id,
        "starts_on": _day(intake.starts_on),
        "ends_on": _day(intake.ends_on),
        "schedule": intake.schedule or None,
        "place": intake.place or None,
        "seats_left": one.seats_left,
        "enrol_by": _day(intake.last_day_to_enrol),
        "is_online": intake.is_online,
        "region": region_words(intake.region_id, regions, today) or None,
        "enrol_path": f"/courses/{course.id}/intakes/{intake.id}/enrol" if intake.takes_enrolments_on(today) else None,
    }


def _number(amount: float | None) -> int | float | None:
    return int(amount) if amount is not None and amount == int(amount) else amount


def _day(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None
