"""A tantivy index in one folder that knows the number of the last change in it: what indexes of courses and of
vacancies share. SQL stays the truth; whoever feeds the index reads the number and goes on from there."""

import threading
from collections.abc import Iterable
from pathlib import Path

import tantivy

from assistant.adapters.applied_number import empty_folder, read_applied, write_applied
from assistant.adapters.tantivy_index import translated
from assistant.domain.errors import UnavailableError


class NumberedIndex:
    """One folder that no other process writes to, one document an id of the field `key`.

    A folder of another `kind` (raised whenever what is written changes), or one that is damaged, is emptied:
    `applied_number` is then 0 and everything is applied again. Safe to share between threads; changes are applied by
    one at a time. Raises UnavailableError where the folder cannot be used.
    """

    def __init__(
        self, folder: Path, schema: tantivy.Schema, key: str, kind: str, heap_bytes: int, threads: int, read_only: bool
    ) -> None:
        self._folder, self._schema, self._key, self._kind = folder, schema, key, kind
        self._heap_bytes, self._threads, self._is_read_only = heap_bytes, threads, read_only
        self._lock = threading.Lock()
        self._applied = read_applied(folder, kind)
        self._index = self._open()
        self._writer: tantivy.IndexWriter | None = None
        self.searcher = self._index.searcher()

    def __len__(self) -> int:
        return int(self.searcher.num_docs)

    def applied_number(self) -> int:
        return self._applied

    def write(self, rows: Iterable[tuple[str, tantivy.Document | None]], number: int) -> None:
        """Puts each document in the place of what its id had; None takes it away. `number`: of the last change."""
        with self._lock, translated(self._folder):
            writer = self._writer or self._new_writer()
            is_new = not len(self) and not self._applied
            seen: set[str] = set()
            for name, document in rows:
                if not is_new or name in seen:
                    writer.delete_documents_by_term(self._key, name)
                seen.add(name)
                if document is not None:
                    writer.add_document(document)
            writer.commit()
            self._index.reload()
            self.searcher = self._index.searcher()
        self._applied = number
        write_applied(self._folder, self._kind, number)

    def refresh(self) -> None:
        """Sees what another process has written."""
        with self._lock, translated(self._folder):
            self._index.reload()
            self.searcher = self._index.searcher()
            self._applied = read_applied(self._folder, self._kind)

    def close(self) -> None:
        """Lets go of the folder, so that another index can be opened on it."""
        with self._lock:
            if self._writer is not None:
                self._writer.wait_merging_threads()
            self._writer = None

    def _open(self) -> tantivy.Index:
        if self._applied:
            try:
                with translated(self._folder):
                    return tantivy.Index.open(str(self._folder))
            except UnavailableError:
                if self._is_read_only:
                    raise
                self._applied = 0
        empty_folder(self._folder)
        with translated(self._folder):
            return tantivy.Index(self._schema, path=str(self._folder))

    def _new_writer(self) -> tantivy.IndexWriter:
        self._writer = self._index.writer(self._heap_bytes * self._threads, self._threads)
        return self._writer
