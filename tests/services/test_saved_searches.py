"""Saved searches bring what is new, once, and never what is closed or breaks a limit."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.domain.errors import ConflictError, InvalidInputError, NotFoundError
from assistant.domain.vacancies import EmploymentType, Pay, Shift, VacancyState
from assistant.domain.vacancy_filter import PayFloor, VacancyFilter
from assistant.services import saved_searches
from assistant.services.saved_searches import MOST_SEARCHES, SavedSearches, SearchParts
from tests.services.saved_searching import DRIVING, Office
from tests.vacancy_examples import NOW, TODAY


@pytest.fixture
def office() -> Office:
    return Office()


def test_what_matches_when_a_search_is_saved_is_no_news(office: Office) -> None:
    office.put("old")
    office.save()
    assert office.check() == []


def test_a_new_vacancy_is_told_of_once(office: Office) -> None:
    office.put("old")
    office.save()
    new = office.put("new")
    assert office.check() == [(new,)]
    assert [notice.vacancy_ids for notice in office.searches.unread_notices("a")] == [(new,)]
    assert office.check() == []


def test_a_known_vacancy_that_changes_or_opens_again_is_no_news(office: Office) -> None:
    office.put("old")
    office.save()
    office.put("new")
    office.check()
    for name in ("old", "new"):
        office.put(name, description="改了几个字。")
        office.close(name)
        office.put(name, description="又改了几个字。")
    assert office.check() == []


def test_a_vacancy_that_comes_to_match_is_news(office: Office) -> None:
    office.put("low", pay=Pay(5000, 5500, "month"))
    office.save(replace(DRIVING, pay_floor=PayFloor(6000)))
    raised = office.put("low", pay=Pay(6500, 7000, "month"))
    assert office.check() == [(raised,)]


def test_a_vacancy_that_staff_let_through_is_news(office: Office) -> None:
    vacancy_id = office.put("held", state=VacancyState.HELD)
    office.save()
    assert office.check() == []
    office.vacancies.set_state(vacancy_id, VacancyState.OPEN)
    assert office.check() == [(vacancy_id,)]


def test_new_vacancies_of_one_run_are_one_notice_with_the_best_first(office: Office) -> None:
    office.save()
    poor = office.put("poor", description="", shifts=(), licences=("叉车证", "电工证"))
    good = office.put("good")
    assert office.check() == [(good, poor)]


def test_each_search_is_told_what_it_asks_for(office: Office) -> None:
    office.save()
    office.save(VacancyFilter(region_ids=("wanzhou",)), "b")
    here, there = office.put("here"), office.put("there", region_id="wanzhou", occupations=("普工",))
    assert sorted(office.check()) == sorted([(here,), (there,)])
    assert [notice.vacancy_ids for notice in office.searches.unread_notices("b")] == [(there,)]


def test_a_search_by_words_of_a_title_is_found_beside_its_occupation(office: Office) -> None:
    office.save(VacancyFilter(occupations=("普工",), words=("分拣",)))
    by_word = office.put("word", title="夜间分拣", occupations=())
    assert office.check() == [(by_word,)]


def test_more_changes_than_one_round_are_all_looked_at(office: Office) -> None:
    office.save()
    for number in range(saved_searches._CHANGES_AT_ONCE + 5):
        office.put(f"other{number}", occupations=("普工",))
    last = office.put("last")
    assert office.check() == [(last,)]


def test_a_run_looks_at_a_bounded_number_of_changes_and_the_next_goes_on(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(saved_searches, "_CHANGES_AT_ONCE", 2)
    monkeypatch.setattr(saved_searches, "_MOST_ROUNDS", 2)
    office.save()
    new = [office.put(str(number)) for number in range(6)]
    assert sorted(name for names in office.check() for name in names) == sorted(new[:4])
    assert sorted(name for names in office.check() for name in names) == sorted(new[4:])


def test_where_too_many_matched_to_be_noted_what_was_posted_before_is_no_news(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(saved_searches, "_MOST_KNOWN", 1)
    for name in ("one", "two", "three"):
        office.put(name, posted_on=TODAY - timedelta(days=1))
    office.save()
    for name in ("one", "two", "three"):
        office.put(name, posted_on=TODAY - timedelta(days=1), description="改了几个字。")
    new = office.put("new", posted_on=TODAY)
    assert office.check() == [(new,)]


def test_a_search_for_a_day_that_has_passed_brings_nothing(office: Office) -> None:
    office.save(VacancyFilter(starts_on=TODAY))
    office.put("casual", employment_type=EmploymentType.CASUAL, closes_on=None)
    assert office.check(minutes=24 * 60) == []


def test_a_search_that_says_nothing_is_not_saved(office: Office) -> None:
    with pytest.raises(InvalidInputError, match="想找什么样的工作"):
        office.save(VacancyFilter())


def test_no_more_than_five_are_saved_and_the_same_twice_is_one(office: Office) -> None:
    ids = [office.save(VacancyFilter(experience_years=number)) for number in range(MOST_SEARCHES)]
    assert office.save(VacancyFilter(experience_years=0)) == ids[0]
    with pytest.raises(ConflictError):
        office.save()
    office.searches.remove("a", ids[0])
    office.save()
    assert DRIVING in [one.wanted for one in office.searches.list_for("a")]


def test_a_label_is_bounded(office: Office) -> None:
    saved = office.searches.save("a", DRIVING, "长" * 5000, office.search)
    assert len(saved.label) <= 100


def test_a_removed_search_and_a_deleted_conversation_bring_nothing_more(office: Office) -> None:
    search_id = office.save()
    office.save(conversation_id="b")
    office.searches.remove("a", search_id)
    office.conversations.delete_conversation("b")
    office.put("new")
    assert office.check() == []
    with pytest.raises(NotFoundError):
        office.searches.remove("a", search_id)


def test_read_notices_are_no_longer_unread(office: Office) -> None:
    office.save()
    office.put("new")
    office.check()
    notice = office.searches.unread_notices("a")[0]
    office.searches.mark_read("b", [notice.id])
    assert office.searches.unread_notices("a") == [notice]
    office.searches.mark_read("a", [notice.id])
    assert office.searches.unread_notices("a") == []


def test_what_closes_after_a_notice_is_not_shown_any_more(office: Office) -> None:
    office.save()
    office.put("gone")
    still = office.put("still")
    office.check()
    office.close("gone")
    shown = office.searches.show(office.searches.unread_notices("a"), DRIVING, office.search)
    assert [match.vacancy.id for match in shown.matches] == [still]
    assert (shown.more, shown.gone) == (0, 1)


def test_of_many_unread_notices_the_newest_are_shown_and_the_rest_counted(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(saved_searches, "_MOST_LOOKED_AT", 5)
    office.save()
    ids = []
    for number in range(8):
        ids.append(office.put(str(number)))
        office.check()
    office.close("7")
    shown = office.searches.show(office.searches.unread_notices("a"), DRIVING, office.search, most=3)
    assert [match.vacancy.id for match in shown.matches] == [ids[6], ids[5], ids[4]]
    assert (shown.more, shown.gone) == (4, 1)


def test_what_closes_while_a_run_is_under_way_is_not_in_its_notice(office: Office) -> None:
    office.save()
    office.put("closing")

    class Closing:
        """Lets the vacancy close between the reading of changes and the writing of notices."""

        def __getattr__(self, name: str) -> object:
            if name == "find_vacancies":
                office.close("closing")
            return getattr(office.vacancies, name)

    parts = SearchParts(
        office.store,
        Closing(),
        office.index,
        office.told,
        office.claims,
        office.clock,  # type: ignore[arg-type]
    )
    assert SavedSearches(parts).check_all(office.clock.now(), office.search) == ()


def test_one_process_at_a_time_looks(office: Office) -> None:
    office.save()
    new = office.put("new")
    office.claims.claim("saved-searches", "another node", 3600, office.clock.now())
    assert office.check() == []
    assert office.check(minutes=60) == [(new,)]


_FILTERS = st.builds(
    VacancyFilter,
    occupations=st.sampled_from([(), ("叉车司机",), ("普工",), ("叉车司机", "普工")]),
    words=st.sampled_from([(), ("叉车",)]),
    region_ids=st.sampled_from([(), ("banan",), ("liangjiang",), ("jiangbei",), ("chongqing",)]),
    pay_floor=st.sampled_from([None, PayFloor(6000), PayFloor(25, "hour")]),
    employment_types=st.sampled_from([(), (EmploymentType.CASUAL,)]),
    not_shifts=st.sampled_from([(), (Shift.NIGHT,)]),
    benefits=st.sampled_from([(), ("包吃",)]),
    experience_years=st.sampled_from([None, 0, 2]),
    starts_on=st.sampled_from([None, TODAY, TODAY + timedelta(days=1)]),
)
_CHANGES = st.fixed_dictionaries(
    {
        "occupations": st.sampled_from([("叉车司机",), ("普工",), ()]),
        "region_id": st.sampled_from(["banan", "liangjiang", "jiangbei", None]),
        "pay": st.sampled_from([Pay(), Pay(6500, 7000, "month"), Pay(30, None, "hour"), Pay(5000, 5000, "month")]),
        "employment_type": st.sampled_from([EmploymentType.FULL_TIME, EmploymentType.CASUAL]),
        "shifts": st.sampled_from([(), (Shift.DAY,), (Shift.ROTATING,)]),
        "experience_years": st.sampled_from([None, 0, 3]),
        "closes_on": st.sampled_from([None, TODAY, date(2026, 12, 20)]),
        "state": st.sampled_from([VacancyState.OPEN, VacancyState.OPEN, VacancyState.HELD]),
    }
)
_STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("put"), st.sampled_from("xyz"), _CHANGES),
        st.tuples(st.just("close"), st.sampled_from("xyz"), st.none()),
        st.tuples(st.just("save"), st.sampled_from("ab"), _FILTERS),
        st.tuples(st.just("check"), st.sampled_from([15, 24 * 60]), st.none()),
    ),
    max_size=25,
)


@settings(max_examples=120)
@given(_STEPS)
def test_no_notice_names_what_is_closed_or_breaks_a_limit_or_was_named_before(steps: list[tuple]) -> None:  # type: ignore[type-arg]
    office = Office()
    named: set[tuple[str, str]] = set()
    for action, which, what in [*steps, ("check", 15, None)]:
        if action == "put":
            office.put(which, **what)
        elif action == "close":
            office.close(which)
        elif action == "save" and not what.says_nothing and len(office.searches.list_for(which)) < MOST_SEARCHES:
            office.save(what, which)
        elif action == "check":
            office.clock.moment += timedelta(minutes=which)
            wanted = {one.id: one.wanted for one in office.store.all_searches()}
            for notice in office.searches.check_all(office.clock.now(), office.search):
                found = office.vacancies.find_vacancies(notice.vacancy_ids, office.clock.today())
                for name in notice.vacancy_ids:
                    assert office.search.broken(found[name], wanted[notice.search_id]) == ()
                    assert (notice.search_id, name) not in named
                    named.add((notice.search_id, name))


@settings(max_examples=60)
@given(st.lists(_CHANGES, max_size=6), _FILTERS)
def test_every_new_vacancy_that_is_open_and_breaks_no_limit_is_named(news: list[dict], wanted: VacancyFilter) -> None:  # type: ignore[type-arg]
    if wanted.says_nothing:
        return
    office = Office()
    office.save(wanted)
    for number, changes in enumerate(news):
        office.put(str(number), **changes)
    fitting = {hit.vacancy.id for hit in office.search.find(wanted, limit=50).matches}
    assert {name for names in office.check() for name in names} == fitting


def test_the_moment_of_a_notice_is_the_runs(office: Office) -> None:
    office.save()
    office.put("new")
    office.check()
    assert office.searches.unread_notices("a")[0].at == NOW + timedelta(minutes=15)
