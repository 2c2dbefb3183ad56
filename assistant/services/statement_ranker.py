"""Which sentences of one document a question points to.

Within a document the words of its title stand everywhere and tell nothing; what a question shares with few sentences
tells most. Units are therefore weighed by how rare they are among the document's own sentences (inverse document
frequency, Spärck Jones 1972), and a sentence's score is the share of the question's weight that it covers.
"""

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from assistant.domain.knowledge import KnowledgeBase, PolicyDocument
from assistant.language.segment import Segmenter, fold
from assistant.language.synonyms import Synonyms

#: Stands for a passage where a line is one of the document's gaps.
GAPS = "gaps"
#: Stands for a statement's place where the section as a whole is meant.
WHOLE = -1
_HEADING_SHARE = 0.9
_UNSEEN = 0.5


@dataclass(frozen=True)
class PointedStatement:
    """A statement by passage and place in it. `score`, 0 to 1: how much of the question it covers."""

    passage_id: str
    index: int
    score: float


@dataclass(frozen=True)
class _Line:
    passage_id: str
    index: int
    units: frozenset[str]
    heading: frozenset[str]


class StatementRanker:
    """Scores the statements of a document against a question; pure once made."""

    def __init__(
        self,
        knowledge: KnowledgeBase,
        segmenter: Segmenter,
        synonyms: Synonyms,
        questions: Mapping[str, tuple[str, ...]] | None = None,
    ) -> None:
        """`questions`: passage id → questions people put when that section is the answer."""
        self._questions = questions or {}
        self._segmenter = segmenter
        self._synonyms = synonyms
        self._lines = {name: self._read(document) for name, document in knowledge.documents.items()}
        self._weights = {name: _rarity(lines) for name, lines in self._lines.items()}

    def rank(self, text: str, document_id: str) -> tuple[PointedStatement, ...]:
        """All statements that share anything with the question, best first."""
        weights = self._weights[document_id]
        asked = self._asked(text, weights)
        whole = sum(asked.values())
        if not whole:
            return ()
        ranked = [
            PointedStatement(line.passage_id, line.index, self._score(line, asked) / whole)
            for line in self._lines[document_id]
        ]
        found = [statement for statement in ranked if statement.score > 0]
        return tuple(sorted(found, key=lambda statement: (-statement.score, statement.passage_id, statement.index)))

    def _score(self, line: _Line, asked: Mapping[str, float]) -> float:
        said = sum(weight for unit, weight in asked.items() if unit in line.units)
        headed = sum(weight for unit, weight in asked.items() if unit in line.heading and unit not in line.units)
        return said + _HEADING_SHARE * headed

    def _asked(self, text: str, weights: Mapping[str, float]) -> dict[str, float]:
        """The question's units with their weight; official terms stand in for lay words, a little lighter."""
        folded = fold(text)
        asked = {unit: weights.get(unit, 0.0) for unit in self._segmenter.query_bigrams(folded)}
        for expansion in self._synonyms.expand(folded):
            for unit in self._segmenter.bigrams(expansion.meant):
                asked.setdefault(unit, 0.6 * weights.get(unit, 0.0))
        return {unit: weight for unit, weight in asked.items() if weight > 0}

    def _read(self, document: PolicyDocument) -> tuple[_Line, ...]:
        said = tuple(
            _Line(passage.id, index, self._units(statement.text), self._units(passage.heading))
            for passage in document.passages
            for index, statement in enumerate(passage.statements)
        )
        asked = (
            _Line(passage.id, WHOLE, self._units(question), frozenset())
            for passage in document.passages
            for question in self._questions.get(passage.id, ())
        )
        gaps = (_Line(GAPS, index, self._units(gap.text), frozenset()) for index, gap in enumerate(document.gaps))
        return (*said, *asked, *gaps)

    def _units(self, text: str) -> frozenset[str]:
        return frozenset(self._segmenter.bigrams(text))


def _rarity(lines: tuple[_Line, ...]) -> dict[str, float]:
    """Unit → weight; a unit of every statement weighs nothing."""
    counts = Counter(unit for line in lines for unit in line.units | line.heading)
    return {unit: math.log((len(lines) + 1) / (count + _UNSEEN)) for unit, count in counts.items()}
