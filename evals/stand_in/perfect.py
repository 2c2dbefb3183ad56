"""A model as it should be: it searches when it must, and quotes the evidence, each sentence with its token."""

from evals.stand_in.answers import Answer, CallTools, Say
from evals.stand_in.chat_request import ChatRequest
from evals.stand_in.evidence import evidence_of, question_of, quotes_of, rounds_since_question
from evals.stand_in.faulty_answers import SEARCH_TOOL

NOTHING_FOUND = "没有找到相关的依据，建议咨询当地人力社保部门。"


def perfect(request: ChatRequest) -> Answer:
    """Searches once when there is no evidence, then quotes the sentences nearest to the question under their tokens."""
    return find_search(request) or Say(quoted(request))


def find_search(request: ChatRequest) -> CallTools | None:
    """The search, when there is no evidence yet, the tool is offered and was not called for this question."""
    if evidence_of(request) or SEARCH_TOOL not in request.tools or rounds_since_question(request):
        return None
    return CallTools(((SEARCH_TOOL, {"question": question_of(request)}),))


def quoted(request: ChatRequest) -> str:
    """The perfect answer in words."""
    quotes = quotes_of(request)
    return "".join(quote.text for quote in quotes) or NOTHING_FOUND
