"""An index of added documents follows clause by clause, is the same as one built anew, and outlives its builder."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

import assistant.adapters.collection_indexes as collection_indexes
from assistant.adapters.collection_indexes import open_collections
from assistant.adapters.index_directory import read_stamp
from assistant.adapters.sql.documents import SqlDocumentStore
from assistant.adapters.sql.engine import open_engine
from assistant.domain.added_documents import AddedDocument, DocumentKind
from assistant.services.added_documents import AddedDocuments
from assistant.services.collections import CollectionService
from assistant.services.follow_documents import DocumentFollower
from assistant.services.ports import IndexChanges
from tests.documents import notice
from tests.fakes.clock import FixedClock
from tests.fresh_database import migrate
from tests.small_knowledge_base import SHIPPED

ROOT = Path(__file__).parents[2]
CLAUSES = tuple(
    (f"第{number}条", f"示例事项{number}在窗口办理，每天{number}点开始。") for number in "一二三四五六七八九十"
)
LAW = notice("doc-law", "示例办法", "2025-01-01", *CLAUSES, kind=DocumentKind.STATUTE)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = open_engine(f"sqlite:///{tmp_path / 'assistant.db'}")
    migrate(engine)
    yield engine
    engine.dispose()


def service(engine: Engine, data_dir: Path) -> CollectionService:
    return open_collections(engine, data_dir, SHIPPED)


def shelf_over(engine: Engine, collections: CollectionService) -> AddedDocuments:
    return AddedDocuments(SqlDocumentStore(engine), collections, FixedClock())


def edited(document: AddedDocument, place: int, text: str) -> AddedDocument:
    passages = list(document.passages)
    passages[place] = replace(passages[place], text=text)
    return replace(document, passages=tuple(passages))


def found(collections: CollectionService, text: str) -> list[tuple[str, float, float]]:
    hits = collections.open("documents").search(text, 30)
    return sorted((hit.passage_id, round(hit.score, 3), round(hit.coverage, 3)) for hit in hits)


@pytest.fixture
def updates(monkeypatch: pytest.MonkeyPatch) -> list[IndexChanges]:
    """What indexes were asked to change in parts."""
    seen: list[IndexChanges] = []
    really = collection_indexes.update_index

    def watched(directory: Path, changes: IndexChanges, *more: object) -> None:
        seen.append(changes)
        really(directory, changes, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(collection_indexes, "update_index", watched)
    return seen


def test_only_the_changed_clause_and_what_stands_around_it_is_indexed_again(
    engine: Engine, tmp_path: Path, updates: list[IndexChanges]
) -> None:
    collections = service(engine, tmp_path)
    shelf = shelf_over(engine, collections)
    shelf.add([LAW, notice("doc-b", "示例通知", "2026-01-01", ("一、", "另一件事。"))], "bian")
    shelf.add([edited(LAW, 0, "示例事项改在网上办理。")], "bian")
    assert [sorted(one.changed) for one in updates] == [[f"doc-law:第{number}条" for number in sorted("一二三四五")]]
    assert "改在网上" in collections.open("documents").search("改在网上办理", 1)[0].text


def test_a_clause_that_is_gone_is_found_no_more(engine: Engine, tmp_path: Path, updates: list[IndexChanges]) -> None:
    collections = service(engine, tmp_path)
    shelf = shelf_over(engine, collections)
    shelf.add([LAW], "bian")
    shelf.add([replace(LAW, passages=LAW.passages[:-1])], "bian")
    assert updates[-1].dropped == ("doc-law:第十条",)
    assert not any("第十条" in hit[0] for hit in found(collections, "示例事项十"))
    shelf.roll_back("doc-law", "bian")
    assert any("第十条" in hit[0] for hit in found(collections, "示例事项十"))


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("edit"), st.integers(0, 9), st.sampled_from(["改在网上办理。", "停办。", "周末也办。"])),
        st.tuples(st.just("cut"), st.integers(1, 10), st.just("")),
        st.tuples(st.just("turn"), st.just(0), st.just("")),
        st.tuples(st.just("remove"), st.just(0), st.just("")),
        st.tuples(st.just("supersede"), st.integers(1, 3), st.just("")),
    ),
    min_size=1,
    max_size=6,
)


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_whatever_was_done_the_index_finds_what_one_built_anew_would_find(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, int, str]]
) -> None:
    folder = tmp_path_factory.mktemp("follow")
    engine = open_engine(f"sqlite:///{folder / 'assistant.db'}")
    migrate(engine)
    collections = service(engine, folder / "followed")
    shelf, document = shelf_over(engine, collections), LAW
    shelf.add([LAW, notice("doc-b", "示例通知", "2026-01-01", ("一、", "示例事项另议。"))], "bian")
    for what, number, text in steps:
        if what == "remove":
            if any(one.document.id == LAW.id for one in shelf.list()):
                shelf.remove(LAW.id, "bian")
            continue
        if what == "supersede":
            shelf.add([notice(f"doc-new{number}", "示例办法", f"2026-0{number}-01", CLAUSES[0])], "bian")
            continue
        kept = document.passages
        turned = replace(document, passages=(*kept[1:], kept[0])) if what == "turn" else document
        cut = replace(turned, passages=LAW.passages[:number]) if what == "cut" else turned
        document = edited(cut, number % len(cut.passages), text) if what == "edit" else cut
        shelf.add([document], "bian")
    anew = service(engine, folder / "anew")
    for question in ("示例事项三", "网上办理", "周末窗口", "另议"):
        followed, built = found(collections, question), found(anew, question)
        assert [hit[0] for hit in followed] == [hit[0] for hit in built], (question, steps)
    engine.dispose()


_BUILDER = """
import sys, time
from pathlib import Path
import assistant.adapters.tantivy_index as tantivy_index
from assistant.adapters.collection_indexes import open_collections
from assistant.adapters.sql.engine import open_engine

