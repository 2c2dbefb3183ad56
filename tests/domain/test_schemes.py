"""Assessments: what the rules say for somebody, never more than is known."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.domain.conditions import AllOf, AnyOf, Condition, Facts, Operator, Truth
from assistant.domain.conversation import FactValue
from assistant.domain.dates import PartialDate, Period
from assistant.domain.knowledge import Audience, Certainty, Confidence, PolicyDocument, Standing
from assistant.domain.parameters import (
    Constant,
    DatedValue,
    OfFact,
    OfParameter,
    Parameter,
    ParameterTable,
    Tier,
    Tiers,
)
from assistant.domain.schemes import Benefit, BenefitKind, BenefitPeriod, Outcome, Scheme, assess_scheme

DAY = date(2026, 11, 23)
WAGE = Parameter(
    "wage", "示例工资", "元/月", "chongqing",
    (DatedValue(Fraction(2000), Period(PartialDate(2026), PartialDate(2026)), ("s1",)),),
)  # fmt: skip
TABLE = ParameterTable({"wage": WAGE})
INSURED = Condition("c1", "交满1年", "months", Operator.AT_LEAST, 12)
REGISTERED = Condition("c2", "办了失业登记", "registered", Operator.IS, True)
DOCUMENT = PolicyDocument(
    "sample", "示例补贴", "scheme", (Audience.JOB_SEEKER,), "chongqing", Standing.CURRENT, Confidence.CONFIRMED, Period(),
    date(2026, 11, 23), (), (),
)  # fmt: skip
MONTHLY = Benefit(
    BenefitKind.MONTHLY, BenefitPeriod.MONTH, OfParameter("wage"),
    months=Tiers((Tier(Condition("", "", "months", Operator.AT_LEAST, 24), Constant(Fraction(6))),
                  Tier(None, Constant(Fraction(3))))),
)  # fmt: skip
SCHEME = Scheme(DOCUMENT, AllOf((INSURED, REGISTERED)), MONTHLY)
GOOD: Facts = {"months": 12, "registered": True}


def test_whoever_meets_every_condition_is_eligible_and_gets_the_amount_per_month_and_the_months() -> None:
    result = assess_scheme(SCHEME, GOOD, DAY, TABLE)
    assert (result.outcome, result.amount_yuan, result.months) == (Outcome.ELIGIBLE, 2000, 3)
    assert (result.period, result.missing_facts, result.as_of) == (BenefitPeriod.MONTH, (), DAY)
    assert assess_scheme(SCHEME, GOOD | {"months": 24}, DAY, TABLE).months == 6


def test_whoever_fails_one_condition_is_ineligible_and_gets_no_amount() -> None:
    result = assess_scheme(SCHEME, {"months": 11, "registered": True}, DAY, TABLE)
    assert (result.outcome, result.amount_yuan, result.months) == (Outcome.INELIGIBLE, None, None)


def test_an_unknown_fact_never_makes_someone_ineligible() -> None:
    result = assess_scheme(SCHEME, {"months": 12}, DAY, TABLE)
    assert result.outcome is Outcome.UNDETERMINED
    assert result.missing_facts == ("registered",)
    assert [judged.state for judged in result.conditions] == [Truth.MET, Truth.UNKNOWN]


def test_a_failed_condition_decides_whatever_else_is_unknown() -> None:
    assert assess_scheme(SCHEME, {"registered": False}, DAY, TABLE).outcome is Outcome.INELIGIBLE


def test_a_scheme_without_conditions_decides_nothing() -> None:
    result = assess_scheme(replace(SCHEME, rule=None), GOOD, DAY, TABLE)
    assert (result.outcome, result.conditions) == (Outcome.UNDETERMINED, ())


def test_a_fact_that_is_missing_twice_is_asked_for_once() -> None:
    longer = replace(INSURED, id="c3", value=24)
    result = assess_scheme(replace(SCHEME, rule=AnyOf((INSURED, longer, REGISTERED))), {}, DAY, TABLE)
    assert result.missing_facts == ("months", "registered")


@pytest.mark.parametrize(("persons", "amount"), [(0, 0), (1, 1500), (3, 4500)])
def test_an_amount_per_person_is_multiplied(persons: int, amount: int) -> None:
    benefit = Benefit(BenefitKind.PER_PERSON, BenefitPeriod.ONCE, Constant(Fraction(1500)), persons=OfFact("hired"))
    result = assess_scheme(replace(SCHEME, benefit=benefit), GOOD | {"hired": persons}, DAY, TABLE)
    assert result.amount_yuan == amount


def test_an_unknown_number_of_persons_leaves_the_amount_unknown() -> None:
    benefit = Benefit(BenefitKind.PER_PERSON, BenefitPeriod.ONCE, Constant(Fraction(1500)), persons=OfFact("hired"))
    result = assess_scheme(replace(SCHEME, benefit=benefit), GOOD, DAY, TABLE)
    assert (result.outcome, result.amount_yuan) == (Outcome.ELIGIBLE, None)


@given(st.integers(0, 10**6), st.integers(0, 10**4), st.integers(0, 10**6))
def test_no_amount_is_ever_above_its_cap(each: int, persons: int, cap: int) -> None:
    benefit = Benefit(
        BenefitKind.PER_PERSON,
        BenefitPeriod.YEAR,
        Constant(Fraction(each)),
        OfFact("hired"),
        cap=Constant(Fraction(cap)),
    )
    result = assess_scheme(replace(SCHEME, benefit=benefit), GOOD | {"hired": persons}, DAY, TABLE)
    assert result.amount_yuan == min(each * persons, cap)


def test_an_unknown_cap_leaves_the_amount_unknown() -> None:
    benefit = Benefit(BenefitKind.FIXED, BenefitPeriod.ONCE, Constant(Fraction(1500)), cap=OfFact("paid"))
    assert assess_scheme(replace(SCHEME, benefit=benefit), GOOD, DAY, TABLE).amount_yuan is None


def test_a_benefit_that_cannot_be_computed_has_no_amount() -> None:
    benefit = Benefit(BenefitKind.NOT_COMPUTABLE, reason="标准没有查到")
    result = assess_scheme(replace(SCHEME, benefit=benefit), GOOD, DAY, TABLE)
    assert (result.outcome, result.amount_yuan) == (Outcome.ELIGIBLE, None)
    assert assess_scheme(replace(SCHEME, benefit=None), GOOD, DAY, TABLE).amount_yuan is None


def test_a_day_without_a_figure_has_no_amount_and_says_so_rather_than_taking_another_year_s() -> None:
    result = assess_scheme(SCHEME, GOOD, date(2025, 6, 1), TABLE)
    assert (result.outcome, result.amount_yuan, result.amount) == (Outcome.ELIGIBLE, None, None)
    assert result.no_figure is not None and "2025" in result.no_figure


def test_what_an_unknown_fact_leaves_open_of_the_amount_is_a_span_and_the_fact_is_named() -> None:
    by_region = Tiers(
        (Tier(Condition("", "", "region", Operator.IS, "wuxi"), Constant(Fraction(2097))),
         Tier(None, Constant(Fraction(1864))))
    )  # fmt: skip
    scheme = replace(SCHEME, benefit=Benefit(BenefitKind.MONTHLY, BenefitPeriod.MONTH, by_region))
    result = assess_scheme(scheme, GOOD, DAY, TABLE)
    assert result.amount is not None
    assert (result.amount.low, result.amount.high, result.amount_yuan) == (1864, 2097, None)
    assert result.missing_facts == ("region",)
    assert assess_scheme(scheme, GOOD | {"region": "wanzhou"}, DAY, TABLE).amount_yuan == 1864


def test_a_condition_beside_one_that_is_met_is_not_asked_for() -> None:
    either = replace(SCHEME, rule=AllOf((AnyOf((INSURED, Condition("c3", "残疾人", "disabled", Operator.IS, True))),
                                         REGISTERED)))  # fmt: skip
    assert assess_scheme(either, {"months": 12}, DAY, TABLE).missing_facts == ("registered",)


def test_what_a_benefit_is_worth_counts_all_its_months() -> None:
    assert assess_scheme(SCHEME, GOOD, DAY, TABLE).worth_yuan == 6000
    assert assess_scheme(SCHEME, {"registered": True}, DAY, TABLE).worth_yuan is None


@given(st.dictionaries(st.sampled_from(["months", "registered"]), st.integers(0, 40)), st.integers(0, 40))
def test_a_further_fact_never_undoes_what_is_decided(facts: dict[str, int], more: int) -> None:
    known: dict[str, FactValue] = {k: (v % 2 == 0 if k == "registered" else v) for k, v in facts.items()}
    before = assess_scheme(SCHEME, known, DAY, TABLE).outcome
    known.setdefault("months", more)
    known.setdefault("registered", more % 2 == 0)
    after = assess_scheme(SCHEME, known, DAY, TABLE).outcome
    assert before is Outcome.UNDETERMINED or after is before


@given(st.permutations(["months", "registered", "region", "disabled"]))
def test_the_order_of_facts_does_not_matter(order: list[str]) -> None:
    values: dict[str, FactValue] = {"months": 30, "registered": True, "region": "wuxi", "disabled": False}
    assert assess_scheme(SCHEME, {name: values[name] for name in order}, DAY, TABLE) == assess_scheme(
        SCHEME, values, DAY, TABLE
    )


def test_whoever_is_ineligible_is_told_so_even_where_there_is_no_figure() -> None:
    assert assess_scheme(SCHEME, {"months": 1}, date(2025, 6, 1), TABLE).outcome is Outcome.INELIGIBLE


def test_certainty_travels_with_the_assessment() -> None:
    old = replace(SCHEME, document=replace(DOCUMENT, standing=Standing.OLD_BASIS_VERIFY))
    assert assess_scheme(old, GOOD, DAY, TABLE).certainty is Certainty.TO_VERIFY


@given(st.dictionaries(st.sampled_from(["months", "registered"]), st.integers(0, 40) | st.booleans()))
def test_an_outcome_is_a_denial_only_if_a_known_fact_denies_it(facts: dict[str, int | bool]) -> None:
    if isinstance(facts.get("months"), bool):
        del facts["months"]
    result = assess_scheme(SCHEME, facts, DAY, TABLE)
    denied = any(judged.state is Truth.NOT_MET and judged.condition.fact in facts for judged in result.conditions)
    assert (result.outcome is Outcome.INELIGIBLE) == denied
    assert result.outcome is not Outcome.INELIGIBLE or result.amount_yuan is None
    assert set(result.missing_facts).isdisjoint(facts)


def test_what_is_paid_once_beside_a_monthly_amount_is_in_the_worth_where_it_is_settled() -> None:
    benefit = replace(MONTHLY, months=Constant(Fraction(6)), extra=OfFact("extra"))
    scheme = Scheme(DOCUMENT, INSURED, benefit)
    told = assess_scheme(scheme, {"months": 12, "extra": 500}, DAY, TABLE)
    assert (told.amount_yuan, told.worth_yuan) == (Fraction(2000), Fraction(12500))
    untold = assess_scheme(scheme, {"months": 12}, DAY, TABLE)
    assert untold.extra is not None and untold.extra.exact is None and "extra" in untold.missing_facts
