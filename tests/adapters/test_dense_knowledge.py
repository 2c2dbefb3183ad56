"""The dense leg beside the indexes of the knowledge and of imported collections."""

import logging
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine

from assistant.adapters.chroma_client import ChromaHome
from assistant.adapters.collection_indexes import open_collections
from assistant.adapters.dense_retrieval import DenseRetrieval
from assistant.adapters.knowledge_store import KnowledgeStore, LoadedKnowledge
from assistant.adapters.sql.documents import SqlDocumentStore
from assistant.adapters.sql.engine import open_engine
from assistant.domain.knowledge import Audience
from assistant.services.added_documents import AddedDocuments
from assistant.services.ports import ImportedPassage
from assistant.services.search_policies import Finding
from tests.documents import notice
from tests.fakes.clock import FixedClock
from tests.fakes.embedder import FakeEmbedder
from tests.fresh_database import migrate
from tests.small_knowledge_base import SHIPPED

LOAN_TEXT = "schemes/startup-loan/guidance.md"
LAW = (
    ImportedPassage("50", "劳动法第五十条", "工资应当按月支付。"),
    ImportedPassage("45", "劳动法第四十五条", "带薪年休假。"),
)


class Home:
    """A built knowledge base and the parts a process would open on it; a new `store` is a new process."""

    def __init__(self, source: Path, data: Path) -> None:
        self.source = source
        self.data = data
        self.embedder = FakeEmbedder(dimension=2048)
        self.chroma = ChromaHome(data / "index" / "chroma")

    def dense(self) -> DenseRetrieval:
        return DenseRetrieval(self.chroma, self.embedder, timeout_seconds=20)

    def store(self) -> KnowledgeStore:
        return KnowledgeStore(self.source, self.data, FixedClock(), self.dense())


@pytest.fixture
def home(built_lean_knowledge: tuple[Path, Path], tmp_path: Path) -> Iterator[Home]:
    for name, folder in zip(("source", "data"), built_lean_knowledge, strict=True):
        shutil.copytree(folder, tmp_path / name)
    opened = Home(tmp_path / "source", tmp_path / "data")
    yield opened
    opened.chroma.close()


def find(loaded: LoadedKnowledge, text: str) -> tuple[Finding, ...]:
    return loaded.knowing.search.find(text, Audience.JOB_SEEKER)


def is_found_by_meaning(home: Home, loaded: LoadedKnowledge) -> bool:
    """Whether a question goes to the model; it does so only once its vectors are known to be finished."""
    before = home.embedder.queries
    find(loaded, "失业金怎么领")
    return home.embedder.queries > before


def test_a_state_built_without_vectors_gets_them_at_the_next_start(
    home: Home, caplog: pytest.LogCaptureFixture
) -> None:
    loaded = home.store().open()
    assert home.embedder.texts.total() == len(loaded.library.knowledge.passages)
    assert is_found_by_meaning(home, loaded)
    home.store().open()
    assert home.embedder.texts.total() == len(loaded.library.knowledge.passages)
    assert caplog.messages == []


def test_an_edit_has_only_what_it_changes_read_again(home: Home) -> None:
    home.store().open()
    before = home.embedder.texts.total()
    path = home.source / LOAN_TEXT
    text = path.read_text(encoding="utf-8")
    assert "有贴息。" in text
    path.write_text(text.replace("有贴息。", "贴息有规定。"), encoding="utf-8")
    home.store().build()
    assert home.embedder.texts.total() - before == 1
    assert is_found_by_meaning(home, home.store().open_current())


def test_nobody_who_waits_for_an_answer_waits_for_vectors_to_be_made(home: Home) -> None:
    loaded = home.store().open_current()
    assert find(loaded, "失业金怎么领")[0].document_id == "unemployment-benefit"
    assert home.embedder.texts.total() == 0


def test_a_model_that_is_down_keeps_no_state_from_being_built(home: Home, caplog: pytest.LogCaptureFixture) -> None:
    plain = KnowledgeStore(home.source, home.data, FixedClock()).open_current()
    home.embedder.is_down = True
    loaded = home.store().open()
    assert [find(loaded, text) for text in ("失业金怎么领", "创业贷款")] == [
        find(plain, text) for text in ("失业金怎么领", "创业贷款")
    ]
    assert [message for message in caplog.messages if "searching by words alone" in message]
    home.embedder.is_down = False
    assert is_found_by_meaning(home, home.store().open())


def test_what_merely_resembles_a_question_makes_nothing_known(home: Home) -> None:
    plain = KnowledgeStore(home.source, home.data, FixedClock()).open_current()
    with_vectors = home.store().open()
    for text in ("火锅底料怎么炒", "附近哪里有停车场", "贷款买房划不划算", "asdf qwer"):
        sure, surer = (
            max((one.confidence for one in find(loaded, text)), default=0.0) for loaded in (plain, with_vectors)
        )
        assert surer == pytest.approx(sure)


@pytest.fixture
def engine() -> Engine:
    opened = open_engine("sqlite://")
    migrate(opened)
    return opened


