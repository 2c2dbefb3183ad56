"""Saying by which article of which law an answer goes, to whoever asks for it."""

import re

from assistant.services.canned_words import CannedReplies
from assistant.services.draft import DraftSentence
from assistant.services.evidence import EvidenceRoom

MAX_CLAUSES = 3
_ACT = re.compile(r"(?:^|[、；])([\u4e00-\u9fff（）]+?)(?=第|附录)")


def tell_clauses(
    told: tuple[DraftSentence, ...], text: str, room: EvidenceRoom, canned: CannedReplies
) -> tuple[DraftSentence, ...]:
    """The articles that what was told rests on: of the act named in the text first, else in the order of what was told.

    Nothing where none is known.
    """
    items = [room.items[name] for sentence in told for name in sentence.evidence if name in room.items]
    clauses = {item.citation.clause: item.id for item in items if item.citation.clause}
    found = sorted(clauses.items(), key=lambda clause: not _is_named(clause[0], text))[:MAX_CLAUSES]
    if not found:
        return ()
    said = canned.say("clauses", clauses="；".join(clause for clause, _ in found))
    return tuple(DraftSentence(sentence.text, tuple(name for _, name in found)) for sentence in said)


def _is_named(clause: str, text: str) -> bool:
    """Whether the clause is one of an act named in the text (劳动法 is no 劳动合同法)."""
    return any(act in text for act in _ACT.findall(clause))
