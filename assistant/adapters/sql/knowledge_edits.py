"""Edits of knowledge files in SQL."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sqlalchemy import Connection, Engine, RowMapping, delete, func, insert, inspect, select, update

from assistant.adapters.sql.engine import read, write
from assistant.adapters.sql.numbers import take_numbers
from assistant.adapters.sql.records import member, storable
from assistant.adapters.sql.tables import knowledge_changes, knowledge_edits, knowledge_files
from assistant.domain.errors import ConflictError
from assistant.domain.knowledge_edits import ChangeState, FileEdit, FileForm, KnowledgeChange, PublishedFile

_IDS, _REVISIONS, _PUBLICATIONS = "knowledge_changes", "knowledge_revisions", "knowledge_publications"
_LARGEST_ID = 2**31 - 1
_CHANGED = "这次修改刚刚在别处动过，请刷新后再试。您写的内容还在这一页上。"
_OVERTAKEN = "刚刚有别的修改发布了，要按新的内容再核对一遍。请再试一次。"


class SqlKnowledgeEdits:
    """Implements `KnowledgeEditStore`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def is_there(self) -> bool:
        """Whether the database has these tables: a command may meet one that has not been migrated yet."""
        with read(self._engine) as connection:
            return inspect(connection).has_table(knowledge_files.name)

    def add_change(self, change: KnowledgeChange) -> KnowledgeChange:
        with write(self._engine) as connection:
            kept = replace(
                change, id=take_numbers(connection, _IDS, 1), revision=take_numbers(connection, _REVISIONS, 1)
            )
            connection.execute(insert(knowledge_changes), {"id": kept.id, **_row(kept)})
            _write_edits(connection, kept)
        return kept

    def find_change(self, change_id: int) -> KnowledgeChange | None:
        if not 0 < change_id <= _LARGEST_ID:
            return None
        with read(self._engine) as connection:
            chosen = select(knowledge_changes).where(knowledge_changes.c.id == change_id)
            row = connection.execute(chosen).mappings().one_or_none()
            return _change(row, _edits_of(connection, [change_id])) if row is not None else None

    def list_changes(self, states: tuple[ChangeState, ...], limit: int = 100) -> Sequence[KnowledgeChange]:
        wanted = knowledge_changes.c.state.in_([state.value for state in states])
        chosen = select(knowledge_changes).where(wanted).order_by(knowledge_changes.c.revision.desc()).limit(limit)
        with read(self._engine) as connection:
            rows = connection.execute(chosen).mappings().all()
            edits = _edits_of(connection, [row["id"] for row in rows])
        return tuple(_change(row, edits) for row in rows)

    def save_change(self, change: KnowledgeChange) -> KnowledgeChange:
        with write(self._engine) as connection:
            kept = _save(connection, change)
            connection.execute(delete(knowledge_edits).where(knowledge_edits.c.change_id == kept.id))
            _write_edits(connection, kept)
        return kept

    def publish(self, change: KnowledgeChange, shipped: Mapping[str, str | None], after: int) -> KnowledgeChange:
        assert change.closed_by is not None and change.closed_at is not None
        with write(self._engine) as connection:
            # The counter is taken first: it keeps other publishers waiting until this one is through.
            number = take_numbers(connection, _PUBLICATIONS, 1)
            if number != after + 1:
                raise ConflictError(_OVERTAKEN)
            kept = _save(connection, replace(change, publication=number))
            rows = [
                {
                    "publication": number, "path": edit.path, "form": edit.form.value, "text": storable(edit.text),
                    "shipped": shipped.get(edit.path), "published_by": storable(change.closed_by),
                    "published_at": change.closed_at,
                }
                for edit in kept.edits
            ]  # fmt: skip
            connection.execute(insert(knowledge_files), rows)
        return kept

    def list_published(self, until: int | None = None) -> Sequence[PublishedFile]:
        last = select(knowledge_files.c.path, func.max(knowledge_files.c.publication).label("last"))
        if until is not None:
            last = last.where(knowledge_files.c.publication <= until)
        latest = last.group_by(knowledge_files.c.path).subquery()
        is_latest = (knowledge_files.c.path == latest.c.path) & (knowledge_files.c.publication == latest.c.last)
        chosen = select(knowledge_files).join(latest, is_latest).order_by(knowledge_files.c.path)
        with read(self._engine) as connection:
            return tuple(_file(row) for row in connection.execute(chosen).mappings())

    def list_versions(self, path: str, limit: int = 50) -> Sequence[PublishedFile]:
        chosen = select(knowledge_files).where(knowledge_files.c.path == storable(path))
        chosen = chosen.order_by(knowledge_files.c.publication.desc()).limit(limit)
        with read(self._engine) as connection:
            return tuple(_file(row) for row in connection.execute(chosen).mappings())

    def latest_publication(self) -> int:
        return self.stamp()[0]

    def stamp(self) -> tuple[int, int]:
        newest = select(
            select(func.max(knowledge_files.c.publication)).scalar_subquery(),
            select(func.max(knowledge_changes.c.revision)).scalar_subquery(),
        )
        with read(self._engine) as connection:
            publication, revision = connection.execute(newest).one()
        return int(publication or 0), int(revision or 0)


