"""The web layer's log: one line of JSON an event, fields for whoever runs the service, nothing a person said."""

import json
import logging
import traceback

_log = logging.getLogger("assistant.web")
_FRAMES_KEPT = 8


def log_event(event: str, **fields: object) -> None:
    _log.info(_line(event, fields))


def log_failure(event: str, error: Exception, **fields: object) -> None:
    """Where it went wrong, without the error's own words, which may quote a person."""
    frames = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__)]
    _log.error(_line(event, {**fields, "error": type(error).__name__, "frames": frames[-_FRAMES_KEPT:]}))


def _line(event: str, fields: dict[str, object]) -> str:
    return json.dumps({"event": event, **fields}, ensure_ascii=False)
