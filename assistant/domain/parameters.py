"""Dated figures with sources, and quantities made from them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import floor
from typing import TypeAlias

from assistant.domain.conditions import Facts, Rule, Truth, judge, leaves, open_conditions
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


@dataclass(frozen=True)
class Bounds:
    """Between which figures a quantity lies for the facts known; `high` None: no ceiling is known."""

    low: Fraction
    high: Fraction | None

    @property
    def exact(self) -> Fraction | None:
        return self.low if self.low == self.high else None


def evaluate(quantity: Quantity, facts: Facts, day: date, table: ParameterTable) -> Fraction | None:
    """The quantity's value on `day`, exactly; None where it rests on an unknown fact. Raises NoFigureError."""
    return bounds_of(quantity, facts, day, table).exact


def bounds_of(quantity: Quantity, facts: Facts, day: date, table: ParameterTable) -> Bounds:
    """The least and the greatest the quantity can be on `day`. A figure nobody stated is nothing or more.

    Raises NoFigureError, ValueError for a fact that is no figure.
    """
    return measure(quantity, facts, day, table).bounds


@dataclass(frozen=True, slots=True)
class Measure:
    """A quantity's bounds, and the unknown facts it still rests on in the order written; none where it is decided."""

    bounds: Bounds
    open: tuple[str, ...] = ()


def measure(quantity: Quantity, facts: Facts, day: date, table: ParameterTable) -> Measure:
    """Bounds and open facts in one walk. Raises as `bounds_of`."""
    match quantity:
        case Constant(value):
            return Measure(Bounds(value, value))
        case OfParameter(parameter_id):
            value = table.value_on(parameter_id, day)
            return Measure(Bounds(value, value))
        case OfFact(fact_id):
            bounds = _bounds_of_fact(fact_id, facts)
            return Measure(bounds, (fact_id,) if bounds.exact is None else ())
        case Share(share, of):
            whole = measure(of, facts, day, table)
            low, high = whole.bounds.low, whole.bounds.high
            return _measured(Bounds(share * low, None if high is None else share * high), whole.open)
        case Combined(how, parts):
            found = [measure(part, facts, day, table) for part in parts]
            bounds = _combine(how, [one.bounds for one in found])
            return _measured(bounds, tuple([name for one in found for name in one.open]))
        case Tiers(tiers):
            return _measure_tiers(tiers, facts, day, table)


def _measured(bounds: Bounds, still_open: tuple[str, ...]) -> Measure:
    return Measure(bounds, () if bounds.exact is not None else still_open)


def _measure_tiers(tiers: tuple[Tier, ...], facts: Facts, day: date, table: ParameterTable) -> Measure:
    possible = possible_tiers(tiers, facts, day)
    found = [measure(tier.value, facts, day, table) for tier in possible]
    bounds = _span([one.bounds for one in found])
    if bounds.exact is not None:
        return Measure(bounds)
    rules = [tier.when for tier in possible if tier.when is not None]
    deciding = [leaf.fact for rule in rules for leaf in open_conditions(rule, facts, day)]
    return Measure(bounds, (*deciding, *(name for one in found for name in one.open)))


def possible_tiers(tiers: tuple[Tier, ...], facts: Facts, day: date) -> tuple[Tier, ...]:
    """The tiers that may decide: the unknown ones up to the first that is met, and that one."""
    possible: list[Tier] = []
    for tier in tiers:
        truth = Truth.MET if tier.when is None else judge(tier.when, facts, day)
        if truth is not Truth.NOT_MET:
            possible.append(tier)
        if truth is Truth.MET:
            break
    return tuple(possible)


def open_facts(quantity: Quantity, facts: Facts, day: date, table: ParameterTable) -> tuple[str, ...]:
    """The unknown facts the quantity still rests on, in the order written; none where it is decided."""
    return measure(quantity, facts, day, table).open


def _bounds_of_fact(fact_id: str, facts: Facts) -> Bounds:
    known = facts.get(fact_id)
    if known is None or isinstance(known, tuple):
        return Bounds(Fraction(0), None)
    value = Fraction(str(known))
    return Bounds(value, value)


def _combine(how: str, parts: list[Bounds]) -> Bounds:
    highs = [part.high for part in parts if part.high is not None]
    all_known = len(highs) == len(parts)
    lows = [part.low for part in parts]
    match how:
        case "sum":
            return Bounds(sum(lows, Fraction(0)), sum(highs, Fraction(0)) if all_known else None)
        case "product":
            return Bounds(_product(lows), _product(highs) if all_known else None)
        case "least":
            return Bounds(min(lows), min(highs, default=None))
        case "greatest":
            return Bounds(max(lows), max(highs) if all_known else None)
        case "whole":
            return Bounds(Fraction(floor(lows[0])), Fraction(floor(highs[0])) if highs else None)
        case other:
            raise ValueError(f"'{other}' combines nothing.")


def _product(values: list[Fraction]) -> Fraction:
    result = Fraction(1)
    for value in values:
        result *= value
    return result


def _span(parts: list[Bounds]) -> Bounds:
    if not parts:
        return Bounds(Fraction(0), None)
    highs = [part.high for part in parts if part.high is not None]
    return Bounds(min(part.low for part in parts), max(highs) if len(highs) == len(parts) else None)


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


def facts_named(quantity: Quantity) -> tuple[str, ...]:
    """The ids of all facts a quantity looks at, those of its tiers' conditions too."""
    match quantity:
        case OfFact(fact_id):
            return (fact_id,)
        case Share(_, of):
            return facts_named(of)
        case Combined(_, parts):
            return tuple(name for part in parts for name in facts_named(part))
        case Tiers(tiers):
            deciding = [leaf.fact for tier in tiers if tier.when is not None for leaf in leaves(tier.when)]
            return (*deciding, *(name for tier in tiers for name in facts_named(tier.value)))
        case _:
            return ()


def in_digits(value: Fraction) -> str:
    """`1864`, `1.75`; at most two decimals, rounded half up."""
    cents = floor(abs(value) * 100 + Fraction(1, 2))
    whole, rest = divmod(cents, 100)
    sign = "-" if value < 0 and cents else ""
    return f"{sign}{whole}" if rest == 0 else f"{sign}{whole}.{rest:02d}".rstrip("0")
