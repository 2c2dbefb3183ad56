"""What staff have taught, told where the documents have no answer or a less fitting one.

It never takes the place of an amount: where the documents or the calculator told one, theirs is the answer.
"""

import math
import re
from dataclasses import replace

from assistant.domain.conversation import AnswerStatus, Citation, ConversationState, TurnContext
from assistant.language.amounts import find_money
from assistant.language.rates import find_rates
from assistant.language.understanding import Understanding
from assistant.services.canned_words import CannedReplies
from assistant.services.draft import Draft, DraftSentence, EvidenceItem
from assistant.services.evidence import EvidenceRoom
from assistant.services.knowing import Knowing
from assistant.services.taught_shelf import TaughtHit

CITY = "chongqing"
TITLE = "工作人员答复·已复核"
_INSTEAD = {
    AnswerStatus.UNANSWERABLE_NO_SOURCE,
    AnswerStatus.UNANSWERABLE_OUT_OF_SCOPE,
    AnswerStatus.CLARIFICATION,
    AnswerStatus.SMALLTALK,
}
_SEARCHES = {"find_vacancies", "find_courses"}
_SENTENCE = re.compile(r"[^。！？!?\n]+[。！？!?”）)]*")


def tell_taught(
    draft: Draft,
    understanding: Understanding,
    before: ConversationState,
    knowing: Knowing,
    room: EvidenceRoom,
    canned: CannedReplies,
    context: TurnContext,
) -> Draft:
    """The rules' draft, or the answer taught instead of it, or before it."""
    if not knowing.taught.entries or draft.handover is not None or before.assessing is not None:
        return draft
    hit = find_taught(understanding, before, knowing, context)
    named = {part.region_id for part in understanding.parts}
    if hit is None or not _goes_before(draft, hit, is_local=hit.answer.lesson.region_id in named - {None, CITY}):
        return draft
    item = put_taught(hit, knowing, room)
    told = (*canned.say("taught_lead"), *_sentences(hit.answer.lesson.answer, item.id))
    is_instead = draft.status in _INSTEAD
    beside = () if is_instead else (*canned.say("taught_beside"), *draft.sentences)
    state = replace(draft.state, failures=0, open_question=None, is_searching=False)
    return replace(
        draft,
        sentences=(*told, *beside),
        status=AnswerStatus.ANSWERED,
        state=state,
        evidence=room.items,
        suggestions=() if is_instead else draft.suggestions,
        confidence=hit.score,
        asks=(),
    )


def find_taught(
    understanding: Understanding, before: ConversationState, knowing: Knowing, context: TurnContext
) -> TaughtHit | None:
    """The best answer for the message as a whole or one question of it; none for another city, or for a day gone by."""
    parts = understanding.parts
    if any(part.elsewhere or part.as_of for part in parts):
        return None
    region_id = next((part.region_id for part in parts if part.region_id), None) or before.region_id or CITY
    texts = dict.fromkeys((understanding.text, *(part.text for part in parts)))
    hits = (knowing.taught.find(text, knowing.lexicon, region_id, context.today) for text in texts)
    return max((hit for hit in hits if hit is not None), key=lambda hit: hit.score, default=None)


def put_taught(hit: TaughtHit, knowing: Knowing, room: EvidenceRoom) -> EvidenceItem:
    """The answer as evidence, with question, source and last day."""
    answer, lesson = hit.answer, hit.answer.lesson
    text = "\n".join(filter(None, (f"问：{lesson.question}", f"答：{lesson.answer}", _basis(lesson.source))))
    citation = Citation(
        number=0,
        passage_id=f"taught:{answer.id}",
        title=f"{TITLE}（有效至 {lesson.expires_on}）",
        quote=text,
        document_number=lesson.document_number or None,
        effective_from=str(answer.reviewed_at.date()) if answer.reviewed_at is not None else None,
        effective_to=str(lesson.expires_on),
        region=knowing.lexicon.regions.get_region(lesson.region_id).name,
        url=lesson.url or None,
    )
    return room.items.setdefault(citation.passage_id, EvidenceItem(citation.passage_id, text, citation))


def _goes_before(draft: Draft, hit: TaughtHit, is_local: bool) -> bool:
    """Whether the rules had nothing, only what has lapsed, or something that fits less and names no amount.

    `is_local`: it was taught for the very district that is asked about, of which no document of ours tells more.
    """
    if draft.status in _INSTEAD or draft.status is AnswerStatus.UNANSWERABLE_LAPSED:
        return not draft.cards
    if draft.status is not AnswerStatus.ANSWERED or draft.cards:
        return False
    if draft.tools and all(tool.name in _SEARCHES for tool in draft.tools):  # a search that found nothing
        return True
    is_local = is_local and draft.confidence is not None
    sureness = draft.confidence
    if sureness is None:  # told beside a tool we do not have yet; with a tool, what it found stands
        sureness = math.inf if draft.tools else 0.0
    return (is_local or hit.score >= sureness) and not any(_names_amount(sentence) for sentence in draft.sentences)


def _names_amount(sentence: DraftSentence) -> bool:
    return bool(sentence.evidence) and bool(find_money(sentence.text) or find_rates(sentence.text))


def _sentences(answer: str, evidence_id: str) -> tuple[DraftSentence, ...]:
    told: list[DraftSentence] = []
    for line in answer.splitlines():
        pieces = [piece.strip() for piece in _SENTENCE.findall(line) if piece.strip()]
        told += [DraftSentence(piece, (evidence_id,), starts_line=index == 0) for index, piece in enumerate(pieces)]
    return tuple(told)


def _basis(source: str) -> str:
    return f"依据：{source}" if source else ""
