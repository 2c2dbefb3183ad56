"""Reading `guard/requests*.yaml`: requests for help with fraud or harm, and honest ones in the same words."""

from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from assistant.adapters.content.located import read_model
from assistant.domain.errors import KnowledgeError
from assistant.services.unsafe_requests import HONEST, UNSAFE

_FILES = "guard/requests*.yaml"


class _Messages(BaseModel):
    model_config = ConfigDict(extra="forbid")
    unsafe: list[str] = Field(min_length=1)
    honest: list[str] = Field(min_length=1)


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")
    schema_version: int
    messages: _Messages


def read_guard_requests(root: Path) -> tuple[tuple[str, str], ...]:
    """(text, label) pairs of all files. Raises KnowledgeError, also for a text that stands under both labels."""
    pairs: dict[str, str] = {}
    problems = []
    for path in sorted(root.glob(_FILES)):
        name = path.relative_to(root).as_posix()
        file: _File = read_model(root, name, _File)
        for label, texts in ((UNSAFE, file.messages.unsafe), (HONEST, file.messages.honest)):
            for text in texts:
                if pairs.setdefault(text, label) != label:
                    problems.append(f"{name}:1: '{text}' stands under '{UNSAFE}' and '{HONEST}'.")
    if not pairs:
        problems.append("guard:1: There are no requests to learn from.")
    if problems:
        raise KnowledgeError(tuple(problems))
    return tuple(pairs.items())
