"""Whether somebody may take a course, by what is known of them. What is not known excludes nobody."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from assistant.domain.courses import Course, CourseLevel, CoursePrerequisite
from assistant.domain.engagements import Engagement
from assistant.domain.vacancies import Education


class PrerequisiteState(StrEnum):
    """`UNKNOWN`: the person has not said, or it is for staff to check."""

    MET = "met"
    NOT_MET = "not_met"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Learner:
    """What is known of somebody who wants to learn; None or empty: not known.

    `licences`: held, as said; `lacks`: said not to be held; `has_no_licence`: said to hold none beside
    `licences`. `level`: of the certificate they hold in the trade they ask about. `engaged`: where they have to be
    already, courses they have a place in among it.
    """

    age_years: int | None = None
    education: Education | None = None
    experience_years: int | None = None
    licences: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    has_no_licence: bool = False
    level: CourseLevel | None = None
    engaged: tuple[Engagement, ...] = ()


@dataclass(frozen=True)
class JudgedPrerequisite:
    prerequisite: CoursePrerequisite
    state: PrerequisiteState


def judge_prerequisites(course: Course, learner: Learner) -> tuple[JudgedPrerequisite, ...]:
    """Every prerequisite of the course, in its order."""
    return tuple(JudgedPrerequisite(one, judge(one, learner)) for one in course.prerequisites)


def judge(asked: CoursePrerequisite, learner: Learner) -> PrerequisiteState:
    """Met if everything a machine can check of it is; not met if something surely is not."""
    states = [*_age(asked, learner), *_schooling(asked, learner), *_licence(asked, learner), *_years(asked, learner)]
    states += _level(asked, learner)
    if PrerequisiteState.NOT_MET in states:
        return PrerequisiteState.NOT_MET
    if not states or PrerequisiteState.UNKNOWN in states:
        return PrerequisiteState.UNKNOWN
    return PrerequisiteState.MET


def _age(asked: CoursePrerequisite, learner: Learner) -> Iterable[PrerequisiteState]:
    if asked.age_min is not None:
        yield _holds(learner.age_years, learner.age_years is not None and learner.age_years >= asked.age_min)
    if asked.age_max is not None:
        yield _holds(learner.age_years, learner.age_years is not None and learner.age_years <= asked.age_max)


def _schooling(asked: CoursePrerequisite, learner: Learner) -> Iterable[PrerequisiteState]:
    if asked.education is not None:
        has = learner.education
        yield _holds(has, has is not None and has.rank >= asked.education.rank)


def _licence(asked: CoursePrerequisite, learner: Learner) -> Iterable[PrerequisiteState]:
    if asked.licence is None:
        return
    if asked.licence in learner.licences:
        yield PrerequisiteState.MET
    elif asked.licence in learner.lacks or learner.has_no_licence:
        yield PrerequisiteState.NOT_MET
    else:
        yield PrerequisiteState.UNKNOWN


def _level(asked: CoursePrerequisite, learner: Learner) -> Iterable[PrerequisiteState]:
    if asked.level is not None:
        order, has = list(CourseLevel), learner.level
        if has is None and learner.has_no_licence:
            yield PrerequisiteState.NOT_MET
            return
        yield _holds(has, has is not None and order.index(has) >= order.index(asked.level))


def _years(asked: CoursePrerequisite, learner: Learner) -> Iterable[PrerequisiteState]:
    """Years of work of any kind say nothing about years of this one: enough of them prove nothing, too few do."""
    if asked.experience_years is not None:
        has = learner.experience_years
        is_short = has is not None and has < asked.experience_years
        yield PrerequisiteState.NOT_MET if is_short else PrerequisiteState.UNKNOWN


def _holds(known: object, is_so: bool) -> PrerequisiteState:
    if known is None:
        return PrerequisiteState.UNKNOWN
    return PrerequisiteState.MET if is_so else PrerequisiteState.NOT_MET
