"""Ages in what people write: 52岁, 今年四十八了, 都五十二的人了, 85年的."""

import re
from dataclasses import dataclass
from datetime import date

from assistant.language.numerals import NUMERAL, parse_numeral, read_numeral
from assistant.language.text import fold_width

_AGE = re.compile(
    r" ?(?P<more>多|来|几|好几)? ?(?:周?岁|岁?(?P<just>出头))(?P<also_more>多)?(?!以上|以下|及以|以内|之内|以前"
    r"|之前|以后|退休|[-~到至])"
)
_SAID = re.compile(
    r"(?:今年|都|已经|我|年龄|年纪|快|满|刚满|虚岁|实岁|周岁|岁数)(?:都|已经|是|快|有|满|刚|才|刚满"
    rf"|就要)?(?P<age>{NUMERAL})"
    r"(?P<more>多|出头|好几|几)?(?=了(?![0-9年个天])|咯|啦|的人|的[,。!? ]|[,。!?]|$)(?![0-9])"
)
#: 我15 不读书了, 五十八了还能不能学: a bare number at the beginning of a clause, of whoever speaks.
_BARE = re.compile(
    rf"(?:(?<=^)|(?<=[,，。;；!！?？ ]))(?:我|娃儿?今年|他|她)?(?P<age>{NUMERAL})"
    r"(?:了(?=[,，。!！?？ ]|$|还|才|都|想|能|可|也|的人)"
    r"|(?=[ ,，]?(?:不读|没读|读|想|能|还|初中|高中|中专|大专|男|女)))"
)
_BORN = re.compile(
    r"(?<![0-9])(?P<year>(?:19|20)[0-9]{2}|[4-9][0-9]"
    r"|0[0-9])年(?:[0-9一二三四五六七八九十]{1,2}月)?(?:[0-9一二三四五六七八九十]{1,3}[日号])?"
    r"(?P<how>出生|生人?|的人?(?=[,。!? ]|$|,|女|男|能|可|还|算|属|今)|属)"
)
#: 过完年我就满18了: what somebody will be.
_AHEAD = re.compile(
    r"(?:过完年|翻了?年|开年|年后|明年|下个?月|过几[天个]|再过[^,，。]{1,4}|差几[天个]月?)[^,，。]{0,6}$"
)
_YOUNGEST, _OLDEST = 14, 100


@dataclass(frozen=True)
class AgeMention:
    """Somebody's age in characters `start` to `end` (not included), in whole years, from `low` to `high`."""

    start: int
    end: int
    low: int
    high: int


def find_ages(text: str, today: date) -> tuple[AgeMention, ...]:
    """The ages people give. Limits (35岁以下, 满50岁退休) are no one's age; 70后 leaves it open and is passed over."""
    plain = fold_width(text)
    found = [*_in_years(plain), *_said_without_unit(plain), *_bare(plain), *_by_year_of_birth(plain, today)]
    found = [_as_of_now(one, plain) for one in found]
    found.sort(key=lambda mention: (mention.start, -mention.end))
    kept: list[AgeMention] = []
    for mention in found:
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return tuple(kept)


def _as_of_now(mention: AgeMention, text: str) -> AgeMention:
    """过完年我就满18了: a year younger today."""
    if not _AHEAD.search(text[max(0, mention.start - 12) : mention.start]):
        return mention
    return AgeMention(mention.start, mention.end, mention.low - 1, mention.high - 1)


def _in_years(text: str) -> list[AgeMention]:
    found: list[AgeMention] = []
    position = 0
    while position < len(text):
        number = read_numeral(text, position)
        match = _AGE.match(text, number.end) if number else None
        limit = re.search(
            r"(?:满|超过|不超过|年满|小于|大于|低于|高于|[-~到至])$", text[max(0, position - 3) : position]
        )
        if number and match and limit is None:
            vague = match["more"] or match["also_more"] or match["just"]
            found += _mention(position, match.end(), int(number.low), int(number.high), bool(vague))
        position = number.end if number else position + 1
    return found


def _said_without_unit(text: str) -> list[AgeMention]:
    found: list[AgeMention] = []
    for match in _SAID.finditer(text):
        number = read_numeral(text, match.start("age"))
        if number is not None and number.low >= 16 and number.low % 1 == 0:
            found += _mention(match.start("age"), match.end(), int(number.low), int(number.high), bool(match["more"]))
    return found


def _bare(text: str) -> list[AgeMention]:
    found: list[AgeMention] = []
    for match in _BARE.finditer(text):
        number = read_numeral(text, match.start("age"))
        if number is not None and number.low == number.high and number.low % 1 == 0 and number.end == match.end("age"):
            found += _mention(match.start("age"), match.end(), int(number.low), int(number.high), is_vague=False)
    return found


def _by_year_of_birth(text: str, today: date) -> list[AgeMention]:
    found: list[AgeMention] = []
    for match in _BORN.finditer(text):
        written = int(parse_numeral(match["year"]) or 0)
        year = written if written > 100 else written + (2000 if written <= today.year % 100 - _YOUNGEST else 1900)
        if len(match["year"]) == 4 and match["how"].startswith("的") and year > today.year - 16:
            continue
        found += _mention(match.start(), match.end(), today.year - year - 1, today.year - year, is_vague=False)
    return found


def _mention(start: int, end: int, low: int, high: int, is_vague: bool) -> list[AgeMention]:
    """四十多岁 is 40 to 49, 五十出头 too; what no living person can be is no age."""
    if is_vague:
        high = low + (9 if low % 10 == 0 else 0)
    return [AgeMention(start, end, low, high)] if _YOUNGEST <= low <= high <= _OLDEST else []
