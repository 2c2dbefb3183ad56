"""Chinese written in letters (zhuan ren gong, woyaozhaoren), and how the same reads when written in characters.

Each syllable becomes one sign of its own, so that whoever counts n-grams of signs counts them of syllables.
"""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import islice

from assistant.language.sounds import SoundTable
from assistant.language.text import HAN

#: Signs for syllables: nobody writes with these.
_FIRST_SIGN = 0xE000
_HAN = re.compile(rf"[{HAN}]")
_LETTERS = re.compile(r"[a-zü]+")
_LONGEST, _FEWEST = 6, 3
#: No word is longer, nor looked at: it is no message.
_LONGEST_WORD = 60
#: What is read aloud as a letter or a grunt is no syllable of a message.
_NO_SYLLABLES = frozenset({"m", "n", "ng", "hm", "hng", "r", "g", "k", "i"})


def sounds_of_letters(text: str) -> str | None:
    """The signs of the syllables; None if characters stand there too, a word that is no syllable, or too little."""
    if _HAN.search(text):
        return None
    syllables: list[str] = []
    for word in _LETTERS.findall(text.lower()):
        split = _split(word.replace("v", "ü")) if len(word) <= _LONGEST_WORD else None
        if split is None:
            return None
        syllables += split
    return "".join(map(_sign, syllables)) if len(syllables) >= _FEWEST else None


def sounds_of_characters(text: str) -> str:
    """The signs of the usual readings, of every character; what has no reading is left out."""
    known = _syllables()
    return "".join(_sign(sound) for sound in _table().exact(text) if sound in known)


@lru_cache(maxsize=4096)
def _split(word: str) -> tuple[str, ...] | None:
    """The word in syllables, the first as long as it can be."""
    if not word:
        return ()
    for length in range(min(_LONGEST, len(word)), 0, -1):
        rest = _split(word[length:]) if word[:length] in _syllables() else None
        if rest is not None:
            return (word[:length], *rest)
    return None


def splits_of(word: str, most: int) -> tuple[tuple[str, ...], ...]:
    """The ways to read a word as syllables (fang an, fan gan), at most so many; none for what is not Chinese."""
    return tuple(islice(_all_splits(word.replace("v", "ü")), most)) if len(word) <= _LONGEST_WORD else ()


def _all_splits(word: str) -> Iterator[tuple[str, ...]]:
    if not word:
        yield ()
    for length in range(min(_LONGEST, len(word)), 0, -1):
        if word[:length] in _syllables() and _split(word[length:]) is not None:
            yield from ((word[:length], *rest) for rest in _all_splits(word[length:]))


def _sign(syllable: str) -> str:
    return chr(_FIRST_SIGN + _syllables()[syllable])


@cache
def _table() -> SoundTable:
    return SoundTable()


@cache
def _syllables() -> dict[str, int]:
    """Every reading of the common characters, with its number."""
    table = _table()
    common = (chr(code) for code in range(0x4E00, 0x9FA6))
    sounds = {sound for character in common for sound in table.readings(character, exact=True)} - _NO_SYLLABLES
    return {sound: number for number, sound in enumerate(sorted(filter(_LETTERS.fullmatch, sounds)))}
