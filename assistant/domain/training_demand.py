"""Catalogues of occupations that training is wanted for; they weigh the order of courses and hide none."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class DemandEntry:
    """`code`: a class of the 2022 edition, or the beginning of its code."""

    code: str
    weight: float


@dataclass(frozen=True)
class DemandCatalogue:
    """`gap`: what of it was not found. `effective_to`: the last day on which it counts."""

    id: str
    title: str
    source: str
    number: str | None
    gap: str
    effective_to: date | None
    entries: tuple[DemandEntry, ...]


def demand_weights(catalogues: Iterable[DemandCatalogue], day: date) -> dict[str, float]:
    """Beginning of a code → what all catalogues in force together make it count."""
    weights: dict[str, float] = {}
    for catalogue in catalogues:
        if catalogue.effective_to is None or catalogue.effective_to >= day:
            for entry in catalogue.entries:
                weights[entry.code] = weights.get(entry.code, 0.0) + entry.weight
    return weights


def code_beginnings(code: str) -> tuple[str, ...]:
    """6-31-01-03 → 6, 6-31, 6-31-01, 6-31-01-03."""
    parts = code.split("-")
    return tuple("-".join(parts[:count]) for count in range(1, len(parts) + 1))
