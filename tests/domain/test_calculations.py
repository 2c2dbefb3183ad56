"""The calculations shipped, at the boundaries their clauses draw."""

from datetime import date
from pathlib import Path

import pytest

from assistant.adapters.content.library import Library, load_library
from assistant.domain.parameters import evaluate
from tests.small_knowledge_base import SHIPPED

DAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def library() -> Library:
    return load_library(Path(SHIPPED))


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
            assert evaluate(calculation.value, {}, DAY, library.parameters) is None


def test_every_calculation_names_the_rule_it_follows(library: Library) -> None:
    assert [c.id for calculations in library.calculations.values() for c in calculations if not c.clause] == []
