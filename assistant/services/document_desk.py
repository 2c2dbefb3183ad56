"""How staff put official documents in force: a file handed in, corrected, published; taken out, gone back."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from assistant.domain.added_documents import AddedDocument, DocumentStanding
from assistant.domain.case_rights import OfficeAction, may_in_office
from assistant.domain.document_uploads import DocumentUpload, UploadState, corrected, published, withdrawn
from assistant.domain.errors import ConflictError, NotAllowedError, NotFoundError
from assistant.domain.regions import RegionTable
from assistant.domain.staff import AuditEvent, StaffMember
from assistant.services.added_documents import AddedDocuments, DocumentPreview
from assistant.services.clock import Clock
from assistant.services.document_passages import ClauseChange, clause_changes, head_changes
from assistant.services.document_ports import DocumentUploadStore, DocumentVersion
from assistant.services.read_document import restate_document
from assistant.services.staff_ports import AuditLog

_NOT_ALLOWED = "您的岗位没有这项权限。需要的话请找主管。"
_NO_UPLOAD = "没有找到这份上传的文件。"
_NO_VERSION = "没有这个版本。"
_WRITTEN_TO = "这份文件刚刚在别处动过，请刷新后再试。"


@dataclass(frozen=True)
class DocumentDeskParts:
    """What the desk works with. `read`: a file's bytes and name → the document; raises InvalidInputError."""

    shelf: AddedDocuments
    uploads: DocumentUploadStore
    read: Callable[[bytes, str], AddedDocument]
    regions: Callable[[], RegionTable]
    audit: AuditLog
    clock: Clock


@dataclass(frozen=True)
class VersionsCompared:
    """Two versions of one document: what they say of themselves differently, and which clauses."""

    before: DocumentVersion
    after: DocumentVersion
    head: tuple[tuple[str, str, str], ...]
    clauses: tuple[ClauseChange, ...]


