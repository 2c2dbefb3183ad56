"""A vacancy as JSON in a row, and back. Only what is said is written; days of samples stay relative."""

import json
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from assistant.adapters.sql.json_reading import UnreadableRecordError
from assistant.domain.vacancies import (
    AdvertFinding,
    Education,
    EmploymentType,
    Pay,
    PayPer,
    Shift,
    Vacancy,
    VacancySource,
    VacancyState,
)

_PLAIN = (
    "title", "employer", "description", "region_id", "place", "landmark", "occupation_code", "experience_years",
    "openings", "is_near_rail", "credit_code", "is_sample",
)  # fmt: skip
_TEXTS = ("occupations", "licences", "benefits")
_DAYS = ("posted_on", "closes_on", "starts_on")
_PERS: dict[str, PayPer] = {
    "hour": "hour", "day": "day", "week": "week", "month": "month", "year": "year", "piece": "piece",
}  # fmt: skip


def vacancy_as_text(vacancy: Vacancy, day_offsets: Mapping[str, int]) -> str:
    """Everything but id, state and sources, which have columns of their own."""
    record: dict[str, object] = {name: value for name in _PLAIN if (value := getattr(vacancy, name)) not in (None, "")}
    record |= {name: value for name in _TEXTS if (value := getattr(vacancy, name))}
    record |= {name: value.isoformat() for name in _DAYS if (value := getattr(vacancy, name)) is not None}
    record["employment_type"] = vacancy.employment_type.value
    if vacancy.education is not None:
        record["education"] = vacancy.education.value
    if vacancy.shifts:
        record["shifts"] = vacancy.shifts
    pay = vacancy.pay
    if pay != Pay():
        record["pay"] = (pay.min_yuan, pay.max_yuan, pay.per, pay.months, pay.text)
    if vacancy.findings:
        record["findings"] = [(f.code, f.text, f.quote, f.basis, f.action) for f in vacancy.findings]
    if day_offsets:
        record["day_offsets"] = dict(day_offsets)
    text = json.dumps(record, ensure_ascii=False, separators=(",", ":"))
    # NUL and halves of surrogate pairs cannot be kept by every database.
    return text.replace("\\u0000", "").encode("utf-8", "replace").decode("utf-8")


def vacancy_from_text(
    text: str, vacancy_id: str, state: VacancyState, sources: tuple[VacancySource, ...], today: date
) -> Vacancy:
    """Raises UnreadableRecordError for a damaged record."""
    try:
        record = json.loads(text)
        plain: dict[str, Any] = {"title": "", "employer": ""}
        plain |= {name: record[name] for name in _PLAIN if name in record}
        plain |= {name: tuple(record[name]) for name in _TEXTS if name in record}
        plain |= _days(record, today)
        return Vacancy(
            id=vacancy_id,
            **plain,
            employment_type=EmploymentType(record["employment_type"]),
            education=Education(record["education"]) if "education" in record else None,
            shifts=tuple(Shift(shift) for shift in record.get("shifts", ())),
            pay=_pay(record.get("pay")),
            state=state,
            sources=sources,
            findings=tuple(AdvertFinding(*finding) for finding in record.get("findings", ())),
        )
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise UnreadableRecordError(f"a vacancy's record is damaged ({type(error).__name__})") from None


def _pay(values: list[object] | None) -> Pay:
    if values is None:
        return Pay()
    low, high, per, months, text = values
    return Pay(_yuan(low), _yuan(high), _PERS.get(str(per)), months if isinstance(months, int) else None, str(text))


def _yuan(value: object) -> float | None:
    return value if isinstance(value, int | float) else None


def _days(record: Mapping[str, object], today: date) -> dict[str, date]:
    days = {name: date.fromisoformat(str(record[name])) for name in _DAYS if name in record}
    offsets = record.get("day_offsets")
    if isinstance(offsets, dict):
        days |= {name: today + timedelta(days=int(days_off)) for name, days_off in offsets.items() if name in _DAYS}
    return days
