"""A wish to learn in words no table has finds what is taught; what is none, or is taught nowhere, is not passed off."""

import pytest

from assistant.adapters.knowledge_store import LoadedKnowledge
from assistant.domain.conversation import AnswerStatus
from assistant.services.rule_replier import RuleReplier
from assistant.services.taught_here import wants_to_learn
from tests.course_examples import EVENINGS, taken_intake
from tests.course_office import course_desk_over
from tests.services.talking import Talk
from tests.services.test_course_dialogue import FORKLIFTS
from tests.services.test_unknown_courses import shown, talk_over
from tests.vacancy_office import desk_over


@pytest.fixture
def talk(loaded: LoadedKnowledge) -> Talk:
    return talk_over(loaded)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("屋头有把旧琴裂了口，我想把这门手艺学到，古琴修复那种", "古琴修复班"),
        ("院坝里头几十盆树桩桩，想把盆景制作搞会拿去卖", "盆景制作周末班"),
        ("老师你好哦，我想学古琴修复", "古琴修复班"),
        ("娃儿上小学了，听别个说盆景制作卖得起价，我想去学，四点半要接娃", "盆景制作周末班"),
    ],
)
def test_what_a_title_names_is_found_whatever_the_rest_sounds_like(talk: Talk, text: str, title: str) -> None:
    assert shown(talk.say(text)) == [title]


def test_two_wishes_of_two_people_find_both(talk: Talk) -> None:
    told = shown(talk.say("一个想学古琴修复，一个想学盆景制作，两样都要学"))
    assert set(told) == {"古琴修复班", "盆景制作周末班"}


@pytest.mark.parametrize(
    "text",
    [
        "娃儿的数学作业不会，水池那道题咋个做",
        "女儿翻年上小学，外地户口，渝北啷个报名",
        "公办小学读得到不，要些啥子手续",
        "红烧肉咋个做，糖要放好多",
    ],
)
def test_school_and_recipes_are_no_wish_to_learn(text: str) -> None:
    assert not wants_to_learn(text)


def test_what_nobody_teaches_is_not_passed_off_as_something_else(talk: Talk) -> None:
    assert shown(talk.say("想学吹唢呐，村头红白喜事接单")) == []


def test_where_there_is_no_work_of_a_trade_its_courses_are_told_beside(loaded: LoadedKnowledge) -> None:
    desk = course_desk_over(loaded.knowing, taken_intake("fork", EVENINGS, FORKLIFTS, "fork"))
    vacancies = desk_over(loaded.knowing, desk.today)
    turn = Talk(loaded, RuleReplier(lambda: loaded.knowing, lambda: vacancies, lambda: desk)).say(
        "巴南找叉车司机的活路"
    )
    assert turn.status is AnswerStatus.ANSWERED
    assert [tool.name for tool in turn.tools] == ["find_vacancies", "find_courses"]
    assert shown(turn) == ["叉车司机取证班"]
