"""Single words in letters among Chinese characters (老板不发gongzi), read as what people who ask us write there."""

import re
from collections.abc import Iterator

from assistant.language.spelled import splits_of
from assistant.language.text import HAN
from assistant.language.usage import END, START, Usage

_WORD = re.compile(r"(?<![A-Za-z0-9./:@_-])[a-zü]{4,40}(?![A-Za-z0-9./:@_-])", re.ASCII)
_HAN = re.compile(rf"[{HAN}]")
_BEAM = 12
#: A reading less likely than this for each character, in natural logarithms, is none: it was no Chinese.
_LEAST = -5.5
_MOST_WORDS, _MOST_SPLITS = 12, 8


class LettersReader:
    """Reads by `usage`."""

    def __init__(self, usage: Usage) -> None:
        self._usage = usage

    def read(self, text: str) -> str:
        """The text with words of two and more syllables in characters; names, codes and English stay as they are.

        A text without any Chinese character is left alone: it may be another language.
        """
        if _HAN.search(text) is None:
            return text
        for word in [*_WORD.finditer(text)][:_MOST_WORDS][::-1]:
            read = self._read(word.group(), text[: word.start()], text[word.end() :])
            if read is not None:
                text = text[: word.start()] + read + text[word.end() :]
        return text

    def _read(self, word: str, before: str, after: str) -> str | None:
        """The likeliest characters between those that stand around the word."""
        left = (START + START + _han_end(before))[-2:]
        right = (_han_start(after) + END + END)[:2]
        splits = [split for split in splits_of(word, _MOST_SPLITS) if len(split) > 1]
        rated = [found for split in splits for found in self._decode(split, left, right)]
        if not rated:
            return None
        score, read = max(rated)
        return read if score >= _LEAST else None

    def _decode(self, syllables: tuple[str, ...], left: str, right: str) -> Iterator[tuple[float, str]]:
        beam = [(0.0, left)]
        for syllable in syllables:
            same = self._usage.by_sound.get(syllable, ())
            longer = (
                (score + self._usage.log_chance(text[-2:], one), text + one) for score, text in beam for one in same
            )
            beam = sorted(longer, reverse=True)[:_BEAM]
        for score, text in beam:
            whole = score + self._usage.log_chance_of(text[-2:] + right, 2)
            yield whole / (len(syllables) + len(right)), text[2:]


def _han_end(text: str) -> str:
    found = re.search(rf"[{HAN}]{{1,2}}$", text)
    return found.group() if found else ""


def _han_start(text: str) -> str:
    found = re.match(rf"[{HAN}]{{1,2}}", text)
    return found.group() if found else ""
