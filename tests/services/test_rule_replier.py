"""What the rules answer, from a message to the checked turn, over the small knowledge base."""

import re
from dataclasses import replace
from datetime import date

import pytest

from assistant.adapters.knowledge_store import LoadedKnowledge
from assistant.domain.conversation import AnswerStatus, ConversationState, OpenQuestion, Turn, TurnContext
from assistant.domain.knowledge import Aspect, Audience
from assistant.services.draft import Draft
from assistant.services.grounding import check_draft
from assistant.services.rule_replier import RuleReplier
from tests.services.talking import Talk
from tests.small_knowledge_base import SMALL
from tests.vacancy_office import desk_over

TODAY = date(2026, 11, 23)
ANSWERED, NO_SOURCE = AnswerStatus.ANSWERED, AnswerStatus.UNANSWERABLE_NO_SOURCE
LAPSED, OUT_OF_SCOPE = AnswerStatus.UNANSWERABLE_LAPSED, AnswerStatus.UNANSWERABLE_OUT_OF_SCOPE
ASKED = {
    "失业金要带什么材料？": "unemployment-benefit#papers",
    "失业金在哪里申请？": "unemployment-benefit#where",
    "失业金一个月能领多少钱？": "unemployment-benefit#how_much",
    "失业金能领几个月？": "unemployment-benefit#how_long",
    "失业金什么时候申请？": "unemployment-benefit#deadline",
    "哪些人可以领失业金？": "unemployment-benefit#who",
    "失业金是什么？": "unemployment-benefit#what",
    "创业担保贷款最高能贷多少钱？": "startup-loan#how_much",
    "创业担保贷款要什么材料？": "startup-loan#papers",
}
QUESTIONS = sorted(
    {
        question.strip()
        for path in (*SMALL.glob("schemes/*/scheme.yaml"), *SMALL.glob("policies/*.md"))
        for line in re.findall(r"^questions: \[(.+)\]$", path.read_text(encoding="utf-8"), re.MULTILINE)
        for question in line.split(",")
    }
)


@pytest.fixture
def talk(loaded: LoadedKnowledge) -> Talk:
    return Talk(loaded)


def _reply(loaded: LoadedKnowledge, message: str, state: ConversationState, today: date = TODAY) -> Draft:
    context = TurnContext(today, Audience.JOB_SEEKER, "c")
    desk = desk_over(loaded.knowing, context.today)
    return RuleReplier(lambda: loaded.knowing, lambda: desk).reply(message, state, context)


def _said(loaded: LoadedKnowledge, key: str, **filled: str) -> str:
    """The canned words as they are said."""
    line = loaded.knowing.words.lines(key)[0]
    line = re.sub(r"<([a-z]+)>", lambda match: filled.get(match[1], ""), line)
    return re.sub(r"\{([a-z0-9-]+)\}", lambda match: loaded.knowing.words.records[match[1]], line)


def _first_passage(turn: Turn) -> str:
    return turn.citations[0].passage_id


