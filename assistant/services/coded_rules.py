"""Rules of a calculation that no quantity can express, by the name a document gives them (`by`).

Each fills in the placeholders of the sentence from the facts stated, or gives None where it says nothing for them.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import TypeAlias

from assistant.domain.conversation import FactValue
from assistant.domain.dates import PartialDate
from assistant.domain.retirement_age import Month, Retirement, Track, retirement_of
from assistant.domain.working_time import leave_of_joining_year

Facts: TypeAlias = Mapping[str, FactValue]
#: From the facts, the day and the figures already worked out, to what is said.
CodedRule: TypeAlias = Callable[[Facts, date, Mapping[str, str]], Mapping[str, str] | None]

_BORN, _KIND = "person.retirement_birth_month", "person.retirement_kind"


def _retirement(facts: Facts, day: date, figures: Mapping[str, str]) -> Mapping[str, str] | None:
    found = _of_one_track(facts)
    return _said(found) if found is not None and found.is_delayed else None


def _retirement_not_delayed(facts: Facts, day: date, figures: Mapping[str, str]) -> Mapping[str, str] | None:
    found = _of_one_track(facts)
    return _said(found) if found is not None and not found.is_delayed else None


def _retirement_of_woman(facts: Facts, day: date, figures: Mapping[str, str]) -> Mapping[str, str] | None:
    """Both, where nobody has said which post she holds."""
    born = _month(facts[_BORN])
    if born is None:
        return None
    both = {"50": retirement_of(born, Track.FEMALE_50), "55": retirement_of(born, Track.FEMALE_55)}
    return {f"{name}_{years}": words for years, one in both.items() for name, words in _said(one).items()}


def _of_one_track(facts: Facts) -> Retirement | None:
    born = _month(facts[_BORN])
    if born is None or facts[_KIND] not in tuple(Track):
        return None
    return retirement_of(born, Track(str(facts[_KIND])))


def _leave_of_joining_year(facts: Facts, day: date, figures: Mapping[str, str]) -> Mapping[str, str] | None:
    """The part of the year's leave, for whoever joined this year."""
    joined = PartialDate.parse(str(facts["person.job_started_on"]))
    if joined.year != day.year or joined.month is None or joined.first_day > day:
        return None
    days = leave_of_joining_year(joined, int(figures["full"]))
    return None if days is None else {"value": str(days)}


def _month(value: FactValue) -> Month | None:
    born = PartialDate.parse(str(value))
    return None if born.month is None else Month(born.year, born.month)


def _said(retirement: Retirement) -> dict[str, str]:
    years, months = divmod(retirement.age_months, 12)
    return {
        "age": f"{years}岁{f'{months}个月' if months else ''}",
        "month": retirement.reached.in_words(),
        "former": f"{retirement.former_years}岁",
        "earliest": retirement.earliest.in_words(),
    }


CODED_RULES: Mapping[str, CodedRule] = {
    "retirement": _retirement,
    "retirement_not_delayed": _retirement_not_delayed,
    "retirement_of_woman": _retirement_of_woman,
    "leave_of_joining_year": _leave_of_joining_year,
}
