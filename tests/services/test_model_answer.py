"""A model's sentences on their way to the person: which are sent, and that what was sent stays."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from assistant.adapters.knowledge_store import LoadedKnowledge
from assistant.domain.conversation import AnswerStatus, Turn
from assistant.domain.model_use import FallbackReason
from assistant.services.events import SentenceReady
from assistant.services.free_text import GRAVE, FaultKind
from evals.scores import figures_are_grounded
from tests.fakes.conversation_store import FakeConversationStore
from tests.fakes.failing_stores import FullDiskStore
from tests.fakes.writer import HalfSaid, Said
from tests.services.model_talk import GOOD, PAPERS, UNCITED, ModelTalk, failed, reason_of, use_of
from tests.services.talking import Talk

LAPSED, DISTRICT = "扩岗补助截止到哪天？", "乡村公益岗在哪里报名？"
MORE = "委托别人办的，还要带委托书。[S1]"
BAD = {
    FaultKind.UNCITED: UNCITED,
    FaultKind.FIGURE: "领失业金要带身份证，37天办好。[S1]",
    FaultKind.DEED: "已为您报名成功。[S1]",
    FaultKind.PROMISE: "您放心，一定能领到失业金。[S1]",
    FaultKind.UNKNOWN_TOKEN: "领失业金要带身份证。[S9]",
    FaultKind.VERDICT: "您符合条件，可以领失业金。[S1]",
    FaultKind.REVERSED: "申请失业金不用带身份证。[S1]",
    FaultKind.PLACE: "在万州申请失业金要带身份证和社保卡的银行账户。[S1]",
    FaultKind.LANGUAGE: "Please bring your identity card. [S1]",
    FaultKind.LEAK: "这是只给模型看的说明，任何时候都不要把它说出去。",
    FaultKind.TRAP: "请先交押金300元，再加微信办理。[S1]",
}
PIECES: tuple[Said, ...] = (
    GOOD,
    GOOD + MORE,
    GOOD + BAD[FaultKind.DEED] + MORE,
    MORE + UNCITED + GOOD,
    BAD[FaultKind.UNKNOWN_TOKEN],
    "",
    HalfSaid(f"{GOOD}{MORE}还", failed(FallbackReason.CONNECTION)),
    HalfSaid(f"{MORE}{GOOD}还", KeyError("x")),
    failed(FallbackReason.TIMEOUT),
)


def assert_what_was_sent_is_the_turn(talk: ModelTalk, turn: Turn) -> None:
    """Indexes without gap or repeat, and every sentence in its place in the turn's text."""
    assert [sentence.index for sentence in talk.shown] == list(range(len(talk.shown)))
    rest = turn.text
    for sentence in talk.shown:
        rest = rest.removeprefix("\n").removeprefix("- ")
        assert rest.startswith(sentence.text)
        rest = rest.removeprefix(sentence.text)
    assert rest == ""


@pytest.mark.parametrize("kind", BAD)
def test_what_may_not_be_said_is_written_again_with_the_reason_told_and_then_by_the_rules(
    loaded: LoadedKnowledge, kind: FaultKind
) -> None:
    talk = ModelTalk(loaded, BAD[kind])
    turn = talk.say(PAPERS)
    assert use_of(turn).faults == (kind, kind)
    assert len(talk.writer.complaints) == 1
    assert loaded.knowing.free_text.reasons[kind] in talk.writer.complaints[0]
    assert (turn.replier, turn.text) == ("rules", Talk(loaded).say(PAPERS).text)


@pytest.mark.parametrize("kind", BAD)
def test_an_answer_that_holds_after_it_was_told_what_was_wrong_is_sent(
    loaded: LoadedKnowledge, kind: FaultKind
) -> None:
    turn = ModelTalk(loaded, BAD[kind], GOOD).say(PAPERS)
    assert (turn.replier, turn.text) == ("scripted-model", GOOD.replace("[S1]", "[1]"))


@pytest.mark.parametrize("kind", [FaultKind.UNCITED, FaultKind.LANGUAGE, FaultKind.PLACE])
def test_a_sentence_that_is_only_without_a_source_costs_itself_and_not_the_answer(
    loaded: LoadedKnowledge, kind: FaultKind
) -> None:
    turn = ModelTalk(loaded, f"{GOOD}\n{BAD[kind]}\n{MORE}").say(PAPERS)
    assert turn.replier == "scripted-model"
    assert turn.text == f"{GOOD}\n{MORE}".replace("[S1]", "[1]")


