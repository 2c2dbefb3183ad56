"""Assessing a firm that told of its workers group by group: each group by itself, then scheme by scheme together."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

from assistant.domain.conditions import Truth
from assistant.domain.conversation import ConversationState, FactValue, StaffGroup
from assistant.domain.knowledge import Audience, Certainty
from assistant.domain.next_question import rank_open_facts
from assistant.domain.parameters import Bounds
from assistant.domain.schemes import Assessment, Outcome
from assistant.services.assess_subsidies import (
    GroupResult,
    SchemeResult,
    SubsidyReport,
    assess_subsidies,
    place_of,
    total_of,
)
from assistant.services.known_facts import facts_in
from assistant.services.subsidy_rules import SubsidyRules

#: What one group is told apart by; said of all workers, it would be wrong for each.
OF_A_GROUP = frozenset({"worker.groups", "worker.count", "worker.is_graduate", "worker.graduated_on"})
_TELLING = OF_A_GROUP - {"worker.count"}
#: Who is registered unemployed may have been so for half a year, and is asked.
_REGISTERED, _FOR_HALF_A_YEAR = frozenset({"age_4050", "youth_16_24"}), "unemployed_6m"
_IS_REGISTERED = "worker.registered_unemployed"
_OUTCOMES = (Outcome.ELIGIBLE, Outcome.UNDETERMINED, Outcome.INELIGIBLE)


def assess_known(
    state: ConversationState,
    rules: SubsidyRules,
    day: date,
    audience: Audience,
    scheme_ids: Collection[str] | None = None,
    first: str | None = None,
) -> SubsidyReport:
    """All schemes, or those of `scheme_ids`, for what is known: group by group where there are groups."""
    facts = facts_in(state)
    if not state.staff or audience is not Audience.EMPLOYER:
        return assess_subsidies(facts, rules, day, audience, scheme_ids, state.unsure, first)
    common = {name: value for name, value in facts.items() if name not in OF_A_GROUP}
    reports = [
        assess_subsidies({**common, **_facts_of(group)}, rules, day, audience, scheme_ids, state.unsure, first)
        for group in state.staff
    ]
    return _together(reports, state, rules, first)


def _facts_of(group: StaffGroup) -> dict[str, FactValue]:
    known: dict[str, FactValue] = {**dict(group.facts), "worker.count": group.count}
    return {**known, "worker.groups": group.members} if group.members else known


def _speaks_for(group: StaffGroup, assessment: Assessment, rules: SubsidyRules) -> bool:
    """Whether what the group was told apart by is what the scheme is about; of one that looks at no kind, always.

    招了2个脱贫户、1个退役士兵: that the soldier may be a 脱贫户 as well is not known, and nothing that anybody said.
    """
    apart = _TELLING | {name for name, _ in group.facts}
    if not _TELLING & rules.facts_of(assessment.scheme_id):
        return True
    if any(one.condition.fact in apart and one.state is Truth.MET for one in assessment.conditions):
        return True
    is_registered = bool(_REGISTERED & {*group.members}) or (_IS_REGISTERED, True) in group.facts
    return is_registered and any(one.condition.value == _FOR_HALF_A_YEAR for one in assessment.conditions)


def _together(
    reports: Sequence[SubsidyReport], state: ConversationState, rules: SubsidyRules, first: str | None
) -> SubsidyReport:
    results = [_one_result(result.id, reports, state.staff, rules) for result in reports[0].results]
    results.sort(key=lambda result: place_of(result, first))
    assessments = {result.id: result.assessment for result in results}
    counted = tuple(sorted({name for report in reports for name in report.counted}))
    nearness = {result.id: result.nearness for result in results}
    return replace(
        reports[0],
        results=tuple(results),
        counted=counted,
        total=total_of(assessments, counted, Certainty.CURRENT),
        possible=total_of(assessments, counted, Certainty.TO_VERIFY),
        open_facts=rank_open_facts(
            [result.assessment for result in results], nearness, (*state.unsure, *OF_A_GROUP), first
        ),
    )


def _one_result(
    scheme_id: str, reports: Sequence[SubsidyReport], staff: tuple[StaffGroup, ...], rules: SubsidyRules
) -> SchemeResult:
    """A scheme over all groups. One about the firm alone is the same in every report, and counts once.

    Of groups that are all undetermined those count that the scheme is about, where there are any.
    """
    found = [result for report in reports if (result := report.find(scheme_id)) is not None]
    if not any(name.startswith("worker.") for name in rules.facts_of(scheme_id)):
        return found[0]
    groups = tuple(
        GroupResult(group, result.assessment, _speaks_for(group, result.assessment, rules))
        for group, result in zip(staff, found, strict=True)
    )
    outcome = next(one for one in _OUTCOMES if any(r.assessment.outcome is one for r in found))
    leading = [result for result in found if result.assessment.outcome is outcome]
    if outcome is Outcome.UNDETERMINED:
        if not any(part.is_meant for part in groups):
            return _of_nobody_told(found[0], groups)
        meant = [result for result, part in zip(found, groups, strict=True) if part.is_meant and result in leading]
        leading = meant or leading
    counted = [result for result in leading if result.gives_way_to is None] or leading
    best = max(counted, key=lambda result: result.nearness)
    missing = dict.fromkeys(name for result in leading for name in result.assessment.missing_facts)
    assessment = replace(
        best.assessment,
        amount=_sum([result.assessment for result in counted]),
        missing_facts=tuple(name for name in missing if name not in OF_A_GROUP or outcome is Outcome.UNDETERMINED),
    )
    return replace(best, assessment=assessment, groups=groups, gives_way_to=counted[0].gives_way_to)


def _of_nobody_told(result: SchemeResult, groups: tuple[GroupResult, ...]) -> SchemeResult:
    """A scheme about a kind of workers that nobody spoke of stays open, and comes to nothing that could be said."""
    return replace(result, assessment=replace(result.assessment, amount=None), groups=groups, nearness=Fraction(0))


def _sum(assessments: Sequence[Assessment]) -> Bounds | None:
    """What the groups come to together; None where one of them has no amount."""
    amounts = [assessment.amount for assessment in assessments]
    known = [amount for amount in amounts if amount is not None]
    if not known or len(known) < len(amounts):
        return None
    highs = [amount.high for amount in known if amount.high is not None]
    high = sum(highs, Fraction(0)) if len(highs) == len(known) else None
    return Bounds(sum((amount.low for amount in known), Fraction(0)), high)
