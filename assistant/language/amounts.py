"""Numbers, amounts of money and rates in what people write: 六千块, 一万二, 6k, 20块一个小时, 年薪15万, 八成."""

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from assistant.language.figures import Figure, canonical_figures
from assistant.language.numerals import NumeralMention, find_numerals, parse_numeral
from assistant.language.rates import RateMention, find_rates
from assistant.language.text import fold_width

__all__ = [
    "Figure",
    "MoneyMention",
    "NumberMention",
    "RateMention",
    "canonical_figures",
    "find_money",
    "find_numbers",
    "find_rates",
    "parse_numeral",
]

Per = Literal["hour", "day", "week", "month", "year", "piece"]
Bound = Literal["exactly", "at_least", "at_most", "range"]

_UNIT = r"(?P<unit>块钱|元钱|元整|块|元(?![旦宵件])|圆)"
_TO = r" ?(?:-|~|—|–|到|至) ?"
_ABOUT_BEFORE = re.compile(r"(?:大概|大约|约|差不多|将近|接近|近|估计|可能|也就|基本)[是有在要拿挣]{0,2}$")
_ABOUT_AFTER = re.compile(r"(?:多|几|来|好几|左右|上下|出头|的?样子|不等|把)")
_AT_LEAST_BEFORE = re.compile(
    r"(?:不低于|不少于|不小于|至少|最少|最低|起码|高于|超过|大于|多于|上|过|破|保底|底薪不?"
    r"|没有?(?=[0-9一二两三四五六七八九])|低于|少于|不到)[要得是有给拿个]{0,2}$"
)
_REFUSES_LESS = re.compile(r"^[^,。!?]{0,8}(?:不干|不考虑|不去|不做|不要|免谈|免了|就算了|别找我|没法|不行)")
_AT_LEAST_AFTER = re.compile(r"(?:及以上|以上|之上|往上|起步|打底|起(?![来床点薪诉码])|\+|保底)")
_AT_MOST_BEFORE = re.compile(
    r"(?:不超过|不高于|不大于|不多于|最多|最高|顶多|(?<!不)(?:低于|少于|小于)|不到|不足|不满|封顶"
    r"|上限)[能只是有给拿个]{0,2}$"
)
_AT_MOST_AFTER = re.compile(r"(?:及以下|以下|以内|之内|之下|封顶|都?不到|不到)")
_LESS_THAN = re.compile(r"(?:没有?|(?<!不)(?:低于|少于)|不到)[要得是有给拿个]{0,2}$")

