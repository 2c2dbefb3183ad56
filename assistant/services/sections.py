"""Choosing what a document says to a question on a day and in a place: sections, and single sentences pointed to."""

import re
from dataclasses import dataclass
from datetime import date

from assistant.domain.knowledge import Aspect, Passage, PolicyDocument
from assistant.domain.regions import Coverage, RegionTable
from assistant.language.lexicon import Lexicon
from assistant.services.plan import Tell
from assistant.services.statement_ranker import GAPS, PointedStatement, StatementRanker, score_sections

MAX_SECTIONS = 3
_BARE_TOPIC = 8
_CARD = (Aspect.WHO, Aspect.HOW_MUCH, Aspect.HOW_LONG, Aspect.PAPERS, Aspect.WHERE)
#: From which score on a section may answer, a sentence of another section is told too, and told first; and how much
#: an aspect asked for, guessed, or standing in for another adds. Chosen on the development sets (`evals.tune`).
POINTED, POINTED_ELSEWHERE, SURELY_ELSEWHERE, STRONGLY = 0.20, 0.10, 0.15, 0.16
ASPECT_BONUS, GUESSED_BONUS, WHAT_BONUS, INSTEAD_BONUS = 0.12, 0.06, 0.07, 0.08
#: What the first of several sections on an aspect has ahead: it is written as the general answer.
FIRST_BONUS = 0.06


@dataclass(frozen=True)
class ChosenSections:
    """Sections in the order to be told, and sentences of other sections the question points to.

    `missing`: aspects asked for that the document has nothing on; `gaps`: its gaps the question falls into.
    `is_dated`: for a day in the past, whether a section
    says for itself that it held then.
    """

    passages: tuple[Passage, ...]
    pointed: tuple[PointedStatement, ...] = ()
    missing: tuple[Aspect, ...] = ()
    is_dated: bool = False
    gaps: tuple[int, ...] = ()
    is_overview: bool = False


def choose_sections(
    document: PolicyDocument, step: Tell, day: date, regions: RegionTable, lexicon: Lexicon, ranker: StatementRanker
) -> ChosenSections:
    """One section per aspect asked for; without an aspect, the one whose words match best."""
    valid = passages_in_force(document, day, step.region_id, regions)
    told = {passage.id for passage in valid}
    found = ranker.rank(step.text, document.id)
    ranked = tuple(statement for statement in found if statement.passage_id in told)
    scores = score_sections(ranked)
    if step.as_of is not None:
        dated = _dated_sections(document, valid, step, day)
        if dated:
            return ChosenSections(dated, is_dated=True)
    needed = SURELY_ELSEWHERE if step.aspects and not step.guesses_aspect else POINTED_ELSEWHERE
    if _wants_all(document, step):
        return ChosenSections(_overview(valid), is_overview=True)
    if not step.aspects:
        chosen = _best_by_words(valid, scores)
        return ChosenSections(chosen, _pointed(ranked, chosen, needed), gaps=_gaps(document, step.aspects, (), found))
    chosen, missing = _by_aspects(step, valid, scores, lexicon)
    chosen = chosen or _best_by_words(valid, scores)
    gaps = _gaps(document, step.aspects, missing, found)
    return ChosenSections(chosen[:MAX_SECTIONS], _pointed(ranked, chosen, needed), missing, gaps=gaps)


def passages_in_force(
    document: PolicyDocument, day: date, region_id: str | None, regions: RegionTable
) -> tuple[Passage, ...]:
    """Sections that hold on the day; those of another district are left out where the person's is known.

    Of a document that is not in force yet, what will hold when it is.
    """
    start = document.period.start
    if start is not None and start.first_day > day:
        day = start.first_day
    return tuple(
        passage
        for passage in document.passages
        if passage.period.contains(day)
        and (
            passage.region_id is None
            or region_id is None
            or regions.covers(passage.region_id, region_id, day) is not Coverage.NOT_COVERED
        )
    )


def _by_aspects(
    step: Tell, valid: tuple[Passage, ...], scores: dict[str, float], lexicon: Lexicon
) -> tuple[tuple[Passage, ...], tuple[Aspect, ...]]:
    chosen: list[Passage] = []
    missing: list[Aspect] = []
    for aspect in step.aspects:
        found = _section_for(aspect, step.guesses_aspect, valid, scores, lexicon)
        if found is not None and found not in chosen:
            chosen.append(found)
        sure = not step.guesses_aspect
        if sure and (found is None or (found.aspect is not aspect and scores.get(found.id, 0) < POINTED)):
            missing.append(aspect)
    return tuple(chosen), tuple(dict.fromkeys(missing))


