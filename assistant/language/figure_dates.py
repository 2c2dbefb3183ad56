"""Dates in official and everyday writing, as comparable strings: 2025, 2025-06, 2025-06-30, --06, --06-30."""

import re
from collections.abc import Iterator

from assistant.language.numerals import parse_numeral

_YEAR = r"(?:19|20)[0-9]{2}|[一二][零〇九][零〇一二三四五六七八九]{2}"
_SMALL = r"[0-9]{1,2}|[二三]?十[一二三四五六七八九]?|[一二三四五六七八九]"
_TO = r" ?(?:-|~|–|—|至|到|、) ?"
_FULL = re.compile(
    rf"(?<![0-9])(?P<year>{_YEAR}) ?年 ?(?P<month>{_SMALL}) ?月(?: ?(?P<day>{_SMALL}) ?(?:日|号))?"
    r"|(?<![0-9])(?P<y>(?:19|20)[0-9]{2})(?P<mark>[-/.])(?P<m>[01]?[0-9])(?P=mark)(?P<d>[0-3]?[0-9])(?![0-9])"
    r"|(?<![0-9])(?P<only_y>(?:19|20)[0-9]{2})-(?P<only_m>0[1-9]|1[0-2])(?![0-9元人个万块-])"
)
_MONTH_RANGE = re.compile(
    rf"(?:(?<![0-9])(?P<year>{_YEAR}) ?年 ?)?(?<![0-9])(?P<first>{_SMALL})(?:月)?{_TO}(?P<second>{_SMALL})月"
)
_MONTH = re.compile(rf"(?<![0-9第])(?P<month>{_SMALL}) ?月(?:份)?(?: ?(?P<day>{_SMALL}) ?(?:日|号))?(?![薪入])")
_YEAR_RANGE = re.compile(rf"(?<![0-9])(?P<first>{_YEAR})(?:年)?{_TO}(?P<second>{_YEAR})年")
_YEAR_ONLY = re.compile(rf"(?<![0-9])(?P<year>{_YEAR}) ?年(?![级])")


def find_date_figures(text: str) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Start, end and the date with all its parts; the text is half-width, what is no date is passed over."""
    taken: list[tuple[int, int]] = []
    for pattern in (_MONTH_RANGE, _FULL, _YEAR_RANGE, _YEAR_ONLY, _MONTH):
        for match in pattern.finditer(text):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            values = tuple(_values(match.groupdict()))
            if values:
                taken.append(match.span())
                yield match.start(), match.end(), values


def _values(parts: dict[str, str | None]) -> Iterator[str]:
    year = _number(parts, "year", "y", "only_y")
    if parts.get("first") and parts.get("second"):
        for name in ("first", "second"):
            value = _number(parts, name)
            yield from _dated(value, None, None) if value > 31 else _dated(year, value, None)
        return
    yield from _dated(year, _number(parts, "month", "m", "only_m"), _number(parts, "day", "d"))


def _dated(year: int | None, month: int | None, day: int | None) -> Iterator[str]:
    if month and (month > 12 or (day or 0) > 31):
        return
    if year:
        yield str(year)
    if month:
        yield f"--{month:02d}"
        if year:
            yield f"{year}-{month:02d}"
    if month and day:
        yield f"--{month:02d}-{day:02d}"
        if year:
            yield f"{year}-{month:02d}-{day:02d}"


def _number(parts: dict[str, str | None], *names: str) -> int:
    """The first of these that was written, as a number; 0 if none was."""
    written = next((parts[name] for name in names if parts.get(name)), None)
    value = parse_numeral(written) if written else None
    return int(value) if value is not None else 0
