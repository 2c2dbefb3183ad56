"""Saved searches and profiles over SQL and the real index, end to end; and rows that another version wrote."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, inspect, text

from assistant.adapters.sql.engine import read, write
from assistant.adapters.sql.feeds import SqlFeedStore
from assistant.adapters.sql.profiles import SqlOwnAdverts, SqlProfileStore
from assistant.adapters.sql.saved_searches import SqlSavedSearchStore
from assistant.adapters.sql.vacancies import SqlVacancyStore
from assistant.adapters.vacancy_index import TantivyVacancyIndex
from assistant.domain.errors import NotFoundError
from assistant.domain.saved_searches import NoticeChannel, Profile
from assistant.domain.vacancies import Shift, VacancyState
from assistant.domain.vacancy_filter import VacancyFilter
from assistant.language.segment import Segmenter
from assistant.services.find_vacancies import VacancySearch
from assistant.services.live_checks import LiveChecks
from assistant.services.profile_desk import ProfileDesk, ProfileParts, consent_digest
from assistant.services.saved_search_ports import OwnAdverts
from assistant.services.saved_searches import SavedSearches, SearchParts
from tests.adapters.sql_examples import begun, open_file
from tests.fakes.clock import FixedClock
from tests.services.saved_searching import DRIVING, Told, advert_rules, match_words
from tests.vacancy_examples import FEED, FORKLIFT, NOW, OTHER_FEED, TODAY, taken

NIGHTS_OFF = replace(DRIVING, not_shifts=(Shift.NIGHT,))


class House:
    """One node: SQL, its index, and the services over them."""

    def __init__(self, engine: Engine, folder: Path) -> None:
        self.clock, self.told = FixedClock(NOW), Told()
        self.vacancies, self.feeds = SqlVacancyStore(engine), SqlFeedStore(engine)
        self.feeds.put_feed(FEED)
        self.index = TantivyVacancyIndex(folder, Segmenter(), match_words().regions)
        self.store, self.profiles = SqlSavedSearchStore(engine), SqlProfileStore(engine)
        self.searches = SavedSearches(
            SearchParts(self.store, self.vacancies, self.index, self.told, self.feeds, self.clock)
        )
        self.desk = ProfileDesk(ProfileParts(self.profiles, SqlOwnAdverts(engine), self.vacancies, self.clock))

    @property
    def search(self) -> VacancySearch:
        checks = LiveChecks(advert_rules(), self.index, self.vacancies, TODAY)
        return VacancySearch(self.index, self.vacancies, match_words(), checks, TODAY)

    def follow(self) -> None:
        """The index catches up."""
        number = self.index.applied_number()
        self.index.apply(self.vacancies.changes_after(number, 1000, TODAY), self.vacancies.last_number())

    def put(self, *names: str, **changes: object) -> None:
        adverts = [taken(name, replace(FORKLIFT, employer=f"示例{name}公司", **changes)) for name in names]  # type: ignore[arg-type]
        self.vacancies.put_adverts(FEED, adverts, 1)

    def check(self) -> list[str]:
        """The employers of what a run named."""
        self.clock.moment += timedelta(minutes=5)
        ids = [name for one in self.searches.check_all(self.clock.now(), self.search) for name in one.vacancy_ids]
        return sorted(one.employer for one in self.vacancies.find_vacancies(ids, TODAY).values())


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = open_file(tmp_path)
    begun(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def house(engine: Engine, tmp_path: Path) -> House:
    return House(engine, tmp_path / "index")


def test_what_the_feeds_bring_is_told_once_from_end_to_end(house: House) -> None:
    house.put("old", "older")
    house.follow()
    house.searches.save("a", DRIVING, "叉车司机", house.search, NoticeChannel.OPERATOR)
    house.put("old", description="改了几个字。")
    house.put("new")
    house.put("held", state=VacancyState.HELD)
    house.put("other", occupations=("普工",))
    house.put("closed")
    house.vacancies.close_adverts(FEED.id, ["closed"])
    assert house.check() == ["示例new公司"]
    assert house.check() == []
    held = house.vacancies.list_held(1, TODAY)[0]
    house.vacancies.set_state(held.id, VacancyState.OPEN)
    assert house.check() == ["示例held公司"]
    assert [told.count for told in house.told.notifications] == [1, 1]


def test_what_the_index_did_not_hold_yet_when_the_search_was_saved_is_news(house: House) -> None:
    house.put("old")
    house.follow()
    house.put("just now")
    house.searches.save("a", DRIVING, "叉车司机", house.search)
    assert house.check() == ["示例just now公司"]


def test_two_nodes_tell_a_vacancy_once(engine: Engine, house: House, tmp_path: Path) -> None:
    other = House(engine, tmp_path / "other")
    house.searches.save("a", DRIVING, "叉车司机", house.search)
    house.put("one")
    assert house.check() == ["示例one公司"]
    assert other.check() == []
    house.put("two")
    assert other.check() == ["示例two公司"]
    assert len(house.searches.unread_notices("a")) == 2


def test_deleting_the_conversation_leaves_no_row_behind(engine: Engine, house: House) -> None:
    house.searches.save("a", DRIVING, "叉车司机", house.search)
    house.desk.agree("a", DRIVING, consent_digest(DRIVING))
    house.put("new")
    house.check()
    tables = ("saved_searches", "notices", "known_vacancies", "profiles")
    assert set(tables) <= set(inspect(engine).get_table_names())
    with read(engine) as connection:
        assert all(connection.execute(text(f"SELECT count(*) FROM {table}")).scalar() for table in tables)
    begun(engine, "b").delete_conversation("a")
    with read(engine) as connection:
        assert not any(connection.execute(text(f"SELECT count(*) FROM {table}")).scalar() for table in tables)


@pytest.mark.parametrize("stored", ["{", "[]", "{}", '{"occupations": ["叉车司机"], "not_shifts": ["at_sea"]}'])
def test_a_filter_that_cannot_be_read_in_full_matches_nothing(engine: Engine, house: House, stored: str) -> None:
    house.searches.save("a", NIGHTS_OFF, "叉车司机", house.search)
    house.profiles.put_profile(Profile("r1", "a", NIGHTS_OFF, NOW))
    with write(engine) as connection:
        for table in ("saved_searches", "profiles"):
            connection.execute(text(f"UPDATE {table} SET filter_json = :stored"), {"stored": stored})
    house.put("new")
    assert house.check() == []
    assert list(house.profiles.iterate_profiles()) == []
    assert house.desk.find("a") is None


def test_an_advert_leads_to_its_vacancy_also_where_two_feeds_carry_it(engine: Engine, house: House) -> None:
    adverts = SqlOwnAdverts(engine)
    assert isinstance(adverts, OwnAdverts)
    house.feeds.put_feed(OTHER_FEED)
    house.vacancies.put_adverts(FEED, [taken("1", fingerprint="same")], 1)
    house.vacancies.put_adverts(OTHER_FEED, [taken("x/1", fingerprint="same")], 1)
    vacancy_id = adverts.find_vacancy_id(FEED.id, "1")
    assert vacancy_id is not None
    assert adverts.find_vacancy_id(OTHER_FEED.id, "x/1") == vacancy_id
    for feed_id, name in ((FEED.id, "x/1"), ("nothing", "1"), ("\x00", "1"), (FEED.id, "\ud800")):
        assert adverts.find_vacancy_id(feed_id, name) is None


def test_a_feed_whose_own_advert_has_closed_reads_no_profiles_though_another_feed_goes_on(house: House) -> None:
    house.profiles.put_profile(Profile("r1", "a", VacancyFilter(occupations=("叉车司机",)), NOW))
    house.feeds.put_feed(OTHER_FEED)
    house.vacancies.put_adverts(FEED, [taken("1", fingerprint="same")], 1)
    house.vacancies.put_adverts(OTHER_FEED, [taken("x", fingerprint="same")], 1)
    assert [one.reference for one in house.desk.for_advert(FEED.id, "1", house.search)] == ["r1"]
    house.vacancies.close_adverts(FEED.id, ["1"])
    with pytest.raises(NotFoundError):
        house.desk.for_advert(FEED.id, "1", house.search)
    assert [one.reference for one in house.desk.for_advert(OTHER_FEED.id, "x", house.search)] == ["r1"]
