"""Which days of a holiday are statutory, so that work on them is paid at 300 % and no rest day makes up for it.

全国年节及纪念日放假办法 Article 2, in force since 2025. What else people have off around them are rest days: paid at
200 %, or made up for by rest.
"""

from dataclasses import dataclass
from typing import Final

#: New Year's Eve of the lunar calendar counts as the day before its first.
EVE: Final = 0


@dataclass(frozen=True)
class Holiday:
    """`days`: their numbers in the month, or in the lunar new year (除夕 is `EVE`); `month` None for a lunar one."""

    id: str
    days: tuple[int, ...]
    month: int | None = None


HOLIDAYS: Final = {
    holiday.id: holiday
    for holiday in (
        Holiday("new_year", (1,), 1),
        Holiday("spring", (EVE, 1, 2, 3)),
        Holiday("labour", (1, 2), 5),
        Holiday("national", (1, 2, 3), 10),
        Holiday("qingming", (1,)),
        Holiday("dragon_boat", (1,)),
        Holiday("mid_autumn", (1,)),
    )
}


def split_days(holiday: Holiday, worked: tuple[int, ...]) -> tuple[int, int]:
    """How many of the days worked, by number, are statutory, and how many are rest days."""
    statutory = len(set(worked) & set(holiday.days))
    return statutory, len(set(worked)) - statutory


def split_count(holiday: Holiday, count: int) -> tuple[int, int]:
    """Of so many days in a row from the first one."""
    statutory = min(count, len(holiday.days))
    return statutory, count - statutory
