"""However an endpoint fails, the turn ends in time, with an answer that holds, and says why."""

import time

import pytest

from assistant.domain.conversation import AnswerStatus, Turn
from assistant.domain.model_use import FallbackReason
from assistant.services.events import SentenceReady
from evals.scores import figures_are_grounded
from evals.stand_in import ChatRequest, Fault, FaultKind, Say, StandIn
from evals.stand_in.answers import Answer
from evals.stand_in.scripts import failing, in_turn, perfect
from tests.agent.conftest import MOST_CALLS, TURN_SECONDS, OpenTalk
from tests.services.model_talk import GOOD, PAPERS, reason_of, use_of
from tests.services.talking import Talk

REASONS = {
    FaultKind.UNAUTHORISED: FallbackReason.UNAUTHORISED,
    FaultKind.BAD_REQUEST: FallbackReason.MALFORMED,
    FaultKind.RATE_LIMITED: FallbackReason.RATE_LIMITED,
    FaultKind.SERVER_ERROR: FallbackReason.SERVER_ERROR,
    FaultKind.BAD_GATEWAY_HTML: FallbackReason.SERVER_ERROR,
    FaultKind.HTML_OK: FallbackReason.MALFORMED,
    FaultKind.SILENCE: FallbackReason.TIMEOUT,
    FaultKind.HALF_STREAM: FallbackReason.CONNECTION,
    FaultKind.QUIET_HALF_STREAM: FallbackReason.CONNECTION,
    FaultKind.RESET: FallbackReason.CONNECTION,
    FaultKind.SLOW: FallbackReason.TIMEOUT,
    FaultKind.SLOW_DRIP: FallbackReason.TIMEOUT,
    FaultKind.ONLY_COMMENTS: FallbackReason.TIMEOUT,
    FaultKind.EMPTY: FallbackReason.EMPTY,
    FaultKind.EMPTY_CHOICES: FallbackReason.CONNECTION,
    FaultKind.NOT_JSON: FallbackReason.MALFORMED,
    FaultKind.WRONG_SHAPE: FallbackReason.CONNECTION,
    FaultKind.FINISH_LENGTH: FallbackReason.EMPTY,
    FaultKind.CONTENT_FILTER: FallbackReason.EMPTY,
    FaultKind.UNKNOWN_TOOL: FallbackReason.TOO_MANY_CALLS,
    FaultKind.BROKEN_ARGUMENTS: FallbackReason.TOO_MANY_CALLS,
    FaultKind.WRONG_ARGUMENTS: FallbackReason.TOO_MANY_CALLS,
    FaultKind.ENDLESS_TOOLS: FallbackReason.TOO_MANY_CALLS,
}
NOT_TRIED_AGAIN = (FallbackReason.UNAUTHORISED, FallbackReason.TIMEOUT)
AFTER_SECONDS = {FaultKind.SLOW: 30.0, FaultKind.SLOW_DRIP: 0.4}
MORE = "委托别人办的，还要带委托书。[S1]"


def said_in_time(talk: Talk, message: str = PAPERS) -> Turn:
    started = time.monotonic()
    turn = talk.say(message)
    assert time.monotonic() - started < TURN_SECONDS + 2
    return turn


def as_sent(talk: Talk) -> list[str]:
    return [event.text for event in talk.events if isinstance(event, SentenceReady)]


@pytest.mark.parametrize("kind", FaultKind)
def test_each_fault_ends_in_the_rules_answer_with_its_reason(
    open_talk: OpenTalk, stand_in: StandIn, kind: FaultKind
) -> None:
    stand_in.script = failing(kind, AFTER_SECONDS.get(kind, 0.0))
    talk = open_talk()
    turn = said_in_time(talk)
    assert (turn.status, turn.replier, reason_of(turn)) == (AnswerStatus.ANSWERED, "rules", REASONS[kind])
    assert turn.text.startswith(Talk(talk.loaded).say(PAPERS).text)
    assert figures_are_grounded(turn)
    assert use_of(turn).calls <= MOST_CALLS


