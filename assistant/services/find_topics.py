"""The documents a question is about, with the story it comes with and by itself."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from assistant.domain.knowledge import Audience
from assistant.language.lexicon import Lexicon
from assistant.language.understanding import QuestionPart, Understanding
from assistant.services.search_policies import Finding, PolicySearch

#: Confidence from which a document counts as meant, and from which it replaces what was talked about before.
#: Chosen on the development half of the evaluation set (`python -m evals.tune`).
KNOWN, NEW_TOPIC = 0.38, 0.62
#: From which share on of one of our documents a foreign word in the message means nothing (a noodle shop's owner).
SURELY_OURS = 0.9
#: How much the question by itself counts beside the question with its story, and from which confidence on it does.
QUESTION, LEAST = 0.7, 0.25
#: From which share of a topic on the question by itself makes its document known.
POINTS = 0.5
#: The same for a second document asked about beside the first.
SURELY = 0.8
#: From how many questions on that come nearest to one document it is meant, and from which confidence in one of them.
_AGREE, TOGETHER = 2, 0.2
_FEWEST, _CANDIDATES = 6, 8
#: So many characters of its name in the question name a document beyond doubt (生育津贴).
FULL_NAME = 4
#: The tool of whoever asks what there is for them at all.
OVERVIEW = "assess_subsidies"
#: Characters of a long story, and of what is left of it beside the question.
_LONG, _NEAR = 90, 60
#: From how many characters on a message tells a story, and from which share of one document on it is about that one.
_STORY, _SURELY_WHOLE = 50, 0.9
#: Signs that several things are asked about at once: 又招了…两个人各抵好多税.
_SEVERAL = re.compile(r"[各又]|分别|两(?:个|种|样|项|边)|都")


def find_topics(part: QuestionPart, audience: Audience, search: PolicySearch) -> tuple[Finding, ...]:
    """Documents for the question together with its story; what the question alone points to counts more."""
    text = part.text if len(part.text) <= _LONG else _without_far(part.text)
    together = search.find(text, audience, limit=_CANDIDATES)
    if len(part.question) < _FEWEST or part.question == part.text:
        return together
    alone = search.find(part.question, audience, limit=_CANDIDATES)
    weight = QUESTION * max(0.0, alone[0].confidence - LEAST) if alone else 0.0
    whole = {finding.document_id: finding for finding in together}
    asked = {finding.document_id: finding for finding in alone}
    found = [_blend(whole.get(name), asked.get(name), weight) for name in dict.fromkeys((*whole, *asked))]
    return tuple(sorted(found, key=lambda finding: (-finding.score, finding.document_id)))


def find_companion(part: QuestionPart, search: PolicySearch, audience: Audience, told: str) -> str | None:
    """The second document where the question is as surely about it as about the one told, and names several things."""
    if _SEVERAL.search(part.text) is None:
        return None
    found = {finding.document_id: finding for finding in find_topics(part, audience, search)[:2]}
    first, second = found.pop(told, None), next(iter(found.values()), None)
    if first is None or second is None:
        return None
    both = min(first.topic, second.topic) >= SURELY and second.confidence >= SURELY
    return second.document_id if both and audience in search.audience_of(second.document_id) else None


def without_overviews(found: tuple[Finding, ...], lexicon: Lexicon) -> tuple[Finding, ...]:
    """The documents without those that tell what there is, where the question names one benefit in full."""
    overviews = {name for rule in lexicon.intents if rule.tool == OVERVIEW for name in rule.documents}
    if not found or found[0].document_id not in overviews:
        return found
    single = tuple(finding for finding in found if finding.document_id not in overviews)
    is_named = any(finding.named >= FULL_NAME and finding.confidence >= KNOWN for finding in single)
    return tuple(sorted(single, key=lambda one: (one.named < FULL_NAME, -one.score))) if is_named else found


def find_agreed(nearest: Sequence[Finding]) -> Finding | None:
    """The document most questions of a long message come nearest to, where none of them alone names it."""
    names = Counter(finding.document_id for finding in nearest)
    name, count = names.most_common(1)[0] if names else ("", 0)
    if count < _AGREE or count <= len(nearest) / 2:
        return None
    best = max((finding for finding in nearest if finding.document_id == name), key=lambda finding: finding.confidence)
    return best if best.confidence >= TOGETHER else None


def meant_by_story(understanding: Understanding, search: PolicySearch) -> str | None:
    """The document that a longer message of several parts is surely about as a whole."""
    if len(understanding.parts) < 2 or len(understanding.text) < _STORY:
        return None
    view = search.view_topic(understanding.text)
    return view.document if view.document_share >= _SURELY_WHOLE else None


def _without_far(text: str) -> str:
    """The end of a long story: what is told last is nearest to what is asked."""
    clauses = text.split("，")
    while len(clauses) > 1 and len("，".join(clauses)) > _LONG + _NEAR:
        clauses = clauses[1:]
    return "，".join(clauses)


def _blend(told: Finding | None, asked: Finding | None, weight: float) -> Finding:
    """A question that points nowhere surely by itself weighs little beside its story, and makes nothing known."""
    points = asked is not None and (asked.topic >= POINTS or asked.named >= 3)
    known = [finding for finding in (told, asked if points or told is None else None) if finding is not None]
    best = max(known, key=lambda finding: finding.confidence)
    score = ((told.score if told else 0.0) + weight * (asked.score if asked else 0.0)) / (1 + weight)
    return replace(best, score=score)
