"""Adverts that were taken in as plain tuples and back: what passes between processes, at half the cost of objects."""

from collections.abc import Mapping
from operator import attrgetter
from typing import Any

from assistant.domain.vacancies import AdvertFinding, Education, EmploymentType, Pay, Shift, Vacancy, VacancyState
from assistant.services.vacancy_ports import TakenAdvert

_PLAIN = (
    "id", "title", "employer", "description", "region_id", "place", "landmark", "occupations", "occupation_code",
    "experience_years", "licences", "benefits", "openings", "posted_on", "closes_on", "starts_on", "is_near_rail",
    "credit_code", "is_sample",
)  # fmt: skip
_plain_of = attrgetter(*_PLAIN)
_pay_of = attrgetter("min_yuan", "max_yuan", "per", "months", "text")
_TYPES: Mapping[str, EmploymentType] = {kind.value: kind for kind in EmploymentType}
_EDUCATIONS: Mapping[str, Education] = {education.value: education for education in Education}
_SHIFTS: Mapping[str, Shift] = {shift.value: shift for shift in Shift}
_STATES: Mapping[str, VacancyState] = {state.value: state for state in VacancyState}

Packed = tuple[Any, ...]


def pack(taken: TakenAdvert) -> Packed:
    """Everything of it; an advert just taken in has no sources yet."""
    vacancy = taken.vacancy
    return (
        taken.external_id,
        taken.url,
        taken.digest,
        taken.fingerprint,
        dict(taken.day_offsets) or None,
        _plain_of(vacancy),
        _pay_of(vacancy.pay),
        vacancy.employment_type.value,
        vacancy.education.value if vacancy.education is not None else None,
        tuple(shift.value for shift in vacancy.shifts),
        vacancy.state.value,
        tuple((f.code, f.text, f.quote, f.basis, f.action) for f in vacancy.findings),
    )


def unpack(packed: Packed) -> TakenAdvert:
    """The advert as it was packed."""
    external_id, url, digest, fingerprint, offsets, plain, pay, kind, education, shifts, state, findings = packed
    vacancy = Vacancy(
        **dict(zip(_PLAIN, plain, strict=True)),
        pay=Pay(*pay),
        employment_type=_TYPES[kind],
        education=_EDUCATIONS[education] if education is not None else None,
        shifts=tuple(_SHIFTS[shift] for shift in shifts),
        state=_STATES[state],
        findings=tuple(AdvertFinding(*finding) for finding in findings),
    )
    return TakenAdvert(external_id, url, digest, fingerprint, vacancy, offsets or {})
