"""What every VacancyStore does, whatever it keeps the adverts in."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from threading import Thread

import pytest
from sqlalchemy import Engine

from assistant.adapters.sql.engine import open_engine
from assistant.adapters.sql.feeds import SqlFeedStore
from assistant.adapters.sql.vacancies import SqlVacancyStore
from assistant.domain.errors import NotFoundError
from assistant.domain.vacancies import AdvertFinding, Pay, Shift, Vacancy, VacancyState
from assistant.services.vacancy_ports import VacancyChange, VacancyStore
from tests.fakes.vacancy_store import FakeVacancyStore
from tests.fresh_database import migrate
from tests.vacancy_examples import FEED, FORKLIFT, OTHER_FEED, TODAY, held, taken

pytest_plugins = ("tests.postgres",)


@pytest.fixture(params=["fake", "sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> VacancyStore:
    if request.param == "fake":
        return FakeVacancyStore()
    if request.param == "postgresql":
        engine: Engine = request.getfixturevalue("postgres_engine")
    else:
        engine = open_engine(f"sqlite:///{tmp_path}/assistant.db")
        request.addfinalizer(engine.dispose)
        migrate(engine)
    for feed in (FEED, OTHER_FEED):
        SqlFeedStore(engine).put_feed(feed)
    return SqlVacancyStore(engine)


def changes(store: VacancyStore, after: int = 0, today: date = TODAY) -> list[VacancyChange]:
    """Everything a follower reads from there on, in pages of two."""
    found: list[VacancyChange] = []
    while page := store.changes_after(found[-1].number if found else after, 2, today):
        found += page
    return found


def only(store: VacancyStore) -> Vacancy:
    """The one vacancy that is open."""
    newest = {change.vacancy_id: change.vacancy for change in changes(store)}
    (vacancy,) = [vacancy for vacancy in newest.values() if vacancy is not None]
    return vacancy


def test_it_is_a_vacancy_store(store: VacancyStore) -> None:
    assert isinstance(store, VacancyStore)


def test_a_vacancy_comes_back_as_it_went_in(store: VacancyStore) -> None:
    finding = AdvertFinding("fee_asked", "要先交钱", "服装费200元", "《劳动合同法》第九条", "warn")
    pay = Pay(18.5, 25, "hour", 13, "18.5-25元/时·13薪")
    whole = replace(FORKLIFT, pay=pay, findings=(finding,), shifts=(Shift.DAY, Shift.WEEKEND_OFF), is_near_rail=True)
    store.put_adverts(FEED, [taken("1", whole)], 1)
    kept = only(store)
    assert replace(kept, id="", sources=()) == whole
    assert [(source.feed_id, source.feed, source.external_id) for source in kept.sources] == [
        ("market", "示例人力市场", "1")
    ]


def test_an_advert_that_names_no_employer_comes_back_too(store: VacancyStore) -> None:
    store.put_adverts(FEED, [taken("1", replace(FORKLIFT, employer="", place=""))], 1)
    assert only(store).employer == ""


def test_putting_counts_what_is_new_what_changed_and_what_stayed(store: VacancyStore) -> None:
    first = store.put_adverts(FEED, [taken("1"), taken("2")], 1)
    again = store.put_adverts(FEED, [taken("1"), taken("2", replace(FORKLIFT, openings=9)), taken("3")], 2)
    assert (first.taken, first.changed, first.unchanged) == (2, 0, 0)
    assert (again.taken, again.changed, again.unchanged) == (1, 1, 1)


def test_an_advert_that_did_not_change_is_no_change_to_follow(store: VacancyStore) -> None:
    store.put_adverts(FEED, [taken("1")], 1)
    number = store.last_number()
    store.put_adverts(FEED, [taken("1")], 2)
    assert store.last_number() == number
    assert not changes(store, number)


def test_a_changed_advert_keeps_the_id_of_its_vacancy(store: VacancyStore) -> None:
    store.put_adverts(FEED, [taken("1")], 1)
    before = only(store).id
    store.put_adverts(FEED, [taken("1", replace(FORKLIFT, title="叉车工"), fingerprint="another")], 2)
    assert (only(store).id, only(store).title) == (before, "叉车工")


def test_the_same_vacancy_in_two_feeds_is_one_with_both_sources(store: VacancyStore) -> None:
    store.put_adverts(FEED, [taken("1", fingerprint="same")], 1)
    store.put_adverts(OTHER_FEED, [taken("x", replace(FORKLIFT, title="急招叉车司机"), fingerprint="same")], 2)
    vacancy = only(store)
    assert vacancy.title == "叉车司机"
    assert [source.feed_id for source in vacancy.sources] == ["market", "partner"]


def test_a_joined_vacancy_stays_open_until_its_last_source_closes(store: VacancyStore) -> None:
    store.put_adverts(FEED, [taken("1", fingerprint="same")], 1)
    store.put_adverts(OTHER_FEED, [taken("x", fingerprint="same")], 2)
    store.close_adverts("market", ["1"])
    assert [source.feed_id for source in only(store).sources] == ["partner"]
    store.close_adverts("partner", ["x"])
    assert changes(store)[-1].vacancy is None


def test_adverts_that_grow_apart_become_two_vacancies(store: VacancyStore) -> None:
    store.put_adverts(FEED, [taken("1", fingerprint="same")], 1)
    store.put_adverts(OTHER_FEED, [taken("x", fingerprint="same")], 2)
    store.put_adverts(OTHER_FEED, [taken("x", replace(FORKLIFT, title="保安"), fingerprint="other")], 3)
    newest = {change.vacancy_id: change.vacancy for change in changes(store)}
    assert sorted(vacancy.title for vacancy in newest.values() if vacancy) == ["保安", "叉车司机"]


def test_closing_says_how_many_were_open(store: VacancyStore) -> None:
    store.put_adverts(FEED, [taken("1"), taken("2")], 1)
    assert store.close_adverts("market", ["1", "nobody"]) == 1
    assert store.close_adverts("market", ["1"]) == 0


def test_a_closed_advert_that_comes_again_is_open_again(store: VacancyStore) -> None:
    store.put_adverts(FEED, [taken("1")], 1)
    store.close_adverts("market", ["1"])
    store.put_adverts(FEED, [taken("1")], 2)
    assert only(store).state is VacancyState.OPEN


def test_what_staff_closed_stays_closed_while_the_advert_is_the_same(store: VacancyStore) -> None:
    store.put_adverts(FEED, [taken("1")], 1)
    store.set_state(only(store).id, VacancyState.CLOSED)
    store.put_adverts(FEED, [taken("1")], 2)
    assert changes(store)[-1].vacancy is None
    store.put_adverts(FEED, [taken("1", replace(FORKLIFT, openings=8))], 3)
    assert only(store).openings == 8


def test_only_what_a_run_has_not_seen_is_closed(store: VacancyStore) -> None:
    store.put_adverts(FEED, [taken("1"), taken("2"), taken("3")], 1)
    store.put_adverts(OTHER_FEED, [taken("x")], 1)
    store.put_adverts(FEED, [taken("2")], 2)
    assert store.count_unseen("market", 2) == (3, 2)
    assert store.close_unseen("market", 2) == 2
    assert store.count_unseen("market", 2) == (1, 0)
    assert store.count_unseen("partner", 2) == (1, 1)


def test_a_held_vacancy_waits_for_staff_and_nobody_follows_it(store: VacancyStore) -> None:
    store.put_adverts(FEED, [taken("1", held())], 1)
    assert [change.vacancy for change in changes(store)] == [None]
    (waiting,) = store.list_held(10, TODAY)
    store.set_state(waiting.id, VacancyState.OPEN)
    assert only(store).id == waiting.id
    assert not store.list_held(10, TODAY)


def test_what_staff_let_through_stays_so_when_the_feed_sends_it_again(store: VacancyStore) -> None:
    store.put_adverts(FEED, [taken("1", held())], 1)
    store.set_state(store.list_held(1, TODAY)[0].id, VacancyState.OPEN)
    store.put_adverts(FEED, [taken("1", held())], 2)
    assert only(store).state is VacancyState.OPEN


def test_a_state_for_a_vacancy_that_does_not_exist_is_refused(store: VacancyStore) -> None:
    with pytest.raises(NotFoundError):
        store.set_state("nobody", VacancyState.OPEN)


def test_only_vacancies_that_exist_are_found_in_any_state(store: VacancyStore) -> None:
    store.put_adverts(FEED, [taken("1")], 1)
    vacancy_id = only(store).id
    store.close_adverts("market", ["1"])
    found = store.find_vacancies([vacancy_id, "nobody"], TODAY)
    assert {name: vacancy.state for name, vacancy in found.items()} == {vacancy_id: VacancyState.CLOSED}


def test_vacancies_of_an_employer_are_found_by_the_exact_name(store: VacancyStore) -> None:
    store.put_adverts(FEED, [taken("1"), taken("2", replace(FORKLIFT, employer="示例仓储公司二部"))], 1)
    assert [vacancy.employer for vacancy in store.find_by_employer("示例仓储公司", TODAY)] == ["示例仓储公司"]


def test_days_relative_to_today_move_with_the_day(store: VacancyStore) -> None:
    sample = replace(taken("1", replace(FORKLIFT, posted_on=None, closes_on=None)), day_offsets={"closes_on": 5})
    store.put_adverts(FEED, [sample], 1)
    later = TODAY + timedelta(days=30)
    vacancy = changes(store, today=later)[-1].vacancy
    assert vacancy is not None
    assert vacancy.closes_on == later + timedelta(days=5)


def test_text_no_database_can_hold_does_no_harm(store: VacancyStore) -> None:
    broken = replace(FORKLIFT, title="叉车\x00司机\ud800", employer="示例\x00公司")
    store.put_adverts(FEED, [taken("1\x00", broken, fingerprint="same")], 1)
    assert "叉车" in only(store).title


def test_numbers_follow_the_order_of_commits_with_writers_side_by_side(store: VacancyStore) -> None:
    """A follower that reads on from the last number it has seen misses nothing."""
    if isinstance(store, FakeVacancyStore):
        pytest.skip("the fake is not shared between threads")
    seen: set[str] = set()
    writers = _writers(store, per_writer=25)
    for thread in writers:
        thread.start()
    number = 0
    while any(thread.is_alive() for thread in writers) or number < store.last_number():
        for change in store.changes_after(number, 50, TODAY):
            seen.add(change.vacancy_id)
            number = change.number
    assert len(seen) == 100


def _writers(store: VacancyStore, per_writer: int) -> list[Thread]:
    def write(name: str) -> Callable[[], None]:
        def put() -> None:
            for number in range(per_writer):
                store.put_adverts(FEED, [taken(f"{name}-{number}")], 1)

        return put

    return [Thread(target=write(name)) for name in "abcd"]
