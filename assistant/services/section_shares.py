"""How likely each section of a document is what a question asks for.

Six signs are weighed together: how well the section's best lines match the words asked, how well the questions people
put to it do, what a model that has learnt to tell the document's sections apart makes of the question, what the aspect
model does, the cues of the lexicon, and whether the section has the kind of figure that is wanted. The weights are
those of a multinomial logit (McFadden 1974) fitted to the utterances of the sections, each held apart while it was
judged, sharpened by a tenth; CUE and FIGURE were set beyond it, on the development sets, LEARNT on a held-out eighth.
`python -m evals.sections` shows what they find.
"""

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from assistant.domain.knowledge import Aspect, Passage
from assistant.language.wanted_figures import FigureKind, has_figure
from assistant.services.statement_matrix import WHOLE
from assistant.services.statement_ranker import PointedStatement

STATEMENT, NEXT_STATEMENT, QUESTIONS, LIKELY_ASPECT, CUE, FIRST = 20.6, 5.0, 26.0, 3.3, 1.2, 0.3
#: How much it counts that the section has a figure of the kind that is asked for.
FIGURE = {FigureKind.AMOUNT: 1.0, FigureKind.TIME: 0.8}
#: Makes the aspect model's shares as cautious as held-out utterances show it has to be.
_TEMPER = 0.5
#: How much the logarithm of a section's share by the document's own model counts, and the least share.
LEARNT, _LEAST = 0.22, 1e-4
#: The signs overlap: questions count by their words and by what was learnt from them. Together they are less sure.
_TOGETHER = 0.85


@dataclass(frozen=True)
class _Matches:
    statements: tuple[float, ...] = ()
    questions: float = 0.0


def share_sections(
    passages: tuple[Passage, ...],
    ranked: tuple[PointedStatement, ...],
    likely_aspects: Mapping[str, float],
    cues: Mapping[Aspect, float],
    wanted: Collection[FigureKind] = (),
    learnt: Mapping[str, float] | None = None,
) -> dict[str, float]:
    """Passage id → probability; they sum to 1.

    `likely_aspects`: the aspect model's shares; `cues`: how strongly an aspect is asked for by its words, 1 for once;
    `wanted`: the kinds of figures the question asks for; `learnt`: passage id → its share by the document's own model.
    """
    tempered = {aspect: share**_TEMPER for aspect, share in likely_aspects.items()}
    total = sum(tempered.values()) or 1.0
    matches = _matches(ranked)
    seen: set[Aspect] = set()
    worths: dict[str, float] = {}
    for passage in passages:
        found = matches.get(passage.id, _Matches())
        statements = (*found.statements, 0.0, 0.0)
        worths[passage.id] = (
            STATEMENT * statements[0]
            + NEXT_STATEMENT * statements[1]
            + QUESTIONS * found.questions
            + LIKELY_ASPECT * tempered.get(passage.aspect.value, 0.0) / total
            + LEARNT * math.log(max((learnt or {}).get(passage.id, 0.0), _LEAST))
            + CUE * cues.get(passage.aspect, 0.0)
            + FIRST * (passage.aspect not in seen)
            + sum(FIGURE[kind] for kind in wanted if _has_figure(passage, kind))
        )
        seen.add(passage.aspect)
    return _softmax(worths)


def _has_figure(passage: Passage, kind: FigureKind) -> bool:
    return any(has_figure(statement.text, kind) for statement in passage.statements)


def _matches(ranked: tuple[PointedStatement, ...]) -> dict[str, _Matches]:
    """Scores by passage: statements, best first, and people's questions together."""
    matches: dict[str, _Matches] = {}
    for line in ranked:
        before = matches.get(line.passage_id, _Matches())
        if line.index == WHOLE:
            matches[line.passage_id] = _Matches(before.statements, line.score)
        else:
            matches[line.passage_id] = _Matches((*before.statements, line.score), before.questions)
    return matches


def _softmax(worths: dict[str, float]) -> dict[str, float]:
    if not worths:
        return {}
    highest = max(worths.values())
    odds = {name: math.exp(_TOGETHER * (worth - highest)) for name, worth in worths.items()}
    total = sum(odds.values())
    return {name: odd / total for name, odd in odds.items()}
