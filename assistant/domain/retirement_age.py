"""The statutory retirement age of one's own month of birth, by the rule of gradual delay in force since January 2025.

国务院关于渐进式延迟法定退休年龄的办法: of those whose former age falls in 2025 or later, men move from 60 to 63
and women from 55 to 58 by one month in every four, women from 50 to 55 by one month in every two.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

_FIRST_MONTH: Final = 2025 * 12
#: By how much one may retire earlier, not before the former age, or later.
_FLEXIBLE_MONTHS: Final = 36


class Track(StrEnum):
    """Which former age somebody had; the values are those of the fact `person.retirement_kind`."""

    MALE = "male"
    FEMALE_50 = "female_50"
    FEMALE_55 = "female_55"


@dataclass(frozen=True)
class _Delay:
    former_years: int
    step: int
    most: int


_DELAYS: Final = {Track.MALE: _Delay(60, 4, 36), Track.FEMALE_55: _Delay(55, 4, 36), Track.FEMALE_50: _Delay(50, 2, 60)}


@dataclass(frozen=True, order=True)
class Month:
    """A month of the calendar."""

    year: int
    month: int

    def later(self, months: int) -> "Month":
        year, month = divmod(self.year * 12 + self.month - 1 + months, 12)
        return Month(year, month + 1)

    def in_words(self) -> str:
        return f"{self.year}年{self.month}月"


@dataclass(frozen=True)
class Retirement:
    """`age_months` is the statutory age; `earliest` is the first month of flexible retirement, if its terms are met."""

    former_years: int
    age_months: int
    reached: Month
    earliest: Month
    latest: Month

    @property
    def is_delayed(self) -> bool:
        return self.age_months > self.former_years * 12


def retirement_of(born: Month, track: Track) -> Retirement:
    """When somebody born in that month reaches the statutory age; whoever was due before 2025 keeps the former one."""
    rule = _DELAYS[track]
    former = born.later(rule.former_years * 12)
    months_after = former.year * 12 + former.month - 1 - _FIRST_MONTH
    delay = 0 if months_after < 0 else min(rule.most, months_after // rule.step + 1)
    age = rule.former_years * 12 + delay
    reached = born.later(age)
    earliest = max(former, reached.later(-_FLEXIBLE_MONTHS))
    return Retirement(rule.former_years, age, reached, earliest, reached.later(_FLEXIBLE_MONTHS))
