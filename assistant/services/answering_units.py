"""How well each sentence or item of a clause answers a question: by the words it holds and the figure it gives.

A word of the question weighs its inverse document frequency; it counts in full in the sentence itself, and less the
farther from it it stands. All shares here were chosen on evals/datasets/document_questions_dev.jsonl.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.language.asked_figures import figures_asked
from assistant.language.clause_units import ClauseUnit, units_of
from assistant.language.segment import fold
from assistant.services.collections import FoundPassage
from assistant.services.ports import WantedWord

#: What a word counts that stands in the sentence that announces the item, elsewhere in the clause, in title or heading;
#: and one of which only half of the characters stand in the clause.
_IN_LEAD, _IN_CLAUSE, _IN_HEAD, _IN_HALF = 0.9, 0.75, 0.6, 0.35
#: Single characters are often scraps of a word that no dictionary holds; and a rare word is no more than this, in nats.
_SINGLE, _MOST_OF_WORD = 0.5, 6.5
#: Where a figure is asked for: the sentence gives it, another of the clause does, none does.
_GIVES_FIGURE, _NEAR_FIGURE, _NO_FIGURE = 1.2, 0.8, 0.6
#: A rule for these people, by the title it stands under, hardly answers a question that is not about them.
_NOT_ABOUT_THEM = 0.85
_FOR_PEOPLE = tuple(
    (re.compile(title), re.compile(said))
    for title, said in (
        ("妇女|女职工", "女|妇|孕|怀|产|生育|哺乳|奶|娃|婴|流产|老婆|妻|性骚扰|例假"),
        ("残疾人", "残|盲|聋|哑|轮椅|无障碍"),
        ("退役军人", "退役|退伍|军|兵|转业|复员|烈士"),
        ("未成年人", "未成年|孩|娃|学生|岁"),
        ("老年人", "老"),
    )
)
#: What the place among the hits counts beside the words.
_OF_RANK = 0.3


@dataclass(frozen=True)
class AnsweringUnit:
    """`share`: of what is asked, how much it answers to; `score` puts units of one question in order."""

    passage: FoundPassage
    unit: ClauseUnit
    share: float
    score: float


def answering_units(question: str, hits: Sequence[FoundPassage]) -> tuple[AnsweringUnit, ...]:
    """Every piece of the clauses found, in their order."""
    wanted = next((hit.wanted for hit in hits if hit.wanted), ())
    if not wanted:
        return ()
    figures, top = figures_asked(fold(question)), max(hit.score for hit in hits) or 1.0
    return tuple(
        AnsweringUnit(hit, unit, share, share + _OF_RANK * hit.score / top)
        for hit in hits
        for unit in units_of(hit.text)
        for share in [_share(unit, hit, wanted) * _figure_factor(unit, hit, figures) * _people_factor(question, hit)]
    )


def _share(unit: ClauseUnit, passage: FoundPassage, wanted: Sequence[WantedWord]) -> float:
    places = (
        (fold(unit.text), 1.0),
        (fold(unit.lead), _IN_LEAD),
        (fold(passage.text), _IN_CLAUSE),
        (fold(f"{passage.title}{passage.heading}"), _IN_HEAD),
    )
    total = answered = 0.0
    for word in wanted:
        weight = _weight(word)
        total += weight
        answered += weight * _counts(word, places)
    return answered / total if total else 0.0


def _counts(word: WantedWord, places: Sequence[tuple[str, float]]) -> float:
    for text, counts in places:
        if any(reading in text for reading in word.readings):
            return counts
    said, clause = word.readings[0], places[2][0]
    has_half = len(said) > 1 and 2 * sum(letter in clause for letter in said) >= len(said)
    return _IN_HALF if has_half else 0.0


def _weight(word: WantedWord) -> float:
    return min(word.weight * (_SINGLE if len(word.readings[0]) == 1 else 1.0), _MOST_OF_WORD)


def _figure_factor(unit: ClauseUnit, passage: FoundPassage, figures: Sequence[re.Pattern[str]]) -> float:
    if not figures:
        return 1.0
    if all(figure.search(fold(unit.text)) for figure in figures):
        return _GIVES_FIGURE
    return _NEAR_FIGURE if any(figure.search(fold(passage.text)) for figure in figures) else _NO_FIGURE


def _people_factor(question: str, passage: FoundPassage) -> float:
    others = any(title.search(passage.title) and not said.search(question) for title, said in _FOR_PEOPLE)
    return _NOT_ABOUT_THEM if others else 1.0
