"""What an added document says, quoted with its clause, where our own knowledge has no answer."""

import re
from dataclasses import replace
from datetime import date

from assistant.domain.added_documents import AddedDocument, DocumentStanding, plain_title
from assistant.domain.conversation import AnswerStatus, Citation, ConversationState, TurnContext
from assistant.domain.regions import RegionTable
from assistant.language.understanding import Understanding
from assistant.services.canned_words import CannedReplies
from assistant.services.document_answers import LEAST, DocumentHit
from assistant.services.document_news import news_in
from assistant.services.draft import Draft, DraftSentence, EvidenceItem
from assistant.services.evidence import EvidenceRoom
from assistant.services.knowing import Knowing

_INSTEAD = {
    AnswerStatus.UNANSWERABLE_NO_SOURCE,
    AnswerStatus.UNANSWERABLE_OUT_OF_SCOPE,
    AnswerStatus.CLARIFICATION,
}
_ITEM = re.compile(r"[（(]?[一二三四五六七八九十0-9]{1,3}[）).．、]")
#: Whoever writes a title in its marks, or a number with its year, asks for that document, not for work it names.
_POINTS_AT_ONE = re.compile(r"《[^《》]{3,}》|[〔（(\[［【]\d{4}[〕）)\]］】]\s*\d{1,4}\s*号")
_COURSE = "course"
_ENDED = "{what}自{day}起由《{by}》废止。"
#: Standing → the canned words that say why it is told as history only.
_AS_HISTORY = {
    DocumentStanding.AGED: "document_aged",
    DocumentStanding.UNDATED: "document_undated",
    DocumentStanding.EXPIRED: "document_expired",
    DocumentStanding.SUPERSEDED: "document_superseded",
    DocumentStanding.REPEALED: "document_superseded",
    DocumentStanding.NOT_YET: "document_not_yet",
}


def tell_documents(
    draft: Draft,
    understanding: Understanding,
    before: ConversationState,
    knowing: Knowing,
    room: EvidenceRoom,
    canned: CannedReplies,
    context: TurnContext,
) -> Draft:
    """The rules' draft, or what a document says instead of a refusal; a document that is named goes before everything
    but a person's own affairs, before a search for work only where it is pointed at."""
    if draft.handover is not None or before.assessing is not None or before.open_question is not None:
        return draft
    if any(part.elsewhere for part in understanding.parts):
        return draft
    is_pointed_at = _POINTS_AT_ONE.search(understanding.text) is not None
    if not is_pointed_at and any(card.get("kind") != _COURSE for card in draft.cards):
        return draft
    as_of = next((part.as_of for part in understanding.parts if part.as_of), None)
    region_id = next((part.region_id for part in understanding.parts if part.region_id), None) or before.region_id
    day = as_of or context.today
    hit = knowing.documents.find(understanding.text, region_id, day)
    if hit is None or (draft.cards and not is_pointed_at) or not _goes_before(draft, hit):
        return _before_ours(draft, understanding.text, region_id, day, knowing, room, canned)
    item = put_clause(hit, knowing.lexicon.regions, room)
    is_current = hit.standing is DocumentStanding.IN_FORCE and hit.document.place is None
    return replace(
        draft,
        sentences=(*_lead(hit, canned, room, item), *_quoted(hit, item)),
        status=AnswerStatus.ANSWERED if is_current else AnswerStatus.UNANSWERABLE_LAPSED,
        state=replace(draft.state, failures=0, open_question=None, is_searching=False),
        evidence=room.items,
        suggestions=(),
        asks=(),
        cards=(),
    )


def _before_ours(
    draft: Draft,
    text: str,
    region_id: str | None,
    day: date,
    knowing: Knowing,
    room: EvidenceRoom,
    canned: CannedReplies,
) -> Draft:
    """A clause in force that holds what is asked in words our own answer lacks: before that answer, or instead of it
    where it answers by itself. Courses that were found stay."""
    if draft.status not in (AnswerStatus.ANSWERED, AnswerStatus.UNANSWERABLE_LAPSED) or draft.asks:
        return draft
    hit = knowing.documents.find_beside(text, region_id, day)
    news = news_in(hit, text, draft, knowing.knowledge, knowing.lexicon) if hit is not None else None
    if hit is None or news is None or _rests_on(draft, hit):
        return draft
    item = put_clause(hit, knowing.lexicon.regions, room)
    told = (*_lead(hit, canned, room, item), *_quoted(hit, item))
    is_instead = news.is_whole and hit.score >= LEAST and not draft.cards
    ours = () if is_instead else (*canned.say("taught_beside"), *draft.sentences)
    return replace(
        draft,
        sentences=(*told, *ours),
        status=AnswerStatus.ANSWERED,
        evidence=room.items,
        suggestions=() if is_instead else draft.suggestions,
    )


