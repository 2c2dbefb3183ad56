"""Documents handed in at the console, in SQL."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import Engine, RowMapping, insert, select, update

from assistant.adapters.sql.document_records import document_from_text, head_as_text, passages_as_text
from assistant.adapters.sql.engine import read, write
from assistant.adapters.sql.numbers import take_numbers
from assistant.adapters.sql.records import storable
from assistant.adapters.sql.tables import document_uploads
from assistant.domain.document_uploads import DocumentUpload, UploadState
from assistant.domain.errors import ConflictError

_IDS, _REVISIONS = "document_uploads", "document_upload_revisions"
_LARGEST_ID = 2**31 - 1
_CHANGED = "这份文件刚刚在别处动过，请刷新后再试。"


class SqlDocumentUploads:
    """Implements `DocumentUploadStore`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add_upload(self, upload: DocumentUpload) -> DocumentUpload:
        with write(self._engine) as connection:
            number, revision = take_numbers(connection, _IDS, 1), take_numbers(connection, _REVISIONS, 1)
            kept = replace(upload, id=number, revision=revision)
            connection.execute(insert(document_uploads), {"id": kept.id, **_row(kept)})
        return kept

    def find_upload(self, upload_id: int) -> DocumentUpload | None:
        if not 0 < upload_id <= _LARGEST_ID:
            return None
        with read(self._engine) as connection:
            chosen = select(document_uploads).where(document_uploads.c.id == upload_id)
            row = connection.execute(chosen).mappings().one_or_none()
            return _upload(row) if row is not None else None

    def list_uploads(self, states: tuple[UploadState, ...], limit: int = 100) -> Sequence[DocumentUpload]:
        wanted = document_uploads.c.state.in_([state.value for state in states])
        chosen = select(document_uploads).where(wanted).order_by(document_uploads.c.revision.desc()).limit(limit)
        with read(self._engine) as connection:
            return tuple(map(_upload, connection.execute(chosen).mappings()))

    def save_upload(self, upload: DocumentUpload) -> DocumentUpload:
        is_same = (document_uploads.c.id == upload.id) & (document_uploads.c.revision == upload.revision)
        with write(self._engine) as connection:
            kept = replace(upload, revision=take_numbers(connection, _REVISIONS, 1))
            if not connection.execute(update(document_uploads).where(is_same).values(_row(kept))).rowcount:
                raise ConflictError(_CHANGED)
        return kept


def _row(upload: DocumentUpload) -> dict[str, object]:
    return {
        "revision": upload.revision,
        "state": upload.state.value,
        "document_id": storable(upload.document.id),
        "file_digest": upload.file_digest,
        "head_json": head_as_text(upload.document),
        "passages_json": passages_as_text(upload.document.passages),
        "uploaded_by": storable(upload.uploaded_by),
        "uploaded_at": upload.uploaded_at,
        "corrected_by": storable(upload.corrected_by) if upload.corrected_by is not None else None,
        "closed_by": storable(upload.closed_by) if upload.closed_by is not None else None,
        "closed_at": upload.closed_at,
    }


def _upload(row: RowMapping) -> DocumentUpload:
    return DocumentUpload(
        document=document_from_text(row["document_id"], row["head_json"], row["passages_json"]),
        file_digest=row["file_digest"],
        uploaded_by=row["uploaded_by"],
        uploaded_at=row["uploaded_at"],
        state=UploadState(row["state"]),
        corrected_by=row["corrected_by"],
        closed_by=row["closed_by"],
        closed_at=row["closed_at"],
        id=row["id"],
        revision=row["revision"],
    )
