"""Choosing the sections of a document that answer a question on a day and in a place."""

import re
from dataclasses import dataclass
from datetime import date

from assistant.domain.knowledge import Aspect, Passage, PolicyDocument
from assistant.domain.regions import RegionTable
from assistant.language.lexicon import Lexicon
from assistant.services.plan import Tell

MAX_SECTIONS = 3
#: A section counts as asked for by its words if it matches nearly as well as the best one.
_NEAR_BEST = 0.72
_ASPECT_BONUS = 0.35


@dataclass(frozen=True)
class ChosenSections:
    """Sections in the order to be told; `missing`: aspects asked for that the document has nothing on.

    `is_dated`: for a day in the past, whether a section says for itself that it held then.
    """

    passages: tuple[Passage, ...]
    missing: tuple[Aspect, ...] = ()
    is_dated: bool = False


def choose_sections(
    document: PolicyDocument, step: Tell, day: date, regions: RegionTable, lexicon: Lexicon
) -> ChosenSections:
    """One section per aspect asked for; without an aspect, the one whose words match best."""
    valid = passages_in_force(document, day, step.region_id, regions)
    scores = dict(step.passages)
    past = step.as_of is not None
    if past:
        dated = _dated_sections(document, valid, step, day)
        if dated:
            return ChosenSections(dated, (), True)
    if not step.aspects:
        return ChosenSections(_best_by_words(valid, scores))
    chosen: list[Passage] = []
    missing: list[Aspect] = []
    for aspect in step.aspects:
        found = _section_for(aspect, valid, scores, lexicon)
        if found is None:
            missing.append(aspect)
        elif found not in chosen:
            chosen.append(found)
        if found is not None and found.aspect is not aspect and not any(p.aspect is aspect for p in valid):
            missing.append(aspect)
    if not chosen:
        chosen = list(_best_by_words(valid, scores))
    return ChosenSections(tuple(chosen[:MAX_SECTIONS]), tuple(dict.fromkeys(missing)), past and _holds(chosen, day))


def passages_in_force(
    document: PolicyDocument, day: date, region_id: str | None, regions: RegionTable
) -> tuple[Passage, ...]:
    """Sections that hold on the day; those of another district are left out where the person's is known."""
    return tuple(
        passage
        for passage in document.passages
        if passage.period.contains(day)
        and (passage.region_id is None or region_id is None or regions.covers(passage.region_id, region_id, day))
    )


def _section_for(
    aspect: Aspect, valid: tuple[Passage, ...], scores: dict[str, float], lexicon: Lexicon
) -> Passage | None:
    """The section on the aspect; among several, and against free sections, the words of the question decide."""
    rule = lexicon.aspect_rule(aspect)
    exact = [passage for passage in valid if passage.aspect is aspect]
    free = [passage for passage in valid if passage.aspect is Aspect.RULE and scores.get(passage.id, 0) > 0]
    ranked = sorted(
        (*exact, *free),
        key=lambda passage: -(scores.get(passage.id, 0.0) + (_ASPECT_BONUS if passage.aspect is aspect else 0.0)),
    )
    if ranked:
        return ranked[0]
    for other in rule.instead if rule else ():
        substitutes = [passage for passage in valid if passage.aspect is other]
        if substitutes:
            return max(substitutes, key=lambda passage: scores.get(passage.id, 0.0))
    return None


def _best_by_words(valid: tuple[Passage, ...], scores: dict[str, float]) -> tuple[Passage, ...]:
    """The best matching section, with a second one that matches nearly as well; nothing matches: what it is."""
    ranked = sorted((p for p in valid if scores.get(p.id, 0) > 0), key=lambda passage: -scores[passage.id])
    ranked = [passage for passage in ranked if passage.aspect is not Aspect.HISTORY] or ranked
    if not ranked:
        return tuple(passage for passage in valid if passage.aspect is Aspect.WHAT)[:1] or valid[:1]
    best = scores[ranked[0].id]
    return tuple(passage for passage in ranked[:2] if scores[passage.id] >= _NEAR_BEST * best)


def _dated_sections(
    document: PolicyDocument, valid: tuple[Passage, ...], step: Tell, day: date
) -> tuple[Passage, ...]:
    """Sections that say they held in the past asked about, or whose words name that year."""
    aspects = step.aspects or (Aspect.HOW_MUCH,)
    dated = [passage for passage in valid if passage.period.is_stated and passage.aspect in aspects]
    if dated:
        return tuple(dated[:2])
    year = re.compile(rf"(?<!\d){day.year}年")
    told = [
        passage
        for passage in document.passages
        if passage.aspect is Aspect.HISTORY and any(year.search(statement.text) for statement in passage.statements)
    ]
    return tuple(told[:1])


def _holds(passages: list[Passage], day: date) -> bool:
    return any(passage.period.is_stated and passage.period.contains(day) for passage in passages)
