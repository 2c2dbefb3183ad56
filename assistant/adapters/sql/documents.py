"""Added documents in SQL, with the passages they put into their collection."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Engine, RowMapping, func, insert, select
from sqlalchemy import update as sql_update

from assistant.adapters.sql.collections import change_name, passage_row
from assistant.adapters.sql.document_passages import drop_document, put_document
from assistant.adapters.sql.document_records import document_from_text, head_as_text, passages_as_text
from assistant.adapters.sql.engine import read, write
from assistant.adapters.sql.numbers import take_numbers
from assistant.adapters.sql.portions import portions
from assistant.adapters.sql.records import storable
from assistant.adapters.sql.tables import added_documents, numbers
from assistant.domain.added_documents import AddedDocument
from assistant.domain.errors import ConflictError
from assistant.services.document_ports import DocumentEdit, DocumentVersion, KeptDocument, VersionState

_OF_HEADS = (
    added_documents.c.id, added_documents.c.version, added_documents.c.digest, added_documents.c.added_at,
    added_documents.c.added_by, added_documents.c.head_json,
)  # fmt: skip
_CURRENT = VersionState.CURRENT.value
_OVERTAKEN = "刚刚有别的文件发布了，请再试一次。"


class SqlDocumentStore:
    """Implements `DocumentStore`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        #: Heads as they were written → read. Of many documents few change between two looks at the list.
        self._read_heads: dict[tuple[str, str], tuple[str, AddedDocument]] = {}

    def list_heads(self, collection: str) -> Sequence[DocumentVersion]:
        chosen = select(*_OF_HEADS).where(_in(collection), added_documents.c.state == _CURRENT)
        with read(self._engine) as connection:
            rows = connection.execute(chosen.order_by(added_documents.c.id)).all()
        return tuple(
            DocumentVersion(self._head(collection, name, text), version, VersionState.CURRENT, digest, at, by)
            for name, version, digest, at, by, text in rows
        )

    def list_current(self, collection: str) -> Sequence[AddedDocument]:
        # Only what stands before the passages in a row: SQLite would read through them to what stands behind.
        chosen = select(added_documents.c.id, added_documents.c.head_json).where(
            _in(collection), added_documents.c.state == _CURRENT
        )
        with read(self._engine) as connection:
            rows = connection.execute(chosen.order_by(added_documents.c.id)).all()
        return tuple(self._head(collection, name, text) for name, text in rows)

    def _head(self, collection: str, name: str, text: str) -> AddedDocument:
        known = self._read_heads.get((collection, name))
        if known is None or known[0] != text:
            known = self._read_heads[collection, name] = (text, document_from_text(name, text, None))
        return known[1]

    def find_versions(self, collection: str, document_id: str) -> Sequence[DocumentVersion]:
        chosen = select(added_documents).where(_in(collection), added_documents.c.id == storable(document_id))
        with read(self._engine) as connection:
            rows = connection.execute(chosen.order_by(added_documents.c.version.desc())).mappings()
            return tuple(map(_version, rows))

    def find_current(self, collection: str, document_ids: Sequence[str]) -> Sequence[DocumentVersion]:
        found: list[DocumentVersion] = []
        with read(self._engine) as connection:
            for some in portions(tuple(document_ids)):
                chosen = select(added_documents).where(
                    _in(collection), added_documents.c.state == _CURRENT, added_documents.c.id.in_(some)
                )
                found += map(_version, connection.execute(chosen).mappings())
        return tuple(found)

    def list_removed(self, collection: str) -> Sequence[DocumentVersion]:
        kept = select(added_documents.c.id).where(_in(collection), added_documents.c.state == _CURRENT)
        chosen = select(added_documents).where(
            _in(collection), added_documents.c.state == VersionState.REMOVED.value, added_documents.c.id.not_in(kept)
        )
        with read(self._engine) as connection:
            rows = connection.execute(chosen.order_by(added_documents.c.version)).mappings()
            latest = {row["id"]: _version(row, with_passages=False) for row in rows}
        return tuple(latest[name] for name in sorted(latest))

    def change_number(self, collection: str) -> int:
        chosen = select(numbers.c.value).where(numbers.c.name == change_name(collection))
        with read(self._engine) as connection:
            return int(connection.execute(chosen).scalar() or 0)

    def apply(self, collection: str, edit: DocumentEdit, by: str, at: datetime, after: int | None = None) -> None:
        if not (edit.added or edit.amended or edit.removed):
            return
        with write(self._engine) as connection:
            # The counter is taken first: it keeps other writers waiting until this one is through.
            number = take_numbers(connection, change_name(collection), 1)
            if after is not None and number != after + 1:
                raise ConflictError(_OVERTAKEN)
            for document_id in edit.removed:
                _end(connection, collection, document_id, VersionState.REMOVED)
                drop_document(connection, storable(collection), document_id, number)
            for kept in edit.added:
                _end(connection, collection, kept.document.id, VersionState.FORMER)
                connection.execute(insert(added_documents).values(_row(connection, collection, kept, by, at)))
                _put(connection, collection, kept, number)
            for kept in edit.amended:
                values = {
                    "head_json": head_as_text(kept.document),
                    "passages_json": passages_as_text(kept.document.passages),
                }
                amended = sql_update(added_documents).where(_current(collection, kept.document.id))
                connection.execute(amended.values(values))
                _put(connection, collection, kept, number)


def _put(connection: Connection, collection: str, kept: KeptDocument, number: int) -> None:
    rows = [passage_row(collection, passage) for passage in kept.passages]
    put_document(connection, storable(collection), kept.document.id, rows, number)


def _end(connection: Connection, collection: str, document_id: str, state: VersionState) -> None:
    connection.execute(sql_update(added_documents).where(_current(collection, document_id)).values(state=state.value))


def _row(connection: Connection, collection: str, kept: KeptDocument, by: str, at: datetime) -> dict[str, object]:
    versions = select(func.max(added_documents.c.version)).where(
        _in(collection), added_documents.c.id == storable(kept.document.id)
    )
    return {
        "collection": storable(collection),
        "id": storable(kept.document.id),
        "version": int(connection.execute(versions).scalar() or 0) + 1,
        "state": _CURRENT,
        "digest": kept.digest,
        "head_json": head_as_text(kept.document),
        "passages_json": passages_as_text(kept.document.passages),
        "added_at": at,
        "added_by": storable(by),
    }


def _version(row: RowMapping, with_passages: bool = True) -> DocumentVersion:
    document = document_from_text(row["id"], row["head_json"], row["passages_json"] if with_passages else None)
    state = VersionState(row["state"])
    return DocumentVersion(document, row["version"], state, row["digest"], row["added_at"], row["added_by"])


def _in(collection: str) -> ColumnElement[bool]:
    return added_documents.c.collection == storable(collection)


def _current(collection: str, document_id: str) -> ColumnElement[bool]:
    is_it = added_documents.c.id == storable(document_id)
    return _in(collection) & is_it & (added_documents.c.state == _CURRENT)
