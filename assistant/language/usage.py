"""How people who ask us put characters one after another, counted in what the knowledge base holds of their words.

A model of three characters with back-off (Brants et al. 2007), by which slips are told from words.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from assistant.language.sounds import SoundTable
from assistant.language.text import HAN

#: Signs before the first and after the last character of a run.
START, END = "^", "$"
_RUN = re.compile(rf"[{HAN}]+")
_BACK_OFF, _FEWEST = 0.3, 2


@dataclass(frozen=True)
class Usage:
    """`counts`: runs of one to three characters, the signs of start and end among them → how often they were met."""

    counts: Mapping[str, int]

    def count(self, gram: str) -> int:
        return self.counts.get(gram, 0)

    def log_chance(self, before: str, character: str) -> float:
        """Natural logarithm of how likely the character is after the last two before it."""
        met = self.counts.get(before + character)
        if met is not None:
            return math.log(met / self.counts[before])
        met = self.counts.get(before[-1] + character)
        if met is not None:
            return math.log(_BACK_OFF * met / self.counts[before[-1]])
        return math.log(_BACK_OFF**3 * (self.counts.get(character, 0) + 0.1) / self._total)

    def log_chance_of(self, text: str, start: int) -> float:
        """Of a padded text from `start` to its end, each character after the two before it; `start` is 2 or more."""
        return sum(self.log_chance(text[at - 2 : at], text[at]) for at in range(start, len(text)))

    @cached_property
    def by_sound(self) -> Mapping[str, tuple[str, ...]]:
        """Sound without its tone → the characters in use that may be read so, the commonest first."""
        sounds, found = SoundTable(), defaultdict[str, list[str]](list)
        characters = [gram for gram in self.counts if len(gram) == 1 and _RUN.match(gram)]
        for character in sorted(characters, key=lambda one: (-self.counts[one], one)):
            for sound in sounds.readings(character, exact=True):
                found[sound].append(character)
        return {sound: tuple(same) for sound, same in found.items()}

    @cached_property
    def _total(self) -> int:
        return sum(met for gram, met in self.counts.items() if len(gram) == 1)


def count_usage(texts: Iterable[str]) -> Usage:
    """The usage of the texts, each counted once; a run of three that was met a single time is left out."""
    counts = Counter[str]()
    for text in dict.fromkeys(texts):
        for run in _RUN.findall(text):
            padded = f"{START}{START}{run}{END}{END}"
            for size in (1, 2, 3):
                counts.update(padded[at : at + size] for at in range(len(padded) - size + 1))
    return Usage({gram: met for gram, met in counts.items() if len(gram) < 3 or met >= _FEWEST})


def runs_of(text: str) -> Iterable[re.Match[str]]:
    """The runs of Chinese characters."""
    return _RUN.finditer(text)
