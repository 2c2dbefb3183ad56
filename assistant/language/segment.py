"""Text into the units that are indexed and searched: dictionary words, character bigrams, characters."""

import re
import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Protocol, cast

from assistant.language.text import HAN

_RUN = re.compile(rf"[{HAN}]+|[0-9a-z]+(?:\.[0-9]+)?")
_WIDE_FORMS = tuple(zip("，：；（）！？／％＋～　", ",:;()!?/%+~ ", strict=True))
_CHARACTER = re.compile(rf"[{HAN}]")


class WordCutter(Protocol):
    """A Chinese dictionary segmenter; `rjieba.Jieba` has this shape."""

    def cut(self, text: str, hmm: bool = True) -> list[str]: ...

    def cut_for_search(self, text: str, hmm: bool = True) -> list[str]: ...

    def add_word(self, word: str, freq: int | None, tag: str | None) -> int: ...


@dataclass(frozen=True)
class Units:
    """A text in units of every kind, each kind in the order of the text."""

    words: tuple[str, ...]
    bigrams: tuple[str, ...]
    characters: tuple[str, ...]


class Segmenter:
    """Cuts text into units, folded to half width and lower case; the same text always gives the same units.

    `terms` are kept whole wherever the dictionary would split them. `stop_words` say nothing about what a question is
    about: the `query_` methods leave them out. The cutter is changed by `terms`, so hand in one that nobody else uses.
    """

    def __init__(
        self, terms: Iterable[str] = (), stop_words: Collection[str] = (), cutter: WordCutter | None = None
    ) -> None:
        own = [term for term in sorted({fold(term) for term in terms}) if len(term) > 1]
        self._cutter = cutter or (_new_cutter() if own else plain_cutter())
        self._stop_words = frozenset(stop_words)
        for term in own:
            self._cutter.add_word(term, None, None)

    def units(self, text: str) -> Units:
        """All units at once, for what is indexed.

        Words come with the shorter words that stand inside them. Bigrams overlap within each run of Chinese
        characters; figures and Latin words stay whole. Characters are what words of one meaning often share (偷窃,
        盗窃).
        """
        folded = fold(text)
        return Units(self._words(folded), _bigrams(folded), tuple(_CHARACTER.findall(folded)))

    def words(self, text: str) -> tuple[str, ...]:
        """The words of `units`."""
        return self._words(fold(text))

    def bigrams(self, text: str) -> tuple[str, ...]:
        """The bigrams of `units`."""
        return _bigrams(fold(text))

    def query_words(self, text: str) -> tuple[str, ...]:
        """The words that say what is asked about, each once."""
        return tuple(word for word in dict.fromkeys(self.words(text)) if word not in self._stop_words)

    def query_bigrams(self, text: str) -> tuple[str, ...]:
        """The bigrams of the text, each once, after stop words have been cut out of it."""
        words = self._cutter.cut(fold(text), False)
        kept = "".join(" " if word in self._stop_words else word for word in words)
        return tuple(dict.fromkeys(_bigrams(kept)))

    def _words(self, folded: str) -> tuple[str, ...]:
        return tuple([word for word in self._cutter.cut_for_search(folded, False) if _says_something(word)])


class LazyCutter:
    """A cutter with the dictionary as it comes, loaded when it is first asked; for several who change nothing in it."""

    def cut(self, text: str, hmm: bool = True) -> list[str]:
        return plain_cutter().cut(text, hmm)

    def cut_for_search(self, text: str, hmm: bool = True) -> list[str]:
        return plain_cutter().cut_for_search(text, hmm)

    def add_word(self, word: str, freq: int | None, tag: str | None) -> int:
        raise NotImplementedError("The dictionary is shared: words are added to a cutter of one's own.")


@cache
def plain_cutter() -> WordCutter:
    """The one cutter of the process whose dictionary is as it comes; nobody adds a word to it.

    It is the one that rjieba makes when it is imported, for functions of its own: another would be 25 MB more.
    """
    import rjieba

    return cast(WordCutter, rjieba)


def fold(text: str) -> str:
    """Half width and lower case, without halves of surrogate pairs: as units are compared."""
    for wide, narrow in _WIDE_FORMS:  # a text without any is normal already, which is seen at once
        if wide in text:
            text = text.replace(wide, narrow)
    text = unicodedata.normalize("NFKC", text).lower()
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "ignore").decode("utf-8")
    return text


def _says_something(word: str) -> bool:
    """Whether it is more than punctuation or white space."""
    return word[0].isalnum() or word[-1].isalnum()


def _bigrams(folded: str) -> tuple[str, ...]:
    units: list[str] = []
    for run in _RUN.findall(folded):
        if len(run) < 2 or run.isascii():
            units.append(run)
        else:
            units += [first + second for first, second in pairwise(run)]
    return tuple(units)


def _new_cutter() -> WordCutter:
    import rjieba  # loads its dictionary (0.1 s), so only where a segmenter is made

    cutter: WordCutter = rjieba.Jieba()
    return cutter
