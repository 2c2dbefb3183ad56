"""What can be asked next: only what the document has a section on, and nothing that was just told."""

from assistant.domain.knowledge import Aspect, Passage, PolicyDocument
from assistant.services.knowing import Knowing
from assistant.services.steps import Tell

MAX_SUGGESTIONS, MAX_ASPECTS = 4, 3
_NEXT = (Aspect.HOW_MUCH, Aspect.CONDITIONS, Aspect.WHO, Aspect.PAPERS, Aspect.WHERE, Aspect.HOW_TO,
         Aspect.DEADLINE, Aspect.HOW_LONG, Aspect.WHY_NOT)  # fmt: skip


def suggest_next(
    document: PolicyDocument, step: Tell, told: tuple[Passage, ...], present: tuple[Passage, ...], knowing: Knowing
) -> tuple[str, ...]:
    """Questions on the document's other sections, then related documents. `present`: its sections in force."""
    said = {passage.aspect for passage in told} | set(step.aspects)
    first: dict[Aspect, Passage] = {}
    for passage in present:
        first.setdefault(passage.aspect, passage)
    open_aspects = [aspect for aspect in _NEXT if aspect in first and aspect not in said]
    follow = [_question_for(document, first[aspect], knowing) for aspect in open_aspects[:MAX_ASPECTS]]
    documents = knowing.knowledge.documents
    related = [documents[name].title for name in document.related if name in documents]
    offers = dict.fromkeys(follow + related)
    return tuple(offer for offer in offers if offer.rstrip("？") not in step.text)[:MAX_SUGGESTIONS]


def _question_for(document: PolicyDocument, passage: Passage, knowing: Knowing) -> str:
    """A benefit's sections are asked for in the same words everywhere, those of any other text by their headings."""
    if document.kind == "scheme":
        return knowing.words.aspect_questions[passage.aspect]
    return f"{passage.heading}？"
