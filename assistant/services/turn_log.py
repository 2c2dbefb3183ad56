"""One log event per turn: fields for whoever runs the service, never a word of what was said."""

import json
import logging
import traceback

from assistant.domain.conversation import Turn
from assistant.domain.model_use import ModelUse


def log_failure(log: logging.Logger, error: BaseException) -> None:
    """An unexpected failure by its kind and place; its own words may quote a person and are left out."""
    places = [
        f"{frame.filename.rpartition('/')[2]}:{frame.lineno}" for frame in traceback.extract_tb(error.__traceback__)
    ]
    log.error(json.dumps({"event": "turn_failed", "error": type(error).__name__, "at": places[-4:]}))


def log_turn(log: logging.Logger, conversation_id: str, turn: Turn) -> None:
    """Writes the event as one line of JSON."""
    event = {
        "event": "turn",
        "conversation": conversation_id,
        "turn": turn.id,
        "status": turn.status.value,
        "tools": [call.name for call in turn.tools],
        "passages": list(turn.evidence.passages_used),
        "dropped": len(turn.evidence.dropped_sentences),
        "confidence": turn.evidence.confidence,
        "duration_ms": turn.duration_ms,
        "replier": turn.replier,
        "prompt_digest": turn.evidence.prompt_digest,
        "model": _model(turn.evidence.model),
        "handover": turn.handover.reason.value if turn.handover else None,
    }
    log.info(json.dumps(event, ensure_ascii=False))


def _model(use: ModelUse | None) -> dict[str, object] | None:
    if use is None:
        return None
    return {
        "name": use.model,
        "reason": use.reason.value if use.reason is not None else None,
        "calls": use.calls,
        "tokens_read": use.prompt_tokens,
        "tokens_written": use.completion_tokens,
        "cost_yuan": use.cost_yuan,
        "duration_ms": use.duration_ms,
        "faults": list(use.faults),
    }
