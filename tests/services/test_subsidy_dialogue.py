"""The calculator in a conversation: facts are kept, asked for one by one, corrected, never guessed."""

import json

import pytest

from assistant.adapters.content.word_files import read_screening
from assistant.adapters.knowledge_store import LoadedKnowledge
from assistant.domain.conversation import AnswerStatus, HandoverReason
from assistant.domain.errors import NotFoundError
from assistant.services.facts_by_form import FactChanges
from tests.services.shipped_rules import SHIPPED
from tests.services.talking import Talk

MONTHS, INVOLUNTARY = "person.unemployment_insured_months", "person.left_job_involuntarily"


@pytest.fixture
def talk(loaded: LoadedKnowledge) -> Talk:
    return Talk(loaded)


def _outcomes(turn: object) -> dict[str, str]:
    return {card["scheme_id"]: card["outcome"] for card in turn.cards}  # type: ignore[attr-defined]


def test_the_fact_that_decides_is_asked_for_and_a_bare_answer_counts(talk: Talk) -> None:
    asked = talk.say("我失业保险交了3年，失业金能领多少？")
    assert _outcomes(asked) == {"unemployment-benefit": "undetermined"}
    assert "是单位让您走的" in asked.text
    answered = talk.say("是的")
    assert _outcomes(answered) == {"unemployment-benefit": "eligible"}
    assert "每月1960元" in answered.text
    assert answered.facts == {MONTHS: 36, INVOLUNTARY: True}


def test_what_was_said_is_not_asked_for_again(talk: Talk) -> None:
    talk.say("公司把我裁了，失业保险交了3年")
    turn = talk.say("失业金能领多少？")
    assert _outcomes(turn) == {"unemployment-benefit": "eligible"}
    assert "再问您一句" not in turn.text


def test_whoever_does_not_know_is_not_asked_again_and_nothing_is_assumed(talk: Talk) -> None:
    talk.say("我失业保险交了3年，失业金能领多少？")
    turn = talk.say("不清楚")
    assert INVOLUNTARY not in turn.facts
    assert _outcomes(turn) == {"unemployment-benefit": "undetermined"}
    assert "再问您一句" not in turn.text


def test_an_answer_that_does_not_fit_is_asked_for_once_more(talk: Talk) -> None:
    talk.say("公司把我裁了，失业金能领多少？")
    turn = talk.say("蓝色")
    assert turn.status is AnswerStatus.CLARIFICATION
    assert "没跟刚才的问题对上" in turn.text
    assert _outcomes(talk.say("三年")) == {"unemployment-benefit": "eligible"}


def test_another_case_of_what_was_told_is_a_question_and_no_answer(talk: Talk) -> None:
    talk.say("公司把我裁了，失业金能领多少？")
    turn = talk.say("那五年多一点的咧")
    assert turn.status is AnswerStatus.ANSWERED
    assert "没跟刚才的问题对上" not in turn.text


def test_whoever_is_refused_is_told_the_condition(talk: Talk) -> None:
    turn = talk.say("我是自己辞职的，失业保险交了3年，失业金能领多少？")
    assert _outcomes(turn) == {"unemployment-benefit": "ineligible"}
    assert "“不是自己想走”" in turn.text
    (card,) = turn.cards
    assert [c["state"] for c in card["conditions"]] == ["met", "not_met"]  # type: ignore[union-attr]
    assert card["amount_max_yuan"] is None


def test_a_question_in_between_is_answered_and_the_facts_stay(talk: Talk) -> None:
    talk.say("我失业保险交了3年，失业金能领多少？")
    between = talk.say("领失业金要什么材料？")
    assert "材料" in between.text or "证" in between.text
    assert between.facts == {MONTHS: 36}


def test_a_verdict_is_cited_and_its_figures_stand_in_what_it_cites(talk: Talk) -> None:
    talk.say("我失业保险交了3年，公司把我裁了")
    turn = talk.say("失业金能领多少？")
    assert turn.evidence.dropped_sentences == ()
    assert any("按条件逐条核对" in citation.title for citation in turn.citations)


def test_a_correction_by_form_is_said_back_and_the_assessment_made_anew(talk: Talk) -> None:
    talk.say("我失业保险交了3年，公司把我裁了，失业金能领多少？")
    turn = talk.service.change_facts(talk.id, FactChanges({MONTHS: 6}))
    assert "已经按您的更正改好了" in turn.text
    assert _outcomes(turn) == {"unemployment-benefit": "ineligible"}
    gone = talk.service.change_facts(talk.id, FactChanges({}, withdrawn=(MONTHS,)))
    assert MONTHS not in gone.facts
    assert _outcomes(gone) == {"unemployment-benefit": "undetermined"}


def test_a_wrong_amount_opens_a_case_that_holds_the_calculation(talk: Talk) -> None:
    talk.say("我失业保险交了3年，公司把我裁了，失业金能领多少？")
    turn = talk.service.report_wrong_amount(talk.id, "unemployment-benefit")
    assert turn.handover is not None
    assert turn.handover.reason is HandoverReason.WRONG_AMOUNT
    case = talk.cases.find_case(turn.handover.case_number or "")
    assert case is not None and case.attachment is not None
    trace = json.loads(case.attachment)
    assert trace["facts"] == {MONTHS: 36, INVOLUNTARY: True}
    assert [scheme["amount_yuan"] for scheme in trace["schemes"]] == [["1960", "1960"]]
    with pytest.raises(NotFoundError):
        talk.service.report_wrong_amount(talk.id, "no-such-scheme")


def test_a_suspicion_of_danger_counts_only_with_words_of_life_death_or_farewell() -> None:
    signs = read_screening(SHIPPED).crisis_signs
    assert signs.match("真的熬不下去了")
    assert signs.match("替我跟我妈说对不起")
    assert not signs.match("厂子搬走了，把我们这一批全部遣散了")
    assert not signs.match("窗口说走了三个月就不收我的件了")


def test_a_question_is_never_taken_for_an_answer_that_does_not_fit(talk: Talk) -> None:
    talk.say("公司把我裁了，失业金能领多少？")
    turn = talk.say("失业金我这种领得到不")
    assert turn.status is AnswerStatus.ANSWERED
    assert _outcomes(turn) == {"unemployment-benefit": "undetermined"}


def test_another_fact_is_no_yes_to_what_was_asked(talk: Talk) -> None:
    talk.say("我失业保险交了3年，失业金能领多少？")
    turn = talk.say("工作还是想找的")
    assert INVOLUNTARY not in turn.facts


def test_a_bare_question_is_about_what_is_being_assessed(talk: Talk) -> None:
    talk.say("公司把我裁了，失业保险交了3年，失业金能领吗？")
    assert _outcomes(talk.say("能领多少")) == {"unemployment-benefit": "eligible"}


def test_an_answer_to_ones_own_question_needs_no_matter_of_its_own(talk: Talk) -> None:
    talk.say("领失业金是不是非要先去办失业登记啊？")
    assert talk.say("还没办登记").facts["person.registered_unemployed"] is False


def test_a_fact_taken_back_is_unknown_again_and_the_others_stay(talk: Talk) -> None:
    talk.say("我失业保险交了3年")
    talk.say("我是脱贫户")
    assert talk.say("等下，我搞混了，脱贫户是隔壁那家，当我没说").facts == {MONTHS: 36}


def test_a_length_of_time_put_right_replaces_the_one_said_before(talk: Talk) -> None:
    talk.say("我失业保险交了3年")
    assert talk.say("不对，只有十个月").facts == {MONTHS: 10}
