"""The knowledge files as they are now: shipped, with what staff have published over them. For reading."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.domain.errors import NotFoundError
from assistant.domain.knowledge_edits import (
    FileEdit,
    FileForm,
    PublishedFile,
    digest_of_text,
    in_force,
    is_editable,
)
from assistant.services.knowledge_edit_ports import KnowledgeEditStore, KnowledgeWorkshop

_TITLE = re.compile(r"^title:\s*[\"']?(.+?)[\"']?\s*$", re.MULTILINE)
_LINES_SHOWN, _MOST_FOUND = 3, 100
_NO_FILE = "没有找到这个文件。"


@dataclass(frozen=True)
class ShelvedFile:
    """One file in the list. `lines`: (number, text) in which the words stand that were looked for."""

    path: str
    title: str
    publication: int | None = None
    lines: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True)
class ShippedAnew:
    """A published file whose shipped one has been changed since, by an upgrade. `shipped`: its text now, if any."""

    file: PublishedFile
    shipped: str | None


class KnowledgeShelf:
    """Reads only. Every method may raise UnavailableError."""

    def __init__(self, store: KnowledgeEditStore, workshop: KnowledgeWorkshop) -> None:
        self._store, self._workshop = store, workshop

    def find_text(self, path: str) -> str | None:
        """The text in force; None where there is no such file."""
        if not is_editable(path):
            return None
        file = self.find_published(path)
        if file is not None:
            return file.text if file.form is FileForm.WRITTEN else None
        return self._workshop.find_shipped(path)

    def get_text(self, path: str) -> str:
        """Raises NotFoundError."""
        text = self.find_text(path)
        if text is None:
            raise NotFoundError(_NO_FILE)
        return text

    def digest(self, path: str) -> str | None:
        text = self.find_text(path)
        return None if text is None else digest_of_text(text)

    def shipped_digest(self, path: str) -> str | None:
        text = self._workshop.find_shipped(path)
        return None if text is None else digest_of_text(text)

    def find_shipped(self, path: str) -> str | None:
        return self._workshop.find_shipped(path) if is_editable(path) else None

    def find_published(self, path: str) -> PublishedFile | None:
        """What stands over the shipped file, if anything does."""
        return in_force(self._store.list_versions(path, limit=1)).get(path)

    def versions(self, path: str) -> Sequence[PublishedFile]:
        return self._store.list_versions(path)

    def list_files(self, words: str = "") -> Sequence[ShelvedFile]:
        """In the order of paths; of those in which every one of the words stands, at most 100."""
        wanted = tuple(words.casefold().split())
        found: list[ShelvedFile] = []
        for path, text, publication in self._texts():
            if wanted and not all(word in f"{path}\n{text}".casefold() for word in wanted):
                continue
            title = _TITLE.search(text)
            found.append(ShelvedFile(path, title[1] if title else "", publication, tuple(_lines(text, wanted))))
            if wanted and len(found) == _MOST_FOUND:
                break
        return found

    def shipped_anew(self) -> Sequence[ShippedAnew]:
        """Published files whose shipped one has changed since they were published, and does not say the same now."""
        found = []
        for path, file in sorted(in_force(self._store.list_published()).items()):
            shipped = self._workshop.find_shipped(path)
            digest = None if shipped is None else digest_of_text(shipped)
            says_the_same = shipped == (file.text if file.form is FileForm.WRITTEN else None)
            if digest != file.shipped and not says_the_same:
                found.append(ShippedAnew(file, shipped))
        return found

    def edits_back_to(self, publication: int) -> tuple[FileEdit, ...]:
        """What makes every file again what it was after that publication; 0: as shipped."""
        then = {file.path: file for file in self._store.list_published(publication)} if publication else {}
        edits = []
        for file in self._store.list_published():
            former = then.get(file.path)
            form, text = (former.form, former.text) if former is not None else (FileForm.SHIPPED, "")
            if (form, text) != (file.form, file.text):
                edits.append(FileEdit(file.path, form, text, self.digest(file.path)))
        return tuple(edits)

    def _texts(self) -> Iterator[tuple[str, str, int | None]]:
        """Path, text, and the publication it comes from."""
        ours = in_force(self._store.list_published())
        for path in sorted({*filter(is_editable, self._workshop.shipped_paths()), *ours}):
            file = ours.get(path)
            text = file.text if file is not None else self._workshop.find_shipped(path)
            if text is not None and (file is None or file.form is FileForm.WRITTEN):
                yield path, text, file.publication if file is not None else None


def _lines(text: str, wanted: Sequence[str]) -> Iterator[tuple[int, str]]:
    if not wanted:
        return
    shown = 0
    for number, line in enumerate(text.splitlines(), 1):
        if any(word in line.casefold() for word in wanted):
            yield number, line.strip()[:160]
            shown += 1
            if shown == _LINES_SHOWN:
                return
