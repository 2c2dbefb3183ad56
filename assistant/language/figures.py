"""Every figure of a text in one comparable form, so that a sentence can be held against its source.

五十万元 is 500000元, 百分之八十 is 80%, 两年 is 24 months, 二〇二五年六月 is 2025-06, 第四十七条 is article 47. A
date also counts as its year, its month and its day, so that a source with the full date bears a sentence with part of
it. A sentence and its source are read by the same rules: what is overlooked in both does no harm to true sentences.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from assistant.language.document_numbers import document_numbers
from assistant.language.figure_dates import find_date_figures
from assistant.language.numerals import NUMERAL, NumeralMention, find_numerals, parse_numeral, plain_decimal
from assistant.language.rates import find_rates
from assistant.language.text import fold_width

FigureKind = Literal["money", "rate", "date", "time", "months", "count", "number", "article", "document", "address"]

_TAKEN = "□"
_ADDRESS = re.compile(
    r"(?:https?://|www\.)[A-Za-z0-9._~:/?#@!$&'*+;=%-]+|[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}"
    r"|(?<![A-Za-z0-9.-])[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}"
    r"(?:/[A-Za-z0-9._~:/?#@!$&'*+;=%-]*)?(?![A-Za-z])"
)
_MARKS = re.compile(
    r"\[[0-9]{1,3}\]|\[s[0-9]+(?:,s[0-9]+)*\]|(?:^|(?<=\n))\s*[(]?[0-9]{1,2}(?:[).、](?![0-9]))"
    r"|一次性|一次办|一件事|一网通|一站式?|一卡通|一条龙|一年一度|一日三餐|三天两头|一点(?!半|钟)|一会儿?"
    r"|一成不变|十分(?!之|钟)|三元(?=镇|里|桥)|万元户|三支一扶|[三五六]险[一二两]金"
)
_DOCUMENT = document_numbers(longest_letters=2)
_ORDINAL_UNIT = r"(?:条|款|项|章|节|编|档|批|届|期|季度|号|页|类|级)"
_ORDINAL = re.compile(
    rf"第 ?[(]?(?P<first>{NUMERAL})[)]? ?(?:{_ORDINAL_UNIT})?(?:(?:至|到|-|~|—|、|和"
    rf"|或)第?(?P<second>{NUMERAL}))? ?(?P<unit>{_ORDINAL_UNIT})"
    rf"(?:之(?P<inserted>[一二三四五六七八九]))?"
)
_TELEPHONE = re.compile(
    r"(?<![0-9])[(]?(?P<area>0[0-9]{2,3})[)]?[- ]?(?P<local>[0-9]{5,8})(?![0-9])"
    r"|(?<![0-9])[48]00[- ]?[0-9]{3,4}[- ]?[0-9]{3,4}(?![0-9])"
)
_CLOCK = re.compile(
    r"(?P<part>上午|下午|晚上|早上|中午|凌晨|早|晚)?(?:(?P<hour>[01]?[0-9]"
    r"|2[0-4])[::](?P<minute>[0-5][0-9])(?![0-9])"
    rf"|(?P<spoken>{NUMERAL})(?:点钟|点(?![赞名个心多儿击评]))(?P<half>半)?(?:(?P<minutes>{NUMERAL})分)?)"
)
_MORE = r" ?(?P<more>多|余|来|几)?(?P<size>[万亿千百](?=[元块人户个家次名吨]|$))?(?:多|余)? ?"
_MONEY = re.compile(_MORE + r"(?:人民币)?(?:块钱|元钱|元整|块|元(?![旦宵])|圆)")
_MONTHS = re.compile(
    _MORE + r"(?:(?P<year_and_half>年半)|(?P<year>年(?![级度底末初终轻龄]))|(?P<half>个半月)"
    r"|(?P<month>个月|月(?=以上|以内|内|$)))"
)
_COUNT = re.compile(
    _MORE + r"(?P<unit>个?工作日|个?小时|个?钟头|分钟|人次|周岁|岁|人|名|位|天|日(?![常薪])|个?星期|个?礼拜"
    r"|周(?![岁年边])|户|家(?![庭乡人务])|项|条|次(?!性)|种|类|份|张|级|档|倍|期"
    r"|批|届|门|台|件|所|处|间|套|座|场|节|课时|学时|学分|分(?![别为类之])|平方米|平米"
    r"|公里|千米|米|公斤|斤|卷|号(?!码)|个百分点|个基点|bp|BP|季度|个|折|吨|亩|辆|单"
    r"|趟|篇|晚|班)"
)
_UNIT_NAMES = {
    "名": "人",
    "位": "人",
    "周岁": "岁",
    "日": "天",
    "个工作日": "工作日",
    "个小时": "小时",
    "钟头": "小时",
    "个钟头": "小时",
} | {"平米": "平方米", "个基点": "bp", "BP": "bp", "千米": "公里"}
_WEEKS = frozenset({"周", "星期", "个星期", "礼拜", "个礼拜"})
_SAYS_LITTLE = frozenset("个人项条种类份张件家户次门所处间套座场号台晚班单趟篇")
_LINK = re.compile(r"(?:个|元|块|年|岁|天|人|%)? ?(?:-|~|–|—|至|到|或|、|,|/|和) ?")
_HALF = re.compile(r"半(?P<unit>年|个月|天|小时|个小时|个工作日)")
_SIZES = {"百": 100, "千": 1000, "万": 10**4, "亿": 10**8, None: 1}
_REMEMBERED = 4096


@dataclass(frozen=True, order=True)
class Figure:
    """One figure in canonical form; equal figures are the same statement, however written."""

    kind: FigureKind
    value: str


@lru_cache(maxsize=_REMEMBERED)
def canonical_figures(text: str) -> frozenset[Figure]:
    """Every figure of the text: amounts, shares, dates, counts with units, telephones, addresses, articles.

    Remembered: the same passages, and clauses of them, are held against one sentence after the other.
    """
    found: list[Figure] = []
    rest = fold_width(text)
    for take in (_addresses, _marks, _documents, _articles, _dates, _rates, _clock_times, _telephones, _halves):
        spans: list[tuple[int, int]] = []
        for start, end, figures in take(rest):
            spans.append((start, end))
            found += figures
        for start, end in spans:
            rest = rest[:start] + _TAKEN * (end - start) + rest[end:]
    found += _quantities(rest)
    return frozenset(found)


_Taken = Iterator[tuple[int, int, tuple[Figure, ...]]]


def _addresses(text: str) -> _Taken:
    for match in _ADDRESS.finditer(text):
        address = re.sub(r"^https?://|^www\.", "", match.group().rstrip(".:;!?").lower()).rstrip("/")
        yield match.start(), match.end(), (Figure("address", address),)


def _marks(text: str) -> _Taken:
    """Citation marks, numbers of list items and set phrases, which state nothing."""
    for match in _MARKS.finditer(text):
        yield match.start(), match.end(), ()


def _documents(text: str) -> _Taken:
    for match in _DOCUMENT.finditer(text):
        number = f"{match['letters']}〔{match['year']}〕{int(match['number'])}号"
        yield match.start(), match.end(), (Figure("document", number),)


def _articles(text: str) -> _Taken:
    for match in _ORDINAL.finditer(text):
        numbers = [parse_numeral(match[name]) for name in ("first", "second") if match[name]]
        inserted = f"之{match['inserted']}" if match["inserted"] else ""
        figures = tuple(
            Figure("article", f"{plain_decimal(number)}{match['unit']}{inserted}") for number in numbers if number
        )
        yield match.start(), match.end(), figures


def _dates(text: str) -> _Taken:
    for start, end, values in find_date_figures(text):
        yield start, end, tuple(Figure("date", value) for value in values)


def _rates(text: str) -> _Taken:
    for shared in re.finditer(
        r"(?<![0-9.])([0-9]+(?:\.[0-9]+)?) ?(?=(?:-|~|–|—|至|到|、|/) ?[0-9]+(?:\.[0-9]+)? ?%)", text
    ):
        rate = next(iter(find_rates(shared.group(1) + "%")))
        yield shared.start(1), shared.end(1), (Figure("rate", str(rate.rate)),)
    for mention in find_rates(text):
        yield mention.start, mention.end, (Figure("rate", str(mention.rate)),)


def _clock_times(text: str) -> _Taken:
    for match in _CLOCK.finditer(text):
        hour = parse_numeral(match["hour"] or match["spoken"])
        minute = parse_numeral(match["minute"] or match["minutes"] or "0")
        if (
            hour is None
            or minute is None
            or hour > 24
            or hour % 1
            or (match["spoken"] in list("一二两三四五六七八九") and not match["part"])
        ):
            continue
        hour += 12 if match["part"] in ("下午", "晚上", "晚") and hour < 12 else 0
        minute = Decimal(30) if match["half"] else minute
        yield match.start(), match.end(), (Figure("time", f"{int(hour):02d}:{int(minute):02d}"),)


def _telephones(text: str) -> _Taken:
    for match in _TELEPHONE.finditer(text):
        digits = re.sub(r"[^0-9]", "", match.group())
        figures = (Figure("number", digits),)
        yield match.start(), match.end(), (*figures, Figure("number", match["local"])) if match["local"] else figures


def _halves(text: str) -> _Taken:
    for match in _HALF.finditer(text):
        before = text[match.start() - 1 : match.start()]
        if before and before in "一两二三四五六七八九十0123456789年个月天下上过":
            continue
        months = {"年": "6", "个月": "0.5"}.get(match["unit"])
        figure = (
            Figure("months", months)
            if months
            else Figure("count", f"0.5{_UNIT_NAMES.get(match['unit'], match['unit'])}")
        )
        yield match.start(), match.end(), (figure,)


def _quantities(text: str) -> Iterator[Figure]:
    """Numbers with their units, read from the right: in 3、6、9个月 and 八千到一万元 the last unit is meant for all."""
    following: tuple[NumeralMention, str | None] | None = None
    for number in reversed(find_numerals(text)):
        unit_text: str | None = text[number.end : number.end + 10]
        linked = following is not None and _LINK.fullmatch(text, number.end, following[0].start) is not None
        values = {number.low, number.high}
        if linked and following is not None and not _has_unit(unit_text or ""):
            unit_text = following[1]
            values = {_enlarged(value, text, following[0]) for value in values}
        following = (number, unit_text)
        for value in values:
            figure = _quantity(value, unit_text or "", number, text)
            if figure is not None:
                yield figure


def _has_unit(following: str) -> bool:
    return any(pattern.match(following) for pattern in (_MONEY, _MONTHS, _COUNT))


def _enlarged(value: Decimal, text: str, following: NumeralMention) -> Decimal:
    """2-3万元: the size of the second number is meant for the first as well."""
    size = {"万": Decimal(10**4), "千": Decimal(1000)}.get(text[following.end - 1])
    return value * size if size is not None and value < 1000 and value * size <= following.high else value


def _quantity(value: Decimal, following: str, number: NumeralMention, text: str) -> Figure | None:
    if match := _MONEY.match(following):
        return Figure("money", plain_decimal(value * _SIZES[match["size"]]))
    if match := _MONTHS.match(following):
        return Figure("months", plain_decimal(_in_months(value, match)))
    if match := _COUNT.match(following):
        is_per_something = "每" in text[max(0, number.start - 8) : number.start]
        return _count(value * _SIZES[match["size"]], match["unit"], is_per_something)
    if number.is_lone_digit:
        return None
    written = text[number.start : number.end]
    return Figure("money" if re.search(r"[万wWkK]", written) else "number", plain_decimal(value))


def _in_months(value: Decimal, match: re.Match[str]) -> Decimal:
    if match["year_and_half"]:
        return value * 12 + 6
    if match["half"]:
        return value + Decimal("0.5")
    return value * 12 if match["year"] else value


def _count(value: Decimal, unit: str, is_per_something: bool) -> Figure | None:
    """One of something (一个, 1份) says little and is left out; what has a measure counts, and so does 每年1次."""
    if unit in _WEEKS:
        return Figure("count", f"{plain_decimal(value * 7)}天")
    unit = _UNIT_NAMES.get(unit, unit)
    if value == 1 and unit in _SAYS_LITTLE and not (unit == "次" and is_per_something):
        return None
    return Figure("count", f"{plain_decimal(value)}{unit}")
