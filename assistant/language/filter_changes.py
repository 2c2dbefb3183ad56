"""Filters with some of their fields changed, where the fields' names are known only at run time."""

from collections.abc import Mapping
from dataclasses import fields
from typing import TypeVar

from assistant.domain.vacancy_filter import VacancyFilter, VacancyWishes

_Holder = TypeVar("_Holder", VacancyFilter, VacancyWishes)


def with_fields(holder: _Holder, changes: Mapping[str, object]) -> _Holder:
    """The same with these fields changed, each to a value of its type. Raises TypeError for a strange name."""
    return type(holder)(**{field.name: getattr(holder, field.name) for field in fields(holder)} | dict(changes))


def default_of(holder: VacancyFilter | VacancyWishes, name: str) -> object:
    """What a field holds where nothing is said."""
    empty: object = getattr(type(holder)(), name)
    return empty
