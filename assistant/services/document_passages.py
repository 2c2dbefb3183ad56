"""The clauses of an added document as they are searched, and what tells two versions of it apart."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from assistant.domain.added_documents import AddedDocument, DocumentPassage
from assistant.domain.dates import PartialDate, Period
from assistant.services.ports import ImportedPassage

#: What two versions may say of themselves differently.
HEAD_PARTS = ("title", "number", "issuers", "dated", "effective_from", "effective_to", "region", "replaces")


@dataclass(frozen=True)
class ClauseChange:
    """`step`: `added`, `changed` or `removed`; `clause` as the document counts; the text before and after."""

    step: str
    clause: str
    before: str = ""
    after: str = ""


def passages_of(document: AddedDocument) -> tuple[ImportedPassage, ...]:
    """The clauses as they are searched; ids are the document's and the clause's, counted where one comes twice."""
    seen: dict[str, int] = {}
    passages = []
    for passage in document.passages:
        name = passage.clause or "序"
        seen[name] = seen.get(name, 0) + 1
        suffix = f"~{seen[name]}" if seen[name] > 1 else ""
        passages.append(
            ImportedPassage(
                id=f"{document.id}:{name}{suffix}",
                title=document.head.title,
                text=passage.text,
                is_answerable=True,
                document_id=document.id,
                clause=passage.clause,
                heading=" ".join(passage.headings),
                period=_period_of(document, passage),
                region_id=document.region_id,
            )
        )
    return tuple(passages)


def _period_of(document: AddedDocument, passage: DocumentPassage) -> Period:
    gone = [day for day in (document.superseded_from, passage.repealed_from) if day is not None]
    ends = [_day_before(day) for day in gone] + ([document.head.period.end] if document.head.period.end else [])
    return Period(document.head.period.start, min(ends, key=lambda day: day.last_day, default=None))


def _day_before(day: PartialDate) -> PartialDate:
    before = day.first_day - timedelta(days=1)
    return PartialDate(before.year, before.month, before.day)


def clause_changes(before: AddedDocument | None, after: AddedDocument) -> tuple[ClauseChange, ...]:
    """What became of the clauses; nothing where there was no document before."""
    if before is None:
        return ()
    old = {passage.id.partition(":")[2]: passage.text for passage in passages_of(before)}
    new = {passage.id.partition(":")[2]: passage.text for passage in passages_of(after)}
    gone = [ClauseChange("removed", name, before=text) for name, text in old.items() if name not in new]
    kept = [
        ClauseChange("changed" if name in old else "added", name, old.get(name, ""), text)
        for name, text in new.items()
        if old.get(name) != text
    ]
    return (*gone, *kept)


def head_changes(before: AddedDocument, after: AddedDocument) -> Iterator[tuple[str, str, str]]:
    """(what, before, after) of what the two say of themselves differently; nothing is said as an empty text."""
    for name, one, other in zip(HEAD_PARTS, _told(before), _told(after), strict=True):
        if one != other:
            yield name, one, other


def _told(document: AddedDocument) -> tuple[str, ...]:
    head = document.head
    return (
        head.title,
        head.number or "",
        "、".join(head.issuers),
        str(head.dated or ""),
        str(head.period.start or ""),
        str(head.period.end or ""),
        document.region_id or document.place or "",
        "、".join(head.replaces),
    )
