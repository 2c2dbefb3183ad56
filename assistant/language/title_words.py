"""Words of a job title that no occupation of ours covers: 想做糖画师傅 → 糖画; 不要中介的 → 中介."""

import re

from assistant.language.said_words import SaidWords
from assistant.language.wish_phrases import WishPhrases


def read_titles(words: SaidWords, phrases: WishPhrases) -> tuple[str, ...]:
    """What is sought, rather nothing than rubbish."""
    return _read(words, phrases.cues.titles, phrases)


def read_refused_titles(words: SaidWords, phrases: WishPhrases) -> tuple[str, ...]:
    """What is not wanted."""
    return _read(words, phrases.cues.refused_titles, phrases)


def _read(words: SaidWords, pattern: re.Pattern[str], phrases: WishPhrases) -> tuple[str, ...]:
    found: list[str] = []
    for clause in phrases.cues.breaks.split(words.skeleton):
        match = pattern.search(clause or "")
        word = next((group for group in match.groups() if group), "") if match else ""
        if word and not any(other in word for other in phrases.not_titles):
            found.append(word)
    return tuple(dict.fromkeys(found))
