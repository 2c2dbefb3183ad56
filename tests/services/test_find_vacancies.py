"""Searching the samples: limits are never broken, what closed is never shown, employers differ, reasons are true."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.adapters.content.vacancy_words_file import read_vacancy_words
from assistant.adapters.sql.engine import open_engine
from assistant.adapters.vacancies import Vacancies
from assistant.domain.vacancies import Education, EmploymentType, Shift, Vacancy
from assistant.domain.vacancy_filter import NEAR_RAIL, PayFloor, VacancyFilter, VacancyWishes
from assistant.language.vacancy_words import WordKind
from assistant.services.find_vacancies import VacancySearch
from assistant.services.relax_filter import find_relaxations, find_tightest
from assistant.services.wanted_regions import wanted_regions
from tests.fakes.clock import FixedClock
from tests.fresh_database import migrate
from tests.vacancy_examples import FEED, FORKLIFT, TODAY, taken
from tests.vacancy_office import KNOWLEDGE, sample_search

_WORDS = read_vacancy_words(KNOWLEDGE)
_DISTRICTS = ("banan", "liangjiang", "jiangbei", "yubei", "shapingba", "wanzhou", "wuxi", "chongqing")


@pytest.fixture(scope="module")
def search() -> VacancySearch:
    return sample_search(TODAY)


def _few(values: tuple[object, ...], most: int = 2) -> st.SearchStrategy[tuple[object, ...]]:
    return st.one_of(st.just(()), st.lists(st.sampled_from(values), max_size=most, unique=True).map(tuple))


_floors = st.one_of(
    st.none(),
    st.builds(PayFloor, st.integers(1000, 15000), st.just("month")),
    st.builds(PayFloor, st.integers(80, 400), st.just("day")),
    st.builds(PayFloor, st.integers(12, 40), st.just("hour")),
)
_seekers = st.builds(
    VacancyFilter,
    occupations=_few(_WORDS.names(WordKind.OCCUPATION), 3),
    region_ids=_few(_DISTRICTS),
    near=st.sampled_from([None, None, None, NEAR_RAIL, "观音桥"]),
    pay_floor=_floors,
    employment_types=_few(tuple(EmploymentType)),
    shifts=_few((Shift.DAY, Shift.WEEKEND_OFF), 1),
    benefits=_few(("包吃", "包住", "五险")),
    not_occupations=_few(("销售", "保安", "客服")),
    not_region_ids=_few(("banan", "liangjiang", "yubei")),
    not_shifts=_few((Shift.NIGHT, Shift.ROTATING)),
    not_employment_types=_few((EmploymentType.CASUAL,), 1),
    not_words=_few(("中介", "夜班"), 1),
    education=st.one_of(st.none(), st.sampled_from(Education)),
    experience_years=st.one_of(st.none(), st.integers(0, 5)),
    licences=_few(("叉车证", "健康证", "驾驶证C1")),
    has_no_licence=st.booleans(),
    starts_on=st.sampled_from([None, None, None, TODAY, TODAY + timedelta(days=1)]),
    wishes=st.builds(VacancyWishes, benefits=_few(("包住", "五险")), shifts=_few((Shift.WEEKEND_OFF,), 1)),
)


@settings(max_examples=1000, deadline=None)
@given(wanted=_seekers)
def test_nothing_recommended_breaks_a_limit_or_has_closed(search: VacancySearch, wanted: VacancyFilter) -> None:
    found = search.find(wanted)
    places = wanted_regions(wanted.region_ids, search.regions)
    for match in found.matches:
        assert search.broken(match.vacancy, wanted) == ()
        assert match.vacancy.region_id not in wanted.not_region_ids
        assert places is None or match.vacancy.region_id in places
        assert match.vacancy.is_open_on(TODAY)
    assert found.total >= len(found.matches)


@settings(max_examples=100, deadline=None)
@given(wanted=_seekers)
def test_a_step_proposed_opens_what_it_says_and_gives_way_on_one_limit_only(
    search: VacancySearch, wanted: VacancyFilter
) -> None:
    for step in find_relaxations(wanted, search):
        assert search.count(step.wanted) == step.count > 0
        changed = {name for name in (*wanted.limits, *step.wanted.limits) if _differs(wanted, step.wanted, name)}
        assert changed - {"near"} <= {step.field} or changed == {step.field}


def _differs(one: VacancyFilter, other: VacancyFilter, name: str) -> bool:
    return bool(getattr(one, name) != getattr(other, name))


def test_of_equals_every_employer_comes_once_before_any_comes_again(search: VacancySearch) -> None:
    found = search.find(VacancyFilter(occupations=("普工",)), limit=8)
    employers = [match.vacancy.employer for match in found.matches]
    assert len(set(employers)) == len(employers) == 8


def test_the_example_of_the_plan_is_found(search: VacancySearch) -> None:
    """两江新区包吃住的普工, 六千块以上, 不上夜班."""
    wanted = VacancyFilter(
        occupations=("普工",), region_ids=("liangjiang",), pay_floor=PayFloor(6000), benefits=("包吃", "包住"),
        not_shifts=(Shift.NIGHT,),
    )  # fmt: skip
    matches = search.find(wanted).matches
    assert 3 <= len(matches) <= 5
    for match in matches:
        assert any("不低于您要的6000元/月" in reason for reason in match.reasons)
        assert "包吃、包住" in match.reasons


def test_what_was_shown_already_is_not_shown_again(search: VacancySearch) -> None:
    wanted = VacancyFilter(occupations=("保安",))
    first = tuple(match.vacancy.id for match in search.find(wanted).matches)
    second = {match.vacancy.id for match in search.find(wanted, exclude_ids=first).matches}
    assert second
    assert not second & set(first)


@pytest.mark.parametrize(
    ("description", "is_kept"),
    [("厂家直招，非中介", True), ("无需出差", True), ("中介代招", False), ("能适应短期出差", False)],
)
def test_an_advert_that_denies_what_is_not_wanted_keeps_to_it(
    search: VacancySearch, description: str, is_kept: bool
) -> None:
    vacancy = replace(FORKLIFT, description=description)
    broken = search.broken(vacancy, VacancyFilter(not_words=("中介", "出差")))
    assert ("not_words" not in broken) is is_kept


def test_the_tightest_limit_is_the_one_without_which_most_fit(search: VacancySearch) -> None:
    wanted = VacancyFilter(occupations=("保洁",), region_ids=("banan",), pay_floor=PayFloor(30000))
    name, count = find_tightest(wanted, search) or ("", 0)
    assert name == "pay_floor"
    assert count == search.count(replace(wanted, pay_floor=None))


def test_a_wish_puts_what_fulfils_it_first_and_excludes_nothing(search: VacancySearch) -> None:
    plain = VacancyFilter(occupations=("普工",))
    wished = replace(plain, wishes=VacancyWishes(shifts=(Shift.WEEKEND_OFF,)))
    assert search.count(plain) == search.count(wished)
    first = search.find(wished).matches[0]
    assert Shift.WEEKEND_OFF in first.vacancy.shifts
    assert any("双休" in reason for reason in first.reasons)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Vacancies]:
    engine = open_engine(f"sqlite:///{tmp_path}/assistant.db")
    migrate(engine)
    yield Vacancies(engine, tmp_path, KNOWLEDGE, FixedClock(), samples="false")
    engine.dispose()


def _search(office: Vacancies, today: date = TODAY) -> VacancySearch:
    searched = sample_search(today)
    return VacancySearch(office.replica.index, office.store, searched.words, searched.checks, today)


def _titles(search: VacancySearch, wanted: VacancyFilter) -> list[str]:
    return [match.vacancy.title for match in search.find(wanted).matches]


def _put(office: Vacancies, *vacancies: Vacancy) -> None:
    office.feeds.put_feed(FEED)
    office.store.put_adverts(FEED, [taken(str(number), each) for number, each in enumerate(vacancies)], 1)


def test_an_advert_that_closed_a_second_ago_is_gone_even_before_the_index_knows(office: Vacancies) -> None:
    _put(office, FORKLIFT)
    search = _search(office)
    assert _titles(search, VacancyFilter()) == ["叉车司机"]
    office.store.close_adverts(FEED.id, ["0"])
    assert _titles(search, VacancyFilter()) == []


def test_a_vacancy_past_its_last_day_is_gone_whatever_the_index_says(office: Vacancies) -> None:
    _put(office, replace(FORKLIFT, closes_on=TODAY))
    assert _titles(_search(office), VacancyFilter()) == ["叉车司机"]
    assert _titles(_search(office, TODAY + timedelta(days=1)), VacancyFilter()) == []


def test_a_warned_vacancy_comes_after_sound_ones_and_says_why(office: Vacancies) -> None:
    finding = next(
        match.vacancy.findings[0]
        for match in sample_search(TODAY).page(VacancyFilter(), "只要男工", 1).matches
        if match.vacancy.findings
    )
    _put(office, replace(FORKLIFT, employer="示例甲", findings=(finding,)), replace(FORKLIFT, employer="示例乙"))
    employers = [match.vacancy.employer for match in _search(office).find(VacancyFilter()).matches]
    assert employers == ["示例乙", "示例甲"]


@pytest.mark.parametrize(
    ("vacancy", "gap"),
    [
        (FORKLIFT, "要求有叉车证"),
        (replace(FORKLIFT, shifts=()), "没写班次，先问清楚有没有夜班"),
        (replace(FORKLIFT, education=Education.COLLEGE), "要求大专及以上学历"),
    ],
)
def test_what_is_missing_is_said(search: VacancySearch, vacancy: Vacancy, gap: str) -> None:
    wanted = VacancyFilter(occupations=("叉车司机",), not_shifts=(Shift.NIGHT,))
    assert gap in search.match(vacancy, wanted).gaps
