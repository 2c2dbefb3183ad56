"""Imported passages in SQL."""

from collections.abc import Collection, Iterable, Iterator, Mapping

from sqlalchemy import ColumnElement, Connection, Engine, RowMapping, delete, func, insert, select

from assistant.adapters.sql.engine import read, write
from assistant.adapters.sql.records import is_storable, storable
from assistant.adapters.sql.tables import imported_passages
from assistant.services.ports import ImportedPassage

_ROWS_AT_ONCE = 500


class SqlCollectionStore:
    """Implements `CollectionStore`. Every method may raise UnavailableError."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def replace_passages(self, collection: str, passages: Iterable[ImportedPassage]) -> None:
        newest = {storable(passage.id): passage for passage in passages}
        with write(self._engine) as connection:
            positions = _positions(connection, collection, tuple(newest))
            following = _following_position(connection, collection)
            rows = []
            for passage_id, passage in newest.items():
                position = positions.get(passage_id)
                if position is None:
                    position, following = following, following + 1
                rows.append(_row(collection, passage_id, passage, position))
            for some in _portions(tuple(positions)):
                connection.execute(delete(imported_passages).where(_are(collection, some)))
            if rows:
                connection.execute(insert(imported_passages), rows)

    def iterate_passages(self, collection: str) -> Iterator[ImportedPassage]:
        chosen = select(imported_passages).where(imported_passages.c.collection == storable(collection))
        with read(self._engine) as connection:
            rows = connection.execution_options(yield_per=_ROWS_AT_ONCE).execute(
                chosen.order_by(imported_passages.c.position)
            )
            for row in rows.mappings():
                yield _passage(row)

    def find_passages(self, collection: str, ids: Collection[str]) -> Mapping[str, ImportedPassage]:
        found: dict[str, ImportedPassage] = {}
        with read(self._engine) as connection:
            for some in _portions(tuple(filter(is_storable, ids))):
                rows = connection.execute(select(imported_passages).where(_are(collection, some))).mappings()
                found.update((row["id"], _passage(row)) for row in rows)
        return found

    def has_collection(self, collection: str) -> bool:
        chosen = select(imported_passages.c.id).where(imported_passages.c.collection == storable(collection)).limit(1)
        with read(self._engine) as connection:
            return connection.execute(chosen).first() is not None

    def list_answerable(self) -> tuple[str, ...]:
        chosen = select(imported_passages.c.collection).where(imported_passages.c.answerable).distinct()
        with read(self._engine) as connection:
            return tuple(sorted(connection.execute(chosen).scalars()))


def _positions(connection: Connection, collection: str, ids: tuple[str, ...]) -> dict[str, int]:
    """Id → place of those that exist already."""
    positions: dict[str, int] = {}
    for some in _portions(ids):
        chosen = select(imported_passages.c.id, imported_passages.c.position).where(_are(collection, some))
        positions.update((row.id, row.position) for row in connection.execute(chosen))
    return positions


def _following_position(connection: Connection, collection: str) -> int:
    chosen = select(func.max(imported_passages.c.position)).where(imported_passages.c.collection == collection)
    last = connection.execute(chosen).scalar()
    return 0 if last is None else int(last) + 1


def _are(collection: str, ids: tuple[str, ...]) -> ColumnElement[bool]:
    return (imported_passages.c.collection == storable(collection)) & imported_passages.c.id.in_(ids)


def _portions(ids: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    for start in range(0, len(ids), _ROWS_AT_ONCE):
        yield ids[start : start + _ROWS_AT_ONCE]


def _row(collection: str, passage_id: str, passage: ImportedPassage, position: int) -> dict[str, object]:
    return {
        "collection": storable(collection),
        "id": passage_id,
        "title": storable(passage.title),
        "text": storable(passage.text),
        "answerable": passage.is_answerable,
        "position": position,
    }


def _passage(row: RowMapping) -> ImportedPassage:
    return ImportedPassage(row["id"], row["title"], row["text"], row["answerable"])
