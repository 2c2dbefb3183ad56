"""The logic of a benefit, and what it comes to for somebody."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from assistant.domain.conditions import Condition, Facts, Rule, Truth, judge, leaves
from assistant.domain.knowledge import Certainty, PolicyDocument
from assistant.domain.parameters import ParameterTable, Quantity, evaluate


class BenefitKind(StrEnum):
    """How a benefit is counted."""

    FIXED = "fixed"
    PER_PERSON = "per_person"
    SHARE = "share"
    MONTHLY = "monthly"
    NOT_COMPUTABLE = "not_computable"


class BenefitPeriod(StrEnum):
    """What one amount is for."""

    ONCE = "once"
    MONTH = "month"
    YEAR = "year"


class Outcome(StrEnum):
    """An assessment's result: a forecast, never a grant."""

    ELIGIBLE = "eligible"
    INELIGIBLE = "ineligible"
    UNDETERMINED = "undetermined"


@dataclass(frozen=True)
class Benefit:
    """What a scheme pays. `formula` says in words how; `reason` why it cannot be computed."""

    kind: BenefitKind
    period: BenefitPeriod | None = None
    amount: Quantity | None = None
    persons: Quantity | None = None
    months: Quantity | None = None
    cap: Quantity | None = None
    formula: str | None = None
    reason: str | None = None
    sources: tuple[str, ...] = ()


@dataclass(frozen=True)
class Scheme:
    """A document with conditions and a benefit; `excludes` cannot be had beside it."""

    document: PolicyDocument
    rule: Rule | None = None
    benefit: Benefit | None = None
    staff_checks: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        return self.document.id


@dataclass(frozen=True)
class JudgedCondition:
    """A condition with its state."""

    condition: Condition
    state: Truth


@dataclass(frozen=True)
class Assessment:
    """A scheme for somebody on a day. Amounts in yuan, per `period`; `months` where it is paid monthly for a time."""

    scheme_id: str
    outcome: Outcome
    certainty: Certainty
    conditions: tuple[JudgedCondition, ...]
    amount_yuan: Fraction | None
    months: Fraction | None
    period: BenefitPeriod | None
    missing_facts: tuple[str, ...]
    as_of: date


@dataclass(frozen=True)
class GoldenCase:
    """Facts and the outcome the source demands, written without a look at the code."""

    id: str
    reason: str
    as_of: date
    facts: Mapping[str, bool | int | float | str | tuple[str, ...]]
    outcome: Outcome
    amount_yuan: Fraction | None = None
    months: Fraction | None = None


def assess_scheme(scheme: Scheme, facts: Facts, day: date, table: ParameterTable) -> Assessment:
    """Whether somebody with these facts qualifies on `day`, and for how much.

    An unknown fact never yields `ineligible`. No amount is given to somebody who is ineligible.
    Raises NoFigureError if a figure the amount needs has no value on that day.
    """
    judged = (
        tuple(JudgedCondition(leaf, judge(leaf, facts, day)) for leaf in leaves(scheme.rule)) if scheme.rule else ()
    )
    truth = judge(scheme.rule, facts, day) if scheme.rule else Truth.UNKNOWN
    outcome = {Truth.MET: Outcome.ELIGIBLE, Truth.NOT_MET: Outcome.INELIGIBLE}.get(truth, Outcome.UNDETERMINED)
    benefit = scheme.benefit
    counted = benefit if benefit is not None and outcome is not Outcome.INELIGIBLE else None
    return Assessment(
        scheme_id=scheme.id,
        outcome=outcome,
        certainty=scheme.document.certainty_on(day),
        conditions=judged,
        amount_yuan=_amount(counted, facts, day, table) if counted else None,
        months=evaluate(counted.months, facts, day, table) if counted and counted.months else None,
        period=benefit.period if benefit else None,
        missing_facts=tuple(dict.fromkeys(j.condition.fact for j in judged if j.state is Truth.UNKNOWN)),
        as_of=day,
    )


def _amount(benefit: Benefit, facts: Facts, day: date, table: ParameterTable) -> Fraction | None:
    if benefit.amount is None:
        return None
    amount = evaluate(benefit.amount, facts, day, table)
    if amount is not None and benefit.persons is not None:
        persons = evaluate(benefit.persons, facts, day, table)
        amount = None if persons is None else amount * persons
    if amount is not None and benefit.cap is not None:
        cap = evaluate(benefit.cap, facts, day, table)
        amount = None if cap is None else min(amount, cap)
    return amount
