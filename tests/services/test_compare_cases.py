"""What an edit of the rules changes is told case by case."""

from dataclasses import replace

from assistant.services.compare_cases import compare_cases
from tests.services.shipped_rules import golden_cases, shipped_rules

RULES = shipped_rules()
SCHEME = "unemployment-benefit"
CASES = {SCHEME: tuple(case for scheme_id, case in golden_cases() if scheme_id == SCHEME)}


def test_nothing_is_told_where_nothing_changed() -> None:
    assert compare_cases(CASES, RULES, RULES) == ()


def test_a_case_that_comes_out_otherwise_is_told_with_both_results() -> None:
    stricter = replace(RULES.schemes[SCHEME], benefit=None)
    changes = compare_cases(CASES, RULES, replace(RULES, schemes={**RULES.schemes, SCHEME: stricter}))
    assert changes
    assert all(change.startswith(f"case     {SCHEME}/") for change in changes)
    assert any("eligible, 1864 yuan" in change and change.endswith("→ eligible") for change in changes)


def test_the_cases_of_a_scheme_that_is_new_are_no_change() -> None:
    without = replace(RULES, schemes={name: scheme for name, scheme in RULES.schemes.items() if name != SCHEME})
    assert compare_cases(CASES, without, RULES) == ()
