"""A search as an address and back."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from starlette.datastructures import QueryParams

from assistant.adapters.content.word_files import read_regions
from assistant.domain.vacancies import Education, EmploymentType, Shift
from assistant.domain.vacancy_filter import PayFloor, VacancyFilter, VacancyWishes
from web.vacancy_query import LAST_PAGE, ListVisit, read_visit

REGIONS = read_regions(Path(__file__).parents[2] / "knowledge_base")
_REGION_IDS = [region.id for region in REGIONS]

words = (
    st.text("普工叉车包吃住&=?#%+/; 'a1", min_size=1, max_size=12).map(lambda text: " ".join(text.split())).filter(bool)
)
floors = st.builds(
    PayFloor,
    st.one_of(st.integers(1, 1_000_000).map(float), st.sampled_from([18.5, 0.25, 123456.75])),
    st.sampled_from(["hour", "day", "week", "month", "year", "piece"]),
)


def several(values: st.SearchStrategy[str]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(values, max_size=3, unique=True).map(tuple)


wishes = st.builds(
    VacancyWishes,
    occupations=several(words),
    region_ids=several(st.sampled_from(_REGION_IDS)),
    employment_types=several(st.sampled_from(EmploymentType)),
    shifts=several(st.sampled_from(Shift)),
    benefits=several(words),
    near=st.none() | words,
    pay_floor=st.none() | floors,
)
filters = st.builds(
    VacancyFilter,
    occupations=several(words),
    words=several(words),
    region_ids=several(st.sampled_from(_REGION_IDS)),
    near=st.none() | words,
    pay_floor=st.none() | floors,
    employment_types=several(st.sampled_from(EmploymentType)),
    shifts=several(st.sampled_from(Shift)),
    benefits=several(words),
    not_occupations=several(words),
    not_shifts=several(st.sampled_from(Shift)),
    not_employment_types=several(st.sampled_from(EmploymentType)),
    not_words=several(words),
    education=st.none() | st.sampled_from(Education),
    experience_years=st.none() | st.integers(0, 60),
    licences=several(words),
    has_no_licence=st.booleans(),
    starts_on=st.none() | st.dates(),
    wishes=wishes,
)
visits = st.builds(ListVisit, filters, st.just("") | words, st.integers(1, LAST_PAGE), st.booleans())


@given(visits)
def test_an_address_brings_back_the_very_search(visit: ListVisit) -> None:
    assert read_visit(QueryParams(visit.address.partition("?")[2]), REGIONS) == visit


@given(visits)
def test_the_hidden_fields_of_the_form_say_the_same_as_the_address(visit: ListVisit) -> None:
    assert read_visit(QueryParams(list(visit.pairs)), REGIONS) == visit


@given(st.text(max_size=200))
def test_no_query_whatever_is_an_error(query: str) -> None:
    visit = read_visit(QueryParams(query), REGIONS)

    assert 1 <= visit.page <= LAST_PAGE


def test_the_list_of_everything_has_the_plain_address() -> None:
    assert ListVisit().address == "/vacancies"
    assert not ListVisit().is_narrowed


def test_what_is_too_long_or_too_many_is_cut() -> None:
    visit = read_visit(QueryParams([("job", "长" * 500), *(("benefit", str(n)) for n in range(99))]), REGIONS)

    assert len(visit.wanted.occupations[0]) == 40
    assert len(visit.wanted.benefits) == 12
