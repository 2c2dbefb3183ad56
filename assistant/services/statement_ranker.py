"""Which sentences and sections of one document a question points to.

A line's score is the cosine between it and the question (Manning et al. 2008, ch. 6), over the document's own matrix
(statement_matrix).
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.language.segment import fold
from assistant.language.synonyms import Synonyms, with_expansions
from assistant.language.topic_model import TopicModel, gram_id, grams_of
from assistant.services.statement_matrix import StatementMatrix

_EXPANDED = 0.5
#: How much the question together with its story counts beside the question alone.
STORY = 0.95


@dataclass(frozen=True)
class PointedStatement:
    """A statement by passage and place in it. `score`: cosine with the question, 0 to 1."""

    passage_id: str
    index: int
    score: float


class StatementRanker:
    """Scores the lines of a document against a question; pure once made."""

    def __init__(
        self,
        documents: Mapping[str, StatementMatrix],
        synonyms: Synonyms,
        sections: Mapping[str, TopicModel] | None = None,
    ) -> None:
        """`documents`: by id; `sections`: document id → a model that has learnt to tell its sections apart."""
        self._documents = documents
        self._synonyms = synonyms
        self._sections = sections or {}

    def rank(self, text: str, document_id: str, question: str = "") -> tuple[PointedStatement, ...]:
        """All lines that share anything with the text, best first; a `question` in it counts more than its story."""
        document = self._documents[document_id]
        asked = self._asked(text, document)
        if question and question != text:
            asked = STORY * asked + (1 - STORY) * self._asked(question, document)
            asked = asked / (float(np.linalg.norm(asked)) or 1.0)
        products = asked[document.columns] * document.weights
        scores = np.add.reduceat(products, document.starts[:-1]) if len(products) else np.zeros(0)
        found = [
            PointedStatement(*document.places[row], float(scores[row])) for row in np.flatnonzero(scores > 0).tolist()
        ]
        return tuple(sorted(found, key=lambda statement: (-statement.score, statement.passage_id, statement.index)))

    def learnt(self, text: str, document_id: str) -> dict[str, float]:
        """Passage id → what the document's model makes of the text; nothing where there is none. They sum to 1."""
        model = self._sections.get(document_id)
        return {} if model is None else model.predict(with_expansions(fold(text), self._synonyms))

    def _asked(self, text: str, document: StatementMatrix) -> NDArray[np.float32]:
        """The question as a vector over the document's n-grams; official terms stand in for lay words, lighter."""
        folded = fold(text)
        grams: dict[str, float] = dict(grams_of(folded))
        for expansion in self._synonyms.expand(folded):
            for gram in grams_of(expansion.meant):
                grams.setdefault(gram, _EXPANDED)
        vector = np.zeros(len(document.grams), dtype=np.float32)
        known = {gram_id(gram): count for gram, count in grams.items()}
        if not known or not len(document.grams):
            return vector
        ids = np.array(list(known), dtype=np.uint32)
        places = np.minimum(np.searchsorted(document.grams, ids), len(document.grams) - 1)
        here = document.grams[places] == ids
        counts = np.log(np.maximum(np.array(list(known.values()), dtype=np.float32), 1)) + 1
        vector[places[here]] = counts[here] * document.rarity[places[here]]
        length = float(np.linalg.norm(vector))
        return vector / length if length else vector
