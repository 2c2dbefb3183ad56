"""What a file really is, by its first bytes and its container; what cannot be read is refused with the reason."""

import io
import lzma
import zipfile
import zlib
from enum import StrEnum

from assistant.domain.errors import InvalidInputError

MEGABYTE = 1024 * 1024
MOST_BYTES = 50 * MEGABYTE
#: A container may unfold to so much; more is a bomb, or no document.
MOST_UNFOLDED_BYTES, MOST_MEMBERS, _MOST_TIMES, _SMALL = 200 * 1024 * 1024, 5_000, 200, 4 * 1024 * 1024
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_ENTITIES = (b"<!DOCTYPE", b"<!ENTITY")
_ENCRYPTED_MEMBER = 0x1
_HEAD, _TAIL = 1024, 4096
_OTHERS = (
    (b"\x89PNG", "图片"), (b"\xff\xd8\xff", "图片"), (b"GIF8", "图片"), (b"II*\x00", "图片"), (b"MM\x00*", "图片"),
    (b"BM", "图片"), (b"\x7fELF", "程序"), (b"MZ", "程序"), (b"Rar!", "压缩包"), (b"7z\xbc\xaf", "压缩包"),
    (b"\x1f\x8b", "压缩包"), (b"ID3", "音频"), (b"OggS", "音频"), (b"{\\rtf", "RTF 文件"),
)  # fmt: skip


#: What reading a broken container ends with, the errors of its compressions among them.
_BROKEN = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, NotImplementedError, RuntimeError, EOFError, OSError, ValueError,
)  # fmt: skip


class FileKind(StrEnum):
    """What can be read."""

    TEXT = "text"
    HTML = "html"
    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"


def kind_of(content: bytes, name: str, most_bytes: int = MOST_BYTES) -> FileKind:
    """What the bytes are; `name` only tells HTML from plain text. Raises InvalidInputError, naming the file."""
    if not content.strip():
        raise InvalidInputError(f"“{name}”是空文件。")
    if len(content) > most_bytes:
        raise InvalidInputError(f"“{name}”超过 {most_bytes // MEGABYTE} MB。请只传文件正文，附件另外传。")
    head = content[:_HEAD]
    if b"%PDF-" in head:
        return _pdf(content, name)
    if head.startswith(b"PK\x03\x04"):
        return _office(content, name)
    if head.startswith(_OLE):
        raise InvalidInputError(_OF_OLE[_ENCRYPTED_PACKAGE in content].format(name=name))
    for magic, what in _OTHERS:
        if head.startswith(magic):
            raise InvalidInputError(f"“{name}”是{what}，读不出文字。请传 PDF、Word、Excel、网页或文本文件。")
    wrong = next((end for end in (".pdf", ".docx", ".xlsx") if name.lower().endswith(end)), None)
    if wrong is not None:
        raise InvalidInputError(f"“{name}”的内容不是 {wrong[1:].upper()}，文件可能坏了。请重新导出后再传。")
    return _text_kind(head, name)


_OF_OLE = {
    True: "“{name}”加了密码。请去掉密码后再传。",
    False: "“{name}”是旧格式（.doc 或 .xls）。请另存为 .docx、.xlsx 或 PDF 后再传。",
}


def decode(content: bytes, name: str) -> str:
    """The text of a text file: UTF-8, UTF-16 with its mark, or GB18030. Raises InvalidInputError."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _decoded(content, "utf-16", name)
    if b"\x00" in content:
        raise InvalidInputError(f"“{name}”不是文本文件。")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _decoded(content, "gb18030", name)


def _decoded(content: bytes, encoding: str, name: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        raise InvalidInputError(f"“{name}”的文字编码认不出来。请另存为 UTF-8 后再传。") from None


def _text_kind(head: bytes, name: str) -> FileKind:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    is_page = start.startswith((b"<!doctype html", b"<html")) or name.lower().endswith((".html", ".htm"))
    return FileKind.HTML if is_page else FileKind.TEXT


def _pdf(content: bytes, name: str) -> FileKind:
    if b"%%EOF" not in content[-_TAIL:]:
        raise InvalidInputError(f"“{name}”不完整，可能没有下载完。请重新下载后再传。")
    return FileKind.PDF


def _office(content: bytes, name: str) -> FileKind:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as container:
            members = container.infolist()
            _check_members(members, name)
            names = {member.filename for member in members}
            for member in members:
                if member.filename.endswith((".xml", ".rels")) and _has_entities(container, member):
                    raise InvalidInputError(f"“{name}”里有外部引用，出于安全不能读。请重新导出后再传。")
    except _BROKEN as error:
        raise InvalidInputError(f"“{name}”打不开，文件坏了或不完整。请重新导出后再传。") from error
    if "word/document.xml" in names:
        return FileKind.DOCX
    if "xl/workbook.xml" in names:
        return FileKind.XLSX
    raise InvalidInputError(f"“{name}”是压缩包，不是 Word 或 Excel 文件。请解压后逐个传。")


def _check_members(members: list[zipfile.ZipInfo], name: str) -> None:
    if any(member.flag_bits & _ENCRYPTED_MEMBER for member in members):
        raise InvalidInputError(f"“{name}”加了密码。请去掉密码后再传。")
    unfolded = sum(member.file_size for member in members)
    swollen = any(
        member.file_size > _SMALL and member.file_size > _MOST_TIMES * max(member.compress_size, 1)
        for member in members
    )
    if unfolded > MOST_UNFOLDED_BYTES or len(members) > MOST_MEMBERS or swollen:
        raise InvalidInputError(f"“{name}”解开后过大，不像正常的文件，没有读取。")


def _has_entities(container: zipfile.ZipFile, member: zipfile.ZipInfo) -> bool:
    """Only the beginning is read: what declares entities must stand before the first element."""
    with container.open(member) as stream:
        head = stream.read(_TAIL)
    return any(mark in head.upper() for mark in _ENTITIES)
