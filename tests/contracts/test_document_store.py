"""What every DocumentStore does, whatever it keeps the documents in."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.adapters.sql.collections import SqlCollectionStore
from assistant.adapters.sql.documents import SqlDocumentStore
from assistant.adapters.sql.engine import open_engine
from assistant.domain.added_documents import AddedDocument
from assistant.services.document_passages import passages_of
from assistant.services.document_ports import DocumentEdit, DocumentStore, KeptDocument, VersionState
from assistant.services.ports import CollectionStore
from tests.adapters.sql_examples import NOW
from tests.documents import notice
from tests.fakes.collection_store import FakeCollectionStore
from tests.fakes.document_store import FakeDocumentStore
from tests.fresh_database import migrate

pytest_plugins = ("tests.postgres",)
Stores = tuple[DocumentStore, CollectionStore]
FIRST = notice("doc-a", "示例办法", "2024-01-01", ("第一条", "窗口每天开门。"), ("第二条", "周末休息。"))
SECOND = notice("doc-a", "示例办法", "2024-01-01", ("第一条", "窗口每天开门。"), ("第三条", "节日值班。"), until="2027")


def kept(document: AddedDocument, digest: str = "d") -> KeptDocument:
    return KeptDocument(document, digest, passages_of(document))


@pytest.fixture(params=["fake", "sqlite", "postgresql"])
def stores(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Stores]:
    if request.param == "fake":
        passages = FakeCollectionStore()
        yield FakeDocumentStore(passages), passages
        return
    if request.param == "postgresql":
        engine = request.getfixturevalue("postgres_engine")
    else:
        engine = open_engine(f"sqlite:///{tmp_path / 'documents.db'}")
        migrate(engine)
    yield SqlDocumentStore(engine), SqlCollectionStore(engine)
    engine.dispose()


def test_it_is_what_it_claims_to_be(stores: Stores) -> None:
    assert isinstance(stores[0], DocumentStore)


def test_a_document_is_kept_whole_with_its_passages(stores: Stores) -> None:
    documents, passages = stores
    documents.apply("docs", DocumentEdit(added=(kept(FIRST),)), "bian", NOW)
    (version,) = documents.find_current("docs", ("doc-a", "doc-b"))
    assert (version.document, version.version, version.added_by, version.added_at) == (FIRST, 1, "bian", NOW)
    assert [one.id for one in passages.iterate_passages("docs")] == ["doc-a:第一条", "doc-a:第二条"]
    assert tuple(passages.iterate_passages("docs")) == passages_of(FIRST)
    assert passages.list_answerable() == ("docs",)


def test_a_new_version_takes_the_place_of_the_former_one_and_of_its_passages(stores: Stores) -> None:
    documents, passages = stores
    documents.apply("docs", DocumentEdit(added=(kept(FIRST),)), "bian", NOW)
    documents.apply("docs", DocumentEdit(added=(kept(SECOND),)), "chen", NOW)
    versions = documents.find_versions("docs", "doc-a")
    assert [(one.version, one.state) for one in versions] == [(2, VersionState.CURRENT), (1, VersionState.FORMER)]
    assert versions[1].document == FIRST
    assert {one.id for one in passages.iterate_passages("docs")} == {"doc-a:第一条", "doc-a:第三条"}


def test_a_document_taken_out_leaves_its_versions(stores: Stores) -> None:
    documents, passages = stores
    documents.apply("docs", DocumentEdit(added=(kept(FIRST),)), "bian", NOW)
    documents.apply("docs", DocumentEdit(removed=("doc-a",)), "bian", NOW)
    assert documents.list_heads("docs") == ()
    assert [one.state for one in documents.find_versions("docs", "doc-a")] == [VersionState.REMOVED]
    assert tuple(passages.iterate_passages("docs")) == ()


def test_an_amended_document_keeps_its_version(stores: Stores) -> None:
    documents, passages = stores
    documents.apply("docs", DocumentEdit(added=(kept(FIRST, "first"),)), "bian", NOW)
    other = notice("doc-b", "示例新办法", "2025-01-01", ("第一条", "窗口延时。"))
    documents.apply("docs", DocumentEdit(added=(kept(other),), amended=(kept(FIRST.superseded(other)),)), "bian", NOW)
    version = documents.find_versions("docs", "doc-a")[0]
    assert (version.version, version.digest, version.document.superseded_by) == (1, "first", "doc-b")
    ends = {one.id: str(one.period.end) for one in passages.iterate_passages("docs")}
    assert ends["doc-a:第一条"] == "2024-12-31"


def test_every_change_is_counted(stores: Stores) -> None:
    documents, passages = stores
    before = passages.change_number("docs")
    documents.apply("docs", DocumentEdit(added=(kept(FIRST),)), "bian", NOW)
    added = passages.change_number("docs")
    documents.apply("docs", DocumentEdit(removed=("doc-a",)), "bian", NOW)
    assert before < added < passages.change_number("docs")
    assert passages.change_number("others") == 0


def test_heads_come_without_passages_and_of_this_collection_only(stores: Stores) -> None:
    documents, _ = stores
    documents.apply("docs", DocumentEdit(added=(kept(FIRST),)), "bian", NOW)
    documents.apply("others", DocumentEdit(added=(kept(SECOND),)), "bian", NOW)
    (head,) = documents.list_heads("docs")
    assert documents.list_current("docs") == (head.document,)
    assert (head.document.head, head.document.passages) == (FIRST.head, ())
