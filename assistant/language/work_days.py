"""The day work must be for: 明天的日结, 后天有没得活, 周末的零工, 12月1号."""

import re
from datetime import date, timedelta

from assistant.domain.dates import PartialDate
from assistant.language.dates import find_dates
from assistant.language.numerals import NUMERAL, parse_numeral
from assistant.language.wish_phrases import WishPhrases
from assistant.language.work_spans import names_a_span

_SATURDAY = 5
_WEEKDAY = re.compile(r"(?P<next>下个?)?(?:这个?|本)?(?:周|星期|礼拜)(?P<day>[一二三四五六日天])")
#: 下周一可以去, 12月10号以后才到得了岗: from when somebody is free to work.
_ABLE = re.compile(
    r"(?:那天|当天|早上|上午|下午|过后|以后|之后|之前|后|起|开始|我|就|才|都|也|随时|正式|最早|嘛)*"
    r"(?:(?:能够?|可以|方便|得行)(?:开始)?(?:来|去|过来|过去)?(?:上班|上岗|到岗|入职|报到|开工|上工|做|干)?"
    r"|(?:来|去|开始)?(?:上班|上岗|到岗|入职|报到)|(?:到|来|去|走|上|过来|过去|抽)得(?:了|到|成|开|脱|拢|出)?(?:岗|班|身)?)"
    r"(?:的|了|哈|嘛|哦|噻|呢|吧|啊)*(?=$|[,。;!? ])"
)
_NEXT_MONTH_DAY = re.compile(rf"(?P<next>下个?|这个?|本)月(?P<day>{NUMERAL})[号日](?![线楼门车厂院店结薪])")
#: Of a day named by its distance: whether anything is looked for on it, or work is spoken of at once.
_SEARCH_LETTERS = re.compile("[OTPBMSNLE]")
_WORK_ASKED = re.compile(r"[^,。;!?]{0,6}(?:活路?|事情?做|零工|散工|[做干]的|要人|招人|开工|上班)")
_MARKS = (*",。;!? ", "")
_WEEKDAYS = "一二三四五六日"
_REACH = 10
#: Days further off are not meant.
_FAR_DAYS = 120
_FEASTS = {"元旦": (1, 1), "五一": (5, 1), "劳动节": (5, 1), "国庆": (10, 1), "平安夜": (12, 24), "圣诞": (12, 25)}
_FEAST = re.compile(
    rf"(?P<feast>{'|'.join(_FEASTS)})节?(?:当天|那天|那几天|期间|假期|放假)?(?!之?前|以前|之?后|过后|以后|路|广场|休|加班|要休|工)"
)
_DAY_OF_MONTH = re.compile(r"(?<![0-9月.])(?P<day>[0-9]{1,2})[号日](?![线楼门车厂院店结薪])")
#: 周六有没得活: the work of that day, not of every week.
_WORK_THAT_DAY = re.compile(
    r"(?:这天|那天|晚上|上午|下午|哪里|还)?(?:有没得|有没有|有不有|有啥子?|有什么|有)?的?(?:零|临时)?(?:活|事情?做)"
    r"|那个?(?:周|星期|礼拜)[一二三四五六日天末]|(?:就|要|得|必须|正式)*(?:开工|开始(?:做|干|上)?|上工|进场|开业|要人|用人)|上班的|做一天|干一天"
)

#: 12月5号公司放假, 想打一天零工: the day off is the day of the work.
_DAY_OFF = re.compile(r"(?:我们?|公司|厂里?|单位|学校|正好|刚好)*(?:放假|休息|轮休|调休|有空|得空|没事|没得事|不上班)")
#: 12月5号的活动兼职, 下周三的群众演员: the letters stand for a kind of work and an occupation.
#: 元旦三天有没有促销员: an occupation where the days are counted.
_WORK_OF_THOSE_DAYS = re.compile(r"(?:这|那|放|的)?(?:假)?(?:[0-9一二两三四五六七]|几)天[^,。;前后]{0,8}[OT]")
_WORK_OF_THAT_DAY = re.compile(r"(?:(?:到|至|-)[^,。;T]{1,6})?(?:[^,。;]{0,4}的[^,。;]{0,8}[OT]|[^,。;前后]{0,6}T)")


def read_day(text: str, skeleton: str, is_casual: bool, today: date, phrases: WishPhrases) -> date | None:
    """The day, or None. Of a weekend the first day still to come; counted only where the text speaks of work that day.

    `is_casual`: the work sought is for a day; a weekend counts only then, for elsewhere it comes every week.
    """
    if names_a_span(text, today):
        return None
    for word, days in phrases.days.items():
        for match in re.finditer(word, text):
            is_of_seeker = not is_casual and phrases.cues.able_that_day.match(skeleton[match.end() :])
            is_talk = (
                not is_casual and not _SEARCH_LETTERS.search(skeleton) and not _WORK_ASKED.match(text, match.end())
            )
            if not (is_of_seeker or is_talk) and _is_of_work(skeleton, match.end(), is_casual, phrases):
                return today + timedelta(days=days)
    weekend = phrases.weekend.search(text)
    holiday = _holiday(text, skeleton, is_casual, today)
    if holiday is not None:
        return holiday
    if weekend and (is_casual or _WORK_THAT_DAY.match(text, weekend.end())):
        week = 7 if text[: weekend.start()].endswith(("下", "下个")) else 0
        return today + timedelta(days=week + max(0, _SATURDAY - today.weekday()))
    named = (
        _weekday(text, skeleton, is_casual, today)
        or _day_of_next_month(text, skeleton, is_casual, today)
        or _date(text, skeleton, is_casual, today, phrases)
    )
    return named or (_day_of_month(text, today) if is_casual else None)


