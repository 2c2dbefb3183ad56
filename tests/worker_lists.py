"""Lists of workers for tests, as files people make."""

import csv
import io
from collections.abc import Iterable, Sequence

from openpyxl import Workbook, load_workbook

from assistant.services.worker_rows import Cell


def csv_of(*rows: Sequence[object], delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    output = io.StringIO(newline="")
    csv.writer(output, delimiter=delimiter).writerows(rows)
    return output.getvalue().encode(encoding)


def xlsx_of(*rows: Sequence[Cell], sheets: Iterable[tuple[str, Sequence[Sequence[Cell]]]] = ()) -> bytes:
    book = Workbook()
    book.active.title = "名单"
    for row in rows:
        book.active.append(list(row))
    for title, others in sheets:
        page = book.create_sheet(title)
        for row in others:
            page.append(list(row))
    return saved(book)


def saved(book: Workbook) -> bytes:
    output = io.BytesIO()
    book.save(output)
    return output.getvalue()


def rows_of(content: bytes, sheet: str) -> list[list[object]]:
    return [list(row) for row in load_workbook(io.BytesIO(content))[sheet].iter_rows(values_only=True)]
