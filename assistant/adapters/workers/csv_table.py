"""Reading a list from text: encoding and delimiter are found out."""

import codecs
import csv
import io
from collections.abc import Iterator

from assistant.adapters.delimiter import delimiter_of
from assistant.domain.errors import InvalidInputError
from assistant.services.worker_rows import TableRow

_LOOKED_AT_LINES = 30
_LONGEST_FIELD = 131_072
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


class CsvTable:
    """Text with one row a line. Raises InvalidInputError where it is no text."""

    def __init__(self, content: bytes) -> None:
        self._text = _decoded(content)
        self._delimiter = delimiter_of(self._text[:200_000].splitlines()[:_LOOKED_AT_LINES])

    def rows(self) -> Iterator[TableRow]:
        """Rows as a spreadsheet would count them. Raises InvalidInputError where a quote is never closed."""
        lines = csv.reader(io.StringIO(self._text, newline=""), delimiter=self._delimiter)
        number = 0
        try:
            for number, cells in enumerate(lines, start=1):
                yield TableRow(number, tuple(cells))
        except csv.Error:
            raise InvalidInputError(
                f"从第{number + 1}行起读不下去：有一格超过{_LONGEST_FIELD}个字，多半是少了半边英文引号。改好再试。"
            ) from None

    def firm_rows(self) -> Iterator[TableRow]:
        """Text has no second sheet."""
        return iter(())

    def notes(self) -> tuple[str, ...]:
        return ()


def _decoded(content: bytes) -> str:
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return _decode(content, encoding)
    if b"\0" in content:
        raise InvalidInputError("这个文件不是文本表格。请另存为xlsx，或者另存为CSV（UTF-8）再试。")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return _decode(content, "gb18030")


def _decode(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        raise InvalidInputError("认不出这个文件的编码。请另存为xlsx，或者另存为CSV（UTF-8）再试。") from None
