"""Which benefits somebody can get: every scheme judged, what excludes what, what it comes to, what to ask next."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from assistant.domain.combination import best_combination
from assistant.domain.conditions import Facts, closeness
from assistant.domain.conversation import FactValue, StaffGroup
from assistant.domain.derived_facts import with_derived
from assistant.domain.knowledge import Audience, Certainty
from assistant.domain.next_question import rank_open_facts
from assistant.domain.schemes import Assessment, BenefitPeriod, Outcome, Scheme, assess_scheme
from assistant.services.subsidy_rules import SubsidyRules


@dataclass(frozen=True)
class GroupResult:
    """A scheme for one of several groups of workers. `is_meant`: what was said of the group is what it is about."""

    group: StaffGroup
    assessment: Assessment
    is_meant: bool = True


@dataclass(frozen=True)
class SchemeResult:
    """A scheme with its assessment.

    `rivals`: what the person may have instead, never beside it; `gives_way_to`: the rival that is worth more and was
    counted in its place. `nearness`: the share of its conditions that is met on the way that is nearest, 0 to 1.
    `groups`: where a firm told of its workers group by group, each group's part.
    """

    scheme: Scheme
    assessment: Assessment
    rivals: tuple[str, ...] = ()
    gives_way_to: str | None = None
    nearness: Fraction = Fraction(0)
    groups: tuple[GroupResult, ...] = ()

    @property
    def id(self) -> str:
        return self.scheme.id


@dataclass(frozen=True)
class Totals:
    """Yuan by period: paid once, each month, each year."""

    once: Fraction = Fraction(0)
    month: Fraction = Fraction(0)
    year: Fraction = Fraction(0)


@dataclass(frozen=True)
class SubsidyReport:
    """All schemes for somebody on a day, those that count first.

    `total` holds what is current and counted; `possible` what rests on an old basis and must be verified: the two are
    never added up. `open_facts`: what is unknown, the fact that decides most first.
    """

    day: date
    facts: Mapping[str, FactValue]
    results: tuple[SchemeResult, ...]
    counted: tuple[str, ...]
    total: Totals
    possible: Totals
    open_facts: tuple[str, ...]
    digest: str

    def find(self, scheme_id: str) -> SchemeResult | None:
        return next((result for result in self.results if result.id == scheme_id), None)


_ORDER = {Outcome.ELIGIBLE: 0, Outcome.UNDETERMINED: 1, Outcome.INELIGIBLE: 2}
_SURENESS = {Certainty.CURRENT: 0, Certainty.TO_VERIFY: 1, Certainty.LAPSED: 2}


def assess_subsidies(
    facts: Facts,
    rules: SubsidyRules,
    day: date,
    audience: Audience,
    scheme_ids: Collection[str] | None = None,
    unsure: Collection[str] = (),
    first: str | None = None,
) -> SubsidyReport:
    """Every scheme for the audience that has conditions, or those of `scheme_ids`.

    `unsure`: facts the person does not know either, so that they are not asked for again. `first`: the scheme they
    asked about; what decides it is asked first. Raises UnknownParameterError only for rules `kb check` rejects.
    """
    known = with_derived(facts, rules.vocabulary.derivations, day)
    schemes = rules.schemes_for(audience)
    if scheme_ids is not None:
        schemes = tuple(s for s in rules.schemes.values() if s.id in scheme_ids and s.rule is not None)
    assessments = {scheme.id: assess_scheme(scheme, known, day, rules.parameters) for scheme in schemes}
    nearness = {scheme.id: _nearness(scheme, known, day) for scheme in schemes}
    rivals = rivals_among(schemes)
    counted = choose_counted(assessments, rivals)
    results = [
        SchemeResult(
            scheme,
            assessments[scheme.id],
            tuple(sorted(rivals[scheme.id])),
            winner_over(scheme.id, assessments[scheme.id], rivals, counted),
            nearness[scheme.id],
        )
        for scheme in schemes
    ]
    results.sort(key=lambda result: place_of(result, first))
    return SubsidyReport(
        day=day,
        facts=known,
        results=tuple(results),
        counted=counted,
        total=total_of(assessments, counted, Certainty.CURRENT),
        possible=total_of(assessments, counted, Certainty.TO_VERIFY),
        open_facts=rank_open_facts([result.assessment for result in results], nearness, unsure, first),
        digest=rules.digest,
    )


def _nearness(scheme: Scheme, facts: Facts, day: date) -> Fraction:
    way = closeness(scheme.rule, facts, day) if scheme.rule is not None else None
    return way.share if way is not None else Fraction(0)


def rivals_among(schemes: Collection[Scheme]) -> dict[str, set[str]]:
    """Who excludes whom; written on one side, it holds on both."""
    rivals: dict[str, set[str]] = {scheme.id: set() for scheme in schemes}
    for scheme in schemes:
        for other in scheme.excludes:
            rivals[scheme.id].add(other)
            if other in rivals:
                rivals[other].add(scheme.id)
    return rivals


def choose_counted(assessments: Mapping[str, Assessment], rivals: Mapping[str, set[str]]) -> tuple[str, ...]:
    """The best combination of what is current; then of what is to be verified, as far as it goes with the former."""
    chosen: tuple[str, ...] = ()
    for certainty in (Certainty.CURRENT, Certainty.TO_VERIFY):
        worth = {
            name: found.worth_yuan
            for name, found in assessments.items()
            if found.certainty is certainty
            and found.outcome is Outcome.ELIGIBLE
            and found.worth_yuan is not None
            and not rivals[name] & set(chosen)
        }
        pairs = [(name, other) for name in worth for other in rivals[name]]
        chosen = (*chosen, *best_combination({n: w for n, w in worth.items() if w is not None}, pairs))
    return tuple(sorted(chosen))


def winner_over(name: str, found: Assessment, rivals: Mapping[str, set[str]], counted: tuple[str, ...]) -> str | None:
    """The rival that was counted in the scheme's place, if there is one."""
    if name in counted or found.outcome is Outcome.INELIGIBLE:
        return None
    return next((other for other in sorted(rivals[name]) if other in counted), None)


def total_of(assessments: Mapping[str, Assessment], counted: tuple[str, ...], certainty: Certainty) -> Totals:
    """What the counted schemes of that certainty come to, by period."""
    sums = dict.fromkeys(BenefitPeriod, Fraction(0))
    for name in counted:
        found = assessments[name]
        if found.certainty is certainty and found.amount_yuan is not None and found.period is not None:
            sums[found.period] += found.amount_yuan
    return Totals(sums[BenefitPeriod.ONCE], sums[BenefitPeriod.MONTH], sums[BenefitPeriod.YEAR])


def place_of(result: SchemeResult, first: str | None) -> tuple[object, ...]:
    """Before all others the scheme asked about; then by outcome, by certainty, by how near it is, by id."""
    found = result.assessment
    return (
        result.id != first,
        _ORDER[found.outcome] if found.certainty is not Certainty.LAPSED else len(_ORDER),
        _SURENESS[found.certainty] if found.outcome is Outcome.ELIGIBLE else 0,
        -result.nearness,
        _SURENESS[found.certainty],
        result.id,
    )
