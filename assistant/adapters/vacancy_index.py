"""Vacancies found by tantivy: the index of one process, fed with changes. SQL stays the truth."""

import math
import threading
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import tantivy
from tantivy import Order

from assistant.adapters.applied_number import empty_folder, read_applied, write_applied
from assistant.adapters.tantivy_index import translated
from assistant.adapters.vacancy_pay_ranges import PAY_COUNTED, PayRanges, paid, read_pay_ranges
from assistant.adapters.vacancy_query import VacancyQueryWriter
from assistant.adapters.vacancy_schema import FACETS, build_schema, text_term, to_document
from assistant.domain.errors import UnavailableError
from assistant.domain.regions import RegionTable
from assistant.domain.vacancies import EmploymentType
from assistant.language.segment import Segmenter
from assistant.services.vacancy_ports import VacancyChange, VacancyHit, VacancyQuery

_HEAP_BYTES = 96_000_000
#: Raised whenever what is written changes, so that an older index is built anew.
_FORMAT = "5"
_MOST_FACET_VALUES = 60
_RANGES_STAND_SECONDS = 600


class TantivyVacancyIndex:
    """Implements `VacancyIndex` and `VacancyIndexWriter` over one folder that no other process writes to.

    A folder of another format, or one that is damaged, is emptied: `applied_number` is then 0 and everything is
    applied again. Safe to share between threads; changes are applied by one at a time.
    """

    def __init__(
        self, folder: Path, segmenter: Segmenter, regions: RegionTable, threads: int = 1, is_read_only: bool = False
    ) -> None:
        self._folder = folder
        self._is_read_only = is_read_only
        self._segmenter = segmenter
        self._schema = build_schema()
        self._lock = threading.Lock()
        self._threads = threads
        self._applied = read_number(folder)
        self._index = self._open()
        self._writer: tantivy.IndexWriter | None = None
        self._searcher = self._index.searcher()
        self._queries = VacancyQueryWriter(self._schema, segmenter, regions)
        self._pay_ranges: Mapping[EmploymentType, PayRanges] = {}
        self._ranged_at = -math.inf
        if len(self):
            self._range_pay()

    def __len__(self) -> int:
        return int(self._searcher.num_docs)

    def search(self, query: VacancyQuery) -> Sequence[VacancyHit]:
        if query.limit < 1:
            return ()
        written, scores = self._queries.write(query)
        searcher = self._searcher
        with translated(self._folder):
            if query.newest_first or not scores:
                found = searcher.search(
                    written, query.limit, count=False, order_by_field="posted", offset=query.offset, order=Order.Desc
                ).hits
            else:
                found = searcher.search(written, query.limit, count=False, offset=query.offset).hits
            return [VacancyHit(str(searcher.doc(at).get_first("vacancy_id")), float(score)) for score, at in found]

    def count(self, query: VacancyQuery) -> int:
        written, _ = self._queries.write(query)
        with translated(self._folder):
            found = self._searcher.search(written, 1, count=True)
            return int(found.count)  # type: ignore[attr-defined]  # missing in the stub of tantivy 0.27

    def facets(self, query: VacancyQuery) -> Mapping[str, Mapping[str, int]]:
        written, _ = self._queries.write(query)
        asked = {name: {"terms": {"field": field, "size": _MOST_FACET_VALUES}} for name, field in FACETS.items()}
        with translated(self._folder):
            counted = self._searcher.aggregate(written, asked)
        return {
            name: {str(bucket["key"]): int(bucket["doc_count"]) for bucket in counted[name]["buckets"]}
            for name in FACETS
        }

    def pay_range(self, occupation: str, kind: EmploymentType) -> tuple[float, float] | None:
        return self._pay_ranges[kind].occupations.get(occupation) if kind in self._pay_ranges else None

    def pay_range_of_all(self, kind: EmploymentType) -> tuple[float, float] | None:
        return self._pay_ranges[kind].all if kind in self._pay_ranges else None

    def same_text(self, fingerprint: str, limit: int) -> Sequence[str]:
        query = tantivy.Query.term_query(self._schema, "terms", text_term(fingerprint), "basic")
        searcher = self._searcher
        with translated(self._folder):
            found = searcher.search(query, limit, count=False).hits
            return [str(searcher.doc(address).get_first("vacancy_id")) for _, address in found]

    def applied_number(self) -> int:
        return self._applied

    def apply(self, changes: Iterable[VacancyChange], number: int) -> None:
        with self._lock, translated(self._folder):
            writer = self._writer or self._new_writer()
            is_new = not len(self) and not self._applied
            seen: set[str] = set()
            for change in changes:
                if not is_new or change.vacancy_id in seen:
                    writer.delete_documents_by_term("vacancy_id", change.vacancy_id)
                seen.add(change.vacancy_id)
                if change.vacancy is not None:
                    writer.add_document(to_document(change.vacancy, self._segmenter, change.as_of))
            writer.commit()
            self._index.reload()
            self._searcher = self._index.searcher()
        self._applied = number
        write_applied(self._folder, _FORMAT, number)
        if time.monotonic() - self._ranged_at > _RANGES_STAND_SECONDS:
            self._range_pay()

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

    def _range_pay(self) -> None:
        """What work pays by kind and occupation; made by whoever applies changes, so that no search waits for it."""
        ranges = {}
        for kind in EmploymentType:
            query = paid(self._schema, kind)
            with translated(self._folder):
                total = self._searcher.search(query, 1, count=True)
                counted = self._searcher.aggregate(query, PAY_COUNTED)
            ranges[kind] = read_pay_ranges(counted, total.count)  # type: ignore[attr-defined]
        self._pay_ranges = ranges
        self._ranged_at = time.monotonic()

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
        self._writer = self._index.writer(_HEAP_BYTES * self._threads, self._threads)
        return self._writer


def read_number(folder: Path) -> int:
    """The number of the last change in the index of a folder; 0 where there is none that can be used."""
    return read_applied(folder, _FORMAT)
