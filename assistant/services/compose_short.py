"""What a document says in short: its one sentence, or what it pays."""

from collections.abc import Mapping
from datetime import date

from assistant.domain.conversation import FactValue, TurnContext
from assistant.domain.knowledge import Aspect
from assistant.services.draft import DraftSentence
from assistant.services.evidence import EvidenceRoom
from assistant.services.knowing import Knowing
from assistant.services.own_tier import find_others
from assistant.services.sections import passages_in_force
from assistant.services.statements import tell_passage


def compose_documents(
    document_ids: tuple[str, ...], knowing: Knowing, room: EvidenceRoom, context: TurnContext
) -> tuple[DraftSentence, ...]:
    """The short answer of each document in turn: what it is, for canned replies that point to records."""
    sentences: list[DraftSentence] = []
    for document_id in document_ids:
        document = knowing.knowledge.get_document(document_id)
        for passage in passages_in_force(document, context.today, None, knowing.lexicon.regions)[:1]:
            told = tell_passage(passage, context.today, knowing.parameters, room, details=0)
            sentences.extend(DraftSentence(s.text, s.evidence, is_item=True) for s in told[:1])
    return tuple(sentences)


def compose_amount(
    document_id: str, knowing: Knowing, room: EvidenceRoom, day: date, facts: Mapping[str, FactValue]
) -> tuple[DraftSentence, ...]:
    """What a benefit pays whoever has these facts, in short; nothing where no amount is known for the day."""
    document = knowing.knowledge.get_document(document_id)
    valid = passages_in_force(document, day, None, knowing.lexicon.regions)
    amount = next((passage for passage in valid if passage.aspect is Aspect.HOW_MUCH), None)
    if amount is None:
        return ()
    others = find_others(amount, facts, day, knowing)
    return tell_passage(amount, day, knowing.parameters, room, details=0, others=others)[:1]
