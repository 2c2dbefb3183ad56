"""Bringing a set of vectors in chroma into step with its passages.

A set is one chroma collection, whose metadata say: group, model, dimension, number (a later state has a higher one),
digest of the passages, and whether it is complete. A build marks it as not complete, writes batch by batch, and marks
it as complete; one that was cut off is gone on with. A vector is made once for a text and a model: it is taken over
where the text stayed the same, from the set itself or from another state of its group.
"""

from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from typing import TYPE_CHECKING, Any, TypeVar

from assistant.adapters.chroma_client import ChromaHome, chroma_translated
from assistant.adapters.chroma_passages import Metadata, Place, metadata_of, text_of
from assistant.services.embedding_ports import Embedder
from assistant.services.ports import IndexChanges, IndexedPassage

if TYPE_CHECKING:
    from chromadb import Collection

_BATCH = 64
_PAGE = 2_000
#: Beside the state in use, the one before: a running process may still be searching it.
_FORMER_KEPT = 1
Vector = list[float]
T = TypeVar("T")


def digest_of(passages: Sequence[IndexedPassage]) -> str:
    """Changes with every text, filter and id; not with the order."""
    rows = sorted(repr(sorted(metadata_of(passage, _text_digest(passage)).items())) for passage in passages)
    return sha256("\n".join(rows).encode("utf-8", "replace")).hexdigest()[:32]


def digest_after(before: str, changes: IndexChanges) -> str:
    """Of the state that changes make of one whose digest was `before`; not what `digest_of` says of its passages."""
    changed = [passage for passage in changes.passages if passage.passage_id in changes.changed]
    said = repr((before, changes.number, digest_of(changed), sorted(changes.dropped)))
    return sha256(said.encode("utf-8", "replace")).hexdigest()[:32]


