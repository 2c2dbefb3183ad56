"""Work that is looked for and a question on policy in one message are both answered."""

import pytest

from assistant.adapters.knowledge_store import LoadedKnowledge
from tests.services.test_vacancy_dialogue import GUARD, talk_over


@pytest.mark.parametrize(
    "text",
    [
        "找保安，另外失业金咋领",
        "想在南岸找个保安，失业金怎么领？",
        "我想找个保安工作。失业登记要什么材料？",
        "失业登记要什么材料？我想找个保安",
    ],
)
def test_both_wishes_of_a_message_are_answered(loaded: LoadedKnowledge, text: str) -> None:
    talk = talk_over(loaded, GUARD)
    turn = talk.say(text)
    assert [tool.name for tool in turn.tools] == ["search_policies", "find_vacancies"]
    assert "小区保安" in turn.text and "失业" in turn.text
    assert talk.say("只要包住的").tools[0].name == "find_vacancies"


@pytest.mark.parametrize(
    "text",
    ["我找了个保安的工作，公司不签合同怎么办", "找保安被骗了押金，怎么要回来", "想找个保安，南岸有没得"],
)
def test_a_story_of_work_and_a_search_that_asks_are_one_wish(loaded: LoadedKnowledge, text: str) -> None:
    assert len(talk_over(loaded, GUARD).say(text).tools) == 1