def _save(connection: Connection, change: KnowledgeChange) -> KnowledgeChange:
    is_same = (knowledge_changes.c.id == change.id) & (knowledge_changes.c.revision == change.revision)
    kept = replace(change, revision=take_numbers(connection, _REVISIONS, 1))
    if not connection.execute(update(knowledge_changes).where(is_same).values(_row(kept))).rowcount:
        raise ConflictError(_CHANGED)
    return kept


def _write_edits(connection: Connection, change: KnowledgeChange) -> None:
    rows = [
        {"change_id": change.id, "path": e.path, "form": e.form.value, "text": storable(e.text), "base": e.base}
        for e in change.edits
    ]
    if rows:
        connection.execute(insert(knowledge_edits), rows)


def _edits_of(connection: Connection, change_ids: Sequence[int]) -> dict[int, tuple[FileEdit, ...]]:
    chosen = select(knowledge_edits).where(knowledge_edits.c.change_id.in_(change_ids))
    edits: dict[int, tuple[FileEdit, ...]] = {}
    for row in connection.execute(chosen.order_by(knowledge_edits.c.path)).mappings():
        edit = FileEdit(row["path"], member(FileForm, row["form"], FileForm.SHIPPED), row["text"], row["base"])
        edits[row["change_id"]] = (*edits.get(row["change_id"], ()), edit)
    return edits


def _row(change: KnowledgeChange) -> dict[str, object]:
    return {
        "revision": change.revision,
        "state": change.state.value,
        "title": storable(change.title),
        "reason": storable(change.reason),
        "author": storable(change.author),
        "created_at": change.created_at,
        "back_to": change.back_to,
        "proposed_at": change.proposed_at,
        "returned": storable(change.returned),
        "closed_by": change.closed_by,
        "closed_at": change.closed_at,
        "publication": change.publication,
    }


def _change(row: RowMapping, edits: Mapping[int, tuple[FileEdit, ...]]) -> KnowledgeChange:
    """A state that this version does not know can be neither edited nor published."""
    return KnowledgeChange(
        title=row["title"],
        reason=row["reason"],
        author=row["author"],
        created_at=row["created_at"],
        state=member(ChangeState, row["state"], ChangeState.WITHDRAWN),
        edits=edits.get(row["id"], ()),
        back_to=row["back_to"],
        proposed_at=row["proposed_at"],
        returned=row["returned"],
        closed_by=row["closed_by"],
        closed_at=row["closed_at"],
        publication=row["publication"],
        id=row["id"],
        revision=row["revision"],
    )


def _file(row: RowMapping) -> PublishedFile:
    return PublishedFile(
        row["path"], row["publication"], member(FileForm, row["form"], FileForm.SHIPPED), row["text"], row["shipped"],
        row["published_by"], row["published_at"],
    )  # fmt: skip
