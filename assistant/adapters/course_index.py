"""Courses found by tantivy: the index of one process, fed with changes. SQL stays the truth."""

import threading
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import tantivy
from tantivy import Order, Query

from assistant.adapters.applied_number import empty_folder, read_applied, write_applied
from assistant.adapters.course_query import CourseQueryWriter
from assistant.adapters.course_schema import build_schema, to_document
from assistant.adapters.tantivy_index import translated
from assistant.domain.errors import UnavailableError
from assistant.domain.regions import RegionTable
from assistant.language.segment import Segmenter
from assistant.services.course_ports import SURELY_COUNTED, CourseHit, CourseQuery, IntakeChange

_HEAP_BYTES = 48_000_000
#: Raised whenever what is written changes, so that an older index is built anew.
_FORMAT = "c2"
#: Intakes read for one course that is wanted: courses have some intakes each.
_INTAKES_A_COURSE, _MOST_READ = 4, 2_000


class TantivyCourseIndex:
    """Implements `CourseIndex` and `CourseIndexWriter` over one folder that no other process writes to.

    A folder of another format, or one that is damaged, is emptied: `applied_number` is then 0 and everything is
    applied again. Safe to share between threads; changes are applied by one at a time.
    """

    def __init__(
        self,
        folder: Path,
        segmenter: Segmenter,
        regions: RegionTable,
        demand: Mapping[str, float],
        is_read_only: bool = False,
    ) -> None:
        self._folder, self._segmenter, self._is_read_only = folder, segmenter, is_read_only
        self._schema = build_schema()
        self._lock = threading.Lock()
        self._applied = read_number(folder)
        self._index = self._open()
        self._writer: tantivy.IndexWriter | None = None
        self._searcher = self._index.searcher()
        self._queries = CourseQueryWriter(self._schema, segmenter, regions, demand)

    def __len__(self) -> int:
        return int(self._searcher.num_docs)

    def search(self, query: CourseQuery) -> Sequence[CourseHit]:
        if query.limit < 1:
            return ()
        written, scores = self._queries.write(query)
        needed, reach = query.offset + query.limit, (query.offset + query.limit) * _INTAKES_A_COURSE
        while True:
            found, is_all = self._read(written, scores, min(reach, _MOST_READ))
            if len(found) >= needed or is_all or reach >= _MOST_READ:
                return tuple(found.values())[query.offset : needed]
            reach *= 4

    def count(self, query: CourseQuery) -> int:
        written, _ = self._queries.write(query)
        many = {"courses": {"cardinality": {"field": "course_id"}}}
        each = {"courses": {"terms": {"field": "course_id", "size": 2 * SURELY_COUNTED}}}
        with translated(self._folder):
            about = int(self._searcher.aggregate(written, many)["courses"]["value"])
            if about > SURELY_COUNTED:
                return about
            return len(self._searcher.aggregate(written, each)["courses"]["buckets"])

    def applied_number(self) -> int:
        return self._applied

    def apply(self, changes: Iterable[IntakeChange], number: int) -> None:
        with self._lock, translated(self._folder):
            writer = self._writer or self._new_writer()
            is_new = not len(self) and not self._applied
            seen: set[str] = set()
            for change in changes:
                if not is_new or change.intake_id in seen:
                    writer.delete_documents_by_term("intake_id", change.intake_id)
                seen.add(change.intake_id)
                if change.course is not None and change.intake is not None:
                    writer.add_document(to_document(change.course, change.intake, self._segmenter, change.as_of))
            writer.commit()
            self._index.reload()
            self._searcher = self._index.searcher()
        self._applied = number
        write_applied(self._folder, _FORMAT, number)

    def refresh(self) -> None:
        """Sees what another process has written."""
        with self._lock, translated(self._folder):
            self._index.reload()
            self._searcher = self._index.searcher()
            self._applied = read_number(self._folder)

    def close(self) -> None:
        """Lets go of the folder, so that another index can be opened on it."""
        with self._lock:
            if self._writer is not None:
                self._writer.wait_merging_threads()
            self._writer = None

    def _read(self, written: Query, scores: bool, limit: int) -> tuple[dict[str, CourseHit], bool]:
        """Courses by the order of their first intake, each with the intakes found; whether that is all there is."""
        searcher = self._searcher
        with translated(self._folder):
            if scores:
                hits = searcher.search(written, limit, count=False).hits
            else:
                hits = searcher.search(written, limit, count=False, order_by_field="begins", order=Order.Asc).hits
            found: dict[str, CourseHit] = {}
            for score, address in hits:
                document = searcher.doc(address)
                course_id, intake_id = str(document.get_first("course_id")), str(document.get_first("intake_id"))
                before = found.get(course_id)
                ids = (*before.intake_ids, intake_id) if before is not None else (intake_id,)
                best = before.score if before is not None else (float(score) if scores else 0.0)
                found[course_id] = CourseHit(course_id, ids, best)
        return found, len(hits) < limit

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
        self._writer = self._index.writer(_HEAP_BYTES, 1)
        return self._writer


def read_number(folder: Path) -> int:
    """The number of the last change in the index of a folder; 0 where there is none that can be used."""
    return read_applied(folder, _FORMAT)
