"""Reading `handover/messages.yaml`: what people say when they need a person, and what only looks like it."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from assistant.adapters.content.word_files import read_model
from assistant.domain.conversation import HandoverReason
from assistant.domain.errors import KnowledgeError
from assistant.services.handover_rules import NOBODY

__all__ = ["NOBODY", "HandoverMessages", "read_handover_messages"]

_FILE = "handover/messages.yaml"


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")
    schema_version: int
    mixed_documents: list[str] = []
    around: list[str] = Field(min_length=1)
    messages: dict[str, list[str]]


@dataclass(frozen=True)
class HandoverMessages:
    """Messages by reason or `nobody`, and what is said `around` them."""

    by_label: Mapping[str, tuple[str, ...]]
    around: tuple[str, ...]
    mixed_documents: frozenset[str]


def read_handover_messages(root: Path) -> HandoverMessages:
    """Raises KnowledgeError, also for a label that is no reason and for a message that stands under two."""
    file: _File = read_model(root, _FILE, _File)
    known = {*HandoverReason, NOBODY}
    problems = [f"{_FILE}:1: '{label}' is no reason for a person." for label in file.messages if label not in known]
    seen: dict[str, str] = {}
    for label, texts in file.messages.items():
        for text in texts:
            if seen.setdefault(text, label) != label:
                problems.append(f"{_FILE}:1: '{text}' stands under '{seen[text]}' and '{label}'.")
    if problems:
        raise KnowledgeError(tuple(problems))
    by_label = {label: tuple(texts) for label, texts in file.messages.items()}
    return HandoverMessages(by_label, tuple(file.around), frozenset(file.mixed_documents))
