"""When lessons are, as providers print it (周二、周四晚上7点到9点, 双休日, 工作日晚间) → weekly times."""

import re
from collections.abc import Iterator
from datetime import time

from assistant.domain.courses import WeeklyTime
from assistant.language.numerals import NUMERAL, parse_numeral
from assistant.language.segment import fold

_WEEKDAYS = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "日": 7, "天": 7} | {
    str(day): day for day in range(1, 8)
}
_GROUPS = {
    "周末": (6, 7),
    "周六日": (6, 7),
    "双休日": (6, 7),
    "双休": (6, 7),
    "工作日": (1, 2, 3, 4, 5),
    "平日": (1, 2, 3, 4, 5),
}
_EVERY_DAY = (1, 2, 3, 4, 5, 6, 7)
#: The hours taken where only the part of the day is printed. People are shown what is printed, not these.
_USUAL_HOURS = {
    "morning": (time(9), time(12)),
    "afternoon": (time(14), time(17)),
    "evening": (time(19), time(21)),
    "day": (time(9), time(17)),
}
_PARTS = {
    "上午": "morning", "早上": "morning", "早晨": "morning", "下午": "afternoon", "晚上": "evening", "晚间": "evening",
    "夜间": "evening", "傍晚": "evening", "晚": "evening", "夜": "evening", "全天": "day", "白天": "day", "日间": "day",
}  # fmt: skip
_DAY = r"[一二三四五六日天1-7](?![0-9:点时])"
_DAYS = re.compile(
    rf"(?P<group>双休日?|周末|周六日|工作日|平日)|(?P<every>每[天日]|天天)"
    rf"|(?:周|星期|礼拜)(?P<first>{_DAY})(?P<more>(?:(?:[、,/和及与至到~-])?(?:周|星期|礼拜)?{_DAY})*)"
)
_CLOCK = rf"(?:[0-2]?[0-9]|{NUMERAL})(?:[:点时](?:[0-5][0-9]|半)?分?)"
_TIMES = re.compile(
    rf"(?P<part>上午|早上|早晨|中午|下午|晚上|晚间|傍晚|夜间|全天|白天|日间|晚|夜)?"
    rf"(?:(?P<from>{_CLOCK})\s?[-~—至到]+\s?(?P<later>上午|中午|下午|晚上|晚)?(?P<to>{_CLOCK}))?"
)
_NEXT = re.compile(r"[至到~-]")


def read_weekly_times(text: str) -> tuple[WeeklyTime, ...]:
    """The lessons of a week in the order of the week; none where the text names no day and no part of a day."""
    folded = fold(text[:200])
    found: set[WeeklyTime] = set()
    days: tuple[int, ...] = ()
    is_timed = True
    for kind, match in _tokens(folded):
        if kind == "days":
            if days and not is_timed:
                found |= set(_at(days, _USUAL_HOURS["day"]))
            days, is_timed = _days_of(match), False
            continue
        hours = _hours_of(match)
        if hours is not None:
            found |= set(_at(days or (1, 2, 3, 4, 5), hours))
            is_timed = True
    if days and not is_timed:
        found |= set(_at(days, _USUAL_HOURS["day"]))
    return tuple(sorted(found, key=lambda one: (one.weekday, one.starts, one.ends)))


def _tokens(text: str) -> Iterator[tuple[str, re.Match[str]]]:
    at = 0
    while at < len(text):
        days = _DAYS.match(text, at)
        if days is not None:
            yield "days", days
            at = days.end()
            continue
        times = _TIMES.match(text, at)
        if times is not None and times.end() > at:
            yield "times", times
            at = times.end()
        else:
            at += 1


def _days_of(match: re.Match[str]) -> tuple[int, ...]:
    if match["group"]:
        return _GROUPS[match["group"]]
    if match["every"]:
        return _EVERY_DAY
    days = [_WEEKDAYS[match["first"]]]
    is_range = False
    for sign in match["more"]:
        if _NEXT.match(sign):
            is_range = True
        elif sign in _WEEKDAYS:
            day = _WEEKDAYS[sign]
            days += range(days[-1] + 1, day + 1) if is_range else [day]
            is_range = False
    return tuple(dict.fromkeys(days))


def _hours_of(match: re.Match[str]) -> tuple[time, time] | None:
    part = match["part"]
    if match["from"] is None:
        return _USUAL_HOURS.get(_PARTS.get(part, "")) if part else None
    is_late = part in ("下午", "晚上", "晚间", "傍晚", "夜间", "晚", "夜")
    later = match["later"]
    starts = _clock(match["from"], is_late)
    ends = _clock(match["to"], is_late if later is None else later not in ("上午", "中午"))
    if starts is None or ends is None:
        return None
    if ends <= starts and ends.hour < 12:
        ends = ends.replace(hour=ends.hour + 12)
    return (starts, ends) if starts < ends else None


def _clock(text: str, is_late: bool) -> time | None:
    said, _, rest = re.sub(r"[点时]", ":", text.rstrip("分")).partition(":")
    hour = int(said) if said.isdigit() else parse_numeral(said)
    minute = 30 if rest == "半" else int(rest or 0)
    if hour is None or not 0 <= hour <= 24:
        return None
    if is_late and hour < 12:
        hour += 12
    return time(int(hour), minute) if hour < 24 else None


def _at(days: tuple[int, ...], hours: tuple[time, time]) -> Iterator[WeeklyTime]:
    return (WeeklyTime(day, *hours) for day in days)
