"""Telling a section: the lead first, then the details that fit, the rest on demand."""

from datetime import date

from assistant.domain.errors import NoFigureError
from assistant.domain.knowledge import Passage, Statement, Weight
from assistant.domain.parameters import ParameterTable
from assistant.services.draft import DraftSentence
from assistant.services.evidence import EvidenceRoom
from assistant.services.rendering import render_statement


def tell_passage(
    passage: Passage,
    day: date,
    parameters: ParameterTable,
    room: EvidenceRoom,
    details: int,
    words: str = "",
    more: bool = False,
    first: int | None = None,
    others: frozenset[int] = frozenset(),
) -> tuple[DraftSentence, ...]:
    """The statements of a section to be said, each resting on it; none if no figure is known for the day.

    `more` also tells what is kept for demand; otherwise only such of it as the question's `words` point to.
    `first`: the place of the statement to begin with; `others`: places of those that hold for others only.
    """
    said: list[DraftSentence] = []
    left = details
    for place, statement in sorted(enumerate(passage.statements), key=lambda numbered: numbered[0] != first):
        if place in others:
            continue
        if statement.weight is Weight.DETAIL:
            left -= 1
        if place != first and not _is_wanted(statement, left, words, more):
            continue
        try:
            text = render_statement(statement, day, parameters)
        except NoFigureError:
            if statement.weight is Weight.LEAD:
                return ()
            continue
        item = room.put(passage, day)
        said.append(DraftSentence(text, (item.id,), is_item=statement.weight is not Weight.LEAD and place != first))
    return tuple(said)


def tell_statement(
    passage: Passage, index: int, day: date, parameters: ParameterTable, room: EvidenceRoom
) -> tuple[DraftSentence, ...]:
    """One statement of a section by itself; none if no figure is known for the day."""
    try:
        text = render_statement(passage.statements[index], day, parameters)
    except NoFigureError:
        return ()
    return (DraftSentence(text, (room.put(passage, day).id,)),)


def _is_wanted(statement: Statement, left: int, words: str, more: bool) -> bool:
    if statement.weight is Weight.LEAD:
        return True
    if statement.weight is Weight.DETAIL:
        return left >= 0 or more
    return more or _shared(statement.text, words) >= 4


def _shared(text: str, words: str) -> int:
    """Distinct character pairs of the question that stand in the text."""
    pairs = {words[i : i + 2] for i in range(len(words) - 1)}
    return sum(pair in text for pair in pairs)
