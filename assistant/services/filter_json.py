"""A filter as JSON values and back: for the state of a conversation, a tool's arguments, a saved search."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from typing import TypeVar

from assistant.domain.vacancies import Education, EmploymentType, PayPer, Shift
from assistant.domain.vacancy_filter import PayFloor, VacancyFilter, VacancyWishes

Json = dict[str, object]
_PERS: tuple[PayPer, ...] = ("hour", "day", "week", "month", "year", "piece")
_Member = TypeVar("_Member", Education, EmploymentType, Shift)


def filter_as_json(wanted: VacancyFilter) -> Json:
    """Only what is stated."""
    said = _stated(wanted)
    wishes = _stated(wanted.wishes)
    return said | ({"wishes": wishes} if wishes else {})


def filter_from_json(values: Mapping[str, object]) -> VacancyFilter:
    """What can be read of it: unknown fields and values are left out, so that an older record can still be used."""
    wishes = values.get("wishes")
    return VacancyFilter(
        occupations=_texts(values, "occupations"),
        words=_texts(values, "words"),
        region_ids=_texts(values, "region_ids"),
        near=_text(values, "near"),
        pay_floor=_floor(values),
        employment_types=_members(values, "employment_types", EmploymentType),
        shifts=_members(values, "shifts", Shift),
        benefits=_texts(values, "benefits"),
        not_occupations=_texts(values, "not_occupations"),
        not_region_ids=_texts(values, "not_region_ids"),
        not_shifts=_members(values, "not_shifts", Shift),
        not_employment_types=_members(values, "not_employment_types", EmploymentType),
        not_words=_texts(values, "not_words"),
        education=next(iter(_members({"e": [values.get("education")]}, "e", Education)), None),
        experience_years=_whole(values, "experience_years"),
        licences=_texts(values, "licences"),
        has_no_licence=values.get("has_no_licence") is True,
        starts_on=_day(values, "starts_on"),
        wishes=_wishes(wishes) if isinstance(wishes, Mapping) else VacancyWishes(),
    )


def _wishes(values: Mapping[str, object]) -> VacancyWishes:
    return VacancyWishes(
        occupations=_texts(values, "occupations"),
        region_ids=_texts(values, "region_ids"),
        employment_types=_members(values, "employment_types", EmploymentType),
        shifts=_members(values, "shifts", Shift),
        benefits=_texts(values, "benefits"),
        near=_text(values, "near"),
        pay_floor=_floor(values),
    )


def _stated(part: VacancyFilter | VacancyWishes) -> Json:
    empty = type(part)()
    return {
        field.name: _plain(value)
        for field in fields(part)
        if field.name != "wishes" and (value := getattr(part, field.name)) != getattr(empty, field.name)
    }


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return [str(item) for item in value]
    if isinstance(value, PayFloor):
        yuan = value.yuan
        return {"yuan": int(yuan) if yuan == int(yuan) else yuan, "per": value.per}
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Education) else value


def _texts(values: Mapping[str, object], name: str) -> tuple[str, ...]:
    items = values.get(name)
    return tuple(item for item in items if isinstance(item, str)) if isinstance(items, list | tuple) else ()


def _text(values: Mapping[str, object], name: str) -> str | None:
    value = values.get(name)
    return value if isinstance(value, str) and value else None


def _whole(values: Mapping[str, object], name: str) -> int | None:
    value = values.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _members(values: Mapping[str, object], name: str, kind: type[_Member]) -> tuple[_Member, ...]:
    return tuple(member for text in _texts(values, name) for member in kind if member.value == text)


def _floor(values: Mapping[str, object]) -> PayFloor | None:
    floor = values.get("pay_floor")
    if not isinstance(floor, Mapping):
        return None
    yuan, per = floor.get("yuan"), floor.get("per", "month")
    if not isinstance(yuan, int | float) or isinstance(yuan, bool):
        return None
    return next((PayFloor(float(yuan), known) for known in _PERS if known == per), None)


def _day(values: Mapping[str, object], name: str) -> date | None:
    try:
        return date.fromisoformat(_text(values, name) or "")
    except ValueError:
        return None
