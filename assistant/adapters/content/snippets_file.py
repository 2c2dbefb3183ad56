"""Texts ready to be put into a reply: `replies/snippets.yaml`."""

from pathlib import Path

import yaml

from assistant.domain.errors import KnowledgeError
from assistant.services.live_desk import Snippet

_SHAPE = "replies/snippets.yaml:1: This must be a list of entries with a title and a text."


def read_snippets(knowledge_dir: Path) -> tuple[Snippet, ...]:
    """In the order of the file; none where there is no file. Raises KnowledgeError."""
    file = knowledge_dir / "replies" / "snippets.yaml"
    if not file.is_file():
        return ()
    try:
        entries = yaml.safe_load(file.read_text(encoding="utf-8")) or []
        return tuple(Snippet(str(entry["title"]).strip(), str(entry["text"]).strip()) for entry in entries)
    except (yaml.YAMLError, UnicodeDecodeError, TypeError, KeyError) as error:
        raise KnowledgeError((_SHAPE,)) from error
