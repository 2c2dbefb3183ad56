"""Vacancies found by tantivy: the index of one process, fed with changes. SQL stays the truth."""

import math
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import tantivy
from tantivy import Order

from assistant.adapters.applied_number import read_applied
from assistant.adapters.numbered_index import NumberedIndex
from assistant.adapters.tantivy_index import translated
from assistant.adapters.vacancy_pay_ranges import PAY_COUNTED, PayRanges, paid, read_pay_ranges
from assistant.adapters.vacancy_query import VacancyQueryWriter
from assistant.adapters.vacancy_schema import FACETS, build_schema, text_term, to_document
from assistant.domain.regions import RegionTable
from assistant.domain.vacancies import EmploymentType
from assistant.language.segment import Segmenter
from assistant.services.vacancy_ports import VacancyChange, VacancyHit, VacancyQuery

_HEAP_BYTES = 96_000_000
#: Raised whenever what is written changes, so that an older index is built anew.
_FORMAT = "5"
_MOST_FACET_VALUES = 60
_RANGES_STAND_SECONDS = 600


class TantivyVacancyIndex(NumberedIndex):
    """Implements `VacancyIndex` and `VacancyIndexWriter`: one document a vacancy."""

    def __init__(
        self, folder: Path, segmenter: Segmenter, regions: RegionTable, threads: int = 1, is_read_only: bool = False
    ) -> None:
        schema = build_schema()
        super().__init__(folder, schema, "vacancy_id", _FORMAT, _HEAP_BYTES, threads, is_read_only)
        self._segmenter = segmenter
        self._queries = VacancyQueryWriter(schema, segmenter, regions)
        self._pay_ranges: Mapping[EmploymentType, PayRanges] = {}
        self._ranged_at = -math.inf
        if len(self):
            self._range_pay()

    def search(self, query: VacancyQuery) -> Sequence[VacancyHit]:
        if query.limit < 1:
            return ()
        written, scores = self._queries.write(query)
        searcher = self.searcher
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
            found = self.searcher.search(written, 1, count=True)
            return int(found.count)  # type: ignore[attr-defined]  # missing in the stub of tantivy 0.27

    def facets(self, query: VacancyQuery) -> Mapping[str, Mapping[str, int]]:
        written, _ = self._queries.write(query)
        asked = {name: {"terms": {"field": field, "size": _MOST_FACET_VALUES}} for name, field in FACETS.items()}
        with translated(self._folder):
            counted = self.searcher.aggregate(written, asked)
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
        searcher = self.searcher
        with translated(self._folder):
            found = searcher.search(query, limit, count=False).hits
            return [str(searcher.doc(address).get_first("vacancy_id")) for _, address in found]

    def apply(self, changes: Iterable[VacancyChange], number: int) -> None:
        self.write(((change.vacancy_id, self._document(change)) for change in changes), number)
        if time.monotonic() - self._ranged_at > _RANGES_STAND_SECONDS:
            self._range_pay()

    def _document(self, change: VacancyChange) -> tantivy.Document | None:
        return None if change.vacancy is None else to_document(change.vacancy, self._segmenter, change.as_of)

    def _range_pay(self) -> None:
        """What work pays by kind and occupation; made by whoever applies changes, so that no search waits for it."""
        ranges = {}
        for kind in EmploymentType:
            query = paid(self._schema, kind)
            with translated(self._folder):
                total = self.searcher.search(query, 1, count=True)
                counted = self.searcher.aggregate(query, PAY_COUNTED)
            ranges[kind] = read_pay_ranges(counted, total.count)  # type: ignore[attr-defined]
        self._pay_ranges = ranges
        self._ranged_at = time.monotonic()


def read_number(folder: Path) -> int:
    """The number of the last change in the index of a folder; 0 where there is none that can be used."""
    return read_applied(folder, _FORMAT)
