"""Texts ready to be put into a reply: `replies/snippets.yaml`."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, RootModel, StringConstraints

from assistant.adapters.content.located import LocatedYaml, Problem, parse_model, read_file, read_located
from assistant.domain.errors import KnowledgeError
from assistant.services.live_desk import Snippet

_NAME = "replies/snippets.yaml"
#: A figure that would need a source: a longer number, an amount, a rate, a date, in figures or in words.
_FIGURE = re.compile(r"\d{3,}|\d\s*(?:元|块|%|％|‰|年|月|日|号)|百分之|[一二三四五六七八九十百千万两]+(?:元|块钱)")


class _SnippetModel(BaseModel):
    model_config = ConfigDict(extra="forbid")
    title: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=20)]
    text: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000)]


class _SnippetsFile(RootModel[list[_SnippetModel]]):
    pass


def read_snippets(knowledge_dir: Path) -> tuple[Snippet, ...]:
    """In the order of the file; none where there is no file. Raises KnowledgeError naming file and line."""
    read = _read(knowledge_dir)
    if read is None:
        return ()
    if not isinstance(read[1], _SnippetsFile):
        raise KnowledgeError(tuple(map(str, read[1])))
    return tuple(Snippet(entry.title, entry.text) for entry in read[1].root)


def check_snippets(knowledge_dir: Path) -> None:
    """Raises KnowledgeError for a file that cannot be read, a title that stands twice, and figures, which need a source
    and a date and so have no place here."""
    read = _read(knowledge_dir)
    if read is None:
        return
    located, file = read
    problems = tuple(_wrong_with(located, file)) if isinstance(file, _SnippetsFile) and located is not None else file
    if problems:
        raise KnowledgeError(tuple(map(str, problems)))


def _read(root: Path) -> tuple[LocatedYaml | None, _SnippetsFile | tuple[Problem, ...]] | None:
    if not (root / _NAME).is_file():
        return None
    text = read_file(root / _NAME, root)
    located = text if isinstance(text, Problem) else read_located(text, _NAME)
    if isinstance(located, Problem):
        return None, (located,)
    if located.value is None:
        return None
    return located, parse_model(located, _SnippetsFile)


def _wrong_with(located: LocatedYaml, file: _SnippetsFile) -> Iterator[Problem]:
    seen: set[str] = set()
    for index, entry in enumerate(file.root):
        if entry.title in seen:
            yield located.problem([index, "title"], f"The title '{entry.title}' stands twice.")
        seen.add(entry.title)
        found = _FIGURE.search(entry.text)
        if found is not None:
            text = f"'{found[0]}' is a figure without a source; leave it to answers with citations."
            yield located.problem([index, "text"], text)
