"""How SQLite finds the passages of one document among those of all the others."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, event

from assistant.adapters.sql.collections import SqlCollectionStore
from assistant.adapters.sql.documents import SqlDocumentStore
from assistant.adapters.sql.engine import open_engine
from assistant.adapters.sql.migrate import migrate
from assistant.domain.added_documents import AddedDocument, DocumentHead, DocumentKind, DocumentPassage
from assistant.services.document_passages import passages_of
from assistant.services.document_ports import DocumentEdit, KeptDocument

AT = datetime(2026, 11, 29, tzinfo=UTC)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = open_engine(f"sqlite:///{tmp_path / 'plans.db'}")
    migrate(engine)
    yield engine
    engine.dispose()


def test_changing_and_following_one_document_reads_no_other(engine: Engine) -> None:
    store = SqlDocumentStore(engine)
    _put(store, "第一次的话。")
    said: list[tuple[str, object]] = []
    event.listen(engine, "before_cursor_execute", lambda *args: said.append((args[2], args[3])))
    _put(store, "第二次的话。")
    assert SqlCollectionStore(engine).find_changes("documents", since=1, most=10) is not None
    plans = [plan for text, values in said for plan in _plans(engine, text, values) if "imported_passages" in plan]
    assert plans
    wide = [plan for plan in plans if plan.startswith("SCAN") or plan.endswith("(collection=?)")]
    assert [plan for plan in wide if "COVERING INDEX ix_imported_passages_collection_position" not in plan] == []


def test_the_current_version_of_one_document_is_found_without_those_of_the_others(engine: Engine) -> None:
    store = SqlDocumentStore(engine)
    _put(store, "第一次的话。")
    said: list[tuple[str, object]] = []
    event.listen(engine, "before_cursor_execute", lambda *args: said.append((args[2], args[3])))
    _put(store, "第二次的话。")
    store.apply("documents", DocumentEdit(amended=(_kept("第二次的话。"),)), "示例", AT)
    assert len(store.find_current("documents", ("doc-1",))) == 1
    store.apply("documents", DocumentEdit(removed=("doc-1",)), "示例", AT)
    plans = [plan for text, values in said for plan in _plans(engine, text, values) if "added_documents" in plan]
    assert len(plans) >= 4
    assert [plan for plan in plans if "id=?" not in plan] == []


def test_documents_that_answers_rest_on_are_looked_for_without_the_others(engine: Engine) -> None:
    _put(SqlDocumentStore(engine), "第一次的话。")
    said: list[tuple[str, object]] = []
    event.listen(engine, "before_cursor_execute", lambda *args: said.append((args[2], args[3])))
    assert SqlCollectionStore(engine).list_answerable() == ("documents",)
    plans = [plan for text, values in said for plan in _plans(engine, text, values) if "imported_passages" in plan]
    assert plans
    assert [plan for plan in plans if "answerable=?" not in plan] == []


def _put(store: SqlDocumentStore, text: str) -> None:
    store.apply("documents", DocumentEdit(added=(_kept(text),)), "示例", AT)


def _kept(text: str) -> KeptDocument:
    head = DocumentHead("示例文件", DocumentKind.STATUTE, issuers=("示例局",))
    document = AddedDocument("doc-1", head, (DocumentPassage(text, "第1条"), DocumentPassage("不变的话。", "第2条")))
    return KeptDocument(document, text, passages_of(document))


def _plans(engine: Engine, text: str, values: object) -> list[str]:
    """The lines of SQLite's plan; nothing for what is no query."""
    if not text.lstrip().upper().startswith(("SELECT", "UPDATE", "DELETE")):
        return []
    with engine.connect() as connection:
        raw = connection.connection.driver_connection
        assert raw is not None
        return [row[3] for row in raw.execute(f"EXPLAIN QUERY PLAN {text}", values).fetchall()]
