"""The words of vacancies, and a reader of adverts, as the knowledge base ships them."""

from functools import cache

from assistant.adapters.content.vacancy_words_file import read_vacancy_words
from assistant.language.advert_reading import AdvertReader
from assistant.language.vacancy_words import VacancyWords
from tests.language.place_data import KNOWLEDGE_BASE, shipped_place_names, shipped_regions


@cache
def shipped_words() -> VacancyWords:
    return read_vacancy_words(KNOWLEDGE_BASE)


@cache
def shipped_reader() -> AdvertReader:
    regions = shipped_regions()
    return AdvertReader(shipped_words(), regions, shipped_place_names(regions), lambda title, occupations: None)
