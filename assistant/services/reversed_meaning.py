"""Whether a sentence says the opposite of what it rests on: 以上 for 以下, 每月 for 一次性, 产后 for 产前.

Words are compared, not understood: a bound, an order in time or a period said of a figure must be said of the same
figure there, a permission may not stand for a prohibition, nor one of two opposite words for the other.
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise

from assistant.language.text import HAN, fold_width
from assistant.services.denials import denies_otherwise
from assistant.services.figure_context import candidates, is_said_of_another
from assistant.services.figure_mentions import SEGMENTS, Mention, find_mentions, periods_in, telling_pairs
from assistant.services.flipped_words import flips_a_word

#: One word → what it may not stand for.
Opposites = Sequence[tuple[re.Pattern[str], re.Pattern[str]]]

_folded = lru_cache(maxsize=1024)(fold_width)
_REGULARLY = re.compile(
    r"按(?:月|季度?|年|日|天|周)(?!工资|收入|内)|每个?(?:月|季度?|年)(?=付|交|申请|领取|受理|向)|一次性(?=付|领取|发)"
)
_PERMITS = re.compile(rf"(?<!不)(?:可以|允许|(?<![不可才只])能)([{HAN}])")
_FORBIDS = re.compile(r"(?:不得|禁止|严禁|不准|不允许|不可)(?!重复|再|同时)")
_DONE_BY = re.compile(
    r"由([^,。;由]{1,12}?)(承担|受理|办理|办(?!银行|机构|人|法)|付|出|交|审核|复核|初审|认定|申请|负责)"
)
_PRIVATE = re.compile(r"本人|个人|家属|劳动者|您|求职者")
_PAYING = frozenset({"承担", "付", "交", "出"})
_PERSON, _EMPLOYER = "劳动者|本人|毕业生|青年|失业人员|求职者|的人|见习人员|您(?!公司|单位|们)", "单位|基地|机构"
_RECEIVERS = (
    ("person", re.compile(rf"付(?:给|到|与)?(?:{_PERSON})|(?:{_PERSON})[^,。;单基]{{0,8}}(?:领取|得)")),
    (
        "employer",
        re.compile(rf"付(?:给|到|与)?(?:{_EMPLOYER})|(?:{_EMPLOYER})(?:最长|最高)?(?:可以?|能)?(?:领取|得|获)"),
    ),
)
_NOT_SO = re.compile(rf"(?:(?<!是)不是|不属于|(?<!是)非)([{HAN}]{{2}})")
_FIRST_THEN = re.compile(rf"先([{HAN}])[{HAN}]?(?:后|再)([{HAN}])")
_ALREADY = re.compile(rf"已经?([{HAN}]{{2}})")
_BEFORE_OR_AFTER = re.compile(rf"([{HAN}]{{1,2}})(?:之|以)?([前后])(?![往台提续勤果者代])")
_TIED = frozenset({"money", "rate"})


def reverses(sentence: str, evidence: str, opposites: Opposites = ()) -> bool:
    """Whether the sentence denies, bounds, orders or repeats what the evidence says in another sense."""
    said, known = _folded(sentence), _folded(evidence)
    here, there = find_mentions(said), find_mentions(known)
    return (
        flips_a_word(said, known)
        or denies_otherwise(said, known)
        or _is_not_so(said, known)
        or _permits_what_is_forbidden(said, known)
        or _is_done_by_another(said, known)
        or _turns_the_sequence(said, known)
        or _is_already(said, known)
        or _swaps(said, known, opposites)
        or _turns_before_and_after(said, known)
        or _changes_order(here, there)
        or is_said_of_another(said, known)
        or _goes_to_another(here, there, said, known)
        or any(_bounds_otherwise(mention, there) for mention in here)
        or _repeats_otherwise(here, there, said, known)
    )


def _is_not_so(said: str, known: str) -> bool:
    """不是首次创办的 where the evidence speaks of 首次创办 and never denies it."""
    return any(
        match[1] in known and re.search(rf"[不没非未无仅只限][^,。;]{{0,6}}{match[1]}", known) is None
        for match in _NOT_SO.finditer(said)
    )


def _permits_what_is_forbidden(said: str, known: str) -> bool:
    """可以收 where the evidence, or its sentence most like this one, has 不得收取 and not 可以收."""
    verbs = _PERMITS.findall(said)
    if not verbs or not _FORBIDS.search(known):
        return False
    words = telling_pairs(said)
    likest = max(SEGMENTS.split(known), key=lambda segment: len(words & telling_pairs(segment)))
    for verb in verbs:
        forbidden = re.compile(f"{_FORBIDS.pattern}[^。;]{{0,24}}{verb}")
        if re.search(rf"可以?[^,。;]{{0,8}}{verb}", known):
            continue
        is_a_duty = re.search(rf"(?:应当?|能)[^,。;不]{{0,8}}{verb}", known) is not None
        if forbidden.search(likest if is_a_duty else known):
            return True
    return False


def _is_done_by_another(said: str, known: str) -> bool:
    """由个人承担 where the evidence, at the place most like this one, has it done by others."""
    for match in _DONE_BY.finditer(said):
        rest = telling_pairs(said.replace(match[1], ""))
        there = [
            (len(rest & telling_pairs(segment)), found[1])
            for segment in SEGMENTS.split(known)
            for found in _DONE_BY.finditer(segment)
            if _is_same_deed(found[2], match[2])
        ]
        if not there and match[2] in _PAYING and _PRIVATE.search(match[1]):
            return True
        most = max((count for count, _ in there), default=0)
        actors = [actor for count, actor in there if count == most]
        if actors and not any(telling_pairs(match[1]) & telling_pairs(actor) for actor in actors):
            return True
    return False


def _is_same_deed(one: str, other: str) -> bool:
    return one == other or {one, other} <= _PAYING


def _goes_to_another(here: Sequence[Mention], there: Sequence[Mention], said: str, known: str) -> bool:
    """Money the evidence gives to employers, told as a person's, or the other way round."""
    segments = SEGMENTS.split(known)
    for mention in here:
        if mention.figure.kind == "money":
            texts = [segments[other.segment] for other in there if other.figure == mention.figure]
            given = _all(_receivers(text) for text in texts)
            taken = _receivers(said)
            if given and taken and not given & taken:
                return True
    return False


