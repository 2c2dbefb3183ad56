"""Whether a sentence keeps to the words of its evidence: a quotation shortened, joined or begun in other words.

Free words can be false in more ways than words can be compared for; what keeps to a passage's own words, leaves out no
condition on the way and adds next to nothing can hardly be. Thresholds: docs/adr/0019.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

from assistant.language.text import HAN, fold_width
from assistant.services.borne_words import SAYS_LITTLE
from assistant.services.everyday_words import EverydayWords

#: Most telling characters of a sentence that its evidence lacks at that place, and their largest share.
MOST_NEW, LARGEST_SHARE = 2, 0.2
_SHORTEST_RUN = 2
#: Windows of the evidence that are looked at closely: those with most pairs of characters in common.
_LOOKED_AT = 4
_TELLING = re.compile(f"[{HAN}0-9A-Za-z]")
#: Characters that say little beside others, yet turn a sentence if they are added or left out.
_ADDED_NOTHING = SAYS_LITTLE - frozenset("二三四五六七八九十百千万两半没无不以由从到最多少长")
_ADDRESS = re.compile(r"您的?|你的?")
_MAY_NOT_BE_LEFT_OUT = re.compile(
    "不|未|非|除|仅|只|须|应当|满|以上|以下|且|同时|超过|低于|高于|如果|的话|才|但|情形|条件|前|后|内"
)
_MAY_NOT_BE_ADDED = re.compile("[不未非无没免除仅只必禁]")
_MARKS = (re.compile(r"\n"), re.compile(r"[。\n]"), re.compile(r"[。；;\n]"))


@dataclass(frozen=True)
class _Likeness:
    """`new`: telling characters the window lacks; `left_out`: what of the window stands before the last one used."""

    new: str
    left_out: str


def is_close(sentence: str, evidence: str, words: EverydayWords) -> bool:
    """Both as written; they are compared in everyday words."""
    said = _ADDRESS.sub("", words.plain(fold_width(sentence)))
    telling = sum(map(_is_telling, said))
    return telling > 0 and any(
        len(one.new) <= min(MOST_NEW, LARGEST_SHARE * telling)
        and _MAY_NOT_BE_ADDED.search(one.new) is None
        and _MAY_NOT_BE_LEFT_OUT.search(one.left_out) is None
        for one in _likenesses(said, words.plain(fold_width(evidence)))
    )


def _likenesses(said: str, known: str) -> Iterator[_Likeness]:
    pairs = _pairs(said)
    windows = sorted(_windows(known), key=lambda window: len(pairs & _pairs(window)), reverse=True)
    for window in windows[:_LOOKED_AT]:
        yield _compare(said, window)


def _windows(known: str) -> list[str]:
    """Each line, sentence and part of a sentence of the evidence, and each with the one after it."""
    windows: dict[str, None] = {}
    for marks in _MARKS:
        parts = [part for part in marks.split(known) if part.strip()]
        windows |= dict.fromkeys([*parts, *("。".join(pair) for pair in pairwise(parts))])
    return list(windows)


def _compare(said: str, window: str) -> _Likeness:
    matcher = SequenceMatcher(None, said, window, autojunk=False)
    runs = [run for run in matcher.get_matching_blocks() if run.size >= _SHORTEST_RUN]
    here = {place for run in runs for place in range(run.a, run.a + run.size)}
    there = {place for run in runs for place in range(run.b, run.b + run.size)}
    new = "".join(one for place, one in enumerate(said) if place not in here and _is_telling(one))
    end = max(there, default=-1)
    left_out = "".join(" " if place in there else window[place] for place in range(end + 1))
    return _Likeness(new, left_out)


def _pairs(text: str) -> frozenset[str]:
    return frozenset(text[place : place + 2] for place in range(len(text) - 1))


def _is_telling(character: str) -> bool:
    return character not in _ADDED_NOTHING and _TELLING.match(character) is not None
