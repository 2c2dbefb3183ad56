"""What the rules work out from facts that were said, and whose they are."""

import pytest

from assistant.adapters.knowledge_store import LoadedKnowledge
from tests.services.talking import Talk


@pytest.fixture
def talk(loaded: LoadedKnowledge) -> Talk:
    return Talk(loaded)


class TestFacts:
    def test_a_figure_is_worked_out_from_what_was_said(self, talk: Talk) -> None:
        turn = talk.say("我失业保险交了3年，失业金能领几个月？")
        assert turn.text.startswith("按您说的失业保险累计交了3年，符合条件的话可以领9个月。[1]")
        assert turn.facts == {"person.unemployment_insured_months": 36}
        assert turn.citations[0].clause == "示例失业保险办法第24条"

    def test_nothing_is_worked_out_where_nothing_was_said(self, talk: Talk) -> None:
        turn = talk.say("失业金能领几个月？")
        assert "按您说的" not in turn.text
        assert turn.facts == {}

    def test_nothing_is_worked_out_where_something_else_is_asked(self, talk: Talk) -> None:
        assert "按您说的" not in talk.say("我失业保险交了3年，领失业金要什么材料？").text

    def test_what_was_said_before_still_counts(self, talk: Talk) -> None:
        talk.say("我失业保险交了3年，领失业金要什么材料？")
        assert "可以领9个月" in talk.say("那能领几个月？").text

    def test_the_newest_word_counts(self, talk: Talk) -> None:
        talk.say("我失业保险交了3年，失业金能领几个月？")
        turn = talk.say("说错了，失业保险交了5年，失业金能领几个月？")
        assert "可以领15个月" in turn.text
        assert turn.facts == {"person.unemployment_insured_months": 60}

    def test_facts_of_somebody_else_are_used_once_and_not_remembered(self, talk: Talk) -> None:
        turn = talk.say("我老婆失业保险交了4年，失业金能领几个月？")
        assert "可以领12个月" in turn.text
        assert turn.facts == {}
        assert "按您说的" not in talk.say("我能领几个月？").text

    def test_one_s_own_facts_are_not_somebody_else_s(self, talk: Talk) -> None:
        talk.say("我失业保险交了3年，失业金能领几个月？")
        turn = talk.say("我老婆失业金能领几个月？")
        assert "按您说的" not in turn.text
        assert turn.facts == {"person.unemployment_insured_months": 36}
