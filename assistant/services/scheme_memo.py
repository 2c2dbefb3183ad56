"""What two workers must have in common for a scheme to treat them alike.

A figure that is only compared with limits decides by where it lies between them: 13 and 27 months are the same
to a rule that asks for 12. That, and judging before counting, is what makes a long list cheap.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from typing import TypeAlias

from assistant.domain.conditions import Condition, Facts, Operator, leaves
from assistant.domain.conversation import FactValue
from assistant.domain.parameters import Combined, OfFact, Quantity, Share, Tiers
from assistant.domain.schemes import JudgedScheme, Scheme, amount_of
from assistant.services.workers_result import Finding

Key: TypeAlias = tuple[FactValue | None, ...]
_Part: TypeAlias = tuple[str, tuple[float, ...] | None]
_COMPARES = {Operator.AT_LEAST, Operator.AT_MOST, Operator.MORE_THAN, Operator.LESS_THAN, Operator.IS, Operator.IS_NOT}


class SchemeMemo:
    """Findings for one scheme by what it looks at; `judged` by its conditions alone, `findings` by its amount too."""

    def __init__(self, scheme: Scheme) -> None:
        self.scheme = scheme
        self.judged: dict[Key, JudgedScheme] = {}
        self.findings: dict[Key | tuple[Key, Key], Finding] = {}
        self._rule_parts = _parts(leaves(scheme.rule) if scheme.rule is not None else (), ())
        quantities = (amount_of(scheme.benefit), scheme.benefit.months) if scheme.benefit is not None else ()
        wanted = [quantity for quantity in quantities if quantity is not None]
        conditions = [leaf for quantity in wanted for leaf in _conditions_in(quantity)]
        figures = [name for quantity in wanted for name in _figures_in(quantity)]
        self._amount_parts = _parts(conditions, figures)

    def rule_key(self, facts: Facts) -> Key:
        return _key(self._rule_parts, facts)

    def amount_key(self, facts: Facts) -> Key:
        return _key(self._amount_parts, facts)


def _key(parts: tuple[_Part, ...], facts: Facts) -> Key:
    return tuple([_place(facts.get(fact), limits) for fact, limits in parts])


def _place(value: FactValue | None, limits: tuple[float, ...] | None) -> FactValue | None:
    """An even number between two limits, an odd one on a limit; the value itself where it is not only compared."""
    if limits is None or not isinstance(value, int | float):
        return value
    return bisect_left(limits, value) + bisect_right(limits, value)


def _parts(conditions: Iterable[Condition], figures: Iterable[str]) -> tuple[_Part, ...]:
    by_fact: dict[str, list[Condition]] = {}
    for condition in conditions:
        by_fact.setdefault(condition.fact, []).append(condition)
    taken_whole = dict.fromkeys(figures)
    limits = {fact: None if fact in taken_whole else _limits(found) for fact, found in by_fact.items()}
    return tuple({**dict.fromkeys(taken_whole, None), **limits}.items())


def _limits(conditions: list[Condition]) -> tuple[float, ...] | None:
    values = [condition.value for condition in conditions if condition.operator in _COMPARES]
    figures = [value for value in values if isinstance(value, int | float) and not isinstance(value, bool)]
    return tuple(sorted(set(figures))) if len(figures) == len(conditions) else None


def _conditions_in(quantity: Quantity) -> list[Condition]:
    match quantity:
        case Share(_, of):
            return _conditions_in(of)
        case Combined(_, parts):
            return [leaf for part in parts for leaf in _conditions_in(part)]
        case Tiers(tiers):
            own = [leaf for tier in tiers if tier.when is not None for leaf in leaves(tier.when)]
            return own + [leaf for tier in tiers for leaf in _conditions_in(tier.value)]
        case _:
            return []


def _figures_in(quantity: Quantity) -> list[str]:
    match quantity:
        case OfFact(fact_id):
            return [fact_id]
        case Share(_, of):
            return _figures_in(of)
        case Combined(_, parts):
            return [name for part in parts for name in _figures_in(part)]
        case Tiers(tiers):
            return [name for tier in tiers for name in _figures_in(tier.value)]
        case _:
            return []
