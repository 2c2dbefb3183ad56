"""Imported passages in SQL."""

from collections.abc import Collection, Iterable, Iterator, Mapping

from sqlalchemy import ColumnElement, Connection, Engine, RowMapping, delete, func, insert, select
from sqlalchemy import update as sql_update

from assistant.adapters.sql.engine import read, write
from assistant.adapters.sql.numbers import take_numbers
from assistant.adapters.sql.portions import portions
from assistant.adapters.sql.records import is_storable, storable
from assistant.adapters.sql.tables import dropped_passages, imported_passages, numbers
from assistant.domain.dates import PartialDate, Period
from assistant.services.ports import ImportedPassage, PassageChanges

_ROWS_AT_ONCE = 500
#: Counters by collection: of all its changes, and of the last one that was an import.
_COUNTER, _IMPORTS = "collection:", "imported:"


class SqlCollectionStore:
    """Implements `CollectionStore`. Every method may raise UnavailableError."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def replace_passages(self, collection: str, passages: Iterable[ImportedPassage]) -> None:
        with write(self._engine) as connection:
            _put_passages(connection, collection, passages)

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
            for some in portions(tuple(filter(is_storable, ids))):
                rows = connection.execute(select(imported_passages).where(_are(collection, some))).mappings()
                found.update((row["id"], _passage(row)) for row in rows)
        return found

    def has_collection(self, collection: str) -> bool:
        chosen = select(imported_passages.c.id).where(imported_passages.c.collection == storable(collection)).limit(1)
        with read(self._engine) as connection:
            return connection.execute(chosen).first() is not None

    def change_number(self, collection: str) -> int:
        with read(self._engine) as connection:
            return _value(connection, change_name(collection))

    def find_changes(self, collection: str, since: int, most: int) -> PassageChanges | None:
        with read(self._engine) as connection:
            number = _value(connection, change_name(collection))  # read first: what changes meanwhile is found again
            if since > number or _value(connection, f"{_IMPORTS}{storable(collection)}") > since:
                return None
            passages, dropped = imported_passages.c, dropped_passages.c
            of_them = (passages.collection == storable(collection)) & (passages.changed > since)
            changed = connection.execute(select(passages.id, passages.document_id).where(of_them).limit(most + 1)).all()
            gone = (dropped.collection == storable(collection)) & (dropped.changed > since)
            ids = tuple(connection.execute(select(dropped.id).where(gone).limit(most + 1)).scalars())
            if len(changed) + len(ids) > most or any(row.document_id is None for row in changed):
                return None
            documents = _documents(connection, collection, tuple(dict.fromkeys(row.document_id for row in changed)))
        return PassageChanges(number, documents, frozenset(row.id for row in changed), ids)

    def list_answerable(self) -> tuple[str, ...]:
        """By the counters of changes: there are few collections and many passages."""
        named = select(numbers.c.name).where(numbers.c.name.startswith(_COUNTER, autoescape=True))
        with read(self._engine) as connection:
            names = [name.removeprefix(_COUNTER) for name in connection.execute(named).scalars()]
            return tuple(sorted(name for name in names if _is_answerable(connection, name)))


def _value(connection: Connection, name: str) -> int:
    return int(connection.execute(select(numbers.c.value).where(numbers.c.name == name)).scalar() or 0)


def _is_answerable(connection: Connection, collection: str) -> bool:
    passages = imported_passages.c
    chosen = select(passages.id).where(passages.collection == collection, passages.answerable).limit(1)
    return connection.execute(chosen).first() is not None


def _documents(connection: Connection, collection: str, ids: tuple[str, ...]) -> tuple[ImportedPassage, ...]:
    passages = imported_passages.c
    found: list[ImportedPassage] = []
    for some in portions(ids):
        chosen = select(imported_passages).where(passages.collection == storable(collection))
        # Sorted here: asked to order by position, SQLite reads the whole collection by that index.
        rows = connection.execute(chosen.where(passages.document_id.in_(some))).mappings()
        found += map(_passage, sorted(rows, key=lambda row: int(row["position"])))
    return tuple(found)


def _put_passages(connection: Connection, collection: str, passages: Iterable[ImportedPassage]) -> None:
    """Adds or replaces passages within a transaction; a replaced one keeps its place."""
    newest = {storable(passage.id): passage for passage in passages}
    if not newest:
        return
    number = take_numbers(connection, change_name(collection), 1)
    _note_import(connection, collection, number)
    positions = _positions(connection, collection, tuple(newest))
    following = _following_position(connection, collection)
    rows = []
    for passage_id, passage in newest.items():
        position = positions.get(passage_id)
        if position is None:
            position, following = following, following + 1
        rows.append({**passage_row(collection, passage), "position": position, "changed": number})
    for some in portions(tuple(positions)):
        connection.execute(delete(imported_passages).where(_are(collection, some)))
    connection.execute(insert(imported_passages), rows)


def change_name(collection: str) -> str:
    """The name of the counter of a collection's changes."""
    return f"{_COUNTER}{storable(collection)}"


def _note_import(connection: Connection, collection: str, number: int) -> None:
    """Imported passages share documents by their titles, so that an index cannot follow them one by one."""
    name = f"{_IMPORTS}{storable(collection)}"
    if not connection.execute(sql_update(numbers).where(numbers.c.name == name).values(value=number)).rowcount:
        connection.execute(insert(numbers).values(name=name, value=number))


def _positions(connection: Connection, collection: str, ids: tuple[str, ...]) -> dict[str, int]:
    """Id → place of those that exist already."""
    positions: dict[str, int] = {}
    for some in portions(ids):
        chosen = select(imported_passages.c.id, imported_passages.c.position).where(_are(collection, some))
        positions.update((row.id, row.position) for row in connection.execute(chosen))
    return positions


def _following_position(connection: Connection, collection: str) -> int:
    chosen = select(func.max(imported_passages.c.position)).where(imported_passages.c.collection == collection)
    last = connection.execute(chosen).scalar()
    return 0 if last is None else int(last) + 1


def _are(collection: str, ids: tuple[str, ...]) -> ColumnElement[bool]:
    return (imported_passages.c.collection == storable(collection)) & imported_passages.c.id.in_(ids)


def passage_row(collection: str, passage: ImportedPassage) -> dict[str, object]:
    """A passage as it is kept, without its place and its change."""
    start, end = passage.period.start, passage.period.end
    return {
        "collection": storable(collection),
        "id": storable(passage.id),
        "title": storable(passage.title),
        "text": storable(passage.text),
        "answerable": passage.is_answerable,
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
