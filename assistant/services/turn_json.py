"""A turn as CONTRACTS shows it to outside programs: the same keys, always all of them."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from assistant.domain.conversation import Citation, Handover, ToolCall, Turn
from assistant.domain.model_use import ModelUse


def turn_as_json(turn: Turn) -> dict[str, object]:
    """The TURN of CONTRACTS, ready for `json.dumps`: unknown is null, none is []."""
    return {
        "text": turn.text,
        "status": turn.status.value,
        "citations": [citation_as_json(citation) for citation in turn.citations],
        "tools": [_tool(tool) for tool in turn.tools],
        "cards": [_plain(card) for card in turn.cards],
        "suggestions": list(turn.suggestions),
        "facts": _plain(turn.facts),
        "handover": _handover(turn.handover),
        "replier": turn.replier,
        "duration_ms": turn.duration_ms,
    }


def citation_as_json(citation: Citation) -> dict[str, object]:
    """One citation with all its keys."""
    return {
        "number": citation.number,
        "passage_id": citation.passage_id,
        "title": citation.title,
        "document_number": citation.document_number,
        "clause": citation.clause,
        "effective_from": citation.effective_from,
        "effective_to": citation.effective_to,
        "region": citation.region,
        "url": citation.url,
        "quote": citation.quote,
    }


def model_use_as_json(use: ModelUse) -> dict[str, object]:
    """What a model did in the turn, with all its keys."""
    return {
        "model": use.model,
        "reason": use.reason.value if use.reason is not None else None,
        "calls": use.calls,
        "prompt_tokens": use.prompt_tokens,
        "completion_tokens": use.completion_tokens,
        "cost_yuan": use.cost_yuan,
        "duration_ms": use.duration_ms,
        "retries": use.retries,
        "faults": list(use.faults),
        "prompt_digest": use.prompt_digest,
    }


def card_as_json(card: Mapping[str, object]) -> dict[str, object]:
    """A card with dates as ISO text and tuples as lists."""
    return {key: _plain(value) for key, value in card.items()}


def _tool(tool: ToolCall) -> dict[str, object]:
    return {"name": tool.name, "arguments": _plain(tool.arguments), "ok": tool.ok}


def _handover(handover: Handover | None) -> dict[str, object] | None:
    if handover is None:
        return None
    return {"reason": handover.reason.value, "case_number": handover.case_number}


def _plain(value: object) -> object:
    """The value in JSON's own types; what JSON has no type for is written as its text."""
    if isinstance(value, StrEnum):
        return value.value
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, set | frozenset):
        return sorted((_plain(item) for item in value), key=str)
    return str(value)
