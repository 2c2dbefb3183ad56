"""Who may take a course, by what is known of them."""

import pytest

from assistant.domain.course_fit import Learner, PrerequisiteState, judge, judge_prerequisites
from assistant.domain.courses import Course, CourseLevel, CoursePrerequisite
from assistant.domain.vacancies import Education

MET, NOT_MET, UNKNOWN = PrerequisiteState.MET, PrerequisiteState.NOT_MET, PrerequisiteState.UNKNOWN
ADULT = CoursePrerequisite("年满18周岁", age_min=18)
UP_TO_60 = CoursePrerequisite("18-60周岁", age_min=18, age_max=60)
JUNIOR = CoursePrerequisite("初中以上", education=Education.JUNIOR)
LICENCE = CoursePrerequisite("持低压电工证", licence="电工证")
HEALTHY = CoursePrerequisite("身体健康")
MIDDLE = CoursePrerequisite("持中级证", level=CourseLevel.INTERMEDIATE)


@pytest.mark.parametrize("asked", [ADULT, UP_TO_60, JUNIOR, LICENCE, HEALTHY, MIDDLE])
def test_what_is_not_known_excludes_nobody(asked: CoursePrerequisite) -> None:
    assert judge(asked, Learner()) is UNKNOWN


@pytest.mark.parametrize(
    ("asked", "learner", "state"),
    [
        (ADULT, Learner(age_years=18), MET),
        (ADULT, Learner(age_years=17), NOT_MET),
        (UP_TO_60, Learner(age_years=61), NOT_MET),
        (JUNIOR, Learner(education=Education.COLLEGE), MET),
        (JUNIOR, Learner(education=Education.NONE), NOT_MET),
        (LICENCE, Learner(licences=("电工证",)), MET),
        (LICENCE, Learner(lacks=("电工证",)), NOT_MET),
        (LICENCE, Learner(has_no_licence=True), NOT_MET),
        (MIDDLE, Learner(level=CourseLevel.ADVANCED), MET),
        (MIDDLE, Learner(level=CourseLevel.BEGINNER), NOT_MET),
        (HEALTHY, Learner(age_years=30), UNKNOWN),
    ],
)
def test_what_is_known_decides(asked: CoursePrerequisite, learner: Learner, state: PrerequisiteState) -> None:
    assert judge(asked, learner) is state


def test_years_of_other_work_prove_nothing_but_too_few_years_do() -> None:
    asked = CoursePrerequisite("从事本职业满3年", experience_years=3)
    assert judge(asked, Learner(experience_years=5)) is UNKNOWN
    assert judge(asked, Learner(experience_years=1)) is NOT_MET


def test_prerequisites_are_judged_in_the_order_of_the_course() -> None:
    course = Course("c", "班", "示例", prerequisites=(ADULT, HEALTHY))
    judged = judge_prerequisites(course, Learner(age_years=20))
    assert [(one.prerequisite, one.state) for one in judged] == [(ADULT, MET), (HEALTHY, UNKNOWN)]
