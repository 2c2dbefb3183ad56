"""Documents added as they come: looked at first, then kept, replaced, taken out and brought back."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.domain.added_documents import NOTICE_HOLDS_YEARS, AddedDocument, DocumentStanding, plain_title
from assistant.domain.errors import ConflictError, NotFoundError
from assistant.services.clock import Clock
from assistant.services.collections import CollectionService
from assistant.services.document_passages import clause_changes, passages_of
from assistant.services.document_ports import DocumentEdit, DocumentStore, DocumentVersion, KeptDocument, VersionState
from assistant.services.document_succession import repeals_of, settle, succeeded_as, succession, with_repeals

DEFAULT_COLLECTION = "documents"
_ATTEMPTS = 5
#: The change number of a collection, and its documents then, without their clauses.
_State = tuple[int, Sequence[AddedDocument]]
_NO_SUCH = "没有编号为“{id}”的文件。"
_NO_FORMER = "文件“{title}”没有更早的版本可以恢复。"


@dataclass(frozen=True)
class DocumentPreview:
    """What adding a document would do. `changes`: (`added`, `changed` or `removed`, clause) against the version kept.

    `supersedes` are the documents that it takes the place of, without their clauses; `is_unchanged`: the very same is
    there already. `warnings`: what an editor should look at, in words.
    """

    document: AddedDocument
    standing: DocumentStanding
    supersedes: tuple[AddedDocument, ...] = ()
    superseded_by: AddedDocument | None = None
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
        notice_years: int = NOTICE_HOLDS_YEARS,
    ) -> None:
        self._store, self._collections, self._clock = store, collections, clock
        self._notice_years = notice_years
        self.collection = collection

    def standing(self, document: AddedDocument) -> DocumentStanding:
        """How it stands today."""
        return document.standing_on(self._clock.today(), self._notice_years)

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
        return self._previews(documents, self._state()[1])

    def _previews(
        self, documents: Iterable[AddedDocument], before: Sequence[AddedDocument]
    ) -> tuple[DocumentPreview, ...]:
        wanted = {document.id: document for document in documents}
        kept = {version.document.id: version for version in self._current(tuple(wanted))}
        settled = settle({**{document.id: document for document in before}, **wanted})
        ended: dict[str, list[AddedDocument]] = {}
        for one in settled.values():
            if one.superseded_by is not None:
                ended.setdefault(one.superseded_by, []).append(one)
        return tuple(
            _preview(
                settled[name],
                document,
                kept.get(name),
                ended.get(name, ()),
                settled.get(settled[name].superseded_by or ""),
                self.standing(settled[name]),
            )
            for name, document in wanted.items()
        )

    def add(self, documents: Iterable[AddedDocument], by: str) -> tuple[DocumentPreview, ...]:
        """Keeps them, and says what that did. What has not changed is not kept again. Raises UnavailableError."""
        state = self._state()
        previews = self._previews(documents, state[1])
        news = {one.document.id: one.document for one in previews if not one.is_unchanged}
        if news:
            self._apply(news, (), by, state)
        return previews

    def _state(self) -> _State:
        """The number is read first: what comes in between is noticed when it is applied."""
        number = self._store.change_number(self.collection)
        return number, self._store.list_current(self.collection)

    def remove(self, document_id: str, by: str) -> AddedDocument:
        """Takes a document out; its versions stay and can be brought back. Raises NotFoundError."""
        current = self.versions(document_id)[0]
        if current.state is not VersionState.CURRENT:
            raise NotFoundError(_NO_SUCH.format(id=document_id))
        self._apply({}, (document_id,), by)
        return current.document

    def list_removed(self) -> Sequence[DocumentVersion]:
        """The last version of each document that was taken out. Raises UnavailableError."""
        return self._store.list_removed(self.collection)

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

    def _apply(
        self, news: Mapping[str, AddedDocument], removed: tuple[str, ...], by: str, state: _State | None = None
    ) -> None:
        """What takes the place of what is worked out on one state; where another has come in between, once more."""
        for attempt in range(_ATTEMPTS):
            after, before = state or self._state()
            state, edit = None, self._edit(news, removed, before)
            try:
                self._store.apply(self.collection, edit, by, self._clock.now(), after)
                break
            except ConflictError:
                if attempt == _ATTEMPTS - 1:
                    raise
        self._collections.refresh(self.collection)

    def _edit(
        self, news: Mapping[str, AddedDocument], removed: tuple[str, ...], before: Sequence[AddedDocument]
    ) -> DocumentEdit:
        heads = {document.id: document for document in before if document.id not in removed}
        settled = settle({**heads, **news})
        repeals = repeals_of(settled.values())
        amended_titles = {*repeals, *repeals_of(before)}
        touched = [
            name
            for name, document in heads.items()
            if name not in news
            and (
                succession(settled[name]) != succession(document)
                or (amended_titles and plain_title(document.head.title) in amended_titles)
            )
        ]
        amended = {
            one.document.id: succeeded_as(one.document, settled[one.document.id])
            for one in self._current(tuple(touched))
        }
        return DocumentEdit(
            added=tuple(_kept(with_repeals(settled[name], repeals), digest_of(news[name])) for name in news),
            amended=tuple(_kept(with_repeals(document, repeals), "") for document in amended.values()),
            removed=removed,
        )


def digest_of(document: AddedDocument) -> str:
    """Of what the file says, not of how it stands."""
    plain = replace(document, superseded_by=None, superseded_from=None, source_name="")
    return hashlib.sha256(repr(plain).encode()).hexdigest()[:16]


def _kept(document: AddedDocument, digest: str) -> KeptDocument:
    return KeptDocument(document, digest, passages_of(document))


def _preview(
    settled: AddedDocument,
    document: AddedDocument,
    kept: DocumentVersion | None,
    ended: Sequence[AddedDocument],
    successor: AddedDocument | None,
    standing: DocumentStanding,
) -> DocumentPreview:
    return DocumentPreview(
        document=settled,
        standing=standing,
        supersedes=tuple(replace(one, passages=()) for one in ended),
        superseded_by=successor,
        changes=tuple(
            (one.step, one.clause) for one in clause_changes(kept.document if kept is not None else None, document)
        ),
        is_new=kept is None,
        is_unchanged=kept is not None and kept.digest == digest_of(document),
        warnings=_warnings(settled),
    )


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
