"""Imported passages in SQL."""

from collections.abc import Collection, Iterable, Iterator, Mapping

from sqlalchemy import ColumnElement, Connection, Engine, RowMapping, delete, func, insert, select

from assistant.adapters.sql.engine import read, write
from assistant.adapters.sql.numbers import take_numbers
from assistant.adapters.sql.records import is_storable, storable
from assistant.adapters.sql.tables import imported_passages, numbers
from assistant.domain.dates import PartialDate, Period
from assistant.services.ports import ImportedPassage

_ROWS_AT_ONCE = 500


class SqlCollectionStore:
    """Implements `CollectionStore`. Every method may raise UnavailableError."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def replace_passages(self, collection: str, passages: Iterable[ImportedPassage]) -> None:
        with write(self._engine) as connection:
            put_passages(connection, collection, passages)

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

    def change_number(self, collection: str) -> int:
        chosen = select(numbers.c.value).where(numbers.c.name == change_name(collection))
        with read(self._engine) as connection:
            return int(connection.execute(chosen).scalar() or 0)

    def list_answerable(self) -> tuple[str, ...]:
        chosen = select(imported_passages.c.collection).where(imported_passages.c.answerable).distinct()
        with read(self._engine) as connection:
            return tuple(sorted(connection.execute(chosen).scalars()))


def put_passages(connection: Connection, collection: str, passages: Iterable[ImportedPassage]) -> None:
    """Adds or replaces passages within a transaction; a replaced one keeps its place."""
    newest = {storable(passage.id): passage for passage in passages}
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
        take_numbers(connection, change_name(collection), 1)


def change_name(collection: str) -> str:
    """The name of the counter of a collection's changes."""
    return f"collection:{storable(collection)}"


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
    start, end = passage.period.start, passage.period.end
    return {
        "collection": storable(collection),
        "id": passage_id,
        "title": storable(passage.title),
        "text": storable(passage.text),
        "answerable": passage.is_answerable,
        "position": position,
        "document_id": passage.document_id,
        "clause": storable(passage.clause) if passage.clause else None,
        "heading": storable(passage.heading),
        "effective_from": str(start) if start else None,
        "effective_to": str(end) if end else None,
        "region_id": passage.region_id,
    }


def _passage(row: RowMapping) -> ImportedPassage:
    start, end = row["effective_from"], row["effective_to"]
    return ImportedPassage(
        id=row["id"],
        title=row["title"],
        text=row["text"],
        is_answerable=row["answerable"],
        document_id=row["document_id"],
        clause=row["clause"],
        heading=row["heading"],
        period=Period(PartialDate.parse(start) if start else None, PartialDate.parse(end) if end else None),
        region_id=row["region_id"],
    )
