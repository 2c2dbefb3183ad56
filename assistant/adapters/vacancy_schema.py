"""How a vacancy lies in the index: one field of terms for what filters ask, numbers for bounds, text for words.

Text is cut before it is indexed, as for passages. Bounds: pay in whole yuan a month and a day (0: none that could be
set against it), schooling as its rank, days as 20261128.
"""

from collections.abc import Iterable
from datetime import date, timedelta

import tantivy

from assistant.adapters.tantivy_schema import LATEST, as_number
from assistant.domain.matching import BY_THE_HOUR
from assistant.domain.vacancies import PAID_DAYS_A_MONTH, EmploymentType, Vacancy
from assistant.language.segment import Segmenter
from assistant.services.text_fingerprint import text_fingerprint

#: The start of a description that is searched; what an advert is about stands there.
DESCRIPTION_CHARACTERS = 200
NEAR_RAIL, ANY_DAY = "rail", "anyday"
FACETS = {"region_ids": "region", "employment_types": "type", "occupations": "occupation", "education": "schooling"}
#: Set against a floor by the month or year; by the hour, day or week; by either, for work asked for by its kind.
PAY_FIELDS = PAY_MONTH, PAY_DAY, PAY_ANY = "pay_month", "pay_day", "pay_any"
_ELSEWHERE = "-"


def build_schema() -> tantivy.Schema:
    """Of the fields only the id is read back: everything else about a vacancy comes from SQL."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("vacancy_id", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("terms", tokenizer_name="whitespace", index_option="basic")
    for name in FACETS.values():
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    for name in ("title_words", "title_bigrams", "body_words", "place_bigrams"):
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
    for name in (*PAY_FIELDS, "education", "experience", "last_day", "posted"):
        builder.add_integer_field(name, fast=True, indexed=True)
    return builder.build()


def to_document(vacancy: Vacancy, segmenter: Segmenter, as_of: date | None = None) -> tantivy.Document:
    """An open vacancy as it is indexed. The days of a sample are counted from `as_of`, and it never closes."""
    counted_from = as_of if vacancy.is_sample else None
    document = tantivy.Document()
    document.add_text("vacancy_id", vacancy.id)
    document.add_text("terms", " ".join(_terms(vacancy, counted_from)))
    document.add_text("region", vacancy.region_id or _ELSEWHERE)
    document.add_text("type", vacancy.employment_type.value)
    for name in vacancy.occupations:
        document.add_text("occupation", name)
    document.add_text("schooling", vacancy.education.value if vacancy.education else "none")
    _add_words(document, vacancy, segmenter)
    for name, yuan in zip(PAY_FIELDS, _pay_by_field(vacancy), strict=True):
        document.add_integer(name, 0 if yuan is None else min(int(yuan), 10**9))
    document.add_integer("education", vacancy.education.rank if vacancy.education else 0)
    document.add_integer("experience", vacancy.experience_years or 0)
    last_day = vacancy.last_day if counted_from is None else None
    document.add_integer("last_day", as_number(last_day) if last_day else LATEST)
    posted = vacancy.posted_on
    lies_ahead = posted is not None and as_of is not None and posted > as_of + timedelta(days=1)
    document.add_integer("posted", as_number(posted) if posted is not None and not lies_ahead else 0)
    return document


def _pay_by_field(vacancy: Vacancy) -> tuple[float | None, float | None, float | None]:
    """A month, a day, and a day by any conversion. What is not full time is not set against the other kind of floor."""
    monthly = vacancy.pay.surely_monthly_yuan
    if monthly is None:
        return None, None, None
    daily = monthly / PAID_DAYS_A_MONTH
    if vacancy.employment_type not in BY_THE_HOUR:
        return monthly, daily, daily
    is_monthly = vacancy.pay.per in ("month", "year")
    return (monthly if is_monthly else None), (None if is_monthly else daily), daily


def occupation_term(name: str) -> str:
    return f"o:{name}"


def benefit_term(name: str) -> str:
    return f"b:{name}"


def shift_term(value: str) -> str:
    return f"s:{value}"


def licence_term(name: str) -> str:
    return f"l:{name}"


def licences_term(names: Iterable[str]) -> str:
    """All the licences an advert asks for as one term, so that nothing but these can be asked for."""
    return f"n:{'+'.join(sorted(names))}"


def type_term(kind: EmploymentType) -> str:
    return f"t:{kind.value}"


def text_term(fingerprint: str) -> str:
    return f"x:{fingerprint}"


def day_term(day: date) -> str:
    return f"d:{day.isoformat()}"


def ahead_term(days: int) -> str:
    """Work so many days from whatever day it is."""
    return f"a:{days}"


def _terms(vacancy: Vacancy, counted_from: date | None) -> list[str]:
    terms = [type_term(vacancy.employment_type)]
    terms += map(occupation_term, vacancy.occupations)
    terms += map(benefit_term, vacancy.benefits)
    terms += (shift_term(shift.value) for shift in vacancy.shifts)
    terms += map(licence_term, vacancy.licences)
    terms.append(licences_term(vacancy.licences))
    fingerprint = text_fingerprint(vacancy)
    if fingerprint:
        terms.append(text_term(fingerprint))
    if vacancy.is_near_rail:
        terms.append(NEAR_RAIL)
    if vacancy.starts_on is not None:
        starts_on = vacancy.starts_on
        terms.append(day_term(starts_on) if counted_from is None else ahead_term((starts_on - counted_from).days))
    elif vacancy.employment_type is EmploymentType.CASUAL:
        terms.append(ANY_DAY)
    return terms


def _add_words(document: tantivy.Document, vacancy: Vacancy, segmenter: Segmenter) -> None:
    document.add_text("title_words", " ".join(segmenter.words(vacancy.title)))
    document.add_text("title_bigrams", " ".join(segmenter.bigrams(vacancy.title)))
    body = f"{vacancy.employer}\n{vacancy.place}\n{vacancy.description[:DESCRIPTION_CHARACTERS]}"
    document.add_text("body_words", " ".join(segmenter.words(body)))
    document.add_text("place_bigrams", " ".join(segmenter.bigrams(f"{vacancy.place}\n{vacancy.landmark or ''}")))
