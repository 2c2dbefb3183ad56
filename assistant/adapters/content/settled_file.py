"""Reading `lexicon/settled.yaml`: by which wordings a matter is long over."""

import re
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from assistant.adapters.content.located import read_model
from assistant.domain.errors import KnowledgeError
from assistant.services.settled import SettledRule

_FILE = "lexicon/settled.yaml"


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")
    schema_version: int
    told: list[str] = Field(min_length=1)
    ended: list[str] = Field(min_length=1)
    wish: list[str] = Field(min_length=1)
    unless: list[str] = Field(min_length=1)


def read_settled(root: Path) -> SettledRule:
    """Raises KnowledgeError for a file that cannot be read or a pattern that cannot be used."""
    file = read_model(root, _FILE, _File)
    try:
        return SettledRule.compile(file.told, file.ended, file.wish, file.unless)
    except re.error as error:
        raise KnowledgeError((f"{_FILE}:1: A pattern is no regular expression: {error}.",)) from error
