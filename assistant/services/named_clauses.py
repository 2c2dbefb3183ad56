"""Saying by which article of which law an answer goes, to whoever asks for it."""

import re

from assistant.services.canned_words import CannedReplies
from assistant.services.draft import DraftSentence
from assistant.services.evidence import EvidenceRoom

_ASKS_FOR_CLAUSE = re.compile(
    r"(?:第|是|按|依据|根据|违反|违了|犯了|踩了)?(?:第几|几|哪|哪个|哪一|那|什么|啥子?)(?:条|个?条款|款)(?!件)"
    r"|(?:哪|哪个|哪部|哪一部|什么|啥子?)(?:法(?!院|官)|法律|法规|条例|规定)|法律依据|政策依据|文件依据|依据(?:是|在)|出处"
)
MAX_CLAUSES = 3


def asks_for_clause(text: str) -> bool:
    """Whether the words ask which law or article says so."""
    return _ASKS_FOR_CLAUSE.search(text) is not None


def tell_clauses(
    told: tuple[DraftSentence, ...], room: EvidenceRoom, canned: CannedReplies
) -> tuple[DraftSentence, ...]:
    """The articles that what was told rests on, in its order; nothing where none is known."""
    items = [room.items[name] for sentence in told for name in sentence.evidence if name in room.items]
    clauses = {item.citation.clause: item.id for item in items if item.citation.clause}
    found = list(clauses.items())[:MAX_CLAUSES]
    if not found:
        return ()
    said = canned.say("clauses", clauses="；".join(clause for clause, _ in found))
    return tuple(DraftSentence(sentence.text, tuple(name for _, name in found)) for sentence in said)
