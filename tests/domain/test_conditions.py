"""Conditions in three values: what is not known decides nothing."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.domain.conditions import (
    DENIED,
    NO_OTHERS,
    AllOf,
    AnyOf,
    Condition,
    Facts,
    Not,
    Operator,
    Rule,
    Truth,
    failed_conditions,
    judge,
    leaves,
    months_of,
    open_conditions,
    unwanted_in,
)
from assistant.domain.conversation import FactValue

DAY = date(2026, 11, 23)
MET, NOT_MET, UNKNOWN = Truth.MET, Truth.NOT_MET, Truth.UNKNOWN
NAMES = ("a", "b", "c", "d")


def _leaf(name: str = "a", operator: Operator = Operator.IS, value: FactValue = True) -> Condition:
    return Condition(name, f"条件{name}", name, operator, value)


LEAVES: st.SearchStrategy[Rule] = st.builds(
    _leaf,
    st.sampled_from(NAMES),
    st.sampled_from([Operator.AT_LEAST, Operator.LESS_THAN, Operator.IS, Operator.IS_NOT]),
    st.integers(0, 3),
)
RULES: st.SearchStrategy[Rule] = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: AllOf(tuple(parts)))
        | st.lists(inner, min_size=1, max_size=3).map(lambda parts: AnyOf(tuple(parts)))
        | inner.map(Not)
    ),
    max_leaves=8,
)
FACTS: st.SearchStrategy[dict[str, FactValue]] = st.dictionaries(st.sampled_from(NAMES), st.integers(0, 3))


def _completions(facts: Facts, names: set[str]) -> list[dict[str, FactValue]]:
    """Every way in which the unknown facts may turn out (values that tell all leaves above apart)."""
    completed: list[dict[str, FactValue]] = [dict(facts)]
    for name in sorted(names - facts.keys()):
        completed = [known | {name: value} for known in completed for value in range(4)]
    return completed


@given(RULES, FACTS)
def test_an_unknown_fact_never_yields_not_met_unless_the_known_facts_alone_decide_it(
    rule: Rule, facts: dict[str, FactValue]
) -> None:
    outcomes = {judge(rule, known, DAY) for known in _completions(facts, {leaf.fact for leaf in leaves(rule)})}
    truth = judge(rule, facts, DAY)
    assert UNKNOWN not in outcomes
    if truth is not UNKNOWN:
        assert outcomes == {truth}


@given(RULES, FACTS, st.sampled_from(NAMES), st.integers(0, 3))
def test_adding_a_fact_never_undoes_a_decided_outcome(
    rule: Rule, facts: dict[str, FactValue], name: str, value: int
) -> None:
    before = judge(rule, {known: facts[known] for known in facts if known != name}, DAY)
    assert before in (UNKNOWN, judge(rule, facts | {name: value}, DAY))


@given(RULES)
def test_a_rule_about_nothing_but_unknown_facts_is_unknown(rule: Rule) -> None:
    assert judge(rule, {}, DAY) is UNKNOWN


@given(RULES, FACTS)
def test_not_turns_the_outcome_and_twice_not_turns_it_back(rule: Rule, facts: dict[str, FactValue]) -> None:
    turned = {MET: NOT_MET, NOT_MET: MET, UNKNOWN: UNKNOWN}
    assert judge(Not(rule), facts, DAY) is turned[judge(rule, facts, DAY)]
    assert judge(Not(Not(rule)), facts, DAY) is judge(rule, facts, DAY)


@given(st.lists(RULES, min_size=1, max_size=3), FACTS)
def test_all_and_any_follow_de_morgan(parts: list[Rule], facts: dict[str, FactValue]) -> None:
    denied = AnyOf(tuple(Not(part) for part in parts))
    assert judge(Not(AllOf(tuple(parts))), facts, DAY) is judge(denied, facts, DAY)


@pytest.mark.parametrize(
    ("facts", "all_of", "any_of"),
    [
        ({"a": True, "b": True}, MET, MET),
        ({"a": True, "b": False}, NOT_MET, MET),
        ({"a": False, "b": False}, NOT_MET, NOT_MET),
        ({"a": True}, UNKNOWN, MET),
        ({"a": False}, NOT_MET, UNKNOWN),
        ({}, UNKNOWN, UNKNOWN),
    ],
)
def test_all_and_any_in_three_values(facts: Facts, all_of: Truth, any_of: Truth) -> None:
    parts = (_leaf("a"), _leaf("b"))
    assert (judge(AllOf(parts), facts, DAY), judge(AnyOf(parts), facts, DAY)) == (all_of, any_of)


@pytest.mark.parametrize(
    ("operator", "value", "known", "truth"),
    [
        (Operator.IS, True, True, MET),
        (Operator.IS, True, False, NOT_MET),
        (Operator.IS, "employed", "student", NOT_MET),
        (Operator.IS_NOT, "employed", "student", MET),
        (Operator.IS_NOT, "employed", "employed", NOT_MET),
        (Operator.AT_LEAST, 12, 12, MET),
        (Operator.AT_LEAST, 12, 11, NOT_MET),
        (Operator.AT_MOST, 12, 12, MET),
        (Operator.AT_MOST, 12, 13, NOT_MET),
        (Operator.MORE_THAN, 12, 12, NOT_MET),
        (Operator.MORE_THAN, 12, 12.5, MET),
        (Operator.LESS_THAN, 12, 12, NOT_MET),
        (Operator.LESS_THAN, 12, 11, MET),
        (Operator.AT_LEAST, 12, "12", MET),
        (Operator.ONE_OF, ("wuxi", "chengkou"), "wuxi", MET),
        (Operator.ONE_OF, ("wuxi", "chengkou"), "wanzhou", NOT_MET),
        (Operator.INCLUDES, "graduate", ("graduate", "disabled"), MET),
        (Operator.INCLUDES, "graduate", ("disabled",), UNKNOWN),
        (Operator.INCLUDES, "graduate", (), UNKNOWN),
        (Operator.INCLUDES, "graduate", ("disabled", NO_OTHERS), NOT_MET),
        (Operator.INCLUDES, "graduate", (f"{DENIED}graduate",), NOT_MET),
        (Operator.IN_YEAR_ASKED, True, "2026-06", MET),
        (Operator.IN_YEAR_ASKED, True, "2025-12-31", NOT_MET),
        (Operator.IN_YEAR_ASKED, False, "2025", MET),
        (Operator.NOT_BEFORE, "2025-01-01", "2025-01-01", MET),
        (Operator.NOT_BEFORE, "2025-01-01", "2024-12-31", NOT_MET),
        (Operator.NOT_AFTER, "2025-12-31", "2025-12-31", MET),
        (Operator.NOT_AFTER, "2025-12-31", "2026-01-01", NOT_MET),
    ],
)
def test_each_operator_at_its_boundary(operator: Operator, value: FactValue, known: FactValue, truth: Truth) -> None:
    assert judge(_leaf("a", operator, value), {"a": known}, DAY) is truth


@pytest.mark.parametrize("operator", Operator)
def test_every_operator_leaves_an_unknown_fact_unknown(operator: Operator) -> None:
    value: FactValue = {Operator.WITHIN: "P2Y", Operator.ONE_OF: ("a",)}.get(operator, 1)
    assert judge(_leaf("a", operator, value), {"b": 1}, DAY) is UNKNOWN


@pytest.mark.parametrize(
    ("graduated", "duration", "day", "truth"),
    [
        ("2024-06-30", "P2Y", date(2026, 6, 30), MET),
        ("2024-06-30", "P2Y", date(2026, 7, 1), NOT_MET),
        ("2024-02-29", "P1Y", date(2025, 2, 28), MET),
        ("2024-02-29", "P1Y", date(2025, 3, 1), NOT_MET),
        ("2024-02-29", "P4Y", date(2028, 2, 29), MET),
        ("2025-08-31", "P6M", date(2026, 2, 28), MET),
        ("2025-08-31", "P6M", date(2026, 3, 1), NOT_MET),
        ("2025-05-15", "P1Y6M", date(2026, 11, 15), MET),
        ("2025-05-15", "P1Y6M", date(2026, 11, 16), NOT_MET),
        ("2026-11-23", "P2Y", date(2026, 11, 23), MET),
    ],
)
def test_within_counts_to_the_same_day_included(graduated: str, duration: str, day: date, truth: Truth) -> None:
    assert judge(_leaf("a", Operator.WITHIN, duration), {"a": graduated}, day) is truth


@pytest.mark.parametrize("operator", [Operator.WITHIN, Operator.NOT_BEFORE, Operator.NOT_AFTER])
def test_a_month_where_a_day_is_needed_decides_only_what_every_day_of_it_would(operator: Operator) -> None:
    value = {Operator.WITHIN: "P2Y"}.get(operator, "2024-11-23")
    leaf = _leaf("a", operator, value)
    assert judge(leaf, {"a": "2024-11"}, DAY) is UNKNOWN
    assert judge(leaf, {"a": "2020"}, DAY) is (MET if operator is Operator.NOT_AFTER else NOT_MET)
    assert judge(leaf, {"a": "2025-11"}, DAY) is (NOT_MET if operator is Operator.NOT_AFTER else MET)


@given(st.dates(date(2000, 1, 1), date(2040, 1, 1)), st.integers(1, 60))
def test_within_holds_up_to_a_day_and_never_again(start: date, months: int) -> None:
    leaf, facts = _leaf("a", Operator.WITHIN, f"P{months}M"), {"a": start.isoformat()}
    span = [start + timedelta(days=days) for days in range(months * 31 + 3)]
    held = [judge(leaf, facts, day) is MET for day in span]
    assert held == sorted(held, reverse=True)
    assert held[0]
    assert not held[-1]


@pytest.mark.parametrize(
    ("duration", "months"), [("P2Y", 24), ("P6M", 6), ("P1Y6M", 18), ("P0M", 0), ("P10Y", 120), ("P24M", 24)]
)
def test_a_duration_of_years_and_months_in_months(duration: str, months: int) -> None:
    assert months_of(duration) == months


@pytest.mark.parametrize("duration", ["", "P", "2Y", "P2", "P2D", "PT2M", "P2Y6", "PY", "PM", "P-2Y", "P1.5Y", "P2M1Y"])
def test_what_is_no_duration_is_refused_in_words_that_quote_it(duration: str) -> None:
    with pytest.raises(ValueError, match=rf"^'{duration}' is not a duration"):
        months_of(duration)


def test_the_single_conditions_of_a_rule_come_in_the_order_written() -> None:
    rule = AllOf((_leaf("b"), AnyOf((_leaf("a"), Not(_leaf("d")))), _leaf("c")))
    assert [leaf.fact for leaf in leaves(rule)] == ["b", "a", "d", "c"]


def test_yes_is_no_number() -> None:
    with pytest.raises(ValueError, match="no number"):
        judge(_leaf("a", Operator.AT_LEAST, 1), {"a": True}, DAY)


@pytest.mark.parametrize("known", [1, 1.0, "1"])
def test_yes_is_not_the_number_one(known: FactValue) -> None:
    assert judge(_leaf("a", Operator.IS, True), {"a": known}, DAY) is NOT_MET


@given(RULES, FACTS)
def test_only_an_undecided_rule_has_open_conditions_and_each_of_them_is_unknown(rule: Rule, facts: Facts) -> None:
    still_open = open_conditions(rule, facts, DAY)
    assert bool(still_open) == (judge(rule, facts, DAY) is UNKNOWN)
    assert all(judge(leaf, facts, DAY) is UNKNOWN for leaf in still_open)


@given(RULES, FACTS, st.data())
def test_a_fact_that_no_open_condition_names_changes_nothing(rule: Rule, facts: Facts, data: st.DataObject) -> None:
    wanted = {leaf.fact for leaf in open_conditions(rule, facts, DAY)}
    others = {name: data.draw(st.integers(0, 3)) for name in NAMES if name not in wanted and name not in facts}
    assert judge(rule, {**facts, **others}, DAY) is judge(rule, facts, DAY)


@given(RULES, FACTS)
def test_whoever_is_refused_is_told_a_condition_that_refuses(rule: Rule, facts: Facts) -> None:
    failed = failed_conditions(rule, facts, DAY)
    assert bool(failed) == (judge(rule, facts, DAY) is NOT_MET)
    assert all(leaf.fact in facts for leaf in failed)


def test_what_must_not_be_is_told_from_what_must() -> None:
    rule = AllOf((_leaf("a"), Not(AnyOf((_leaf("b"), Not(_leaf("c"))))), Not(_leaf("d"))))

    assert unwanted_in(rule) == {"b", "d"}
