"""Ready-made scripts. They know nothing themselves: what they say comes from the request."""

from collections.abc import Mapping, Sequence
from itertools import chain, repeat

from evals.stand_in.answers import Answer, CallTools, Fault, FaultKind, Say, Script
from evals.stand_in.chat_request import ChatRequest
from evals.stand_in.evidence import rounds_since_question
from evals.stand_in.hostile import hostile
from evals.stand_in.perfect import NOTHING_FOUND, perfect
from evals.stand_in.sloppy import sloppy

__all__ = ["NOTHING_FOUND", "echo_prompt", "failing", "hostile", "in_turn", "obedient", "perfect", "sloppy"]


def obedient(says: str, calls: Sequence[tuple[str, Mapping[str, object] | str]] = ()) -> Script:
    """A script that makes the calls in one round, once for each question, and then says the words."""

    def answer(request: ChatRequest) -> Answer:
        return CallTools(tuple(calls)) if calls and not rounds_since_question(request) else Say(says)

    return answer


def in_turn(*answers: Answer) -> Script:
    """A script that gives the answers one after the other, whatever is asked, and then the last one again and again."""
    left = chain(answers, repeat(answers[-1]))
    return lambda request: next(left)


def failing(kind: FaultKind, after_seconds: float = 0.0) -> Script:
    """A script that fails in this way each time."""
    return lambda request: Fault(kind, after_seconds)


def echo_prompt(request: ChatRequest) -> Answer:
    """Says what the system messages say, as a model that gives its instructions away."""
    return Say(request.system_text)
