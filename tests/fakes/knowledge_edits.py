"""Edits of knowledge files in memory, and a workshop that builds nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from assistant.domain.errors import ConflictError, KnowledgeError
from assistant.domain.knowledge_edits import ChangeState, KnowledgeChange, PublishedFile
from assistant.services.knowledge_edit_ports import Found, Overlay, Preview


class FakeKnowledgeEdits:
    """Implements `KnowledgeEditStore`."""

    def __init__(self) -> None:
        self._changes: dict[int, KnowledgeChange] = {}
        self._files: list[PublishedFile] = []
        self._revision = self._publication = 0

    def add_change(self, change: KnowledgeChange) -> KnowledgeChange:
        return self._keep(replace(change, id=len(self._changes) + 1))

    def find_change(self, change_id: int) -> KnowledgeChange | None:
        return self._changes.get(change_id)

    def list_changes(self, states: tuple[ChangeState, ...], limit: int = 100) -> Sequence[KnowledgeChange]:
        found = (change for change in self._changes.values() if change.state in states)
        return sorted(found, key=lambda change: -change.revision)[:limit]

    def save_change(self, change: KnowledgeChange) -> KnowledgeChange:
        if self._changes[change.id].revision != change.revision:
            raise ConflictError("written to meanwhile")
        return self._keep(change)

    def publish(self, change: KnowledgeChange, shipped: Mapping[str, str | None], after: int) -> KnowledgeChange:
        if after != self._publication:
            raise ConflictError("published meanwhile")
        kept = self.save_change(replace(change, publication=after + 1))
        self._publication += 1
        assert kept.closed_by is not None and kept.closed_at is not None
        self._files += [
            PublishedFile(
                edit.path, after + 1, edit.form, edit.text, shipped.get(edit.path), kept.closed_by, kept.closed_at
            )
            for edit in kept.edits
        ]
        return kept

    def list_published(self, until: int | None = None) -> Sequence[PublishedFile]:
        latest = {file.path: file for file in self._files if until is None or file.publication <= until}
        return [latest[path] for path in sorted(latest)]

    def list_versions(self, path: str, limit: int = 50) -> Sequence[PublishedFile]:
        return [file for file in reversed(self._files) if file.path == path][:limit]

    def latest_publication(self) -> int:
        return self._publication

    def stamp(self) -> tuple[int, int]:
        return self._publication, self._revision

    def _keep(self, change: KnowledgeChange) -> KnowledgeChange:
        self._revision += 1
        kept = replace(change, revision=self._revision)
        self._changes[kept.id] = kept
        return kept


class FakeWorkshop:
    """Implements `KnowledgeWorkshop`: a file in which BROKEN stands is broken. `proved`: what was built."""

    def __init__(self, shipped: dict[str, str]) -> None:
        self.shipped = shipped
        self.proved: list[dict[str, str | None]] = []
        self.woken = 0

    def shipped_paths(self) -> Sequence[str]:
        return sorted(self.shipped)

    def find_shipped(self, path: str) -> str | None:
        return self.shipped.get(path)

    def preview(self, overlay: Overlay) -> Preview:
        broken = tuple(
            Found(path, 2, "There is no region 'mars' in regions.yaml.")
            for path, text in sorted(overlay.items())
            if text is not None and "BROKEN" in text
        )
        return Preview(broken, tuple(f"changed  {path}" for path in sorted(overlay)))

    def prove(self, overlay: Overlay) -> None:
        if not (found := self.preview(overlay)).is_sound:
            raise KnowledgeError(tuple(f"{one.file}:{one.line}: {one.text}" for one in found.problems))
        self.proved.append(dict(overlay))

    def wake(self) -> None:
        self.woken += 1
