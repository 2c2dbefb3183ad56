"""What people say beside what the rules say: lay and dialect words with the official terms they mean."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Expansion:
    """`meant` is searched, with less weight, where the question `said` another word."""

    said: str
    meant: str


@dataclass(frozen=True)
class Synonyms:
    """Lay word → official terms, folded as `segment.fold` does."""

    meanings: Mapping[str, tuple[str, ...]]

    @property
    def longest(self) -> int:
        """Characters of the longest lay word."""
        return max(map(len, self.meanings), default=0)

    @property
    def terms(self) -> frozenset[str]:
        """Every word of the table, lay or official."""
        return frozenset(self.meanings) | {term for terms in self.meanings.values() for term in terms}

    def expand(self, text: str) -> tuple[Expansion, ...]:
        """The expansions of a folded text; where lay words overlap, only the first and longest one counts."""
        found: dict[Expansion, None] = {}
        position, longest = 0, self.longest
        while position < len(text):
            said = self._word_at(text, position, longest)
            for meant in self.meanings.get(said, ()):
                found[Expansion(said, meant)] = None
            position += len(said) or 1
        return tuple(expansion for expansion in found if expansion.meant not in text)

    def _word_at(self, text: str, position: int, longest: int) -> str:
        for length in range(min(longest, len(text) - position), 0, -1):
            if text[position : position + length] in self.meanings:
                return text[position : position + length]
        return ""


def with_expansions(text: str, synonyms: Synonyms) -> str:
    """The text, and after it once each the official terms that its lay words mean: how models read it."""
    return " ".join((text, *dict.fromkeys(expansion.meant for expansion in synonyms.expand(text))))
