"""Values of a card, whose keys may hold anything once it has been stored and read again."""

from collections.abc import Mapping

Card = Mapping[str, object]


def text_in(card: Card, key: str) -> str:
    """The value as text; empty where there is none."""
    value = card.get(key)
    return "" if value is None else str(value)


def texts_in(card: Card, key: str) -> tuple[str, ...]:
    """The texts of a list; none where it is no list."""
    value = card.get(key)
    return tuple(str(item) for item in value) if isinstance(value, list | tuple) else ()


def items_in(card: Card, key: str) -> list[Card]:
    """The objects of a list; none where it is no list."""
    value = card.get(key)
    return [item for item in value if isinstance(item, Mapping)] if isinstance(value, list | tuple) else []
