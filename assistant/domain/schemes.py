"""The logic of a benefit, and what it comes to for somebody."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from assistant.domain.conditions import Condition, Facts, Rule, Survey, Truth, leaves, survey
from assistant.domain.errors import NoFigureError
from assistant.domain.knowledge import Certainty, PolicyDocument
from assistant.domain.parameters import Bounds, Combined, ParameterTable, Quantity, facts_named, measure


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


_NO_RULE = Survey(Truth.UNKNOWN, (), ())
_OUTCOMES = {
    Truth.MET: Outcome.ELIGIBLE,
    Truth.NOT_MET: Outcome.INELIGIBLE,
    Truth.UNKNOWN: Outcome.UNDETERMINED,
}


@dataclass(frozen=True)
class Benefit:
    """What a scheme pays. `formula` says in words how; `reason` why it cannot be computed.

    `extra`: what is paid once beside a monthly amount. `is_ceiling`: no more than is due is taken off, so the amount is
    the most it can come to.
    """

    kind: BenefitKind
    period: BenefitPeriod | None = None
    amount: Quantity | None = None
    persons: Quantity | None = None
    months: Quantity | None = None
    cap: Quantity | None = None
    extra: Quantity | None = None
    is_ceiling: bool = False
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
    """A scheme for somebody on a day. Amounts in yuan, per `period`; `months` where it is paid monthly for a time.

    `missing_facts`: what can still decide the outcome, then the amount, in the order written. `no_figure`: why no
    amount can be given for that day.
    """

    scheme_id: str
    outcome: Outcome
    certainty: Certainty
    conditions: tuple[JudgedCondition, ...]
    amount: Bounds | None
    month_bounds: Bounds | None
    period: BenefitPeriod | None
    missing_facts: tuple[str, ...]
    as_of: date
    no_figure: str | None = None
    extra: Bounds | None = None
    is_ceiling: bool = False

    @property
    def amount_yuan(self) -> Fraction | None:
        """The amount, where the facts known settle it."""
        return self.amount.exact if self.amount is not None else None

    @property
    def months(self) -> Fraction | None:
        """The months, where the facts known settle them."""
        return self.month_bounds.exact if self.month_bounds is not None else None

    @property
    def worth_yuan(self) -> Fraction | None:
        """What it comes to in all: a monthly amount for its months, a yearly one for one year; None if unsettled."""
        if self.amount_yuan is None:
            return None
        if self.month_bounds is None:
            return self.amount_yuan
        if self.months is None:
            return None
        extra = self.extra.exact if self.extra is not None else None
        return self.amount_yuan * self.months + (extra or Fraction(0))


@dataclass(frozen=True)
class GoldenCase:
    """Facts and the outcome the source demands, written without a look at the code.

    `names_amount`, `names_months`: the case says what they are; None then demands that the facts do not settle them.
    """

    id: str
    reason: str
    as_of: date
    facts: Mapping[str, bool | int | float | str | tuple[str, ...]]
    outcome: Outcome
    amount_yuan: Fraction | None = None
    months: Fraction | None = None
    names_amount: bool = False
    names_months: bool = False


def facts_of(scheme: Scheme) -> frozenset[str]:
    """Every fact the scheme's conditions and its benefit look at."""
    benefit = scheme.benefit
    quantities = (benefit.amount, benefit.persons, benefit.months, benefit.cap, benefit.extra) if benefit else ()
    counted = (name for quantity in quantities if quantity is not None for name in facts_named(quantity))
    judged = (leaf.fact for leaf in leaves(scheme.rule)) if scheme.rule is not None else ()
    return frozenset((*judged, *counted))


def assess_scheme(scheme: Scheme, facts: Facts, day: date, table: ParameterTable) -> Assessment:
    """Whether somebody with these facts qualifies on `day`, and for how much.

    An unknown fact never yields `ineligible`. No amount is given to somebody who is ineligible.
    """
    return count_scheme(scheme, judge_scheme(scheme, facts, day), facts, day, table)


@dataclass(frozen=True)
class JudgedScheme:
    """A scheme's conditions for somebody, before anything is counted. `open`: what can still decide them."""

    outcome: Outcome
    certainty: Certainty
    conditions: tuple[JudgedCondition, ...]
    open: tuple[str, ...]


def judge_scheme(scheme: Scheme, facts: Facts, day: date) -> JudgedScheme:
    """The first half of `assess_scheme`: whether somebody qualifies. Looks at the facts of the conditions only."""
    found = survey(scheme.rule, facts, day) if scheme.rule is not None else _NO_RULE
    conditions = tuple([JudgedCondition(condition, state) for condition, state in found.judged])
    still_open = tuple([leaf.fact for leaf in found.open])
    return JudgedScheme(_OUTCOMES[found.truth], scheme.document.certainty_on(day), conditions, still_open)


def count_scheme(scheme: Scheme, judged: JudgedScheme, facts: Facts, day: date, table: ParameterTable) -> Assessment:
    """The second half of `assess_scheme`: for how much. Looks at the facts of the benefit only."""
    is_out = judged.outcome is Outcome.INELIGIBLE
    counted = _NOTHING if is_out else _count(scheme.benefit, facts, day, table)
    return Assessment(
        scheme_id=scheme.id,
        outcome=judged.outcome,
        certainty=judged.certainty,
        conditions=judged.conditions,
        amount=counted.amount,
        month_bounds=counted.months,
        period=scheme.benefit.period if scheme.benefit else None,
        missing_facts=tuple(dict.fromkeys((*judged.open, *counted.missing))),
        as_of=day,
        no_figure=counted.no_figure,
        extra=counted.extra,
        is_ceiling=scheme.benefit is not None and scheme.benefit.is_ceiling,
    )


@dataclass(frozen=True)
class _Counted:
    amount: Bounds | None = None
    months: Bounds | None = None
    missing: tuple[str, ...] = ()
    no_figure: str | None = None
    extra: Bounds | None = None


_NOTHING = _Counted()


def _count(benefit: Benefit | None, facts: Facts, day: date, table: ParameterTable) -> _Counted:
    quantity = amount_of(benefit) if benefit is not None else None
    if benefit is None or quantity is None:
        return _NOTHING
    counted = measure(benefit.months, facts, day, table) if benefit.months is not None else None
    months, waiting = (counted.bounds, counted.open) if counted is not None else (None, ())
    try:
        amount = measure(quantity, facts, day, table)
    except NoFigureError as error:
        return _Counted(None, months, waiting, no_figure=str(error))
    extra = measure(benefit.extra, facts, day, table) if benefit.extra is not None else None
    beside, wanted = (extra.bounds, extra.open) if extra is not None else (None, ())
    return _Counted(amount.bounds, months, (*amount.open, *waiting, *wanted), extra=beside)


def amount_of(benefit: Benefit) -> Quantity | None:
    """The amount for one period as a single quantity: for all persons, and never above its cap."""
    quantity = benefit.amount
    if quantity is not None and benefit.persons is not None:
        quantity = Combined("product", (quantity, benefit.persons))
    if quantity is not None and benefit.cap is not None:
        quantity = Combined("least", (quantity, benefit.cap))
    return quantity