def _receivers(text: str) -> frozenset[str]:
    return frozenset(name for name, words in _RECEIVERS if words.search(text))


def _turns_the_sequence(said: str, known: str) -> bool:
    """先补后交 where the evidence has 先交后补."""
    known_steps = set(_FIRST_THEN.findall(known))
    return any((after, first) in known_steps for first, after in _FIRST_THEN.findall(said))


def _is_already(said: str, known: str) -> bool:
    """已经升学的 where the evidence speaks of 未继续升学的 only."""
    words = (match[1] for match in _ALREADY.finditer(said))
    return any(
        re.search(rf"未[^,。;]{{0,3}}{word}", known) is not None and re.search(rf"已经?{word}", known) is None
        for word in words
    )


def _swaps(said: str, known: str, opposites: Opposites) -> bool:
    return any(
        one.search(said) and not one.search(known) and other.search(known) and not other.search(said)
        for pair in opposites
        for one, other in (pair, pair[::-1])
    )


def _turns_before_and_after(said: str, known: str) -> bool:
    """产后 where the evidence knows only 产前; a figure's own order is looked at with the figure."""
    for match in _BEFORE_OR_AFTER.finditer(said):
        word, order = match[1][-1], match[2]
        other = {"前": "后", "后": "前"}[order]
        there = set(re.findall(rf"{word}(?:之|以)?([前后])", known))
        if there == {other}:
            return True
    return False


def _changes_order(here: Sequence[Mention], there: Sequence[Mention]) -> bool:
    """Two figures of a kind that stand the other way round in the evidence: 每1个月延迟4个月."""
    orders = _neighbours(there)
    return any((after, before) in orders and (before, after) not in orders for before, after in _neighbours(here))


def _neighbours(mentions: Sequence[Mention]) -> set[tuple[object, object]]:
    return {
        (one.figure, other.figure)
        for one, other in pairwise(mentions)
        if one.segment == other.segment
        and one.clause == other.clause
        and one.kind == other.kind
        and one.figure != other.figure
    }


def _bounds_otherwise(mention: Mention, there: Sequence[Mention]) -> bool:
    near = candidates(mention, there)
    if not near:
        return False
    if len(mention.bounds) > 1:
        return True
    bounds, orders = _all(one.bounds for one in near), _all(one.orders for one in near)
    if mention.bounds and bounds and not mention.bounds & bounds:
        is_tied = mention.figure.kind in _TIED
        if is_tied or all(one.bounds for one in near):
            return True
    if mention.orders and orders and not mention.orders & orders:
        return True
    if "after" in mention.orders and mention.figure.kind in ("months", "count") and not orders | bounds & {"up"}:
        return True
    return mention.bounds == {"up"} and mention.figure.kind in _TIED and not bounds


def _repeats_otherwise(here: Sequence[Mention], there: Sequence[Mention], said: str, known: str) -> bool:
    """Whether an amount is told per month, or once, where the evidence tells another period, or none."""
    segments = SEGMENTS.split(known)
    for mention in here:
        if mention.figure.kind != "money" or not mention.periods:
            continue
        near = candidates(mention, there)
        periods = _all(one.periods for one in near) or _all(
            periods_in("".join(segments[max(0, one.segment - 1) : one.segment + 1])) for one in near
        )
        if near and not mention.periods & periods:
            return True
    told = _regular(said)
    return bool(told) and not told & periods_in(known)


def _regular(text: str) -> frozenset[str]:
    """How often something is done: 按月, 每季度."""
    return _all(periods_in(match.group()) for match in _REGULARLY.finditer(text))


def _all(sets: Iterable[frozenset[str]]) -> frozenset[str]:
    return frozenset().union(*sets)
