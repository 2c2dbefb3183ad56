"""Filling `handover/holidays.yaml` from the chinesecalendar library, where it is installed.

The library is a tool for whoever keeps the file; the running service reads the file only.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from assistant.adapters.content.handover_files import HOLIDAYS_FILE, read_holidays
from assistant.domain.errors import InvalidInputError

_LIBRARY = "chinesecalendar"
_NAMES = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "National Day": "国庆节",
    "Mid-autumn Festival": "中秋节",
    "Anti-Fascist 70th Day": "抗战胜利纪念日",
}


def fill_holidays(root: Path, year: int) -> None:
    """Writes the year below those that stand in the file already.

    Raises InvalidInputError where it stands there, the library is missing or does not know the year, and KnowledgeError
    for a file that cannot be read.
    """
    if year in read_holidays(root).known_years:
        raise InvalidInputError(f"{HOLIDAYS_FILE} has {year} already: change its lines by hand.")
    block = holidays_of(year)
    path = root / HOLIDAYS_FILE
    path.write_text(path.read_text(encoding="utf-8").rstrip("\n") + "\n" + block, encoding="utf-8")


def holidays_of(year: int) -> str:
    """The year's block of the file. Raises InvalidInputError where the library is missing or does not know the year."""
    try:
        constants = import_module("chinese_calendar.constants")
        source = f"{_LIBRARY} {version(_LIBRARY)}"
    except (ImportError, PackageNotFoundError):
        message = f"{_LIBRARY} is not installed: install it, or write {year} into the file by hand."
        raise InvalidInputError(message) from None
    holidays: Mapping[date, str] = {day: name for day, name in constants.holidays.items() if day.year == year}
    workdays: Mapping[date, str] = {day: name for day, name in constants.workdays.items() if day.year == year}
    if not holidays:
        raise InvalidInputError(f"{_LIBRARY} does not know {year} yet: it is announced the autumn before.")
    lines = [
        f"  - year: {year}",
        f"    source: 由{source}填入，请对照国务院办公厅当年的放假通知核对",
        "    days:",
    ]
    lines += [_line(first, last, "holiday", name) for first, last, name in _runs(holidays)]
    lines += [_line(day, day, "workday", name) for day, name in sorted(workdays.items())]
    return "\n".join(lines) + "\n"


def _runs(days: Mapping[date, str]) -> list[tuple[date, date, str]]:
    """Days in a row of one name, drawn together."""
    runs: list[tuple[date, date, str]] = []
    for day, name in sorted(days.items()):
        if runs and runs[-1][1] == day - timedelta(days=1) and runs[-1][2] == name:
            runs[-1] = (runs[-1][0], day, name)
        else:
            runs.append((day, day, name))
    return runs


def _line(first: date, last: date, kind: str, name: str) -> str:
    name = _NAMES.get(name, name)
    if kind == "workday":
        name = f"{name}调休上班"
    to = f', to: "{last}"' if last != first else ""
    return f'      - {{from: "{first}"{to}, kind: {kind}, name: {name}}}'
