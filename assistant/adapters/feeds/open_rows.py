"""Items out of a file, whatever it is kept in: CSV, XLSX, JSON or JSON Lines, told by what is in it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import chain, islice
from typing import BinaryIO

from assistant.adapters.feeds.csv_rows import ROWS_BEFORE_HEADER, CsvTable, header_place
from assistant.adapters.feeds.json_items import JsonItem, JsonItems
from assistant.adapters.feeds.open_text import open_text
from assistant.domain.errors import InvalidInputError, UnavailableError
from assistant.services.vacancy_ports import RejectedRow
from assistant.services.worker_rows import Cell, UnreadableCell

_XLSX = b"PK\x03\x04"
_LARGEST_WORKBOOK_BYTES = 64 * 1024 * 1024
_LINES = (".jsonl", ".ndjson")


@dataclass(frozen=True)
class FoundItem:
    """An object or a row as column → value. `number`: row of the sheet, line, or place in the list."""

    number: int
    item: Mapping[str, object]


def open_rows(
    name: str, stream: BinaryIO, items: str = "", needed: tuple[str, ...] = ()
) -> Iterator[FoundItem | RejectedRow]:
    """Everything in the file. `items`: where the list is in a JSON document; `needed`: columns a table must have.

    Raises UnavailableError where it is something else, or ends too early: then what came before has been given.
    """
    start = stream.read(4)
    stream.seek(0)
    if not start:
        raise UnavailableError("The file is empty.")
    if start == _XLSX:
        return _workbook_rows(name, stream, needed)
    text = open_text(stream)
    beginning = text.read(2_000).lstrip("\ufeff \t\r\n")
    text.seek(0)
    if beginning.startswith(("{", "[")):
        found = JsonItems(text, items, name.lower().endswith(_LINES))
        return (FoundItem(one.number, one.item) if isinstance(one, JsonItem) else one for one in found)
    return _table_rows(CsvTable(text), needed)


def _table_rows(table: CsvTable, needed: tuple[str, ...]) -> Iterator[FoundItem | RejectedRow]:
    last = _check_header(table.header, needed)
    for row in table.rows():
        if row.problem:
            yield RejectedRow(row.number, "", row.problem)
        elif row.is_cut and len(row.cells) < len(table.header):
            yield RejectedRow(row.number, "", "The file ends in the middle of this row.")
        elif problem := _misfit(row.cells, table.header, last):
            yield RejectedRow(row.number, "", problem)
        else:
            yield FoundItem(row.number, _as_item(table.header, row.cells))
        if row.is_cut and (row.problem or len(row.cells) < len(table.header)):
            raise UnavailableError(f"The file ends in the middle of row {row.number}.")


def _check_header(header: tuple[str, ...], needed: tuple[str, ...]) -> int:
    """The place of the last needed column. Raises UnavailableError where one is missing."""
    missing = [column for column in needed if column not in header]
    if missing:
        raise UnavailableError(
            f"There is no column {', '.join(repr(name) for name in missing)}. The file has: {', '.join(header[:40])}."
        )
    return max((header.index(column) for column in needed), default=len(header) - 1)


def _misfit(cells: tuple[str, ...], header: tuple[str, ...], last: int) -> str:
    if len(cells) <= last or any(cell.strip() for cell in cells[len(header) :]):
        return f"Has {len(cells)} fields where the header has {len(header)}."
    return ""


def _as_item(header: tuple[str, ...], cells: tuple[object, ...]) -> dict[str, object]:
    """Of columns with one name the first counts."""
    return dict(reversed(list(zip(header, cells, strict=False))))


def _workbook_rows(name: str, stream: BinaryIO, needed: tuple[str, ...]) -> Iterator[FoundItem | RejectedRow]:
    from assistant.adapters.workers.xlsx_container import is_workbook
    from assistant.adapters.workers.xlsx_table import XlsxTable

    content = stream.read(_LARGEST_WORKBOOK_BYTES + 1)
    if len(content) > _LARGEST_WORKBOOK_BYTES:
        raise UnavailableError("The workbook is larger than 64 MB; save it as CSV.")
    try:
        is_workbook(name, content)
        rows = (row for row in XlsxTable(content).rows() if any(cell not in (None, "") for cell in row.cells))
        first = list(islice(rows, ROWS_BEFORE_HEADER))
        at = header_place([row.cells for row in first])
        header = tuple(str(cell or "").strip() for cell in first[at].cells)
        _check_header(header, needed)
        for row in chain(first[at + 1 :], rows):
            yield _sheet_item(row.number, header, row.cells, needed)
    except InvalidInputError:
        raise UnavailableError(
            "The workbook cannot be read: it is empty, damaged, locked, or too large once unpacked."
        ) from None


def _sheet_item(
    number: int, header: tuple[str, ...], cells: tuple[Cell, ...], needed: tuple[str, ...]
) -> FoundItem | RejectedRow:
    item = _as_item(header, cells)
    for column in needed or header:
        value = item.get(column)
        if isinstance(value, UnreadableCell):
            return RejectedRow(number, "", f"Column {column!r}: {value.reason}")
    return FoundItem(number, {column: _printed(value) for column, value in item.items()})


def _printed(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat(" ") if value.time().isoformat() != "00:00:00" else value.date().isoformat()
    return value.isoformat() if isinstance(value, date) else value


def renamed(row: RejectedRow, file: str) -> RejectedRow:
    """The row with the file it stands in."""
    return replace(row, reason=f"{file}: {row.reason}")
