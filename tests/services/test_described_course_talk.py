"""A course is found by how somebody describes what it teaches, and two subjects of one wish are both looked for."""

from dataclasses import replace

import pytest

from assistant.adapters.knowledge_store import LoadedKnowledge
from assistant.domain.conversation import Turn
from assistant.services.rule_replier import RuleReplier
from tests.course_examples import ELECTRICIAN, EVENINGS, WEEKENDS, taken_intake
from tests.course_office import course_desk_over
from tests.services.talking import Talk
from tests.vacancy_examples import FORKLIFT, taken
from tests.vacancy_office import desk_over

BARE = replace(ELECTRICIAN, subjects=(), occupations=(), licences=(), certificate=None, level=None)
POTTERY = replace(BARE, title="陶艺拉坯技艺班", provider="示例陶艺学校")
BARBECUE = replace(BARE, title="烧烤腌料实操班", provider="示例餐饮学校")
CLOTH = replace(BARE, title="夏布织造体验班", provider="示例非遗学校")


@pytest.fixture
def talk(loaded: LoadedKnowledge) -> Talk:
    intakes = (
        taken_intake("clay", EVENINGS, POTTERY, "clay"),
        taken_intake("grill", WEEKENDS, BARBECUE, "grill"),
        taken_intake("cloth", WEEKENDS, CLOTH, "cloth"),
    )
    desk = course_desk_over(loaded.knowing, *intakes)
    vacancies = desk_over(loaded.knowing, desk.today, taken("1", FORKLIFT))
    return Talk(loaded, RuleReplier(lambda: loaded.knowing, lambda: vacancies, lambda: desk))


def titles(turn: Turn) -> set[object]:
    return {card["title"] for card in turn.cards if card["kind"] == "course"}


def test_what_is_described_is_found_by_the_words_of_its_title(talk: Talk) -> None:
    assert titles(talk.say("想学捏泥巴烧罐罐，有没得班")) == {"陶艺拉坯技艺班"}


def test_two_subjects_of_one_wish_are_both_shown(talk: Talk) -> None:
    assert titles(talk.say("有没得教陶艺的，还有烧烤的班")) == {"陶艺拉坯技艺班", "烧烤腌料实操班"}


def test_what_is_not_taught_is_not_replaced_by_what_is(talk: Talk) -> None:
    assert titles(talk.say("想学修手表，有没得班")) == set()


def test_a_wrong_told_after_a_search_for_courses_is_no_word_on_them(talk: Talk) -> None:
    talk.say("想学修手表，有没得班")
    told = talk.say("我们三个人做木工，包工头跑了，差我们四万二的工资一分没给")
    assert all(tool.name != "find_courses" for tool in told.tools)
