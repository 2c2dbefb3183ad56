"""Reads server-sent events back."""

import json
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class ReceivedEvent:
    id: str
    name: str
    data: dict[str, Any]


def read_events(text: str) -> list[ReceivedEvent]:
    return [_read_event(block) for block in text.split("\n\n") if block.strip()]


def _read_event(block: str) -> ReceivedEvent:
    fields = dict(line.split(": ", 1) for line in block.split("\n"))
    return ReceivedEvent(fields["id"], fields["event"], json.loads(fields["data"]))
