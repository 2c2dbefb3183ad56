"""What a course asks of those who take it, set against what is known of a person."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.domain.conditions import Truth
from assistant.domain.courses import CoursePrerequisite
from assistant.domain.vacancies import Education


@dataclass(frozen=True)
class PersonHas:
    """What is known of a person. None: not known. `licences`: those the person has named, of which there may be more,
    unless `has_no_licence`."""

    age_years: int | None = None
    education: Education | None = None
    licences: tuple[str, ...] = ()
    has_no_licence: bool = False
    experience_years: int | None = None


@dataclass(frozen=True)
class JudgedPrerequisite:
    """`instead`: what a person can do who does not meet it, in words; empty for one that is met or unknown."""

    text: str
    state: Truth
    instead: str = ""


def judge_prerequisites(asked: Sequence[CoursePrerequisite], has: PersonHas) -> tuple[JudgedPrerequisite, ...]:
    """Each by itself, in the order of the course. What is unknown never counts as not met."""
    return tuple(_judge(one, has) for one in asked)


def _judge(asked: CoursePrerequisite, has: PersonHas) -> JudgedPrerequisite:
    parts = (
        (_at_least(has.age_years, asked.age_min), f"年满 {asked.age_min} 岁以后可以报，现在可以看看不限年龄的课。"),
        (_at_most(has.age_years, asked.age_max), "可以看看同一工种里不限年龄的课。"),
        (_schooled(has.education, asked.education), "可以先看对学历没有要求、同一工种的初级课。"),
        (_licensed(has, asked.licence), f"可以先报能考“{asked.licence}”的课，拿到证以后再报这个班。"),
        (_at_least(has.experience_years, asked.experience_years), "可以先报同一工种的初级课，做满年限以后再报这个班。"),
    )  # fmt: skip
    asked_for = [(truth, instead) for truth, instead in parts if truth is not None]
    failed = next((instead for truth, instead in asked_for if truth is Truth.NOT_MET), None)
    if failed is not None:
        return JudgedPrerequisite(asked.text, Truth.NOT_MET, failed)
    is_met = bool(asked_for) and all(truth is Truth.MET for truth, _ in asked_for)
    return JudgedPrerequisite(asked.text, Truth.MET if is_met else Truth.UNKNOWN)


def _at_least(value: int | None, least: int | None) -> Truth | None:
    """None: nothing of the kind is asked for."""
    if least is None:
        return None
    return Truth.UNKNOWN if value is None else Truth.MET if value >= least else Truth.NOT_MET


def _at_most(value: int | None, most: int | None) -> Truth | None:
    if most is None:
        return None
    return Truth.UNKNOWN if value is None else Truth.MET if value <= most else Truth.NOT_MET


def _schooled(value: Education | None, least: Education | None) -> Truth | None:
    if least is None:
        return None
    return Truth.UNKNOWN if value is None else Truth.MET if value.rank >= least.rank else Truth.NOT_MET


def _licensed(has: PersonHas, licence: str | None) -> Truth | None:
    if licence is None:
        return None
    if licence in has.licences:
        return Truth.MET
    return Truth.NOT_MET if has.has_no_licence else Truth.UNKNOWN
