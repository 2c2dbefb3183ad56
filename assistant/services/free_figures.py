"""Figures of free words held against evidence: the same value in everyday words is the same figure.

四千五到六千 stands for 4500-6000元, 三倍 for 300%, 一个月2330元 for 每月2330元, 两个人 for 2人. A small count of things
(两种情况, 三个条件) counts what stands there and states nothing.
"""

import re
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from assistant.language.amounts import Figure, canonical_figures
from assistant.language.document_numbers import document_numbers
from assistant.language.text import fold_width

_NUMERAL = r"(?:[0-9][0-9,.]*|[零〇一二两三四五六七八九十百千万半]+)"
_EACH = (
    (
        re.compile(rf"(?<![0-9年月第])(?:一|1)个?(?=(?:月|年|天|小时|人|户|次|单|季度)[^,。;0-9]{{0,8}}{_NUMERAL})"),
        "每",
    ),
    (
        re.compile(
            r"(?<=[0-9元块千百万])一个?(?=(?:月|年|天|小时|人|户|次|单)(?:$|[^零〇一二两三四五六七八九十百千]))"
        ),
        "每",
    ),
    (re.compile(r"第[一二两三]?[回次遍](?=就|也|了|都|能|可|不|$)"), ""),
    (re.compile(r"一块(?![钱多半每/一])|一回|头一|(?<![0-9])一[遍趟些样]"), ""),
    (re.compile(r"(?<=[0-9一二两三四五六七八九十])回"), "次"),
    (re.compile(r",(?=[0-9]{1,2}(?![0-9]))|,(?=[0-9]{4,})"), "。"),
    (re.compile(r"(?:上|前|下|次|这|那|本|当|每|同|头|首|哪)一?年"), ""),
    (re.compile(r"(?<=[0-9一二两三四五六七八九十百])个(?=(?:课时|学时|工作日|小时|人))"), ""),
    (re.compile(r"个?自然日"), "天"),
    (re.compile(r"一分(?:钱)?(?![0-9钟之])"), ""),
    (re.compile(r"一倍半"), "150%"),
    (re.compile(r"一半"), "50%"),
    (re.compile(r"(?:年底|年末)"), "年12月31日"),
)
_FEW, _SMALL_COUNTS = 9, re.compile(r"^([0-9]+)(?:个|种|类|项|条|份|家|档|县|区|点|门|处|场)$")
_OF_ANYTHING = re.compile(r"^[0-9]+个$")
_WEEKDAY = re.compile(r"(?:周|星期|礼拜)([一二三四五六日天])(?!次|个月|年)")
_SMALL_MONEY = re.compile(r"[0-9一两二三四五六七八九几](?:角|毛)(?:钱)?")
_DOCUMENT = document_numbers(longest_letters=12)
_LETTERS_ENOUGH = 4
_TIMES = re.compile(r"^([0-9.]+)倍$")
_BARE = frozenset({"money", "number"})
#: A bare number (满四十) may leave out the measure the evidence gives it.
_COUNTED = frozenset({"count"})
_WITHOUT_MEASURE = re.compile(rf"{_NUMERAL}(?=[,，。、;；的]|$)")


def are_borne(said: str, known: str) -> bool:
    """Whether every figure of the sentence stands in the evidence, in whatever words."""
    said, known = fold_width(said), fold_width(known)
    there = _comparable(known)
    if not _weekdays(said) <= _weekdays(known) or (_SMALL_MONEY.search(said) and not _SMALL_MONEY.search(known)):
        return False
    if not _documents_stand(said, known):
        return False
    counted = {re.sub(r"[^0-9.]", "", value) for kind, value in there if kind in _COUNTED}
    bare = {value for match in _WITHOUT_MEASURE.finditer(said) for _, value in _comparable(match.group())}
    return all(
        figure in there
        or (figure[0] == "amount" and figure[1] in counted & bare)
        or (_OF_ANYTHING.match(figure[1]) is not None and figure[1][:-1] in counted)
        for figure in _comparable(said)
        if not _says_nothing(figure)
    )


def _documents_stand(said: str, known: str) -> bool:
    """Whether the letters before each document number are those of the evidence: 渝人社发 is not 川人社发.

    Words may run into the letters from before (根据渝人社发〔2026〕1号): what both end on must be all of one, or long.
    """
    there = [(match["year"], int(match["number"]), match["letters"]) for match in _DOCUMENT.finditer(known)]
    for match in _DOCUMENT.finditer(said):
        own = match["letters"]
        letters = [other for year, number, other in there if (year, number) == (match["year"], int(match["number"]))]
        if own and not any(_end_alike(own, other) for other in letters):
            return False
    return True


def _end_alike(one: str, other: str) -> bool:
    shared = 0
    while shared < min(len(one), len(other)) and one[-1 - shared] == other[-1 - shared]:
        shared += 1
    return shared >= min(_LETTERS_ENOUGH, len(one), len(other))


def _weekdays(text: str) -> set[str]:
    return {"日" if found == "天" else found for found in _WEEKDAY.findall(text)}


@lru_cache(maxsize=2048)
def _comparable(text: str) -> frozenset[tuple[str, str]]:
    for pattern, plain in _EACH:
        text = pattern.sub(plain, text)
    return frozenset(_plain(figure) for figure in canonical_figures(text))


def _plain(figure: Figure) -> tuple[str, str]:
    """Amounts with and without their unit are one kind; so are rates and multiples."""
    times = _TIMES.match(figure.value)
    if times:
        return "rate", _normal(Decimal(times[1]))
    if figure.kind == "rate":
        try:
            return "rate", _normal(Decimal(figure.value))
        except InvalidOperation:
            return "rate", figure.value
    return ("amount" if figure.kind in _BARE else figure.kind), figure.value


def _normal(value: Decimal) -> str:
    return format(value.normalize(), "f")


def _says_nothing(figure: tuple[str, str]) -> bool:
    count = _SMALL_COUNTS.match(figure[1])
    return figure[1] == "1次" or (count is not None and int(count[1]) <= _FEW)
