"""Which occupation a job title means: the everyday names in it, and the class of the national classification.

A class is found by what its names share with the title: whole names, pairs of characters, and the everyday names that
stand for it. Definitions of the classification are not used, and measured to add nothing.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import log

from assistant.language.segment import fold
from assistant.language.text import HAN
from assistant.language.vacancy_words import VacancyWords, WordKind, WordMention

_RUN = re.compile(rf"[{HAN}]+|[a-z0-9][a-z0-9+#.]*")
_SPACE = re.compile(r"\s+")

#: A title with no everyday occupation in it gets a class only where it is a name of it, or the best score reaches this:
#: below, no more than one in four is right (development half of `evals.occupations`; its report tells of the rest).
SURE_ENOUGH = 24.0
_CACHED_TITLES = 65_536
#: What stands further on in a title is not read: a field of a million characters must not hold up the intake.
_LONGEST_TITLE = 200

# Settled on the development half of `evals.occupations`.
_PAIR_SATURATION, _LENGTH_SHARE = 1.2, 0.2
_NAME_WEIGHT, _GROUP_WEIGHT = 2.0, 5.0
_LATER_CODE = (1.0, 0.6, 0.5, 0.4, 0.35)
#: Pairs in more classes than this (人员, 技术, 工程) say next to nothing, and cost most of the time.
_MOST_HOLDERS = 100
_LONGEST_NAME = 14
#: A class outside the everyday names of a title is given only where so many characters of a name of it stand there.
_TELLING_NAME = 4


@dataclass(frozen=True)
class OccupationClass:
    """A class of the 2022 edition; `also` are other names of its jobs. `is_green`: 绿色职业, `is_digital`: 数字职业."""

    code: str
    name: str
    also: tuple[str, ...] = ()
    is_green: bool = False
    is_digital: bool = False


@dataclass(frozen=True)
class OccupationMatch:
    """A class a title may mean. `score` only orders the matches of one title, and says how sure the best one is."""

    code: str
    name: str
    score: float


class OccupationFinder:
    """Finds occupations in titles. `groups`: everyday name → its codes, the likeliest first.

    `noise`: what a folded title is freed of (pay, board, hours, hurry).
    """

    def __init__(
        self,
        classes: Iterable[OccupationClass],
        groups: Mapping[str, tuple[str, ...]],
        words: VacancyWords,
        noise: re.Pattern[str],
    ) -> None:
        self._classes = {entry.code: entry for entry in classes}
        self._groups = groups
        self._words = words
        self._noise = noise
        self._names = _names_of(self._classes.values())
        self._pairs = _pairs_of(self._classes.values())
        self._code_of = lru_cache(_CACHED_TITLES)(self._find_code)

    def find_class(self, code: str) -> OccupationClass | None:
        """The class of a code; None where the edition has no such code."""
        return self._classes.get(code)

    def named(self, text: str) -> tuple[WordMention, ...]:
        """The everyday occupations named in folded text."""
        return self._words.find(text, WordKind.OCCUPATION)

    def clean(self, title: str) -> str:
        """The title folded, without remarks, pay, benefits and calls; the folded title where nothing else is in it."""
        folded = fold(title[:_LONGEST_TITLE])
        cleaned = _SPACE.sub(" ", self._noise.sub(" ", folded)).strip()
        return cleaned if len(cleaned) > 1 else folded

    def find(self, title: str, limit: int = 5) -> tuple[OccupationMatch, ...]:
        """The classes that fit best, best first; none where nothing in the title is known."""
        cleaned = self.clean(title)
        scores = self._scores(cleaned, dict.fromkeys(mention.value for mention in self.named(cleaned)))
        best = sorted(scores.items(), key=lambda item: (-item[1], item[0]))[:limit]
        return tuple(OccupationMatch(code, self._classes[code].name, round(score, 2)) for code, score in best)

    def code_for(self, title: str, occupations: tuple[str, ...]) -> str | None:
        """The class of an advert, None where neither an everyday occupation nor the title tells it surely enough.

        `occupations` are the everyday names read in the title: one of their classes is given, or one that the title
        names more closely (眼科医生).
        """
        return self._code_of(self.clean(title), occupations)

    def _find_code(self, cleaned: str, occupations: tuple[str, ...]) -> str | None:
        scores = self._scores(cleaned, occupations)
        codes = {code for name in occupations for code in self._groups.get(name, ())}
        if not codes:
            best = _best_of(self._names.get(cleaned, scores), scores)
            is_sure = best is not None and (cleaned in self._names or scores[best] >= SURE_ENOUGH)
            return best if is_sure else None
        named = {code for code, length in self._names_in(cleaned) if length >= _TELLING_NAME}
        return _best_of(codes | named, scores)

    def _scores(self, cleaned: str, occupations: Iterable[str]) -> Mapping[str, float]:
        scores: defaultdict[str, float] = defaultdict(float)
        for pair in set(_pairs(cleaned)):
            for code, weight in self._pairs.get(pair, ()):
                scores[code] += weight
        for code, length in self._names_in(cleaned):
            scores[code] += _NAME_WEIGHT * length
        for name in occupations:
            for code, part in zip(self._groups.get(name, ()), _LATER_CODE, strict=False):
                scores[code] += _GROUP_WEIGHT * part
        return scores

    def _names_in(self, cleaned: str) -> Iterator[tuple[str, int]]:
        """Each class that is named whole, with the length of its longest name."""
        found: dict[str, int] = {}
        for start in range(len(cleaned)):
            for end in range(start + 2, min(len(cleaned), start + _LONGEST_NAME) + 1):
                for code in self._names.get(cleaned[start:end], ()):
                    found[code] = max(found.get(code, 0), end - start)
        yield from found.items()


def _best_of(codes: Iterable[str], scores: Mapping[str, float]) -> str | None:
    return min(codes, key=lambda code: (-scores[code], code), default=None)


def _names_of(classes: Iterable[OccupationClass]) -> Mapping[str, tuple[str, ...]]:
    names: defaultdict[str, list[str]] = defaultdict(list)
    for entry in classes:
        for name in dict.fromkeys(fold(name) for name in (entry.name, *entry.also)):
            names[name].append(entry.code)
    return {name: tuple(codes) for name, codes in names.items()}


def _pairs_of(classes: Iterable[OccupationClass]) -> Mapping[str, tuple[tuple[str, float], ...]]:
    """Pair of characters → the classes whose names hold it, with its BM25 weight in each."""
    bags = {entry.code: Counter(_pairs(fold(" ".join((entry.name, *entry.also))))) for entry in classes}
    holders = Counter(pair for bag in bags.values() for pair in bag)
    average = sum(bag.total() for bag in bags.values()) / max(len(bags), 1)
    weights: defaultdict[str, list[tuple[str, float]]] = defaultdict(list)
    for code, bag in bags.items():
        size = 1 - _LENGTH_SHARE + _LENGTH_SHARE * bag.total() / average
        for pair, count in bag.items():
            rarity = log(1 + (len(bags) - holders[pair] + 0.5) / (holders[pair] + 0.5))
            weight = rarity * count * (1 + _PAIR_SATURATION) / (count + _PAIR_SATURATION * size)
            if holders[pair] <= _MOST_HOLDERS:
                weights[pair].append((code, weight))
    return {pair: tuple(held) for pair, held in weights.items()}


def _pairs(text: str) -> Iterator[str]:
    for run in _RUN.findall(text):
        if run.isascii() or len(run) == 1:
            yield run
        else:
            yield from (run[at : at + 2] for at in range(len(run) - 1))
