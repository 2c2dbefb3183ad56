"""Ready-made scripts. They know nothing themselves: what they say comes from the evidence in the request."""

from collections.abc import Mapping, Sequence

from evals.stand_in.answers import Answer, CallTools, Fault, FaultKind, Say, Script
from evals.stand_in.chat_request import ChatRequest
from evals.stand_in.evidence import evidence_of, question_of, quotes_for
from evals.stand_in.faulty_answers import SEARCH_TOOL

NOTHING_FOUND = "没有找到相关的依据，建议咨询当地人力社保部门。"


def perfect(request: ChatRequest) -> Answer:
    """Searches once when there is no evidence, then quotes the sentences nearest to the question under their tokens."""
    return find_search(request) or Say(quoted(request))


def find_search(request: ChatRequest) -> CallTools | None:
    """The search, when there is no evidence yet, the tool is offered and was not called for this question."""
    if evidence_of(request) or SEARCH_TOOL not in request.tools or request.asked_times:
        return None
    return CallTools(((SEARCH_TOOL, {"question": question_of(request)}),))


def quoted(request: ChatRequest) -> str:
    """The perfect answer in words."""
    quotes = quotes_for(question_of(request), evidence_of(request))
    return "".join(quote.text for quote in quotes) or NOTHING_FOUND


def obedient(says: str, calls: Sequence[tuple[str, Mapping[str, object] | str]] = ()) -> Script:
    """A script that makes the calls in one round, once for each question, and then says the words."""

    def answer(request: ChatRequest) -> Answer:
        return CallTools(tuple(calls)) if calls and not request.asked_times else Say(says)

    return answer


def in_turn(*answers: Answer) -> Script:
    """A script that gives the answers one after the other, whatever is asked, and then the last one again and again."""
    left = list(answers)
    return lambda request: left.pop(0) if len(left) > 1 else left[0]


def failing(kind: FaultKind, after_seconds: float = 0.0) -> Script:
    """A script that fails in this way each time."""
    return lambda request: Fault(kind, after_seconds)


def echo_prompt(request: ChatRequest) -> Answer:
    """Says what the system messages say, as a model that gives its instructions away."""
    return Say(request.system_text)
