"""Assessments over all shipped schemes: what is unknown decides nothing, what excludes is not added up."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.domain.conversation import ConversationState, Fact, FactValue, StaffGroup
from assistant.domain.derived_facts import with_derived
from assistant.domain.facts import FactDefinition, FactType
from assistant.domain.knowledge import Audience, Certainty
from assistant.domain.parameters import ParameterTable
from assistant.domain.schemes import GoldenCase, Outcome, assess_scheme
from assistant.services.assess_staff import assess_known
from assistant.services.assess_subsidies import SubsidyReport, assess_subsidies
from assistant.services.assessment_trace import trace_as_text
from tests.services.shipped_rules import golden_cases, shipped_rules

DAY = date(2026, 11, 23)
RULES = shipped_rules()
HIRED: dict[str, FactValue] = {
    "worker.contract_months": 24, "worker.insured_months": 13, "worker.insured_by_firm": True,
    "worker.still_insured": True, "worker.household_in_chongqing": True, "worker.registered_unemployed": True,
    "worker.certificate_noted": True,
}  # fmt: skip


def _assess(facts: dict[str, FactValue], audience: Audience = Audience.EMPLOYER) -> SubsidyReport:
    return assess_subsidies(facts, RULES, DAY, audience)


def _value(definition: FactDefinition) -> st.SearchStrategy[FactValue]:
    match definition.type:
        case FactType.BOOLEAN:
            return st.booleans()
        case FactType.INTEGER | FactType.NUMBER | FactType.MONEY:
            return st.integers(0, 400)
        case FactType.DATE:
            return st.dates(date(2019, 1, 1), date(2026, 12, 31)).map(str)
        case FactType.CHOICE:
            return st.sampled_from(sorted(definition.values))
        case FactType.SET:
            members = st.lists(st.sampled_from([*sorted(definition.values), "none"]), max_size=4, unique=True)
            return members.map(tuple)
        case _:
            return st.sampled_from(["wanzhou", "wuxi", "yuzhong", "cn"])


def _facts() -> st.SearchStrategy[dict[str, FactValue]]:
    """Some of the facts there are, each with a value it may have."""
    one_of_each = {name: _value(definition) for name, definition in sorted(RULES.vocabulary.definitions.items())}
    return st.fixed_dictionaries({}, optional=one_of_each)


@settings(max_examples=40)
@given(_facts(), st.sampled_from(Audience))
def test_schemes_that_exclude_each_other_are_never_both_counted(facts: dict, audience: Audience) -> None:
    report = _assess(facts, audience)
    for result in report.results:
        if result.id in report.counted:
            assert not set(result.rivals) & set(report.counted)


@settings(max_examples=40)
@given(_facts(), st.sampled_from(Audience))
def test_totals_hold_what_is_current_and_counted_and_nothing_else(facts: dict, audience: Audience) -> None:
    report = _assess(facts, audience)
    amounts = [
        result.assessment.amount_yuan or Fraction(0)
        for result in report.results
        if result.id in report.counted and result.assessment.certainty is Certainty.CURRENT
    ]
    assert report.total.once + report.total.month + report.total.year == sum(amounts, Fraction(0))


@settings(max_examples=30)
@given(_facts(), st.sampled_from(Audience), st.randoms())
def test_the_order_of_facts_changes_nothing(facts: dict, audience: Audience, random: object) -> None:
    shuffled = dict(sorted(facts.items(), key=lambda _: random.random()))  # type: ignore[attr-defined]
    assert trace_as_text(_assess(facts, audience), RULES.parameters) == trace_as_text(
        _assess(shuffled, audience), RULES.parameters
    )


@pytest.mark.parametrize(("scheme_id", "case"), golden_cases(), ids=lambda part: getattr(part, "id", part))
def test_whatever_is_left_out_of_a_case_it_is_decided_alike_or_not_at_all(scheme_id: str, case: GoldenCase) -> None:
    """Leaving out a fact never turns a decision into its opposite; knowing more never undoes one."""
    scheme, derivations = RULES.schemes[scheme_id], RULES.vocabulary.derivations

    def outcome(facts: dict[str, FactValue]) -> Outcome:
        return assess_scheme(scheme, facts, case.as_of, RULES.parameters).outcome

    whole = outcome(with_derived(case.facts, derivations, case.as_of))
    for name, value in case.facts.items():
        less = with_derived({k: v for k, v in case.facts.items() if k != name}, derivations, case.as_of)
        if less.get(name, value) != value and not isinstance(value, tuple):
            continue  # the case contradicts by this fact what follows from its others
        assert outcome(less) in (whole, Outcome.UNDETERMINED)


def test_nobody_of_whom_nothing_is_known_is_refused_anything() -> None:
    for audience in Audience:
        assert {result.assessment.outcome for result in _assess({}, audience).results} == {Outcome.UNDETERMINED}


def test_a_changed_minimum_wage_changes_every_figure_derived_from_it() -> None:
    wage = RULES.parameters.get("minimum_wage_tier1")
    doubled = replace(wage, values=tuple(replace(dated, value=dated.value * 2) for dated in wage.values))
    table = ParameterTable({**RULES.parameters.parameters, wage.id: doubled})
    for name in ("ui_benefit_month_general", "ui_benefit_month_four_counties"):
        assert table.value_on(name, DAY) == 2 * RULES.parameters.value_on(name, DAY)
    case = next(c for s, c in golden_cases() if s == "unemployment-benefit" and c.amount_yuan == 1864)
    scheme = RULES.schemes["unemployment-benefit"]
    assert assess_scheme(scheme, case.facts, DAY, table).amount_yuan == 3728


def test_of_two_tax_deductions_for_one_worker_the_higher_one_counts_and_the_other_says_why() -> None:
    report = _assess({**HIRED, "worker.groups": ("veteran", "unemployed_6m"), "worker.count": 1})
    lower = report.find("tax-key-groups-employer")
    assert lower is not None
    assert ("tax-veteran-employer" in report.counted, lower.gives_way_to) == (True, "tax-veteran-employer")
    assert report.total.year == 9000


def test_an_old_basis_never_enters_the_total() -> None:
    report = _assess({**HIRED, "worker.groups": ("graduate_year", "none"), "worker.count": 3})
    assert "one-off-hiring-subsidy" in report.counted
    assert (report.total.once, report.possible.once) == (0, 6000)


def test_groups_of_workers_are_assessed_one_by_one_and_added_up_by_scheme() -> None:
    staff = (StaffGroup(3, ("graduate_year", "none")), StaffGroup(2, ("lifted_from_poverty", "none")),
             StaffGroup(4, ("none",)))  # fmt: skip
    state = ConversationState(facts=tuple(Fact(name, value, 1) for name, value in HIRED.items()), staff=staff)
    report = assess_known(state, RULES, DAY, Audience.EMPLOYER)
    hiring, tax = report.find("one-off-hiring-subsidy"), report.find("tax-key-groups-employer")
    assert hiring is not None and tax is not None
    assert hiring.assessment.amount_yuan == 3 * 2000 + 2 * 6000
    assert [part.assessment.outcome for part in hiring.groups] == [
        Outcome.ELIGIBLE, Outcome.ELIGIBLE, Outcome.INELIGIBLE,
    ]  # fmt: skip
    assert tax.assessment.amount_yuan == 2 * 7800 == report.total.year


def test_the_same_facts_and_files_give_the_same_bytes() -> None:
    facts: dict[str, FactValue] = {**HIRED, "worker.groups": ("veteran",)}
    first, second = (trace_as_text(_assess(facts), RULES.parameters) for _ in range(2))
    assert first == second
    assert '"tax_deduction_veterans_year": "9000"' in first
