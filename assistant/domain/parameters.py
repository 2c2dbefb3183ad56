"""Dated figures with sources, and quantities made from them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import floor
from typing import TypeAlias

from assistant.domain.conditions import Facts, Rule, Truth, judge
from assistant.domain.dates import PartialDate, Period
from assistant.domain.errors import NoFigureError, UnknownParameterError
from assistant.domain.knowledge import Confidence, Source, Standing


@dataclass(frozen=True)
class DatedValue:
    """A figure and the days it held, with its source."""

    value: Fraction
    period: Period
    sources: tuple[str, ...]
    document_number: str | None = None
    standing: Standing = Standing.CURRENT
    confidence: Confidence = Confidence.CONFIRMED
    review_after: PartialDate | None = None


@dataclass(frozen=True)
class Constant:
    """A figure written in the rule itself."""

    value: Fraction


@dataclass(frozen=True)
class OfParameter:
    """The dated figure of that name."""

    id: str


@dataclass(frozen=True)
class OfFact:
    """The figure somebody stated."""

    id: str


@dataclass(frozen=True)
class Share:
    """A share of another quantity."""

    share: Fraction
    of: "Quantity"


@dataclass(frozen=True)
class Combined:
    """`sum`, `product`, `least`, `greatest` of its parts, or the `whole` part of its only one."""

    how: str
    parts: tuple["Quantity", ...]


@dataclass(frozen=True)
class Tier:
    """The value where the condition is met; no condition: otherwise."""

    when: Rule | None
    value: "Quantity"


@dataclass(frozen=True)
class Tiers:
    """The first tier that is met decides; an unknown one before it leaves the whole unknown."""

    tiers: tuple[Tier, ...]


Quantity: TypeAlias = Constant | OfParameter | OfFact | Share | Combined | Tiers


@dataclass(frozen=True)
class Parameter:
    """A figure by date; `derive` computes it from others where no value is published.

    `unit` as printed, e.g. 元/月. A derived figure holds from `valid_from` on.
    """

    id: str
    title: str
    unit: str
    region_id: str
    values: tuple[DatedValue, ...] = ()
    derive: Quantity | None = None
    derive_sources: tuple[str, ...] = ()
    valid_from: PartialDate | None = None
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True)
class ParameterTable:
    """All parameters by id."""

    parameters: Mapping[str, Parameter]

    def get(self, parameter_id: str) -> Parameter:
        """Raises UnknownParameterError."""
        try:
            return self.parameters[parameter_id]
        except KeyError:
            raise UnknownParameterError(f"No file defines the parameter '{parameter_id}'.") from None

    def value_on(self, parameter_id: str, day: date) -> Fraction:
        """The figure in force on `day`. Raises NoFigureError where none is, UnknownParameterError."""
        parameter = self.get(parameter_id)
        for dated in parameter.values:
            if dated.period.contains(day):
                return dated.value
        starts_later = parameter.valid_from is not None and parameter.valid_from.first_day > day
        if parameter.derive is None or starts_later:
            raise NoFigureError(f"'{parameter.title}' has no figure for {day.isoformat()}.")
        value = evaluate(parameter.derive, {}, day, self)
        if value is None:
            raise NoFigureError(f"'{parameter.title}' cannot be derived for {day.isoformat()}.")
        return value


def evaluate(quantity: Quantity, facts: Facts, day: date, table: ParameterTable) -> Fraction | None:
    """The quantity's value on `day`, exactly; None where it rests on an unknown fact. Raises NoFigureError."""
    match quantity:
        case Constant(value):
            return value
        case OfParameter(parameter_id):
            return table.value_on(parameter_id, day)
        case OfFact(fact_id):
            known = facts.get(fact_id)
            return None if known is None or isinstance(known, tuple) else Fraction(str(known))
        case Share(share, of):
            whole = evaluate(of, facts, day, table)
            return None if whole is None else share * whole
        case Combined():
            return _combine(quantity, facts, day, table)
        case Tiers(tiers):
            return _first_tier(tiers, facts, day, table)


def _combine(combined: Combined, facts: Facts, day: date, table: ParameterTable) -> Fraction | None:
    values = [evaluate(part, facts, day, table) for part in combined.parts]
    known = [value for value in values if value is not None]
    if len(known) < len(values):
        return None
    match combined.how:
        case "sum":
            return sum(known, Fraction(0))
        case "product":
            result = Fraction(1)
            for value in known:
                result *= value
            return result
        case "least":
            return min(known)
        case "greatest":
            return max(known)
        case "whole":
            return Fraction(floor(known[0]))
        case other:
            raise ValueError(f"'{other}' combines nothing.")


def _first_tier(tiers: tuple[Tier, ...], facts: Facts, day: date, table: ParameterTable) -> Fraction | None:
    for tier in tiers:
        truth = Truth.MET if tier.when is None else judge(tier.when, facts, day)
        if truth is Truth.UNKNOWN:
            return None
        if truth is Truth.MET:
            return evaluate(tier.value, facts, day, table)
    return None


def parameters_in(quantity: Quantity) -> tuple[str, ...]:
    """The ids of all parameters a quantity refers to."""
    match quantity:
        case OfParameter(parameter_id):
            return (parameter_id,)
        case Share(_, of):
            return parameters_in(of)
        case Combined(_, parts):
            return tuple(name for part in parts for name in parameters_in(part))
        case Tiers(tiers):
            return tuple(name for tier in tiers for name in parameters_in(tier.value))
        case _:
            return ()


def in_digits(value: Fraction) -> str:
    """`1864`, `1.75`; at most two decimals, rounded half up."""
    cents = floor(abs(value) * 100 + Fraction(1, 2))
    whole, rest = divmod(cents, 100)
    sign = "-" if value < 0 and cents else ""
    return f"{sign}{whole}" if rest == 0 else f"{sign}{whole}.{rest:02d}".rstrip("0")
