"""Choosing what a document says to a question on a day and in a place: sections, and single sentences pointed to."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from assistant.domain.knowledge import Aspect, Passage, PolicyDocument
from assistant.domain.regions import Coverage, RegionTable
from assistant.language.lexicon import Lexicon
from assistant.language.questions import asks_yes_or_no
from assistant.language.segment import fold
from assistant.language.wanted_figures import find_wanted_figures
from assistant.services.section_shares import share_sections
from assistant.services.statement_matrix import GAPS, WHOLE
from assistant.services.statement_ranker import PointedStatement, StatementRanker
from assistant.services.steps import Tell

MAX_SECTIONS, MAX_POINTED = 3, 3
_BARE_TOPIC = 8
_PLACE_KIND, _CITY = re.compile(r"(?:土家族|苗族)*自治县$|新区$|区$|县$"), "重庆市"
_FROM_YEAR = re.compile(r"([0-9]{4})年[^，。；]{0,8}起")
_YEARS = re.compile(r"([0-9]{4})年?(?:到|至|[-—~～])([0-9]{4})年")
_NOISE = re.compile(r"\W+")
_FIGURE = re.compile(
    r"[0-9]|\{\{|[一二两三四五六七八九十半]+(?:个月|倍|成|天|年|元)|一半|免费|不收|不要钱|不用|不付|没有|不发"
)
_CARD = (Aspect.WHO, Aspect.HOW_MUCH, Aspect.HOW_LONG, Aspect.PAPERS, Aspect.WHERE)
#: From which score on a sentence of another section is told too; where the question's own words named the aspect, it
#: must match better. And from which on it is told first. Chosen on the development sets (`evals.tune`).
POINTED_ELSEWHERE, SURELY_ELSEWHERE, STRONGLY = 0.14, 0.16, 0.16
#: From which score on what is known to be missing is told.
POINTED_GAP = 0.10
#: From which share on the next likely sections are told in short too, up to which share of the likeliest, and how many.
BESIDE, UNSURE, MOST_BESIDE = 0.04, 0.98, 3
#: How much an aspect counts that is only guessed.
GUESSED = 0.25
#: How much more an aspect counts that is asked about beside another one, or that a follow-up takes from before.
_EACH, _CARRIED = 3.6, 1.8
#: How much an aspect counts that stands in for the one asked about.
STAND_IN = 0.4
#: Below which share nothing told answers an aspect that was asked for by name.
_ANSWERS = 0.45


@dataclass(frozen=True)
class ChosenSections:
    """Sections in the order to be told, and sentences of other sections the question points to.

    `missing`: aspects asked for that the document has nothing on; `gaps`: its gaps the question falls into;
    `focus`: the sentence in the sections that settles a question to be answered with yes or no, or a further detail;
    `is_about_a_gap`: all that was asked for is what is known to be missing.
    `is_dated`: for a day in the past, whether a section says for itself that it held then;
    `ranked`: every line that shares anything with the question, best first.
    """

    passages: tuple[Passage, ...]
    pointed: tuple[PointedStatement, ...] = ()
    missing: tuple[Aspect, ...] = ()
    is_dated: bool = False
    gaps: tuple[int, ...] = ()
    is_overview: bool = False
    focus: PointedStatement | None = None
    is_about_a_gap: bool = False
    ranked: tuple[PointedStatement, ...] = ()


def choose_sections(
    document: PolicyDocument, step: Tell, day: date, regions: RegionTable, lexicon: Lexicon, ranker: StatementRanker
) -> ChosenSections:
    """One section per aspect asked for; without an aspect, the one whose words match best."""
    valid = passages_in_force(document, day, step.region_id, regions)
    numbered = tuple(passage for passage in valid if passage.id in step.passage_ids)
    if numbered:
        return ChosenSections(numbered)
    told = {passage.id for passage in valid}
    found = ranker.rank(step.text, document.id, step.question)
    later = _told_of_later(valid, day)
    ranked = tuple(line for line in found if line.passage_id in told and (line.passage_id, line.index) not in later)
    if step.as_of is not None:
        dated = _dated_sections(document, valid, step, day)
        if dated:
            return ChosenSections(dated, is_dated=True)
    if _wants_all(document, step):
        return ChosenSections(_overview(valid), is_overview=True)
    is_named = step.aspects and not (step.guesses_aspect or step.carries_aspects)
    needed = SURELY_ELSEWHERE if is_named else POINTED_ELSEWHERE
    learnt = ranker.learnt(step.text, document.id)
    chosen, beside, missing = _likeliest(step, valid, ranked, lexicon, learnt)
    gaps = _gaps(document, step.aspects, missing, found)
    pointed = (*_naming_the_place(valid, chosen, step, regions), *_pointed(ranked, (*chosen, *beside), needed))
    also = tuple(told for passage in beside for told in _in_short(passage, ranked))
    focus = _focus(ranked, chosen, step)
    is_about_a_gap = _is_about_a_gap(document, step, missing, gaps, found)
    return ChosenSections(chosen, _few((*also, *pointed)), missing, gaps=gaps, focus=focus,
                          is_about_a_gap=is_about_a_gap, ranked=ranked)  # fmt: skip


def _told_of_later(valid: tuple[Passage, ...], day: date) -> frozenset[tuple[str, int]]:
    """Lines that say what is to hold from a later year on: no answer for the day (2025年起改为13天)."""
    return frozenset(
        (passage.id, index)
        for passage in valid
        if passage.aspect is Aspect.HISTORY
        for index, statement in enumerate(passage.statements)
        if any(int(year) > day.year for year in _FROM_YEAR.findall(statement.text))
    )


def _few(pointed: tuple[PointedStatement, ...]) -> tuple[PointedStatement, ...]:
    """What is pointed to in the first few sections."""
    sections = tuple(dict.fromkeys(line.passage_id for line in pointed))[:MAX_POINTED]
    return tuple(line for line in pointed if line.passage_id in sections)


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


def _likeliest(
    step: Tell,
    valid: tuple[Passage, ...],
    ranked: tuple[PointedStatement, ...],
    lexicon: Lexicon,
    learnt: Mapping[str, float],
) -> tuple[tuple[Passage, ...], tuple[Passage, ...], tuple[Aspect, ...]]:
    """The likeliest section for each aspect asked about, what comes near it, and the aspects nothing is said on."""
    likely = lexicon.aspect_model.predict(step.question or step.text)
    wanted = find_wanted_figures(step.question or step.text)
    sure = () if step.guesses_aspect and not step.carries_aspects else step.aspects
    weight = _CARRIED if step.carries_aspects else 1.0
    guessed = dict.fromkeys(step.aspects, GUESSED)
    asked: list[dict[Aspect, float]] = [{aspect: _EACH} for aspect in sure] if len(sure) > 1 else []
    candidates = valid if Aspect.HISTORY in sure else _without_history(valid)
    chosen: list[Passage] = []
    beside: list[Passage] = []
    missing: list[Aspect] = []
    for cues in asked or [dict.fromkeys(sure, weight) or guessed]:
        shares = share_sections(candidates, ranked, likely, _with_stand_ins(cues, candidates, lexicon), wanted, learnt)
        best, *others = sorted(candidates, key=lambda passage: -shares[passage.id])
        if best not in chosen:
            chosen.append(best)
        near = [other for other in others[:MOST_BESIDE] if shares[other.id] >= BESIDE]
        if shares[best.id] <= UNSURE:
            beside.extend(other for other in near[: 1 if asked else MOST_BESIDE] if other not in beside)
        present = {passage.aspect for passage in candidates}
        missing.extend(
            aspect for aspect in cues if sure and not _answers(best, aspect, shares[best.id], lexicon, present)
        )
    beside = [passage for passage in beside if passage not in chosen]
    return tuple(chosen[:MAX_SECTIONS]), tuple(beside), tuple(dict.fromkeys(missing))


def _with_stand_ins(
    cues: dict[Aspect, float], candidates: tuple[Passage, ...], lexicon: Lexicon
) -> dict[Aspect, float]:
    """Where there is no section on an aspect, what can stand in for it is asked for, less strongly."""
    present = {passage.aspect for passage in candidates}
    asked = dict(cues)
    for aspect, strength in cues.items():
        rule = lexicon.aspect_rule(aspect)
        instead = next((other for other in rule.instead if other in present), None) if rule else None
        if aspect not in present and instead is not None:
            asked.setdefault(instead, strength * STAND_IN)
    return asked


def _focus(ranked: tuple[PointedStatement, ...], chosen: tuple[Passage, ...], step: Tell) -> PointedStatement | None:
    """The sentence of the sections told that matches a further detail, or a question for yes or no, well enough."""
    if step.goes_on and (step.guesses_aspect or step.carries_aspects or not step.aspects):
        needed = POINTED_ELSEWHERE
    elif asks_yes_or_no(step.question or step.text):
        needed = STRONGLY
    else:
        return None
    told = {passage.id for passage in chosen}
    best = next((line for line in ranked if line.index != WHOLE and line.passage_id in told), None)
    return best if best is not None and best.score >= needed else None


def _in_short(passage: Passage, ranked: tuple[PointedStatement, ...]) -> tuple[PointedStatement, ...]:
    """A section's lead, and after it the detail of it that the question's words point to."""
    best = next((line for line in ranked if line.passage_id == passage.id and line.index != WHOLE), None)
    details = (best,) if best is not None and best.score >= POINTED_ELSEWHERE else ()
    return (PointedStatement(passage.id, WHOLE, 0.0), *details)


def _without_history(valid: tuple[Passage, ...]) -> tuple[Passage, ...]:
    """What used to hold is told to those who ask for it, and where there is nothing else."""
    return tuple(passage for passage in valid if passage.aspect is not Aspect.HISTORY) or valid


def _answers(passage: Passage, aspect: Aspect, share: float, lexicon: Lexicon, present: Collection[Aspect]) -> bool:
    """Whether the section is likely enough, or stands under the aspect or one that can stand in for it.

    How much is answered by a figure: of a document that says so nowhere, a section without any tells something else.
    """
    rule = lexicon.aspect_rule(aspect)
    if passage.aspect is aspect or passage.aspect in (rule.instead if rule else ()):
        return True
    has_figures = (
        aspect is not Aspect.HOW_MUCH
        or aspect in present
        or any(_FIGURE.search(line.text) for line in passage.statements)
    )
    return share >= _ANSWERS and has_figures


def _wants_all(document: PolicyDocument, step: Tell) -> bool:
    """Whether a topic is merely named, or it is asked whether there is such a benefit at all."""
    if step.wants_more:
        return False
    asks_for_it = document.kind == "scheme" and step.asks_for_it
    is_bare = not (step.aspects or step.asks_for_it or step.goes_on) and len(step.text) <= _BARE_TOPIC
    says_nothing_else = step.guesses_aspect or not step.aspects
    return asks_for_it or is_bare or (says_nothing_else and _NOISE.sub("", step.text) in _names(document))


def _names(document: PolicyDocument) -> frozenset[str]:
    return frozenset(_NOISE.sub("", fold(name)) for name in (document.title, *document.aliases))


def _overview(valid: tuple[Passage, ...]) -> tuple[Passage, ...]:
    """The card in short: for whom, how much, how long, papers, place."""
    first = {aspect: next((p for p in valid if p.aspect is aspect), None) for aspect in _CARD}
    return tuple(passage for passage in first.values() if passage is not None) or valid[:1]


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


def _naming_the_place(
    valid: tuple[Passage, ...], chosen: tuple[Passage, ...], step: Tell, regions: RegionTable
) -> tuple[PointedStatement, ...]:
    """Where the question names a place, the sentence that names it too settles what holds there."""
    region = regions.get_region(step.region_id) if step.region_id is not None else None
    names = (_PLACE_KIND.sub("", region.name), *sorted(region.short_names, key=len)) if region is not None else ()
    name = next((one for one in names if len(one) >= 2 and one in step.text), "")
    if not name or name == _CITY:
        return ()
    named = [
        PointedStatement(passage.id, index, STRONGLY)
        for passage in (*chosen, *(other for other in valid if other not in chosen))
        for index, statement in enumerate(passage.statements)
        if name in statement.text and passage.aspect is not Aspect.HISTORY
    ]
    told = {passage.id for passage in chosen}
    return () if not named or named[0].passage_id in told else tuple(named[:1])


def _gaps(
    document: PolicyDocument,
    aspects: tuple[Aspect, ...],
    missing: tuple[Aspect, ...],
    found: tuple[PointedStatement, ...],
) -> tuple[int, ...]:
    """Gaps on an aspect nothing is said about, and gaps the question's words point to at least as well as anything."""
    best = found[0].score if found else 0.0
    pointed = {s.index for s in found if s.passage_id == GAPS and s.score >= max(POINTED_GAP, best)}
    return tuple(index for index, gap in enumerate(document.gaps) if gap.aspect in missing or index in pointed)[:2]


def _is_about_a_gap(
    document: PolicyDocument,
    step: Tell,
    missing: tuple[Aspect, ...],
    gaps: tuple[int, ...],
    found: tuple[PointedStatement, ...],
) -> bool:
    """Whether each aspect asked for falls into a gap, or a further detail's words point to one before all else."""
    told_missing = {document.gaps[index].aspect for index in gaps}
    sure = not step.guesses_aspect and bool(step.aspects)
    all_missing = sure and set(step.aspects) <= set(missing) & told_missing
    return all_missing or (step.goes_on and bool(gaps) and found[0].passage_id == GAPS)


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
        if passage.aspect is Aspect.HISTORY
        and any(year.search(line.text) or _spans(line.text, day.year) for line in passage.statements)
    ]
    dated = [passage for passage in valid if passage.period.is_stated and passage.aspect in aspects]
    return tuple(told[:1] or dated[:2])


def _spans(text: str, year: int) -> bool:
    """Whether a line tells of years of which this is one (2019到2021年的目录)."""
    return any(int(first) <= year <= int(last) for first, last in _YEARS.findall(text))
