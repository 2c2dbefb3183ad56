"""What every ProfileStore does, whatever it keeps the profiles in."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from assistant.adapters.sql.conversations import SqlConversationStore
from assistant.adapters.sql.engine import open_engine
from assistant.adapters.sql.profiles import SqlProfileStore
from assistant.domain.errors import NotFoundError
from assistant.domain.knowledge import Audience
from assistant.domain.saved_searches import Profile
from assistant.domain.vacancies import Education, EmploymentType, Shift
from assistant.domain.vacancy_filter import PayFloor, VacancyFilter
from assistant.services.clock import CHONGQING
from assistant.services.ports import ConversationStore, StoredConversation
from assistant.services.saved_search_ports import ProfileStore
from tests.fakes.conversation_store import FakeConversationStore
from tests.fakes.profile_store import FakeProfileStore
from tests.fresh_database import migrate

pytest_plugins = ("tests.postgres",)

NOW = datetime(2026, 11, 23, 23, 40, 5, 123456, CHONGQING)
WANTED = VacancyFilter(
    occupations=("叉车司机",),
    region_ids=("banan",),
    pay_floor=PayFloor(6000),
    employment_types=(EmploymentType.FULL_TIME,),
    not_shifts=(Shift.NIGHT,),
    education=Education.SENIOR,
    experience_years=0,
    licences=("叉车证",),
)
PROFILE = Profile("r1", "a", WANTED, NOW)


@dataclass
class Stores:
    profiles: ProfileStore
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
        return Stores(FakeProfileStore(conversations), conversations)
    if request.param == "postgresql":
        engine = request.getfixturevalue("postgres_engine")
    else:
        engine = open_engine(f"sqlite:///{folder}/assistant.db")
        request.addfinalizer(engine.dispose)
        migrate(engine)
    return Stores(SqlProfileStore(engine), SqlConversationStore(engine))


@pytest.fixture
def store(stores: Stores) -> ProfileStore:
    return stores.profiles


def test_it_is_a_profile_store(store: ProfileStore) -> None:
    assert isinstance(store, ProfileStore)


def test_a_profile_comes_back_with_all_it_was_put_with(store: ProfileStore) -> None:
    store.put_profile(PROFILE)
    assert store.find_profile("a") == PROFILE
    assert list(store.iterate_profiles()) == [PROFILE]
    assert store.find_profile("b") is None


def test_a_conversation_has_one_profile_the_last_one(store: ProfileStore) -> None:
    store.put_profile(PROFILE)
    newer = replace(PROFILE, reference="r2", consented_at=NOW + timedelta(days=1), wanted=replace(WANTED, licences=()))
    store.put_profile(newer)
    assert list(store.iterate_profiles()) == [newer]


def test_profiles_are_found_by_the_occupations_they_name(store: ProfileStore) -> None:
    store.put_profile(PROFILE)
    cleaner = VacancyFilter(occupations=("保洁", "100%_工"), benefits=("叉车司机",))
    store.put_profile(replace(PROFILE, reference="r2", conversation_id="b", wanted=cleaner))
    for names, references in (
        (["叉车司机"], ["r1"]),
        (["保洁", "叉车司机"], ["r1", "r2"]),
        (["100%_工"], ["r2"]),
        (["100", "%", "叉车", "\x00", '"'], []),
        ([], []),
        (None, ["r1", "r2"]),
    ):
        assert sorted(one.reference for one in store.iterate_profiles(names)) == references


def test_nothing_is_left_of_a_withdrawn_profile(store: ProfileStore) -> None:
    store.put_profile(PROFILE)
    store.put_profile(replace(PROFILE, reference="r2", conversation_id="b"))
    for name in ("a", "a", "nobody", "\x00", "\ud800"):
        store.withdraw_profile(name)
    assert store.find_profile("a") is None
    assert [profile.reference for profile in store.iterate_profiles()] == ["r2"]


def test_deleting_the_conversation_deletes_its_profile(stores: Stores) -> None:
    stores.profiles.put_profile(PROFILE)
    stores.conversations.delete_conversation("a")
    assert stores.profiles.find_profile("a") is None
    assert list(stores.profiles.iterate_profiles()) == []


@pytest.mark.parametrize("name", ["nobody", "", "\x00", "\ud800"])
def test_a_profile_of_no_conversation_is_not_kept(store: ProfileStore, name: str) -> None:
    with pytest.raises(NotFoundError):
        store.put_profile(replace(PROFILE, conversation_id=name))
    assert store.find_profile(name) is None
    assert list(store.iterate_profiles()) == []
