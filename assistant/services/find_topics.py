"""The documents a question is about, with the story it comes with and by itself."""

from dataclasses import replace

from assistant.domain.knowledge import Audience
from assistant.language.understanding import QuestionPart
from assistant.services.search_policies import Finding, PolicySearch

#: How much the question by itself counts beside the question with its story, and from which confidence on it does.
QUESTION, LEAST = 0.7, 0.25
#: From which share of a topic on the question by itself makes its document known.
POINTS = 0.5
_FEWEST, _CANDIDATES = 6, 8


def find_topics(part: QuestionPart, audience: Audience, search: PolicySearch) -> tuple[Finding, ...]:
    """Documents for the question together with its story; what the question alone points to counts more."""
    together = search.find(part.text, audience, limit=_CANDIDATES)
    if len(part.question) < _FEWEST or part.question == part.text:
        return together
    alone = search.find(part.question, audience, limit=_CANDIDATES)
    weight = QUESTION * max(0.0, alone[0].confidence - LEAST) if alone else 0.0
    whole = {finding.document_id: finding for finding in together}
    asked = {finding.document_id: finding for finding in alone}
    found = [_blend(whole.get(name), asked.get(name), weight) for name in dict.fromkeys((*whole, *asked))]
    return tuple(sorted(found, key=lambda finding: (-finding.score, finding.document_id)))


def _blend(told: Finding | None, asked: Finding | None, weight: float) -> Finding:
    """A question that points nowhere surely by itself weighs little beside its story, and makes nothing known."""
    points = asked is not None and (asked.topic >= POINTS or asked.named >= 3)
    known = [finding for finding in (told, asked if points or told is None else None) if finding is not None]
    best = max(known, key=lambda finding: finding.confidence)
    score = ((told.score if told else 0.0) + weight * (asked.score if asked else 0.0)) / (1 + weight)
    return replace(best, score=score)
