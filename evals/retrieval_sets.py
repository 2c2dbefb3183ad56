"""The two retrieval sets of `../shared/data`, ready to be imported, and what "nothing special" scores on them.

Nothing of their text goes into the product: they are only ever measured against.
"""

import json
import math
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.language.split import split_passages, title_of
from assistant.services.ports import ImportedPassage

DATA = Path(__file__).parents[2] / "shared" / "data"


@dataclass(frozen=True)
class Question:
    """A question with the ids that answer it; ids are those of `RetrievalSet.answers_of`."""

    text: str
    gold: frozenset[str]


@dataclass(frozen=True)
class RetrievalSet:
    """Passages to import and questions over them. `answer_id`: passage id → the id that is judged."""

    name: str
    passages: tuple[ImportedPassage, ...]
    questions: tuple[Question, ...]
    answer_id: Callable[[str], str]


def load_statutes(folder: Path = DATA) -> RetrievalSet:
    """780 lay questions over 1,445 articles of law; an article is a passage, judged by its id."""
    articles = _lines(folder / "statute_questions" / "articles.jsonl")
    questions = _lines(folder / "statute_questions" / "questions.jsonl")
    return RetrievalSet(
        "statutes",
        tuple(ImportedPassage(str(one["id"]), str(one["name"]), str(one["text"])) for one in articles),
        tuple(Question(str(one["question"]), frozenset(map(str, _list(one["gold_ids"])))) for one in questions),
        lambda passage_id: passage_id,
    )


def load_notices(folder: Path = DATA) -> RetrievalSet:
    """601 questions over 599 government notices, split by our own splitter; judged by document."""
    passages = tuple(
        ImportedPassage(f"{one['docid']}#{number}", title_of(str(one["text"])), text)
        for one in _lines(folder / "notices" / "documents.jsonl")
        for number, text in enumerate(split_passages(str(one["text"])))
    )
    questions = _lines(folder / "notices" / "questions.jsonl")
    return RetrievalSet(
        "notices",
        passages,
        tuple(Question(str(one["question"]), frozenset({str(one["docid"])})) for one in questions),
        lambda passage_id: passage_id.partition("#")[0],
    )


class NaiveIndex:
    """BM25 (Robertson & Zaragoza 2009; k1 = 1.2, b = 0.75) over title and text as one bag of units."""

    def __init__(self, passages: Iterable[ImportedPassage], units_of: Callable[[str], Sequence[str]]) -> None:
        self._units_of = units_of
        bags = [(passage.id, Counter(units_of(f"{passage.title}\n{passage.text}"))) for passage in passages]
        mean = sum(bag.total() for _, bag in bags) / len(bags)
        self._postings: dict[str, list[tuple[str, float]]] = {}
        for passage_id, bag in bags:
            norm = 1.2 * (0.25 + 0.75 * bag.total() / mean)
            for unit, count in bag.items():
                self._postings.setdefault(unit, []).append((passage_id, count * 2.2 / (count + norm)))
        self._size = len(bags)

    def search(self, text: str, limit: int) -> list[str]:
        """Passage ids, best first."""
        scores: Counter[str] = Counter()
        for unit, times in Counter(self._units_of(text)).items():
            postings = self._postings.get(unit, [])
            rarity = math.log(1 + (self._size - len(postings) + 0.5) / (len(postings) + 0.5))
            for passage_id, share in postings:
                scores[passage_id] += times * rarity * share
        return [passage_id for passage_id, _ in scores.most_common(limit)]


def _lines(file: Path) -> list[dict[str, object]]:
    with file.open(encoding="utf-8") as stream:
        return [json.loads(line) for line in stream]


def _list(value: object) -> list[object]:
    assert isinstance(value, list)
    return value
