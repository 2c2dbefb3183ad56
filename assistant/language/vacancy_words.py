"""Words adverts and job seekers share: occupations, benefits, licences, shifts, kinds of work, schooling.

One table for both sides, so that what is asked for and what is offered meet.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from assistant.language.likely_trades import LikelyTrades


class WordKind(StrEnum):
    """What a word tells."""

    OCCUPATION = "occupation"
    BENEFIT = "benefit"
    LICENCE = "licence"
    SHIFT = "shift"
    EMPLOYMENT_TYPE = "employment_type"
    EDUCATION = "education"


@dataclass(frozen=True)
class WordMention:
    """A word of the table in characters `start` to `end` (not included); `value` is its name or the enum's value."""

    kind: WordKind
    value: str
    start: int
    end: int


@dataclass(frozen=True)
class WordEntry:
    """A value and how it is said: `said` are plain words, `patterns` regular expressions without groups of their own.

    Both are looked for in text folded to half width and lower case. `value` empty: words that hold such a word and say
    nothing of the kind (运营商, 公积金中心).
    """

    kind: WordKind
    value: str
    said: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()


class VacancyWords:
    """Finds the words of the table. Of words of one kind that begin at the same character, the longest counts; a longer
    one that begins within another goes before it (想做图书管理员 is no 做图).
    """

    def __init__(
        self,
        entries: Iterable[WordEntry],
        not_before: Mapping[WordKind, re.Pattern[str]] | None = None,
        weak: Iterable[str] = (),
        trades: LikelyTrades | None = None,
    ) -> None:
        """`not_before`: what follows a word of a kind where it means something else (教师 in 教师资格证). `weak`: words
        of daily life, which name an occupation only where they are said as work (装修, 煮饭). `trades`: which
        occupation is described where none is named.
        """
        self.entries = tuple(entries)
        self.weak = frozenset(weak)
        self.trades = trades or LikelyTrades({})
        self.not_before: Mapping[WordKind, re.Pattern[str]] = not_before or {}
        self._said: dict[WordKind, Mapping[str, tuple[str, ...]]] = {}
        self._patterns: dict[WordKind, re.Pattern[str]] = {}
        self._values: dict[WordKind, Mapping[str, tuple[str, ...]]] = {}
        for kind in WordKind:
            self._add(kind, [entry for entry in self.entries if entry.kind is kind])

    def find(self, text: str, *kinds: WordKind) -> tuple[WordMention, ...]:
        """The mentions in the order of the text, of the kinds named or else of all.

        One wording may stand for several values (五险一金): each is a mention of its own. The text must be folded.
        """
        found = [mention for kind in kinds or tuple(WordKind) for mention in self._of_kind(kind, text)]
        return tuple(sorted(found, key=lambda mention: (mention.start, -mention.end)))

    def values(self, text: str, kind: WordKind) -> tuple[str, ...]:
        """The values of one kind that the text names, each once, in order."""
        return tuple(dict.fromkeys(mention.value for mention in self._of_kind(kind, text)))

    def names(self, kind: WordKind) -> tuple[str, ...]:
        """All values of a kind."""
        return tuple(dict.fromkeys(entry.value for entry in self.entries if entry.kind is kind and entry.value))

    def means_it(self, mention: WordMention, text: str) -> bool:
        """Whether the mention says what it seems to, by what it is and by what follows it."""
        after = self.not_before.get(mention.kind)
        return bool(mention.value) and (after is None or after.match(text, mention.end) is None)

    def _add(self, kind: WordKind, entries: list[WordEntry]) -> None:
        said: dict[str, list[str]] = {}
        branches: list[tuple[int, str]] = []
        values: dict[str, tuple[str, ...]] = {}
        for number, entry in enumerate(entries):
            for word in entry.said:
                said.setdefault(word, []).append(entry.value)
            if entry.patterns:
                values[f"p{number}"] = (entry.value,)
                branches.append((0, f"(?P<p{number}>{'|'.join(entry.patterns)})"))
        words = "|".join(re.escape(word) for word in sorted(said, key=lambda word: (-len(word), word)))
        alternatives = [pattern for _, pattern in branches] + ([f"(?P<word>{words})"] if words else [])
        self._said[kind] = {word: tuple(values) for word, values in said.items()}
        self._values[kind] = values
        if alternatives:
            self._patterns[kind] = re.compile("|".join(alternatives))

    def _of_kind(self, kind: WordKind, text: str) -> list[WordMention]:
        pattern = self._patterns.get(kind)
        if pattern is None:
            return []
        found = []
        for match in _matches(pattern, text):
            group = match.lastgroup or "word"
            values = self._said[kind][match.group()] if group == "word" else self._values[kind][group]
            found += [WordMention(kind, value, match.start(), match.end()) for value in values]
        return [mention for mention in found if self.means_it(mention, text)]


def _matches(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    position = 0
    while match := pattern.search(text, position):
        while longer := _longer_within(pattern, text, match):
            match = longer
        yield match
        position = match.end()


def _longer_within(pattern: re.Pattern[str], text: str, match: re.Match[str]) -> re.Match[str] | None:
    """The first match that begins within this one, ends after it, and is longer."""
    for start in range(match.start() + 1, match.end()):
        other = pattern.match(text, start)
        if other is not None and other.end() > match.end() and other.end() - start > match.end() - match.start():
            return other
    return None
