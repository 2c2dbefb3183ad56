"""Files that staff have handed in as documents: looked at and corrected first, then published, alone or by two."""

import re
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from assistant.domain.added_documents import AddedDocument
from assistant.domain.errors import ConflictError

#: Who gets money, and how much: an amount in yuan, or the standard of a benefit.
_MONEY = re.compile(
    r"[0-9０-９〇零一二两三四五六七八九十百千万亿]\s*元"
    r"|(?:补贴|补助|津贴|奖励|待遇|缴费|贷款|资金)[\u4e00-\u9fa5]{0,6}(?:标准|额度|比例|上限|金额)"
)
_CLOSED = "这份文件已经发布或作废了，请从文件列表里看。"
_NEEDS_ANOTHER = "文件里写了金额或补贴标准，要由另一位编辑或主管核对后发布，上传的人不能自己发布。"


class UploadState(StrEnum):
    """waiting → published or withdrawn."""

    WAITING = "waiting"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class DocumentUpload:
    """A file as it was read, in the state in which it would be published. `revision` changes with every write.

    `file_digest`: of the bytes. `corrected_by`: whoever wrote other dates, numbers or names than were read, last.
    """

    document: AddedDocument
    file_digest: str
    uploaded_by: str
    uploaded_at: datetime
    state: UploadState = UploadState.WAITING
    corrected_by: str | None = None
    closed_by: str | None = None
    closed_at: datetime | None = None
    id: int = 0
    revision: int = 0

    @property
    def is_about_money(self) -> bool:
        return is_about_money(self.document)


def is_about_money(document: AddedDocument) -> bool:
    """Whether it names an amount in yuan or the standard of a benefit."""
    return any(_MONEY.search(passage.text) for passage in document.passages)


def corrected(upload: DocumentUpload, document: AddedDocument, by: str) -> DocumentUpload:
    """With what somebody has written in place of what was read. Raises ConflictError where it is closed."""
    _require_waiting(upload)
    return replace(upload, document=document, corrected_by=by)


def published(upload: DocumentUpload, by: str, at: datetime) -> DocumentUpload:
    """Raises ConflictError where it is closed, or where a second person is needed: whoever handed in or corrected a
    document about money does not publish it."""
    _require_waiting(upload)
    if upload.is_about_money and by in (upload.uploaded_by, upload.corrected_by):
        raise ConflictError(_NEEDS_ANOTHER)
    return replace(upload, state=UploadState.PUBLISHED, closed_by=by, closed_at=at)


def withdrawn(upload: DocumentUpload, by: str, at: datetime) -> DocumentUpload:
    _require_waiting(upload)
    return replace(upload, state=UploadState.WITHDRAWN, closed_by=by, closed_at=at)


def _require_waiting(upload: DocumentUpload) -> None:
    if upload.state is not UploadState.WAITING:
        raise ConflictError(_CLOSED)
