"""Places outside the city where work is looked for: 成都的保安 names one; 成都回来的 and 在东莞干过 name none."""

import re
from collections.abc import Iterator

from assistant.language.said_words import SaidKind, SaidWords
from assistant.language.vacancy_polarity import Stance, judge
from assistant.language.vacancy_wishes import WishContext, read_words

#: 内江泸州的厂: what follows a list follows each of it.
_AND_OTHERS = re.compile("^(?:(?:、|和|跟|与|或者?|还有)*[XP]+)+")


def find_elsewhere(text: str, context: WishContext) -> tuple[str, ...]:
    """The places as said, each once, in order."""
    words = read_words(text, context)
    cues = context.phrases.cues
    found: list[str] = []
    for one, stance in judge(words, cues):
        if one.kind is not SaidKind.ELSEWHERE or stance not in (Stance.WANTED, Stance.WISHED):
            continue
        whole = (0, len(words.skeleton))
        start, end = next((span for span in _clauses(words, context) if span[0] <= one.start < span[1]), whole)
        before, after = words.skeleton[start : one.start], _AND_OTHERS.sub("", words.skeleton[one.end : end])
        is_origin = cues.origin_before.search(before) or cues.origin_after.match(after)
        if is_origin or cues.past.search(before) or cues.past.search(after) or cues.home_after.match(after):
            continue
        if cues.elsewhere_before.search(before) or (
            cues.elsewhere_after.match(after) and cues.elsewhere_stands.search(before)
        ):
            found.append(words.text[one.start : one.end])
    return tuple(dict.fromkeys(found))


def _clauses(words: SaidWords, context: WishContext) -> Iterator[tuple[int, int]]:
    start = 0
    for mark in context.phrases.cues.breaks.finditer(words.skeleton):
        yield start, mark.start()
        start = mark.end()
    yield start, len(words.skeleton)
