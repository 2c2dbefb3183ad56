"""Shares of a whole: 80%, 百分之八十, 八成, 三分之二, 一半."""

import re
from dataclasses import dataclass
from fractions import Fraction

from assistant.language.numerals import NUMERAL, parse_numeral
from assistant.language.text import fold_width

_PATTERN = re.compile(
    rf"(?P<whole>{NUMERAL})分之(?P<part>{NUMERAL})"
    rf"|(?:百分之|千分之)(?P<of_hundred>{NUMERAL}(?:点[零一二三四五六七八九]+)?)"
    r"|(?<![0-9.])(?P<percent>[0-9]+(?:\.[0-9]+)?) ?(?P<sign>%|‰)"
    r"|(?P<tenths>[一二三四五六七八九1-9])成(?P<half>半)?(?![立为功本年都果员绩长交熟就品])"
    r"|(?<![0-9/.])(?P<numerator>[1-9])/(?P<denominator>[2-9]|1[0-2])(?![0-9/.])"
    r"|(?P<one_half>一半|(?:百分之)?五十对五十)"
)
_UNITS_OF_WHOLE = {"百": 100, "千": 1000, "万": 10000}


@dataclass(frozen=True)
class RateMention:
    """A share in characters `start` to `end` (not included), of 1: 80% is 4/5."""

    start: int
    end: int
    rate: Fraction


def find_rates(text: str) -> tuple[RateMention, ...]:
    """The shares named in a text; 1/2 counts only where it cannot be a date or a serial number."""
    mentions = (
        RateMention(match.start(), match.end(), rate)
        for match in _PATTERN.finditer(fold_width(text))
        if (rate := _rate(match)) is not None
    )
    return tuple(mentions)


def _rate(match: re.Match[str]) -> Fraction | None:
    if match["one_half"]:
        return Fraction(1, 2)
    if match["percent"]:
        return Fraction(match["percent"]) / (100 if match["sign"] == "%" else 1000)
    if match["tenths"]:
        return (_fraction(match["tenths"]) + (Fraction(1, 2) if match["half"] else 0)) / 10
    if match["numerator"]:
        share = Fraction(int(match["numerator"]), int(match["denominator"]))
        return share if share < 1 else None
    if match["of_hundred"]:
        return _fraction(match["of_hundred"]) / (1000 if match.group().startswith("千") else 100)
    whole = _fraction(match["whole"])
    return _fraction(match["part"]) / whole if whole else None


def _fraction(text: str) -> Fraction:
    """The exact value of a numeral; 百分之八点五 has its decimals said digit by digit."""
    whole, _, decimals = text.partition("点")
    value = Fraction(parse_numeral(whole) or 0)
    if decimals:
        digits = "".join(str("零一二三四五六七八九".index(digit)) for digit in decimals)
        value += Fraction(int(digits), 10 ** len(digits))
    return value
