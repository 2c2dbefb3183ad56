"""What every KnowledgeEditStore does."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from assistant.adapters.sql.engine import open_engine
from assistant.adapters.sql.knowledge_edits import SqlKnowledgeEdits
from assistant.domain.errors import ConflictError
from assistant.domain.knowledge_edits import (
    ChangeState,
    FileEdit,
    FileForm,
    KnowledgeChange,
    overlay_of,
    proposed,
    published,
)
from assistant.services.knowledge_edit_ports import KnowledgeEditStore
from tests.fakes.clock import NIGHT
from tests.fakes.knowledge_edits import FakeKnowledgeEdits
from tests.fresh_database import migrate

pytest_plugins = ("tests.postgres",)

TEAMS, LEAVE = "handover/teams.yaml", "policies/annual-leave.md"
DRAFT = KnowledgeChange(
    "更新年休假", "新的通知", "bian", NIGHT, edits=(FileEdit(LEAVE, FileForm.WRITTEN, "第一行：休假\n", "0123"),)
)


@pytest.fixture(params=["fake", "sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[KnowledgeEditStore]:
    if request.param == "fake":
        yield FakeKnowledgeEdits()
        return
    if request.param == "postgresql":
        yield SqlKnowledgeEdits(request.getfixturevalue("postgres_engine"))
        return
    engine = open_engine(f"sqlite:///{tmp_path / 'kept.db'}")
    migrate(engine)
    yield SqlKnowledgeEdits(engine)
    engine.dispose()


def publish(store: KnowledgeEditStore, *edits: FileEdit, after: int | None = None) -> KnowledgeChange:
    change = proposed(store.add_change(replace(DRAFT, edits=edits)), NIGHT)
    done = published(change, "zhao", NIGHT + timedelta(hours=1), may_alone=True)
    return store.publish(done, {LEAVE: "9999"}, store.latest_publication() if after is None else after)


def written(path: str, text: str) -> FileEdit:
    return FileEdit(path, FileForm.WRITTEN, text, None)


def test_a_draft_is_given_back_as_it_was_written(store: KnowledgeEditStore) -> None:
    kept = store.add_change(DRAFT)

    assert store.find_change(kept.id) == kept == replace(DRAFT, id=kept.id, revision=kept.revision)
    assert kept.id > 0


@pytest.mark.parametrize("number", [0, -1, 7, 2**31, 10**20])
def test_a_change_nobody_made_is_not_found(store: KnowledgeEditStore, number: int) -> None:
    assert store.find_change(number) is None


def test_files_are_replaced_as_a_whole_with_every_save(store: KnowledgeEditStore) -> None:
    kept = store.add_change(DRAFT)
    store.save_change(replace(kept, edits=(written(TEAMS, "a\n"), FileEdit(LEAVE, FileForm.REMOVED, "", "0123"))))

    found = store.find_change(kept.id)
    assert found is not None
    assert [(edit.path, edit.form) for edit in found.edits] == [
        (TEAMS, FileForm.WRITTEN), (LEAVE, FileForm.REMOVED)
    ]  # fmt: skip


def test_whoever_has_read_an_older_state_cannot_write_over_a_newer(store: KnowledgeEditStore) -> None:
    kept = store.add_change(DRAFT)
    newer = store.save_change(replace(kept, title="别的标题"))

    with pytest.raises(ConflictError):
        store.save_change(replace(kept, title="旧页面上的标题"))
    assert store.find_change(kept.id) == newer


def test_what_was_written_to_last_comes_first_and_only_the_states_asked_for(store: KnowledgeEditStore) -> None:
    first, second = store.add_change(DRAFT), store.add_change(DRAFT)
    store.save_change(replace(first, state=ChangeState.PROPOSED, proposed_at=NIGHT))

    both = (ChangeState.DRAFT, ChangeState.PROPOSED)
    assert [change.id for change in store.list_changes(both)] == [first.id, second.id]
    assert [change.id for change in store.list_changes((ChangeState.DRAFT,))] == [second.id]
    assert len(store.list_changes(both, limit=1)) == 1


def test_publications_are_counted_and_the_latest_state_of_each_file_is_in_force(store: KnowledgeEditStore) -> None:
    assert store.latest_publication() == 0
    first = publish(store, written(LEAVE, "一\n"), written(TEAMS, "x\n"))
    second = publish(store, written(LEAVE, "二\n"))

    assert (first.publication, second.publication, store.latest_publication()) == (1, 2, 2)
    assert overlay_of(store.list_published()) == {TEAMS: "x\n", LEAVE: "二\n"}
    assert overlay_of(store.list_published(until=1)) == {TEAMS: "x\n", LEAVE: "一\n"}
    assert store.list_published(until=0) in ((), [])
    leave = store.list_versions(LEAVE)
    assert [(file.publication, file.text, file.shipped, file.published_by) for file in leave] == [
        (2, "二\n", "9999", "zhao"), (1, "一\n", "9999", "zhao")
    ]  # fmt: skip
    assert store.list_versions(TEAMS)[0].shipped is None


def test_a_file_taken_out_and_one_given_back_are_told_apart(store: KnowledgeEditStore) -> None:
    publish(store, written(LEAVE, "一\n"), FileEdit(TEAMS, FileForm.REMOVED, "", None))
    assert overlay_of(store.list_published()) == {LEAVE: "一\n", TEAMS: None}

    publish(store, FileEdit(LEAVE, FileForm.SHIPPED, "", None), FileEdit(TEAMS, FileForm.SHIPPED, "", None))
    assert overlay_of(store.list_published()) == {}


def test_what_was_checked_against_an_older_publication_is_not_published(store: KnowledgeEditStore) -> None:
    publish(store, written(LEAVE, "一\n"))

    with pytest.raises(ConflictError):
        publish(store, written(TEAMS, "x\n"), after=0)
    assert store.latest_publication() == 1
    assert overlay_of(store.list_published()) == {LEAVE: "一\n"}
    assert publish(store, written(TEAMS, "x\n")).publication == 2


def test_of_many_publishing_at_once_one_comes_through(store: KnowledgeEditStore) -> None:
    if isinstance(store, FakeKnowledgeEdits):
        pytest.skip("in memory there is one at a time")

    def attempt(number: int) -> bool:
        try:
            publish(store, written(LEAVE, f"{number}\n"), after=0)
        except ConflictError:
            return False
        return True

    with ThreadPoolExecutor(6) as crowd:
        assert sum(crowd.map(attempt, range(6))) == 1
    assert store.latest_publication() == 1


def test_the_stamp_differs_after_every_write(store: KnowledgeEditStore) -> None:
    stamps = [store.stamp()]
    kept = store.add_change(DRAFT)
    stamps.append(store.stamp())
    store.save_change(replace(kept, title="别的标题"))
    stamps.append(store.stamp())
    publish(store, written(LEAVE, "一\n"))
    stamps.append(store.stamp())

    assert len(set(stamps)) == len(stamps)
    assert stamps[-1][0] == 1
