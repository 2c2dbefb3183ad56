"""Counting time at work: whole months in one firm, and the leave of the year in which one joined it."""

from datetime import date, timedelta
from typing import Final

from assistant.domain.dates import PartialDate

#: 企业职工带薪年休假实施办法 Article 5 divides by 365 in every year.
_DAYS_OF_A_YEAR: Final = 365


def months_worked(start: PartialDate, last_day: date) -> int | None:
    """Whole months from the start to the last day, both worked; from the 1st where only a month is known.

    None where the month is not known, or the start lies after the last day.
    """
    if start.month is None or start.first_day > last_day:
        return None
    end = last_day + timedelta(days=1)
    months = (end.year - start.year) * 12 + end.month - start.month
    return months if end.day >= (start.day or 1) else months - 1


def days_left_of_year(joined: date) -> int:
    """Calendar days of that year spent in the firm, the day of joining included."""
    return (date(joined.year, 12, 31) - joined).days + 1


def leave_of_joining_year(joined: PartialDate, full_days: int) -> int | None:
    """Whole days of leave in the year of joining; None where the days on which one may have joined differ in it."""
    found = {days_left_of_year(day) * full_days // _DAYS_OF_A_YEAR for day in (joined.first_day, joined.last_day)}
    return found.pop() if len(found) == 1 else None
