"""What a course asks of a person, with what to do instead where they do not meet it."""

from dataclasses import dataclass

from assistant.domain.course_fit import Learner, PrerequisiteState, judge
from assistant.domain.courses import Course, CoursePrerequisite


@dataclass(frozen=True)
class ToldPrerequisite:
    """`instead`: what a person can do who does not meet it, in words; empty for one that is met or unknown."""

    text: str
    state: PrerequisiteState
    instead: str = ""


def tell_prerequisites(course: Course, learner: Learner) -> tuple[ToldPrerequisite, ...]:
    """Each by itself, in the order of the course. What is unknown never counts as not met."""
    return tuple(_tell(one, learner) for one in course.prerequisites)


def _tell(asked: CoursePrerequisite, learner: Learner) -> ToldPrerequisite:
    state = judge(asked, learner)
    return ToldPrerequisite(asked.text, state, _instead(asked, learner) if state is PrerequisiteState.NOT_MET else "")


def _instead(asked: CoursePrerequisite, learner: Learner) -> str:
    if asked.licence is not None and asked.licence not in learner.licences:
        return f"可以先报能考“{asked.licence}”的课，拿到证以后再报这个班。"
    if asked.education is not None:
        return "可以先看同一工种里不限学历的课。"
    if asked.experience_years is not None:
        return "可以先报同一工种的初级课，做满年限以后再报这个班。"
    if asked.age_min is not None and learner.age_years is not None and learner.age_years < asked.age_min:
        return f"年满 {asked.age_min} 岁以后可以报，现在可以看看不限年龄的课。"
    return "可以看看同一工种里不限年龄的课。"
