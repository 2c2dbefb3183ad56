"""A labour request in words: for the card of a draft, for the pages, for the model."""

import re
from collections.abc import Mapping
from datetime import date

from assistant.domain.labour_requests import LabourTerms
from assistant.domain.regions import RegionTable
from assistant.domain.vacancies import Vacancy
from assistant.language.labour_terms import OPEN_PAY, SOON
from assistant.language.worker_needs import read_due
from assistant.services.vacancy_phrases import day_words, pay_words, region_words, shift_words

_AS_A_VACANCY = "labour-request"
#: Several kinds of work, each with its number: 服务员3人、洗碗工2人.
_COUNTED = re.compile(r"[0-9]人(?:、|$)")


def where_of(terms: LabourTerms, regions: RegionTable, today: date) -> str:
    """两江新区（原渝北区）·某某路; empty where no place is said."""
    return "·".join(part for part in (region_words(terms.region_id, regions, today), terms.place) if part)


def summary_of(terms: LabourTerms, labels: Mapping[str, str], regions: RegionTable, today: date) -> str:
    """招普工20人，渝北区，5000元/月，包吃、包住，12月1日起要人. Only what is said."""
    count = f"{terms.headcount}人" if terms.headcount is not None else ""
    if count and _COUNTED.search(terms.occupation):
        count = f"，共{count}"
    parts = (
        f"招{terms.occupation}{count}" if terms.occupation or count else "",
        where_of(terms, regions, today),
        pay_words(terms.pay) if terms.pay.is_known else "",
        shift_words(terms.shifts, labels),
        "、".join(terms.benefits),
        f"{day_words(terms.starts_on, today)}起要人" if terms.starts_on is not None else "",
        OPEN_PAY if OPEN_PAY in terms.more and not terms.pay.is_known else "",
        SOON if SOON in terms.more and terms.starts_on is None else "",
        *(words for words in terms.more.split("、") if words not in (OPEN_PAY, SOON)),
    )
    return "，".join(part for part in parts if part)


def missing_of(terms: LabourTerms) -> tuple[str, ...]:
    """What is asked for most and has not been said."""
    checks = (
        ("招什么工种", bool(terms.occupation)),
        ("招几个人", terms.headcount is not None),
        ("在哪个区县", bool(terms.region_id or terms.place)),
        ("工资多少", terms.pay.is_known or OPEN_PAY in terms.more),
        ("什么时候要人", terms.starts_on is not None or SOON in terms.more or bool(read_due(terms.more))),
    )
    return tuple(words for words, is_said in checks if not is_said)


def as_vacancy(terms: LabourTerms) -> Vacancy:
    """The request as a vacancy, to be set beside job seekers and other vacancies; it is kept nowhere."""
    return Vacancy(
        id=_AS_A_VACANCY,
        title=terms.occupation,
        employer=terms.employer,
        region_id=terms.region_id,
        place=terms.place,
        pay=terms.pay,
        occupations=terms.occupations,
        shifts=terms.shifts,
        benefits=terms.benefits,
        openings=terms.headcount,
    )
