"""The question that is asked next is the one that decides most."""

from datetime import date
from fractions import Fraction

from assistant.domain.knowledge import Certainty
from assistant.domain.next_question import rank_open_facts
from assistant.domain.schemes import Assessment, Outcome


def _open(name: str, *missing: str, certainty: Certainty = Certainty.CURRENT) -> Assessment:
    return Assessment(name, Outcome.UNDETERMINED, certainty, (), None, None, None, missing, date(2026, 11, 23))


def test_a_fact_that_many_schemes_wait_for_comes_before_one_that_few_do() -> None:
    assert rank_open_facts([_open("a", "region", "age"), _open("b", "age"), _open("c", "age")], {})[0] == "age"


def test_the_only_fact_a_scheme_lacks_weighs_more_than_one_of_many() -> None:
    assert rank_open_facts([_open("a", "x", "y", "z"), _open("b", "last")], {})[0] == "last"


def test_what_is_current_is_asked_about_before_what_must_be_verified() -> None:
    ranked = rank_open_facts([_open("old", "x", certainty=Certainty.TO_VERIFY), _open("new", "y")], {})
    assert ranked == ("y", "x")


def test_nothing_is_asked_for_the_sake_of_a_scheme_that_has_lapsed() -> None:
    assert rank_open_facts([_open("gone", "x", certainty=Certainty.LAPSED)], {}) == ()


def test_the_scheme_a_person_asked_about_is_settled_first() -> None:
    ranked = rank_open_facts([_open("a", "x"), _open("b", "x"), _open("mine", "y", "z")], {}, first="mine")
    assert ranked == ("y", "z", "x")


def test_a_question_somebody_could_not_answer_is_not_asked_again() -> None:
    assert rank_open_facts([_open("a", "x", "y")], {}, asked=("x",)) == ("y",)


def test_what_is_nearest_to_being_met_is_settled_before_what_is_far() -> None:
    ranked = rank_open_facts([_open("far", "x"), _open("near", "y")], {"near": Fraction(3, 4), "far": Fraction(0)})
    assert ranked == ("y", "x")