really = tantivy_index.to_documents
def slow(*arguments):
    for number, document in enumerate(really(*arguments)):
        if number == 3:
            print("building", flush=True)
            time.sleep(60)
        yield document
tantivy_index.to_documents = slow
open_collections(open_engine(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3])).refresh("documents")
"""


@pytest.mark.parametrize("is_first", [True, False], ids=["the first build", "a change in parts"])
def test_a_builder_killed_in_the_middle_leaves_the_former_index_and_the_next_one_repairs(
    engine: Engine, tmp_path: Path, is_first: bool
) -> None:
    here, elsewhere = tmp_path / "here", tmp_path / "elsewhere"
    writer = shelf_over(engine, service(engine, elsewhere))
    writer.add([LAW], "bian")
    if not is_first:
        assert found(service(engine, here), "示例事项三") != []
        writer.add([edited(LAW, 2, "示例事项三改在网上办理。")], "bian")
    command = [sys.executable, "-c", _BUILDER, str(engine.url), str(here), str(SHIPPED)]
    builder = subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT, text=True)
    assert builder.stdout is not None
    assert builder.stdout.readline() == "building\n"
    os.kill(builder.pid, signal.SIGKILL)
    builder.wait()
    folder = here / "index" / "collections" / "documents"
    left = sum(path.is_dir() for path in folder.iterdir())
    assert left == (1 if is_first else 2)
    assert (read_stamp(folder) is None) == is_first

    collections = service(engine, here)
    assert collections.refresh("documents") > 0
    assert found(collections, "示例事项三") == found(service(engine, elsewhere), "示例事项三")
    assert sum(path.is_dir() for path in folder.iterdir()) == 1


def test_two_builders_at_once_leave_one_whole_index(engine: Engine, tmp_path: Path) -> None:
    shelf_over(engine, service(engine, tmp_path / "elsewhere")).add([LAW], "bian")
    services = [service(engine, tmp_path / "here") for _ in range(4)]
    threads = [threading.Thread(target=one.refresh, args=("documents",)) for one in services]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert all(found(one, "示例事项三") == found(services[0], "示例事项三") != [] for one in services)


def test_while_somebody_follows_a_question_waits_for_no_build(engine: Engine, tmp_path: Path) -> None:
    writer = shelf_over(engine, service(engine, tmp_path / "elsewhere"))
    writer.add([LAW], "bian")
    running = service(engine, tmp_path / "here")
    assert len(running.open("documents").search("示例事项三", 1)) == 1
    running.is_followed()
    writer.add([edited(LAW, 2, "示例事项三改在网上办理。")], "bian")
    before = running.open("documents").search("改在网上办理", 1)[0]
    assert before.coverage < 1  # the text is today's, the index is not yet
    assert DocumentFollower(running).look() > 0
    assert running.open("documents").search("改在网上办理", 1)[0].coverage == 1


_FOLLOWER = """
import sys, time
from pathlib import Path
from assistant.adapters.collection_indexes import open_collections
from assistant.adapters.sql.engine import open_engine
from assistant.services.follow_documents import DocumentFollower

collections = open_collections(open_engine(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]))
follower = DocumentFollower(collections)
follower.start()
collections.open("documents")
print("ready", flush=True)
until = time.monotonic() + 20
while time.monotonic() < until:
    hits = collections.open("documents").search("改在网上办理", 1)
    if hits and hits[0].coverage == 1:
        print(repr(time.time()), flush=True)
        break
    time.sleep(0.01)
"""


def test_a_changed_document_is_found_in_every_process_within_two_seconds(engine: Engine, tmp_path: Path) -> None:
    """Two that share a folder, as on one machine, and one with a folder of its own."""
    writer = shelf_over(engine, service(engine, tmp_path / "writer"))
    writer.add([LAW], "bian")
    folders = (tmp_path / "shared", tmp_path / "shared", tmp_path / "own")
    commands = [[sys.executable, "-c", _FOLLOWER, str(engine.url), str(one), str(SHIPPED)] for one in folders]
    processes = [subprocess.Popen(one, stdout=subprocess.PIPE, cwd=ROOT, text=True) for one in commands]
    try:
        assert [one.stdout and one.stdout.readline() for one in processes] == ["ready\n"] * 3
        changed_at = time.time()
        writer.add([edited(LAW, 2, "示例事项三改在网上办理。")], "bian")
        seen = [float(one.stdout.readline()) - changed_at for one in processes if one.stdout is not None]
        assert max(seen) <= 2.0
    finally:
        for one in processes:
            one.kill()
            one.wait()