class DocumentDesk:
    """Every method takes who asks.

    Raises NotAllowedError for a role that may not, NotFoundError, ConflictError where the state does not allow it,
    somebody else was faster or a second person is needed, InvalidInputError in words for whoever asked.
    """

    def __init__(self, parts: DocumentDeskParts) -> None:
        self._parts, self._uploads, self._shelf = parts, parts.uploads, parts.shelf

    def list_documents(self, member: StaffMember) -> Sequence[tuple[DocumentVersion, DocumentStanding]]:
        """Those that are searched, the latest added first, with how each stands today."""
        self._require(member)
        found = sorted(self._shelf.list(), key=lambda one: one.added_at, reverse=True)
        return tuple((one, self._shelf.standing(one.document)) for one in found)

    def list_removed(self, member: StaffMember) -> Sequence[DocumentVersion]:
        self._require(member)
        return self._shelf.list_removed()

    def list_waiting(self, member: StaffMember) -> Sequence[DocumentUpload]:
        self._require(member)
        return self._uploads.list_uploads((UploadState.WAITING,))

    def find_waiting(self, member: StaffMember, content: bytes) -> DocumentUpload | None:
        """The very same file, if it was handed in before and waits."""
        digest = hashlib.sha256(content).hexdigest()
        return next((one for one in self.list_waiting(member) if one.file_digest == digest), None)

    def hand_in(self, member: StaffMember, content: bytes, name: str) -> DocumentUpload:
        """The file as it was read, waiting; the very same file that waits already is that one."""
        self._require(member)
        digest = hashlib.sha256(content).hexdigest()
        waiting = self.find_waiting(member, content)
        if waiting is not None:
            return waiting
        upload = DocumentUpload(self._parts.read(content, name), digest, member.name, self._parts.clock.now())
        return self._note(self._uploads.add_upload(upload), member, "uploaded")

    def get(self, member: StaffMember, upload_id: int) -> DocumentUpload:
        self._require(member)
        upload = self._uploads.find_upload(upload_id)
        if upload is None:
            raise NotFoundError(_NO_UPLOAD)
        return upload

    def preview(self, member: StaffMember, upload: DocumentUpload) -> DocumentPreview:
        """What publishing it would do."""
        self._require(member)
        (preview,) = self._shelf.preview([upload.document])
        return preview

    def may_publish(self, member: StaffMember, upload: DocumentUpload) -> str:
        """Empty if the member may; otherwise why not."""
        try:
            published(upload, member.name, self._parts.clock.now())
        except ConflictError as error:
            return str(error)
        return ""

    def correct(self, member: StaffMember, upload_id: int, revision: int, stated: Mapping[str, str]) -> DocumentUpload:
        """What the document says of itself, as somebody has read it better."""
        upload = self._read(member, upload_id, revision)
        document = restate_document(upload.document, stated, self._parts.regions())
        kept = self._uploads.save_upload(corrected(upload, document, member.name))
        return self._note(kept, member, "corrected")

    def publish(self, member: StaffMember, upload_id: int, revision: int) -> DocumentUpload:
        """In force from now on: what was read, and nothing that somebody has written into it since."""
        upload = self._read(member, upload_id, revision)
        ready = published(upload, member.name, self._parts.clock.now())
        self._shelf.add([upload.document], member.name)  # the same again changes nothing, so this may be repeated
        return self._note(self._uploads.save_upload(ready), member, "published")

    def withdraw(self, member: StaffMember, upload_id: int, revision: int) -> DocumentUpload:
        upload = self._read(member, upload_id, revision)
        kept = self._uploads.save_upload(withdrawn(upload, member.name, self._parts.clock.now()))
        return self._note(kept, member, "withdrawn")

    def versions(self, member: StaffMember, document_id: str) -> Sequence[DocumentVersion]:
        """All of them, the latest first."""
        self._require(member)
        return self._shelf.versions(document_id)

    def standing(self, version: DocumentVersion) -> DocumentStanding:
        """How it would stand today."""
        return self._shelf.standing(version.document)

    def compare(self, member: StaffMember, document_id: str, before: int, after: int) -> VersionsCompared:
        found = {one.version: one for one in self.versions(member, document_id)}
        if before not in found or after not in found:
            raise NotFoundError(_NO_VERSION)
        one, other = found[before], found[after]
        changes = clause_changes(one.document, other.document)
        return VersionsCompared(one, other, tuple(head_changes(one.document, other.document)), changes)

    def remove(self, member: StaffMember, document_id: str) -> AddedDocument:
        """Not searched any more; can be brought back."""
        self._require(member)
        document = self._shelf.remove(document_id, member.name)
        self._audit(member, "removed", document.id, "")
        return document

    def roll_back(self, member: StaffMember, document_id: str, version: int) -> AddedDocument:
        """A version that was in force before. It was looked at when it was published, so one person may do that."""
        self._require(member)
        document = self._shelf.roll_back(document_id, member.name, version)
        self._audit(member, "rolled_back", document.id, f"version={version}")
        return document

    def _read(self, member: StaffMember, upload_id: int, revision: int) -> DocumentUpload:
        """Raises ConflictError where it is not the one that was read."""
        upload = self.get(member, upload_id)
        if upload.revision != revision:
            raise ConflictError(_WRITTEN_TO)
        return upload

    def _require(self, member: StaffMember) -> None:
        if not may_in_office(member, OfficeAction.EDIT_KNOWLEDGE):
            raise NotAllowedError(_NOT_ALLOWED)

    def _note(self, upload: DocumentUpload, member: StaffMember, step: str) -> DocumentUpload:
        self._audit(member, step, upload.document.id, f"upload={upload.id} by={upload.uploaded_by}")
        return upload

    def _audit(self, member: StaffMember, step: str, document_id: str, detail: str) -> None:
        event = AuditEvent(self._parts.clock.now(), member.name, f"document_{step}", document_id, detail)
        self._parts.audit.add_event(event)
