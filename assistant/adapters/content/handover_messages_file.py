"""Reading `handover/messages*.yaml` and `handover/families.yaml`: what people say when they need a person, and what
only looks like it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from random import Random

from pydantic import BaseModel, ConfigDict, Field

from assistant.adapters.content.located import read_model
from assistant.domain.conversation import HandoverReason
from assistant.domain.errors import KnowledgeError
from assistant.services.handover_rules import NOBODY

__all__ = ["NOBODY", "HandoverMessages", "read_handover_messages"]

_FILE, _FAMILIES = "handover/messages.yaml", "handover/families.yaml"
#: More messages, a file for each time that some were written.
_MORE = "handover/messages_*.yaml"


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")
    schema_version: int
    mixed_documents: list[str] = []
    around: list[str] = Field(min_length=1)
    messages: dict[str, list[str]]


class _MoreFile(BaseModel):
    model_config = ConfigDict(extra="forbid")
    schema_version: int
    messages: dict[str, list[str]]


class _FamiliesFile(BaseModel):
    model_config = ConfigDict(extra="forbid")
    schema_version: int
    each: int = Field(ge=1, le=500)
    families: dict[str, list[list[str]]]


@dataclass(frozen=True)
class HandoverMessages:
    """Messages by reason or `nobody`, those put together out of `families`, and what is said `around` them."""

    by_label: Mapping[str, tuple[str, ...]]
    families: Mapping[str, tuple[str, ...]]
    around: tuple[str, ...]
    mixed_documents: frozenset[str]


def read_handover_messages(root: Path) -> HandoverMessages:
    """Raises KnowledgeError, also for a label that is no reason and for a message that stands under two."""
    file: _File = read_model(root, _FILE, _File)
    families: _FamiliesFile = read_model(root, _FAMILIES, _FamiliesFile)
    said = {_FILE: file.messages, **_read_more(root)}
    problems = [problem for name, messages in said.items() for problem in _unknown(name, messages)]
    problems += [*_unknown(_FAMILIES, families.families), *_twice(said)]
    if problems:
        raise KnowledgeError(tuple(problems))
    labels = dict.fromkeys(label for messages in said.values() for label in messages)
    return HandoverMessages(
        {label: tuple(text for messages in said.values() for text in messages.get(label, ())) for label in labels},
        {label: tuple(_members(slots, families.each)) for label, slots in families.families.items()},
        tuple(file.around),
        frozenset(file.mixed_documents),
    )


def _read_more(root: Path) -> dict[str, Mapping[str, list[str]]]:
    """The messages of the further files, by the file's name."""
    names = sorted(path.relative_to(root).as_posix() for path in root.glob(_MORE))
    files: dict[str, _MoreFile] = {name: read_model(root, name, _MoreFile) for name in names}
    return {name: file.messages for name, file in files.items()}


def _unknown(name: str, labels: Mapping[str, object]) -> Iterator[str]:
    known = {*HandoverReason, NOBODY}
    return (f"{name}:1: '{label}' is no reason for a person." for label in labels if label not in known)


def _twice(said: Mapping[str, Mapping[str, list[str]]]) -> Iterator[str]:
    seen: dict[str, str] = {}
    for name, messages in said.items():
        for label, texts in messages.items():
            for text in texts:
                if seen.setdefault(text, label) != label:
                    yield f"{name}:1: '{text}' stands under '{seen[text]}' and '{label}'."


def _members(families: list[list[str]], each: int) -> Iterator[str]:
    """Messages of every family, always the same ones."""
    for slots in families:
        chance = Random("|".join(slots))
        made = ("".join(_one_of(slot.split("|"), chance) for slot in slots).strip("，") for _ in range(each))
        yield from dict.fromkeys(made)


def _one_of(choices: list[str], chance: Random) -> str:
    return choices[int(chance.random() * len(choices))]