def _quoted(hit: DocumentHit, item: EvidenceItem) -> tuple[DraftSentence, ...]:
    return tuple(
        DraftSentence(sentence, (item.id,), starts_line=place == 0 or _ITEM.match(sentence) is not None)
        for place, sentence in enumerate(hit.sentences)
    )


def _goes_before(draft: Draft, hit: DocumentHit) -> bool:
    """Whether the rules had nothing; or the document is named, and theirs does not rest on the same one anyway."""
    if draft.status in _INSTEAD:
        return True
    if not hit.is_named or draft.status not in (AnswerStatus.ANSWERED, AnswerStatus.UNANSWERABLE_LAPSED):
        return False
    return hit.is_clause or not _rests_on(draft, hit)


def _rests_on(draft: Draft, hit: DocumentHit) -> bool:
    title = plain_title(hit.document.head.title)
    cited = (draft.evidence[name].citation for sentence in draft.sentences for name in sentence.evidence)
    return any(title in plain_title(f"{one.title}{one.clause or ''}") for one in cited)


def _lead(hit: DocumentHit, canned: CannedReplies, room: EvidenceRoom, item: EvidenceItem) -> tuple[DraftSentence, ...]:
    """How the document stands, before its words; what took its place and from when, where that is known."""
    abroad = canned.say("document_elsewhere", place=hit.document.place) if hit.document.place else ()
    is_current = hit.standing is DocumentStanding.IN_FORCE
    words = _what_ended(hit)
    if not words:
        return (*canned.say("document_lead" if is_current else _AS_HISTORY[hit.standing]), *abroad)
    note = room.put_record(f"{item.id}#succession", f"{hit.document.head.title}·效力", "".join(words))
    told = tuple(DraftSentence(sentence, (note.id,)) for sentence in words)
    return (*told, *canned.say("document_lead" if is_current else "document_former"), *abroad)


def _what_ended(hit: DocumentHit) -> tuple[str, ...]:
    """Since when, and through which document, the whole, the clause or a part of it holds no more; empty if unknown."""
    successor, clause = hit.successor, hit.printed
    if hit.standing is DocumentStanding.SUPERSEDED and successor is not None and successor.begins is not None:
        return (f"这份文件自{successor.begins.in_words()}起由《{successor.head.title}》代替。",)
    if clause is not None and clause.repealed_from is not None and hit.standing is DocumentStanding.REPEALED:
        by = clause.repealed_by
        return (_ENDED.format(what="这一条", day=clause.repealed_from.in_words(), by=by),) if by is not None else ()
    told = hit.standing in (DocumentStanding.IN_FORCE, DocumentStanding.REPEALED)
    return tuple(
        _ENDED.format(what=f"{hit.passage.clause or ''}{part.name}", day=part.since.in_words(), by=part.by)
        for part in hit.repealed
        if told
    )


def put_clause(hit: DocumentHit, regions: RegionTable, room: EvidenceRoom) -> EvidenceItem:
    """The clause as evidence, with the document's title, number and dates."""
    document, passage = hit.document, hit.passage
    start, end = document.head.period.start or document.head.dated, document.head.period.end
    citation = Citation(
        number=0,
        passage_id=passage.passage_id,
        title=document.head.title,
        quote=passage.text,
        document_number=document.head.number,
        clause=passage.clause or passage.heading or None,
        effective_from=str(start) if start else None,
        effective_to=str(end or _last_day(document) or "") or None,
        region=_region_name(document, regions),
        url=document.url,
    )
    return room.items.setdefault(passage.passage_id, EvidenceItem(passage.passage_id, passage.text, citation))


def _last_day(document: AddedDocument) -> str | None:
    return str(document.superseded_from) if document.superseded_from is not None else None


def _region_name(document: AddedDocument, regions: RegionTable) -> str | None:
    region = regions.find_region(document.region_id) if document.region_id is not None else None
    return region.name if region is not None else document.place
