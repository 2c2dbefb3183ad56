"""Reading JSON that was stored earlier, one expected type at a time."""

import json
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import TypeVar

from assistant.domain.conversation import FactValue

Member = TypeVar("Member", bound=StrEnum)


class UnreadableRecordError(ValueError):
    """A stored record is not what its writer promises; it says what, never quoting the record."""


class Fields:
    """A JSON object whose values are asked for by name and type. A missing key counts as null."""

    def __init__(self, value: object) -> None:
        if not isinstance(value, dict):
            raise UnreadableRecordError(f"expected an object, found {_kind(value)}")
        self._values: Mapping[str, object] = value

    def text(self, name: str) -> str:
        value = self._values.get(name)
        if not isinstance(value, str):
            raise self._wrong(name, "text")
        return value

    def text_or_none(self, name: str) -> str | None:
        return None if self._values.get(name) is None else self.text(name)

    def whole_number(self, name: str) -> int:
        value = self._values.get(name)
        if isinstance(value, bool) or not isinstance(value, int):
            raise self._wrong(name, "a whole number")
        return value

    def number(self, name: str) -> float:
        value = self._values.get(name)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self._wrong(name, "a number")
        return float(value)

    def truth(self, name: str) -> bool:
        value = self._values.get(name)
        if not isinstance(value, bool):
            raise self._wrong(name, "true or false")
        return value

    def truth_or_false(self, name: str) -> bool:
        """False where the field is not there."""
        return self._values.get(name) is not None and self.truth(name)

    def day_or_none(self, name: str) -> date | None:
        text = self.text_or_none(name)
        try:
            return None if text is None else date.fromisoformat(text)
        except ValueError:
            raise self._wrong(name, "a date") from None

    def texts(self, name: str) -> tuple[str, ...]:
        return as_texts(self.items(name))

    def texts_or_none(self, name: str) -> tuple[str, ...]:
        """The texts; none where the field is not there, as in what an older version wrote."""
        return () if self._values.get(name) is None else self.texts(name)

    def members(self, name: str, kind: type[Member]) -> tuple[Member, ...]:
        try:
            return tuple(kind(text) for text in self.texts(name))
        except ValueError:
            raise self._wrong(name, f"members of {kind.__name__}") from None

    def items(self, name: str) -> list[object]:
        return as_items(self._values.get(name))

    def items_or_none(self, name: str) -> list[object]:
        """The items; none where the field is not there."""
        return [] if self._values.get(name) is None else self.items(name)

    def object_or_none(self, name: str) -> "Fields | None":
        value = self._values.get(name)
        return None if value is None else Fields(value)

    def mapping(self, name: str) -> Mapping[str, object]:
        return as_mapping(self._values.get(name))

    def fact_value(self, name: str) -> FactValue:
        return as_fact_value(self._values.get(name))

    def _wrong(self, name: str, expected: str) -> UnreadableRecordError:
        return UnreadableRecordError(f"'{name}' is not {expected} but {_kind(self._values.get(name))}")


def parse(text: str) -> object:
    """Raises UnreadableRecordError for what is not JSON, or is nested beyond reason."""
    try:
        value: object = json.loads(text)
    except (ValueError, RecursionError):
        raise UnreadableRecordError("not JSON") from None
    return value


def as_items(value: object) -> list[object]:
    if not isinstance(value, list):
        raise UnreadableRecordError(f"expected a list, found {_kind(value)}")
    return value


def as_texts(value: object) -> tuple[str, ...]:
    items = as_items(value)
    texts = tuple(item for item in items if isinstance(item, str))
    if len(texts) < len(items):
        raise UnreadableRecordError("expected a list of texts")
    return texts


def as_mapping(value: object) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise UnreadableRecordError(f"expected an object, found {_kind(value)}")
    return value


def as_fact_value(value: object) -> FactValue:
    if isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, list):
        return as_texts(value)
    raise UnreadableRecordError(f"expected a fact's value, found {_kind(value)}")


def _kind(value: object) -> str:
    return "null" if value is None else type(value).__name__