def _is_of_work(skeleton: str, end: int, is_casual: bool, phrases: WishPhrases) -> bool:
    """Whether the day is one of work; beside work for a day it is, unless something else is to happen then."""
    after = re.split(r"[,。;!?]", skeleton[end : end + _REACH])[0]
    if phrases.cues.not_day_of_work.search(after[:4]):
        return False
    return is_casual or phrases.cues.day_of_work.search(after) is not None


def _holiday(text: str, skeleton: str, is_casual: bool, today: date) -> date | None:
    """元旦的临时工: the first day of a feast whose date is the same every year, where it is near."""
    for match in _FEAST.finditer(text):
        month, day = _FEASTS[match["feast"]]
        coming = next(one for year in (today.year, today.year + 1) if (one := date(year, month, day)) >= today)
        if (is_casual or _is_that_days(text, skeleton, match.end())) and (coming - today).days <= _FAR_DAYS:
            return coming
    return None


def _is_that_days(text: str, skeleton: str, end: int) -> bool:
    """Whether what follows a day speaks of work on it."""
    patterns = ((_WORK_THAT_DAY, text), (_WORK_OF_THAT_DAY, skeleton), (_WORK_OF_THOSE_DAYS, skeleton))
    return any(pattern.match(written, end) is not None for pattern, written in patterns)


def _weekday(text: str, skeleton: str, is_casual: bool, today: date) -> date | None:
    match = _WEEKDAY.search(text)
    if match is None or text[match.end() : match.end() + 1] in ("到", "至", "-"):
        return None  # 周一到周五 is no day
    is_one = match["next"] is not None or match.group()[0] in "这本"  # 周六的兼职 comes every week
    stands_alone = text[: match.start()][-1:] in _MARKS and text[match.end() :][:1] in _MARKS
    is_that_days = is_one and (stands_alone or _WORK_OF_THAT_DAY.match(skeleton, match.end()) is not None)
    is_able = _ABLE.match(text, match.end()) is not None
    if not (is_casual or is_that_days or is_able or _WORK_THAT_DAY.match(text, match.end())):
        return None
    weekday = _WEEKDAYS.index(match["day"].replace("天", "日"))
    if match["next"]:
        return today + timedelta(days=7 - today.weekday() + weekday)
    return today + timedelta(days=(weekday - today.weekday()) % 7)


def _date(text: str, skeleton: str, is_casual: bool, today: date, phrases: WishPhrases) -> date | None:
    """A whole date that is to come; a month already past is next year's."""
    for mention in find_dates(text, today):
        day = _coming(mention.date, today)
        is_named = "月" in text[mention.start : mention.end]  # 今天就能上班 limits nothing
        if day is not None and is_named and _ABLE.match(text, mention.end) is not None:
            return day
        is_meant = is_casual or _is_that_days(text, skeleton, mention.end)
        is_free = is_casual and _DAY_OFF.match(skeleton, mention.end) is not None
        if day is not None and is_meant and (is_free or _is_of_work(skeleton, mention.end, False, phrases)):
            return day
    return None


def _day_of_next_month(text: str, skeleton: str, is_casual: bool, today: date) -> date | None:
    """下个月一号就能来, 这个月28号的展会临时工."""
    for match in _NEXT_MONTH_DAY.finditer(text):
        if not (is_casual or _ABLE.match(text, match.end()) or _is_that_days(text, skeleton, match.end())):
            continue
        first = today.replace(day=1) + timedelta(days=32 if match["next"].startswith("下") else 0)
        try:
            day = first.replace(day=int(parse_numeral(match["day"]) or 0))
        except ValueError:
            continue
        if day >= today:
            return day
    return None


def _day_of_month(text: str, today: date) -> date | None:
    """28号: of this month, or the next where it is past."""
    match = _DAY_OF_MONTH.search(text)
    if match is None:
        return None
    for month in (today, today.replace(day=1) + timedelta(days=32)):
        try:
            day = month.replace(day=int(match["day"]))
        except ValueError:
            continue
        if day >= today:
            return day
    return None


def _coming(said: PartialDate, today: date) -> date | None:
    if said.month is None or said.day is None:
        return None
    day = said.first_day
    if day < today:
        try:
            day = day.replace(year=day.year + 1)
        except ValueError:
            return None
    return day if today <= day <= today + timedelta(days=_FAR_DAYS) else None
