"""What follows from the facts stated by definition or by counting; a status an office grants never does."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, TypeAlias

from assistant.domain.conditions import DENIED, NO_OTHERS, Facts, Rule, Truth, judge
from assistant.domain.conversation import FactValue
from assistant.domain.dates import PartialDate

Unit: TypeAlias = Literal["years", "months"]


@dataclass(frozen=True)
class Implication:
    """`fact` is `value` where `when` holds, and `otherwise` where it does not; of a set fact, `value` is a member."""

    fact: str
    when: Rule
    value: bool | str
    otherwise: bool | None = None
    is_member: bool = False


@dataclass(frozen=True)
class Elapsed:
    """`fact` counts the whole years or months that have passed since the date `since`."""

    fact: str
    since: str
    unit: Unit


@dataclass(frozen=True)
class PartOf:
    """A fact that follows from two counts: `part` of `whole`, in per cent (how many of the trainees were kept)."""

    fact: str
    part: str
    whole: str


@dataclass(frozen=True)
class Derivations:
    """All that follows from facts, in the order in which it is worked out.

    `too_wide`: values that say too little to decide by, such as the city where a district is asked for; once everything
    has been derived from them they count as unknown.
    """

    implications: tuple[Implication, ...] = ()
    elapsed: tuple[Elapsed, ...] = ()
    too_wide: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    shares: tuple[PartOf, ...] = ()


def with_derived(facts: Facts, derivations: Derivations, day: date) -> dict[str, FactValue]:
    """The facts with all that follows from them on `day`. What was stated is never changed."""
    known = dict(facts)
    for count in derivations.elapsed:
        passed = _elapsed(facts.get(count.since), count.unit, day)
        if passed is not None and passed >= 0:
            known.setdefault(count.fact, passed)
    for share in derivations.shares:
        percent = _percent(facts.get(share.part), facts.get(share.whole))
        if percent is not None:
            known.setdefault(share.fact, percent)
    for implication in derivations.implications:
        _imply(implication, known, day)
    return {name: value for name, value in known.items() if value not in derivations.too_wide.get(name, ())}


def _imply(implication: Implication, known: dict[str, FactValue], day: date) -> None:
    truth = judge(implication.when, known, day)
    if implication.is_member:
        if truth is Truth.MET:
            _add_member(str(implication.value), implication.fact, known)
    elif truth is Truth.MET:
        known.setdefault(implication.fact, implication.value)
    elif truth is Truth.NOT_MET and implication.otherwise is not None:
        known.setdefault(implication.fact, implication.otherwise)


def _add_member(member: str, fact: str, known: dict[str, FactValue]) -> None:
    """A set that was closed or that denies the member was stated so, and stays."""
    members = known.get(fact, ())
    if isinstance(members, tuple) and not {member, f"{DENIED}{member}", NO_OTHERS} & set(members):
        known[fact] = (*members, member)


def _percent(part: FactValue | None, whole: FactValue | None) -> float | None:
    """None where a count is unknown, or the part is no part."""
    if not isinstance(part, int | float) or not isinstance(whole, int | float) or not 0 <= part <= whole or whole == 0:
        return None
    return round(part / whole * 100, 4)


def _elapsed(since: FactValue | None, unit: Unit, day: date) -> int | None:
    """Whole years or months; None where a partial date leaves it open."""
    if not isinstance(since, str):
        return None
    start = PartialDate.parse(since)
    counts = {_whole_months(start.first_day, day), _whole_months(start.last_day, day)}
    if unit == "years":
        counts = {months // 12 for months in counts}
    return counts.pop() if len(counts) == 1 else None


def _whole_months(start: date, day: date) -> int:
    months = (day.year - start.year) * 12 + day.month - start.month
    return months if day.day >= start.day else months - 1


def facts_behind(fact: str, derivations: Derivations) -> tuple[str, ...]:
    """The facts from which `fact` can be counted, so that an answer to one of them settles it too."""
    return tuple(count.since for count in derivations.elapsed if count.fact == fact)
