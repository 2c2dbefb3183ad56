"""Documents, uploads and versions made ready for their pages."""

from dataclasses import dataclass

from assistant.domain.added_documents import AddedDocument, DocumentPassage
from assistant.domain.document_uploads import DocumentUpload
from assistant.domain.regions import RegionTable
from assistant.services.document_desk import VersionsCompared
from assistant.services.document_ports import DocumentVersion
from web.staff_knowledge_view import DiffLine, diff_lines
from web.staff_view import moment

#: So many clauses are shown on a page; a code has more.
MOST_CLAUSES = 300
_BETWEEN = "；"


@dataclass(frozen=True)
class ClauseRow:
    """`heading`: what it stands under; `ended`: (part of it or empty, since when, by what) of what holds no more."""

    clause: str
    heading: str
    text: str
    responsible: str
    ended: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True)
class DocumentView:
    """`rows`: (what, in words) of what it says of itself, in order; `repeals`: articles of others that end with it."""

    title: str
    rows: tuple[tuple[str, str], ...]
    clauses: tuple[ClauseRow, ...]
    count: int
    repeals: tuple[str, ...]
    superseded: str


def view_upload(upload: DocumentUpload) -> dict[str, object]:
    """An upload's state, for lists and its page."""
    return {
        "id": upload.id,
        "revision": upload.revision,
        "state": upload.state.value,
        "title": upload.document.head.title,
        "file": upload.document.source_name,
        "place": upload.document.place or "",
        "document_id": upload.document.id,
        "uploaded_by": upload.uploaded_by,
        "uploaded_at": moment(upload.uploaded_at),
        "corrected_by": upload.corrected_by or "",
        "closed_by": upload.closed_by or "",
        "closed_at": moment(upload.closed_at) if upload.closed_at else "",
        "is_about_money": upload.is_about_money,
    }


def view_version(version: DocumentVersion, standing: str) -> dict[str, object]:
    head = version.document.head
    return {
        "id": version.document.id,
        "title": head.title,
        "number": head.number or "",
        "issuers": "、".join(head.issuers),
        "standing": standing,
        "version": version.version,
        "state": version.state.value,
        "by": version.added_by,
        "at": moment(version.added_at),
    }


def view_document(document: AddedDocument, regions: RegionTable) -> DocumentView:
    head = document.head
    rows = (
        ("number", head.number or ""),
        ("issuers", "、".join(head.issuers)),
        ("dated", head.dated.in_words() if head.dated else ""),
        ("effective_from", head.period.start.in_words() if head.period.start else ""),
        ("effective_to", head.period.end.in_words() if head.period.end else ""),
        ("region", _place(document, regions)),
        ("replaces", "、".join(f"《{title}》" for title in head.replaces)),
        ("url", document.url or ""),
        ("file", document.source_name),
    )
    return DocumentView(
        title=head.title,
        rows=rows,
        clauses=tuple(map(_clause, document.passages[:MOST_CLAUSES])),
        count=len(document.passages),
        repeals=tuple(f"《{title}》{clause}" for title, clause in head.repealed_articles),
        superseded=document.superseded_from.in_words() if document.superseded_from else "",
    )


def form_of(document: AddedDocument) -> dict[str, str]:
    """What the form of corrections holds at first."""
    head = document.head
    return {
        "title": head.title,
        "number": head.number or "",
        "issuer": _BETWEEN.join(head.issuers),
        "dated": str(head.dated or ""),
        "effective_from": str(head.period.start or ""),
        "effective_to": str(head.period.end or ""),
        "region": document.region_id or "",
        "url": document.url or "",
        "replaces": _BETWEEN.join(head.replaces),
    }


def region_choices(regions: RegionTable) -> list[tuple[str, str]]:
    return [(region.id, region.name) for region in regions]


def view_comparison(compared: VersionsCompared) -> dict[str, object]:
    """(what, before, after) of the heads, and (step, clause, changed lines) of the clauses."""
    clauses: list[tuple[str, str, tuple[DiffLine, ...]]] = [
        (one.step, one.clause, tuple(diff_lines(one.before, one.after))) for one in compared.clauses[:MOST_CLAUSES]
    ]
    return {
        "before": str(compared.before.version),
        "after": str(compared.after.version),
        "head": compared.head,
        "clauses": clauses,
    }


def name_with_day(document: AddedDocument) -> str:
    """《…》 with number and day: two versions of one law have one title."""
    day = document.begins.in_words() if document.begins is not None else ""
    return " ".join(filter(None, (f"《{document.head.title}》", document.head.number, day)))


def _clause(passage: DocumentPassage) -> ClauseRow:
    ended = [(part.name, part.since.in_words(), part.by) for part in passage.repealed_parts]
    if passage.repealed_from is not None:
        ended = [("", passage.repealed_from.in_words(), passage.repealed_by or "")]
    return ClauseRow(
        passage.clause or "",
        " ".join(passage.headings),
        passage.text,
        "、".join(passage.responsible),
        tuple(ended),
    )


def _place(document: AddedDocument, regions: RegionTable) -> str:
    region = regions.find_region(document.region_id) if document.region_id is not None else None
    return region.name if region is not None else document.place or ""