@pytest.mark.parametrize("kind", [kind for kind in FaultKind if REASONS[kind] not in NOT_TRIED_AGAIN])
def test_a_fault_that_passes_is_not_noticed(open_talk: OpenTalk, stand_in: StandIn, kind: FaultKind) -> None:
    stand_in.script = in_turn(Fault(kind), Say(GOOD))
    turn = said_in_time(open_talk())
    assert (turn.replier, turn.text) == ("stand-in", GOOD.replace("[S1]", "[1]"))


@pytest.mark.parametrize("kind", [FaultKind.HALF_STREAM, FaultKind.QUIET_HALF_STREAM])
def test_an_answer_cut_in_its_middle_goes_on_by_rules_after_what_was_shown(
    open_talk: OpenTalk, stand_in: StandIn, kind: FaultKind
) -> None:
    stand_in.script = lambda request: Fault(kind, text=f"{GOOD}{MORE}" * 2)
    talk = open_talk()
    turn = said_in_time(talk)
    assert reason_of(turn) is FallbackReason.CONNECTION
    assert turn.text.startswith(GOOD.replace("[S1]", "[1]"))
    assert "".join(as_sent(talk)) == turn.text.replace("\n", "")


def test_an_answer_cut_by_the_limit_of_tokens_ends_at_its_last_whole_sentence(
    open_talk: OpenTalk, stand_in: StandIn
) -> None:
    cut = f"{GOOD}申请失业金要带身份"
    stand_in.script = lambda request: Fault(FaultKind.FINISH_LENGTH, text=cut)
    turn = said_in_time(open_talk())
    assert (turn.replier, turn.text) == ("stand-in", GOOD.replace("[S1]", "[1]"))


def test_a_long_retry_after_is_not_waited_for(open_talk: OpenTalk, stand_in: StandIn) -> None:
    stand_in.script = lambda request: Fault(FaultKind.RATE_LIMITED, retry_after=30)
    assert reason_of(said_in_time(open_talk())) is FallbackReason.RATE_LIMITED
    assert len(stand_in.requests) == 1


@pytest.mark.parametrize("kind", [FaultKind.UNAUTHORISED, FaultKind.SERVER_ERROR, FaultKind.HALF_STREAM])
def test_a_second_model_stands_in_and_is_named(open_talk: OpenTalk, stand_in: StandIn, kind: FaultKind) -> None:
    def script(request: ChatRequest) -> Answer:
        return perfect(request) if request.model == "second" else Fault(kind)

    stand_in.script = script
    turn = said_in_time(open_talk("first", "second"))
    assert (turn.replier, use_of(turn).model, reason_of(turn)) == ("second", "second", None)
    assert {request.model for request in stand_in.requests} == {"first", "second"}


def test_a_model_that_refuses_tools_answers_from_the_evidence_it_is_given(
    open_talk: OpenTalk, stand_in: StandIn
) -> None:
    stand_in.script = lambda request: Fault(FaultKind.BAD_REQUEST) if request.tools else perfect(request)
    talk = open_talk()
    assert [talk.say(PAPERS).replier for _ in range(2)] == ["stand-in", "stand-in"]
    assert [bool(request.tools) for request in stand_in.requests] == [True, False, False]


def test_an_endpoint_that_is_not_there_costs_no_answer(open_talk: OpenTalk) -> None:
    with StandIn(perfect) as gone:
        address = gone.url
    assert reason_of(said_in_time(open_talk(url=address))) is FallbackReason.CONNECTION


def test_a_model_that_thinks_longer_than_the_turn_lasts_is_stopped(open_talk: OpenTalk, stand_in: StandIn) -> None:
    stand_in.script = lambda request: Say(GOOD, reasoning="想" * 90)
    stand_in.chunk_seconds = 0.3
    try:
        assert reason_of(said_in_time(open_talk())) is FallbackReason.TIMEOUT
    finally:
        stand_in.chunk_seconds = 0.0
