"""A dead endpoint costs three turns some time; after that the rules answer at once until it is back."""

from assistant.domain.model_use import FallbackReason
from assistant.services.circuit_breaker import BreakerState, CircuitBreaker
from evals.stand_in import FaultKind, StandIn
from evals.stand_in.scripts import failing, perfect
from tests.agent.conftest import OpenTalk
from tests.services.model_talk import PAPERS, reason_of


def test_the_endpoint_is_left_alone_after_three_dead_turns_and_found_again_without_a_restart(
    open_talk: OpenTalk, stand_in: StandIn
) -> None:
    seconds = [0.0]
    breaker = CircuitBreaker(lambda: seconds[0], failures_to_open=3, rest_seconds=15)
    talk = open_talk(breaker=breaker)
    stand_in.script = failing(FaultKind.RESET)
    assert [reason_of(talk.say(PAPERS)) for _ in range(3)] == [FallbackReason.CONNECTION] * 3

    stand_in.forget_requests()
    assert reason_of(talk.say(PAPERS)) is FallbackReason.BREAKER_OPEN
    assert stand_in.requests == ()

    seconds[0] = 15.0
    assert reason_of(talk.say(PAPERS)) is FallbackReason.CONNECTION
    assert breaker.state is BreakerState.OPEN

    stand_in.script = perfect
    seconds[0] = 45.0
    assert [talk.say(PAPERS).replier for _ in range(2)] == ["stand-in", "stand-in"]
    assert breaker.state is BreakerState.CLOSED
    note = talk.loaded.knowing.words.lines("model_reduced")[0]
    assert [note in turn.text for turn in talk.stored] == [True] + [False] * 6
