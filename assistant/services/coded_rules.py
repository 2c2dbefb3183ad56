"""Rules of a calculation that no quantity can express, by the name a document gives them (`by`).

Each fills in the placeholders of the sentence from the facts stated, or gives None where it says nothing for them.
"""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import TypeAlias

from assistant.domain.conversation import FactValue
from assistant.domain.dates import PartialDate, add_months
from assistant.domain.retirement_age import Month, Retirement, Track, retirement_of
from assistant.domain.working_time import leave_of_joining_year

Facts: TypeAlias = Mapping[str, FactValue]
#: From the facts, the day and the figures already worked out, to what is said.
CodedRule: TypeAlias = Callable[[Facts, date, Mapping[str, str]], Mapping[str, str] | None]

#: Whoever left by their own wish is told no sum they do not get.
_INVOLUNTARY = "person.left_job_involuntarily"
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


def _always(facts: Facts, day: date, figures: Mapping[str, str]) -> Mapping[str, str] | None:
    """Of a figure that is for whoever has told a fact of it: nobody is asked for the fact who has told none."""
    return {}


def _without_household(facts: Facts, day: date, figures: Mapping[str, str]) -> Mapping[str, str] | None:
    """For whoever has not said where they are registered, whatever district has more."""
    return None if "person.household_region" in facts or facts.get(_INVOLUNTARY) is False else {}


def _without_insured_months(facts: Facts, day: date, figures: Mapping[str, str]) -> Mapping[str, str] | None:
    """For whoever has told how long they worked, and not how long they were insured."""
    if "person.unemployment_insured_months" in facts or facts.get(_INVOLUNTARY) is False:
        return None
    return {}


def _without_insured_months_or_household(
    facts: Facts, day: date, figures: Mapping[str, str]
) -> Mapping[str, str] | None:
    """The same for whoever has not said where they are registered either."""
    return None if "person.household_region" in facts else _without_insured_months(facts, day, figures)


def _beyond_the_limit(facts: Facts, day: date, figures: Mapping[str, str]) -> Mapping[str, str] | None:
    return {} if figures["beyond"] != "0" else None


def _injury_deadline(facts: Facts, day: date, figures: Mapping[str, str]) -> Mapping[str, str] | None:
    last = _last_days_of_injury(facts)
    return (
        {"firm_by": _day_in_words(last[0]), "own_by": _day_in_words(last[1])}
        if last is not None and last[1] >= day
        else None
    )


def _injury_deadline_over(facts: Facts, day: date, figures: Mapping[str, str]) -> Mapping[str, str] | None:
    last = _last_days_of_injury(facts)
    return {"own_by": _day_in_words(last[1])} if last is not None and last[1] < day else None


def _last_days_of_injury(facts: Facts) -> tuple[date, date] | None:
    """The last day of the firm, 30 days from the day of the injury, and of whoever was injured, a year from it."""
    hurt = PartialDate.parse(str(facts["person.injured_on"]))
    if hurt.day is None:
        return None
    return hurt.first_day + timedelta(days=30), add_months(hurt.first_day, 12)


def _day_in_words(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


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
    "always": _always,
    "without_household": _without_household,
    "without_insured_months": _without_insured_months,
    "without_insured_months_or_household": _without_insured_months_or_household,
    "beyond_the_limit": _beyond_the_limit,
    "injury_deadline": _injury_deadline,
    "injury_deadline_over": _injury_deadline_over,
}
