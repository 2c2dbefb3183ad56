"""An understood filter as chips: what each limit and wish is called, and the filter without one of them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import TypeVar

from assistant.domain.regions import RegionTable
from assistant.domain.vacancies import Education, PayPer
from assistant.domain.vacancy_filter import NEAR_HERE, NEAR_RAIL, PayFloor, VacancyFilter, VacancyWishes
from assistant.language.filter_changes import default_of, with_fields

_WISH, _WISHED = "wishes.", "希望：{}"
_PAY: Mapping[PayPer, str] = {
    "hour": "时薪{}元以上",
    "day": "日薪{}元以上",
    "week": "周薪{}元以上",
    "month": "月薪{}元以上",
    "year": "年薪{}元以上",
    "piece": "每件{}元以上",
}
_NEAR = {NEAR_HERE: "离我近", NEAR_RAIL: "轻轨沿线"}
_SAID_AS = {
    "not_occupations": "不做{}",
    "not_region_ids": "不去{}",
    "not_shifts": "不上{}",
    "not_employment_types": "不要{}",
    "not_words": "不要{}",
    "licences": "有{}",
    "near": "{}附近",
    "experience_years": "{}年经验",
}
_NO_EXPERIENCE, _NO_LICENCE, _SCHOOLING = "没有经验", "没有证书", "{}学历"

_Holder = TypeVar("_Holder", VacancyFilter, VacancyWishes)


@dataclass(frozen=True)
class Chip:
    """One removable part of a filter: `key` names it (benefits.包吃, pay_floor, wishes.shifts.day), `label` is read."""

    key: str
    label: str


def chips_of(wanted: VacancyFilter, labels: Mapping[str, str], regions: RegionTable) -> tuple[Chip, ...]:
    """The chips in the order of the filter's fields, wishes last.

    `labels`: value → name of shifts, kinds of work and schooling.
    """
    limits = (Chip(key, _label(name, value, labels, regions)) for key, name, value in _parts(wanted))
    wishes = (
        Chip(f"{_WISH}{key}", _WISHED.format(_label(name, value, labels, regions)))
        for key, name, value in _parts(wanted.wishes)
    )
    return (*limits, *wishes)


def without(wanted: VacancyFilter, key: str) -> VacancyFilter:
    """The filter without what the chip of that key stands for; the same filter for a key it does not have."""
    if key.startswith(_WISH):
        return replace(wanted, wishes=_without(wanted.wishes, key.removeprefix(_WISH)))
    return _without(wanted, key)


def _parts(holder: VacancyFilter | VacancyWishes) -> Iterator[tuple[str, str, object]]:
    """Key, field and value of every part that is set."""
    for field in fields(holder):
        value: object = getattr(holder, field.name)
        if isinstance(value, tuple):
            yield from ((f"{field.name}.{one}", field.name, one) for one in value)
        elif not isinstance(value, VacancyWishes) and value is not None and value is not False:
            yield field.name, field.name, value


def _without(holder: _Holder, key: str) -> _Holder:
    name, _, part = key.partition(".")
    if name == "wishes" or name not in {field.name for field in fields(holder)}:
        return holder
    value: object = getattr(holder, name)
    if isinstance(value, tuple):
        return with_fields(holder, {name: tuple(one for one in value if str(one) != part)})
    return holder if part else with_fields(holder, {name: default_of(holder, name)})


def _label(name: str, value: object, labels: Mapping[str, str], regions: RegionTable) -> str:
    match value:
        case PayFloor():
            return _PAY[value.per].format(f"{value.yuan:g}" if value.yuan < 1e6 else f"{value.yuan:.0f}")
        case bool():
            return _NO_LICENCE
        case int():
            return _SAID_AS[name].format(value) if value else _NO_EXPERIENCE
        case date():
            return f"{value.month}月{value.day}日的活"
        case Education():
            return _schooling(value, labels)
    return _name(name, str(value), labels, regions)


def _schooling(education: Education, labels: Mapping[str, str]) -> str:
    label = labels.get(education.value, education.value)
    return label if education is Education.NONE else _SCHOOLING.format(label)


def _name(name: str, value: str, labels: Mapping[str, str], regions: RegionTable) -> str:
    if name in ("region_ids", "not_region_ids"):
        region = regions.find_region(value)
        called = region.name if region is not None else value
        return called if name == "region_ids" else _SAID_AS[name].format(called)
    if name == "near" and value in _NEAR:
        return _NEAR[value]
    return _SAID_AS.get(name, "{}").format(labels.get(value, value))
