"""Imported collections on disk: passages in SQL, and an index in a folder of its own for each collection."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from sqlalchemy import Engine

from assistant.adapters.chroma_build import digest_after, digest_of
from assistant.adapters.chroma_passages import Place
from assistant.adapters.content.lexicon import read_document_synonyms, read_stop_words
from assistant.adapters.dense_retrieval import DenseRetrieval
from assistant.adapters.index_directory import WholeFiles, building, read_stamp
from assistant.adapters.sql.collections import SqlCollectionStore
from assistant.adapters.tantivy_index import TantivyPassageIndex, build_index, update_index
from assistant.adapters.tantivy_query import Weights
from assistant.domain.errors import UnavailableError
from assistant.language.segment import Segmenter
from assistant.services.collections import CollectionService
from assistant.services.ports import (
    CollectionIndexes,
    CollectionStore,
    IndexChanges,
    IndexedPassage,
    PassageIndex,
)


def open_collections(
    engine: Engine,
    data_dir: Path,
    knowledge_dir: Path,
    weights: Weights | None = None,
    dense: DenseRetrieval | None = None,
) -> CollectionService:
    """Collections over a database and `data_dir/index/collections`, with the words of a knowledge base.

    The segmenter gets no terms of its own, so that an index outlives a change of the word files. `dense`: a second leg
    for every collection.
    """
    store = SqlCollectionStore(engine)
    segmenter = Segmenter(stop_words=read_stop_words(knowledge_dir))
    lexical = TantivyCollectionIndexes(data_dir / "index" / "collections", segmenter, weights)
    indexes: CollectionIndexes = lexical if dense is None else FusedCollectionIndexes(lexical, dense, store)
    return CollectionService(store, indexes, read_document_synonyms(knowledge_dir))


class TantivyCollectionIndexes:
    """Implements `CollectionIndexes` below `directory`. `weights`: None for the measured ones."""

    def __init__(self, directory: Path, segmenter: Segmenter, weights: Weights | None = None) -> None:
        self._directory = directory
        self._segmenter = segmenter
        self._weights = weights
        self._known = WholeFiles()

    def build(self, collection: str, passages: Iterable[IndexedPassage], change_number: int, digest: str = "") -> int:
        """`digest`: of the passages, where somebody beside this index wants to know it.

        Where another process has built the very same meanwhile, that is it.
        """
        directory, stamp = self._directory / collection, f"{change_number} {digest}"
        with building(directory):
            if read_stamp(directory) == stamp and (built := self._find_whole(collection)) is not None:
                return built
            return build_index(directory, passages, self._segmenter, stamp, self._known)

    def update(self, collection: str, changes: IndexChanges, since: int, digest: str = "") -> bool:
        directory = self._directory / collection
        with building(directory):
            built = self.change_number(collection)
            if built is not None and built >= changes.number:
                return True
            if built != since or self._find_whole(collection) is None:
                return False
            update_index(directory, changes, self._segmenter, f"{changes.number} {digest}", self._known)
            return True

    def _find_whole(self, collection: str) -> int | None:
        """How many passages the index holds; None where it cannot be used. For whoever holds the lock."""
        try:
            return len(self._open(collection))
        except UnavailableError:
            return None

    def _open(self, collection: str) -> TantivyPassageIndex:
        return TantivyPassageIndex(self._directory / collection, self._segmenter, self._weights, self._known)

    def change_number(self, collection: str) -> int | None:
        number, _, _ = (read_stamp(self._directory / collection) or "").partition(" ")
        return int(number) if number.isdigit() else None

    def open(self, collection: str) -> TantivyPassageIndex:
        try:
            return self._open(collection)
        except UnavailableError:
            if not (self._directory / collection).is_dir():
                raise
        # A builder may have taken the generation away between the look at its name and at its files.
        with building(self._directory / collection):
            return self._open(collection)

    def read_digest(self, collection: str) -> str:
        """The digest the index was built with; empty where it has none."""
        return (read_stamp(self._directory / collection) or "").partition(" ")[2]


class FusedCollectionIndexes:
    """Implements `CollectionIndexes` with a dense leg beside the lexical one, made from the same passages.

    Opening raises UnavailableError also where the vectors are not those of the passages, so that both are built again;
    not where that has just been tried.
    """

    def __init__(self, lexical: TantivyCollectionIndexes, dense: DenseRetrieval, store: CollectionStore) -> None:
        self._lexical = lexical
        self._dense = dense
        self._store = store
        self._tried: set[str] = set()

    def change_number(self, collection: str) -> int | None:
        return self._lexical.change_number(collection)

    def build(self, collection: str, passages: Iterable[IndexedPassage], change_number: int) -> int:
        kept = tuple(passages)
        count = self._lexical.build(collection, kept, change_number, digest_of(kept))
        self._tried.add(collection)
        self._dense.build(place_of(collection), kept)
        return count

    def update(self, collection: str, changes: IndexChanges, since: int) -> bool:
        """Only what has changed is indexed and read by the model; False where the vectors are not of the state that the
        words are of, so that both are built from all passages."""
        before = self._lexical.read_digest(collection)
        digest = digest_after(before, changes)
        if not before or not self._lexical.update(collection, changes, since, digest):
            return False
        if self._lexical.read_digest(collection) != digest:
            return True  # another process was faster, with its own vectors
        self._tried.add(collection)
        return self._dense.update(place_of(collection), changes, before, digest)

    def open(self, collection: str) -> PassageIndex:
        lexical = self._lexical.open(collection)
        digest = self._lexical.read_digest(collection)
        if collection not in self._tried and self._dense.needs_build(place_of(collection), digest):
            raise UnavailableError(f"The vectors of collection '{collection}' are missing or of an older state.")

        def find_texts(ids: Sequence[str]) -> Mapping[str, str]:
            found = self._store.find_passages(collection, ids)
            return {passage_id: f"{passage.title}\n{passage.text}" for passage_id, passage in found.items()}

        return self._dense.fuse(lexical, place_of(collection), find_texts)


def place_of(collection: str) -> Place:
    """Where the vectors of an imported collection lie."""
    return Place(f"import-{collection}")