class TestTheQuestionAsked:
    @pytest.mark.parametrize(("question", "passage_id"), ASKED.items(), ids=ASKED.values())
    def test_the_section_that_was_asked_for_is_told_first(self, talk: Talk, question: str, passage_id: str) -> None:
        turn = talk.say(question)
        assert turn.status is ANSWERED
        assert _first_passage(turn) == passage_id
        assert turn.text.splitlines()[0].endswith("[1]")

    def test_a_figure_is_today_s_and_cites_where_it_stands(self, talk: Talk) -> None:
        turn = talk.say("失业金一个月能领多少钱？")
        assert turn.text.startswith("失业金每月1960元，按月最低工资2450元的80%算。[1]")
        assert "1960元" in turn.citations[0].quote
        assert turn.citations[0].url == "https://example.org/rule"
        assert turn.citations[0].clause == "示例失业保险办法第25条"
        assert turn.citations[0].effective_from == "2025-01"

    def test_what_is_kept_for_demand_is_not_said_at_once(self, talk: Talk) -> None:
        text = talk.say("失业金一个月能领多少钱？").text
        assert "- 具体数额以经办机构核定为准。" in text
        assert "跟着变" not in text

    def test_two_questions_in_one_message_are_both_answered(self, talk: Talk) -> None:
        turn = talk.say("失业金要什么材料？创业担保贷款最高能贷多少钱？")
        assert turn.status is ANSWERED
        assert [c.passage_id for c in turn.citations] == ["unemployment-benefit#papers", "startup-loan#how_much"]

    def test_a_second_question_without_a_topic_is_about_the_first_one_s(self, talk: Talk) -> None:
        cited = {citation.passage_id for citation in talk.say("失业金在哪里申请？要带什么材料？").citations}
        assert {"unemployment-benefit#where", "unemployment-benefit#papers"} <= cited

    def test_two_aspects_in_one_question_are_both_answered(self, talk: Talk) -> None:
        told = {citation.passage_id for citation in talk.say("失业金要什么材料，在哪里办？").citations}
        assert {"unemployment-benefit#papers", "unemployment-benefit#where"} <= told

    def test_a_gap_is_said_and_not_filled(self, talk: Talk) -> None:
        turn = talk.say("失业金审核通过后哪天到账？")
        assert "没有查到失业金审核通过后哪天到账。" in turn.text
        assert "12333" in turn.text

    def test_suggestions_lead_on_and_do_not_repeat_what_was_asked(self, talk: Talk, loaded: LoadedKnowledge) -> None:
        suggestions = talk.say("失业金要带什么材料？").suggestions
        assert suggestions
        assert loaded.knowing.words.aspect_questions[Aspect.PAPERS] not in suggestions
        assert "创业担保贷款" in suggestions

    @pytest.mark.parametrize("question", QUESTIONS)
    def test_every_typical_question_is_answered_from_sources(self, talk: Talk, question: str) -> None:
        turn = talk.say(question)
        assert turn.status in (ANSWERED, LAPSED)
        assert turn.citations

    @pytest.mark.parametrize("question", QUESTIONS)
    def test_every_figure_of_an_answer_stands_in_a_passage_it_cites(self, talk: Talk, question: str) -> None:
        turn = talk.say(question)
        quotes = "\n".join(f"{citation.quote}\n{citation.title}" for citation in turn.citations)
        unmarked = re.sub(r"\[\d+\]", "", turn.text)
        assert not [figure for figure in re.findall(r"\d+", unmarked) if figure not in quotes]


class TestTime:
    def test_a_day_in_the_past_is_answered_from_the_section_that_held_then(self, talk: Talk) -> None:
        turn = talk.say("2024年失业金一个月多少钱？")
        assert turn.status is ANSWERED
        assert "1720元" in turn.text
        assert "1960" not in turn.text
        assert _first_passage(turn) == "unemployment-benefit#how_much-2"

    def test_an_answer_for_another_day_says_that_it_is_one(self, talk: Talk, loaded: LoadedKnowledge) -> None:
        said = _said(loaded, "as_of", when="2024年")
        assert talk.say("2024年失业金一个月多少钱？").text.startswith(said)
        assert said not in talk.say("失业金一个月多少钱？").text

    def test_a_day_in_the_past_does_not_stay(self, talk: Talk) -> None:
        talk.say("2024年失业金一个月多少钱？")
        assert "1960元" in talk.say("现在失业金一个月多少钱？").text

    def test_a_missing_figure_is_never_another_year_s(self, talk: Talk) -> None:
        turn = talk.say("职业培训补贴多少钱？")
        assert turn.status is NO_SOURCE
        assert "1300" not in turn.text

    def test_a_missing_figure_is_said_to_be_missing(self, talk: Talk, loaded: LoadedKnowledge) -> None:
        said = _said(loaded, "no_figure", when="2026年")
        assert said in re.sub(r"\[\d+\]", "", talk.say("职业培训补贴多少钱？").text)

    def test_the_figure_of_the_year_asked_about_is_told(self, talk: Talk) -> None:
        turn = talk.say("2025年职业培训补贴多少钱？")
        assert turn.status is ANSWERED
        assert "1300元" in turn.text

    def test_a_lapsed_rule_is_told_as_history_with_its_year(self, talk: Talk) -> None:
        turn = talk.say("公司招了应届生，扩岗补助一个人给多少钱？")
        assert turn.status is LAPSED
        assert "2025年的规定" in turn.text.splitlines()[0]
        assert "只当历史看" in turn.text.splitlines()[0]
        assert "1350元" in turn.text

    def test_a_lapsed_rule_tells_what_it_last_paid_whatever_is_asked(self, talk: Talk) -> None:
        turn = talk.say("扩岗补助还能申请吗？")
        assert turn.status is LAPSED
        assert "1350元" in turn.text

    def test_a_rule_that_has_lapsed_since_was_current_while_it_held(self, loaded: LoadedKnowledge) -> None:
        draft = _reply(loaded, "扩岗补助一个人给多少钱？", ConversationState(), date(2025, 6, 1))
        checked = check_draft(draft)
        assert checked.status is ANSWERED
        assert "历史" not in checked.text

    def test_a_rule_on_an_old_basis_is_told_as_to_be_verified_with_a_number_that_is_cited(self, talk: Talk) -> None:
        turn = talk.say("灵活就业社保补贴在哪里办？")
        last = turn.text.splitlines()[-1]
        assert turn.status is ANSWERED
        assert "核实" in last
        assert "12333" in last
        assert turn.citations[-1].passage_id == "hotline-12333#what"
        assert last.endswith(f"[{turn.citations[-1].number}]")

    def test_a_current_rule_past_its_review_day_is_told_as_to_be_verified(self, loaded: LoadedKnowledge) -> None:
        before, after = (
            check_draft(_reply(loaded, "失业金要带什么材料？", ConversationState(), day)).text
            for day in (date(2026, 12, 31), date(2027, 1, 1))
        )
        assert "核实" not in before
        assert "核实" in after


