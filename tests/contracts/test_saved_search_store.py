"""What every SavedSearchStore does, whatever it keeps the searches in."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from assistant.adapters.sql.conversations import SqlConversationStore
from assistant.adapters.sql.engine import open_engine
from assistant.adapters.sql.saved_searches import SqlSavedSearchStore
from assistant.domain.errors import ConflictError, NotFoundError
from assistant.domain.knowledge import Audience
from assistant.domain.saved_searches import Notice, NoticeChannel, SavedSearch
from assistant.domain.vacancies import Education, EmploymentType, Shift
from assistant.domain.vacancy_filter import PayFloor, VacancyFilter, VacancyWishes
from assistant.services.clock import CHONGQING
from assistant.services.ports import ConversationStore, StoredConversation
from assistant.services.saved_search_ports import SavedSearchStore
from tests.fakes.conversation_store import FakeConversationStore
from tests.fakes.saved_search_store import FakeSavedSearchStore
from tests.fresh_database import migrate

pytest_plugins = ("tests.postgres",)

NOW = datetime(2026, 11, 23, 23, 40, 5, 123456, CHONGQING)
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
FULL = VacancyFilter(
    occupations=("叉车司机", "普工"),
    words=("分拣",),
    region_ids=("jiangbei",),
    near="观音桥",
    pay_floor=PayFloor(6000.5, "month"),
    employment_types=(EmploymentType.FULL_TIME,),
    shifts=(Shift.DAY,),
    benefits=("包吃",),
    not_shifts=(Shift.NIGHT,),
    not_words=("销售",),
    education=Education.COLLEGE,
    experience_years=3,
    licences=("叉车证",),
    starts_on=date(2026, 11, 24),
    wishes=VacancyWishes(shifts=(Shift.WEEKEND_OFF,), pay_floor=PayFloor(20, "hour")),
)
SEARCH = SavedSearch("s1", "a", FULL, "叉车司机、月薪6000元以上", NOW, NoticeChannel.OPERATOR, 17, False)
NOTICE = Notice("n1", "s1", "a", ("v3", "v1", "v2"), NOW)


@dataclass
class Stores:
    searches: SavedSearchStore
    conversations: ConversationStore


@pytest.fixture(params=["fake", "sqlite", "postgresql"])
def stores(request: pytest.FixtureRequest, tmp_path: Path) -> Stores:
    stores = _open(request, tmp_path)
    for name in ("a", "b"):
        stores.conversations.create_conversation(StoredConversation(name, Audience.JOB_SEEKER, NOW, "digest"))
    return stores


def _open(request: pytest.FixtureRequest, folder: Path) -> Stores:
    if request.param == "fake":
        conversations = FakeConversationStore()
        return Stores(FakeSavedSearchStore(conversations), conversations)
    if request.param == "postgresql":
        engine = request.getfixturevalue("postgres_engine")
    else:
        engine = open_engine(f"sqlite:///{folder}/assistant.db")
        request.addfinalizer(engine.dispose)
        migrate(engine)
    return Stores(SqlSavedSearchStore(engine), SqlConversationStore(engine))


@pytest.fixture
def store(stores: Stores) -> SavedSearchStore:
    return stores.searches


def test_it_is_a_saved_search_store(store: SavedSearchStore) -> None:
    assert isinstance(store, SavedSearchStore)


def test_a_saved_search_comes_back_with_all_it_was_saved_with(store: SavedSearchStore) -> None:
    assert store.add_search(SEARCH, ["v9"], 5) == SEARCH
    assert list(store.list_searches("a")) == list(store.all_searches()) == [SEARCH]
    assert list(store.list_searches("b")) == []


def test_the_same_filter_saved_twice_is_one_search_whose_channel_is_the_last_chosen(store: SavedSearchStore) -> None:
    store.add_search(SEARCH, [], 1)
    again = replace(SEARCH, id="s2", notify=NoticeChannel.IN_CONVERSATION, looked_number=99, label="换个名字")
    kept = store.add_search(again, [], 1)
    assert kept == replace(SEARCH, notify=NoticeChannel.IN_CONVERSATION)
    assert list(store.list_searches("a")) == [kept]


def test_another_conversation_saves_the_same_filter_for_itself(store: SavedSearchStore) -> None:
    store.add_search(SEARCH, [], 5)
    store.add_search(replace(SEARCH, id="s2", conversation_id="b"), [], 5)
    assert len(store.all_searches()) == 2


def test_a_conversation_keeps_no_more_than_the_most(store: SavedSearchStore) -> None:
    for number in range(2):
        wanted = VacancyFilter(experience_years=number)
        store.add_search(replace(SEARCH, id=str(number), wanted=wanted), [], 2)
    with pytest.raises(ConflictError):
        store.add_search(SEARCH, [], 2)
    assert len(store.list_searches("a")) == 2


def test_ten_at_once_do_not_get_past_the_most(store: SavedSearchStore) -> None:
    together = threading.Barrier(10, timeout=30)

    def save(number: int) -> bool:
        together.wait()
        try:
            store.add_search(replace(SEARCH, id=str(number), wanted=VacancyFilter(experience_years=number)), [], 5)
        except ConflictError:
            return False
        return True

    with ThreadPoolExecutor(10) as pool:
        assert sum(pool.map(save, range(10))) == 5
    assert len(store.list_searches("a")) == 5


def test_a_search_of_no_conversation_is_not_kept(store: SavedSearchStore) -> None:
    for name in ("nobody", "\x00", "\ud800"):
        with pytest.raises(NotFoundError):
            store.add_search(replace(SEARCH, conversation_id=name), [], 5)
        assert list(store.list_searches(name)) == []


def test_a_search_is_removed_by_its_own_conversation_with_its_notices(store: SavedSearchStore) -> None:
    store.add_search(SEARCH, [], 5)
    store.add_notice(NOTICE)
    for conversation, search in (("b", "s1"), ("a", "s2"), ("a", "\x00"), ("\ud800", "s1")):
        with pytest.raises(NotFoundError):
            store.remove_search(conversation, search)
    store.remove_search("a", "s1")
    assert list(store.all_searches()) == []
    assert list(store.unread_notices("a")) == []
    assert store.add_notice(replace(NOTICE, id="n2")) is None


def test_deleting_the_conversation_deletes_searches_and_notices(stores: Stores) -> None:
    stores.searches.add_search(SEARCH, ["v9"], 5)
    stores.searches.add_notice(NOTICE)
    stores.conversations.delete_conversation("a")
    assert list(stores.searches.all_searches()) == []
    assert list(stores.searches.unread_notices("a")) == []
    assert list(stores.searches.untold_notices(LONG_AGO, 10)) == []


def test_a_notice_names_what_is_news_in_its_own_order_and_each_vacancy_once(store: SavedSearchStore) -> None:
    store.add_search(SEARCH, ["v1"], 5)
    kept = store.add_notice(replace(NOTICE, vacancy_ids=("v3", "v1", "v2", "v3")))
    assert kept == replace(NOTICE, vacancy_ids=("v3", "v2"))
    assert list(store.unread_notices("a")) == [kept]
    assert store.add_notice(replace(NOTICE, id="n2")) is None
    later = store.add_notice(replace(NOTICE, id="n3", vacancy_ids=("v2", "v4"), at=NOW + timedelta(hours=1)))
    assert later is not None
    assert later.vacancy_ids == ("v4",)
    assert [notice.id for notice in store.unread_notices("a")] == ["n3", "n1"]
    assert [notice.id for notice in store.unread_notices("a", 1)] == ["n3"]


def test_what_one_search_was_told_is_news_to_another(store: SavedSearchStore) -> None:
    store.add_search(SEARCH, [], 5)
    store.add_search(replace(SEARCH, id="s2", conversation_id="b"), [], 5)
    store.add_notice(NOTICE)
    other = replace(NOTICE, id="n2", search_id="s2", conversation_id="b")
    assert store.add_notice(other) == other


def test_two_at_once_never_name_a_vacancy_twice(store: SavedSearchStore) -> None:
    store.add_search(SEARCH, [], 5)
    together = threading.Barrier(8, timeout=30)

    def add(number: int) -> tuple[str, ...]:
        together.wait()
        kept = store.add_notice(replace(NOTICE, id=f"n{number}"))
        return kept.vacancy_ids if kept is not None else ()

    with ThreadPoolExecutor(8) as pool:
        named = [name for names in pool.map(add, range(8)) for name in names]
    assert sorted(named) == ["v1", "v2", "v3"]


def test_a_long_notice_and_many_known_vacancies_are_kept_whole(store: SavedSearchStore) -> None:
    known = [f"k{number}" for number in range(1200)]
    store.add_search(SEARCH, known, 5)
    news = tuple(f"v{number}" for number in range(1300))
    kept = store.add_notice(replace(NOTICE, vacancy_ids=(*known, *news)))
    assert kept is not None
    assert kept.vacancy_ids == news
    assert list(store.unread_notices("a")) == [kept]


def test_notices_are_marked_as_read_by_their_own_conversation(store: SavedSearchStore) -> None:
    store.add_search(SEARCH, [], 5)
    store.add_notice(NOTICE)
    for conversation, names in (("b", ["n1"]), ("a", ["n2", "\x00"]), ("\ud800", ["n1"]), ("a", [])):
        store.mark_read(conversation, names, NOW)
    assert len(store.unread_notices("a")) == 1
    store.mark_read("a", ["n1"], NOW)
    assert list(store.unread_notices("a")) == []


def test_looking_goes_forward_only(store: SavedSearchStore) -> None:
    store.add_search(SEARCH, [], 5)
    store.set_looked(["s1", "nothing"], 20)
    store.set_looked(["s1"], 18)
    assert [one.looked_number for one in store.all_searches()] == [20]


def test_untold_are_the_unread_ones_of_the_operators_channel_since_then(store: SavedSearchStore) -> None:
    store.add_search(SEARCH, [], 5)
    quiet = replace(SEARCH, id="s2", wanted=VacancyFilter(experience_years=1), notify=NoticeChannel.IN_CONVERSATION)
    store.add_search(quiet, [], 5)
    for number, hours in enumerate((0, 1, 2, 3, 4)):
        at = NOW + timedelta(hours=hours)
        store.add_notice(replace(NOTICE, id=f"n{number}", vacancy_ids=(f"v{number}",), at=at))
    store.add_notice(replace(NOTICE, id="quiet", search_id="s2"))
    store.mark_read("a", ["n2"], NOW)
    store.mark_told(["n3"], NOW)
    since = NOW + timedelta(hours=1)
    assert [notice.id for notice in store.untold_notices(since, 10)] == ["n4", "n1"]
    assert [notice.id for notice in store.untold_notices(since, 1)] == ["n4"]
    assert store.untold_notices(since, 1)[0].vacancy_ids == ("v4",)
