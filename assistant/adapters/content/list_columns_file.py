"""Reading lexicon/worker_columns.yaml: how employers head their lists, and what they write in the cells."""

from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from assistant.adapters.content.located import read_model
from assistant.domain.errors import KnowledgeError
from assistant.domain.facts import FactVocabulary
from assistant.language.list_columns import CellWords, ColumnRole, HeaderMeaning, ListColumns, plain_key

LIST_COLUMNS = "lexicon/worker_columns.yaml"
_GROUPS = "worker.groups"


class _FactColumn(BaseModel):
    model_config = ConfigDict(extra="forbid")
    headers: list[str] = Field(min_length=1)
    words: dict[str, bool | int | str] = {}
    vague: dict[str, str] = {}


class _ColumnsFile(BaseModel):
    model_config = ConfigDict(extra="forbid")
    schema_version: int = 1
    facts: dict[str, _FactColumn]
    members: dict[str, list[str]]
    contract_start: list[str]
    contract_end: list[str]
    labels: list[str]
    personal: list[str]
    unused: dict[str, str | None]


def read_list_columns(root: Path, vocabulary: FactVocabulary) -> ListColumns:
    """The headers and words of the facts there are. Raises KnowledgeError for a header that means two things."""
    file: _ColumnsFile = read_model(root, LIST_COLUMNS, _ColumnsFile)
    headers: dict[str, HeaderMeaning] = {}
    shown: dict[str, str] = {}
    for header, meaning in _entries(file, vocabulary):
        key = plain_key(header)
        if headers.setdefault(key, meaning) != meaning:
            raise KnowledgeError((f"{LIST_COLUMNS}:1: The header '{header}' means two things.",))
        shown.setdefault(key, header)
    for fact, definition in vocabulary.definitions.items():
        for header in (fact, definition.question):
            headers.setdefault(plain_key(header), HeaderMeaning(ColumnRole.FACT, fact))
            shown.setdefault(plain_key(header), header)
    return ListColumns(
        headers=headers,
        shown=shown,
        names={fact: column.headers[0] for fact, column in file.facts.items()},
        words={fact: _words(fact, column, vocabulary) for fact, column in file.facts.items()},
    )


def _entries(file: _ColumnsFile, vocabulary: FactVocabulary) -> Iterator[tuple[str, HeaderMeaning]]:
    for fact, column in file.facts.items():
        for header in column.headers if fact in vocabulary.definitions else ():
            yield header, HeaderMeaning(ColumnRole.FACT, fact)
    for member, found in file.members.items():
        for header in found if _GROUPS in vocabulary.definitions else ():
            yield header, HeaderMeaning(ColumnRole.MEMBER, _GROUPS, member)
    roles = (
        (ColumnRole.CONTRACT_START, file.contract_start),
        (ColumnRole.CONTRACT_END, file.contract_end),
        (ColumnRole.LABEL, file.labels),
        (ColumnRole.PERSONAL, file.personal),
    )
    for role, found in roles:
        for header in found:
            yield header, HeaderMeaning(role)
    for header, hint in file.unused.items():
        yield header, HeaderMeaning(ColumnRole.UNUSED, hint=hint)


def _words(fact: str, column: _FactColumn, vocabulary: FactVocabulary) -> CellWords:
    """The words of the file, with the labels of the fact's values."""
    definition = vocabulary.definitions.get(fact)
    values = definition.values if definition is not None else {}
    for word, value in column.words.items():
        if definition is not None and isinstance(value, str) and value not in values:
            raise KnowledgeError((f"{LIST_COLUMNS}:1: '{word}' means '{value}', which {fact} does not know.",))
    return CellWords(
        means={plain_key(label): key for key, label in values.items()}
        | {plain_key(word): value for word, value in column.words.items()},
        vague={plain_key(word): hint for word, hint in column.vague.items()},
    )