def _section_for(
    aspect: Aspect, guessed: bool, valid: tuple[Passage, ...], scores: dict[str, float], lexicon: Lexicon
) -> Passage | None:
    """The section on the aspect; where there is none, what answers in its place.

    The words of the question decide among several, and against sections that stand under no aspect; where the aspect
    itself is a guess, against all sections.
    """
    rule = lexicon.aspect_rule(aspect)
    bonus = {aspect: WHAT_BONUS if aspect is Aspect.WHAT else GUESSED_BONUS if guessed else ASPECT_BONUS}
    if not any(passage.aspect is aspect for passage in valid):
        bonus = {other: INSTEAD_BONUS - 0.01 * place for place, other in enumerate(rule.instead if rule else ())}
    candidates = [
        passage
        for passage in valid
        if passage.aspect in bonus or (scores.get(passage.id, 0.0) >= POINTED and _may_answer(passage, guessed))
    ]
    if not candidates:
        return None
    firsts = {aspect: next((p.id for p in candidates if p.aspect is aspect), None) for aspect in bonus}

    def worth(passage: Passage) -> float:
        first = FIRST_BONUS if firsts.get(passage.aspect) == passage.id else 0.0
        return scores.get(passage.id, 0.0) + bonus.get(passage.aspect, 0.0) + first

    return max(candidates, key=worth)


def _may_answer(passage: Passage, guessed: bool) -> bool:
    return passage.aspect is not Aspect.HISTORY and (guessed or passage.aspect is Aspect.RULE)


def _wants_all(document: PolicyDocument, step: Tell) -> bool:
    """Whether a topic is merely named, or it is asked whether there is such a benefit at all."""
    asks_for_it = document.kind == "scheme" and step.asks_for_it
    return not step.wants_more and (asks_for_it or (not step.aspects and len(step.text) <= _BARE_TOPIC))


def _overview(valid: tuple[Passage, ...]) -> tuple[Passage, ...]:
    """The card in short: for whom, how much, how long, papers, place."""
    first = {aspect: next((p for p in valid if p.aspect is aspect), None) for aspect in _CARD}
    return tuple(passage for passage in first.values() if passage is not None) or valid[:1]


def _best_by_words(valid: tuple[Passage, ...], scores: dict[str, float]) -> tuple[Passage, ...]:
    """The best matching section; nothing matches: what it is."""
    ranked = sorted((p for p in valid if scores.get(p.id, 0) > 0), key=lambda passage: -scores[passage.id])
    ranked = [passage for passage in ranked if passage.aspect is not Aspect.HISTORY] or ranked
    if not ranked or scores[ranked[0].id] < POINTED / 2:
        return tuple(passage for passage in valid if passage.aspect is Aspect.WHAT)[:1] or valid[:1]
    return tuple(ranked[:1])


def _pointed(
    ranked: tuple[PointedStatement, ...], chosen: tuple[Passage, ...], needed: float
) -> tuple[PointedStatement, ...]:
    """Sentences of other sections that match the question at least nearly as well as the best of the chosen ones."""
    told = {passage.id for passage in chosen}
    best = max((statement.score for statement in ranked if statement.passage_id in told), default=0.0)
    others: dict[str, PointedStatement] = {}
    for statement in ranked:
        if statement.passage_id not in told and statement.score >= max(needed, best):
            others.setdefault(statement.passage_id, statement)
    return tuple(others.values())[: 2 if needed < SURELY_ELSEWHERE else 1]


def _gaps(
    document: PolicyDocument,
    aspects: tuple[Aspect, ...],
    missing: tuple[Aspect, ...],
    found: tuple[PointedStatement, ...],
) -> tuple[int, ...]:
    """Gaps on an aspect nothing is said about, and gaps the question's words point to at least as well as anything."""
    best = found[0].score if found else 0.0
    pointed = {s.index for s in found if s.passage_id == GAPS and s.score >= max(POINTED_ELSEWHERE, best)}
    return tuple(index for index, gap in enumerate(document.gaps) if gap.aspect in missing or index in pointed)[:2]


def _dated_sections(document: PolicyDocument, valid: tuple[Passage, ...], step: Tell, day: date) -> tuple[Passage, ...]:
    """Sections that say they held on the day asked about, or whose words name that year."""
    aspects = step.aspects or (Aspect.HOW_MUCH,)
    dated = [passage for passage in valid if passage.period.end is not None and passage.aspect in aspects]
    if dated:
        return tuple(dated[:2])
    year = re.compile(rf"(?<!\d){day.year}年")
    told = [
        passage
        for passage in document.passages
        if passage.aspect is Aspect.HISTORY and any(year.search(statement.text) for statement in passage.statements)
    ]
    dated = [passage for passage in valid if passage.period.is_stated and passage.aspect in aspects]
    return tuple(told[:1] or dated[:2])
