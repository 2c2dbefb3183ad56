"""Reading `catalogues/occupations.yaml`: the classes of the national classification, and how titles are cleaned."""

import re
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, field_validator

from assistant.adapters.content.located import read_model
from assistant.adapters.content.vacancy_words_file import read_occupation_groups
from assistant.language.occupations import OccupationClass, OccupationFinder
from assistant.language.vacancy_words import VacancyWords


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class _Class(_Strict):
    code: str = Field(pattern=r"^[1-8](?:-\d\d){3}$")
    name: str
    marks: str = Field(default="", pattern="^L?S?$")
    also: list[str] = []


class _CatalogueFile(_Strict):
    schema_version: int
    edition: int
    noise: list[str]
    classes: list[_Class]

    @field_validator("noise")
    @classmethod
    def _compile(cls, patterns: list[str]) -> list[str]:
        for pattern in patterns:
            if re.compile(pattern).groups:
                raise ValueError(f"'{pattern}' has a group of its own; write (?:…).")
        return patterns

    @field_validator("classes")
    @classmethod
    def _every_code_once(cls, classes: list[_Class]) -> list[_Class]:
        seen: set[str] = set()
        for entry in classes:
            if entry.code in seen:
                raise ValueError(f"The code {entry.code} stands twice.")
            seen.add(entry.code)
        return classes


def read_occupation_catalogue(directory: Path) -> tuple[tuple[OccupationClass, ...], re.Pattern[str]]:
    """The classes in the order of their codes, and what titles are freed of. Raises KnowledgeError."""
    file: _CatalogueFile = read_model(directory, "catalogues/occupations.yaml", _CatalogueFile)
    classes = tuple(
        OccupationClass(entry.code, entry.name, tuple(entry.also), "L" in entry.marks, "S" in entry.marks)
        for entry in file.classes
    )
    return classes, re.compile("|".join(file.noise))


def read_occupation_finder(directory: Path, words: VacancyWords) -> OccupationFinder:
    """The finder over the catalogue and the everyday groups. Raises KnowledgeError."""
    classes, noise = read_occupation_catalogue(directory)
    groups = {group.name: tuple(group.codes) for group in read_occupation_groups(directory)}
    return OccupationFinder(classes, groups, words, noise)
