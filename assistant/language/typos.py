"""Slips of the phone keyboard in terms we know: 失业今 for 失业金, 社堡 for 社保, 灵活业就业 for 灵活就业.

Only what sounds the same (or misses or doubles a character) is put right, and only where no other word would be torn: a
correction that is doubtful is not made. Sounds are compared without tones; in terms of three and more characters also
as Sichuan speakers type them (n and l, zh and z, ang and an are one).
"""

import re
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import product

from assistant.language.segment import WordCutter, plain_cutter
from assistant.language.sounds import SoundTable
from assistant.language.text import HAN

_HAN = re.compile(rf"[{HAN}]+")
_LONGEST_WORD = 5
_MOST_READINGS = 8
#: Readings of a character beyond these are rare: 假 is jia, and no slip of 个 for its old reading ge.
_USUAL_READINGS = 2
_TURNING = frozenset("不没未无非免")
#: Words of one character that stand beside a term as often as they are a slip in it: 工伤想 is not 工伤险.
_WORDS_OF_ONE = frozenset("想手受呢这那的签认起租请来去卖")


@dataclass(frozen=True)
class Change:
    """What was `written` from character `start` to `end` (not included) of the text, and what is read for it."""

    start: int
    end: int
    written: str
    corrected: str


@dataclass(frozen=True)
class Correction:
    """The text as it is read, and every change that was made."""

    text: str
    changes: tuple[Change, ...] = ()


class TypoCorrector:
    """Knows `terms` and corrects slips in them.

    `words` are never changed nor torn; nor is any word of the segmenter's dictionary. Hand in a `cutter` to share its
    dictionary, otherwise one is loaded. Its tables take a second to make; whoever corrects first, or warms up, pays.
    """

    def __init__(
        self, terms: Iterable[str], words: Container[str] = frozenset(), cutter: WordCutter | None = None
    ) -> None:
        self._given = (tuple(terms), words, cutter)

    def correct(self, text: str) -> Correction:
        """The text with slips in known terms put right; a text without slips is returned as it is."""
        return self._tables.correct(text)

    @cached_property
    def _tables(self) -> "_Tables":
        return _Tables(*self._given)


def _is_doubled(run: str, index: int) -> bool:
    """Whether the character is one of a question by repetition (签不签), which is written as it is meant."""
    before, after = run[max(0, index - 2) : index], run[index + 1 : index + 3]
    return any(pair in (before[::-1], after) for pair in (f"不{run[index]}", f"没{run[index]}"))


