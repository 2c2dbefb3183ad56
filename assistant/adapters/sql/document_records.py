"""Added documents as JSON and back."""

from collections.abc import Mapping

from pydantic import TypeAdapter

from assistant.adapters.sql.records import as_json_text
from assistant.domain.added_documents import (
    AddedDocument,
    DocumentHead,
    DocumentKind,
    DocumentPassage,
    RepealedPart,
)
from assistant.domain.dates import PartialDate, Period

_HEAD = TypeAdapter(dict[str, object])
_PASSAGES = TypeAdapter(list[dict[str, object]])


def head_as_text(document: AddedDocument) -> str:
    """Everything but the passages."""
    head = document.head
    return as_json_text(
        {
            "title": head.title,
            "kind": head.kind.value,
            "number": head.number,
            "issuers": list(head.issuers),
            "dated": _date(head.dated),
            "start": _date(head.period.start),
            "end": _date(head.period.end),
            "replaces": list(head.replaces),
            "repealed_articles": [list(pair) for pair in head.repealed_articles],
            "region_id": document.region_id,
            "place": document.place,
            "url": document.url,
            "source_name": document.source_name,
            "superseded_by": document.superseded_by,
            "superseded_from": _date(document.superseded_from),
        }
    )


def passages_as_text(passages: tuple[DocumentPassage, ...]) -> str:
    return as_json_text(
        [
            {
                "text": passage.text,
                "clause": passage.clause,
                "headings": list(passage.headings),
                "responsible": list(passage.responsible),
                "repealed_from": _date(passage.repealed_from),
                "repealed_by": passage.repealed_by,
                "repealed_parts": [[part.name, str(part.since), part.by] for part in passage.repealed_parts],
            }
            for passage in passages
        ]
    )


def document_from_text(document_id: str, head_text: str, passages_text: str | None) -> AddedDocument:
    """`passages_text`: None leaves them out."""
    told = _HEAD.validate_json(head_text)
    head = DocumentHead(
        title=str(told["title"]),
        kind=DocumentKind(str(told["kind"])),
        number=_text(told, "number"),
        issuers=_texts(told["issuers"]),
        dated=_as_date(told, "dated"),
        period=Period(_as_date(told, "start"), _as_date(told, "end")),
        replaces=_texts(told["replaces"]),
        repealed_articles=_pairs(told["repealed_articles"]),
    )
    return AddedDocument(
        id=document_id,
        head=head,
        passages=() if passages_text is None else tuple(map(_passage, _PASSAGES.validate_json(passages_text))),
        region_id=_text(told, "region_id"),
        place=_text(told, "place"),
        url=_text(told, "url"),
        source_name=str(told["source_name"]),
        superseded_by=_text(told, "superseded_by"),
        superseded_from=_as_date(told, "superseded_from"),
    )


def _passage(told: Mapping[str, object]) -> DocumentPassage:
    return DocumentPassage(
        text=str(told["text"]),
        clause=_text(told, "clause"),
        headings=_texts(told["headings"]),
        responsible=_texts(told["responsible"]),
        repealed_from=_as_date(told, "repealed_from"),
        repealed_by=_text(told, "repealed_by"),
        repealed_parts=_parts(told.get("repealed_parts")),  # versions kept before parts were known have none
    )


def _parts(value: object) -> tuple[RepealedPart, ...]:
    told = (_texts(part) for part in value) if isinstance(value, list) else ()
    return tuple(RepealedPart(one[0], PartialDate.parse(one[1]), one[2]) for one in told if len(one) == 3)


def _date(day: PartialDate | None) -> str | None:
    return str(day) if day is not None else None


def _text(told: Mapping[str, object], name: str) -> str | None:
    value = told.get(name)
    return str(value) if value is not None else None


def _as_date(told: Mapping[str, object], name: str) -> PartialDate | None:
    value = _text(told, name)
    return PartialDate.parse(value) if value is not None else None


def _texts(value: object) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, list) else ()


def _pairs(value: object) -> tuple[tuple[str, str], ...]:
    pairs = (_texts(pair) for pair in value) if isinstance(value, list) else ()
    return tuple((pair[0], pair[1]) for pair in pairs if len(pair) == 2)
