"""What is left behind is told in the words of the data set."""

from evals.task_end_state import _shift_of


def test_no_nights_and_days_only_are_one_in_the_words_of_the_set() -> None:
    assert _shift_of(["day"], []) == "day" and _shift_of([], ["night"]) == "day"
    assert _shift_of([], []) is None and _shift_of([], ["rotating"]) is None and _shift_of(["night"], []) == "night"
