"""Documents added as they come: looked at first, then kept, replaced, taken out and brought back."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from assistant.domain.added_documents import (
    AddedDocument,
    DocumentPassage,
    DocumentStanding,
    plain_title,
    takes_place_of,
)
from assistant.domain.dates import PartialDate, Period
from assistant.domain.errors import NotFoundError
from assistant.services.clock import Clock
from assistant.services.collections import CollectionService
from assistant.services.document_ports import DocumentEdit, DocumentStore, DocumentVersion, KeptDocument, VersionState
from assistant.services.ports import ImportedPassage

DEFAULT_COLLECTION = "documents"
_NO_SUCH = "没有编号为“{id}”的文件。"
_NO_FORMER = "文件“{title}”没有更早的版本可以恢复。"


@dataclass(frozen=True)
class DocumentPreview:
    """What adding a document would do. `changes`: (`added`, `changed` or `removed`, clause) against the version kept.

    `supersedes` are titles of documents that it takes the place of; `is_unchanged`: the very same is there already.
    `warnings`: what an editor should look at, in words.
    """

    document: AddedDocument
    standing: DocumentStanding
    supersedes: tuple[str, ...] = ()
    superseded_by: str | None = None
    changes: tuple[tuple[str, str], ...] = ()
    is_new: bool = True
    is_unchanged: bool = False
    warnings: tuple[str, ...] = ()


class AddedDocuments:
    """Documents of one collection."""

    def __init__(
        self,
        store: DocumentStore,
        collections: CollectionService,
        clock: Clock,
        collection: str = DEFAULT_COLLECTION,
    ) -> None:
        self._store, self._collections, self._clock = store, collections, clock
        self.collection = collection

    def list(self) -> Sequence[DocumentVersion]:
        """The current ones, without their passages. Raises UnavailableError."""
        return self._store.list_heads(self.collection)

    def versions(self, document_id: str) -> Sequence[DocumentVersion]:
        """All versions, the latest first. Raises NotFoundError, UnavailableError."""
        found = self._store.find_versions(self.collection, document_id)
        if not found:
            raise NotFoundError(_NO_SUCH.format(id=document_id))
        return found

    def preview(self, documents: Iterable[AddedDocument]) -> tuple[DocumentPreview, ...]:
        """What adding them would do; nothing is changed. Raises UnavailableError."""
        wanted = {document.id: document for document in documents}
        kept = {version.document.id: version for version in self._current(tuple(wanted))}
        heads = {version.document.id: version.document for version in self.list()}
        settled = settle({**heads, **wanted})
        today = self._clock.today()
        return tuple(
            _preview(settled[name], document, kept.get(name), settled, today) for name, document in wanted.items()
        )

    def add(self, documents: Iterable[AddedDocument], by: str) -> tuple[DocumentPreview, ...]:
        """Keeps them, and says what that did. What has not changed is not kept again. Raises UnavailableError."""
        previews = self.preview(documents)
        news = {one.document.id: one.document for one in previews if not one.is_unchanged}
        if news:
            self._apply(news, (), by)
        return previews

    def remove(self, document_id: str, by: str) -> AddedDocument:
        """Takes a document out; its versions stay and can be brought back. Raises NotFoundError."""
        current = self.versions(document_id)[0]
        if current.state is not VersionState.CURRENT:
            raise NotFoundError(_NO_SUCH.format(id=document_id))
        self._apply({}, (document_id,), by)
        return current.document

    def roll_back(self, document_id: str, by: str, version: int | None = None) -> AddedDocument:
        """Brings a former version back, by default the one before (or the one taken out). Raises NotFoundError."""
        versions = self.versions(document_id)
        former = [one for one in versions if one.state is not VersionState.CURRENT]
        chosen = next((one for one in former if version is None or one.version == version), None)
        if chosen is None:
            raise NotFoundError(_NO_FORMER.format(title=versions[0].document.head.title))
        self._apply({document_id: chosen.document}, (), by)
        return chosen.document

    def _current(self, ids: tuple[str, ...]) -> Sequence[DocumentVersion]:
        return self._store.find_current(self.collection, ids)

    def _apply(self, news: Mapping[str, AddedDocument], removed: tuple[str, ...], by: str) -> None:
        heads = {one.document.id: one.document for one in self.list() if one.document.id not in removed}
        settled = settle({**heads, **news})
        repeals = _repeals(settled.values())
        touched = [
            name
            for name, document in heads.items()
            if name not in news
            and (_succession(settled[name]) != _succession(document) or plain_title(document.head.title) in repeals)
        ]
        amended = {
            one.document.id: _succeeded_as(one.document, settled[one.document.id])
            for one in self._current(tuple(touched))
        }
        edit = DocumentEdit(
            added=tuple(_kept(_with_repeals(settled[name], repeals), digest_of(news[name])) for name in news),
            amended=tuple(_kept(_with_repeals(document, repeals), "") for document in amended.values()),
            removed=removed,
        )
        self._store.apply(self.collection, edit, by, self._clock.now())
        self._collections.refresh(self.collection)


def settle(documents: Mapping[str, AddedDocument]) -> dict[str, AddedDocument]:
    """The documents with what takes the place of what; of several that do, the first to begin."""
    by_title: dict[str, list[AddedDocument]] = {}
    for document in documents.values():
        by_title.setdefault(plain_title(document.head.title), []).append(document)
    newer: dict[str, list[AddedDocument]] = {}
    for document in documents.values():
        titles = {plain_title(document.head.title), *(plain_title(title) for title in document.head.replaces)}
        for older in (one for title in titles for one in by_title.get(title, ())):
            if takes_place_of(document, older):
                newer.setdefault(older.id, []).append(document)
    far = date.max
    return {
        name: document.superseded(
            min(newer.get(name, ()), key=lambda one: one.begins.first_day if one.begins else far, default=None)
        )
        for name, document in documents.items()
    }


def digest_of(document: AddedDocument) -> str:
    """Of what the file says, not of how it stands."""
    plain = replace(document, superseded_by=None, superseded_from=None, source_name="")
    return hashlib.sha256(repr(plain).encode()).hexdigest()[:16]


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


def _kept(document: AddedDocument, digest: str) -> KeptDocument:
    return KeptDocument(document, digest, passages_of(document))


def _succession(document: AddedDocument) -> tuple[str | None, PartialDate | None]:
    return document.superseded_by, document.superseded_from


def _succeeded_as(document: AddedDocument, settled: AddedDocument) -> AddedDocument:
    by, since = _succession(settled)
    return replace(document, superseded_by=by, superseded_from=since)


def _repeals(documents: Iterable[AddedDocument]) -> dict[str, dict[str, PartialDate | None]]:
    """Title → clause → the day it stopped to hold, by what all documents repeal of one another."""
    found: dict[str, dict[str, PartialDate | None]] = {}
    for document in documents:
        for title, clause in document.head.repealed_articles:
            found.setdefault(plain_title(title), {})[clause] = document.begins
    return found


def _with_repeals(document: AddedDocument, repeals: Mapping[str, Mapping[str, PartialDate | None]]) -> AddedDocument:
    gone = repeals.get(plain_title(document.head.title), {})
    passages = tuple(replace(one, repealed_from=gone.get(one.clause or "")) for one in document.passages)
    return replace(document, passages=passages)


def _preview(
    settled: AddedDocument,
    document: AddedDocument,
    kept: DocumentVersion | None,
    all_of: Mapping[str, AddedDocument],
    today: date,
) -> DocumentPreview:
    successor = all_of.get(settled.superseded_by or "")
    return DocumentPreview(
        document=settled,
        standing=settled.standing_on(today),
        supersedes=tuple(one.head.title for one in all_of.values() if one.superseded_by == document.id),
        superseded_by=successor.head.title if successor is not None else None,
        changes=_changes(kept.document if kept is not None else None, document),
        is_new=kept is None,
        is_unchanged=kept is not None and kept.digest == digest_of(document),
        warnings=_warnings(settled),
    )


def _changes(before: AddedDocument | None, after: AddedDocument) -> tuple[tuple[str, str], ...]:
    if before is None:
        return ()
    old = {passage.id: passage.text for passage in passages_of(before)}
    new = {passage.id: passage.text for passage in passages_of(after)}
    steps = [("removed", name) for name in old if name not in new]
    steps += [("added" if name not in old else "changed", name) for name in new if old.get(name) != new[name]]
    return tuple((step, name.partition(":")[2]) for step, name in steps)


def _warnings(document: AddedDocument) -> tuple[str, ...]:
    head = document.head
    found = []
    if head.dated is None and head.period.start is None:
        found.append("没有读到日期，不会当作现行有效的文件来答；请在文件开头写明 dated 或 effective_from。")
    if not head.issuers:
        found.append("没有读到发文机关；同名文件不会自动替代它。")
    if document.place is not None:
        found.append(f"看起来是{document.place}的文件，不会用来回答重庆的问题。")
    elif document.region_id is None:
        found.append("没有读到适用地区。")
    return tuple(found)
