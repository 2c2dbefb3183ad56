"""Reading the words of the pages; phone numbers in them come from records."""

import re
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from assistant.adapters.content.located import Problem, read_file, read_located
from assistant.domain.errors import KnowledgeError

_RECORD = re.compile(r"\{(hotline-[a-z0-9-]+)\}")


def read_page_texts(root: Path, records: Mapping[str, str]) -> Mapping[str, str]:
    """replies/pages.yaml, key → text. Raises KnowledgeError for a record that does not exist."""
    name = "replies/pages.yaml"
    text = read_file(root / name, root)
    located = text if isinstance(text, Problem) else read_located(text, name)
    if isinstance(located, Problem):
        raise KnowledgeError((str(located),))
    texts: dict[str, str] = {}
    for key, value in located.value.items():
        if not isinstance(value, str):
            continue
        for record in _RECORD.findall(value):
            if record not in records:
                raise KnowledgeError((str(located.problem([key], f"There is no record '{record}'.")),))
        texts[key] = _RECORD.sub(lambda match: records[match[1]], value)
    return MappingProxyType(texts)
