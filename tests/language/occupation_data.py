"""The occupations as the knowledge base ships them: everyday names, classes, and the finder over both."""

from functools import cache
from pathlib import Path

from assistant.adapters.content.occupation_catalogue_file import read_occupation_catalogue, read_occupation_finder
from assistant.adapters.content.vacancy_words_file import OccupationGroup, read_occupation_groups, read_vacancy_words
from assistant.language.occupations import OccupationClass, OccupationFinder
from assistant.language.segment import fold
from assistant.language.vacancy_words import VacancyWords

ROOT = Path(__file__).parents[2] / "knowledge_base"


@cache
def shipped_words() -> VacancyWords:
    return read_vacancy_words(ROOT)


@cache
def shipped_finder() -> OccupationFinder:
    return read_occupation_finder(ROOT, shipped_words())


@cache
def shipped_groups() -> tuple[OccupationGroup, ...]:
    return read_occupation_groups(ROOT)


@cache
def shipped_classes() -> tuple[OccupationClass, ...]:
    return read_occupation_catalogue(ROOT)[0]


def named_in(text: str) -> tuple[str, ...]:
    """The everyday occupations of a text, each once."""
    return tuple(dict.fromkeys(mention.value for mention in shipped_finder().named(fold(text))))
