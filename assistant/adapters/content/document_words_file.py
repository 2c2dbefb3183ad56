"""Reading lexicon/document_subjects.yaml: what questions to added documents are about."""

import re
from collections.abc import Mapping
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from assistant.adapters.content.located import Problem, parse_model, read_file, read_located
from assistant.domain.errors import KnowledgeError
from assistant.language.asked_subjects import NO_WORDS, DocumentWords, Subject, TitleField
from assistant.language.segment import fold

DOCUMENT_SUBJECTS = "lexicon/document_subjects.yaml"
_PIECE = re.compile(r"<([^<>]+)>")


class _Subject(BaseModel):
    """`terms`: wordings of one are parted by `|`."""

    model_config = ConfigDict(extra="forbid", coerce_numbers_to_str=True)

    said: list[str] = Field(min_length=1)
    terms: list[str] = Field(min_length=1)
    unless: str | None = None


class _Field(BaseModel):
    model_config = ConfigDict(extra="forbid")

    title: str
    said: str
    of_people: bool = False


class _SubjectFile(BaseModel):
    model_config = ConfigDict(extra="forbid")

    schema_version: int
    empty: list[str]
    pieces: dict[str, str]
    elsewhere: list[str] = []
    fields: list[_Field] = []
    subjects: list[_Subject]


def read_document_words(root: Path) -> DocumentWords:
    """Those of a knowledge base; none where it has no such file. Raises KnowledgeError naming the file."""
    if not (root / DOCUMENT_SUBJECTS).is_file():
        return NO_WORDS
    text = read_file(root / DOCUMENT_SUBJECTS, root)
    located = text if isinstance(text, Problem) else read_located(text, DOCUMENT_SUBJECTS)
    parsed = (located,) if isinstance(located, Problem) else parse_model(located, _SubjectFile)
    if isinstance(parsed, tuple):
        raise KnowledgeError(tuple(map(str, parsed)))
    subjects = tuple(_subject(entry, parsed.pieces) for entry in parsed.subjects)
    elsewhere = tuple(tuple(fold(word) for word in topic.split("|")) for topic in parsed.elsewhere)
    fields = tuple(
        TitleField(_pattern(one.title, parsed.pieces), _pattern(one.said, parsed.pieces), one.of_people)
        for one in parsed.fields
    )
    return DocumentWords(subjects, frozenset(map(fold, parsed.empty)), elsewhere, fields)


def _subject(entry: _Subject, pieces: Mapping[str, str]) -> Subject:
    terms = tuple(tuple(fold(wording) for wording in term.split("|")) for term in entry.terms)
    unless = _pattern(entry.unless, pieces) if entry.unless is not None else None
    return Subject(tuple(_pattern(said, pieces) for said in entry.said), terms, unless)


def _pattern(text: str, pieces: Mapping[str, str]) -> re.Pattern[str]:
    try:
        return re.compile(fold(_PIECE.sub(lambda found: pieces[found[1]], text)))
    except KeyError as error:
        raise KnowledgeError((f"{DOCUMENT_SUBJECTS}: “{text}” names a piece that is not there: {error}.",)) from error
    except re.error as error:
        raise KnowledgeError((f"{DOCUMENT_SUBJECTS}: “{text}” is no pattern: {error}.",)) from error
