"""The small grammar of conditions, judged in three values.

Kleene's strong three-valued logic (Kleene 1952, §64): an unknown fact makes a condition unknown, never false.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import TypeAlias

from assistant.domain.conversation import FactValue
from assistant.domain.dates import PartialDate, add_months


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
    IN_YEAR_ASKED = "in_year_asked"


#: A member of a set fact that closes it: whatever is not named does not hold. Without it, what is not named is unknown.
NO_OTHERS = "none"
#: Before a member's name: it is known not to hold.
DENIED = "not:"


@dataclass(frozen=True)
class Condition:
    """One comparison of a fact; `clause` None means no clause was found."""

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

_DATED = frozenset({Operator.WITHIN, Operator.NOT_BEFORE, Operator.NOT_AFTER, Operator.IN_YEAR_ASKED})
_DURATION = re.compile(r"P(?=[0-9])(?:(?P<years>[0-9]+)Y)?(?:(?P<months>[0-9]+)M)?")


def judge(rule: Rule, facts: Facts, day: date) -> Truth:
    """Whether the rule holds on `day` for the facts known."""
    return survey(rule, facts, day).truth


@dataclass(frozen=True, slots=True)
class Survey:
    """A rule judged once: its truth, each of its conditions with its state in the order written, and those of them
    that are unknown and can still decide it."""

    truth: Truth
    judged: tuple[tuple[Condition, Truth], ...]
    open: tuple[Condition, ...]


def survey(rule: Rule, facts: Facts, day: date) -> Survey:
    """All there is to say about a rule, in one walk."""
    judged: list[tuple[Condition, Truth]] = []
    truth, still_open = _walk(rule, facts, day, judged)
    return Survey(truth, tuple(judged), still_open)


def _walk(
    rule: Rule, facts: Facts, day: date, judged: list[tuple[Condition, Truth]]
) -> tuple[Truth, tuple[Condition, ...]]:
    """The rule's truth and what can still decide it; its conditions are appended with their states."""
    if isinstance(rule, Condition):
        truth = _judge_condition(rule, facts, day)
        judged.append((rule, truth))
        return truth, (rule,) if truth is Truth.UNKNOWN else ()
    if isinstance(rule, Not):
        truth, still_open = _walk(rule.part, facts, day, judged)
        return _opposite(truth), still_open
    walked = [_walk(part, facts, day, judged) for part in rule.parts]
    decisive, otherwise = (Truth.NOT_MET, Truth.MET) if isinstance(rule, AllOf) else (Truth.MET, Truth.NOT_MET)
    is_open = False
    for truth, _ in walked:
        if truth is decisive:
            return decisive, ()
        is_open = is_open or truth is Truth.UNKNOWN
    if not is_open:
        return otherwise, ()
    return Truth.UNKNOWN, tuple([leaf for _, still_open in walked for leaf in still_open])


def leaves(rule: Rule) -> tuple[Condition, ...]:
    """The single conditions of a rule, in the order written."""
    match rule:
        case Condition():
            return (rule,)
        case AllOf(parts) | AnyOf(parts):
            return tuple(leaf for part in parts for leaf in leaves(part))
        case Not(part):
            return leaves(part)


def unwanted_in(rule: Rule, is_wanted: bool = True) -> frozenset[str]:
    """Ids of the conditions that must not hold."""
    match rule:
        case Condition():
            return frozenset() if is_wanted else frozenset({rule.id})
        case AllOf(parts) | AnyOf(parts):
            return frozenset(name for part in parts for name in unwanted_in(part, is_wanted))
        case Not(part):
            return unwanted_in(part, not is_wanted)


def open_conditions(rule: Rule, facts: Facts, day: date) -> tuple[Condition, ...]:
    """The unknown conditions that can still decide the rule, in the order written; none where it is decided."""
    return survey(rule, facts, day).open


def failed_conditions(rule: Rule, facts: Facts, day: date) -> tuple[Condition, ...]:
    """The conditions for whose sake the rule does not hold, in the order written; none where it may hold."""
    if judge(rule, facts, day) is not Truth.NOT_MET:
        return ()
    match rule:
        case Condition():
            return (rule,)
        case AllOf(parts) | AnyOf(parts):
            return tuple(leaf for part in parts for leaf in failed_conditions(part, facts, day))
        case Not(part):
            return tuple(leaf for leaf in leaves(part) if judge(leaf, facts, day) is not Truth.UNKNOWN)


