"""Occupations whose verb and object the years have split: 踩了六年缝纫机 is 踩缝纫机, 开了十年公交 is 开公交."""

import re

from assistant.language.text import HAN
from assistant.language.vacancy_words import VacancyWords, WordKind, WordMention

_SPLIT = re.compile(
    rf"(?P<verb>[{HAN}](?<!带))(?:了|过)?(?:有|快|差不多|大概|将近|整整)?[0-9一二两三四五六七八九十半几好]+多?年(?:多|半)?的?"
)
_LONGEST_OBJECT = 5


def find_split_trades(text: str, words: VacancyWords) -> tuple[WordMention, ...]:
    """The occupations, in the characters of the object."""
    found: list[WordMention] = []
    for match in _SPLIT.finditer(text):
        joined = match["verb"] + text[match.end() : match.end() + _LONGEST_OBJECT]
        for mention in words.find(joined, WordKind.OCCUPATION):
            if mention.start == 0 and mention.end > 1:
                found.append(WordMention(mention.kind, mention.value, match.end(), match.end() + mention.end - 1))
    return tuple(found)
