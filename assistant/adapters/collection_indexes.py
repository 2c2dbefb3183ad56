"""Imported collections on disk: passages in SQL, and an index in a folder of its own for each collection."""

from collections.abc import Iterable
from pathlib import Path

from sqlalchemy import Engine

from assistant.adapters.content.lexicon import read_stop_words, read_synonyms
from assistant.adapters.sql.collections import SqlCollectionStore
from assistant.adapters.tantivy_index import TantivyPassageIndex, build_index
from assistant.adapters.tantivy_query import Weights
from assistant.language.segment import Segmenter
from assistant.services.collections import CollectionService
from assistant.services.ports import IndexedPassage, PassageIndex


def open_collections(
    engine: Engine, data_dir: Path, knowledge_dir: Path, weights: Weights | None = None
) -> CollectionService:
    """Collections over a database and `data_dir/index/collections`, with the words of a knowledge base.

    The segmenter gets no terms of its own, so that an index outlives a change of the word files.
    """
    indexes = TantivyCollectionIndexes(
        data_dir / "index" / "collections", Segmenter(stop_words=read_stop_words(knowledge_dir)), weights
    )
    return CollectionService(SqlCollectionStore(engine), indexes, read_synonyms(knowledge_dir))


class TantivyCollectionIndexes:
    """Implements `CollectionIndexes` below `directory`. `weights`: None for the measured ones."""

    def __init__(self, directory: Path, segmenter: Segmenter, weights: Weights | None = None) -> None:
        self._directory = directory
        self._segmenter = segmenter
        self._weights = weights

    def build(self, collection: str, passages: Iterable[IndexedPassage]) -> int:
        return build_index(self._directory / collection, passages, self._segmenter)

    def open(self, collection: str) -> PassageIndex:
        return TantivyPassageIndex(self._directory / collection, self._segmenter, self._weights)