_ONE = r"(?:1|一)"
_PER_AFTER: tuple[tuple[Per, str], ...] = (
    ("hour", rf"(?:/|每|{_ONE} ?)(?:个)?(?:小时|钟头?|时(?!候)|h(?![a-z]))"),
    ("day", rf"(?:/|每|{_ONE} ?)(?:天|日(?!期)|晚上?|个?班|工日)"),
    ("week", rf"(?:/|每|{_ONE} ?)(?:个)?(?:周|星期|礼拜)"),
    ("month", rf"(?:(?:/|每|{_ONE} ?)(?:个)?月|月薪|月(?=[,。!? ]|$))"),
    ("year", rf"(?:/|每|{_ONE} ?)年"),
    (
        "piece",
        rf"(?:/|每|{_ONE} ?)(?:件|单|个(?!月|小时|钟|周|星期|礼拜|人|工|班)|份|张|套|趟|车|次|篇|条|公里|斤|平米?)",
    ),
)
_PER_BEFORE: tuple[tuple[Per, str], ...] = (
    ("hour", r"(?:时薪|每(?:个)?小时|(?:1|一)个?小时|小时工|钟点工|(?:1|一)个钟)"),
    ("day", r"(?:日薪|日结|日工资|每天|(?:1|一)天|每日)"),
    ("week", r"(?:周薪|周结|每周|(?:1|一)周|(?:1|一)个?星期|(?:1|一)个?礼拜)"),
    ("month", r"(?:月薪|月工资|月收入|月入|每(?:个)?月|(?:1|一)个?月|按月|底薪|月结|月均|月)"),
    ("year", r"(?:年薪|年收入|年入|年包|每年|(?:1|一)年|全年)"),
    ("piece", r"(?:计件|每[件单份]|(?:1|一)[件单份])"),
)
_AFTER_PATTERNS = tuple((per, re.compile(rf"(?:钱|的| )?{words}")) for per, words in _PER_AFTER)
_BEFORE_PATTERNS = tuple(
    (per, re.compile(rf"{words}(?:工资|薪资|待遇|收入)?[^0-9,。!?;一二两三四五六七八九十]{{0,6}}$"))
    for per, words in _PER_BEFORE
)
_NOT_MONEY_AFTER = re.compile(
    r" ?(?:多|来|几|余)? ?(?:个?[人名位]|户|家|次|年|个?月(?!薪|入)|天|日(?!薪|结)|号|岁|周|级|条|项|间|台"
    r"|件(?!$)|份|平|米|公里|斤|吨|分|点|楼|路|栋"
    r"|层|届|期|批|本|页|字|辈|倍|成|%|个|小时|公斤|克|瓦|度|站|线|班|种|样|行|多?岁|款|角|[A-Za-z])"
)
_PAY_WORDS = re.compile(
    r"(?:日结|周结|计件|单价|工价|工资|薪资|薪水|月薪|年薪|日薪|时薪|底薪|待遇|收入|月入|月均"
    r"|月平均|平均每月|工钱|报酬|保底|给|拿"
    r"|挣|赚|发|要|出|付|交|罚|扣|欠|补|贷|借|赔|低于|少于|多于|超过|至少|最少|起码|最低"
    r"|最高|最多|不少于|不低于|不到|押金|费|每月|每天|一个月|一天)[^0-9,。!?;一二两三四五六七八九十]{0,4}$"
)
_PAY_PER_TIME = re.compile(r"(?:时薪|日薪|日结|周薪|周结|工价|单价|计件)(?:是|要|给|大概|不低于|至少)?[ ::]?$")
_SMALLEST_BARE = 100


@dataclass(frozen=True)
class NumberMention:
    """A number in characters `start` to `end` (not included): 两三千 is 2000 to 3000, 五千多 is `approx`."""

    start: int
    end: int
    low: Decimal
    high: Decimal
    approx: bool = False


@dataclass(frozen=True)
class MoneyMention:
    """An amount in characters `start` to `end` (not included), in yuan; its period stands in the text around it.

    `yuan` is the amount, or the lower end of a `range` whose upper end is `upper_yuan`. `per`: None if not said.
    """

    start: int
    end: int
    yuan: Decimal
    per: Per | None = None
    approx: bool = False
    bound: Bound = "exactly"
    upper_yuan: Decimal | None = None


def find_numbers(text: str) -> tuple[NumberMention, ...]:
    """The numbers in a text; lone digits (一些, 三支一扶) are none."""
    plain = fold_width(text)
    return tuple(
        NumberMention(number.start, number.end, number.low, number.high, _is_about(plain, number.start, number.end))
        for number in find_numerals(plain)
        if not number.is_lone_digit
    )


def find_money(text: str) -> tuple[MoneyMention, ...]:
    """The amounts of money in a text: a number with its unit, with words of pay around it, or of a form like 6k."""
    plain = fold_width(text)
    numbers = find_numerals(plain)
    found: list[MoneyMention] = []
    index = 0
    while index < len(numbers):
        upper = _upper_end(plain, numbers, index)
        mention = _money(plain, numbers[index], upper)
        index += 2 if mention is not None and upper is not None else 1
        if mention is not None:
            found.append(mention)
    return tuple(found)


def _upper_end(text: str, numbers: tuple[NumeralMention, ...], index: int) -> NumeralMention | None:
    if index + 1 == len(numbers):
        return None
    between = text[numbers[index].end : numbers[index + 1].start]
    return numbers[index + 1] if re.fullmatch(rf"{_UNIT}?(?:多)?{_TO}", between) else None


