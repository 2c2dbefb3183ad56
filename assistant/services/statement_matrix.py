"""A document's lines as a sparse matrix of n-gram weights, made once when the knowledge is built.

Within a document the words of its title stand everywhere and tell nothing; what a question shares with few lines tells
most. N-grams are therefore weighed by how rare they are among the document's own lines (inverse document frequency,
Spärck Jones 1972). Of the questions people put to a section, the mean counts: all of them together tell more than the
nearest one does.
"""

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.domain.knowledge import KnowledgeBase, PolicyDocument
from assistant.language.topic_model import gram_id, grams_of

#: Stands for a passage where a line is one of the document's gaps.
GAPS = "gaps"
#: Stands for a statement's place where the section as a whole is meant.
WHOLE = -1


@dataclass(frozen=True)
class StatementMatrix:
    """A document's lines as rows of a sparse matrix of n-gram weights; a section's questions are one row.

    `grams` (sorted ids) and `rarity` run in parallel; `columns` point into them; row r is `starts[r]` to
    `starts[r + 1]`. `places`: passage id and place of the statement in it, by row.
    """

    places: tuple[tuple[str, int], ...]
    grams: NDArray[np.uint32]
    rarity: NDArray[np.float32]
    columns: NDArray[np.int32]
    weights: NDArray[np.float32]
    starts: NDArray[np.int64]


def read_statements(
    knowledge: KnowledgeBase, questions: Mapping[str, tuple[str, ...]] | None = None
) -> dict[str, StatementMatrix]:
    """Document id → its matrix. `questions`: passage id → what people ask when that section is the answer."""
    return {name: _read(_lines_of(one, questions or {})) for name, one in knowledge.documents.items()}


def _read(lines: list[tuple[str, int, tuple[Counter[str], ...]]]) -> StatementMatrix:
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
    return StatementMatrix(
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
