"""Which sentences and sections of one document a question points to.

Within a document the words of its title stand everywhere and tell nothing; what a question shares with few lines tells
most. N-grams are therefore weighed by how rare they are among the document's own lines (inverse document frequency,
Spärck Jones 1972), and a line's score is the cosine between it and the question (Manning et al. 2008, ch. 6).
"""

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from assistant.domain.knowledge import KnowledgeBase, PolicyDocument
from assistant.language.segment import fold
from assistant.language.synonyms import Synonyms
from assistant.language.topic_model import grams_of

#: Stands for a passage where a line is one of the document's gaps.
GAPS = "gaps"
#: Stands for a statement's place where the section as a whole is meant.
WHOLE = -1
_EXPANDED = 0.5
_NEXT_BEST = (1.0, 0.35, 0.15)


@dataclass(frozen=True)
class PointedStatement:
    """A statement by passage and place in it. `score`: cosine with the question, 0 to 1."""

    passage_id: str
    index: int
    score: float


@dataclass(frozen=True)
class _Line:
    passage_id: str
    index: int
    weights: Mapping[str, float]


class StatementRanker:
    """Scores the lines of a document against a question; pure once made."""

    def __init__(
        self,
        knowledge: KnowledgeBase,
        synonyms: Synonyms,
        questions: Mapping[str, tuple[str, ...]] | None = None,
    ) -> None:
        """`questions`: passage id → questions people put when that section is the answer."""
        self._synonyms = synonyms
        self._rarity: dict[str, Mapping[str, float]] = {}
        self._lines: dict[str, tuple[_Line, ...]] = {}
        for name, document in knowledge.documents.items():
            written = _lines_of(document, questions or {})
            self._rarity[name] = _rarity([grams for *_, grams in written])
            self._lines[name] = tuple(
                _Line(passage_id, index, _unit(grams, self._rarity[name])) for passage_id, index, grams in written
            )

    def rank(self, text: str, document_id: str) -> tuple[PointedStatement, ...]:
        """All lines that share anything with the question, best first."""
        asked = self._asked(text, self._rarity[document_id])
        ranked = [
            PointedStatement(line.passage_id, line.index, _cosine(asked, line.weights))
            for line in self._lines[document_id]
        ]
        found = [statement for statement in ranked if statement.score > 0]
        return tuple(sorted(found, key=lambda statement: (-statement.score, statement.passage_id, statement.index)))

    def _asked(self, text: str, rarity: Mapping[str, float]) -> Mapping[str, float]:
        """The question as a vector; official terms stand in for lay words, lighter."""
        folded = fold(text)
        grams: dict[str, float] = dict(grams_of(folded))
        for expansion in self._synonyms.expand(folded):
            for gram in grams_of(expansion.meant):
                grams.setdefault(gram, _EXPANDED)
        return _unit(grams, rarity)


def score_sections(ranked: tuple[PointedStatement, ...]) -> dict[str, float]:
    """Passage → how well its best lines match; a second and third good line add to it."""
    scores: dict[str, list[float]] = {}
    for statement in ranked:
        scores.setdefault(statement.passage_id, []).append(statement.score)
    return {
        passage_id: sum(share * score for share, score in zip(_NEXT_BEST, found, strict=False)) / sum(_NEXT_BEST)
        for passage_id, found in scores.items()
    }


def _lines_of(
    document: PolicyDocument, questions: Mapping[str, tuple[str, ...]]
) -> list[tuple[str, int, Mapping[str, float]]]:
    lines: list[tuple[str, int, Mapping[str, float]]] = []
    for passage in document.passages:
        for index, statement in enumerate(passage.statements):
            lines.append((passage.id, index, grams_of(f"{passage.heading} {statement.text}")))
        lines.extend((passage.id, WHOLE, grams_of(question)) for question in questions.get(passage.id, ()))
    lines.extend((GAPS, index, grams_of(gap.text)) for index, gap in enumerate(document.gaps))
    return lines


def _rarity(lines: list[Mapping[str, float]]) -> dict[str, float]:
    """N-gram → weight; one that stands in every line weighs nothing."""
    counts = Counter(gram for grams in lines for gram in grams)
    return {gram: math.log((len(lines) + 1) / (count + 0.5)) for gram, count in counts.items()}


def _unit(grams: Mapping[str, float], rarity: Mapping[str, float]) -> dict[str, float]:
    weights = {gram: (1 + math.log(max(count, 1))) * rarity[gram] for gram, count in grams.items() if gram in rarity}
    length = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
    return {gram: weight / length for gram, weight in weights.items()}


def _cosine(asked: Mapping[str, float], line: Mapping[str, float]) -> float:
    if len(asked) > len(line):
        asked, line = line, asked
    return sum(weight * line.get(gram, 0.0) for gram, weight in asked.items())
