"""The turn that is kept and shown, from a draft and what of it holds."""

import time
from dataclasses import dataclass
from datetime import datetime

from assistant.domain.conversation import Evidence, Handover, Turn
from assistant.services.draft import Draft
from assistant.services.grounding import CheckedReply
from assistant.services.known_facts import facts_in, told_facts
from assistant.services.recorded_calls import masked_call
from assistant.services.screening import ScreeningRules


@dataclass(frozen=True)
class Asked:
    """The masked question, when it was asked, and where the monotonic clock stood when work on it began."""

    question: str
    at: datetime
    started: float


def turn_of(
    asked: Asked, draft: Draft, checked: CheckedReply, handover: Handover | None, rules: ScreeningRules
) -> Turn:
    """The turn with its evidence, personal numbers in the tools' arguments masked."""
    used = tuple(citation.passage_id for citation in checked.citations)
    return Turn(
        text=checked.text,
        status=checked.status,
        citations=checked.citations,
        tools=tuple(masked_call(tool, rules) for tool in draft.tools),
        cards=draft.cards,
        suggestions=draft.suggestions,
        facts=told_facts(facts_in(draft.state)),
        handover=handover,
        replier=draft.replier or "rules",
        duration_ms=round((time.monotonic() - asked.started) * 1000),
        question=asked.question,
        asked_at=asked.at,
        evidence=Evidence(
            passages_used=used,
            passages_unused=tuple(name for name in draft.evidence if name not in used),
            dropped_sentences=checked.dropped,
            confidence=draft.confidence,
            prompt_digest=draft.model.prompt_digest if draft.model is not None else None,
            model=draft.model,
        ),
    )