def _money(text: str, number: NumeralMention, upper: NumeralMention | None) -> MoneyMention | None:
    last = upper or number
    about = _ABOUT_AFTER.match(text, last.end)
    unit = re.compile(rf"(?:多|几|来|把)?{_UNIT}").match(text, last.end)
    if unit is None and not _is_money_without_unit(text, number, last):
        return None
    if number.is_lone_digit and unit is None and upper is None:
        return None
    low, high = _ends(text, number, upper)
    end = unit.end() if unit else about.end() if about and about.group() in ("多", "来", "几") else last.end
    bound = "range" if high is not None else _bound(text, number.start, end)
    return MoneyMention(
        number.start, end, low, _per(text, number.start, end), _is_about(text, number.start, end), bound, high
    )


def _ends(text: str, number: NumeralMention, upper: NumeralMention | None) -> tuple[Decimal, Decimal | None]:
    """The lower and upper end; in 6-8千 and 8到1万 the unit of the second number is meant for the first as well."""
    if upper is None:
        return number.low, number.high if number.high > number.low else None
    low = number.low
    unit = text[upper.end - 1]
    if unit in "千万kKwW" and low < 100:
        low *= Decimal(10000) if unit in "万wW" else Decimal(1000)
    elif low < 10 and upper.low >= 1000 and upper.low % 1000 == 0:
        low *= 1000
    if low > upper.high and low / 10 < upper.high:
        low /= 10  # 8到1万: 8000 to 10000
    return min(low, upper.high), max(low, upper.high)


def _is_money_without_unit(text: str, number: NumeralMention, last: NumeralMention) -> bool:
    if _NOT_MONEY_AFTER.match(text, last.end) or text[number.start - 1 : number.start] in tuple("第〔[(-."):
        pay_follows = re.match(r"(?:多|左右|以上)?(?:块|元|/|一(?:个|天|年|周|小时))", text[last.end :])
        if not pay_follows:
            return False
    written = text[number.start : last.end]
    if last.high < _SMALLEST_BARE:
        return _PAY_PER_TIME.search(text[max(0, number.start - 8) : number.start]) is not None
    if re.search(r"[千万百kKwW]", written):
        return True
    paid_per_time = any(pattern.match(text, last.end) for _, pattern in _AFTER_PATTERNS)
    about = _ABOUT_AFTER.match(text, last.end) or _AT_LEAST_AFTER.match(text, last.end)
    said = _PAY_WORDS.search(text[max(0, number.start - 12) : number.start])
    return bool(paid_per_time or about or said) and last.high < 10**7


def _bound(text: str, start: int, end: int) -> Bound:
    before, after = text[max(0, start - 8) : start], text[end:]
    after = re.sub(rf"^(?:块钱|元|块)?(?:{'|'.join(words for _, words in _PER_AFTER)})?", "", after)
    if _LESS_THAN.search(before) and _REFUSES_LESS.match(after):
        return "at_least"
    if _AT_MOST_BEFORE.search(before) or _AT_MOST_AFTER.match(after):
        return "at_most"
    if _AT_LEAST_AFTER.match(after):
        return "at_least"
    found = _AT_LEAST_BEFORE.search(before)
    return "at_least" if found and not _LESS_THAN.search(before) else "exactly"


def _per(text: str, start: int, end: int) -> Per | None:
    tail = re.match(r"(?:左右|以上|以下|上下|起步|起|及以上|打底|的样子|钱|\+)*", text[end:])
    position = end + (tail.end() if tail else 0)
    for per, pattern in _AFTER_PATTERNS:
        if pattern.match(text, position):
            return per
    before = text[max(0, start - 14) : start]
    found = ((match.start(), per) for per, pattern in _BEFORE_PATTERNS if (match := pattern.search(before)))
    return max(found, default=(0, None), key=lambda one: one[0])[1]


def _is_about(text: str, start: int, end: int) -> bool:
    after_unit = text[end - 1 : end] in ("多", "来", "几") or re.search(r"(?:多|几|来)(?:块钱|块|元)$", text[start:end])
    before = text[max(0, start - 6) : start]
    return bool(after_unit or _ABOUT_AFTER.match(text, end) or _ABOUT_BEFORE.search(before))


def as_percent(rate: Fraction) -> Decimal:
    """80 for four fifths; a rate without a finite decimal is rounded to two places."""
    return (Decimal(rate.numerator) * 100 / Decimal(rate.denominator)).quantize(Decimal("0.01")).normalize()
