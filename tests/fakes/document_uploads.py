"""Documents handed in, in memory."""

from collections.abc import Sequence
from dataclasses import replace

from assistant.domain.document_uploads import DocumentUpload, UploadState
from assistant.domain.errors import ConflictError


class FakeDocumentUploads:
    """Implements `DocumentUploadStore`."""

    def __init__(self) -> None:
        self._uploads: dict[int, DocumentUpload] = {}
        self._revision = 0

    def add_upload(self, upload: DocumentUpload) -> DocumentUpload:
        return self._keep(replace(upload, id=len(self._uploads) + 1))

    def find_upload(self, upload_id: int) -> DocumentUpload | None:
        return self._uploads.get(upload_id)

    def list_uploads(self, states: tuple[UploadState, ...], limit: int = 100) -> Sequence[DocumentUpload]:
        found = (one for one in self._uploads.values() if one.state in states)
        return tuple(sorted(found, key=lambda one: -one.revision)[:limit])

    def save_upload(self, upload: DocumentUpload) -> DocumentUpload:
        if self._uploads[upload.id].revision != upload.revision:
            raise ConflictError("written to meanwhile")
        return self._keep(upload)

    def _keep(self, upload: DocumentUpload) -> DocumentUpload:
        self._revision += 1
        kept = replace(upload, revision=self._revision)
        self._uploads[kept.id] = kept
        return kept
