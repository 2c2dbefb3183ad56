"""Numerals as people write and say them: 6000, 6,000, 6k, 1.2万, 1万5, 六千, 一万二, 两千三百零五, 二〇二五.

A digit after 百, 千 or 万 without its unit stands one place lower, as spoken: 一万二 is 12000, 一百五 is 150.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from assistant.language.number_idioms import find_number_idioms

_DIGIT = "一二两三四五六七八九壹贰叁肆伍陆柒捌玖"
_TAIL = r"[一二三四五六七八九](?![个十百千万亿天年月日周小时件单])"
_TEN = rf"[{_DIGIT}]?[十拾](?:[{_DIGIT}](?![十百千]))?"
_HUNDRED = rf"[{_DIGIT}][百佰](?!分)(?:[零〇][{_DIGIT}]|{_TEN}|{_TAIL})?"
_THOUSAND = rf"[{_DIGIT}][千仟](?![米瓦克卡])(?:[零〇](?:{_TEN}|[{_DIGIT}])|{_HUNDRED}|{_TAIL})?"
_SMALL = rf"(?:{_THOUSAND}|{_HUNDRED}|{_TEN}|[{_DIGIT}])"
_ARABIC = r"(?<![0-9A-Za-z])(?<![0-9]\.)(?:[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])|[0-9]+)(?:\.[0-9]+)?"
_FIGURE_TAIL = r"(?:[1-9]千|[1-9](?![0-9.个天年月日周小时千百万]))"
_MYRIAD = (
    rf"(?:{_ARABIC}[百千]?|{_SMALL}) ?[万wW](?![A-Za-z州盛])"
    rf"(?:[零〇]?{_THOUSAND}|[零〇](?:{_HUNDRED}|{_TEN}|[{_DIGIT}])|{_HUNDRED}|{_FIGURE_TAIL}|{_TAIL})?"
)
_HUNDRED_MILLION = rf"(?:{_ARABIC}|{_SMALL}) ?亿(?:{_MYRIAD})?"
_ARABIC_WITH_UNIT = rf"{_ARABIC} ?(?:[千kK](?![A-Za-z米瓦克卡万])|百(?![分万])){_FIGURE_TAIL}?"
_DIGIT_BY_DIGIT = r"(?:[一二三四五六七八九][零〇一二三四五六七八九]{3}(?=年)|[一二三四五六七八九零〇幺]{5,})"

NUMERAL = (
    rf"(?:{_DIGIT_BY_DIGIT}|{_HUNDRED_MILLION}|{_MYRIAD}|{_ARABIC_WITH_UNIT}|{_THOUSAND}|{_HUNDRED}|{_TEN}|{_ARABIC}"
    rf"|[{_DIGIT}])"
)
"""A regular expression (without groups) for one numeral; a lone digit like 一 counts only with a unit behind it."""

_NEIGHBOURS = rf"(?P<low>[{_DIGIT}])(?P<high>[{_DIGIT}])(?P<unit>[十百千万])?(?P<more>万)?"
_TEENS = rf"(?P<tens>[{_DIGIT}]?十)(?P<first>[{_DIGIT}])(?P<second>[{_DIGIT}])(?![十百千])"
_NEIGHBOURS_PATTERN = re.compile(_NEIGHBOURS)
_TEENS_PATTERN = re.compile(_TEENS)
_NUMERAL_PATTERN = re.compile(NUMERAL)
_BEGINS = re.compile(rf"[0-9{_DIGIT}十拾零〇幺]")

_PLAIN = str.maketrans("两壹贰叁肆伍陆柒捌玖〇幺拾佰仟kKwW", "二一二三四五六七八九零一十百千千千万万", ", ")
_VALUES = {digit: Decimal(value) for value, digit in enumerate("零一二三四五六七八九")}
_SIZES = (
    ("亿", Decimal(10**8)),
    ("万", Decimal(10**4)),
    ("千", Decimal(1000)),
    ("百", Decimal(100)),
    ("十", Decimal(10)),
)


@dataclass(frozen=True)
class NumeralMention:
    """A number in characters `start` to `end` (not included): from `low` to `high`, which are equal for one number.

    两三千 is 2000 to 3000. `is_lone_digit`: a single Chinese digit, which is a number only if a unit follows.
    """

    start: int
    end: int
    low: Decimal
    high: Decimal
    is_lone_digit: bool = False


def parse_numeral(text: str) -> Decimal | None:
    """The value of one numeral, None if the text is none."""
    plain = text.translate(_PLAIN)
    if len(plain) > 1 and all(character in _VALUES for character in plain):
        return Decimal("".join(str(_VALUES[character]) for character in plain))
    return _value(plain)


def read_numeral(text: str, position: int) -> NumeralMention | None:
    """The numeral that begins at that character, if one does; the text is half-width."""
    for pattern, read in ((_TEENS_PATTERN, _teens), (_NEIGHBOURS_PATTERN, _neighbours)):
        match = pattern.match(text, position)
        values = read(match) if match else None
        if match and values:
            return NumeralMention(position, match.end(), *values)
    match = _NUMERAL_PATTERN.match(text, position)
    value = parse_numeral(match.group()) if match else None
    if match is None or value is None:
        return None
    return NumeralMention(position, match.end(), value, value, match.group() in _DIGIT)


def find_numerals(text: str) -> tuple[NumeralMention, ...]:
    """All numerals of a half-width text, lone digits too."""
    found: list[NumeralMention] = []
    position = 0
    idioms = find_number_idioms(text)
    while begins := _BEGINS.search(text, position):
        idiom = next((end for start, end in idioms if start <= begins.start() < end), None)
        if idiom is not None:
            position = idiom
            continue
        mention = read_numeral(text, begins.start())
        if mention is not None:
            found.append(mention)
        position = mention.end if mention is not None else begins.end()
    return tuple(found)


def plain_decimal(value: Decimal) -> str:
    """Without exponent and trailing zeros: 500000, 1.2."""
    return f"{value.normalize():f}"


def _value(text: str) -> Decimal | None:
    if not text:
        return None
    for unit, size in _SIZES:
        if unit not in text:
            continue
        head, _, tail = text.partition(unit)
        count = Decimal(1) if not head and unit == "十" else _value(head)
        rest = _tail_value(tail, size)
        return None if count is None or rest is None else count * size + rest
    if text in _VALUES:
        return _VALUES[text]
    return Decimal(text) if re.fullmatch(r"[0-9]+(?:\.[0-9]+)?", text) else None


def _tail_value(tail: str, size: Decimal) -> Decimal | None:
    if not tail:
        return Decimal(0)
    if tail[0] == "零":
        return _value(tail.lstrip("零"))
    value = _value(tail)
    if value is not None and len(tail) == 1 and size >= 100:
        return value * size / 10
    return value


def _neighbours(match: re.Match[str]) -> tuple[Decimal, Decimal] | None:
    """七八千, 三五百, 两三(个月): two digits of which the second is a little more than the first."""
    low, high = parse_numeral(match["low"]), parse_numeral(match["high"])
    size = _value("一" + (match["unit"] or "") + (match["more"] or "")) if match["unit"] else Decimal(1)
    if low is None or high is None or size is None or not (low + 1 == high or (low == 3 and high == 5)):
        return None
    following = match.string[match.end() : match.end() + 1]
    if match["unit"] is None and following and following in "零〇一二三四五六七八九":
        return None
    return low * size, high * size


def _teens(match: re.Match[str]) -> tuple[Decimal, Decimal] | None:
    """十五六, 四十七八."""
    tens, first, second = (parse_numeral(match[name]) for name in ("tens", "first", "second"))
    if tens is None or first is None or second is None or first + 1 != second:
        return None
    return tens + first, tens + second
