"""What excludes each other is never had together, and the best of what is allowed is chosen."""

from fractions import Fraction
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from assistant.domain.combination import best_combination

NAMES = ("a", "b", "c", "d", "e")
WORTH = st.dictionaries(st.sampled_from(NAMES), st.integers(0, 9).map(Fraction))
PAIRS = st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)), max_size=6)


def _sum(names: tuple[str, ...], worth: dict[str, Fraction]) -> Fraction:
    return sum((worth[name] for name in names), Fraction(0))


def test_of_two_that_exclude_each_other_the_one_worth_more_is_chosen() -> None:
    worth = {"hiring": Fraction(2000), "expansion": Fraction(1500), "tax": Fraction(7800)}
    assert best_combination(worth, [("hiring", "expansion")]) == ("hiring", "tax")


def test_two_small_ones_together_go_before_a_larger_one() -> None:
    worth = {"a": Fraction(5), "b": Fraction(3), "c": Fraction(3)}
    assert best_combination(worth, [("a", "b"), ("a", "c")]) == ("b", "c")


def test_of_equal_sums_the_first_by_id_is_chosen() -> None:
    assert best_combination({"b": Fraction(1), "a": Fraction(1)}, [("b", "a")]) == ("a",)


@given(WORTH, PAIRS)
def test_no_excluded_pair_is_ever_chosen(worth: dict[str, Fraction], pairs: list[tuple[str, str]]) -> None:
    chosen = set(best_combination(worth, pairs))
    assert not any({one, other} <= chosen for one, other in pairs if one != other)


@given(WORTH, PAIRS)
def test_no_allowed_combination_is_worth_more(worth: dict[str, Fraction], pairs: list[tuple[str, str]]) -> None:
    best = _sum(best_combination(worth, pairs), worth)
    for size in range(len(worth) + 1):
        for names in combinations(sorted(worth), size):
            if not any(one in names and other in names and one != other for one, other in pairs):
                assert _sum(names, worth) <= best


@given(WORTH, PAIRS, st.randoms())
def test_the_order_of_schemes_and_pairs_does_not_matter(worth: dict, pairs: list, random: object) -> None:
    shuffled = sorted(worth, key=lambda _: random.random())  # type: ignore[attr-defined]
    turned = [(other, one) for one, other in reversed(pairs)]
    assert best_combination({n: worth[n] for n in shuffled}, turned) == best_combination(worth, pairs)
