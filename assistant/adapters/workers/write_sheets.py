"""Writing sheets to xlsx and CSV, so that nothing in them is ever run as a formula."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import IO

from assistant.services.workers_sheets import Sheet, Value

_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_LONGEST_CELL = 32_000
_WIDTHS = {"员工": 14, "行号": 8, "补贴": 28, "原因": 44, "问题": 60, "说明": 40, "金额": 24}
_USUAL_WIDTH = 18


def write_csv(sheet: Sheet, output: IO[str]) -> None:
    """One table; with a byte order mark from the caller, spreadsheets read its Chinese right."""
    writer = csv.writer(output)
    writer.writerow(sheet.headers)
    writer.writerows(map(_safe_row, sheet.rows))


def write_xlsx(sheets: Iterable[Sheet], output: IO[bytes]) -> None:
    """One workbook, written row by row, the headers fixed on screen."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    for sheet in sheets:
        page = book.create_sheet(sheet.title)
        page.freeze_panes = "A2"
        for at, header in enumerate(sheet.headers):
            page.column_dimensions[_letter(at)].width = _WIDTHS.get(header, _USUAL_WIDTH)
        page.append(_bold(page, sheet.headers))
        for row in sheet.rows:
            page.append(_safe_row(row))
    book.save(output)


def xlsx_bytes(sheets: Iterable[Sheet]) -> bytes:
    """The workbook in memory."""
    buffer = io.BytesIO()
    write_xlsx(sheets, buffer)
    return buffer.getvalue()


def csv_bytes(sheet: Sheet) -> bytes:
    """The table in memory, with a byte order mark."""
    buffer = io.StringIO(newline="")
    write_csv(sheet, buffer)
    return buffer.getvalue().encode("utf-8-sig")


def _safe_row(row: Sequence[Value]) -> list[Value]:
    return [_safe(value) if type(value) is str else value for value in row]


def _safe(text: str) -> str:
    """An apostrophe before what a spreadsheet would run (CWE-1236); no control characters, no cell beyond the limit."""
    if text.startswith(_STARTS_A_FORMULA):
        text = f"'{text}"
    if not text.isprintable():
        text = "".join(character for character in text if character.isprintable() or character == "\n")
    return text if len(text) <= _LONGEST_CELL else text[:_LONGEST_CELL]


def _letter(at: int) -> str:
    return chr(ord("A") + at)


def _bold(page: object, headers: Sequence[str]) -> list[object]:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    cells: list[object] = []
    for header in headers:
        cell = WriteOnlyCell(page, value=header)
        cell.font = Font(bold=True)
        cells.append(cell)
    return cells
