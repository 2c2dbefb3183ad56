"""A course by any piece of its title that tells it from others: 咖啡的, 消防那个, 新能源的, 数控车工初级班."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from assistant.language.course_words import CourseCues
from assistant.language.longest_run import longest_run
from assistant.language.segment import fold

_One = TypeVar("_One")
_SHORTEST = 2
_MARKS = re.compile(r"[^一-鿿a-z0-9]+")
_TRADE = re.compile(r"[师员工者]$")


@dataclass(frozen=True)
class SaidOfTitle:
    """How much of a title stands in a text. `size`: characters; `is_whole`: all that tells what is taught."""

    pieces: tuple[str, ...]
    size: int
    is_whole: bool


def said_of_title(title: str, text: str, cues: CourseCues) -> SaidOfTitle | None:
    """The longest pieces of a title's telling parts that stand in a text; None where none does."""
    whole, folded = fold(title), fold(text)
    parts = [one for one in _MARKS.split(cues.title_fillers.sub(" ", whole)) if len(one) >= _SHORTEST]
    pieces = [(part, longest_run(part, folded)) for part in parts]
    told = [(part, piece) for part, piece in pieces if len(piece) >= _SHORTEST and not cues.title_weak.fullmatch(piece)]
    if not told:
        return None
    is_whole = any(piece == part or piece == _TRADE.sub("", part) for part, piece in told)
    size = len(whole) if whole in folded else sum(len(piece) for _, piece in told)
    return SaidOfTitle(tuple(piece for _, piece in told), size, is_whole)


def best_named(text: str, courses: Iterable[_One], title_of: Callable[[_One], str], cues: CourseCues) -> list[_One]:
    """Those whose titles say most of a text; none where no title says anything of it."""
    said = [(one, found.size) for one in courses if (found := said_of_title(title_of(one), text, cues)) is not None]
    most = max((size for _, size in said), default=0)
    return [one for one, size in said if size == most]
