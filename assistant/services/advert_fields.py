"""Checks on an advert's fields: who employs, the dates, the unified social credit code, the pay."""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from stdnum.cn import uscc

from assistant.domain.vacancies import AdvertFinding, EmploymentType, RawAdvert, Vacancy
from assistant.language.text import fold_width
from assistant.services.advert_rules import (
    BELOW_MINIMUM_WAGE,
    IMPOSSIBLE_DATES,
    INVALID_CREDIT_CODE,
    PAY_FAR_OFF,
    VAGUE_EMPLOYER,
    AdvertRule,
    AdvertRules,
)
from assistant.services.advert_wordings import LONGEST_QUOTE

#: (10th, 90th percentile) of what our own records of an everyday occupation pay a month in yuan; None: too few.
TypicalPay = Callable[[str], tuple[float, float] | None]
#: The least for a month of full-time work in a region (None: not known which) on a day; None: no figure.
MinimumWage = Callable[[str | None, date], float | None]

TIMES_TOO_HIGH, SHARE_TOO_LOW = 3, 0.5
LONGEST_OPEN = timedelta(days=731)
NO_REAL_YEAR = 2100
_LONGEST_NAME = 40
_CODE_AS_PRINTED = re.compile(r"[^0-9A-Za-z]")
_DAY_OF_A_MONTH = re.compile(r"(?<!\d)(\d{1,2})\s?月\s?(\d{1,2})\s?日")
_LEAP_YEAR = 2024
_DATE_IN_FIGURES = re.compile(r"(?<!\d)(\d{4})\s?[-/.年]\s?(\d{1,2})\s?[-/.月]\s?(\d{1,2})(?!\d)")


def find_in_fields(
    raw: RawAdvert,
    vacancy: Vacancy,
    today: date,
    rules: AdvertRules,
    typical_pay: TypicalPay,
    minimum_wage: MinimumWage | None,
) -> Iterator[AdvertFinding]:
    """What the fields show, one finding for each check."""
    if _is_vague(raw.employer, rules.get(VAGUE_EMPLOYER)):
        yield filled_in(rules.get(VAGUE_EMPLOYER), raw.employer)
    if raw.credit_code and not is_valid_credit_code(raw.credit_code):
        yield filled_in(rules.get(INVALID_CREDIT_CODE), raw.credit_code)
    printed = _impossible_date(raw, vacancy, today)
    if printed is not None:
        yield filled_in(rules.get(IMPOSSIBLE_DATES), printed)
    if vacancy.pay.is_known:
        yield from _pay_findings(raw, vacancy, today, rules, typical_pay, minimum_wage)


def filled_in(rule: AdvertRule, quote: str, **figures: float) -> AdvertFinding:
    """The finding of a rule with its figures in whole yuan."""
    words = {name: f"{figure:.0f}" for name, figure in figures.items()}
    text, basis = rule.text.format(**words), rule.basis.format(**words)
    return AdvertFinding(rule.code, text, quote.strip()[:LONGEST_QUOTE], basis, rule.action)


def is_valid_credit_code(printed: str) -> bool:
    """Whether the check character fits; spaces and hyphens do not matter."""
    return len(printed) <= _LONGEST_NAME and bool(uscc.is_valid(_CODE_AS_PRINTED.sub("", fold_width(printed)).upper()))


def _is_vague(employer: str, rule: AdvertRule) -> bool:
    name = employer.strip()
    if not name:
        return True
    if len(name) > _LONGEST_NAME:
        return False
    folded = fold_width(name).lower()
    if rule.names is not None and rule.names.fullmatch(folded):
        return True
    return rule.generic is not None and rule.generic.fullmatch(folded) is not None


