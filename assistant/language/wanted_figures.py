"""Whether a question wants an amount or a length of time, and whether a text has one to give."""

import re
from enum import StrEnum


class FigureKind(StrEnum):
    """An amount or a rate; a length of time or a date."""

    AMOUNT = "amount"
    TIME = "time"


_WANTS = {
    FigureKind.AMOUNT: re.compile(
        r"多少钱|好多钱|多少(?!个?(?:[月天年人]|小时|钟))|好多(?!个?(?:[月天年久人]|小时|钟))|几成|几倍|几块|金额|标准|百分之|顶格|封顶"
    ),
    FigureKind.TIME: re.compile(
        r"多久|好久|(?:多少|好多|几)(?:天|个?月|年|日|个工作日|个?(?:小时|钟头))|什么时候|啥子?时候|哪天|哪年|期限|最迟|最晚|截止|来得及"
    ),
}
# A figure may be written as a parameter that is filled in for the day: {{minimum_wage}}元.
_HAS = {
    FigureKind.AMOUNT: re.compile(r"(?:[0-9]|\}\})(?:元|%|万|倍)"),
    FigureKind.TIME: re.compile(r"(?:[0-9]|\}\})(?:个月|个工作日|日|天|年|月|个?小时)"),
}


def find_wanted_figures(question: str) -> frozenset[FigureKind]:
    """The kinds of figures the words ask for; none for most questions."""
    return frozenset(kind for kind, words in _WANTS.items() if words.search(question))


def has_figure(text: str, kind: FigureKind) -> bool:
    """Whether the text holds a figure of the kind."""
    return _HAS[kind].search(text) is not None