class ChromaBuilder:
    """Builds sets of vectors with one model."""

    def __init__(self, home: ChromaHome, embedder: Embedder) -> None:
        self._home = home
        self._embedder = embedder

    def is_complete(self, place: Place, digest: str) -> bool:
        """Whether the set exists, finished, for these passages. Raises UnavailableError."""
        with chroma_translated():
            metadata = self._states(place.group).get(place.collection_name(self._embedder.name))
        return metadata is not None and bool(metadata.get("is_complete")) and metadata.get("passages") == digest

    def build(self, place: Place, passages: Sequence[IndexedPassage]) -> int:
        """The number of passages the model had to read. Raises UnavailableError; the next build goes on from there."""
        dimension, digest = self._embedder.dimension(), digest_of(passages)
        name = place.collection_name(self._embedder.name)
        with chroma_translated():
            states = self._states(place.group)
            state = states.get(name)
            if state is not None and state.get("dimension") != dimension:
                self._home.client().delete_collection(name)
                state = None
            if state is not None and state.get("is_complete") and state.get("passages") == digest:
                return 0
            metadata: Metadata = {
                "group": place.group,
                "model": self._embedder.name,
                "dimension": dimension,
                "number": int(state["number"]) if state else _next_number(states),
                "passages": digest,
                "is_complete": False,
            }
            embedded = self._fill(self._open(name, metadata), place, passages, states)
            self._open(name, metadata | {"is_complete": True})
            self._forget(place.group, name)
        return embedded

    def update(self, place: Place, changes: IndexChanges, before: str, digest: str) -> bool:
        """Makes the changes where the set is finished and of the state `before`; otherwise changes nothing and says so.

        Raises UnavailableError; the set is then not finished, and the next build goes on from there.
        """
        name = place.collection_name(self._embedder.name)
        with chroma_translated():
            state = self._states(place.group).get(name)
            if state is None or not state.get("is_complete") or state.get("dimension") != self._embedder.dimension():
                return False
            if state.get("passages") == digest:
                return True
            if state.get("passages") != before:
                return False
            metadata = dict(state) | {"passages": digest, "is_complete": False}
            collection = self._open(name, metadata)
            for ids in _batches(changes.dropped, _PAGE):
                collection.delete(ids=list(ids))
            wanted = {one.passage_id: one for one in changes.passages if one.passage_id in changes.changed}
            held = {
                str(row["passage_id"]): row
                for ids in _batches(tuple(wanted), _PAGE)
                for row in collection.get(ids=list(ids), include=["metadatas"])["metadatas"] or ()
            }
            self._take(collection, wanted, held, {})
            self._open(name, metadata | {"is_complete": True})
        return True

    def _open(self, name: str, metadata: Metadata) -> "Collection":
        """The collection, made where there is none, with its metadata as given."""
        collection = self._home.client().get_or_create_collection(
            name, embedding_function=None, configuration={"hnsw": {"space": "cosine", "ef_search": 200}}
        )
        collection.modify(metadata=metadata)
        return collection

    def _fill(
        self, collection: "Collection", place: Place, passages: Sequence[IndexedPassage], states: Mapping[str, Any]
    ) -> int:
        held = {str(metadata["passage_id"]): metadata for metadata in _metadatas(collection)}
        wanted = {passage.passage_id: passage for passage in passages}
        for ids in _batches([name for name in held if name not in wanted], _PAGE):
            collection.delete(ids=list(ids))
        return self._take(collection, wanted, held, states)

    def _take(
        self,
        collection: "Collection",
        wanted: Mapping[str, IndexedPassage],
        held: Mapping[str, Mapping[str, Any]],
        states: Mapping[str, Any],
    ) -> int:
        """How many of the wanted passages the model had to read; `states`: where else vectors may be held."""
        rows = {name: metadata_of(passage, _text_digest(passage)) for name, passage in wanted.items()}
        changed = [
            name for name in rows if name in held and held[name] != rows[name] and _same_text(held[name], rows[name])
        ]
        for ids in _batches(changed, _PAGE):
            collection.update(ids=list(ids), metadatas=[rows[name] for name in ids])
        missing = [name for name in rows if name not in held or not _same_text(held[name], rows[name])]
        return self._add(collection, missing, wanted, rows, self._known_elsewhere(collection, states, missing, rows))

    def _add(
        self,
        collection: "Collection",
        missing: Sequence[str],
        wanted: Mapping[str, IndexedPassage],
        rows: Mapping[str, Metadata],
        known: Mapping[str, Vector],
    ) -> int:
        embedded = 0
        for ids in _batches(missing, _BATCH):
            vectors = {
                name: known[str(rows[name]["text_digest"])] for name in ids if rows[name]["text_digest"] in known
            }
            unknown = [name for name in ids if name not in vectors]
            if unknown:
                made = self._embedder.embed_passages([text_of(wanted[name]) for name in unknown])
                vectors |= dict(zip(unknown, made, strict=True))
                embedded += len(unknown)
            collection.upsert(
                ids=list(ids),
                embeddings=[vectors[name] for name in ids],  # type: ignore[arg-type]
                metadatas=[rows[name] for name in ids],
            )
        return embedded

    def _known_elsewhere(
        self, collection: "Collection", states: Mapping[str, Any], missing: Sequence[str], rows: Mapping[str, Metadata]
    ) -> dict[str, Vector]:
        """Text digest → vector, from other states of the group made by the same model."""
        sought = {str(rows[name]["text_digest"]) for name in missing}
        known: dict[str, Vector] = {}
        own = collection.metadata or {}
        for name, state in states.items():
            if name == collection.name or any(state.get(mark) != own.get(mark) for mark in ("model", "dimension")):
                continue
            other = self._home.client().get_collection(name, embedding_function=None)
            digests = {str(row["passage_id"]): str(row["text_digest"]) for row in _metadatas(other)}
            for ids in _batches([one for one, digest in digests.items() if digest in sought - known.keys()], _PAGE):
                found: Mapping[str, Any] = other.get(ids=list(ids), include=["embeddings"])
                for passage_id, vector in zip(found["ids"], found["embeddings"], strict=True):
                    known[digests[passage_id]] = [float(number) for number in vector]
        return known

    def _states(self, group: str) -> dict[str, Mapping[str, Any]]:
        """Name → metadata of every collection of the group, whatever its model."""
        found = {one.name: one.metadata or {} for one in self._home.client().list_collections()}
        return {name: metadata for name, metadata in found.items() if metadata.get("group") == group}

    def _forget(self, group: str, name: str) -> None:
        others = {other: state for other, state in self._states(group).items() if other != name}
        for other in sorted(others, key=lambda one: -int(others[one]["number"]))[_FORMER_KEPT:]:
            self._home.client().delete_collection(other)


def _metadatas(collection: "Collection") -> Iterator[Mapping[str, Any]]:
    for start in range(0, collection.count(), _PAGE):
        page: Mapping[str, Any] = collection.get(include=["metadatas"], limit=_PAGE, offset=start)
        yield from page["metadatas"]


def _same_text(held: Mapping[str, Any], row: Metadata) -> bool:
    return bool(held["text_digest"] == row["text_digest"])


def _text_digest(passage: IndexedPassage) -> str:
    return sha256(text_of(passage).encode("utf-8", "replace")).hexdigest()[:32]


def _next_number(states: Mapping[str, Any]) -> int:
    return max((int(state["number"]) for state in states.values()), default=0) + 1


def _batches(items: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    return (items[start : start + size] for start in range(0, len(items), size))
