"""On how many statutory days of a holiday, and on how many rest days beside them, somebody says to have worked.

Only what names the days, or how many, is counted: 国庆1号2号3号都喊我们上班, 初一到初三没放假, 五一加了两天班,
国庆七天全上起.
"""

import re
from typing import Final

from assistant.domain.statutory_holidays import EVE, HOLIDAYS, Holiday, split_count, split_days
from assistant.language.numerals import parse_numeral

_NUMBER = r"(?:[0-9]{1,2}|[二三]?十[一二三四五六七八九]?|[一二两三四五六七八九])"
_NAMES: Final = (
    ("national", r"国庆节?|(?<![0-9二三四五六七八九])十一(?=黄金周|假|长假|期间|节|那|上班|加班|放假"
                 r"|[1-7一二三四五六七][天号])"
                 r"|(?:10|十)月份?(?=[1-7一二三四五六七]+?[号日到、至-])"),
    ("labour", r"五一(?!个)|劳动节|(?:5|五)月份?(?=[1-5一二三四五][号日到、至-])"),
    ("new_year", r"元旦节?|(?:1|一)月份?(?=[1一][号日])"),
    ("spring", r"春节|过大?年|大年|除夕|(?<![今明去前后])年三十(?![一二三四五六七八九岁多来])|三十(?:夜|晚上?)"
               r"|正月|(?<!十)初[一二三四五六七]"),
    ("qingming", r"清明节?"),
    ("dragon_boat", r"端午节?"),
    ("mid_autumn", r"中秋节?"),
)  # fmt: skip
_HOLIDAY = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in _NAMES))
_WORKS = re.compile(
    r"上[了的着起]?(?:(?!开)[^,，。]){0,4}班|加[了的着起]?(?:[^,，。]{0,6})班|值[了的]?[^,，。]{0,4}班|顶班|上岗|上工|出工|干活|开工|守店|站柜台"
    r"|(?:也|都|还|就|又)?上[了满](?:整整)?(?:[1-8一二两三四五六七八]) ?天(?!学|课|网)"
    r"|(?:没|不|没得|没有|未)(?:给|让|喊|有|得)?(?:我们?|人)?(?:放|休|耍)|没(?:有)?假|全勤|照常|都在(?:做|干|上|忙|店|厂|岗)|上起|上满|(?:都|全)(?:上|在)"
)
_WILL = re.compile(r"(?:如果|要是|假如|万一|想问下?(?:国庆|五一))")
_RANGE = re.compile(rf"(?P<low>{_NUMBER})[号日]?(?:到|至|-|~|—|–)(?:10月|十月|5月|五月)?(?P<high>{_NUMBER})[号日]")
_LIST = re.compile(rf"(?:{_NUMBER}(?:[号日][、,和跟 ]?|[、,和跟]))*{_NUMBER}[号日]")
_ONE = re.compile(_NUMBER)
_LUNAR_DAY = r"(?:除夕|(?:大?年)?三十(?:夜|晚上?|晚)?|(?:大年)?初[一二三四五六七八])"
_LUNAR_RANGE = re.compile(rf"(?P<low>{_LUNAR_DAY})(?:一直)?(?:到|至|-|~)(?P<high>(?:大年)?初?[一二三四五六七八])")
_LUNAR_ONE = re.compile(_LUNAR_DAY)
_COUNT = re.compile(rf"(?P<count>{_NUMBER}) ?天(?!休|的?调休|补休|假)")
_REST = re.compile(r"(?:调休|补休|轮休|换休|串休|抵|扯平|折)")
_LUNAR_DIGITS: Final = {digit: number for number, digit in enumerate("一二三四五六七八", 1)}
_ENUMERATED = re.compile(r"(?:节|那天)?[、,，和跟与 ]{0,2}")
#: 三十不是法定节, 初一才是: no day worked.
_DISPUTES = re.compile(r"不是|才是|不算|算不算")
_AFTERWARDS = re.compile(r"节?(?:以后|之后|过后|以前|之前|前|后)")
_REACH = 24
_MOST_OFF = 8


def holidays_worked(text: str) -> tuple[int, int] | None:
    """Statutory days and rest days worked, of all holidays the text names; None where it tells no number."""
    if _WORKS.search(text) is None or _WILL.search(text) is not None:
        return None
    statutory = rest = 0
    told = False
    mentions = list(_HOLIDAY.finditer(text))
    seen: set[str] = set()
    for index, match in enumerate(mentions):
        name = str(match.lastgroup)
        if name in seen:
            continue
        seen.add(name)
        later = next((other.start() for other in mentions[index + 1 :] if other.lastgroup != name), len(text))
        if len(HOLIDAYS[name].days) == 1 and _ENUMERATED.fullmatch(text[match.end() : later]):
            later = len(text)  # 端午、中秋都没放假
        span = _DISPUTES.split(text[match.start() : min(later, match.end() + _REACH)])[0]
        counted = None if _AFTERWARDS.match(text[match.end() :]) else _counted(HOLIDAYS[name], span, text)
        if counted is not None:
            told, statutory, rest = True, statutory + counted[0], rest + counted[1]
    return (statutory, rest) if told else None


def _counted(holiday: Holiday, span: str, text: str) -> tuple[int, int] | None:
    listed = _lunar_days(span) if holiday.id == "spring" else _days(span)
    if listed:
        return split_days(holiday, tuple(day for day in listed if day <= _MOST_OFF))
    for match in _COUNT.finditer(span):
        count = int(parse_numeral(match["count"]) or 0)
        around = span[max(0, match.start() - 3) : match.end() + 3]
        if 0 < count <= _MOST_OFF and _REST.search(around) is None:
            return split_count(holiday, count)
    if len(holiday.days) == 1 and _WORKS.search(span) is not None:
        return 1, 0
    return None


def _days(span: str) -> tuple[int, ...]:
    if (found := _RANGE.search(span)) is not None:
        low, high = (int(parse_numeral(found[name]) or 0) for name in ("low", "high"))
        return tuple(range(low, high + 1)) if 0 < low <= high <= _MOST_OFF else ()
    days: list[int] = []
    for listed in _LIST.finditer(span):
        days += [int(parse_numeral(one.group()) or 0) for one in _ONE.finditer(listed.group())]
    return tuple(dict.fromkeys(day for day in days if day))


def _lunar_days(span: str) -> tuple[int, ...]:
    if (found := _LUNAR_RANGE.search(span)) is not None:
        low, high = _lunar(found["low"]), _lunar(found["high"])
        return tuple(range(low, high + 1)) if low <= high else ()
    return tuple(dict.fromkeys(_lunar(one.group()) for one in _LUNAR_ONE.finditer(span)))


def _lunar(word: str) -> int:
    return _LUNAR_DIGITS.get(word[-1], EVE)
