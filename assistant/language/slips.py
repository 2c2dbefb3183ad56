"""Slips of the thumb in any word, mended by how people write: 布签合同 for 不签合同 is left, 加班废 becomes 加班费.

Only where characters stand that belong to no word and that nobody puts one after another; and only where the mended
text is far likelier than the one that was typed.
"""

from collections.abc import Iterator

from assistant.language.segment import WordCutter
from assistant.language.sounds import SoundTable
from assistant.language.usage import END, START, Usage, runs_of

#: By how much likelier, in natural logarithms, the mended text has to be, by the kind of the slip.
_SOUND, _DOUBLED, _SWAPPED = 5.0, 5.0, 9.0
#: Pairs met so often are no slip.
_USUAL = 2
_KEPT = frozenset("零一二三四五六七八九十百千万亿两半几不没未无非免")
#: What may stand within a word or between any two: 登了记 is no slip for 登记了.
_BETWEEN = frozenset("了过着的得地和是也就都还个人一月")
#: At most so many characters are looked at in one message: more is no message.
_LONGEST = 600


class SlipMender:
    """Mends by `usage`; `cutter`: a dictionary of words, which are never touched."""

    def __init__(self, usage: Usage, cutter: WordCutter) -> None:
        self._usage = usage
        self._cutter = cutter
        self._sounds = SoundTable()

    def mend(self, text: str) -> str:
        """The text with such slips put right; a text without any is returned as it is."""
        pieces: list[str] = []
        position = 0
        for match in runs_of(text[:_LONGEST]):
            mended = self._mend_run(match.group())
            if mended != match.group():
                pieces += [text[position : match.start()], mended]
                position = match.end()
        return "".join((*pieces, text[position:])) if pieces else text

    def _mend_run(self, run: str) -> str:
        doubtful = self._doubtful(run)
        if not doubtful:
            return run
        padded = f"{START}{START}{run}{END}{END}"
        shift = 2
        for place in doubtful:
            at = place + shift
            mended = self._best(padded, at)
            shift += len(mended) - len(padded)
            padded = mended
        return padded[2:-2]

    def _doubtful(self, run: str) -> list[int]:
        """Characters of no word, one of whose neighbours hardly ever stands beside them."""
        places: list[int] = []
        padded, position = f"{START}{run}{END}", 0
        for word in self._cutter.cut(run, False):
            if len(word) == 1 and not self._is_usual(padded, position + 1):
                places.append(position)
            position += len(word)
        return places

    def _is_usual(self, padded: str, at: int) -> bool:
        count = self._usage.count
        return count(padded[at - 1 : at + 1]) > _USUAL and count(padded[at : at + 2]) > _USUAL

    def _best(self, padded: str, at: int) -> str:
        best, gain = padded, 0.0
        for mended, needed in self._mendings(padded, at):
            more = self._gain(padded, mended, at) - needed
            if more > gain and self._makes_a_word(padded, mended, at):
                best, gain = mended, more
        return best

    def _makes_a_word(self, padded: str, mended: str, at: int) -> bool:
        """Whether what was changed, or for a doubled character what is left, stands in a word then."""
        low, high = (at - 1, at + 1) if len(mended) < len(padded) else (at, at + 1)
        windows = (
            mended[start : start + size]
            for size in (2, 3, 4)
            for start in range(max(2, low - size + 1), min(high, len(mended) - 2 - size + 1))
        )
        return any(self._cutter.cut(window, False) == [window] for window in windows)

    def _gain(self, padded: str, mended: str, at: int) -> float:
        """How much likelier the mended text is, as far as the two differ."""
        first, tail = max(2, at - 1), len(padded) - min(len(padded), at + 4)
        before = self._usage.log_chance_of(padded[: len(padded) - tail], first)
        return self._usage.log_chance_of(mended[: len(mended) - tail], first) - before

    def _mendings(self, padded: str, at: int) -> Iterator[tuple[str, float]]:
        """Every text that may have been meant, with how much likelier it has to be."""
        written, before, after = padded[at], padded[at - 1], padded[at + 1]
        head, tail = padded[:at], padded[at + 1 :]
        if written in _KEPT:
            return
        for sound in self._sounds.readings(written, exact=True)[:1]:
            for character in self._usage.by_sound.get(sound, ()):
                if character != written and character not in _KEPT:
                    yield head + character + tail, _SOUND
        if written in (before, after):
            yield head + tail, _DOUBLED
        if written in _BETWEEN:
            return
        if before != START and before not in _KEPT | _BETWEEN:
            yield head[:-1] + written + before + tail, _SWAPPED
        if after != END and after not in _KEPT | _BETWEEN:
            yield head + after + written + tail[1:], _SWAPPED
