"""The words of `VacancyWords`, found fast in long texts: what begins none of them is passed over at once."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from assistant.language.vacancy_words import VacancyWords, WordEntry, WordKind, WordMention

_META = frozenset(r".^$*+?{}[]\|()")
_REPEATS = frozenset("*?{")


_Rank = tuple[int, int, str]
#: Where it begins, its rank, where it ends, what it says.
_Hit = tuple[int, _Rank, int, WordKind, tuple[str, ...]]


@dataclass(frozen=True)
class _Branch:
    """One way of saying values of one kind. Of branches at one place the lowest `rank` counts, as in `VacancyWords`."""

    kind: WordKind
    rank: _Rank
    values: tuple[str, ...]
    word: str = ""
    pattern: re.Pattern[str] | None = None


class _Group:
    """The branches of one kind that begin with the same two characters."""

    def __init__(self, kind: WordKind, branches: Iterable[_Branch]) -> None:
        self.kind = kind
        ranked = sorted(branches, key=lambda branch: branch.rank)
        self._patterns = tuple((one.pattern, one) for one in ranked if one.pattern is not None)
        self._words = {one.word: one for one in ranked if one.pattern is None}
        self._any_word = re.compile("|".join(map(re.escape, self._words)) or "(?!)")

    def hit_at(self, text: str, start: int) -> _Hit | None:
        """The branch of the lowest rank that begins there."""
        for pattern, branch in self._patterns:
            match = pattern.match(text, start)
            if match is not None:
                return start, branch.rank, match.end(), self.kind, branch.values
        match = self._any_word.match(text, start)
        if match is None:
            return None
        branch = self._words[match.group()]
        return start, branch.rank, match.end(), self.kind, branch.values


class WordScanner:
    """Gives what `VacancyWords.find` gives for the kinds named, in one pass over the text.

    A branch is looked up by its first two characters; a pattern that does not begin with two plain ones is searched
    for on its own, which costs time.
    """

    def __init__(self, words: VacancyWords, *kinds: WordKind) -> None:
        self._words = words
        by_pair: dict[str, dict[WordKind, list[_Branch]]] = defaultdict(lambda: defaultdict(list))
        self._others: list[tuple[re.Pattern[str], _Branch]] = []
        for branch in _branches(words.entries, kinds):
            pair = branch.word[:2] if branch.pattern is None else _plain_beginning(branch.pattern.pattern)
            if len(pair) == 2:
                by_pair[pair][branch.kind].append(branch)
            else:
                self._others.append((branch.pattern or re.compile(re.escape(branch.word)), branch))
        self._by_pair = {
            pair: tuple(_Group(kind, branches) for kind, branches in kinds_of_pair.items())
            for pair, kinds_of_pair in by_pair.items()
        }
        self._gate = _gate(self._by_pair)

    def find(self, text: str) -> tuple[WordMention, ...]:
        """The mentions in the order of the text, which must be folded."""
        hits: list[_Hit] = []
        for match in self._gate.finditer(text):
            start = match.start()
            for group in self._by_pair.get(text[start : start + 2], ()):
                hit = group.hit_at(text, start)
                if hit is not None:
                    hits.append(hit)
        for pattern, branch in self._others:
            for match in pattern.finditer(text):
                hits.append((match.start(), branch.rank, match.end(), branch.kind, branch.values))
        return tuple(mention for mention in _leftmost(hits) if self._words.means_it(mention, text))


def _leftmost(hits: list[_Hit]) -> tuple[WordMention, ...]:
    """Of hits of one kind that overlap, the one that begins first, unless a longer one begins within it; of those that
    begin together the lowest rank.
    """
    hits.sort()
    by_kind: dict[WordKind, dict[int, _Hit]] = defaultdict(dict)
    for hit in hits:
        by_kind[hit[3]].setdefault(hit[0], hit)
    chosen = [hit for of_kind in by_kind.values() for hit in _without_overlaps(list(of_kind.values()))]
    chosen.sort()
    return tuple(WordMention(kind, value, start, end) for start, _, end, kind, values in chosen for value in values)


def _without_overlaps(hits: list[_Hit]) -> Iterable[_Hit]:
    """Of the best hits at each place, in order."""
    index = 0
    while index < len(hits):
        hit, later = hits[index], index + 1
        while later < len(hits) and hits[later][0] < hit[2]:
            other = hits[later]
            if other[2] > hit[2] and other[2] - other[0] > hit[2] - hit[0]:
                hit = other
            later += 1
        yield hit
        index = later


def _branches(entries: Iterable[WordEntry], kinds: tuple[WordKind, ...]) -> Iterable[_Branch]:
    """Patterns in the order of the table, then words, the longest first."""
    said: dict[tuple[WordKind, str], list[str]] = defaultdict(list)
    for number, entry in enumerate(entry for entry in entries if entry.kind in kinds):
        for word in entry.said:
            said[entry.kind, word].append(entry.value)
        for place, pattern in enumerate(entry.patterns):
            rank = (number - 1_000_000, place, "")  # before all words
            yield _Branch(entry.kind, rank, (entry.value,), pattern=re.compile(pattern))
    for (kind, word), values in said.items():
        yield _Branch(kind, (-len(word), 0, word), tuple(values), word=word)


def _plain_beginning(pattern: str) -> str:
    """The first two characters if any match begins with them."""
    pair = pattern[:2]
    if len(pair) < 2 or _META.intersection(pair) or pattern[2:3] in _REPEATS or _has_a_bare_alternative(pattern):
        return ""
    return pair


def _has_a_bare_alternative(pattern: str) -> bool:
    """Whether a `|` stands outside all brackets."""
    depth, in_class, escaped = 0, False, False
    for character in pattern:
        if escaped:
            escaped = False
        elif character == "\\":
            escaped = True
        elif in_class:
            in_class = character != "]"
        elif character == "[":
            in_class = True
        elif character in "()":
            depth += 1 if character == "(" else -1
        elif character == "|" and depth == 0:
            return True
    return False


def _gate(pairs: Iterable[str]) -> re.Pattern[str]:
    """Finds the characters with which a pair may begin."""
    first = "".join(sorted({re.escape(pair[0]) for pair in pairs}))
    second = "".join(sorted({re.escape(pair[1]) for pair in pairs}))
    return re.compile(f"[{first}](?=[{second}])") if first else re.compile("(?!)")
