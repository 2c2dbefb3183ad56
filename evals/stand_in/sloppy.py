"""A model that means well: it answers from the evidence, and slips. Which way hangs on a hash of the question."""

import re
from enum import StrEnum

from evals.stand_in.answers import Answer, CallTools, Say, Script
from evals.stand_in.chat_request import ChatRequest
from evals.stand_in.chosen import choose, number_of
from evals.stand_in.evidence import (
    Quote,
    closed,
    correction_of,
    evidence_of,
    question_of,
    quotes_of,
    rounds_since_question,
)
from evals.stand_in.faulty_answers import SEARCH_TOOL
from evals.stand_in.perfect import NOTHING_FOUND, find_search, perfect

_FIGURE = re.compile(r"\d+(?:\.\d+)?")
_ENGLISH = "In short, you may apply at the local employment office with your identity card."


class Slip(StrEnum):
    """What can go wrong with the best of intentions."""

    TOKEN_LEFT_OUT = "token_left_out"
    TOKEN_WRONG = "token_wrong"  # of another item, or one past the last
    FIGURE_CHANGED = "figure_changed"
    FROM_MEMORY = "from_memory"  # a sentence that is in no evidence, with a figure
    ENGLISH_SENTENCE = "english_sentence"
    CERTAIN = "certain"  # 您一定能领到
    MARKDOWN = "markdown"  # a heading and a table
    ONE_SENTENCE = "one_sentence"  # all in one sentence, the tokens together at its end
    OTHER_BRACKETS = "other_brackets"  # 【S1】, (S1), （S1） or ［S1］
    BROKEN_ARGUMENT = "broken_argument"  # in the first round of calls
    UNKNOWN_TOOL = "unknown_tool"  # in the first round of calls


_OF_TOOLS = (Slip.BROKEN_ARGUMENT, Slip.UNKNOWN_TOOL)
#: In this order: the text as a whole is changed last.
_OF_TEXT = (Slip.ONE_SENTENCE, Slip.MARKDOWN, Slip.OTHER_BRACKETS)


def sloppy(request: ChatRequest) -> Answer:
    """The perfect answer with the slips of its question; told what was wrong, half of the questions come right."""
    question = question_of(request)
    if corrects_itself(question) and correction_of(request):
        return perfect(request)
    return _answer(request, slips_of(question))


def slipping(*slips: Slip) -> Script:
    """A script with these slips, whatever the question, that never corrects itself."""
    return lambda request: _answer(request, slips)


def slips_of(question: str) -> tuple[Slip, ...]:
    """One slip, for every third question two."""
    first = choose(tuple(Slip), question, "slip")
    others = tuple(slip for slip in Slip if slip is not first)
    return (first,) if number_of(question, "how many") % 3 else (first, choose(others, question, "second slip"))


def corrects_itself(question: str) -> bool:
    """Whether the question is one of the half that come right when told what was wrong."""
    return number_of(question, "correction") % 2 == 0


def _answer(request: ChatRequest, slips: tuple[Slip, ...]) -> Answer:
    calls = _find_bad_call(request, slips) or find_search(request)
    if calls:
        return calls
    question = question_of(request)
    quotes = quotes_of(request)
    if not quotes:
        return Say(NOTHING_FOUND)
    sentences = [quote.text for quote in quotes]
    for slip in slips:
        place = number_of(question, slip) % len(quotes)
        sentences = _with_sentence_slip(slip, sentences, quotes[place], place, request)
    text = "".join(sentences)
    for slip in _OF_TEXT:
        text = _with_text_slip(slip, text, question) if slip in slips else text
    return Say(text)


def _find_bad_call(request: ChatRequest, slips: tuple[Slip, ...]) -> CallTools | None:
    if not request.tools or rounds_since_question(request):
        return None
    tool = SEARCH_TOOL if SEARCH_TOOL in request.tools else request.tools[0]
    if Slip.BROKEN_ARGUMENT in slips:
        return CallTools(((tool, '{"question": "' + question_of(request)[:6]),))
    return (
        CallTools((("lookup_policy_database", {"query": question_of(request)}),))
        if Slip.UNKNOWN_TOOL in slips
        else None
    )


def _with_sentence_slip(slip: Slip, sentences: list[str], quote: Quote, place: int, request: ChatRequest) -> list[str]:
    changed = {
        Slip.TOKEN_LEFT_OUT: closed(quote.sentence),
        Slip.TOKEN_WRONG: Quote(quote.sentence, _other_token(quote.token, request)).text,
        Slip.FIGURE_CHANGED: Quote(_other_figure(quote.sentence), quote.token).text,
    }
    if slip in changed:
        return [*sentences[:place], changed[slip], *sentences[place + 1 :]]
    question = question_of(request)
    months, yuan = 3 + number_of(question, "months") % 20, 300 + number_of(question, "yuan") % 2700
    added = {
        Slip.FROM_MEMORY: f"据了解，一般{months}个月内办结，每月大约{yuan}元。",
        Slip.ENGLISH_SENTENCE: _ENGLISH,
        Slip.CERTAIN: "您一定能领到。",
    }
    return [*sentences, added[slip]] if slip in added else sentences


def _other_token(token: str, request: ChatRequest) -> str:
    others = [item.token for item in evidence_of(request) if item.token != token]
    return choose(others, question_of(request), "token") if others else _FIGURE.sub("99", token)


def _other_figure(sentence: str) -> str:
    """The first figure made larger by one at its first digit; a sentence without any is given one."""
    found = _FIGURE.search(sentence)
    if not found:
        return f"{closed(sentence)[:-1]}，共37天"
    figure = found[0]
    return f"{sentence[: found.start()]}{int(figure[0]) % 9 + 1}{figure[1:]}{sentence[found.end() :]}"


def _with_text_slip(slip: Slip, text: str, question: str) -> str:
    if slip is Slip.ONE_SENTENCE:
        tokens = "".join(dict.fromkeys(re.findall(r"\[[^\]]+\]", text)))
        return re.sub(r"\[[^\]]+\]", "", text).replace("。", "，").rstrip("，") + f"。{tokens}"
    if slip is Slip.MARKDOWN:
        rows = "\n".join(f"| {row}] |" for row in text.split("]") if row.strip() and "[" in row)
        rest = text.rpartition("]")[2]
        return f"## 办理说明\n\n**要点如下：**\n\n| 内容 |\n|---|\n{rows}\n\n{rest}".strip()
    left, right = choose((("【", "】"), ("(", ")"), ("（", "）"), ("［", "］")), question, "brackets")
    return text.replace("[", left).replace("]", right)
