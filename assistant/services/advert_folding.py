"""An advert as the checks read it: one width and script, and words that were disguised put right.

Each character keeps its place in the printed text, so that a finding quotes what is printed.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from assistant.language.text import fold_width

#: What is put between the characters of a word so that it is not found: 押 金, 押.金, 押*金, and what cannot be seen.
_BETWEEN = r"[ \t.·•*_\-~+'^`…⋯○●★☆\u200b-\u200f\u2060\ufe0f\ufeff\u00ad\u2600-\u27bf\U0001f000-\U0001faff]{0,3}"
#: Forms with a plain counterpart of one character: circled figures, radicals, compatibility and full-width characters.
_FOLDED_RANGES = ((0x2460, 0x24FF), (0x2E80, 0x2FDF), (0x3000, 0x3003), (0xF900, 0xFAFF), (0xFF00, 0xFFEF))
#: These stand in nearly every advert; replacing them one by one is faster than translating the whole.
_COMMON = tuple(zip("，：；（）！？", ",:;()!?", strict=True))


@dataclass(frozen=True)
class FoldedText:
    """`text` is for the expressions. `places`: where each of its characters stands in print; None: all in the same."""

    text: str
    places: tuple[int, ...] | None = None

    def in_print(self, start: int, end: int) -> tuple[int, int]:
        """The span in the printed text."""
        if self.places is None:
            return start, end
        return self.places[start], (self.places[end - 1] + 1 if end > start else self.places[start])


@dataclass(frozen=True)
class Disguises:
    """`words` that are disguised; `sounds`: character → what is written in its place, each of one character or more;
    `simplified`: traditional → simplified character."""

    words: Sequence[str] = ()
    sounds: Mapping[str, Sequence[str]] = field(default_factory=dict)
    simplified: Mapping[str, str] = field(default_factory=dict)


class AdvertFolding:
    """Folds adverts as the table of disguises says."""

    def __init__(self, disguises: Disguises) -> None:
        self._table = {ord(printed): plain for printed, plain in _plain_forms(disguises.simplified)}
        self._odd = re.compile(f"[{''.join(re.escape(chr(code)) for code in self._table)}]")
        self._words = tuple(disguises.words)
        self._disguised = _disguised(disguises) if disguises.words else None

    def fold(self, text: str) -> FoldedText:
        """Half width, lower case, simplified where the table knows it, disguised words as they are meant."""
        lower = text.lower()
        if len(lower) != len(text):
            lower = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
        for printed, plain in _COMMON:
            lower = lower.replace(printed, plain)
        if self._odd.search(lower):
            lower = lower.translate(self._table)
        if self._disguised is None:
            return FoldedText(lower)
        meant = [(match.span(), word) for match, word in self._meant(lower) if match.group() != word]
        return _replaced(lower, meant) if meant else FoldedText(lower)

    def _meant(self, text: str) -> Iterator[tuple[re.Match[str], str]]:
        if self._disguised is not None:
            for match in self._disguised.finditer(text):
                yield match, self._words[int(match.lastgroup[1:].split("_")[0]) if match.lastgroup else 0]


def _plain_forms(simplified: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for first, last in _FOLDED_RANGES:
        for code in range(first, last + 1):
            plain = fold_width(chr(code)).lower()
            if plain != chr(code) and len(plain) == 1:
                yield chr(code), plain
    yield from simplified.items()


def _disguised(disguises: Disguises) -> re.Pattern[str]:
    """Every way to write the words. Grouped by how they begin: each place in a text is tried against few of them."""
    by_start: dict[str, list[str]] = {}
    for index, word in enumerate(disguises.words):
        rest = _BETWEEN + _BETWEEN.join(f"(?:{'|'.join(map(re.escape, _forms(c, disguises)))})" for c in word[1:])
        for number, start in enumerate(_forms(word[0], disguises)):
            by_start.setdefault(start, []).append(f"(?P<w{index}_{number}>{rest}{_edge(word, disguises)})")
    return re.compile("|".join(f"{_start(start)}(?:{'|'.join(rests)})" for start, rests in by_start.items()))


def _forms(character: str, disguises: Disguises) -> list[str]:
    return [character, *disguises.sounds.get(character, ())]


def _start(start: str) -> str:
    """Pinyin is no part of another Latin word."""
    return rf"{start[0]}(?<![a-z0-9]{start[0]}){re.escape(start[1:])}" if start.isascii() else re.escape(start)


def _edge(word: str, disguises: Disguises) -> str:
    """After a word whose last character may stand in pinyin no Latin letter follows."""
    return "(?![a-z])" if any(form.isascii() for form in disguises.sounds.get(word[-1], ())) else ""


def _replaced(text: str, meant: Sequence[tuple[tuple[int, int], str]]) -> FoldedText:
    parts: list[str] = []
    places: list[int] = []
    done = 0
    for (start, end), word in meant:
        parts += (text[done:start], word)
        places += range(done, start)
        # The last character of the word stands for the rest of what is printed.
        places += [min(start + n, end - 1) for n in range(len(word) - 1)] + [end - 1]
        done = end
    parts.append(text[done:])
    places += range(done, len(text) + 1)
    return FoldedText("".join(parts), tuple(places))
