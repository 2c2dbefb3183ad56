"""Documents for tests, invented."""

from assistant.domain.added_documents import AddedDocument, DocumentHead, DocumentKind, DocumentPassage
from assistant.domain.dates import PartialDate, Period

OFFICE = "示例市人力资源和社会保障局"


def notice(
    document_id: str,
    title: str,
    day: str | None,
    *clauses: tuple[str, str],
    replaces: tuple[str, ...] = (),
    repealed: tuple[tuple[str, str], ...] = (),
    kind: DocumentKind = DocumentKind.NOTICE,
    until: str | None = None,
    region_id: str | None = "chongqing",
) -> AddedDocument:
    """A document of the office with (clause, text) pairs."""
    dated = PartialDate.parse(day) if day is not None else None
    period = Period(None, PartialDate.parse(until) if until is not None else None)
    head = DocumentHead(title, kind, f"示〔2026〕{len(document_id)}号", (OFFICE,), dated, period, replaces, repealed)
    passages = tuple(DocumentPassage(text, clause, ("一、总则",)) for clause, text in clauses)
    return AddedDocument(document_id, head, passages, region_id, source_name=f"{document_id}.md")