class _Tables:
    """The terms by sound and by slip, and how a text is corrected by them."""

    def __init__(self, terms: Iterable[str], words: Container[str], cutter: WordCutter | None) -> None:
        self._terms = frozenset(term for term in terms if len(term) > 1 and _HAN.fullmatch(term))
        self._words = _Words(self._terms, words, cutter)
        self._sounds = SoundTable()
        self._by_sound: dict[tuple[int, str], list[str]] = {}
        self._by_slip: dict[str, list[str]] = {}
        for term in sorted(self._terms):
            for key in self._sound_keys(term):
                self._by_sound.setdefault((len(term), key), []).append(term)
            for slip in (*_doubled(term), *self._words.with_a_character_missing(term)):
                self._by_slip.setdefault(slip, []).append(term)
        lengths = {len(text) for text in (*self._terms, *self._by_slip)}
        self._lengths = sorted(lengths, reverse=True)

    def correct(self, text: str) -> Correction:
        """The text with slips in known terms put right; a text without slips is returned as it is."""
        changes: list[Change] = []
        for run in _HAN.finditer(text):
            changes += self._changes_in(run.group(), run.start())
        if not changes:
            return Correction(text)
        pieces: list[str] = []
        position = 0
        for change in changes:
            pieces += [text[position : change.start], change.corrected]
            position = change.end
        return Correction("".join([*pieces, text[position:]]), tuple(changes))

    def _changes_in(self, run: str, offset: int) -> Iterator[Change]:
        certain = self._certain_characters(run)
        exact = self._sounds.exact(run)
        similar = self._sounds.similar(run)
        position = 0
        while position < len(run):
            change = self._change_at(run, position, certain, (exact, similar))
            if change is None:
                position += 1
                continue
            yield Change(change.start + offset, change.end + offset, change.written, change.corrected)
            position = change.end

    def _change_at(
        self, run: str, start: int, certain: frozenset[int], sounds: tuple[tuple[str, ...], tuple[str, ...]]
    ) -> Change | None:
        """The longest slip that begins here."""
        exact, similar = sounds
        for length in self._lengths:
            end = start + length
            if end > len(run):
                continue
            key = "".join((exact if length == 2 else similar)[start:end])
            candidates = self._by_sound.get((length, key), ())
            slips = self._by_slip.get(run[start:end], ())
            if not candidates and not slips:
                continue
            written = run[start:end]
            if written in self._terms:
                return None
            corrected = self._choose(written, candidates, slips)
            if corrected and not self._tears(run, start, end, corrected, certain):
                return Change(start, end, written, corrected)
        return None

    def _choose(self, written: str, candidates: Iterable[str], slips: Iterable[str]) -> str | None:
        """The one term that is meant; None if several fit equally well, or too little of it was written."""
        rated = sorted(((_shared(written, term), term) for term in candidates), reverse=True)
        if rated and rated[0][0] >= max(len(written) - 2, 2 if len(written) > 2 else 1):
            is_tied = len(rated) > 1 and rated[1][0] == rated[0][0]
            return None if is_tied else rated[0][1]
        distinct = set(slips)
        return distinct.pop() if len(distinct) == 1 else None

    def _tears(self, run: str, start: int, end: int, corrected: str, certain: frozenset[int]) -> bool:
        """Whether the change would break up a word, or touch a character that is known to be right."""
        written = run[start:end]
        if written in self._words:
            return True
        changed = (
            {start + index for index, pair in enumerate(zip(written, corrected, strict=True)) if pair[0] != pair[1]}
            if len(written) == len(corrected)
            else set(range(start, end))
        )
        if any(_is_doubled(run, index) for index in changed):
            return True
        is_at_an_edge = len(written) == len(corrected) and len(changed) == 1 and changed <= {start, end - 1}
        if len(written) > 2 and is_at_an_edge and run[min(changed)] in _WORDS_OF_ONE:
            return True
        is_long = len(written) > 3
        if len(written) == len(corrected) and (changed & certain or self._turns_the_meaning(written, corrected)):
            return True
        for word_start, word_end in self._words.around(run, start, end):
            is_inside = start <= word_start and word_end <= end
            if not is_inside or (not is_long and any(word_start <= index < word_end for index in changed)):
                return True
        return False

    def _turns_the_meaning(self, written: str, corrected: str) -> bool:
        """补签合同 is not 不签合同."""
        return any(one != other and {one, other} & _TURNING for one, other in zip(written, corrected, strict=True))

    def _certain_characters(self, run: str) -> frozenset[int]:
        """The characters that stand in a term written as it should be."""
        return frozenset(
            index
            for length in self._lengths
            for start in range(len(run) - length + 1)
            if run[start : start + length] in self._terms
            for index in range(start, start + length)
        )

    def _sound_keys(self, term: str) -> frozenset[str]:
        exact = len(term) == 2
        readings = [self._sounds.readings(character, exact)[:_USUAL_READINGS] for character in term]
        keys: set[str] = set()
        for combination in product(*readings):
            keys.add("".join(combination))
            if len(keys) >= _MOST_READINGS:
                break
        return frozenset(keys)


class _Words:
    """What counts as a word: the terms, the words handed in, and the dictionary of the segmenter."""

    def __init__(self, terms: frozenset[str], words: Container[str], cutter: WordCutter | None) -> None:
        self._terms = terms
        self._words = words
        self._cutter = cutter
        self._is_in_dictionary = lru_cache(maxsize=20_000)(self._look_up)

    def __contains__(self, text: str) -> bool:
        return text in self._terms or text in self._words or self._is_in_dictionary(text)

    def around(self, run: str, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Start and end of every word of two and more characters that shares a character with the window."""
        for word_start in range(max(0, start - _LONGEST_WORD + 1), end):
            for word_end in range(word_start + 2, min(len(run), word_start + _LONGEST_WORD) + 1):
                overlaps = word_end > start and (word_start, word_end) != (start, end)
                if overlaps and run[word_start:word_end] in self:
                    yield word_start, word_end

    def with_a_character_missing(self, term: str) -> Iterator[str]:
        """The term with one character missing, where that breaks a word: 失业保金, but not 重庆就业 for 重庆市就业.

        Only in terms all of whose words are longer than one character; never the last character, nor one of a short
        word at the beginning.
        """
        words = self._cut(term)
        if len(term) < 4 or any(len(word) < 2 for word in words):
            return
        start = 0
        for word in words:
            for index in range(0 if start else 1, len(word) if start or len(word) > 3 else 0):
                rest = word[:index] + word[index + 1 :]
                slip = term[:start] + rest + term[start + len(word) :]
                is_last = start + index + 1 == len(term)
                if not is_last and (len(rest) == 1 or rest not in self) and slip not in self:
                    yield slip
            start += len(word)

    def _look_up(self, text: str) -> bool:
        return self._cut(text) == [text]

    def _cut(self, text: str) -> list[str]:
        return (self._cutter or plain_cutter()).cut(text, hmm=False)


def _doubled(term: str) -> Iterator[str]:
    """The term with one inner character doubled."""
    return (term[: index + 1] + term[index:] for index in range(1, len(term) - 1))


def _shared(written: str, term: str) -> int:
    return sum(one == other for one, other in zip(written, term, strict=True))
