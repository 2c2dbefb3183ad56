"""Reading `lexicon/vacancies.yaml`, `occupations.yaml`, `trade_descriptions.yaml`: words of adverts and job seekers."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict, field_validator, model_validator

from assistant.adapters.content.located import read_model
from assistant.domain.errors import KnowledgeError
from assistant.domain.vacancies import Education, EmploymentType, Shift
from assistant.language.likely_trades import LikelyTrades
from assistant.language.segment import fold
from assistant.language.vacancy_words import VacancyWords, WordEntry, WordKind

_DESCRIPTIONS = "lexicon/trade_descriptions.yaml"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class _Said(_Strict):
    name: str
    said: list[str] = []
    patterns: list[str] = []

    @field_validator("patterns")
    @classmethod
    def _compile(cls, patterns: list[str]) -> list[str]:
        for pattern in patterns:
            if re.compile(pattern).groups:
                raise ValueError(f"'{pattern}' has a group of its own; write (?:…).")
        return patterns


class OccupationGroup(_Said):
    """An everyday occupation and the classes it stands for, the likeliest first."""

    field: str
    codes: list[str] = []


class _Shift(_Said):
    value: Shift


class _EmploymentType(_Said):
    value: EmploymentType


class _Education(_Said):
    value: Education


class _OccupationFile(_Strict):
    schema_version: int
    lookalikes: list[str]
    weak: list[str] = []
    not_before: str
    groups: list[OccupationGroup]

    @model_validator(mode="after")
    def _knows_its_weak_words(self) -> Self:
        said = {word for group in self.groups for word in (group.name, *group.said)}
        if unknown := sorted(set(self.weak) - said):
            raise ValueError(f"No group says the weak words {', '.join(unknown)}.")
        return self

    @field_validator("not_before")
    @classmethod
    def _compile(cls, pattern: str) -> str:
        re.compile(pattern)
        return pattern


class _DescriptionFile(_Strict):
    schema_version: int
    descriptions: dict[str, list[str]]


class _VacancyFile(_Strict):
    schema_version: int
    benefits: list[_Said]
    benefit_lookalikes: list[str] = []
    licences: list[_Said]
    shifts: list[_Shift]
    employment_types: list[_EmploymentType]
    educations: list[_Education]


def read_vacancy_words(directory: Path) -> VacancyWords:
    """The files as one table. Raises KnowledgeError naming the file and the line."""
    occupations = _read_occupations(directory)
    not_before = {WordKind.OCCUPATION: re.compile(occupations.not_before)}
    weak = map(fold, occupations.weak)
    trades = LikelyTrades(_read_descriptions(directory, occupations))
    return VacancyWords(_entries(_read_words(directory), occupations), not_before, weak, trades)


def _read_descriptions(directory: Path, occupations: _OccupationFile) -> dict[str, tuple[str, ...]]:
    """Occupation → how it is described, named or called; without the file, nothing. Raises KnowledgeError for an
    occupation there is not.
    """
    if not (directory / _DESCRIPTIONS).is_file():
        return {}
    file: _DescriptionFile = read_model(directory, _DESCRIPTIONS, _DescriptionFile)
    said = {group.name: (group.name, *group.said) for group in occupations.groups}
    if unknown := sorted(set(file.descriptions) - set(said)):
        raise KnowledgeError((f"{_DESCRIPTIONS}:1: No occupation is called {', '.join(unknown)}.",))
    return {
        name: tuple(fold(one) for one in (*words, *file.descriptions.get(name, ()))) for name, words in said.items()
    }


def read_occupation_groups(directory: Path) -> tuple[OccupationGroup, ...]:
    """The everyday occupations in the file's order. Raises KnowledgeError."""
    return tuple(_read_occupations(directory).groups)


def read_labels(directory: Path) -> dict[str, str]:
    """What shifts, kinds of work and schooling are called for people: value → name."""
    words = _read_words(directory)
    labels = {shift.value.value: shift.name for shift in words.shifts}
    labels |= {kind.value.value: kind.name for kind in words.employment_types}
    return labels | {education.value.value: education.name for education in words.educations}


def _read_occupations(directory: Path) -> _OccupationFile:
    file: _OccupationFile = read_model(directory, "lexicon/occupations.yaml", _OccupationFile)
    return file


def _read_words(directory: Path) -> _VacancyFile:
    file: _VacancyFile = read_model(directory, "lexicon/vacancies.yaml", _VacancyFile)
    return file


def _entries(words: _VacancyFile, occupations: _OccupationFile) -> Iterator[WordEntry]:
    lookalikes = {WordKind.OCCUPATION: occupations.lookalikes, WordKind.BENEFIT: words.benefit_lookalikes}
    for alike, others in lookalikes.items():
        yield WordEntry(alike, "", tuple(fold(word) for word in others))
    for group in occupations.groups:
        yield _entry(WordKind.OCCUPATION, group.name, group, (group.name,))
    for benefit in words.benefits:
        yield _entry(WordKind.BENEFIT, benefit.name, benefit, (benefit.name,))
    for licence in words.licences:
        yield _entry(WordKind.LICENCE, licence.name, licence, (licence.name,))
    for shift in words.shifts:
        yield _entry(WordKind.SHIFT, shift.value.value, shift)
    for kind in words.employment_types:
        yield _entry(WordKind.EMPLOYMENT_TYPE, kind.value.value, kind)
    for education in words.educations:
        yield _entry(WordKind.EDUCATION, education.value.value, education)


def _entry(kind: WordKind, value: str, said: _Said, names: tuple[str, ...] = ()) -> WordEntry:
    words = tuple(dict.fromkeys(fold(word) for word in (*names, *said.said)))
    return WordEntry(kind, value, words, tuple(said.patterns))
