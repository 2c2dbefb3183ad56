"""The words by which people state facts: data of the lexicon, made ready once."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Literal, TypeAlias

from assistant.domain.facts import FactSubject
from assistant.language.needed_words import needed_words

FactKind: TypeAlias = Literal["boolean", "choice", "set", "months", "years", "persons", "money", "percent", "days",
                              "date", "region"]  # fmt: skip


_LOOKS_AROUND = re.compile(r"\(\?<?[=!][^()]*(?:\([^()]*\)[^()]*)*\)")
#: Stands in a pattern for the end of one clause and the beginning of the next.
BOUNDARY = ";"
_NOT = re.compile(r"没|未|莫得|不|无|非")


class Cue:
    """A regular expression that is tried only on a text with one of the words it needs.

    `words`: those it needs. `speaks_of_not`: it has a negation of its own. `crosses`: it runs over two clauses.
    """

    def __init__(self, pattern: str) -> None:
        """What is no regular expression is found out by `compile`, or at the first text that may match."""
        self.source = pattern
        self.words = needed_words(pattern)
        self._words = tuple(self.words)
        # There are some thousand patterns, and most texts try few: compiling all took a second of every start.
        self._compiled: re.Pattern[str] | None = None
        self.crosses = BOUNDARY in pattern
        self.speaks_of_not = _NOT.search(_LOOKS_AROUND.sub("", pattern)) is not None

    def compile(self) -> re.Pattern[str]:
        """The regular expression. Raises re.error if it is none."""
        if self._compiled is None:
            self._compiled = re.compile(self.source)
        return self._compiled

    def search(self, text: str) -> re.Match[str] | None:
        """The first match."""
        return self.compile().search(text) if self._may_match(text) else None

    def match(self, text: str) -> re.Match[str] | None:
        """A match at the beginning."""
        return self.compile().match(text) if self._may_match(text) else None

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """All matches."""
        return self.compile().finditer(text) if self._may_match(text) else iter(())

    def sub(self, replacement: str, text: str) -> str:
        """The text with each match replaced."""
        return self.compile().sub(replacement, text) if self._may_match(text) else text

    def blank(self, text: str) -> str:
        """The text, of the same length, with each match made of spaces."""
        return self.compile().sub(lambda match: " " * len(match.group()), text) if self._may_match(text) else text

    def matches_nowhere(self, text: str) -> bool:
        """Whether the expression itself, without a look at the words, has no match."""
        return self.compile().search(text) is None

    def _may_match(self, text: str) -> bool:
        for word in self._words:  # noqa: SIM110 - a generator costs more than the words
            if word in text:
                return True
        return False


@dataclass(frozen=True)
class FactCues:
    """How one fact is stated.

    `about` names the matter of a boolean and `acts` what is done about it; `holds` and `fails` state it by themselves.
    `values` state a choice or a member of a set; `signs` stand near the figure, the date or the place that is meant;
    `blocks` where it is something else after all. `of_kin`: it is a fact about the speaker's family.
    `alone`: a figure of its kind that makes a clause of its own is of this fact. `zero` says there is none of it,
    `full_year` that it is twelve months.
    `needs`: what the message must speak of somewhere. `one_is_enough`: what holds in one clause holds (any violation).
    """

    fact: str
    subject: FactSubject
    kind: FactKind
    about: tuple[Cue, ...] = ()
    acts: Cue | None = None
    holds: tuple[Cue, ...] = ()
    fails: tuple[Cue, ...] = ()
    values: Mapping[str, tuple[Cue, ...]] = field(default_factory=dict)
    signs: tuple[Cue, ...] = ()
    blocks: tuple[Cue, ...] = ()
    zero: tuple[Cue, ...] = ()
    full_year: tuple[Cue, ...] = ()
    needs: Cue | None = None
    of_kin: bool = False
    alone: bool = False
    one_is_enough: bool = False

    def needed_words(self) -> frozenset[str]:
        """Words one of which stands in every text that states the fact without a figure."""
        patterns = (
            *self.about,
            *self.holds,
            *self.fails,
            *self.zero,
            *self.full_year,
            *chain.from_iterable(self.values.values()),
        )
        return frozenset(chain.from_iterable(pattern.words for pattern in patterns))

    def is_blocked_in(self, text: str) -> bool:
        """Whether the text is about something else."""
        return any(block.search(text) for block in self.blocks)

    def across(self) -> "FactCues | None":
        """With those patterns only that run over two clauses, if there are any."""
        values = {value: _crossing(patterns) for value, patterns in self.values.items()}
        holds, fails, zero = _crossing(self.holds), _crossing(self.fails), _crossing(self.zero)
        cut = replace(self, about=(), holds=holds, fails=fails, zero=zero, values=values)
        return cut if any((holds, fails, zero, *values.values())) else None

    def may_be_in(self, message: str) -> bool:
        """Whether the message speaks of what the fact is about."""
        return self.needs is None or self.needs.search(message) is not None


def _crossing(patterns: tuple[Cue, ...]) -> tuple[Cue, ...]:
    return tuple(pattern for pattern in patterns if pattern.crosses)


@dataclass(frozen=True)
class Phrasing:
    """What tells a statement about oneself from a question, a supposition, a rule or somebody else's story.

    `asks_from`: what follows is asked; `asks_all`: the whole clause is; `universal`: a question word that asks nothing
    (啥子都不). `denies` ends before, `denied` begins after what is denied. `intends` before an act: it is yet to come;
    `already` before or `done` after an act: it is done; `undone` after it: it is not. `names_a_scheme` after a word:
    the word is part of a scheme's name. `unreal`: a plan or a rule. `unreached` before a figure: it is not reached;
    `refused`: it is not the one. `asks_for_need`: whether a matter has to be done. `withdraws`: what was said is taken
    back; `confuses`: it was somebody else's.
    """

    others: Cue
    oneself: Cue
    hearsay: Cue
    supposes: Cue
    returns: Cue
    asks_from: Cue
    asks_all: Cue
    universal: Cue
    unsure: Cue
    unreal: Cue
    denies: Cue
    denied: Cue
    names_a_scheme: Cue
    intends: Cue
    already: Cue
    done: Cue
    undone: Cue
    corrects: Cue
    updates: Cue
    closes: Cue
    names: Cue
    asks_for_need: Cue
    withdraws: Cue
    confuses: Cue
    unreached: Cue
    refused: Cue


@dataclass(frozen=True)
class FactWords:
    """The cues of every fact, and the phrasing common to all; `build` makes it."""

    cues: tuple[FactCues, ...]
    phrasing: Phrasing
    _by_word: Mapping[str, tuple[int, ...]]
    _longest: int
    crossing: tuple[FactCues, ...] = ()

    @classmethod
    def build(cls, cues: tuple[FactCues, ...], phrasing: Phrasing) -> "FactWords":
        """With an index of the words the cues need, for a text has few of them."""
        by_word: dict[str, tuple[int, ...]] = {}
        for index, cue in enumerate(cues):
            for word in cue.needed_words():
                by_word[word] = (*by_word.get(word, ()), index)
        crossing = tuple(cut for cue in cues if (cut := cue.across()) is not None)
        return cls(cues, phrasing, by_word, max(map(len, by_word), default=0), crossing)

    def find_relevant(self, text: str) -> tuple[FactCues, ...]:
        """The cues that could state something in the text, in their order."""
        found = set(self._by_word.get("", ()))
        for start in range(len(text)):
            for end in range(start + 1, min(start + self._longest, len(text)) + 1):
                found.update(self._by_word.get(text[start:end], ()))
        return tuple(self.cues[index] for index in sorted(found))

    def find_cues(self, fact: str) -> FactCues | None:
        """The cues of that fact."""
        return next((cue for cue in self.cues if cue.fact == fact), None)
