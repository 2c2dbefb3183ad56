"""Which sentences and sections of one document a question points to.

Within a document the words of its title stand everywhere and tell nothing; what a question shares with few lines tells
most. N-grams are therefore weighed by how rare they are among the document's own lines (inverse document frequency,
Spärck Jones 1972), and a line's score is the cosine between it and the question (Manning et al. 2008, ch. 6). Of the
questions people put to a section, the mean cosine counts: all of them together tell more than the nearest one does.
"""

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.domain.knowledge import KnowledgeBase, PolicyDocument
from assistant.language.segment import fold
from assistant.language.synonyms import Synonyms, with_expansions
from assistant.language.topic_model import TopicModel, gram_id, grams_of

#: Stands for a passage where a line is one of the document's gaps.
GAPS = "gaps"
#: Stands for a statement's place where the section as a whole is meant.
WHOLE = -1
_EXPANDED = 0.5
#: How much the question together with its story counts beside the question alone.
STORY = 0.95


@dataclass(frozen=True)
class PointedStatement:
    """A statement by passage and place in it. `score`: cosine with the question, 0 to 1."""

    passage_id: str
    index: int
    score: float


@dataclass(frozen=True)
class _Document:
    """A document's lines as rows of a sparse matrix of n-gram weights; a section's questions are one row.

    `grams` (sorted ids) and `rarity` run in parallel; `columns` point into them; row r is `starts[r]` to
    `starts[r + 1]`.
    """

    places: tuple[tuple[str, int], ...]
    grams: NDArray[np.uint32]
    rarity: NDArray[np.float32]
    columns: NDArray[np.int32]
    weights: NDArray[np.float32]
    starts: NDArray[np.int64]


class StatementRanker:
    """Scores the lines of a document against a question; pure once made."""

    def __init__(
        self,
        knowledge: KnowledgeBase,
        synonyms: Synonyms,
        questions: Mapping[str, tuple[str, ...]] | None = None,
        sections: Mapping[str, TopicModel] | None = None,
    ) -> None:
        """`questions`: passage id → questions people put when that section is the answer; `sections`: document id →
        a model that has learnt to tell its sections apart by them."""
        self._synonyms = synonyms
        self._knowledge = knowledge
        self._questions = questions or {}
        self._sections = sections or {}
        # Reading all documents takes two seconds of a start; each is read when it is first asked about. Two threads
        # that read the same one at once come to the same result.
        self._documents: dict[str, _Document] = {}

    def rank(self, text: str, document_id: str, question: str = "") -> tuple[PointedStatement, ...]:
        """All lines that share anything with the text, best first; a `question` in it counts more than its story."""
        document = self._document(document_id)
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

    def _document(self, document_id: str) -> _Document:
        found = self._documents.get(document_id)
        if found is None:
            found = _read(_lines_of(self._knowledge.get_document(document_id), self._questions))
            self._documents[document_id] = found
        return found

    def _asked(self, text: str, document: _Document) -> NDArray[np.float32]:
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


def _read(lines: list[tuple[str, int, tuple[Counter[str], ...]]]) -> _Document:
    """A row for each line: the mean of its texts, each of length one."""
    texts = [grams for *_, written in lines for grams in written]
    counts = Counter(gram for grams in texts for gram in grams)
    ids = {gram: gram_id(gram) for gram in counts}
    grams = np.array(sorted(set(ids.values())), dtype=np.uint32)
    column = {number: place for place, number in enumerate(grams.tolist())}
    rarity = np.zeros(len(grams), dtype=np.float32)
    for gram, count in counts.items():
        rarity[column[ids[gram]]] = math.log((len(texts) + 1) / (count + 0.5))
    columns: list[int] = []
    weights: list[float] = []
    starts = [0]
    for *_, written in lines:
        row: dict[int, float] = {}
        for text in written:
            values = {column[ids[gram]]: 1 + math.log(count) for gram, count in text.items()}
            values = {place: value * float(rarity[place]) for place, value in values.items()}
            length = math.sqrt(sum(value * value for value in values.values())) or 1.0
            for place, value in values.items():
                row[place] = row.get(place, 0.0) + value / length / len(written)
        columns.extend(row)
        weights.extend(row.values())
        starts.append(len(columns))
    return _Document(
        places=tuple((passage_id, index) for passage_id, index, _ in lines),
        grams=grams,
        rarity=rarity,
        columns=np.array(columns, dtype=np.int32),
        weights=np.array(weights, dtype=np.float32),
        starts=np.array(starts, dtype=np.int64),
    )


def _lines_of(
    document: PolicyDocument, questions: Mapping[str, tuple[str, ...]]
) -> list[tuple[str, int, tuple[Counter[str], ...]]]:
    lines: list[tuple[str, int, tuple[Counter[str], ...]]] = []
    for passage in document.passages:
        for index, statement in enumerate(passage.statements):
            lines.append((passage.id, index, (grams_of(f"{passage.heading} {statement.text}"),)))
        if asked := questions.get(passage.id):
            lines.append((passage.id, WHOLE, tuple(grams_of(question) for question in asked)))
    lines.extend((GAPS, index, (grams_of(gap.text),)) for index, gap in enumerate(document.gaps))
    return lines
