"""Passages found by tantivy: BM25 (Robertson & Zaragoza 2009) over weighted fields, after the filters.

A passage is scored together with its surroundings in the document, as in passage retrieval with document context
(Callan 1994), but over a window, so that an article of a long code is not judged by the whole code.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import tantivy

from assistant.adapters.index_directory import WholeFiles, carry_over, current_generation, swap_in
from assistant.adapters.tantivy_query import QueryWriter, Weights, rarity
from assistant.adapters.tantivy_schema import build_schema, to_documents
from assistant.domain.errors import UnavailableError
from assistant.language.segment import Segmenter, fold
from assistant.services.ports import IndexChanges, IndexedPassage, PassageHit, PassageQuery, WantedWord

_HEAP_BYTES = 64_000_000
#: The least tantivy takes.
_SMALL_HEAP_BYTES = 15_000_000
_UNDATED_FACTOR = 0.97
#: From so many passages on, only so many likely ones are scored, at the least and for each that is wanted.
MANY_PASSAGES = 50_000
_LEAST_LIKELY, _LIKELY_FOR_ONE = 120, 5
_Scored = tuple[float, tantivy.DocAddress]


def build_index(
    directory: Path,
    passages: Iterable[IndexedPassage],
    segmenter: Segmenter,
    stamp: str = "",
    known: WholeFiles | None = None,
) -> int:
    """Writes a new index into `directory` and swaps it in; gives back the number of passages.

    `stamp` (read with `index_directory.read_stamp`) should change with whatever the index is made from. Raises
    UnavailableError where it cannot be written; what was there before then stays.
    """
    count = 0

    def write(folder: Path) -> None:
        nonlocal count
        with translated(directory):
            writer = tantivy.Index(build_schema(), str(folder)).writer(_HEAP_BYTES, 1)
            for document in to_documents(passages, segmenter):
                writer.add_document(document)
                count += 1
            writer.commit()
            writer.wait_merging_threads()

    swap_in(directory, stamp, write, known)
    return count


def update_index(
    directory: Path, changes: IndexChanges, segmenter: Segmenter, stamp: str, known: WholeFiles | None = None
) -> None:
    """Makes the changes on a copy of the current index and swaps it in. Raises UnavailableError; what was there before
    then stays."""

    def write(folder: Path) -> None:
        carry_over(directory, folder)
        with translated(directory):
            writer = tantivy.Index.open(str(folder)).writer(_SMALL_HEAP_BYTES, 1)
            for passage_id in (*changes.changed, *changes.dropped):
                writer.delete_documents_by_term("passage_id", passage_id)
            for document in to_documents(changes.passages, segmenter, changes.changed):
                writer.add_document(document)
            writer.commit()
            writer.wait_merging_threads()

    swap_in(directory, stamp, write, known)


class TantivyPassageIndex:
    """A `PassageIndex` over one folder written by `build_index`; safe to share between threads.

    Opening checks every file. Raises UnavailableError, with the remedy in its words, if there is no index or it is
    damaged: whoever opens it then builds it anew.
    """

    def __init__(
        self,
        directory: Path,
        segmenter: Segmenter,
        weights: Weights | None = None,
        known: WholeFiles | None = None,
        many_passages: int = MANY_PASSAGES,
    ) -> None:
        self._directory = directory
        self._segmenter = segmenter
        self._many_passages = many_passages
        generation = current_generation(directory, known)
        with translated(directory):
            index = tantivy.Index.open(str(generation))
            self._searcher = index.searcher()
        self._writer = QueryWriter(index.schema, segmenter, weights or Weights())

    def __len__(self) -> int:
        return int(self._searcher.num_docs)

    def search(self, query: PassageQuery) -> tuple[PassageHit, ...]:
        """Fewer than `limit` if fewer match, none for a text without words. Raises UnavailableError.

        Where the day matters, a passage whose dates are not stated ranks below a dated one that scores about the same.
        """
        written = self._writer.write(query)
        if written is None or query.limit < 1 or not len(self):
            return ()
        with translated(self._directory):
            found = self._best_of_many(query, written) or self._best(written, query.limit)
            documents = [(score, self._searcher.doc(address)) for score, address in found]
            wanted = self._wanted(query)
        hits = [_hit(document, score, wanted, query.on_day is not None) for score, document in documents]
        return tuple(sorted(hits, key=lambda hit: -hit.score))

    def _best(self, written: tantivy.Query, limit: int) -> Sequence[_Scored]:
        found: Sequence[_Scored] = self._searcher.search(written, limit, count=False).hits
        return found

    def _best_of_many(self, query: PassageQuery, written: tantivy.Query) -> Sequence[_Scored]:
        """Where there are many, only those are scored that are likely by the units that decide; none where few are
        searched anyway, or too few of these pass the filters."""
        if len(self) < self._many_passages or query.document_ids is not None:
            return ()
        likely = self._writer.write_likely(query, self._searcher.doc_freq, len(self))
        if likely is None:
            return ()
        found = self._best(likely, max(_LEAST_LIKELY, _LIKELY_FOR_ONE * query.limit))
        ids = [str(self._searcher.doc(address).get_first("passage_id")) for _, address in found]
        best = self._best(self._writer.among(written, ids), query.limit)
        return best if len(best) == query.limit else ()

    def _wanted(self, query: PassageQuery) -> tuple[WantedWord, ...]:
        passages = len(self)
        wanted = []
        for word in self._segmenter.query_words(query.text):
            meant = tuple(fold(e.meant) for e in query.expansions if word in e.said or e.said in word)
            frequency = max(self._searcher.doc_freq(field, word) for field in ("own_words", "names_words"))
            wanted.append(WantedWord((word, *meant), rarity(frequency, passages)))
        return tuple(wanted)


def _hit(document: tantivy.Document, score: float, wanted: tuple[WantedWord, ...], needs_date: bool) -> PassageHit:
    text = bytes(document.get_first("folded") or b"").decode()
    total = sum(word.weight for word in wanted)
    answered = sum(word.weight for word in wanted if any(reading in text for reading in word.readings))
    is_undated = needs_date and not document.get_first("is_dated")
    return PassageHit(
        passage_id=str(document.get_first("passage_id")),
        document_id=str(document.get_first("document_id")),
        score=score * _UNDATED_FACTOR if is_undated else score,
        coverage=answered / total if total else 0.0,
        evidence=answered,
        wanted=wanted,
    )


@contextmanager
def translated(directory: Path) -> Iterator[None]:
    """tantivy's errors, and the panics of its Rust code, as one sentence."""
    try:
        yield
    except (ValueError, OSError, RuntimeError) as error:
        raise UnavailableError(f"The index in {directory} cannot be used ({error}); rebuild it.") from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # pyo3's; it derives from BaseException and cannot be imported
            raise
        raise UnavailableError(f"The index in {directory} cannot be used ({error}); rebuild it.") from None
