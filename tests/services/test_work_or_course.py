"""A trade that is also taught: whoever describes work finds work, whoever wants to learn finds a course."""

import pytest

from assistant.adapters.knowledge_store import LoadedKnowledge
from assistant.services.course_gate import FIND_VACANCIES, CourseGate
from assistant.services.decide_intent import ASK_POLICY
from tests.course_office import course_desk_over
from tests.services.test_course_dialogue import talk_over
from tests.vacancy_office import desk_over

OF_WORK = [
    "电工证齐全，做了六年电工，八千以上", "想找夜班的叉车司机，白天有事",
    "叉车司机，叉车证有的，万州，六千五", "想找个电工的班，万州，双休，税前五千",
]  # fmt: skip
OF_RULES = [
    "五月间读了个焊工补贴班，现在又想读电工，还准我再读一个不", "公家出钱的电工班读完拿了证，技能补贴两样都拿得到不",
]  # fmt: skip
TO_LEARN = [
    "打算转行做电工，只有周末休息，要学完能考证的那种",
    "我想学电工，晚上有空",
    "有没有电工班，周末的",
    "想考叉车证，万州有没得班",
]


@pytest.mark.parametrize("message", OF_WORK)
def test_work_that_is_described_is_looked_for(loaded: LoadedKnowledge, message: str) -> None:
    assert [tool.name for tool in talk_over(loaded).say(message).tools] == ["find_vacancies"]


def test_a_bus_for_staff_begins_no_course(loaded: LoadedKnowledge) -> None:
    asked = "开班车喝了酒，遭公司除名了，是不是没得救了"
    assert "find_courses" not in [tool.name for tool in talk_over(loaded).say(asked).tools]


@pytest.mark.parametrize("message", OF_RULES)
def test_how_often_and_whether_both_are_paid_asks_for_the_rule(loaded: LoadedKnowledge, message: str) -> None:
    assert "find_courses" not in [tool.name for tool in talk_over(loaded).say(message).tools]


@pytest.mark.parametrize("message", TO_LEARN)
def test_a_wish_to_learn_finds_courses(loaded: LoadedKnowledge, message: str) -> None:
    assert [tool.name for tool in talk_over(loaded).say(message).tools] == ["find_courses"]


@pytest.mark.parametrize(
    ("message", "intent", "is_work"),
    [
        ("电工，有电工证，八千以上", ASK_POLICY, True),
        ("想学电工，有电工证", ASK_POLICY, False),
        ("电工要啥条件", ASK_POLICY, False),
        ("想当电工", FIND_VACANCIES, True),
        ("想报个电工班", FIND_VACANCIES, False),
    ],
)
def test_a_trade_alone_does_not_tell_work_from_lessons(
    loaded: LoadedKnowledge, message: str, intent: str, is_work: bool
) -> None:
    courses = course_desk_over(loaded.knowing)
    wish = desk_over(loaded.knowing, courses.today).understand(message)
    assert CourseGate(loaded.knowing, courses).tells_of_a_post(intent, wish, message) is is_work
