"""The retirement age of one's own month of birth, at the values the national tables print and in between."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.domain.retirement_age import Month, Track, retirement_of

TRACKS = st.sampled_from(list(Track))
BIRTHS = st.builds(Month, st.integers(1950, 2005), st.integers(1, 12))


@pytest.mark.parametrize(
    ("born", "track", "age", "reached"),
    [
        ((1964, 12), Track.MALE, (60, 0), (2024, 12)),
        ((1965, 1), Track.MALE, (60, 1), (2025, 2)),
        ((1965, 4), Track.MALE, (60, 1), (2025, 5)),
        ((1965, 5), Track.MALE, (60, 2), (2025, 7)),
        ((1976, 8), Track.MALE, (62, 11), (2039, 7)),
        ((1976, 9), Track.MALE, (63, 0), (2039, 9)),
        ((1990, 9), Track.MALE, (63, 0), (2053, 9)),
        ((1970, 1), Track.FEMALE_55, (55, 1), (2025, 2)),
        ((1981, 9), Track.FEMALE_55, (58, 0), (2039, 9)),
        ((1975, 1), Track.FEMALE_50, (50, 1), (2025, 2)),
        ((1975, 2), Track.FEMALE_50, (50, 1), (2025, 3)),
        ((1977, 3), Track.FEMALE_50, (51, 2), (2028, 5)),
        ((1984, 10), Track.FEMALE_50, (54, 11), (2039, 9)),
        ((1984, 11), Track.FEMALE_50, (55, 0), (2039, 11)),
    ],
)
def test_the_age_moves_by_a_month_in_every_four_or_two(
    born: tuple[int, int], track: Track, age: tuple[int, int], reached: tuple[int, int]
) -> None:
    found = retirement_of(Month(*born), track)
    assert (divmod(found.age_months, 12), found.reached) == (age, Month(*reached))


@given(BIRTHS, TRACKS)
def test_nobody_retires_before_the_former_age_nor_later_than_the_last(born: Month, track: Track) -> None:
    found = retirement_of(born, track)
    last = {Track.MALE: 63, Track.FEMALE_55: 58, Track.FEMALE_50: 55}[track]
    assert found.former_years * 12 <= found.age_months <= last * 12
    assert born.later(found.former_years * 12) <= found.earliest <= found.reached <= found.latest


@given(BIRTHS, TRACKS)
def test_who_is_born_a_month_later_never_retires_earlier_and_at_most_two_months_later(
    born: Month, track: Track
) -> None:
    now, next_one = retirement_of(born, track), retirement_of(born.later(1), track)
    assert next_one.age_months - now.age_months in (0, 1)
    assert now.reached < next_one.reached <= now.reached.later(2)


@given(BIRTHS, TRACKS)
def test_early_retirement_is_by_three_years_at_most(born: Month, track: Track) -> None:
    found = retirement_of(born, track)
    assert found.reached <= found.earliest.later(36)
    assert found.is_delayed == (born.later(found.former_years * 12) >= Month(2025, 1))
