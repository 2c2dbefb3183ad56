"""How well each sentence or item of a clause answers a question: by the words it holds and the figure it gives.

A word of the question weighs its inverse document frequency; it counts in full in the sentence itself, and less the
farther from it it stands. All shares here were chosen on evals/datasets/document_questions_*.jsonl,
with the subjects and without them: most subjects were written for these questions, so that only the latter shows what
a subject nobody has written gets.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.language.asked_figures import asks_for_today, figures_asked, lacks_figure, tells_today
from assistant.language.asked_subjects import NO_WORDS, DocumentWords, Subject
from assistant.language.clause_units import ClauseUnit, units_of
from assistant.language.segment import fold
from assistant.services.collections import FoundPassage
from assistant.services.ports import WantedWord

#: What a word counts that stands in the sentence that announces the item, elsewhere in the clause, in title or heading;
#: and one of which only half of the characters stand in the clause.
_IN_LEAD, _IN_CLAUSE, _IN_HEAD, _IN_HALF = 0.9, 0.75, 0.6, 0.35
#: A question that weighs more than this, in nats, is told as a story, much of which no rule names; what is beyond it
#: counts by this power, so that of a long question a smaller share has to be answered.
LONG_QUESTION, OF_LONG = 25.0, 0.4
#: Single characters are often scraps of a word that no dictionary holds; and a rare word is no more than this, in nats.
_SINGLE, _MOST_OF_WORD = 0.5, 6.5
#: Where a figure is asked for: the sentence gives it, another of the clause does, none does.
_GIVES_FIGURE, _NEAR_FIGURE, _NO_FIGURE = 1.2, 0.8, 0.7
#: A rule for others than the question is about hardly answers it, unless it is on a subject that is asked; one of a
#: field the question does not name gives way to a general one.
_NOT_ABOUT_THEM, _NOT_THEM_BUT_ON_SUBJECT, _OTHER_FIELD, _OTHER_BUT_ON_SUBJECT = 0.6, 0.85, 0.75, 0.9
#: A clause that punishes hardly answers who does not ask for punishment.
_PUNISHES, _ASKS_FOR_PUNISHMENT = (
    re.compile(r"罚款|责令|依法给予处分|追究刑事责任"),
    re.compile(r"罚|后果|处理|会怎么|会咋|咋整|咋个整|责任|坐牢|拘留|赔|违法|犯法|退|加付|滞纳|吊销|停"),
)
_ONLY_PUNISHES = 0.8
#: Where the place that made the rules is named.
_LOCAL, _PLACE = 1.25, re.compile(r"([\u4e00-\u9fff]{2,3}?)[省市]")
#: So often stands a topic in a clause that is about it, where neither title nor heading names it; once where the clause
#: is on a subject that is asked.
_OFTEN = 3
_LONG = 3
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
#: What a clause on a subject that is asked counts beside the words: by the number of groups of words that say so, and
#: how much of it for the clause, where the sentence itself does not name it.
_OF_SUBJECT, _OF_GROUP, _OF_CLAUSE = 0.3, 0.1, 0.7


@dataclass(frozen=True)
class AnsweringUnit:
    """`share`: of what is asked, how much it answers to, in words and subjects; `score` puts units of one question in
    order. `is_on_subject`: its clause is on a subject that the question asks about."""

    passage: FoundPassage
    unit: ClauseUnit
    share: float
    score: float
    is_on_subject: bool = False


def answering_units(
    question: str, hits: Sequence[FoundPassage], words: DocumentWords = NO_WORDS
) -> tuple[AnsweringUnit, ...]:
    """Every piece of the clauses found, in their order."""
    wanted = [word for word in next((hit.wanted for hit in hits if hit.wanted), ()) if not _is_empty(word, words)]
    folded = fold(question)
    subjects = words.asked_in(folded)
    if not wanted and not subjects:
        return ()
    figures, topics, today = figures_asked(folded), words.topics_in(folded), asks_for_today(folded)
    top = max((hit.score for hit in hits), default=0.0) or 1.0
    units = []
    for hit in hits:
        head = fold(f"{hit.title}{hit.heading}")
        whole = f"{head}{fold(hit.text)}"
        told = [subject for subject in subjects if subject.stands_in(whole)]
        often = 1 if told else _OFTEN
        if not all(_is_about(topic, head, whole, often) for topic in topics) or (today and not tells_today(whole)):
            continue
        if not told and not _has_evidence(wanted, head, whole):
            continue
        factor = _field_factor(folded, head, words, bool(told))
        kind = _ONLY_PUNISHES if _PUNISHES.search(whole) and not _ASKS_FOR_PUNISHMENT.search(folded) else 1.0
        kind *= _LOCAL if (place := _PLACE.match(head)) and place[1] in folded else 1.0
        lacking = _NO_FIGURE if lacks_figure(folded, whole) else 1.0
        for unit in units_of(hit.text):
            share = _share(unit, hit, wanted) * factor * _figure_factor(unit, hit, figures)
            share = kind * (share + lacking * _of_subjects(unit, hit, told))
            units.append(AnsweringUnit(hit, unit, share, share + _OF_RANK * hit.score / top, bool(told)))
    return tuple(units)


def _has_evidence(wanted: Sequence[WantedWord], head: str, whole: str) -> bool:
    """One short word in common says little: two do, or a long one, or one in the title."""
    found = [word for word in wanted if len(word.readings[0]) > 1 and any(one in whole for one in word.readings)]
    return len(found) > 1 or any(
        len(word.readings[0]) >= _LONG or any(one in head for one in word.readings) for word in found
    )


def _is_about(topic: Sequence[str], head: str, whole: str, often: int) -> bool:
    return any(wording in head or whole.count(wording) >= often for wording in topic)


def _is_empty(word: WantedWord, words: DocumentWords) -> bool:
    return word.readings[0] in words.empty


def _of_subjects(unit: ClauseUnit, passage: FoundPassage, told: Sequence[Subject]) -> float:
    """What the best subject counts; the others add little, as they often say the same."""
    text = fold(f"{passage.title}{passage.heading}{unit.lead}{unit.text}")
    counts = sorted(
        (
            (_OF_SUBJECT + _OF_GROUP * len(subject.said)) * (_OF_CLAUSE + (1 - _OF_CLAUSE) * subject.share_in(text))
            for subject in told
        ),
        reverse=True,
    )
    return counts[0] + 0.2 * sum(counts[1:]) if counts else 0.0


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
    return answered / _asked_weight(total) if total else 0.0


def _asked_weight(total: float) -> float:
    """What of all the weight of a question has to be answered."""
    return total if total <= LONG_QUESTION else LONG_QUESTION * (total / LONG_QUESTION) ** OF_LONG


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


def _field_factor(folded: str, head: str, words: DocumentWords, is_on_subject: bool) -> float:
    others = words.fields_besides(folded, head)
    if any(field.is_of_people for field in others):
        return _NOT_THEM_BUT_ON_SUBJECT if is_on_subject else _NOT_ABOUT_THEM
    return (_OTHER_BUT_ON_SUBJECT if is_on_subject else _OTHER_FIELD) if others else 1.0
