"""What follows from facts by definition or by counting; statuses an office grants never do."""

from datetime import date

import pytest

from assistant.domain.conditions import NO_OTHERS, Condition, Operator
from assistant.domain.derived_facts import Derivations, Elapsed, Implication, PartOf, with_derived

DAY = date(2026, 11, 23)
GRADUATED_NOW = Condition("", "", "graduated_on", Operator.IN_YEAR_ASKED, True)
RULES = Derivations(
    implications=(
        Implication("in_year", GRADUATED_NOW, True, otherwise=False),
        Implication("groups", GRADUATED_NOW, "graduate", is_member=True),
    ),
    elapsed=(Elapsed("age_years", "born_on", "years"), Elapsed("open_months", "opened_on", "months")),
)


@pytest.mark.parametrize(
    ("born", "age"),
    [("1974-11-23", 52), ("1974-11-24", 51), ("1974-10", 52), ("1974-11", None), ("1974", None), ("2027-01-01", None)],
)
def test_whole_years_are_counted_where_the_date_is_exact_enough(born: str, age: int | None) -> None:
    assert with_derived({"born_on": born}, RULES, DAY).get("age_years") == age


@pytest.mark.parametrize(
    ("opened", "months"), [("2025-11-23", 12), ("2025-11-24", 11), ("2025-10", 13), ("2025-11", None)]
)
def test_whole_months_are_counted_where_the_date_is_exact_enough(opened: str, months: int | None) -> None:
    found = with_derived({"opened_on": opened}, RULES, DAY).get("open_months")
    assert found == months or (opened == "2025-10" and found in (12, 13, None))


def test_what_was_stated_is_never_changed() -> None:
    stated = {"born_on": "1974-01-01", "age_years": 40, "graduated_on": "2026-06", "in_year": False}
    assert with_derived(stated, RULES, DAY) == {**stated, "groups": ("graduate",)}


def test_a_date_that_decides_implies_both_ways() -> None:
    assert with_derived({"graduated_on": "2026-06"}, RULES, DAY)["in_year"] is True
    assert with_derived({"graduated_on": "2025"}, RULES, DAY)["in_year"] is False
    assert "in_year" not in with_derived({}, RULES, DAY)


def test_a_member_is_added_to_an_open_set_and_never_to_one_that_was_closed_or_denies_it() -> None:
    graduated = {"graduated_on": "2026-06"}
    assert with_derived({**graduated, "groups": ("disabled",)}, RULES, DAY)["groups"] == ("disabled", "graduate")
    for members in ((NO_OTHERS,), ("not:graduate",)):
        assert with_derived({**graduated, "groups": members}, RULES, DAY)["groups"] == members


def test_a_part_of_a_whole_is_counted_in_per_cent_and_nothing_where_it_is_no_part() -> None:
    derivations = Derivations(shares=(PartOf("kept_percent", "kept", "all"),))
    assert with_derived({"kept": 3, "all": 5}, derivations, date(2026, 11, 23))["kept_percent"] == 60
    assert "kept_percent" not in with_derived({"kept": 6, "all": 5}, derivations, date(2026, 11, 23))
    assert "kept_percent" not in with_derived({"kept": 3}, derivations, date(2026, 11, 23))