class TestPlace:
    def test_a_district_s_rule_is_refused_to_another_district(self, talk: Talk) -> None:
        turn = talk.say("我在奉节，乡村公益岗在哪里报名？")
        assert turn.status is NO_SOURCE
        assert "万州区" in turn.text
        assert "奉节县" in turn.text
        assert "镇乡政府" not in turn.text
        assert "wanzhou-rural-post" not in {citation.passage_id.partition("#")[0] for citation in turn.citations}

    def test_the_place_named_before_counts_for_the_next_question(self, talk: Talk) -> None:
        talk.say("失业金在奉节哪里办？")
        assert talk.say("乡村公益岗在哪里报名？").status is NO_SOURCE

    @pytest.mark.parametrize("question", ["万州乡村公益岗在哪里报名？", "乡村公益岗在哪里报名？"])
    def test_a_district_s_rule_says_where_it_holds(self, talk: Talk, question: str) -> None:
        turn = talk.say(question)
        assert turn.status is ANSWERED
        assert "只适用于万州区" in turn.text.splitlines()[0]
        assert "镇乡政府" in turn.text

    def test_a_section_of_another_district_is_left_out(self, talk: Talk) -> None:
        text = talk.say("失业金在奉节哪里办？").text
        assert "奉节县示例大厅" in text
        assert "万州" not in text

    def test_changing_the_place_changes_only_the_place(self, talk: Talk) -> None:
        talk.say("失业金在奉节哪里办？")
        before = talk.store.load_state(talk.id)
        turn = talk.say("换成万州呢")
        after = talk.store.load_state(talk.id)
        assert "万州区示例大厅" in turn.text
        assert "奉节" not in turn.text
        assert (after.topic_id, after.aspects, after.region_id) == (before.topic_id, before.aspects, "wanzhou")

    @pytest.mark.parametrize("question", ["成都的失业金一个月多少钱？", "我想问贵阳失业金要什么材料"])
    def test_another_city_s_rules_are_not_told(self, talk: Talk, question: str) -> None:
        turn = talk.say(question)
        assert turn.status is OUT_OF_SCOPE
        assert turn.citations == ()
        assert "只有重庆的资料" in turn.text


