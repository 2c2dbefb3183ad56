"""Reading lexicon/facts.yaml: the words by which people state facts."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from assistant.adapters.content.located import Problem, parse_model, read_file, read_located
from assistant.domain.errors import KnowledgeError
from assistant.domain.facts import FactDefinition, FactType, FactVocabulary
from assistant.language.fact_words import Cue, FactCues, FactKind, FactWords, Phrasing

FACT_WORDS = "lexicon/facts.yaml"
_KINDS: dict[FactType, FactKind] = {
    FactType.BOOLEAN: "boolean",
    FactType.CHOICE: "choice",
    FactType.SET: "set",
    FactType.DATE: "date",
    FactType.REGION: "region",
    FactType.MONEY: "money",
}
_KINDS_BY_UNIT: dict[str | None, FactKind] = {
    "月": "months",
    "岁": "years",
    "人": "persons",
    "%": "percent",
    "天": "days",
}
_PIECE = re.compile(r"<([a-z_]+)>")


class _CueModel(BaseModel):
    model_config = ConfigDict(extra="forbid")
    about: list[str] = []
    acts: str | None = None
    of_kin: bool = False
    alone: bool = False
    one_is_enough: bool = False
    zero: list[str] = []
    full_year: list[str] = []
    needs: str | None = None
    holds: list[str] = []
    fails: list[str] = []
    values: dict[str, list[str]] = {}
    signs: list[str] = []
    blocks: list[str] = []


class _FactWordsFile(BaseModel):
    model_config = ConfigDict(extra="forbid")
    schema_version: int = 1
    pieces: dict[str, str] = {}
    phrasing: dict[str, str | list[str]]
    facts: dict[str, _CueModel]


def check_fact_words(root: Path, vocabulary: FactVocabulary) -> None:
    """Raises KnowledgeError for a file that cannot be read, and for what is no regular expression."""
    words = read_fact_words(root, vocabulary)
    for cue in (*words.cues, words.phrasing):
        for pattern in _patterns_in(cue):
            try:
                pattern.compile()
            except re.error as error:
                raise KnowledgeError(
                    (f"{FACT_WORDS}:1: '{pattern.source}' is no regular expression: {error}.",)
                ) from error


def _patterns_in(value: object) -> Iterator[Cue]:
    """Every pattern within cues, phrasing, or what they hold."""
    if isinstance(value, Cue):
        yield value
    elif isinstance(value, Mapping):
        yield from (pattern for part in value.values() for pattern in _patterns_in(part))
    elif isinstance(value, tuple):
        yield from (pattern for part in value for pattern in _patterns_in(part))
    elif is_dataclass(value) and not isinstance(value, type):
        yield from (pattern for part in fields(value) for pattern in _patterns_in(getattr(value, part.name)))


def read_fact_words(root: Path, vocabulary: FactVocabulary) -> FactWords:
    """The cues of every fact. Raises KnowledgeError naming the file and what is wrong."""
    text = read_file(root / FACT_WORDS, root)
    located = text if isinstance(text, Problem) else read_located(text, FACT_WORDS)
    model = (located,) if isinstance(located, Problem) else parse_model(located, _FactWordsFile)
    if isinstance(model, tuple):
        raise KnowledgeError(tuple(map(str, model)))
    try:
        cues = tuple(_cues(fact, cue, vocabulary, model.pieces) for fact, cue in model.facts.items())
        return FactWords.build(cues, _phrasing(model))
    except ValueError as error:
        raise KnowledgeError((f"{FACT_WORDS}:1: {error}",)) from error


#: What ends before, or stands right before, the words it is said of.
_BEFORE_ITS_WORDS = ("denies", "intends", "already", "unreached", "refused")
#: What begins right after the words it is said of.
_AFTER_ITS_WORDS = ("denied", "names_a_scheme")


def _phrasing(model: _FactWordsFile) -> Phrasing:
    names = {piece.name for piece in fields(Phrasing)}
    if names != set(model.phrasing):
        raise ValueError(f"phrasing lacks or has too many of: {', '.join(sorted(names ^ set(model.phrasing)))}.")
    patterns = {}
    for name, text in model.phrasing.items():
        joined = text if isinstance(text, str) else "|".join(text)
        if name in _BEFORE_ITS_WORDS:
            joined = f"(?:{joined})$"
        if name in _AFTER_ITS_WORDS:
            joined = f"^(?:{joined})"
        patterns[name] = _pattern(joined, model.pieces)
    return Phrasing(**patterns)


def _cues(fact: str, model: _CueModel, vocabulary: FactVocabulary, pieces: dict[str, str]) -> FactCues:
    definition = vocabulary.definitions.get(fact)
    if definition is None:
        raise ValueError(f"There is no fact '{fact}' in facts.yaml.")
    unknown = [value for value in model.values if value not in definition.values]
    if unknown:
        raise ValueError(f"'{unknown[0]}' is no value of {fact}.")
    return FactCues(
        fact=fact,
        subject=definition.subject,
        kind=_kind(definition),
        about=_patterns(model.about, pieces),
        acts=_pattern(model.acts, pieces) if model.acts is not None else None,
        of_kin=model.of_kin,
        alone=model.alone,
        one_is_enough=model.one_is_enough,
        zero=_patterns(model.zero, pieces),
        full_year=_patterns(model.full_year, pieces),
        needs=_pattern(model.needs, pieces) if model.needs is not None else None,
        holds=_patterns(model.holds, pieces),
        fails=_patterns(model.fails, pieces),
        values={value: _patterns(words, pieces) for value, words in model.values.items()},
        signs=_patterns(model.signs, pieces),
        blocks=_patterns(model.blocks, pieces),
    )


def _kind(definition: FactDefinition) -> FactKind:
    kind = _KINDS.get(definition.type) or _KINDS_BY_UNIT.get(definition.unit)
    if kind is None:
        raise ValueError(f"Fact '{definition.id}' has the unit '{definition.unit}', which nobody can read in a text.")
    return kind


def _patterns(texts: list[str], pieces: dict[str, str]) -> tuple[Cue, ...]:
    return tuple(_pattern(text, pieces) for text in texts)


def _pattern(text: str, pieces: dict[str, str]) -> Cue:
    """A regular expression in which `<piece>` stands for a piece of the file."""

    def fill(match: re.Match[str]) -> str:
        if match[1] not in pieces:
            raise ValueError(f"'{match[0]}' is no piece of this file.")
        return f"(?:{pieces[match[1]]})"

    return Cue(_PIECE.sub(fill, _PIECE.sub(fill, text)))
