"""Days as adverts and feeds print them: 2026-11-23 09:22:00, 2026年11月3日, epoch seconds, 11月30日前, 明天."""

import re
from datetime import UTC, date, datetime, timedelta, timezone

_CHONGQING = timezone(timedelta(hours=8))
_WHOLE = re.compile(r"(?P<year>[0-9]{4})[-/.年](?P<month>[01]?[0-9])[-/.月](?P<day>[0-3]?[0-9])(?![0-9])")
_COMPACT = re.compile(r"(?<![0-9])(?P<year>20[0-9]{2})(?P<month>[01][0-9])(?P<day>[0-3][0-9])(?![0-9])")
_EPOCH = re.compile(r"-?[0-9]{9,10}(?:\.[0-9]+)?|[0-9]{12,13}")
_WITH_ZONE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9:.]{5,}(?:Z|[+-][0-9]{2}:?[0-9]{2})$", re.IGNORECASE)
_IN_A_YEAR = re.compile(r"(?<![0-9/.-])(?P<month>1[0-2]|0?[1-9])(?:月|[-/.])(?P<day>[0-3]?[0-9])(?![0-9%])[日号]?")
_AGO = re.compile(r"([0-9]{1,3})\s?(?:天|日)前|([0-9]{1,3})\s?(?:个)?(?:小时|分钟|分)前|刚刚")
_BY_DAY = {
    "大后天": 3,
    "后天": 2,
    "明天": 1,
    "明日": 1,
    "明儿": 1,
    "今天": 0,
    "今日": 0,
    "今晚": 0,
    "昨天": -1,
    "昨日": -1,
    "前天": -2,
}
_BY_DAY_WORD = re.compile("|".join(_BY_DAY))
_MONTH_AND_DAY = re.compile(r"(?<![0-9])(?P<month>1[0-2]|0?[1-9])月(?P<day>[0-3]?[0-9])[日号]")
_LONGEST = 40


def read_posted_on(text: str, today: date) -> date | None:
    """The day an advert was posted; a day without a year is the last such day."""
    return _read(text, today, lies_ahead=False)


def read_coming_day(text: str, today: date) -> date | None:
    """The last day of an advert, or the day work is for; a day without a year is the nearest one."""
    return _read(text, today, lies_ahead=True)


def find_work_day(text: str, told_on: date) -> date | None:
    """The first day named in a text (明天, 11月29日), counted from the day on which it was written."""
    word, named = _BY_DAY_WORD.search(text), _MONTH_AND_DAY.search(text)
    if word is not None and (named is None or word.start() < named.start()):
        ahead = _BY_DAY[word.group()]
        return told_on + timedelta(days=ahead) if ahead >= 0 else None
    return _day_of_year(named, told_on, lies_ahead=True) if named else None


def _read(text: str, today: date, *, lies_ahead: bool) -> date | None:
    text = text[:_LONGEST].strip()
    if not text:
        return None
    if _WITH_ZONE.match(text):
        return _zoned(text)
    match = _WHOLE.search(text) or _COMPACT.search(text)
    if match is not None:
        return _whole(int(match["year"]), int(match["month"]), int(match["day"]))
    if _EPOCH.fullmatch(text):
        return _of_epoch(float(text))
    word = _BY_DAY_WORD.search(text)
    if word is not None:
        return today + timedelta(days=_BY_DAY[word.group()])
    ago = None if lies_ahead else _AGO.search(text)
    if ago is not None:
        return today - timedelta(days=int(ago[1] or 0))
    match = _IN_A_YEAR.search(text)
    return _day_of_year(match, today, lies_ahead=lies_ahead) if match else None


def _whole(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _zoned(text: str) -> date | None:
    try:
        return datetime.fromisoformat(text.upper()).astimezone(_CHONGQING).date()
    except (ValueError, OverflowError):
        return None


def _of_epoch(number: float) -> date | None:
    seconds = number / 1000 if number >= 1e11 else number
    return (datetime.fromtimestamp(0, UTC) + timedelta(seconds=seconds)).astimezone(_CHONGQING).date()


def _day_of_year(match: re.Match[str], today: date, *, lies_ahead: bool) -> date | None:
    """A day that is a little past stays past: an advert that has ended must not live for another year."""
    month, day = int(match["month"]), int(match["day"])
    this_year = _whole(today.year, month, day)
    if this_year is None:
        return None
    if lies_ahead and (today - this_year).days > 183:
        return _whole(today.year + 1, month, day)
    if not lies_ahead and (this_year - today).days > 1:
        return _whole(today.year - 1, month, day)
    if lies_ahead and (this_year - today).days > 183:
        return _whole(today.year - 1, month, day)  # 12月30日截止, read in January
    return this_year