class TestFollowingUp:
    @pytest.mark.parametrize("words", ["那要啥材料？", "要带什么东西？", "材料呢？"])
    def test_a_short_question_stays_with_the_topic(self, talk: Talk, words: str) -> None:
        talk.say("失业金一个月能领多少钱？")
        assert _first_passage(talk.say(words)) == "unemployment-benefit#papers"

    def test_another_topic_named_in_full_replaces_the_first(self, talk: Talk) -> None:
        talk.say("失业金一个月能领多少钱？")
        assert _first_passage(talk.say("创业担保贷款要什么材料？")) == "startup-loan#papers"

    def test_a_greeting_in_between_does_not_change_the_topic(self, talk: Talk) -> None:
        talk.say("失业金一个月能领多少钱？")
        assert talk.say("谢谢").status is AnswerStatus.SMALLTALK
        assert _first_passage(talk.say("那要啥材料？")) == "unemployment-benefit#papers"

    @pytest.mark.parametrize(
        ("question", "kept_back"),
        [("失业金要带什么材料？", "委托书"), ("失业金一个月能领多少钱？", "跟着变")],
    )
    def test_asking_for_more_tells_what_was_kept_back(self, talk: Talk, question: str, kept_back: str) -> None:
        assert kept_back not in talk.say(question).text
        assert kept_back in talk.say("再详细点").text

    @pytest.mark.parametrize("choice", ["2", "第二个", "２"])
    def test_a_number_picks_the_document_that_was_offered(self, loaded: LoadedKnowledge, choice: str) -> None:
        offered = OpenQuestion("clarify_topic", ("startup-loan", "training-subsidy"), (Aspect.PAPERS,))
        draft = _reply(loaded, choice, ConversationState(open_question=offered))
        assert check_draft(draft).citations[0].passage_id == "training-subsidy#papers"
        assert draft.state.topic_id == "training-subsidy"
        assert draft.state.open_question is None

    def test_a_number_picks_nothing_where_nothing_was_offered(self, talk: Talk) -> None:
        turn = talk.say("2")
        assert turn.status is AnswerStatus.CLARIFICATION
        assert turn.citations == ()

    def test_a_number_that_was_not_offered_picks_nothing(self, loaded: LoadedKnowledge) -> None:
        offered = OpenQuestion("clarify_topic", ("startup-loan", "training-subsidy"), (Aspect.PAPERS,))
        draft = _reply(loaded, "3", ConversationState(open_question=offered))
        assert draft.status is not ANSWERED


class TestAskingBack:
    @pytest.mark.parametrize("question", ["补贴怎么申请", "有什么政策", "有啥子补贴"])
    def test_a_word_that_may_mean_any_scheme_is_asked_back_with_choices(
        self, talk: Talk, loaded: LoadedKnowledge, question: str
    ) -> None:
        turn = talk.say(question)
        assert turn.status is AnswerStatus.CLARIFICATION
        assert turn.text == loaded.knowing.words.lines("clarify_generic")[0]
        assert turn.suggestions == loaded.knowing.lexicon.phrases.generic_options

    @pytest.mark.parametrize("question", ["要什么材料？", "在哪里办？"])
    def test_a_question_without_a_topic_is_asked_back(self, talk: Talk, question: str) -> None:
        turn = talk.say(question)
        assert turn.status is AnswerStatus.CLARIFICATION
        assert turn.text
        assert turn.citations == ()

    @pytest.mark.parametrize("question", ["今天天气怎么样", "帮我写首诗", "买房贷款利率是多少"])
    def test_what_is_not_ours_is_declined(self, talk: Talk, question: str) -> None:
        turn = talk.say(question)
        assert turn.status is OUT_OF_SCOPE
        assert turn.citations == ()

    def test_somebody_s_own_record_is_not_looked_up(self, talk: Talk) -> None:
        assert talk.say("帮我查一下我社保交了多少年").status is AnswerStatus.UNANSWERABLE_PERSONAL_RECORD


class TestTheState:
    def test_the_state_given_is_not_changed(self, loaded: LoadedKnowledge) -> None:
        state = ConversationState(topic_id="startup-loan", turns=3)
        draft = _reply(loaded, "失业金要带什么材料？", state)
        assert state == ConversationState(topic_id="startup-loan", turns=3)
        assert (draft.state.topic_id, draft.state.turns) == ("unemployment-benefit", 4)

    def test_the_same_message_in_the_same_state_gets_the_same_draft(self, loaded: LoadedKnowledge) -> None:
        first, second = (_reply(loaded, "失业金要带什么材料？", ConversationState()) for _ in range(2))
        assert replace(first, evidence={}) == replace(second, evidence={})
        assert first.evidence == second.evidence

    def test_non_answers_in_a_row_are_counted_until_an_answer(self, talk: Talk) -> None:
        for _ in range(2):
            talk.say("职业培训补贴多少钱？")
        assert talk.store.load_state(talk.id).failures == 2
        talk.say("失业金要带什么材料？")
        assert talk.store.load_state(talk.id).failures == 0
