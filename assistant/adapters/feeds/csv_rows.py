"""Rows of delimited text, one at a time: a broken row costs that row, never the ones after it."""

import csv
import re
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import TextIO

from assistant.adapters.delimiter import delimiter_of
from assistant.domain.errors import UnavailableError

_LOOKED_AT_CHARACTERS, _LOOKED_AT_LINES = 200_000, 40
_LONGEST_LINE = 4_000_000
_MOST_LINES_OF_A_ROW, _LONGEST_ROW = 2_000, 4_000_000
#: The csv module's own limit is one for the whole process, and others rely on it: longer rows are cut by hand.
_LONGEST_FOR_CSV = 100_000
ROWS_BEFORE_HEADER = 10


@dataclass(frozen=True)
class CsvRow:
    """`number` as a spreadsheet counts. `problem` instead of cells where it could not be read. `is_cut`: the text ends
    in the middle of it."""

    number: int
    cells: tuple[str, ...] = ()
    problem: str = ""
    is_cut: bool = False


class CsvRows:
    """The rows of a text from where it stands; blank ones are left out."""

    def __init__(self, text: TextIO) -> None:
        self._text = text
        self._ahead: deque[str] = deque()
        self.delimiter = delimiter_of([line[:20_000] for line in self._look_ahead().splitlines()])
        self._fields = _field_pattern(self.delimiter)
        self._number = 0

    def __iter__(self) -> Iterator[CsvRow]:
        while line := self._next_line():
            self._number += 1
            if len(line) >= _LONGEST_LINE and not line.endswith("\n"):
                self._skip_line()
                yield CsvRow(self._number, problem=f"Is longer than {_LONGEST_LINE:,} characters.")
            elif not line.isspace():
                yield self._read(line)

    def _read(self, line: str) -> CsvRow:
        if line.count('"') % 2 == 0:
            return self._row(line)
        whole = self._rest_of(line)
        cells = self._cells(whole, is_strict=True)
        if cells is not None and len(whole) > len(line):
            return CsvRow(self._number, cells)
        for later in reversed(whole[len(line) :].splitlines(keepends=True)):
            self._ahead.appendleft(later)
        return self._odd_row(line)

    def _rest_of(self, line: str) -> str:
        """The line with those after it up to the one that closes its quote; all that was looked at where none does."""
        lines, size, quotes = [line], len(line), line.count('"')
        while quotes % 2 and len(lines) < _MOST_LINES_OF_A_ROW and size < _LONGEST_ROW:
            later = self._next_line()
            if not later:
                break
            lines.append(later)
            size += len(later)
            quotes += later.count('"')
        return "".join(lines)

    def _odd_row(self, line: str) -> CsvRow:
        """A row with one quote too many: read where the quote stands inside a word, as in 5\" pipes."""
        starts_field = re.search(rf'(?:^|{re.escape(self.delimiter)})"', line)
        if starts_field is None:
            return self._row(line)
        return CsvRow(self._number, problem="A quotation mark is never closed.", is_cut=not self._has_more())

    def _row(self, line: str) -> CsvRow:
        cells = self._cells(line)
        if cells is None:
            return CsvRow(self._number, problem="Cannot be split into fields.")
        return CsvRow(self._number, cells, is_cut=not line.endswith("\n") and not self._has_more())

    def _cells(self, text: str, is_strict: bool = False) -> tuple[str, ...] | None:
        """The fields of one whole row; None where it is none. Strictly: nothing may follow a closing quote, so that two
        quotes left open in two rows are not taken for one field that spans them."""
        if len(text) > _LONGEST_FOR_CSV:
            found = self._fields.findall(text.rstrip("\n"))
            return tuple(quoted.replace('""', '"') if quoted else plain for quoted, plain in found)
        try:
            rows = list(csv.reader([text], delimiter=self.delimiter, strict=True))
        except csv.Error:
            return None if is_strict else self._loosely(text)
        return tuple(rows[0]) if len(rows) == 1 else None

    def _loosely(self, text: str) -> tuple[str, ...] | None:
        """As above, forgiving words after a closing quote, but not a quote that stays open."""
        if text.count('"') % 2 and re.search(rf'(?:^|{re.escape(self.delimiter)})"', text):
            return None
        try:
            rows = list(csv.reader([text], delimiter=self.delimiter))
        except csv.Error:
            return None
        return tuple(rows[0]) if len(rows) == 1 else None

    def _next_line(self) -> str:
        if self._ahead:
            return self._ahead.popleft()
        return self._text.readline(_LONGEST_LINE)

    def _has_more(self) -> bool:
        line = self._next_line()
        if line:
            self._ahead.appendleft(line)
        return bool(line)

    def _skip_line(self) -> None:
        while (rest := self._next_line()) and not rest.endswith("\n"):
            pass

    def _look_ahead(self) -> str:
        size = 0
        while size < _LOOKED_AT_CHARACTERS and len(self._ahead) < _LOOKED_AT_LINES:
            line = self._text.readline(_LONGEST_LINE)
            if not line:
                break
            self._ahead.append(line)
            size += len(line)
        return "".join(self._ahead)


class CsvTable:
    """Delimited text with its header. Raises UnavailableError where there is none."""

    def __init__(self, text: TextIO) -> None:
        rows = iter(CsvRows(text))
        first = list(islice(rows, ROWS_BEFORE_HEADER))
        if not first:
            raise UnavailableError("The file is empty.")
        if first[0].cells and first[0].cells[0].lstrip().startswith("<"):
            raise UnavailableError("This is a web page, not a table.")
        at = header_place([row.cells for row in first])
        if first[at].problem:
            raise UnavailableError("The file's first row cannot be read.")
        self.header = tuple(name.strip() for name in first[at].cells)
        self._rows = chain(first[at + 1 :], rows)

    def rows(self) -> Iterator[CsvRow]:
        return self._rows


def header_place(first: Sequence[Sequence[object]]) -> int:
    """Which of the first rows is the header: lists often have a title above it, alone in its row."""
    filled = (sum(cell not in (None, "") for cell in cells) for cells in first)
    return next((at for at, count in enumerate(filled) if count > 1), 0)


def _field_pattern(delimiter: str) -> re.Pattern[str]:
    """One field: in quotes, with doubled quotes inside, or plain. Possessive, so that no row takes long."""
    mark = re.escape(delimiter)
    return re.compile(rf'(?:(?<={mark})|(?<![\s\S]))(?:"((?:[^"]++|"")*+)"[^{mark}]*+|([^{mark}]*+))')
