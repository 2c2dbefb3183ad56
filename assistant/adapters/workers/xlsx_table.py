"""Reading a list from an xlsx workbook, row by row."""

import io
import zipfile
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from itertools import zip_longest
from typing import Any

from assistant.domain.errors import InvalidInputError
from assistant.services.worker_rows import Cell, TableRow, UnreadableCell

FIRM_SHEET, EXPLANATION_SHEET = "单位情况", "说明"
_ERRORS = ("#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!")
_WIDEST = 200
_MOST_BLANK_ROWS = 5_000
_NO_RESULT = UnreadableCell("这一格是公式，文件里没有存下结果；请用表格软件打开、保存一次，或者改成数值")
_BROKEN = "这个表格读到一半读不下去了，文件可能坏了。请用表格软件打开，另存为xlsx再试。"


class XlsxTable:
    """The first sheet that holds anything, apart from 单位情况 and 说明. The content must have been checked before."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._book = _tried(lambda: _open(content, data_only=True))
        names = [name for name in self._book.sheetnames if name.strip() not in (FIRM_SHEET, EXPLANATION_SHEET)]
        filled = [name for name in names if self._is_filled(name)]
        if not filled:
            raise InvalidInputError("这个表格是空的，没有读到员工名单。请下载模板，一位员工填一行。")
        self._name, self._others = filled[0], filled[1:]
        self._has_formulas = _has_formulas(content)

    def rows(self) -> Iterator[TableRow]:
        """The rows of the list; a long tail of blank ones ends it."""
        yield from self._sheet_rows(self._name)

    def firm_rows(self) -> Iterator[TableRow]:
        name = next((name for name in self._book.sheetnames if name.strip() == FIRM_SHEET), None)
        if name is not None:
            yield from self._sheet_rows(name)

    def notes(self) -> tuple[str, ...]:
        if not self._others:
            return ()
        return (f"只读了“{self._name}”这张表；没有读：{'、'.join(self._others)}",)

    def _is_filled(self, name: str) -> bool:
        rows = self._sheet_rows(name)
        return any(any(cell not in (None, "") for cell in row.cells) for row, _ in zip(rows, range(50), strict=False))

    def _sheet_rows(self, name: str) -> Iterator[TableRow]:
        blank = 0
        for number, cells in enumerate(self._raw_rows(name), start=1):
            blank = 0 if any(cell not in (None, "") for cell in cells) else blank + 1
            if blank > _MOST_BLANK_ROWS:
                return
            yield TableRow(number, cells)

    def _raw_rows(self, name: str) -> Iterator[tuple[Cell, ...]]:
        """Values as they were last saved; where there are formulas, a second look finds those without a result."""
        values = _rows_of(self._book, name)
        if not getattr(self, "_has_formulas", False):
            yield from (tuple(_cell(value) for value in row) for row in values)
            return
        formulas = _rows_of(_tried(lambda: _open(self._content, data_only=False)), name)
        for row, written in zip_longest(values, formulas, fillvalue=()):
            pairs = zip_longest(row, written)
            yield tuple(_NO_RESULT if value is None and _is_formula(text) else _cell(value) for value, text in pairs)


def _open(content: bytes, data_only: bool) -> Any:
    from openpyxl import load_workbook  # half a second: only who reads a workbook pays

    return load_workbook(io.BytesIO(content), read_only=True, data_only=data_only, keep_links=False)


def _rows_of(book: Any, name: str) -> Iterator[tuple[Any, ...]]:
    sheet = book[name]
    if not hasattr(sheet, "iter_rows"):
        return
    sheet.reset_dimensions()  # some programs write a dimension of one cell
    rows = sheet.iter_rows(values_only=True, max_col=_WIDEST)
    while True:
        row = _tried(lambda: next(rows, None))
        if row is None:
            return
        yield row


def _tried(action: Callable[[], Any]) -> Any:
    """openpyxl raises whatever comes up in a damaged file."""
    try:
        return action()
    except InvalidInputError:
        raise
    except Exception:
        raise InvalidInputError(_BROKEN) from None


def _has_formulas(content: bytes) -> bool:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            if name.startswith("xl/worksheets/") and name.endswith(".xml"):
                with archive.open(name) as part:
                    if _contains_formula(part):
                        return True
    return False


def _contains_formula(part: Any) -> bool:
    tail = b""
    while chunk := part.read(1 << 20):
        block = tail + chunk
        if b"<f>" in block or b"<f " in block:
            return True
        tail = chunk[-2:]
    return False


def _is_formula(text: object) -> bool:
    return (isinstance(text, str) and text.startswith("=")) or type(text).__name__ in (
        "ArrayFormula",
        "DataTableFormula",
    )


def _cell(value: object) -> Cell:
    match value:
        case str() if value in _ERRORS:
            return UnreadableCell(f"这一格是出错的公式（{value}）")
        case time() | timedelta():
            return UnreadableCell("这一格存成了时间，看不出是哪一天")
        case None | str() | bool() | int() | float() | date() | datetime():
            return value
        case _:
            return str(value)