@dataclass(frozen=True)
class Closeness:
    """On the way to a rule that is nearest to being met: how many conditions are met, how many still unknown."""

    met: int
    unknown: int

    @property
    def share(self) -> Fraction:
        """The part of the way that is known, 0 to 1."""
        return Fraction(self.met, max(1, self.met + self.unknown))


def closeness(rule: Rule, facts: Facts, day: date) -> Closeness | None:
    """How near the rule is to being met by the way that is nearest; None where every way is barred."""
    match rule:
        case AllOf(parts):
            ways = [closeness(part, facts, day) for part in parts]
            known = [way for way in ways if way is not None]
            if len(known) < len(ways):
                return None
            return Closeness(sum(way.met for way in known), sum(way.unknown for way in known))
        case AnyOf(parts):
            open_ways = [way for part in parts if (way := closeness(part, facts, day)) is not None]
            return max(open_ways, key=lambda way: (way.met / max(1, way.met + way.unknown), -way.unknown), default=None)
        case _:
            truth = _judge_condition(rule, facts, day) if isinstance(rule, Condition) else judge(rule, facts, day)
            return None if truth is Truth.NOT_MET else Closeness(int(truth is Truth.MET), int(truth is Truth.UNKNOWN))


def _opposite(truth: Truth) -> Truth:
    if truth is Truth.UNKNOWN:
        return truth
    return Truth.MET if truth is Truth.NOT_MET else Truth.NOT_MET


def _judge_condition(condition: Condition, facts: Facts, day: date) -> Truth:
    known = facts.get(condition.fact)
    if known is None:
        return Truth.UNKNOWN
    if condition.operator in _DATED:
        return _judge_date(condition, PartialDate.parse(str(known)), day)
    if condition.operator is Operator.INCLUDES:
        return _judge_membership(str(condition.value), known)
    return Truth.MET if _holds(condition, known) else Truth.NOT_MET


def _judge_membership(member: str, known: FactValue) -> Truth:
    """A set holds what was named; that something was not named says nothing unless the set is closed."""
    if not isinstance(known, tuple):
        return Truth.UNKNOWN
    if member in known:
        return Truth.MET
    return Truth.NOT_MET if NO_OTHERS in known or f"{DENIED}{member}" in known else Truth.UNKNOWN


def _judge_date(condition: Condition, known: PartialDate, day: date) -> Truth:
    """A year or a month decides where its first and its last day decide alike."""
    ends = {_holds_for(condition, end, day) for end in (known.first_day, known.last_day)}
    if len(ends) > 1:
        return Truth.UNKNOWN
    return Truth.MET if ends == {True} else Truth.NOT_MET


def _holds_for(condition: Condition, known: date, day: date) -> bool:
    value = str(condition.value)
    match condition.operator:
        case Operator.WITHIN:
            return known <= day <= add_months(known, months_of(value))
        case Operator.NOT_BEFORE:
            return known >= PartialDate.parse(value).first_day
        case Operator.IN_YEAR_ASKED:
            return (known.year == day.year) is bool(condition.value)
        case _:
            return known <= PartialDate.parse(value).last_day


def _holds(condition: Condition, known: FactValue) -> bool:
    value = condition.value
    match condition.operator:
        case Operator.IS:
            return _is_same(known, value)
        case Operator.IS_NOT:
            return not _is_same(known, value)
        case Operator.ONE_OF:
            return isinstance(value, tuple) and known in value
        case _:
            return _compares(condition.operator, _number(known), _number(value))


def _is_same(known: FactValue, value: FactValue) -> bool:
    """Python takes True for 1; a fact does not."""
    return known == value and isinstance(known, bool) == isinstance(value, bool)


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
    match = _DURATION.fullmatch(duration)
    if match is None:
        raise ValueError(f"'{duration}' is not a duration of years and months, such as P2Y or P6M.")
    return int(match["years"] or 0) * 12 + int(match["months"] or 0)
