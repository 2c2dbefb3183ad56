"""Words of daily life that name a trade only where they are said as work: 装修, 煮饭, 货车, 搬家, 打扫.

我搬家了, 坐小货车去, 白天屋头装修 tell of something else; 想做搬家, 打扫卫生的有没有, 煮饭 by itself look for work.
"""

import re

from assistant.language.said_words import Said, SaidKind, SaidWords
from assistant.language.vacancy_polarity import Stance
from assistant.language.wish_phrases import WishCues

Pairs = tuple[tuple[Said, Stance], ...]
#: Of two who look together, each with work of their own.
_EACH = re.compile("(?:我|他|她|老公|老婆|男人|婆娘|媳妇|对象)(?:就|来|想|可以|做|干|去)*$")
_BUSINESS = ("场", "厂", "店", "铺", "行")
_WANTED = (Stance.WANTED, Stance.OF_ONESELF)


def told_in_passing(pairs: Pairs, words: SaidWords, cues: WishCues, weak: frozenset[str], is_sought: bool) -> Pairs:
    """The same with weak words as told where nothing says that they are the work.

    `weak`: those words. `is_sought`: a trade is looked for already. Beside a trade that is named outright or looked for
    only a wish (换成打扫卫生), a list (保安、打扫卫生都行) or nothing else in the message makes them one.
    """
    outright = is_sought or any(
        one.kind is SaidKind.OCCUPATION and stance in (*_WANTED, Stance.WISHED) and not _is_weak(one, words, weak)
        for one, stance in pairs
    )
    return tuple(
        (one, Stance.TOLD)
        if one.kind is SaidKind.OCCUPATION
        and stance in _WANTED
        and _is_weak(one, words, weak)
        and not _is_work(one, words, cues, weak, outright)
        else (one, stance)
        for one, stance in pairs
    )


def without_descriptions(pairs: Pairs, words: SaidWords, cues: WishCues) -> Pairs:
    """给庄稼打药的无人机飞手: a title without a name of ours after 的 is the work; the word before it describes it."""
    titles = {match.start(match.lastindex or 0) for match in cues.trade_said.finditer(words.skeleton)}
    return tuple(
        (one, Stance.TOLD)
        if one.kind is SaidKind.OCCUPATION
        and stance in _WANTED
        and words.skeleton[one.end : one.end + 1] == "的"
        and one.end + 1 in titles
        and _names_a_trade(words.skeleton, one.end + 1, cues)
        else (one, stance)
        for one, stance in pairs
    )


def without_refused_later(pairs: Pairs, words: SaidWords) -> Pairs:
    """保安太熬夜, 保安不干了: a trade refused by its plain name after it was spoken of is not wanted."""
    refused = {
        one.value: one.start
        for one, stance in pairs
        if one.kind is SaidKind.OCCUPATION
        and stance is Stance.REFUSED
        and words.text[one.start : one.end] == one.value.lower()
        and words.text[one.start - 1 : one.start] != "的"  # 保安, 不要巴南的保安
    }
    return tuple(
        (one, Stance.TOLD)
        if one.kind is SaidKind.OCCUPATION and stance in _WANTED and one.start < refused.get(one.value, 0)
        else (one, stance)
        for one, stance in pairs
    )


def _names_a_trade(skeleton: str, start: int, cues: WishCues) -> bool:
    match = cues.trade_said.search(skeleton, start - 1)
    word = next(filter(None, match.groups()), "") if match else ""
    return cues.trade_noun.match(word) is not None


def _is_weak(one: Said, words: SaidWords, weak: frozenset[str]) -> bool:
    is_business = words.text[one.end : one.end + 1] in _BUSINESS  # 养猪场, 洗车店
    return words.text[one.start : one.end] in weak and not is_business


def _is_work(one: Said, words: SaidWords, cues: WishCues, weak: frozenset[str], outright: bool) -> bool:
    list_start, list_end, holds_trade = _list_around(one, words, cues, weak)
    before, after = words.skeleton[:list_start], words.skeleton[list_end:]
    if cues.weak_done.match(after):  # 我搬家了
        return False
    if cues.together.search(words.skeleton) and _EACH.search(before):  # 他开叉车我打扫卫生
        return True
    if holds_trade or cues.weak_wished.search(before) or cues.weak_added.match(after):
        return True
    if outright:
        return cues.weak_alone.fullmatch(words.skeleton) is not None
    if cues.trade_before.search(before) or cues.trade_after.match(after):  # 开了二十几年货车
        return True
    if cues.weak_before.search(before) or cues.weak_after.match(after):
        return True
    return cues.weak_alone.fullmatch(_clause(one, words, cues)) is not None


def _list_around(one: Said, words: SaidWords, cues: WishCues, weak: frozenset[str]) -> tuple[int, int, bool]:
    """Where the list of occupations it stands in begins and ends, and whether one of them is no weak word."""
    joint = re.compile(f"(?:{cues.weak_joint.pattern})?")
    start, end, holds_trade = one.start, one.end, False
    occupations = [other for other in words.of_kind(SaidKind.OCCUPATION) if other.start != one.start]
    for other in reversed([other for other in occupations if other.end <= one.start]):
        if joint.fullmatch(words.skeleton, other.end, start) is None:
            break
        start, holds_trade = other.start, holds_trade or not _is_weak(other, words, weak)
    for other in [other for other in occupations if other.start >= one.end]:
        if joint.fullmatch(words.skeleton, end, other.start) is None:
            break
        end, holds_trade = other.end, holds_trade or not _is_weak(other, words, weak)
    return start, end, holds_trade


def _clause(one: Said, words: SaidWords, cues: WishCues) -> str:
    marks = [match.span() for match in cues.breaks.finditer(words.skeleton)]
    start = max((end for _, end in marks if end <= one.start), default=0)
    end = min((low for low, _ in marks if low >= one.end), default=len(words.skeleton))
    return words.skeleton[start:end]
