"""The small grammar of conditions, judged in three values.

Kleene's strong three-valued logic (Kleene 1952, §64): an unknown fact makes a condition unknown, never false.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeAlias

from assistant.domain.conversation import FactValue
from assistant.domain.dates import add_months


class Truth(StrEnum):
    """A condition's state; the words are those of CONTRACTS."""

    MET = "met"
    NOT_MET = "not_met"
    UNKNOWN = "unknown"


class Operator(StrEnum):
    """How a fact is compared with a condition's value."""

    IS = "is"
    IS_NOT = "is_not"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    MORE_THAN = "more_than"
    LESS_THAN = "less_than"
    ONE_OF = "one_of"
    INCLUDES = "includes"
    WITHIN = "within"
    NOT_BEFORE = "not_before"
    NOT_AFTER = "not_after"


@dataclass(frozen=True)
class Condition:
    """One comparison of a fact. `months` holds the span of `within`; `clause` None means no clause was found."""

    id: str
    text: str
    fact: str
    operator: Operator
    value: FactValue
    clause: str | None = None
    sources: tuple[str, ...] = ()


@dataclass(frozen=True)
class AllOf:
    """Every part holds."""

    parts: tuple["Rule", ...]


@dataclass(frozen=True)
class AnyOf:
    """At least one part holds."""

    parts: tuple["Rule", ...]


@dataclass(frozen=True)
class Not:
    """The part does not hold."""

    part: "Rule"


Rule: TypeAlias = Condition | AllOf | AnyOf | Not
Facts: TypeAlias = Mapping[str, FactValue]


def judge(rule: Rule, facts: Facts, day: date) -> Truth:
    """Whether the rule holds on `day` for the facts known."""
    match rule:
        case Condition():
            return _judge_condition(rule, facts, day)
        case AllOf(parts):
            return _weakest([judge(part, facts, day) for part in parts])
        case AnyOf(parts):
            return _strongest([judge(part, facts, day) for part in parts])
        case Not(part):
            return _opposite(judge(part, facts, day))


def leaves(rule: Rule) -> tuple[Condition, ...]:
    """The single conditions of a rule, in the order written."""
    match rule:
        case Condition():
            return (rule,)
        case AllOf(parts) | AnyOf(parts):
            return tuple(leaf for part in parts for leaf in leaves(part))
        case Not(part):
            return leaves(part)


def _weakest(truths: list[Truth]) -> Truth:
    if Truth.NOT_MET in truths:
        return Truth.NOT_MET
    return Truth.UNKNOWN if Truth.UNKNOWN in truths else Truth.MET


def _strongest(truths: list[Truth]) -> Truth:
    if Truth.MET in truths:
        return Truth.MET
    return Truth.UNKNOWN if Truth.UNKNOWN in truths else Truth.NOT_MET


def _opposite(truth: Truth) -> Truth:
    return {Truth.MET: Truth.NOT_MET, Truth.NOT_MET: Truth.MET}.get(truth, Truth.UNKNOWN)


def _judge_condition(condition: Condition, facts: Facts, day: date) -> Truth:
    known = facts.get(condition.fact)
    if known is None:
        return Truth.UNKNOWN
    return Truth.MET if _holds(condition, known, day) else Truth.NOT_MET


def _holds(condition: Condition, known: FactValue, day: date) -> bool:
    value = condition.value
    match condition.operator:
        case Operator.IS:
            return known == value
        case Operator.IS_NOT:
            return known != value
        case Operator.ONE_OF:
            return isinstance(value, tuple) and known in value
        case Operator.INCLUDES:
            return isinstance(known, tuple) and value in known
        case Operator.WITHIN:
            return add_months(date.fromisoformat(str(known)), months_of(str(value))) >= day
        case Operator.NOT_BEFORE:
            return date.fromisoformat(str(known)) >= date.fromisoformat(str(value))
        case Operator.NOT_AFTER:
            return date.fromisoformat(str(known)) <= date.fromisoformat(str(value))
        case _:
            return _compares(condition.operator, _number(known), _number(value))


def _compares(operator: Operator, known: float, value: float) -> bool:
    match operator:
        case Operator.AT_LEAST:
            return known >= value
        case Operator.AT_MOST:
            return known <= value
        case Operator.MORE_THAN:
            return known > value
        case _:
            return known < value


def _number(value: FactValue) -> float:
    if isinstance(value, bool | tuple):
        raise ValueError(f"'{value}' is no number.")
    return float(value)


def months_of(duration: str) -> int:
    """Months of an ISO 8601 duration of years and months (`P2Y`, `P6M`, `P1Y6M`). Raises ValueError."""
    rest = duration.removeprefix("P")
    years, has_years, tail = rest.partition("Y")
    if not has_years:
        years, tail = "", rest
    months = tail.removesuffix("M")
    if not rest or not duration.startswith("P") or (tail and not tail.endswith("M")):
        raise ValueError(f"'{duration}' is not a duration of years and months, such as P2Y or P6M.")
    return int(years or 0) * 12 + int(months or 0)
