"""Figures of free words held against evidence: the same value in everyday words is the same figure.

四千五到六千 stands for 4500-6000元, 三倍 for 300%, 一个月2330元 for 每月2330元, 两个人 for 2人. A small count of things
(两种情况, 三个条件) counts what stands there and states nothing.
"""

import re
from decimal import Decimal, InvalidOperation

from assistant.language.amounts import Figure, canonical_figures

_NUMERAL = r"(?:[0-9][0-9,.]*|[零〇一二两三四五六七八九十百千万半]+)"
_EACH = (
    (re.compile(rf"(?:一|1)个?(?=(?:月|年|天|小时|人|户|次|单|季度)[^,。;0-9]{{0,8}}{_NUMERAL})"), "每"),
    (re.compile(r"(?:上|前|下|次|这|那|本|当|每|同|头|首|哪)一?年"), ""),
    (re.compile(r"(?<=[0-9一二两三四五六七八九十百])个(?=(?:课时|学时|工作日|自然日|小时|人))"), ""),
    (re.compile(r"一倍半"), "150%"),
    (re.compile(r"一半"), "50%"),
    (re.compile(r"(?:年底|年末)"), "年12月31日"),
)
_FEW, _SMALL_COUNTS = 9, re.compile(r"^([0-9]+)(?:个|种|类|项|条|份|家|档|县|区|点|次|门|处|场)$")
_TIMES = re.compile(r"^([0-9.]+)倍$")
_BARE = frozenset({"money", "number"})


def are_borne(said: str, known: str) -> bool:
    """Whether every figure of the sentence stands in the evidence, in whatever words."""
    there = _comparable(known)
    return all(figure in there for figure in _comparable(said) if not _says_nothing(figure))


def _comparable(text: str) -> set[tuple[str, str]]:
    for pattern, plain in _EACH:
        text = pattern.sub(plain, text)
    return {_plain(figure) for figure in canonical_figures(text)}


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
    return count is not None and int(count[1]) <= _FEW
