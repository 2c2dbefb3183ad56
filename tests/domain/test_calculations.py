"""The calculations shipped, at the boundaries their clauses draw."""

import re
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.adapters.content.library import Library, load_library
from assistant.domain.conversation import FactValue
from assistant.domain.parameters import evaluate
from tests.small_knowledge_base import SHIPPED

DAY = date(2026, 11, 23)


@cache
def shipped() -> Library:
    return load_library(Path(SHIPPED))


@pytest.fixture(scope="module")
def library() -> Library:
    return shipped()


@pytest.mark.parametrize(
    ("insured", "months"),
    [(11, None), (12, 3), (23, 3), (24, 6), (35, 6), (36, 9), (47, 9), (48, 12), (59, 12), (60, 15), (83, 15), (84, 16),
     (95, 16), (96, 17), (179, 23), (180, 24), (400, 24)],
)  # fmt: skip
def test_months_of_unemployment_benefit_follow_article_24(library: Library, insured: int, months: int | None) -> None:
    (calculation,) = [c for c in library.calculations["unemployment-benefit"] if c.id == "months"]
    facts = {"person.unemployment_insured_months": insured}
    assert evaluate(calculation.value, facts, DAY, library.parameters) == months


def test_a_calculation_rests_on_every_fact_it_says_and_no_other_fact_decides(library: Library) -> None:
    for calculations in library.calculations.values():
        for calculation in calculations:
            assert all(f"<{name}>" in calculation.says for name in calculation.facts)
            if calculation.value is not None:
                assert evaluate(calculation.value, {}, DAY, library.parameters) is None


def value_of(library: Library, document: str, name: str, facts: dict[str, FactValue]) -> Fraction | None:
    (calculation,) = [c for c in library.calculations[document] if c.id == name]
    assert calculation.value is not None
    return evaluate(calculation.value, facts, DAY, library.parameters)


@given(st.integers(0, 400), st.integers(1000, 60000))
def test_double_wage_is_owed_from_the_second_month_for_eleven_months_at_most(months: int, wage: int) -> None:
    facts: dict[str, FactValue] = {"person.service_months": months, "person.monthly_wage_yuan": wage}
    found = value_of(shipped(), "labour-contract", "double-pay-yuan", facts)
    assert found == wage * min(11, max(0, months - 1))


@given(st.integers(1, 7), st.integers(1000, 60000))
def test_a_statutory_holiday_is_paid_three_daily_wages_and_a_rest_day_two(days: int, wage: int) -> None:
    facts: dict[str, FactValue] = {
        "person.holiday_days_worked": days, "person.rest_days_worked": days, "person.untaken_leave_days": days,
        "person.overtime_hours": 8 * days, "person.monthly_wage_yuan": wage,
    }  # fmt: skip
    day = Fraction(wage) / Fraction("21.75")
    assert value_of(shipped(), "overtime-pay", "holiday-yuan", facts) == 3 * day * days
    assert value_of(shipped(), "public-holidays", "holiday-yuan", facts) == 3 * day * days
    assert value_of(shipped(), "overtime-pay", "rest-days-yuan", facts) == 2 * day * days
    assert value_of(shipped(), "overtime-pay", "overtime-yuan", facts) == Fraction(3, 2) * day * days
    assert value_of(shipped(), "annual-leave", "untaken-yuan", facts) == 2 * day * days


@given(st.integers(2, 30))
def test_partners_may_borrow_each_their_share_up_to_the_ceiling(partners: int) -> None:
    found = value_of(shipped(), "startup-loan-personal", "partners", {"person.partners": partners})
    assert found == min(600, 55 * partners)


@pytest.mark.parametrize(
    ("place", "insured", "total"), [("wanzhou", 48, 22368), ("youyang", 96, 35649), ("wuxi", 63, 31455)]
)
def test_the_benefit_in_all_is_months_times_the_figure_of_the_place(
    library: Library, place: str, insured: int, total: int
) -> None:
    facts: dict[str, FactValue] = {"person.household_region": place, "person.unemployment_insured_months": insured}
    assert value_of(library, "unemployment-benefit", "total", facts) == total


def test_what_a_calculation_says_has_a_figure_for_every_place(library: Library) -> None:
    for calculations in library.calculations.values():
        for calculation in calculations:
            named = set(re.findall(r"<([a-z_0-9]+)>", calculation.says))
            assert calculation.by is not None or named <= {"value", *calculation.also}


def test_every_calculation_names_the_rule_it_follows(library: Library) -> None:
    assert [c.id for calculations in library.calculations.values() for c in calculations if not c.clause] == []
