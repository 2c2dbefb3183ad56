"""What every CollectionStore does, whatever it keeps the passages in."""

from dataclasses import replace
from pathlib import Path

import pytest

from assistant.adapters.sql.collections import SqlCollectionStore
from assistant.adapters.sql.engine import open_engine
from assistant.services.ports import CollectionStore, ImportedPassage
from tests.fakes.collection_store import FakeCollectionStore
from tests.fresh_database import migrate

pytest_plugins = ("tests.postgres",)

A = ImportedPassage("a", "劳动法第一条", "为了保护劳动者的合法权益。")
B = ImportedPassage("b", "劳动法第二条", "在境内的企业适用本法。", is_answerable=True)


@pytest.fixture(params=["fake", "sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> CollectionStore:
    if request.param == "fake":
        return FakeCollectionStore()
    if request.param == "postgresql":
        return SqlCollectionStore(request.getfixturevalue("postgres_engine"))
    engine = open_engine(f"sqlite:///{tmp_path}/assistant.db")
    request.addfinalizer(engine.dispose)
    migrate(engine)
    return SqlCollectionStore(engine)


def test_it_is_a_collection_store(store: CollectionStore) -> None:
    assert isinstance(store, CollectionStore)


def test_passages_come_back_as_they_went_in_and_in_that_order(store: CollectionStore) -> None:
    store.replace_passages("law", [B, A])
    assert list(store.iterate_passages("law")) == [B, A]


def test_the_same_id_replaces_and_keeps_its_place(store: CollectionStore) -> None:
    store.replace_passages("law", [A, B])
    newer = replace(A, text="改过的文字。", is_answerable=True)
    store.replace_passages("law", [newer])
    assert list(store.iterate_passages("law")) == [newer, B]


def test_of_one_id_given_twice_the_last_counts(store: CollectionStore) -> None:
    store.replace_passages("law", [A, replace(A, text="后一条。")])
    assert [passage.text for passage in store.iterate_passages("law")] == ["后一条。"]


def test_collections_do_not_see_each_other(store: CollectionStore) -> None:
    store.replace_passages("law", [A])
    store.replace_passages("notices", [replace(A, text="通知。")])
    assert list(store.iterate_passages("law")) == [A]
    assert store.find_passages("notices", ["a"])["a"].text == "通知。"


def test_only_ids_that_exist_are_found(store: CollectionStore) -> None:
    store.replace_passages("law", [A, B])
    assert store.find_passages("law", ["b", "x", "\x00", "a\ud800"]) == {"b": B}
    assert store.find_passages("law", []) == {}


def test_a_collection_exists_once_it_holds_a_passage(store: CollectionStore) -> None:
    store.replace_passages("law", [])
    assert not store.has_collection("law")
    assert list(store.iterate_passages("law")) == []
    store.replace_passages("law", [A])
    assert store.has_collection("law")


def test_many_passages_keep_their_order(store: CollectionStore) -> None:
    many = [ImportedPassage(f"p{number}", "", f"第{number}段") for number in range(1203)]
    store.replace_passages("big", many)
    store.replace_passages("big", many[:1100])
    assert list(store.iterate_passages("big")) == many
    assert len(store.find_passages("big", [passage.id for passage in many])) == 1203
