"""Whether a figure is said of what the evidence says it of: 80 % for other districts is not 80 % for 巫溪.

Two ways to be in the wrong place. The words beside the figure belong to another figure of its kind; or the figure
stands beside one with which the evidence puts another of its kind (满2年领6个月, told as 满2年领9个月).
"""

from collections.abc import Sequence
from itertools import pairwise

from assistant.language.amounts import Figure
from assistant.services.figure_mentions import Mention, find_mentions, telling_characters, telling_pairs

_SUBJECT = 3
_SMALL_ROW = 3
_NOT_COMPARED = frozenset({"date", "article", "document", "address"})


def is_said_of_another(said: str, known: str) -> bool:
    """Whether a figure of the sentence belongs to something else in the evidence; both in comparable words."""
    here, there = find_mentions(said), find_mentions(known)
    return any(_belongs_to_rival(mention, there, here) for mention in here if "分别" not in said) or _is_in_wrong_row(
        here, there
    )


def candidates(mention: Mention, there: Sequence[Mention]) -> list[Mention]:
    """The mentions of the same figure it may rest on, if possible of the same measure and with words in common."""
    same = [other for other in there if other.figure == mention.figure]
    alike = [other for other in same if other.written == mention.written] or same
    words = telling_characters(mention.cell)
    return [other for other in alike if words & telling_characters(other.cell)] or alike


def _belongs_to_rival(mention: Mention, there: Sequence[Mention], here: Sequence[Mention]) -> bool:
    if mention.kind in _NOT_COMPARED or (mention.kind in ("months", "rate") and _is_bounded_alike(mention, there)):
        return False
    said = {one.figure for one in here}
    if any(one.bounds and one.figure != mention.figure and _is_bounded_alike(one, there) for one in here):
        return False
    own = [telling_pairs(other.cell) for other in there if other.figure == mention.figure]
    rivals = [telling_pairs(other.cell) for other in there if other.kind == mention.kind and other.figure not in said]
    if not own or not rivals:
        return False
    own_words, rival_words = frozenset().union(*own), frozenset().union(*rivals)
    words = telling_pairs(mention.cell)
    if not all(own):
        return len(words & rival_words - own_words) >= _SUBJECT
    if any(1 <= len(pairs) <= _SUBJECT and pairs <= words for pairs in own):
        return False
    opening = _opening(mention.cell)
    if opening in own_words - rival_words:
        return False
    if opening in rival_words - own_words:
        return True
    opening = _opening(mention.cell.split(",")[-1])
    if opening in own_words ^ rival_words:
        return opening in rival_words
    return len(words & rival_words - own_words) > len(words & own_words - rival_words)


def _is_bounded_alike(mention: Mention, there: Sequence[Mention]) -> bool:
    """A condition (满1年, 低于60%) is told of many things; what follows from it is looked at by its row."""
    return any(other.figure == mention.figure and other.bounds & mention.bounds for other in there)


def _opening(words: str) -> str:
    """The first two telling characters that stand together: what the figure is said of."""
    pairs = telling_pairs(words)
    return next((words[place : place + 2] for place in range(len(words)) if words[place : place + 2] in pairs), "")


def _is_in_wrong_row(here: Sequence[Mention], there: Sequence[Mention]) -> bool:
    said = {mention.figure for mention in here}
    return any(
        first.segment == second.segment
        and "date" not in (first.figure.kind, second.figure.kind)
        and first.figure != second.figure
        and _never_together(first, second, there, said)
        for first, second in pairwise(here)
    )


def _never_together(first: Mention, second: Mention, there: Sequence[Mention], said: set[Figure]) -> bool:
    """Whether the evidence puts the first figure beside another of the second's kind, and nowhere beside the second."""
    with_second = {other.segment for other in there if _is_same(second, other)}
    with_first = {other.segment for other in there if _is_same(first, other)}
    against_first = {other.segment for other in there if other.figure == first.figure} - with_first
    if with_second and not with_second & with_first:
        if with_second & against_first:
            return True
        rivals = [other for other in there if other.segment in with_second and other.kind == first.kind]
        if any(other.bounds & first.bounds and other.figure not in {first.figure, *said} for other in rivals):
            return True
    places = [place for place, other in enumerate(there) if _is_same(first, other)]
    is_beside_another = False
    for place in places:
        is_list = bool(second.bounds) and not first.bounds
        after, before = there[place + 1 :], there[:place][::-1]
        near = [
            _next_of(second.kind, [one for one in part if is_list or one.segment == there[place].segment])
            for part in (after, before)
        ]
        if any(other is not None and _is_same(second, other) for other in near):
            return False
        row = [other for other in there if other.segment == there[place].segment]
        if len(row) <= _SMALL_ROW and any(_is_same(second, other) for other in row):
            return False
        is_beside_another |= any(
            other is not None and other.segment == there[place].segment and other.figure not in said for other in near
        )
    return is_beside_another


def _next_of(kind: str, mentions: Sequence[Mention]) -> Mention | None:
    return next((other for other in mentions if other.kind == kind), None)


def _is_same(mention: Mention, other: Mention) -> bool:
    """The same figure, not bounded the other way."""
    is_opposite = bool(mention.bounds) and bool(other.bounds) and not mention.bounds & other.bounds
    return mention.figure == other.figure and not is_opposite
