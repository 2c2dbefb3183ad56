"""The turn that is kept and shown, from a draft and what of it holds."""

import time
from dataclasses import dataclass, replace
from datetime import datetime

from assistant.domain.conversation import Evidence, Handover, ToolCall, Turn
from assistant.services.draft import Draft
from assistant.services.grounding import CheckedReply
from assistant.services.known_facts import facts_in, told_facts
from assistant.services.screening import ScreeningRules, mask_personal_numbers

_LONGEST_NAME, _LONGEST_ARGUMENT = 60, 400


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
        tools=tuple(_masked(tool, rules) for tool in draft.tools),
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


def _masked(tool: ToolCall, rules: ScreeningRules) -> ToolCall:
    """A model may put anything into its arguments: long texts are cut, personal numbers hidden."""
    masked = {
        str(name)[:_LONGEST_NAME]: mask_personal_numbers(value[:_LONGEST_ARGUMENT], rules)[0]
        if isinstance(value, str) else value
        for name, value in tool.arguments.items()
    }  # fmt: skip
    return replace(tool, arguments=masked)
