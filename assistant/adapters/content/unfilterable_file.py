"""Reading `lexicon/vacancy_unfilterable.yaml`: what people ask of work that no field holds."""

import re
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from assistant.adapters.content.located import read_model
from assistant.domain.errors import KnowledgeError

_FILE = "lexicon/vacancy_unfilterable.yaml"


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid")
    name: str
    patterns: list[str]


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")
    schema_version: int
    entries: list[_Entry]


def read_unfilterable(root: Path) -> dict[str, re.Pattern[str]]:
    """Name → how it is said. Raises KnowledgeError."""
    file: _File = read_model(root, _FILE, _File)
    try:
        return {entry.name: re.compile("|".join(entry.patterns)) for entry in file.entries}
    except re.error as error:
        raise KnowledgeError((f"{_FILE}:1: A pattern is no regular expression: {error}.",)) from error
