"""Courses found by tantivy: the index of one process, fed with changes. SQL stays the truth."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import tantivy
from tantivy import Order, Query

from assistant.adapters.applied_number import read_applied
from assistant.adapters.course_query import CourseQueryWriter
from assistant.adapters.course_schema import build_schema, to_document
from assistant.adapters.numbered_index import NumberedIndex
from assistant.adapters.tantivy_index import translated
from assistant.domain.regions import RegionTable
from assistant.language.segment import Segmenter
from assistant.services.course_ports import SURELY_COUNTED, CourseHit, CourseQuery, IntakeChange

_HEAP_BYTES = 48_000_000
#: Raised whenever what is written changes, so that an older index is built anew.
_FORMAT = "c2"
#: Intakes read for one course that is wanted: courses have some intakes each.
_INTAKES_A_COURSE, _MOST_READ = 4, 2_000


class TantivyCourseIndex(NumberedIndex):
    """Implements `CourseIndex` and `CourseIndexWriter`: one document an intake."""

    def __init__(
        self,
        folder: Path,
        segmenter: Segmenter,
        regions: RegionTable,
        demand: Mapping[str, float],
        is_read_only: bool = False,
    ) -> None:
        schema = build_schema()
        super().__init__(folder, schema, "intake_id", _FORMAT, _HEAP_BYTES, 1, is_read_only)
        self._segmenter = segmenter
        self._queries = CourseQueryWriter(schema, segmenter, regions, demand)

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
            about = int(self.searcher.aggregate(written, many)["courses"]["value"])
            if about > SURELY_COUNTED:
                return about
            return len(self.searcher.aggregate(written, each)["courses"]["buckets"])

    def apply(self, changes: Iterable[IntakeChange], number: int) -> None:
        self.write(((change.intake_id, self._document(change)) for change in changes), number)

    def _document(self, change: IntakeChange) -> tantivy.Document | None:
        if change.course is None or change.intake is None:
            return None
        return to_document(change.course, change.intake, self._segmenter, change.as_of)

    def _read(self, written: Query, scores: bool, limit: int) -> tuple[dict[str, CourseHit], bool]:
        """Courses by the order of their first intake, each with the intakes found; whether that is all there is."""
        searcher = self.searcher
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


def read_number(folder: Path) -> int:
    """The number of the last change in the index of a folder; 0 where there is none that can be used."""
    return read_applied(folder, _FORMAT)