def test_an_imported_collection_is_searched_by_meaning_too(home: Home, engine: Engine) -> None:
    service = open_collections(engine, home.data, SHIPPED, dense=home.dense())
    assert service.import_passages("law", LAW) == 2
    assert service.import_passages("law", LAW[:1]) == 2
    assert home.embedder.texts.total() == 2
    assert next(hit.passage_id for hit in service.open("law").search("工资")) == "50"
    assert home.embedder.queries == 1


def test_a_collection_whose_vectors_are_older_than_its_words_gets_new_ones(
    home: Home, engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    open_collections(engine, home.data, SHIPPED, dense=home.dense()).import_passages("law", LAW[:1])
    open_collections(engine, home.data, SHIPPED).import_passages("law", LAW[1:])
    with caplog.at_level(logging.WARNING):
        collection = open_collections(engine, home.data, SHIPPED, dense=home.dense()).open("law")
    assert "missing or of an older state" in caplog.text
    assert home.embedder.texts.total() == 2
    assert next(hit.passage_id for hit in collection.search("年休假")) == "45"
    caplog.clear()
    open_collections(engine, home.data, SHIPPED, dense=home.dense()).open("law")
    assert caplog.messages == []


def test_a_collection_is_imported_and_searched_while_the_model_is_down(home: Home, engine: Engine) -> None:
    home.embedder.is_down = True
    service = open_collections(engine, home.data, SHIPPED, dense=home.dense())
    assert service.import_passages("law", LAW) == 2
    assert next(hit.passage_id for hit in service.open("law").search("工资")) == "50"
    again = open_collections(engine, home.data, SHIPPED, dense=home.dense())
    assert next(hit.passage_id for hit in again.open("law").search("工资")) == "50"


def test_of_a_changed_document_only_the_changed_clause_is_read_again(home: Home, engine: Engine) -> None:
    service = open_collections(engine, home.data, SHIPPED, dense=home.dense())
    shelf = AddedDocuments(SqlDocumentStore(engine), service, FixedClock())
    law = notice(
        "doc-law",
        "示例条例",
        "2024-01-01",
        ("第一条", "工资按月支付。"),
        ("第二条", "年假五天。"),
        ("第三条", "另行规定。"),
    )
    other = notice("doc-other", "示例办法", "2024-01-01", ("第一条", "驿站七点开门。"))
    shelf.add([law, other], "bian")
    assert home.embedder.texts.total() == 4
    second = replace(law.passages[1], text="年假十天。")
    shelf.add([replace(law, passages=(law.passages[0], second, law.passages[2]))], "bian")
    assert home.embedder.texts.total() == 5
    shelf.remove("doc-other", "bian")
    assert home.embedder.texts.total() == 5
    assert service.open("documents").search("年假十天")[0].text == "年假十天。"
    shelf.roll_back("doc-law", "bian")
    assert home.embedder.texts.total() == 6, "the former text is not kept with its vector"


def test_a_changed_clause_alone_is_indexed_and_read_where_there_is_a_model(
    home: Home, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    service = open_collections(engine, home.data, SHIPPED, dense=home.dense())
    shelf = AddedDocuments(SqlDocumentStore(engine), service, FixedClock())
    law = notice("doc-law", "示例条例", "2024-01-01", *((f"第{n}条", f"示例内容之{n}。") for n in "一二三四五六"))
    shelf.add([law], "bian")
    service.open("documents")
    assert home.embedder.texts.total() == 6

    def never(*_: object) -> int:
        raise AssertionError("the whole index was built")

    monkeypatch.setattr("assistant.adapters.collection_indexes.build_index", never)
    changed = replace(law.passages[2], text="骑手的头盔由站点发给。")
    shelf.add([replace(law, passages=(*law.passages[:2], changed, *law.passages[3:5]))], "bian")
    assert home.embedder.texts.total() == 7, "more than the changed clause was read by the model"
    before = home.embedder.queries
    assert service.open("documents").search("头盔")[0].text == "骑手的头盔由站点发给。"
    assert home.embedder.queries == before + 1, "the vectors are not searched after the change"
    assert not [hit for hit in service.open("documents").search("示例内容之六") if hit.text == "示例内容之六。"]


def test_vectors_that_missed_a_change_are_made_up_for_at_the_next(home: Home, engine: Engine) -> None:
    service = open_collections(engine, home.data, SHIPPED, dense=home.dense())
    shelf = AddedDocuments(SqlDocumentStore(engine), service, FixedClock())
    law = notice("doc-law", "示例条例", "2024-01-01", ("第一条", "工资按月支付。"), ("第二条", "年假五天。"))
    shelf.add([law], "bian")
    home.embedder.is_down = True
    second = replace(law.passages[1], text="年假十天。")
    shelf.add([replace(law, passages=(law.passages[0], second))], "bian")
    assert service.open("documents").search("年假")[0].text == "年假十天。"
    home.embedder.is_down = False
    first = replace(law.passages[0], text="工资按周支付。")
    shelf.add([replace(law, passages=(first, second))], "bian")
    assert home.embedder.texts.total() == 4, "what the model missed is read with the next change, and nothing twice"
    again = open_collections(engine, home.data, SHIPPED, dense=home.dense()).open("documents")
    before = home.embedder.queries
    assert again.search("年假十天")[0].text == "年假十天。"
    assert home.embedder.queries == before + 1
