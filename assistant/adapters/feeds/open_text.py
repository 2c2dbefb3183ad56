"""Text out of bytes whose encoding nobody states: UTF-8, UTF-16 or GB18030."""

import codecs
import io
from typing import BinaryIO

from assistant.domain.errors import UnavailableError

_LOOKED_AT_BYTES = 1 << 20
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_NO_TEXT = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"\xd0\xcf\x11\xe0")
#: In a text of another encoding, what can be read as UTF-8 beyond ASCII is rarer than what cannot.
_A_FEW = 4
#: A zero byte in so many is dirt in a text; in UTF-16 there are far more.
_RARE = 20


def open_text(stream: BinaryIO) -> io.TextIOWrapper:
    """The stream as text from where it stands, line ends made one; what cannot be decoded becomes U+FFFD.

    Raises UnavailableError where it is no text at all. The stream must be seekable.
    """
    at = stream.tell()
    sample = stream.read(_LOOKED_AT_BYTES)
    stream.seek(at)
    encoding = find_encoding(sample)
    return io.TextIOWrapper(stream, encoding=encoding, errors="replace", newline=None)


def find_encoding(sample: bytes) -> str:
    """The encoding of a text that begins so; UTF-8 with broken bytes in it stays UTF-8. Raises UnavailableError."""
    for mark, encoding in _BOMS:
        if sample.startswith(mark):
            return encoding
    if sample.startswith(_NO_TEXT):
        raise UnavailableError("This is no text and no xlsx workbook (a picture, a PDF, an archive or an old xls).")
    if sample.count(0) * _RARE > len(sample):
        return _bare_utf16(sample)
    text = codecs.getincrementaldecoder("utf-8")("replace").decode(sample, False)
    broken = text.count("\ufffd")
    real = sum(1 for character in text if character > "\x7f") - broken if broken else 0
    return "utf-8" if broken * _A_FEW <= real else "gb18030"


def _bare_utf16(sample: bytes) -> str:
    """UTF-16 without its mark: every other byte of its Latin letters and line ends is zero."""
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if max(even, odd) < 4 * min(even, odd) + 1:
        raise UnavailableError("This is no text: it holds zero bytes.")
    return "utf-16-le" if odd > even else "utf-16-be"