def _impossible_date(raw: RawAdvert, vacancy: Vacancy, today: date) -> str | None:
    """The date that cannot be, as printed; None where all can."""
    posted, closes = vacancy.posted_on, vacancy.closes_on
    if closes is not None and (
        closes.year >= NO_REAL_YEAR
        or closes > today + LONGEST_OPEN
        or (posted is not None and posted <= today and closes < posted)
    ):
        return raw.closes_on or closes.isoformat()
    if posted is not None and posted > today + timedelta(days=1):
        return raw.posted_on or posted.isoformat()
    for printed, understood in ((raw.closes_on, closes), (raw.posted_on, posted)):
        if understood is None and printed and _is_no_day(printed[:LONGEST_QUOTE]):
            return printed
    return None


def _is_no_day(printed: str) -> bool:
    """The 30th of February, with or without a year, and days too far away."""
    whole = _DATE_IN_FIGURES.search(printed)
    without_year = _DAY_OF_A_MONTH.search(printed)
    if whole is None and without_year is None:
        return False
    try:
        if whole is not None:
            return date(*map(int, whole.groups())).year >= NO_REAL_YEAR
        if without_year is not None:
            date(_LEAP_YEAR, *map(int, without_year.groups()))
    except ValueError:
        return True
    return False


def _pay_findings(
    raw: RawAdvert,
    vacancy: Vacancy,
    today: date,
    rules: AdvertRules,
    typical_pay: TypicalPay,
    minimum_wage: MinimumWage | None,
) -> Iterator[AdvertFinding]:
    quote = raw.pay or vacancy.pay.text or raw.title
    far_off = find_pay_far_off(vacancy, quote, rules, typical_pay)
    if far_off is not None:
        yield far_off
    floor = _floor_it_is_below(raw, vacancy, today, rules.get(BELOW_MINIMUM_WAGE), minimum_wage)
    if floor is not None:
        yield filled_in(rules.get(BELOW_MINIMUM_WAGE), quote, floor=floor)


def find_pay_far_off(vacancy: Vacancy, quote: str, rules: AdvertRules, typical_pay: TypicalPay) -> AdvertFinding | None:
    """The finding where pay lies far from what our own records pay for the occupation."""
    most, usual = vacancy.pay.perhaps_monthly_yuan, _usual_pay(vacancy, typical_pay)
    if most is None or usual is None:
        return None
    low, high = usual
    # Part-time pay for a month is no pay for a month of work.
    too_low = most < low * SHARE_TOO_LOW and vacancy.employment_type is EmploymentType.FULL_TIME
    if most > high * TIMES_TOO_HIGH or (too_low and vacancy.pay.max_yuan is not None):
        return filled_in(rules.get(PAY_FAR_OFF), quote, low=low, high=high)
    return None


def _usual_pay(vacancy: Vacancy, typical_pay: TypicalPay) -> tuple[float, float] | None:
    """The widest range of the occupations the advert may mean."""
    ranges = [pay for name in vacancy.occupations if (pay := typical_pay(name)) is not None]
    return (min(low for low, _ in ranges), max(high for _, high in ranges)) if ranges else None


def _floor_it_is_below(
    raw: RawAdvert, vacancy: Vacancy, today: date, rule: AdvertRule, minimum_wage: MinimumWage | None
) -> float | None:
    """The minimum wage, where the most that is promised for a month or an hour is less.

    By the hour the month's figure is the lenient one: the minimum for part-time hours is higher. A day may be short.
    """
    pay = vacancy.pay
    is_by_the_month = pay.per == "month" and vacancy.employment_type is EmploymentType.FULL_TIME
    most = pay.perhaps_monthly_yuan
    if minimum_wage is None or pay.max_yuan is None or most is None or not (is_by_the_month or pay.per == "hour"):
        return None
    if rule.harmless is not None and rule.harmless.search(f"{raw.pay[:LONGEST_QUOTE]} {pay.text[:LONGEST_QUOTE]}"):
        return None
    floor = minimum_wage(vacancy.region_id, today)
    return floor if floor is not None and most < floor else None
