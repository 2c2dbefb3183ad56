"""The clauses of added documents among the passages of their collection, with the change in which each came.

An index follows by these numbers, so a clause that has stayed as it was, with everything around it, keeps its own.
"""

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, Connection, delete, func, insert, select
from sqlalchemy import update as sql_update

from assistant.adapters.sql.portions import portions
from assistant.adapters.sql.records import storable
from assistant.adapters.sql.tables import dropped_passages, imported_passages
from assistant.services.ports import CONTEXT_REACH

_Row = dict[str, object]
#: What stands around a passage counts by these.
_SEEN_AROUND = ("id", "title", "heading", "text")
_OF_PLACE = ("position", "changed")


def put_document(connection: Connection, collection: str, document_id: str, rows: Sequence[_Row], number: int) -> None:
    """The rows in place of those the document has. `number`: of this change; the rows come without place or change."""
    passages = imported_passages.c
    # Sorted here: asked to order by position, SQLite reads the whole collection by that index.
    chosen = select(imported_passages).where(_of(collection, document_id))
    before = sorted((dict(row) for row in connection.execute(chosen).mappings()), key=lambda row: row["position"])
    changed = _changed(before, rows)
    if [row["id"] for row in before] == [row["id"] for row in rows]:
        for row in rows:
            if row["id"] in changed:
                is_it = (passages.collection == collection) & (passages.id == row["id"])
                connection.execute(sql_update(imported_passages).where(is_it).values({**row, "changed": number}))
        return
    connection.execute(delete(imported_passages).where(_of(collection, document_id)))
    _note_dropped(connection, collection, {str(row["id"]) for row in before} - {str(row["id"]) for row in rows}, number)
    _forget_dropped(connection, collection, [str(row["id"]) for row in rows])
    known = {row["id"]: row["changed"] for row in before}
    first = _following_position(connection, collection)
    placed = [
        {**row, "position": first + place, "changed": number if row["id"] in changed else known[row["id"]]}
        for place, row in enumerate(rows)
    ]
    if placed:
        connection.execute(insert(imported_passages), placed)


def drop_document(connection: Connection, collection: str, document_id: str, number: int) -> None:
    put_document(connection, collection, document_id, (), number)


def _following_position(connection: Connection, collection: str) -> int:
    last = connection.execute(
        select(func.max(imported_passages.c.position)).where(imported_passages.c.collection == collection)
    ).scalar()
    return 0 if last is None else int(last) + 1


def _changed(before: Sequence[_Row], after: Sequence[_Row]) -> set[object]:
    """Ids of those that are new, say something else, or stand among others than they did."""
    known = {row["id"]: (place, row) for place, row in enumerate(before)}
    changed: set[object] = set()
    for place, row in enumerate(after):
        former = known.get(row["id"])
        if former is None or _bare(former[1]) != _bare(row) or _around(before, former[0]) != _around(after, place):
            changed.add(row["id"])
    return changed


def _bare(row: _Row) -> _Row:
    return {name: value for name, value in row.items() if name not in _OF_PLACE}


def _around(rows: Sequence[_Row], place: int) -> list[tuple[object, ...]]:
    near = rows[max(place - CONTEXT_REACH, 0) : place + CONTEXT_REACH + 1]
    return [tuple(row[name] for name in _SEEN_AROUND) for row in near]


def _note_dropped(connection: Connection, collection: str, ids: Collection[str], number: int) -> None:
    _forget_dropped(connection, collection, ids)
    if ids:
        rows = [{"collection": collection, "id": name, "changed": number} for name in sorted(ids)]
        connection.execute(insert(dropped_passages), rows)


def _forget_dropped(connection: Connection, collection: str, ids: Collection[str]) -> None:
    for some in portions(tuple(ids)):
        gone = (dropped_passages.c.collection == collection) & dropped_passages.c.id.in_(some)
        connection.execute(delete(dropped_passages).where(gone))


def _of(collection: str, document_id: str) -> ColumnElement[bool]:
    passages = imported_passages.c
    return (passages.collection == collection) & (passages.document_id == storable(document_id))
