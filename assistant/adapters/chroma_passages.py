"""Passages found by meaning: vectors in chroma, the filters applied before anything is compared."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from threading import Lock
from typing import TYPE_CHECKING, Any

import numpy as np

from assistant.adapters.chroma_client import ChromaHome, chroma_translated
from assistant.adapters.tantivy_schema import ANYWHERE, EARLIEST, LATEST, as_number
from assistant.domain.errors import UnavailableError
from assistant.domain.knowledge import Audience
from assistant.services.embedding_ports import Embedder
from assistant.services.ports import IndexedPassage, PassageHit, PassageQuery

if TYPE_CHECKING:
    from chromadb import Collection, Where

_UNDATED_FACTOR = 0.97
#: What stands at a right angle to the question has nothing to do with it; numbers are not exact.
_LEAST_SIMILARITY = 1e-4
#: One turn asks for the same text several times. A model gives the same vector for the same text.
_REMEMBERED = 256
#: More than this are left to chroma's graph, however few it found.
_MOST_COMPARED = 5_000
Metadata = dict[str, str | int | float | bool]
_Row = tuple[Mapping[str, Any], float]


@dataclass(frozen=True)
class Place:
    """Where a set of passages lies: `group` names what it is (`policies`, an imported collection), `key` its state."""

    group: str
    key: str = ""

    def collection_name(self, model: str) -> str:
        """A name by chroma's rules (letters, figures, `.`, `_`, `-`; 3 to 512 characters), one for each model."""
        return f"{self.group}.{self.key or 'now'}.{sha256(model.encode()).hexdigest()[:12]}"


class ChromaPassageIndex:
    """A `PassageIndex` over one finished chroma collection; `score` is the cosine. It knows of no words: coverage and
    evidence are 0, and synonyms play no part. Safe to share between threads.

    Raises UnavailableError, at the search, while the collection is missing or not finished.
    """

    def __init__(self, home: ChromaHome, place: Place, embedder: Embedder) -> None:
        self._home = home
        self._place = place
        self._name = place.collection_name(embedder.name)
        self._embed = lru_cache(maxsize=_REMEMBERED)(embedder.embed_query)
        self._collection: Collection | None = None
        self._lock = Lock()

    def search(self, query: PassageQuery) -> tuple[PassageHit, ...]:
        if query.limit < 1 or query.document_ids == () or not query.text.strip():
            return ()
        collection = self._opened()
        vector = self._embed(query.text)
        try:
            with chroma_translated():
                rows = _nearest(collection, vector, where_of(query), query.limit)
        except UnavailableError:
            self._forget()
            raise
        hits = [_hit(metadata, similarity, query.on_day is not None) for metadata, similarity in rows]
        found = sorted((hit for hit in hits if hit.score > _LEAST_SIMILARITY), key=lambda hit: -hit.score)
        return tuple(found[: query.limit])

    def _opened(self) -> "Collection":
        with self._lock:
            if self._collection is None:
                with chroma_translated():
                    collection = self._home.client().get_collection(self._name, embedding_function=None)
                if not (collection.metadata or {}).get("is_complete"):
                    raise UnavailableError(f"The vectors of '{self._place.group}' are not finished yet.")
                self._collection = collection
            return self._collection

    def _forget(self) -> None:
        """Another process may have replaced the collection: the next search looks for it again."""
        with self._lock:
            self._collection = None


def _nearest(collection: "Collection", vector: list[float], where: "Where", limit: int) -> list[_Row]:
    """The metadata of the nearest vectors that pass the filter, each with its cosine.

    chroma walks a graph, and where few pass, or many vectors are equal, it may not come to all that pass. So where
    fewer than asked for came back, what passes is compared one by one.
    """
    found: Mapping[str, Any] = collection.query(
        query_embeddings=[vector],  # type: ignore[arg-type]
        n_results=limit,
        where=where,
        include=["metadatas", "distances"],
    )
    rows = [(row, 1.0 - far) for row, far in zip(found["metadatas"][0], found["distances"][0], strict=True)]
    if len(rows) >= limit:
        return rows
    passing: Mapping[str, Any] = collection.get(where=where, limit=_MOST_COMPARED, include=["embeddings", "metadatas"])
    if not len(rows) < len(passing["ids"]) < _MOST_COMPARED:
        return rows
    held, asked = np.asarray(passing["embeddings"], dtype=np.float32), np.asarray(vector, dtype=np.float32)
    lengths = np.linalg.norm(held, axis=1) * np.linalg.norm(asked)
    cosines = (held @ asked) / np.where(lengths == 0, 1.0, lengths)
    return list(zip(passing["metadatas"], cosines.tolist(), strict=True))


def where_of(query: PassageQuery) -> "Where":
    """The query's limits as chroma's filter; what a passage does not state passes."""
    limits: list[Any] = [{"collection": query.collection}]
    if query.region_ids is not None:
        limits.append({"region_id": {"$in": [*dict.fromkeys(query.region_ids), ANYWHERE]}})
    if query.audience is not None:
        limits.append({_flag(query.audience): True})
    if query.document_ids is not None:
        limits.append({"document_id": {"$in": list(dict.fromkeys(query.document_ids))}})
    if query.on_day is not None:
        day = as_number(query.on_day)
        limits += [{"from_day": {"$lte": day}}, {"to_day": {"$gte": day}}]
    return limits[0] if len(limits) == 1 else {"$and": limits}


def metadata_of(passage: IndexedPassage, text_digest: str) -> Metadata:
    """What is kept beside a vector: the filters, and what the vector was made from."""
    start, end = passage.period.start, passage.period.end
    return {
        "passage_id": passage.passage_id,
        "document_id": passage.document_id,
        "collection": passage.collection,
        "region_id": passage.region_id or ANYWHERE,
        **{_flag(audience): not passage.audience or audience in passage.audience for audience in Audience},
        "from_day": as_number(start.first_day) if start else EARLIEST,
        "to_day": as_number(end.last_day) if end else LATEST,
        "is_dated": passage.period.is_stated,
        "text_digest": text_digest,
    }


def text_of(passage: IndexedPassage) -> str:
    """What the model reads of a passage."""
    return "\n".join(part for part in (passage.title, passage.heading, passage.text) if part)


def _flag(audience: Audience) -> str:
    return f"for_{audience.value}"


def _hit(metadata: Mapping[str, Any], similarity: float, needs_date: bool) -> PassageHit:
    factor = _UNDATED_FACTOR if needs_date and not metadata["is_dated"] else 1.0
    return PassageHit(str(metadata["passage_id"]), str(metadata["document_id"]), similarity * factor)
