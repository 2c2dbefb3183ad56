"""Passages found by words and by meaning, as one list: reciprocal rank fusion (Cormack, Clarke & Büttcher 2009).

Ranks are fused, not scores: a cosine and a BM25 score have no common measure. What is told of a hit stays what the
words say: coverage and evidence are those of the lexical leg, and 0 where only the dense leg found it, so that a
passage that merely resembles the question makes nothing "known". Scores are those of the lexical list, dealt out in
the new order (docs/adr/0016).
"""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.services.embedding_ports import Reranker
from assistant.services.optional_leg import OptionalLeg
from assistant.services.ports import PassageHit, PassageIndex, PassageQuery

#: The constant of the paper; nothing was tried against it here.
_K = 60
#: How far down each list is looked at.
_DEPTH = 50
#: How many of the fused list are read again together with the question.
RERANKED = 20


@dataclass(frozen=True)
class Reranking:
    """A second look at the first hits. `find_texts` gives the texts of passages that exist, by id."""

    reranker: Reranker
    find_texts: Callable[[Sequence[str]], Mapping[str, str]]
    leg: OptionalLeg


class FusedPassageIndex:
    """A `PassageIndex` over two others. Without an answer of the dense one it gives exactly what the lexical one does.

    Both optional parts together are waited for at most `timeout_seconds` a search.
    """

    def __init__(
        self,
        lexical: PassageIndex,
        dense: PassageIndex,
        leg: OptionalLeg,
        timeout_seconds: float,
        reranking: Reranking | None = None,
    ) -> None:
        self._lexical = lexical
        self._dense = dense
        self._leg = leg
        self._timeout_seconds = timeout_seconds
        self._reranking = reranking

    def search(self, query: PassageQuery) -> tuple[PassageHit, ...]:
        """Best first, none for a text without words. Raises UnavailableError if the lexical index does not answer."""
        deep = replace(query, limit=max(query.limit, _DEPTH))
        has_words = any(letter.isalnum() for letter in query.text)
        started = time.monotonic()
        pending = self._leg.begin(lambda: self._dense.search(deep)) if has_words and query.limit > 0 else None
        if pending is None:
            return self._lexical.search(query)
        found = self._lexical.search(deep)
        meant = self._leg.take(pending, started + self._timeout_seconds - time.monotonic())
        if not meant:
            return self._lexical.search(query)
        hits = fuse(found, meant)
        if self._reranking is not None:
            hits = self._reranked(query.text, hits, self._reranking, started + self._timeout_seconds)
        return tuple(_with_scores(hits, found)[: query.limit])

    def _reranked(self, text: str, hits: list[PassageHit], reranking: Reranking, until: float) -> list[PassageHit]:
        """The first hits in the reranker's order; as they were where it does not answer in time."""
        first = hits[:RERANKED]

        def read_again() -> dict[str, float]:
            texts = reranking.find_texts([hit.passage_id for hit in first])
            scores = reranking.reranker.score(text, list(texts.values()))
            return dict(zip(texts, scores, strict=True))

        pending = reranking.leg.begin(read_again)
        scores = reranking.leg.take(pending, until - time.monotonic()) if pending is not None else None
        if scores is None:
            return hits
        first.sort(key=lambda hit: -scores.get(hit.passage_id, float("-inf")))
        return [*first, *hits[RERANKED:]]


def fuse(lexical: Sequence[PassageHit], dense: Sequence[PassageHit]) -> list[PassageHit]:
    """All hits by the sum of 1 / (60 + rank); of equals, what the words found goes first."""
    shares: dict[str, float] = {}
    hits: dict[str, PassageHit] = {}
    for found in (lexical, dense):
        for rank, hit in enumerate(found, start=1):
            shares[hit.passage_id] = shares.get(hit.passage_id, 0.0) + 1 / (_K + rank)
            hits.setdefault(hit.passage_id, hit)
    return sorted(hits.values(), key=lambda hit: -shares[hit.passage_id])


def _with_scores(hits: Sequence[PassageHit], lexical: Sequence[PassageHit]) -> list[PassageHit]:
    """The hits with the falling scores of the lexical list, and ever smaller ones where that list has ended."""
    scores = sorted((hit.score for hit in lexical), reverse=True)
    last = scores[-1] if scores else 1.0
    beyond = (last * _K / (_K + place) for place in range(1, len(hits) + 1))
    return [replace(hit, score=score) for hit, score in zip(hits, [*scores, *beyond], strict=False)]
