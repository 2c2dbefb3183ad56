"""What the soak takes for growth, and what for chance."""

import pytest

from evals.soak import growth_of


def test_what_rises_while_warming_up_only_is_no_growth() -> None:
    assert not growth_of("memory MB", [200, 260, 300, 320, 322, 321, 323, 322, 324, 322, 323, 322]).is_growth


def test_what_goes_on_rising_is() -> None:
    assert growth_of("memory MB", [300 + 5 * number for number in range(16)]).is_growth
    assert growth_of("handles", [40 + 2 * number for number in range(16)]).is_growth


def test_a_peak_is_shown_and_is_no_growth() -> None:
    found = growth_of("connections", [3, 3, 3, 3, 3, 20, 3, 3, 3, 3, 3, 3])
    assert (found.most, found.is_growth) == (20, False)


def test_too_few_readings_say_nothing() -> None:
    with pytest.raises(ValueError, match="too few"):
        growth_of("threads", [1, 2, 3])
