"""Reading the words the search works with: synonyms and stop words."""

from collections.abc import Iterable
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, RootModel

from assistant.adapters.content.located import Model, Problem, parse_model, read_file, read_located
from assistant.domain.errors import KnowledgeError
from assistant.language.segment import fold
from assistant.language.synonyms import Synonyms

SYNONYMS = "lexicon/synonyms.yaml"
DOCUMENT_SYNONYMS = "lexicon/document_synonyms.yaml"
STOP_WORDS = "lexicon/stop_words.yaml"


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", coerce_numbers_to_str=True)

    term: str = Field(min_length=2)
    also: list[str] = Field(min_length=1)


class _SynonymFile(RootModel[list[_Entry]]):
    pass


class _StopWordFile(BaseModel):
    model_config = ConfigDict(extra="forbid")

    schema_version: int
    grammar: list[str]
    question: list[str]


def read_synonyms(root: Path) -> Synonyms:
    """lexicon/synonyms.yaml of a knowledge base. Raises KnowledgeError naming file and line."""
    return _synonyms(_read(root, SYNONYMS, _SynonymFile).root)


def read_document_synonyms(root: Path) -> Synonyms:
    """The same, and what only statutes and notices say (lexicon/document_synonyms.yaml, where there is one)."""
    entries = list(_read(root, SYNONYMS, _SynonymFile).root)
    if (root / DOCUMENT_SYNONYMS).is_file():
        entries += _read(root, DOCUMENT_SYNONYMS, _SynonymFile).root
    return _synonyms(entries)


def _synonyms(entries: Iterable[_Entry]) -> Synonyms:
    meanings: dict[str, dict[str, None]] = {}
    for entry in entries:
        for said in entry.also:
            if fold(said) != fold(entry.term):
                meanings.setdefault(fold(said), {})[fold(entry.term)] = None
    return Synonyms({said: tuple(terms) for said, terms in meanings.items()})


def read_stop_words(root: Path) -> frozenset[str]:
    """lexicon/stop_words.yaml of a knowledge base, folded. Raises KnowledgeError naming file and line."""
    file = _read(root, STOP_WORDS, _StopWordFile)
    return frozenset(fold(word) for word in (*file.grammar, *file.question))


def _read(root: Path, name: str, model: type[Model]) -> Model:
    text = read_file(root / name, root)
    located = text if isinstance(text, Problem) else read_located(text, name)
    parsed = (located,) if isinstance(located, Problem) else parse_model(located, model)
    if isinstance(parsed, tuple):
        raise KnowledgeError(tuple(map(str, parsed)))
    return parsed
