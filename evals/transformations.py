"""The same message written another way. Every transformation is fixed by the message, so that a run can be repeated.

A transformation gives back the text as it was where it has nothing to change. Figures are never touched.
"""

import random
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import TypeAlias

import rjieba
import yaml
from opencc import OpenCC
from pypinyin import Style, lazy_pinyin

Transformation: TypeAlias = Callable[[str], str]
_HAN = re.compile(r"[\u4e00-\u9fff]")
_HAN_RUN = re.compile(r"[\u4e00-\u9fff]{2,}")
_PUNCTUATION = re.compile(r"[\s，。！？、；：“”‘’（）《》,.!?;:()\"'…—~～-]+(?![0-9])")
_NUMERALS = set("零一二三四五六七八九十百千万亿两半")
#: One slip for so many characters.
_TYPO_EVERY, _SOUND_EVERY, _PINYIN_EVERY = 18, 14, 18


def all_transformations(messages: Iterable[str]) -> dict[str, Transformation]:
    """By name. `messages`: from which the characters people really use are counted."""
    words = _words()
    homophones = _homophones(messages)
    return {
        "typo": _typo,
        "homophone": lambda text: _homophone(text, homophones),
        "dialect": lambda text: _replace(text, words["dialect"]),
        "traditional": _traditional,
        "no_punctuation": lambda text: _PUNCTUATION.sub("", text),
        "pinyin": _pinyin,
        "rewording": lambda text: _replace(text, words["rewording"]),
        "politeness": lambda text: f"{words['polite']['before']}{text}{words['polite']['after']}",
        "order": lambda text: _reorder(text, tuple(words["connectives"])),
    }


def _typo(text: str) -> str:
    """Two neighbours swapped, a character lost or one twice, as fingers do it."""
    choose, letters = random.Random(text), list(text)
    for place in sorted(_places(text, _TYPO_EVERY, choose), reverse=True):
        kind = choose.choice(("swap", "lose", "double"))
        if kind == "swap" and place + 1 < len(letters) and _may_change(letters[place + 1]):
            letters[place], letters[place + 1] = letters[place + 1], letters[place]
        elif kind == "lose":
            del letters[place]
        else:
            letters.insert(place, letters[place])
    return "".join(letters)


def _homophone(text: str, homophones: Mapping[str, str]) -> str:
    choose, letters = random.Random(text), list(text)
    places = [at for at, letter in enumerate(letters) if letter in homophones and letter not in _NUMERALS]
    for place in choose.sample(places, min(len(places), _slips(text, _SOUND_EVERY))):
        letters[place] = homophones[letters[place]]
    return "".join(letters)


def _homophones(messages: Iterable[str]) -> dict[str, str]:
    """Character → the commonest other one that sounds the same, tone left aside: what a keyboard offers first."""
    counts = Counter(letter for message in messages for letter in message if _HAN.match(letter))
    by_sound: defaultdict[str, list[str]] = defaultdict(list)
    for letter, _ in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])):
        by_sound[lazy_pinyin(letter, style=Style.NORMAL)[0]].append(letter)
    return {
        letter: next(o for o in same if o != letter) for same in by_sound.values() if len(same) > 1 for letter in same
    }


def _pinyin(text: str) -> str:
    """A word of two characters in letters, as people do where a keyboard fails them."""
    choose = random.Random(text)
    cut = rjieba.cut(text)
    places = [at for at, word in enumerate(cut) if len(word) == 2 and all(map(_may_change, word))]
    for place in choose.sample(places, min(len(places), _slips(text, _PINYIN_EVERY))):
        cut[place] = "".join(lazy_pinyin(cut[place], style=Style.NORMAL))
    return "".join(cut)


def _reorder(text: str, connectives: tuple[str, ...]) -> str:
    """The first two of three clauses or more change places, where neither leans on the one before."""
    clauses = re.findall(r"[^，。；！？]+[，。；！？]?", text)
    if len(clauses) < 3 or clauses[0][-1] not in "，。；" or clauses[1][-1] not in "，。；":
        return text
    if clauses[0].startswith(connectives) or clauses[1].startswith(connectives):
        return text
    return "".join((f"{clauses[1][:-1]}，", f"{clauses[0][:-1]}{clauses[1][-1]}", *clauses[2:]))


def _replace(text: str, words: Mapping[str, str]) -> str:
    pattern = re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))))
    return pattern.sub(lambda found: words[found.group()], text)


def _traditional(text: str) -> str:
    return _converter().convert(text)


@cache
def _converter() -> OpenCC:
    return OpenCC("s2t")


@cache
def _words() -> dict:  # type: ignore[type-arg]
    return yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))


def _places(text: str, every: int, choose: random.Random) -> list[int]:
    places = [
        at for run in _HAN_RUN.finditer(text) for at in range(run.start(), run.end() - 1) if _may_change(text[at])
    ]
    return choose.sample(places, min(len(places), _slips(text, every)))


def _slips(text: str, every: int) -> int:
    return max(1, len(text) // every)


def _may_change(letter: str) -> bool:
    return _HAN.match(letter) is not None and letter not in _NUMERALS
