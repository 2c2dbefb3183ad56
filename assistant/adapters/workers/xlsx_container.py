"""What a file is by its first bytes, and whether a workbook is safe to open: checked before a library unpacks it."""

import io
import zipfile

from assistant.domain.errors import InvalidInputError

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LARGEST_FILE_BYTES = 64 * 1024 * 1024
_LARGEST_UNPACKED_BYTES = 600 * 1024 * 1024
_LARGEST_RATIO = 120
_RATIO_COUNTS_FROM_BYTES = 20 * 1024 * 1024
_MOST_PARTS = 2_000
_SAVE_AGAIN = "请用表格软件打开，另存为xlsx（或者CSV）再试。"


def check_size(content: bytes) -> None:
    """Raises InvalidInputError for an empty or too large file."""
    if not content.strip():
        raise InvalidInputError("这个文件是空的，没有读到内容。请下载模板，一位员工填一行。")
    if len(content) > _LARGEST_FILE_BYTES:
        raise InvalidInputError("文件超过64MB，太大了。请分成几份再试。")


def is_workbook(name: str, content: bytes) -> bool:
    """Whether the content is an xlsx workbook; False: text. Raises InvalidInputError for all else."""
    if content.startswith(_OLE):
        raise InvalidInputError(f"这是旧版的xls，或者加了密码的表格，读不了。{_SAVE_AGAIN}")
    if content.startswith(b"PK\x03\x04"):
        _check_workbook(content)
        return True
    if content.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")):
        raise InvalidInputError("这不是表格（像是PDF、图片或压缩包）。请上传xlsx或CSV。")
    if content.lstrip()[:200].lower().startswith((b"<html", b"<!doctype", b"<table", b"<?xml")):
        raise InvalidInputError(f"这是网页格式的表格，不是真正的xlsx。{_SAVE_AGAIN}")
    if name.lower().endswith((".xlsx", ".xlsm", ".xls")):
        raise InvalidInputError(f"这个文件名字是表格，里面却不是。{_SAVE_AGAIN}")
    return False


def _check_workbook(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError):
        raise InvalidInputError(f"这个表格文件坏了，或者没有下载完整。{_SAVE_AGAIN}") from None
    names = {part.filename for part in parts}
    if "xl/workbook.xml" not in names or "[Content_Types].xml" not in names:
        raise InvalidInputError(f"这是压缩包，不是xlsx表格。{_SAVE_AGAIN}")
    unpacked = sum(part.file_size for part in parts)
    ratio = unpacked / max(1, sum(part.compress_size for part in parts))
    is_bomb = unpacked > _RATIO_COUNTS_FROM_BYTES and ratio > _LARGEST_RATIO
    if len(parts) > _MOST_PARTS or unpacked > _LARGEST_UNPACKED_BYTES or is_bomb:
        raise InvalidInputError("这个表格解开以后大得不正常，没有打开。请只留员工名单一张表，另存为xlsx再试。")
    if any(part.flag_bits & 0x1 for part in parts):
        raise InvalidInputError("这个表格加了密码，读不了。请去掉密码再试。")
