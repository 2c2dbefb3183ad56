"""Reading `lexicon/vacancy_phrases.yaml`: how people say what they look for, and how they change it."""

import re
from dataclasses import fields
from pathlib import Path

from pydantic import BaseModel, ConfigDict, field_validator

from assistant.adapters.content.located import read_model
from assistant.adapters.content.word_files import compile_all
from assistant.domain.errors import KnowledgeError
from assistant.domain.vacancy_filter import VacancyFilter
from assistant.language.wish_phrases import RefinementCues, WishCues, WishPhrases

NAME = "lexicon/vacancy_phrases.yaml"
#: What stands in a pattern for all of `things`.
_THINGS = "{things}"


class _PhraseFile(BaseModel):
    model_config = ConfigDict(extra="forbid")
    schema_version: int
    cues: dict[str, list[str]]
    refinement: dict[str, list[str]]
    may_be_a_search: list[str]
    not_titles: list[str]
    licence_of: dict[str, str]
    areas: dict[str, list[str]]
    days: dict[str, int]
    weekend: list[str]
    topics: dict[str, list[str]]

    @field_validator("cues")
    @classmethod
    def _has_every_cue(cls, cues: dict[str, list[str]]) -> dict[str, list[str]]:
        return _complete(cues, tuple(field.name for field in fields(WishCues)))

    @field_validator("refinement")
    @classmethod
    def _has_every_refinement(cls, cues: dict[str, list[str]]) -> dict[str, list[str]]:
        return _complete(cues, tuple(field.name for field in fields(RefinementCues)))

    @field_validator("topics")
    @classmethod
    def _are_fields(cls, topics: dict[str, list[str]]) -> dict[str, list[str]]:
        unknown = set(topics) - {field.name for field in fields(VacancyFilter)}
        if unknown:
            raise ValueError(f"A filter has no field {', '.join(sorted(unknown))}.")
        return topics


def read_wish_phrases(root: Path) -> WishPhrases:
    """The phrases, compiled. Raises KnowledgeError naming the file and what is wrong with it."""
    file: _PhraseFile = read_model(root, NAME, _PhraseFile)
    things = "|".join(file.cues["things"])
    cues = {name: [one.replace(_THINGS, things) for one in patterns] for name, patterns in file.cues.items()}
    return WishPhrases(
        cues=WishCues(**{name: _joined(patterns) for name, patterns in cues.items()}),
        refinement=RefinementCues(**{name: _joined(patterns) for name, patterns in file.refinement.items()}),
        licence_of=file.licence_of,
        areas={name: tuple(region_ids) for name, region_ids in file.areas.items()},
        days=dict(sorted(file.days.items(), key=lambda day: -len(day[0]))),
        weekend=_joined(file.weekend),
        topics={name: _joined(patterns) for name, patterns in file.topics.items()},
        not_titles=tuple(file.not_titles),
        may_be_a_search=frozenset(file.may_be_a_search),
    )


def _joined(patterns: list[str]) -> re.Pattern[str]:
    if not patterns:
        raise KnowledgeError((f"{NAME}:1: A phrase has no pattern. Write one, or leave the phrase out of the code.",))
    return compile_all(["|".join(patterns)], NAME)[0]


def _complete(given: dict[str, list[str]], names: tuple[str, ...]) -> dict[str, list[str]]:
    """The same. Raises ValueError where a phrase is missing or not one of ours."""
    wrong = sorted(set(given) ^ set(names))
    if wrong:
        raise ValueError(f"Missing or unknown: {', '.join(wrong)}.")
    return given
