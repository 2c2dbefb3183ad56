"""Where added documents are kept, in all their versions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol, runtime_checkable

from assistant.domain.added_documents import AddedDocument
from assistant.domain.document_uploads import DocumentUpload, UploadState
from assistant.services.ports import ImportedPassage


class VersionState(StrEnum):
    """`FORMER`: a later version took its place; `REMOVED`: taken out of the collection, kept to be brought back."""

    CURRENT = "current"
    FORMER = "former"
    REMOVED = "removed"


@dataclass(frozen=True)
class DocumentVersion:
    """One version, counted from 1. `digest`: of what the file said, so that the same file again changes nothing."""

    document: AddedDocument
    version: int
    state: VersionState
    digest: str
    added_at: datetime
    added_by: str


@dataclass(frozen=True)
class KeptDocument:
    """A document as it is to be kept, with its passages as they are searched."""

    document: AddedDocument
    digest: str
    passages: tuple[ImportedPassage, ...]


@dataclass(frozen=True)
class DocumentEdit:
    """What one step changes: new versions, documents whose standing changes through them, and what is taken out."""

    added: Sequence[KeptDocument] = ()
    amended: Sequence[KeptDocument] = ()
    removed: Sequence[str] = ()


@runtime_checkable
class DocumentStore(Protocol):
    """Every method may raise UnavailableError."""

    def list_heads(self, collection: str) -> Sequence[DocumentVersion]:
        """The current documents in the order of their ids, without their passages."""
        ...

    def list_current(self, collection: str) -> Sequence[AddedDocument]:
        """The same documents without who added which when: what is asked for at every change."""
        ...

    def list_removed(self, collection: str) -> Sequence[DocumentVersion]:
        """The last version of each document that was taken out and not brought back, without its passages."""
        ...

    def change_number(self, collection: str) -> int:
        """Grows with every change of the collection."""
        ...

    def find_versions(self, collection: str, document_id: str) -> Sequence[DocumentVersion]:
        """All versions of a document, the latest first, with their passages."""
        ...

    def find_current(self, collection: str, document_ids: Sequence[str]) -> Sequence[DocumentVersion]:
        """Those of the ids that are current, with their passages."""
        ...

    def apply(self, collection: str, edit: DocumentEdit, by: str, at: datetime, after: int | None = None) -> None:
        """All of it or nothing; the passages of the collection change in the same transaction.

        `after`: the change number of which the edit was worked out. Raises ConflictError where it is another now.
        """
        ...


@runtime_checkable
class DocumentUploadStore(Protocol):
    """Keeps what was handed in. Every method may raise UnavailableError."""

    def add_upload(self, upload: DocumentUpload) -> DocumentUpload:
        """With the id and revision given to it here."""
        ...

    def find_upload(self, upload_id: int) -> DocumentUpload | None: ...

    def list_uploads(self, states: tuple[UploadState, ...], limit: int = 100) -> Sequence[DocumentUpload]:
        """Those written to last come first."""
        ...

    def save_upload(self, upload: DocumentUpload) -> DocumentUpload:
        """With a new revision. Raises ConflictError where the stored one has another than `upload`."""
        ...
