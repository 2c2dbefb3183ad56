"""What is settled and long past: told as of years ago, with how it ended, and an everyday wish behind it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

_BLANK = "□"
_CLAUSE_ENDS = ",，。.!！?？;； \n"
#: How many characters may stand between when it was and how it ended.
_ONE_TELLING = 80
#: 都是三年前的事: the time stands behind the whole telling.
_SUMMED_UP = re.compile(r"(?:都|全|这|那|这些|那些)(?:都)?是.{0,12}的(?:旧|老)?事")


@dataclass(frozen=True)
class SettledRule:
    """Patterns of when it was (`told`), how it ended, what is wished now, and of what speaks against its being over."""

    told: re.Pattern[str]
    ended: re.Pattern[str]
    wish: re.Pattern[str]
    unless: re.Pattern[str]

    @classmethod
    def compile(
        cls, told: Iterable[str], ended: Iterable[str], wish: Iterable[str], unless: Iterable[str]
    ) -> "SettledRule":
        """From regular expressions as they stand in the rules' file; letter case is ignored. Raises re.error."""
        return cls(_either(told), _either(ended), _either(wish), _either(unless))

    def without_settled(self, text: str) -> str:
        """The text with what is over blanked out, in the same length; unchanged where nothing is settled."""
        span = self._span(text)
        return text if span is None else text[: span[0]] + _BLANK * (span[1] - span[0]) + text[span[1] :]

    def _span(self, text: str) -> tuple[int, int] | None:
        """From the clause that says when to the end of the last that says how it ended; a wish stands behind it.

        Where the time sums up what was told before it, the telling begins before it.
        """
        told = self.told.search(text)
        if told is None or self.unless.search(text):
            return None
        start, first = _clause_start(text, told.start()), told.start()
        if _SUMMED_UP.search(text, start):
            start = first = max(0, start - _ONE_TELLING)
        ended = self.ended.search(text, first)
        if ended is None or ended.start() - first > _ONE_TELLING:
            return None
        wish = self.wish.search(text, max(told.end(), ended.end()))
        if wish is None:
            return None
        # what ended before the wish is over; the wish, and what is said after it, is read as it stands
        last = max(one.end() for one in self.ended.finditer(text, first, wish.start()))
        return start, _clause_end(text, max(told.end(), last))


def _clause_start(text: str, position: int) -> int:
    return max(text.rfind(mark, 0, position) for mark in _CLAUSE_ENDS) + 1


def _clause_end(text: str, position: int) -> int:
    ends = (found for mark in _CLAUSE_ENDS if (found := text.find(mark, position)) >= 0)
    return min(ends, default=position)


def _either(expressions: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{expression})" for expression in expressions), re.IGNORECASE)