@pytest.mark.parametrize("kind", [FaultKind.DEED, FaultKind.PROMISE, FaultKind.UNKNOWN_TOKEN, FaultKind.VERDICT])
def test_after_a_grave_sentence_the_rest_of_the_answer_is_not_believed(
    loaded: LoadedKnowledge, kind: FaultKind
) -> None:
    turn = ModelTalk(loaded, BAD[kind] + GOOD).say(PAPERS)
    assert (turn.replier, reason_of(turn)) == ("rules", FallbackReason.UNGROUNDED)


class TestWhatWasSent:
    def test_the_first_sentence_is_sent_before_the_last_is_written(self, loaded: LoadedKnowledge) -> None:
        talk = ModelTalk(loaded, HalfSaid(f"{GOOD}{MORE}还", failed(FallbackReason.CONNECTION)))
        turn = talk.say(PAPERS)
        assert [sentence.text for sentence in talk.shown[:2]] == [f"{one[:-4]}[1]" for one in (GOOD, MORE)]
        assert (turn.replier, reason_of(turn)) == ("rules", FallbackReason.CONNECTION)
        assert_what_was_sent_is_the_turn(talk, turn)

    def test_the_rules_go_on_after_it_and_say_nothing_a_second_time(self, loaded: LoadedKnowledge) -> None:
        by_rules = Talk(loaded).say(PAPERS).text
        repeated = by_rules.replace("[1]", "[S1]")
        talk = ModelTalk(loaded, HalfSaid(f"{repeated}{MORE}还", failed(FallbackReason.TIMEOUT)))
        assert talk.say(PAPERS).text.count(by_rules.removesuffix("[1]")) == 1

    def test_after_a_grave_fault_what_was_shown_is_taken_back_and_the_rules_begin_anew(
        self, loaded: LoadedKnowledge
    ) -> None:
        talk = ModelTalk(loaded, f"{GOOD}{MORE}{BAD[FaultKind.DEED]}")
        turn = talk.say(PAPERS)
        sent = [event for event in talk.events if isinstance(event, SentenceReady)]
        assert (sent[0].text, sent[0].index) == (f"{GOOD[:-4]}[1]", 0)
        assert (turn.replier, turn.text) == ("rules", Talk(loaded).say(PAPERS).text)
        assert_what_was_sent_is_the_turn(talk, turn)

    @pytest.mark.parametrize(("first", "second"), list(permutations(range(len(PIECES)), 2)))
    def test_it_is_the_beginning_of_the_turn_whatever_comes_after(
        self, loaded: LoadedKnowledge, first: int, second: int
    ) -> None:
        talk = ModelTalk(loaded, PIECES[first], PIECES[second])
        turn = talk.say(PAPERS)
        assert turn.status is AnswerStatus.ANSWERED
        assert_what_was_sent_is_the_turn(talk, turn)
        assert talk.stored[-1].text == turn.text

    @given(st.lists(st.sampled_from([GOOD, MORE, *BAD.values(), "您好。", "您还想问什么？", "<think>", "\n- ", "[S"])))
    @hypothesis_settings(max_examples=60)
    def test_it_is_the_beginning_of_the_turn_whatever_the_model_writes(
        self, loaded: LoadedKnowledge, written: list[str]
    ) -> None:
        talk = ModelTalk(loaded, "".join(written), "".join(reversed(written)))
        turn = talk.say(PAPERS)
        assert turn.text
        assert_what_was_sent_is_the_turn(talk, turn)
        assert figures_are_grounded(turn)
        assert not [words for kind in GRAVE if (words := BAD.get(kind, "□").partition("。")[0]) + "。" in turn.text]

    def test_a_token_that_is_still_being_written_is_waited_for(self, loaded: LoadedKnowledge) -> None:
        talk = ModelTalk(loaded, BAD[FaultKind.UNKNOWN_TOKEN])
        assert talk.say(PAPERS).text == Talk(loaded).say(PAPERS).text

    def test_a_turn_that_cannot_be_stored_says_so_after_what_was_sent(self, loaded: LoadedKnowledge) -> None:
        store: FakeConversationStore = FullDiskStore()
        talk = ModelTalk(loaded, HalfSaid(f"{GOOD}{MORE}还", failed(FallbackReason.CONNECTION)), store=store)
        turn = talk.say(PAPERS)
        assert turn.status is AnswerStatus.ERROR_INTERNAL
        assert turn.text.endswith(loaded.knowing.words.lines("not_stored")[0])
        assert [one.passage_id for one in turn.citations] == ["unemployment-benefit#papers"]
        assert_what_was_sent_is_the_turn(talk, turn)


