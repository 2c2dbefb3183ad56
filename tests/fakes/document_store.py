"""Added documents in memory."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from assistant.domain.added_documents import AddedDocument
from assistant.domain.errors import ConflictError
from assistant.services.document_ports import DocumentEdit, DocumentVersion, KeptDocument, VersionState
from assistant.services.ports import ImportedPassage
from tests.fakes.collection_store import FakeCollectionStore


class FakeDocumentStore:
    """Implements `DocumentStore`; the passages go to the collection store beside it."""

    def __init__(self, passages: FakeCollectionStore) -> None:
        self._passages = passages
        self._versions: dict[tuple[str, str], list[DocumentVersion]] = {}

    def list_heads(self, collection: str) -> Sequence[DocumentVersion]:
        found = [one for one in self._all(collection) if one.state is VersionState.CURRENT]
        heads = (replace(one, document=replace(one.document, passages=())) for one in found)
        return tuple(sorted(heads, key=lambda one: one.document.id))

    def find_versions(self, collection: str, document_id: str) -> Sequence[DocumentVersion]:
        return tuple(reversed(self._versions.get((collection, document_id), [])))

    def find_current(self, collection: str, document_ids: Sequence[str]) -> Sequence[DocumentVersion]:
        found = (one for one in self._all(collection) if one.state is VersionState.CURRENT)
        return tuple(one for one in found if one.document.id in document_ids)

    def list_current(self, collection: str) -> Sequence[AddedDocument]:
        return tuple(version.document for version in self.list_heads(collection))

    def list_removed(self, collection: str) -> Sequence[DocumentVersion]:
        latest = [versions[-1] for (name, _), versions in self._versions.items() if name == collection]
        removed = (one for one in latest if one.state is VersionState.REMOVED)
        heads = (replace(one, document=replace(one.document, passages=())) for one in removed)
        return tuple(sorted(heads, key=lambda one: one.document.id))

    def change_number(self, collection: str) -> int:
        return self._passages.change_number(collection)

    def apply(self, collection: str, edit: DocumentEdit, by: str, at: datetime, after: int | None = None) -> None:
        if after is not None and after != self.change_number(collection):
            raise ConflictError("changed meanwhile")
        for document_id in edit.removed:
            self._end(collection, document_id, VersionState.REMOVED)
            self._passages.drop_document(collection, document_id)
        for kept in edit.added:
            self._end(collection, kept.document.id, VersionState.FORMER)
            versions = self._versions.setdefault((collection, kept.document.id), [])
            number = len(versions) + 1
            versions.append(DocumentVersion(kept.document, number, VersionState.CURRENT, kept.digest, at, by))
            self._put(collection, kept)
        for kept in edit.amended:
            versions = self._versions[collection, kept.document.id]
            versions[-1] = replace(versions[-1], document=kept.document)
            self._put(collection, kept)

    def _put(self, collection: str, kept: KeptDocument) -> None:
        self._passages.drop_document(collection, kept.document.id)
        passages: tuple[ImportedPassage, ...] = kept.passages
        self._passages.replace_passages(collection, passages)

    def _end(self, collection: str, document_id: str, state: VersionState) -> None:
        versions = self._versions.get((collection, document_id), [])
        for place, version in enumerate(versions):
            if version.state is VersionState.CURRENT:
                versions[place] = replace(version, state=state)

    def _all(self, collection: str) -> list[DocumentVersion]:
        return [one for (name, _), versions in self._versions.items() if name == collection for one in versions]
