"""Reading the lists of employers an operator loads: a folder of CSV files, one list or several in each.

Columns, in English or Chinese: `title` 名单 (required), `as_of` 日期 (a day, or empty), `employer` 单位名称,
`credit_code` 统一社会信用代码, `remark` 说明. A row needs a name or a code. Other columns are ignored.
"""

import csv
from collections.abc import Mapping, Sequence
from datetime import date
from io import StringIO
from pathlib import Path

from assistant.domain.errors import KnowledgeError
from assistant.services.check_employer import EmployerListEntry

_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "title": ("title", "名单", "名单名称"),
    "as_of": ("as_of", "日期", "公布日期"),
    "employer": ("employer", "单位名称", "单位", "企业名称"),
    "credit_code": ("credit_code", "统一社会信用代码", "信用代码"),
    "remark": ("remark", "说明", "事由", "备注"),
}


def read_employer_lists(folder: Path | None) -> tuple[EmployerListEntry, ...]:
    """All entries, files in the order of their names; none without a folder or where it is absent.

    Raises KnowledgeError naming each file and line that cannot be read: half a list would say too little.
    """
    if folder is None or not folder.is_dir():
        return ()
    entries: list[EmployerListEntry] = []
    problems: list[str] = []
    for path in sorted(folder.glob("*.csv")):
        try:
            rows = csv.DictReader(StringIO(_text_of(path)), restkey="", restval="")
            for row in rows:
                _read_row(row, f"{path.name}:{rows.line_num}", entries, problems)
        except (UnicodeDecodeError, csv.Error) as error:
            problems.append(f"{path.name}:1: This is no CSV file in UTF-8 or GB 18030: {error}.")
    if problems:
        raise KnowledgeError(tuple(problems))
    return tuple(entries)


def _text_of(path: Path) -> str:
    content = path.read_bytes()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("gb18030")


def _read_row(
    row: Mapping[str, str | Sequence[str]], where: str, entries: list[EmployerListEntry], problems: list[str]
) -> None:
    title, day, employer, code, remark = (_cell(row, names) for names in _COLUMNS.values())
    if not (title or day or employer or code or remark):
        return
    if not title or not (employer or code):
        problems.append(f"{where}: A row needs the title of its list, and an employer's name or credit code.")
        return
    try:
        as_of = date.fromisoformat(day) if day else None
    except ValueError:
        problems.append(f"{where}: '{day}' is no day; write 2026-11-23.")
        return
    entries.append(EmployerListEntry(title, as_of, employer, code, remark))


def _cell(row: Mapping[str, str | Sequence[str]], names: Sequence[str]) -> str:
    cells = (row.get(name) for name in names)
    return next((cell.strip() for cell in cells if isinstance(cell, str) and cell.strip()), "")
