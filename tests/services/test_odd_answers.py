"""Answers to the calculator's questions that are none: thanks, not knowing, and what does not fit."""

import pytest

from assistant.adapters.knowledge_store import LoadedKnowledge
from assistant.domain.conversation import AnswerStatus
from tests.services.talking import Talk

INVOLUNTARY = "person.left_job_involuntarily"


@pytest.fixture
def talk(loaded: LoadedKnowledge) -> Talk:
    return Talk(loaded)


@pytest.mark.parametrize("words", ["好，谢谢", "行嘛，谢了", "嗯嗯，晓得了，谢谢", "好的，麻烦你了"])
def test_thanks_are_no_yes_to_what_was_asked(talk: Talk, words: str) -> None:
    asked = talk.say("我失业保险交了3年，失业金能领多少？")
    assert "是单位让您走的" in asked.text
    assert INVOLUNTARY not in talk.say(words).facts


@pytest.mark.parametrize("words", ["是的，谢谢", "对，谢谢了"])
def test_a_yes_with_thanks_is_a_yes(talk: Talk, words: str) -> None:
    talk.say("我失业保险交了3年，失业金能领多少？")
    assert talk.say(words).facts[INVOLUNTARY] is True


@pytest.mark.parametrize("words", ["记不得了", "想不起了", "这个我答不上来", "没留意过", "心里没数", "搞忘了"])
def test_whoever_does_not_know_says_so_in_many_ways(talk: Talk, words: str) -> None:
    talk.say("公司把我裁了，失业金能领多少？")
    turn = talk.say(words)
    assert turn.status is AnswerStatus.ANSWERED
    assert "当作不清楚" in turn.text


def test_an_answer_that_does_not_fit_twice_is_not_asked_for_a_third_time(talk: Talk) -> None:
    talk.say("公司把我裁了，失业金能领多少？")
    assert "没跟刚才的问题对上" in talk.say("蓝色").text
    turn = talk.say("绿色")
    assert "没跟刚才的问题对上" not in turn.text
    assert "当作不清楚" in turn.text


def test_a_follow_up_without_a_name_is_about_what_was_worked_out(talk: Talk) -> None:
    talk.say("公司把我裁了，帮我算一下失业金")
    turn = talk.say("那要带哪些材料")
    assert any(one.passage_id == "unemployment-benefit#papers" for one in turn.citations)
