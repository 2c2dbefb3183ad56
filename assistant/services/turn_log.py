"""One log event per turn: fields for whoever runs the service, never a word of what was said."""

import json
import logging
import traceback

from assistant.domain.conversation import Turn


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
        "handover": turn.handover.reason.value if turn.handover else None,
    }
    log.info(json.dumps(event, ensure_ascii=False))
