"""Finding by meaning as the indexes use it: one chroma, one model, perhaps a reranker."""

import logging
from collections.abc import Callable, Mapping, Sequence

from assistant.adapters.chroma_build import ChromaBuilder
from assistant.adapters.chroma_client import ChromaHome
from assistant.adapters.chroma_passages import ChromaPassageIndex, Place
from assistant.domain.errors import UnavailableError
from assistant.services.embedding_ports import Embedder, Reranker
from assistant.services.fused_index import FusedPassageIndex, Reranking
from assistant.services.optional_leg import OptionalLeg
from assistant.services.ports import IndexChanges, IndexedPassage, PassageIndex

_log = logging.getLogger("assistant.search")


class DenseRetrieval:
    """The second leg of every index. Whatever fails here is said in the log, and the search goes on by words.

    `timeout_seconds` is what a search may wait for it. A failure of the model or of chroma is one for all its indexes.
    """

    def __init__(
        self, home: ChromaHome, embedder: Embedder, timeout_seconds: float, reranker: Reranker | None = None
    ) -> None:
        self._home = home
        self._embedder = embedder
        self._timeout_seconds = timeout_seconds
        self._reranker = reranker
        self._builder = ChromaBuilder(home, embedder)
        self.leg = OptionalLeg("dense retrieval")
        self._rerank_leg = OptionalLeg("the reranker")

    def build(self, place: Place, passages: Sequence[IndexedPassage]) -> bool:
        """Brings the vectors into step with the passages; whether that worked."""
        try:
            embedded = self._builder.build(place, passages)
        except UnavailableError as error:
            _log.warning("the vectors of '%s' are not finished; searching by words alone: %s", place.group, error)
            return False
        if embedded:
            _log.info("%d of %d passages of '%s' were read by the model", embedded, len(passages), place.group)
        return True

    def update(self, place: Place, changes: IndexChanges, before: str, digest: str) -> bool:
        """Makes the changes to vectors of the state `before`, which are of the state `digest` then; False where they
        are of another. Where chroma or the model fails, that is said in the log; the next change makes up for it."""
        try:
            return self._builder.update(place, changes, before, digest)
        except UnavailableError as error:
            _log.warning("the vectors of '%s' are not finished; searching by words alone: %s", place.group, error)
            return True

    def needs_build(self, place: Place, digest: str) -> bool:
        """Whether vectors for just these passages are missing; False where chroma cannot be asked."""
        try:
            return not self._builder.is_complete(place, digest)
        except UnavailableError as error:
            _log.warning("%s Searching by words alone.", error)
            return False

    def dense(self, place: Place) -> PassageIndex:
        """The dense leg alone, for measuring."""
        return ChromaPassageIndex(self._home, place, self._embedder)

    def fuse(
        self, lexical: PassageIndex, place: Place, find_texts: Callable[[Sequence[str]], Mapping[str, str]]
    ) -> PassageIndex:
        """`find_texts`: the texts of passages that exist, by id, for the reranker."""
        reranking = None if self._reranker is None else Reranking(self._reranker, find_texts, self._rerank_leg)
        return FusedPassageIndex(lexical, self.dense(place), self.leg, self._timeout_seconds, reranking)

    def close(self) -> None:
        """Lets go of chroma."""
        self._home.close()
