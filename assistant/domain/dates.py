"""Partial dates and the periods in which a rule holds.

Policy documents often give a year or a month only. A `PartialDate` keeps what was stated and says which first and last
day it may mean; comparisons take the reading that is kind to the rule's stated span.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date
from functools import total_ordering

_PARTIAL = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


@total_ordering
@dataclass(frozen=True)
class PartialDate:
    """A year, a month or a day; ordered by first day, the less exact one first."""

    year: int
    month: int | None = None
    day: int | None = None

    @classmethod
    def parse(cls, text: str) -> "PartialDate":
        """`2025`, `2025-07` or `2025-07-01`. Raises ValueError on anything else or on a day that does not exist."""
        match = _PARTIAL.fullmatch(text)
        if match is None:
            raise ValueError(f"'{text}' is not a date; write 2025, 2025-07 or 2025-07-01.")
        year, month, day = (int(part) if part else None for part in match.groups())
        assert year is not None
        try:
            date(year, 1 if month is None else month, 1 if day is None else day)
        except ValueError:
            raise ValueError(f"'{text}' is no date of the calendar.") from None
        return cls(year, month, day)

    @property
    def first_day(self) -> date:
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last_day(self) -> date:
        month = self.month or 12
        return date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    def __str__(self) -> str:
        parts = [f"{self.year:04d}"]
        if self.month is not None:
            parts.append(f"{self.month:02d}")
        if self.day is not None:
            parts.append(f"{self.day:02d}")
        return "-".join(parts)

    def __lt__(self, other: "PartialDate") -> bool:
        return (self.first_day, self.month or 0, self.day or 0) < (other.first_day, other.month or 0, other.day or 0)

    def in_words(self) -> str:
        """`2025年7月1日`, as far as it is stated."""
        words = f"{self.year}年"
        if self.month is not None:
            words += f"{self.month}月"
        if self.day is not None:
            words += f"{self.day}日"
        return words


@dataclass(frozen=True)
class Period:
    """From the first day to the last day, both included; None means not stated on that side."""

    start: PartialDate | None = None
    end: PartialDate | None = None

    def contains(self, day: date) -> bool:
        return not self.begins_after(day) and not self.ended_before(day)

    def begins_after(self, day: date) -> bool:
        return self.start is not None and self.start.first_day > day

    def ended_before(self, day: date) -> bool:
        return self.end is not None and self.end.last_day < day

    @property
    def is_stated(self) -> bool:
        return self.start is not None or self.end is not None


def add_months(day: date, months: int) -> date:
    """The same day `months` later (earlier if negative), or that month's last day where it is shorter."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
