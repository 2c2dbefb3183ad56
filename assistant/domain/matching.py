"""Whether a vacancy keeps to the limits somebody stated. Only fields of the record decide, and never who the person is.

Where the record is silent, a limit that asks for something is broken (包住 that nobody promises), and one that refuses
something is kept, with a gap to be told (不上夜班 where no shift is printed).
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from assistant.domain.vacancies import EmploymentType, Pay, Shift, Vacancy
from assistant.domain.vacancy_filter import NEAR_RAIL, PayFloor, VacancyFilter

#: What an advert puts before the thing it is without; the last character of each.
DENYING = "非无不免拒勿零没需绝用"
#: Work that is not full time: what it pays an hour is not what it brings a month.
BY_THE_HOUR = (EmploymentType.CASUAL, EmploymentType.PART_TIME)
_LONG = ("month", "year")
#: Refusing nights refuses rotating shifts too: they include nights.
_INCLUDES = {Shift.NIGHT: (Shift.NIGHT, Shift.ROTATING), Shift.EVENING: (Shift.EVENING, Shift.ROTATING)}


@dataclass(frozen=True)
class Match:
    """A vacancy beside what is looked for. `score` is 0 to 1; `reasons` and `gaps` are words for the person."""

    vacancy: Vacancy
    score: float
    reasons: tuple[str, ...] = ()
    gaps: tuple[str, ...] = ()


def limits_broken(
    vacancy: Vacancy,
    wanted: VacancyFilter,
    today: date,
    region_ids: Collection[str] | None,
    refused_region_ids: Collection[str] = (),
) -> tuple[str, ...]:
    """The names of the limits the vacancy breaks, `open` among them if it is not open; empty: it fits.

    `region_ids`: every region in which the wanted ones lie or whose places count as theirs; None: anywhere.
    `refused_region_ids`: the same of the refused ones.
    """
    checks = {
        "open": vacancy.is_open_on(today),
        "occupations": _has_occupation(vacancy, wanted),
        "region_ids": region_ids is None or vacancy.region_id in region_ids,
        "near": wanted.near != NEAR_RAIL or vacancy.is_near_rail,
        "pay_floor": wanted.pay_floor is None or pays_at_least(vacancy, wanted.pay_floor, wanted.employment_types),
        "employment_types": not wanted.employment_types or vacancy.employment_type in wanted.employment_types,
        "not_employment_types": vacancy.employment_type not in wanted.not_employment_types,
        "shifts": all(shift in vacancy.shifts for shift in wanted.shifts),
        "not_shifts": not any(shift in vacancy.shifts for shift in refused_shifts(wanted)),
        "benefits": all(benefit in vacancy.benefits for benefit in wanted.benefits),
        "not_region_ids": vacancy.region_id not in refused_region_ids,
        "not_occupations": not any(name in vacancy.occupations for name in wanted.not_occupations),
        "not_words": not any(_speaks_of(word, vacancy) for word in wanted.not_words),
        "education": _has_schooling(vacancy, wanted),
        "experience_years": wanted.experience_years is None
        or (vacancy.experience_years or 0) <= wanted.experience_years,
        "has_no_licence": not wanted.has_no_licence or not set(vacancy.licences) - set(wanted.licences),
        "starts_on": wanted.starts_on is None or _is_on(vacancy, wanted.starts_on),
    }
    return tuple(name for name, holds in checks.items() if not holds)


def refused_shifts(wanted: VacancyFilter) -> tuple[Shift, ...]:
    """The shifts a vacancy may not have."""
    refused = [each for shift in wanted.not_shifts for each in _INCLUDES.get(shift, (shift,))]
    return tuple(dict.fromkeys(shift for shift in refused if shift not in wanted.shifts))


def pays_at_least(vacancy: Vacancy, floor: PayFloor, wanted_types: Collection[EmploymentType] = ()) -> bool:
    """Whether the advert promises the floor; a negotiable pay promises nothing.

    Pay by the hour or day is set against a month's only for full-time work, or for a kind of work asked for by name.
    """
    pay = vacancy.pay
    if pay.min_yuan is None or pay.per is None:
        return False
    if pay.per == floor.per:
        return pay.min_yuan >= floor.yuan
    if "piece" in (pay.per, floor.per):
        return False
    mixes = (pay.per in _LONG) != (floor.per in _LONG)
    if mixes and vacancy.employment_type in BY_THE_HOUR and vacancy.employment_type not in wanted_types:
        return False
    sure, needed = pay.surely_monthly_yuan, Pay(floor.yuan, None, floor.per).surely_monthly_yuan
    return sure is not None and needed is not None and sure >= needed


def _has_occupation(vacancy: Vacancy, wanted: VacancyFilter) -> bool:
    if not wanted.occupations and not wanted.words:
        return True
    named = any(name in vacancy.occupations for name in wanted.occupations)
    return named or any(word.lower() in vacancy.title.lower() for word in wanted.words)


def _has_schooling(vacancy: Vacancy, wanted: VacancyFilter) -> bool:
    if wanted.education is None or vacancy.education is None:
        return True
    return vacancy.education.rank <= wanted.education.rank


def _is_on(vacancy: Vacancy, day: date) -> bool:
    """Casual work that names no day may be on any."""
    if vacancy.starts_on is not None:
        return vacancy.starts_on == day
    return vacancy.employment_type is EmploymentType.CASUAL


def _speaks_of(word: str, vacancy: Vacancy) -> bool:
    """Whether the advert has the word other than to deny it: 非中介, 无需出差."""
    return re.search(f"(?<![{DENYING}]){re.escape(word)}", _printed(vacancy)) is not None


def _printed(vacancy: Vacancy) -> str:
    return f"{vacancy.title}\n{vacancy.employer}\n{vacancy.description}"
