"""A filter survives being written down, and what cannot be read of one is left out."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from assistant.adapters.sql.state_record import state_as_text, state_from_text
from assistant.domain.conversation import ConversationState
from assistant.domain.vacancies import Education, EmploymentType, Shift
from assistant.domain.vacancy_filter import PayFloor, VacancyFilter, VacancyWishes
from assistant.services.filter_json import filter_as_json, filter_from_json

_names = st.lists(st.text(min_size=1, max_size=6), max_size=3).map(tuple)
_floors = st.none() | st.builds(
    PayFloor, st.floats(1, 1e6), st.sampled_from(["hour", "day", "week", "month", "year", "piece"])
)
_of = lambda kind: st.lists(st.sampled_from(kind), max_size=2, unique=True).map(tuple)  # noqa: E731
_wishes = st.builds(
    VacancyWishes, _names, _names, _of(EmploymentType), _of(Shift), _names, st.none() | st.just("rail"), _floors
)
_filters = st.builds(
    VacancyFilter, _names, _names, _names, st.none() | st.just("观音桥"), _floors, _of(EmploymentType), _of(Shift),
    _names, _names, _names, _of(Shift), _of(EmploymentType), _names, st.none() | st.sampled_from(Education),
    st.none() | st.integers(0, 40), _names, st.booleans(), st.none() | st.dates(), _wishes,
)  # fmt: skip


@given(_filters)
def test_a_filter_comes_back_as_it_was_written(wanted: VacancyFilter) -> None:
    assert filter_from_json(filter_as_json(wanted)) == wanted


def test_only_what_is_stated_is_written() -> None:
    assert filter_as_json(VacancyFilter(pay_floor=PayFloor(6000.0))) == {"pay_floor": {"yuan": 6000, "per": "month"}}


def test_what_cannot_be_read_is_left_out() -> None:
    odd = {"occupations": ["保安", 7], "shifts": ["day", "noon"], "pay_floor": {"yuan": "x"}, "starts_on": "soon",
           "education": "guru", "experience_years": True, "wishes": [], "unheard_of": 1}  # fmt: skip
    assert filter_from_json(odd) == VacancyFilter(occupations=("保安",), shifts=(Shift.DAY,))


def test_the_state_of_a_conversation_keeps_the_search() -> None:
    state = ConversationState(
        wanted=VacancyFilter(occupations=("保安",), starts_on=date(2026, 11, 29)),
        vacancies_shown=("v1",),
        vacancies_refused=("v2",),
        is_searching=True,
    )
    assert state_from_text(state_as_text(state), "c") == state
