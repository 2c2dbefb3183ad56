"""Dated figures: the one in force on the day, exactly, or none at all."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.domain.conditions import Condition, Operator
from assistant.domain.dates import PartialDate, Period
from assistant.domain.errors import NoFigureError, UnknownParameterError
from assistant.domain.parameters import (
    Combined,
    Constant,
    DatedValue,
    OfFact,
    OfParameter,
    Parameter,
    ParameterTable,
    Quantity,
    Share,
    Tier,
    Tiers,
    evaluate,
    in_digits,
    parameters_in,
)

DAY = date(2026, 11, 23)
MONTHS = "person.unemployment_insured_months"
NUMBERS = st.fractions(-(10**6), 10**6, max_denominator=1000)


def _parameter(
    name: str,
    *values: tuple[str | None, str | None, int],
    derive: Quantity | None = None,
    valid_from: str | None = None,
) -> Parameter:
    dated = tuple(
        DatedValue(Fraction(value), Period(start and PartialDate.parse(start), end and PartialDate.parse(end)), ("s1",))
        for start, end, value in values
    )
    since = PartialDate.parse(valid_from) if valid_from else None
    return Parameter(name, f"示例{name}", "元/月", "chongqing", dated, derive, valid_from=since)


def _table(*parameters: Parameter) -> ParameterTable:
    return ParameterTable({parameter.id: parameter for parameter in parameters})


WAGE = _parameter("wage", ("2024", "2024", 2100), ("2025-01-01", None, 2330))
BENEFIT = _parameter("benefit", derive=Share(Fraction(80, 100), OfParameter("wage")), valid_from="2024-08-01")
TABLE = _table(WAGE, BENEFIT)


@pytest.mark.parametrize(
    ("day", "figure"),
    [
        (date(2024, 1, 1), 2100),
        (date(2024, 12, 31), 2100),
        (date(2025, 1, 1), 2330),
        (date(2099, 1, 1), 2330),
    ],
)
def test_a_figure_is_the_one_in_force_on_the_day(day: date, figure: int) -> None:
    assert TABLE.value_on("wage", day) == figure


def test_a_day_without_a_figure_raises_and_names_the_figure_and_the_day() -> None:
    with pytest.raises(NoFigureError, match="'示例wage' has no figure for 2023-12-31"):
        TABLE.value_on("wage", date(2023, 12, 31))


@given(st.lists(st.tuples(st.integers(2000, 2030), st.integers(0, 9000)), max_size=6, unique_by=lambda pair: pair[0]),
       st.dates(date(1999, 1, 1), date(2031, 12, 31)))  # fmt: skip
def test_never_is_another_year_s_figure_given(years: list[tuple[int, int]], day: date) -> None:
    table = _table(_parameter("p", *((str(year), str(year), value) for year, value in years)))
    if day.year in dict(years):
        assert table.value_on("p", day) == dict(years)[day.year]
    else:
        with pytest.raises(NoFigureError):
            table.value_on("p", day)


@given(st.integers(1, 10**6), st.integers(1, 10**6), st.fractions(0, 2, max_denominator=100))
def test_a_derived_figure_follows_the_figure_it_is_derived_from(before: int, after: int, share: Fraction) -> None:
    table = _table(
        _parameter("wage", ("2024", "2024", before), ("2025", None, after)),
        _parameter("benefit", derive=Share(share, OfParameter("wage"))),
    )
    assert table.value_on("benefit", date(2024, 6, 1)) == share * before
    assert table.value_on("benefit", DAY) == share * after


def test_a_figure_derived_from_a_derived_one_follows_too() -> None:
    half = _parameter("half", derive=Share(Fraction(1, 2), OfParameter("benefit")))
    assert _table(WAGE, BENEFIT, half).value_on("half", DAY) == 932


def test_a_derived_figure_has_no_value_before_it_was_introduced() -> None:
    assert TABLE.value_on("benefit", date(2024, 8, 1)) == 1680
    with pytest.raises(NoFigureError):
        TABLE.value_on("benefit", date(2024, 7, 31))


def test_a_derived_figure_has_no_value_where_the_other_has_none() -> None:
    table = _table(WAGE, _parameter("benefit", derive=Share(Fraction(4, 5), OfParameter("wage"))))
    with pytest.raises(NoFigureError, match="2023"):
        table.value_on("benefit", date(2023, 6, 1))


def test_a_published_figure_goes_before_a_derived_one() -> None:
    both = _parameter("both", ("2026", "2026", 1900), derive=OfParameter("wage"))
    assert _table(WAGE, both).value_on("both", DAY) == 1900
    assert _table(WAGE, both).value_on("both", date(2025, 6, 1)) == 2330


def test_a_figure_derived_from_somebody_s_facts_has_no_value_of_its_own() -> None:
    with pytest.raises(NoFigureError):
        _table(_parameter("mine", derive=OfFact(MONTHS))).value_on("mine", DAY)


def test_a_parameter_nobody_defines_raises() -> None:
    with pytest.raises(UnknownParameterError, match="nothing"):
        TABLE.value_on("nothing", DAY)


def _tier(at_least: int | None, value: int) -> Tier:
    when = Condition("", "", MONTHS, Operator.AT_LEAST, at_least) if at_least is not None else None
    return Tier(when, Constant(Fraction(value)))


TIERS = Tiers((_tier(36, 9), _tier(24, 6), _tier(12, 3)))
WITH_REST = Tiers((*TIERS.tiers, _tier(None, 0)))


@pytest.mark.parametrize(("months", "value"), [(36, 9), (35, 6), (24, 6), (23, 3), (12, 3), (11, 0), (400, 9)])
def test_the_first_tier_that_is_met_decides(months: int, value: int) -> None:
    assert evaluate(WITH_REST, {MONTHS: months}, DAY, TABLE) == value


def test_below_the_last_tier_there_is_no_value() -> None:
    assert evaluate(TIERS, {MONTHS: 11}, DAY, TABLE) is None


def test_an_unknown_fact_leaves_tiers_unknown_even_with_a_last_resort() -> None:
    assert evaluate(WITH_REST, {}, DAY, TABLE) is None


def test_an_unknown_tier_after_the_first_that_is_met_does_not_matter() -> None:
    age = Condition("", "", "person.age_years", Operator.AT_LEAST, 50)
    tiers = Tiers((_tier(12, 3), Tier(age, Constant(Fraction(9)))))
    assert evaluate(tiers, {MONTHS: 12}, DAY, TABLE) == 3
    assert evaluate(Tiers(tiers.tiers[::-1]), {MONTHS: 12}, DAY, TABLE) is None


@pytest.mark.parametrize(
    ("quantity", "value"),
    [
        (Combined("sum", (OfFact(MONTHS), Constant(Fraction(-12)))), Fraction(30)),
        (Combined("product", (OfFact(MONTHS), Constant(Fraction(1, 3)))), Fraction(14)),
        (Combined("least", (OfFact(MONTHS), Constant(Fraction(24)))), Fraction(24)),
        (Combined("greatest", (OfFact(MONTHS), Constant(Fraction(24)))), Fraction(42)),
        (Combined("whole", (Share(Fraction(1, 12), OfFact(MONTHS)),)), Fraction(3)),
        (Share(Fraction(1, 3), OfParameter("wage")), Fraction(2330, 3)),
    ],
)
def test_quantities_are_combined_exactly(quantity: Quantity, value: Fraction) -> None:
    assert evaluate(quantity, {MONTHS: 42}, DAY, TABLE) == value


@pytest.mark.parametrize("how", ["sum", "product", "least", "greatest", "whole"])
def test_an_unknown_part_leaves_the_whole_unknown(how: str) -> None:
    assert evaluate(Combined(how, (OfFact(MONTHS), Constant(Fraction(1)))), {}, DAY, TABLE) is None


@given(st.lists(st.decimals(0, 10_000, places=2).map(str), min_size=1, max_size=8))
def test_sums_of_cents_are_exact(amounts: list[str]) -> None:
    quantity = Combined("sum", tuple(Constant(Fraction(amount)) for amount in amounts))
    cents = sum(int(amount.replace(".", "")) for amount in amounts)
    assert evaluate(quantity, {}, DAY, TABLE) == Fraction(cents, 100)


@given(NUMBERS)
def test_the_whole_part_is_never_more_and_less_than_one_below(number: Fraction) -> None:
    whole = evaluate(Combined("whole", (Constant(number),)), {}, DAY, TABLE)
    assert whole is not None
    assert whole.denominator == 1
    assert 0 <= number - whole < 1


@pytest.mark.parametrize(("known", "value"), [(42, 42), (6000.5, Fraction("6000.5")), ("66.7", Fraction("66.7"))])
def test_a_fact_is_taken_as_exactly_as_it_was_said(known: float | str, value: Fraction) -> None:
    assert evaluate(OfFact("person.pay"), {"person.pay": known}, DAY, TABLE) == value


def test_several_values_are_no_figure() -> None:
    assert evaluate(OfFact("person.groups"), {"person.groups": ("graduate",)}, DAY, TABLE) is None


def test_an_unknown_combination_is_a_defect() -> None:
    with pytest.raises(ValueError, match="'mean'"):
        evaluate(Combined("mean", (Constant(Fraction(1)),)), {}, DAY, TABLE)


def test_the_parameters_a_quantity_refers_to_are_found_at_any_depth() -> None:
    quantity = Combined(
        "least", (Share(Fraction(1, 2), OfParameter("a")), Tiers((Tier(None, OfParameter("b")),)), OfFact("f"))
    )
    assert parameters_in(quantity) == ("a", "b")


@pytest.mark.parametrize(
    ("value", "digits"),
    [
        (Fraction(1864), "1864"),
        (Fraction("1.75"), "1.75"),
        (Fraction("1.5"), "1.5"),
        (Fraction("0.005"), "0.01"),
        (Fraction("0.004"), "0"),
        (Fraction("99.995"), "100"),
        (Fraction(2330, 3), "776.67"),
        (Fraction(0), "0"),
        (Fraction("2097.10"), "2097.1"),
        (Fraction(100), "100"),
        (Fraction("-1.5"), "-1.5"),
    ],
)
def test_a_figure_in_digits_has_at_most_two_decimals_rounded_half_up(value: Fraction, digits: str) -> None:
    assert in_digits(value) == digits


@given(st.fractions(0, 10**9))
def test_a_figure_in_digits_is_never_off_by_more_than_half_a_cent(value: Fraction) -> None:
    written = in_digits(value)
    assert abs(Fraction(written) - value) <= Fraction(1, 200)
    assert not written.endswith(".")
    assert "." not in written or not written.endswith("0")


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)))
def test_the_day_before_a_new_figure_still_has_the_old_one(start: date) -> None:
    end = start - timedelta(days=1)
    table = _table(_parameter("p", (None, end.isoformat(), 1), (start.isoformat(), None, 2)))
    assert (table.value_on("p", end), table.value_on("p", start)) == (1, 2)
