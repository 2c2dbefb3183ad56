"""The terms of a labour request as JSON values and back: for the state of a conversation, and where they are kept."""

from collections.abc import Mapping
from datetime import date

from assistant.domain.labour_requests import LabourDraft, LabourTerms
from assistant.domain.vacancies import Pay, PayPer, Shift

Json = dict[str, object]
_PERS: tuple[PayPer, ...] = ("hour", "day", "week", "month", "year", "piece")


def terms_as_json(terms: LabourTerms) -> Json:
    """Every field."""
    pay = terms.pay
    return {
        "employer": terms.employer,
        "occupation": terms.occupation,
        "occupations": list(terms.occupations),
        "headcount": terms.headcount,
        "pay_min_yuan": pay.min_yuan,
        "pay_max_yuan": pay.max_yuan,
        "pay_per": pay.per,
        "region_id": terms.region_id,
        "place": terms.place,
        "shifts": [shift.value for shift in terms.shifts],
        "benefits": list(terms.benefits),
        "starts_on": terms.starts_on.isoformat() if terms.starts_on is not None else None,
        "more": terms.more,
    }


def terms_from_json(values: Mapping[str, object]) -> LabourTerms:
    """What can be read of it: unknown fields and values are left out, so that an older record can still be used."""
    per = values.get("pay_per")
    shifts = _texts(values, "shifts")
    return LabourTerms(
        employer=_text(values, "employer"),
        occupation=_text(values, "occupation"),
        occupations=_texts(values, "occupations"),
        headcount=_whole(values.get("headcount")),
        pay=Pay(
            _number(values.get("pay_min_yuan")),
            _number(values.get("pay_max_yuan")),
            next((known for known in _PERS if known == per), None),
        ),
        region_id=_text(values, "region_id") or None,
        place=_text(values, "place"),
        shifts=tuple(Shift(name) for name in shifts if name in tuple(Shift)),
        benefits=_texts(values, "benefits"),
        starts_on=_day(values.get("starts_on")),
        more=_text(values, "more"),
    )


def draft_as_json(draft: LabourDraft) -> Json:
    return {"id": draft.id, "turn": draft.turn, "terms": terms_as_json(draft.terms)}


def draft_from_json(values: Mapping[str, object]) -> LabourDraft | None:
    """None where it cannot be read."""
    terms, turn = values.get("terms"), _whole(values.get("turn"))
    if not isinstance(terms, Mapping) or turn is None or not _text(values, "id"):
        return None
    return LabourDraft(_text(values, "id"), terms_from_json(terms), turn)


def _text(values: Mapping[str, object], name: str) -> str:
    value = values.get(name)
    return value if isinstance(value, str) else ""


def _texts(values: Mapping[str, object], name: str) -> tuple[str, ...]:
    value = values.get(name)
    return tuple(item for item in value if isinstance(item, str)) if isinstance(value, list) else ()


def _whole(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
