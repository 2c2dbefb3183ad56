"""Dates in what people write, whole or partial, absolute or counted from today, and the day a question is about."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from assistant.domain.dates import PartialDate, add_months
from assistant.language.ages import AgeMention, find_ages
from assistant.language.durations import DurationMention, find_durations
from assistant.language.numerals import NUMERAL, parse_numeral
from assistant.language.text import fold_width

__all__ = ["AgeMention", "DateMention", "DurationMention", "find_ages", "find_as_of", "find_dates", "find_durations"]

_YEAR_WORDS = {
    "今年": 0,
    "本年": 0,
    "当年": 0,
    "去年": -1,
    "上年": -1,
    "旧年": -1,
    "前年": -2,
    "大前年": -3,
    "明年": 1,
    "后年": 2,
}
_MONTH_WORDS = {
    "这个月": 0,
    "这月": 0,
    "本月": 0,
    "当月": 0,
    "上个月": -1,
    "上月": -1,
    "上上个月": -2,
    "上上月": -2,
    "下个月": 1,
    "下月": 1,
}
_DAY_WORDS = {
    "今天": 0,
    "今日": 0,
    "今儿": 0,
    "昨天": -1,
    "昨日": -1,
    "昨儿": -1,
    "前天": -2,
    "大前天": -3,
    "明天": 1,
    "后天": 2,
}
_SMALL = r"(?:[0-9]{1,2}|[二三]?十[一二三四五六七八九]?|[一二三四五六七八九])"
_DAY = rf"(?:(?P<day>{_SMALL})[日号]|(?P<part_of_month>初|中旬|底|末))?"
_YEAR = (
    r"(?P<year>(?:19|20)[0-9]{2}|[一二][零〇九][零〇一二三四五六七八九]{2}|(?<![0-9.])[0-9]{2}(?=年(?!以|工龄"
    r"|多|左右)))年(?!级|薪)"
)
_WORD = "|".join(sorted(_YEAR_WORDS, key=len, reverse=True))
_IN_YEAR = re.compile(
    rf"(?:{_YEAR}|(?P<word>{_WORD}))(?:的|度)? ?(?:(?P<month>{_SMALL})月(?:份)?{_DAY}|年?(?P<part>初|底|末|中))?"
)
_ISO = re.compile(
    r"(?<![0-9])(?P<year>(?:19|20)[0-9]{2})[-/.](?P<month>[01]?[0-9])(?:[-/.](?P<day>[0-3]?[0-9]))?(?![0-9])"
)
_MONTH_ALONE = re.compile(rf"(?<![0-9个第年])(?P<month>{_SMALL})月(?:份)?(?!薪|入(?!职|厂|伙|的)|的?工资){_DAY}")
_IN_MONTH = re.compile(rf"(?P<word>{'|'.join(sorted(_MONTH_WORDS, key=len, reverse=True))})(?:的)?{_DAY}")
_BY_DAY = re.compile("|".join(sorted(_DAY_WORDS, key=len, reverse=True)))
_AGO = re.compile(
    rf"(?P<about>大概|大约|差不多)?(?:(?P<years>{NUMERAL})年(?P<half>半)?)?(?:零"
    rf"|又)?(?:(?P<months>{NUMERAL})个(?P<half_month>半)?月|(?P<weeks>{NUMERAL})个?(?:周|星期|礼拜)"
    rf"|(?P<days>{NUMERAL})天)?(?P<half_year>半年)?(?P<more>多)?(?:之|以)?前(?!后)"
)
_COUNTED_BEFORE = re.compile(
    r"(?:了|满|交|缴|干|做|共|有|够|差|还|累计|工龄|社保|近|第|每|龄|要|足|超过|达到|[少多低高]于)$"
)
_FUTURE = re.compile(r".{0,6}(?:到期|才|将|要|准备|开学|毕业$|就满|满|会)")
_EVENT_AFTER = re.compile(
    r"(?:的时候|的?时候|那会儿?|份)?(?:我|他|她|我们|单位|公司|就|才|都|在|又|刚|已经|还|是|年?底|年?初)*"
    r"(?:毕业|离校|离职|辞|被|失业(?!金|保险|补助|待遇|登记的?(?:标准|条件|政策))|下岗|入职|上班|参加|工作|交"
    r"|缴|参保|买|开始|起|以来|之后|以后|后|办|登记|注册|开(?!的)|创业(?!补|担|贷|资|扶)"
    r"|出生|生(?!育)|退休(?!年龄|金)|退伍|退役|回|来|结婚|怀孕|拿到?|考|取得|领了?|干|做|进|签|到期|认定|停|欠"
    r"|没|受伤|工伤(?!待|赔|保|标)|出|转|搬|迁|招|录|届|前(?![的后])|之前|以前|到)"
)
_EVENT_BEFORE = re.compile(r"(?:从|自|我是|他是|她是|是在|我|到|截至|等到|至|直到|打|自从|于|在(?!重庆))$")
_ASKS_NOTHING = re.compile(r"(?:的)?(?:人|女|男|属)")


@dataclass(frozen=True)
class DateMention:
    """A date in characters `start` to `end` (not included), as exact as it was said; `approx` for 三年前."""

    start: int
    end: int
    date: PartialDate
    approx: bool = False


def find_dates(text: str, today: date) -> tuple[DateMention, ...]:
    """The dates in a text, in order. A month without a year is the last such month, unless it is said to come."""
    plain = fold_width(text)
    readers: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], date], DateMention | None]], ...] = (
        (_AGO, _ago),
        (_ISO, _in_year),
        (_IN_YEAR, _in_year),
        (_IN_MONTH, _in_month),
        (_BY_DAY, _by_day),
        (_MONTH_ALONE, _month_alone),
    )
    found: list[DateMention] = []
    for pattern, read in readers:
        for match in pattern.finditer(plain):
            if any(match.start() < one.end and one.start < match.end() for one in found):
                continue
            mention = read(match, today)
            if mention is not None:
                found.append(mention)
    return tuple(sorted(found, key=lambda mention: mention.start))


def find_as_of(text: str, today: date, of_then: bool = False) -> date | None:
    """The past day a question is about: 2024年失业金是多少 asks about the last day of 2024.

    None for the present, the future and what is no date (以前); and where the date is when something happened to
    somebody (2024年毕业的, 去年离职的), for that asks about today's rules, unless what held then is asked for
    (`of_then`).
    """
    plain = fold_width(text)
    ages = find_ages(plain, today)
    mentions = (
        one for one in find_dates(plain, today) if all(one.end <= age.start or age.end <= one.start for age in ages)
    )
    return next((day for mention in mentions if (day := _asked_day(plain, mention, today, of_then))), None)


def _asked_day(text: str, mention: DateMention, today: date, of_then: bool) -> date | None:
    if mention.approx or (mention.date.day is not None and mention.date.first_day >= today - timedelta(days=3)):
        return None
    of_a_year = text[mention.end - 1] == "度"  # 2023年度招用的: the rules of that year, whatever happened in it
    if not (of_then or of_a_year) and _tells_what_happened(text, mention):
        return None
    return mention.date.last_day if mention.date.last_day < today else None


def _tells_what_happened(text: str, mention: DateMention) -> bool:
    before = text[max(0, mention.start - 4) : mention.start]
    after = _EVENT_AFTER.match(text, mention.end) or _ASKS_NOTHING.match(text, mention.end)
    return after is not None or _EVENT_BEFORE.search(before) is not None


def _ago(match: re.Match[str], today: date) -> DateMention | None:
    amounts = {name: parse_numeral(match[name]) for name in ("years", "months", "weeks", "days") if match[name]}
    if (not amounts and not match["half_year"]) or any(value is None or value % 1 for value in amounts.values()):
        return None
    years, months, weeks, days = (int(amounts.get(name) or 0) for name in ("years", "months", "weeks", "days"))
    if years > 80:
        return None
    back = years * 12 + months + (6 if match["half"] or match["half_year"] else 0)
    day = add_months(today, -back) - timedelta(days=weeks * 7 + days)
    exact = bool(days and not back)
    return DateMention(
        match.start(), match.end(), PartialDate(day.year, day.month, day.day if exact else None), not exact
    )


def _in_year(match: re.Match[str], today: date) -> DateMention | None:
    parts = match.groupdict()
    year = today.year + _YEAR_WORDS[parts["word"]] if parts.get("word") else _full_year(match, today)
    if year is None:
        return None
    month = _number(parts.get("month")) or {"初": 1, "底": 12, "末": 12, "中": 6}.get(parts.get("part") or "")
    return _mention(match, year, month, _number(parts.get("day")), approx=parts.get("part") == "中")


def _full_year(match: re.Match[str], today: date) -> int | None:
    """Two figures are a year only where nothing counts with them: 24年 is 2024, 交了24年 is a length of time."""
    year = _number(match["year"]) or 0
    if year >= 100:
        return year if 1900 <= year <= 2100 else None
    if _COUNTED_BEFORE.search(match.string[max(0, match.start() - 2) : match.start()]):
        return None
    return year + (2000 if year <= today.year % 100 + 1 else 1900)


def _in_month(match: re.Match[str], today: date) -> DateMention | None:
    first = add_months(today.replace(day=1), _MONTH_WORDS[match["word"]])
    return _mention(match, first.year, first.month, _number(match["day"]))


def _by_day(match: re.Match[str], today: date) -> DateMention:
    day = today + timedelta(days=_DAY_WORDS[match.group()])
    return DateMention(match.start(), match.end(), PartialDate(day.year, day.month, day.day))


def _month_alone(match: re.Match[str], today: date) -> DateMention | None:
    month = _number(match["month"]) or 0
    is_to_come = _FUTURE.match(match.string, match.end()) is not None
    year = today.year - 1 if month > today.month and not is_to_come else today.year
    return _mention(match, year + 1 if is_to_come and month < today.month else year, month, _number(match["day"]))


def _mention(
    match: re.Match[str], year: int, month: int | None, day: int | None, approx: bool = False
) -> DateMention | None:
    try:
        date(year, month or 1, day or 1)
    except ValueError:
        return None
    return DateMention(match.start(), match.end(), PartialDate(year, month, day), approx)


def _number(text: str | None) -> int | None:
    value = parse_numeral(text) if text else None
    return None if value is None else int(value)