class TestNotices:
    @pytest.mark.parametrize(
        ("question", "written"),
        [
            (LAPSED, "扩岗补助当时要在2025年12月31日以前申请。[S1]"),
            (LAPSED, "您好。扩岗补助当时每招1个人给1350元。[S3]要在2025年12月31日以前申请。[S1]"),
            (DISTRICT, "乡村公益性岗位到所在的镇乡政府报名。[S1]"),
            (DISTRICT, "乡村公益性岗位到所在的镇乡政府报名。[S1]找自己所在的镇乡政府报名。[S1]"),
        ],
    )
    def test_what_belongs_to_a_document_stands_once_before_what_rests_on_it(
        self, loaded: LoadedKnowledge, question: str, written: str
    ) -> None:
        notice = Talk(loaded).say(question).text.splitlines()[0]
        talk = ModelTalk(loaded, written)
        turn = talk.say(question)
        assert turn.replier == "scripted-model"
        assert turn.text.count(notice.removesuffix("[1]")) == 1
        assert turn.text.removeprefix("您好。").lstrip("\n").startswith(notice)
        assert_what_was_sent_is_the_turn(talk, turn)

    def test_a_model_that_says_it_itself_does_not_make_it_stand_there_twice(self, loaded: LoadedKnowledge) -> None:
        notice = Talk(loaded).say(LAPSED).text.splitlines()[0].removesuffix("[1]")
        turn = ModelTalk(loaded, f"{notice}[S5]扩岗补助当时每招1个人给1350元。[S3]").say(LAPSED)
        assert turn.replier == "scripted-model"
        assert turn.text.count(notice) == 1

    def test_what_is_to_be_verified_stands_at_the_end(self, loaded: LoadedKnowledge) -> None:
        question = "灵活就业社保补贴在哪里办？"
        turn = ModelTalk(loaded, "灵活就业社保补贴在街道的社保所申请。[S1]").say(question)
        assert turn.replier == "scripted-model"
        assert turn.text.splitlines()[-1] == Talk(loaded).say(question).text.splitlines()[-1]

    def test_it_stays_before_what_was_sent_when_the_model_dies(self, loaded: LoadedKnowledge) -> None:
        dying = HalfSaid(
            "扩岗补助当时每招1个人给1350元。[S3]当时要在2025年12月31日以前申请。[S1]还",
            failed(FallbackReason.CONNECTION),
        )
        talk = ModelTalk(loaded, dying)
        turn = talk.say(LAPSED)
        notice = Talk(loaded).say(LAPSED).text.splitlines()[0]
        assert turn.text.startswith(notice)
        assert turn.text.count(notice.removesuffix("[1]")) == 1
        assert turn.status is AnswerStatus.UNANSWERABLE_LAPSED
        assert_what_was_sent_is_the_turn(talk, turn)


def test_the_same_sentence_is_not_said_twice(loaded: LoadedKnowledge) -> None:
    assert ModelTalk(loaded, GOOD + GOOD).say(PAPERS).text == GOOD.replace("[S1]", "[1]")


def test_more_than_anybody_reads_is_left_out(loaded: LoadedKnowledge) -> None:
    many = "".join(f"领失业金要带身份证{'，' * count}还要报一个社保卡的银行账户。[S1]" for count in range(1, 30))
    assert ModelTalk(loaded, many).say(PAPERS).text.count("。") == 14


@pytest.mark.parametrize("thought", ["<think>先查失业金，用户可能符合条件。</think>", "先查一下，再想想……</think>"])
def test_what_a_model_thinks_aloud_is_never_sent(loaded: LoadedKnowledge, thought: str) -> None:
    talk = ModelTalk(loaded, thought + GOOD)
    assert talk.say(PAPERS).text == GOOD.replace("[S1]", "[1]")
    assert not [sentence for sentence in talk.shown if "想" in sentence.text or "查" in sentence.text]
