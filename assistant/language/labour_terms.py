"""What an employer who looks for workers has said of them: how many, for how much, from when.

Occupation, place, shift and benefits are read as a job seeker's are; here is what only employers say.
"""

import re
from datetime import date, timedelta
from itertools import pairwise

from assistant.domain.labour_requests import MOST_WORKERS
from assistant.domain.vacancies import Pay
from assistant.domain.vacancy_filter import PayFloor
from assistant.language.dates import find_dates
from assistant.language.numerals import find_numerals

#: What follows a number of workers; and what stands before a number that is none (第3个).
WORKERS_AFTER = re.compile(r"(?:多|来)?(?:(?:个|名|位|号(?=人))(?!月|小时|钟|星期|礼拜|多小时|人所得)|人(?!民))")
WORKERS_NOT_AFTER = re.compile(r"(?:第|每|上|下|地铁|轻轨)$")
_TO = re.compile(r"\s?(?:元|块)?\s?(?:到|至|-|~|—)+\s?")
_OR_MORE = re.compile(r"(?:元|块|块钱)?(?:/月|一个月|一天)?\s?(?:以上|起|往上|朝上|打底|保底)")
_WEEKDAY = re.compile(r"(?P<next>下个?)?(?:周|星期|礼拜)(?P<day>[一二三四五六日天])(?!休)")
_PART_OF_MONTH = re.compile(r"月份?(?P<part>初|头|中旬|中|底|末)")
_PARTS = {"初": 1, "头": 1, "中旬": 15, "中": 15, "底": 25, "末": 25}
#: 明早, 明晚, 后天一早: the days that are near, by the first character.
_NEAR_DAY = re.compile(
    r"大后[天日]|后(?:天|日|早|晚)|(?<![声说证鲜透英])明(?:天|日|早|晚|儿|朝|后天)|今(?:天|日|早|晚|儿|下午)"
)
_DAYS_AHEAD = {"今": 0, "明": 1, "后": 2, "大": 3}
_THIS_MONTH = re.compile(r"(?<![下个上0-9一二三四五六七八九十])(?:这个?|本)?月(?P<part>中旬|中|底|末)")
_DAYS_A_WEEK = 7
#: 越快越好: no day, and an answer all the same.
_SOON = re.compile(
    r"越快越好|越早越好|尽快|尽早|马上(?:要|就要|到岗|上班|上岗)?|立刻|立即|随时(?:都?可以|能)?(?:来|到岗|上班|上岗)?|(?:今|明)天就"
)
SOON = "尽快到岗"
#: 日结200: so much a day, said the other way round.
_DAILY = re.compile(r"(?:日结|天结|日薪|工价|一个工)[:： ]?(?P<yuan>[1-9][0-9]{1,3})(?![0-9])(?!个|名|人)")
_A_MONTH = (1500, 50_000)
_YEAR_AFTER = re.compile(r" ?(?:年|届|个|人|名|件|单|㎡|平)")
_OPEN_PAY = re.compile(
    r"面议|面谈|(?:工资|薪资|待遇|价钱)[^,，。]{0,4}(?:好商量|可以谈|可谈|再谈|看(?:能力|手艺|经验|本事))|按(?:行情|市场价)"
)
OPEN_PAY = "工资面议"


def read_headcount(text: str) -> int | None:
    """How many workers: 招20个普工, 服务员3名, 十五个人; the upper end of 两三个."""
    for number in find_numerals(text):
        after = WORKERS_AFTER.match(text, number.end)
        if after is None or WORKERS_NOT_AFTER.search(text[max(0, number.start - 2) : number.start]):
            continue
        if number.high == int(number.high) and 1 <= number.high <= MOST_WORKERS:
            return int(number.high)
    return None


def read_pay(text: str, floor: PayFloor | None) -> Pay:
    """The pay an employer offers. `floor`: the least, as it is read of a job seeker's words.

    4500到6000 has both ends, 7000以上 only the lower one; 5000左右 stands at 5000.
    """
    if floor is None:
        daily = _DAILY.search(text)
        return Pay(float(daily["yuan"]), float(daily["yuan"]), "day") if daily is not None else _bare_range(text)
    numbers = find_numerals(text)
    for place, number in enumerate(numbers):
        if float(number.low) != floor.yuan:
            continue
        between = _TO.match(text, number.end)
        upper = numbers[place + 1] if place + 1 < len(numbers) else None
        if between is not None and upper is not None and between.end() == upper.start and upper.high > number.low:
            return Pay(floor.yuan, float(upper.high), floor.per)
        if _OR_MORE.match(text, number.end):
            return Pay(floor.yuan, None, floor.per)
    return Pay(floor.yuan, floor.yuan, floor.per)


def _bare_range(text: str) -> Pay:
    """6500到8000 without a word of pay: what lies within a month's pay is one."""
    numbers = find_numerals(text)
    for low, high in pairwise(numbers):
        between = _TO.match(text, low.end)
        is_range = between is not None and between.end() == high.start and low.low < high.high
        if is_range and all(_A_MONTH[0] <= one <= _A_MONTH[1] for one in (low.low, high.high)):
            is_year = _YEAR_AFTER.match(text, high.end) is not None or _YEAR_AFTER.match(text, low.end) is not None
            return Pay() if is_year else Pay(float(low.low), float(high.high), "month")
    return Pay()


def read_start(text: str, today: date) -> date | None:
    """From when workers are needed; None where no day is named (尽快, 长期). A day without a year lies ahead."""
    near = _NEAR_DAY.search(text)
    if near is not None:
        return today + timedelta(days=_DAYS_AHEAD[near.group()[0]])
    weekday = _WEEKDAY.search(text)
    if weekday is not None:
        return _coming_weekday(weekday, today)
    for mention in find_dates(text, today):
        said = mention.date
        if mention.approx or said.month is None:
            continue
        part = _PART_OF_MONTH.search(text, mention.start, mention.end + 3)
        day = said.day or (_PARTS[part["part"]] if part is not None else 1)
        return _ahead(said.year, said.month, day, today)
    this_month = _THIS_MONTH.search(text)
    return _ahead(today.year, today.month, _PARTS[this_month["part"]], today) if this_month is not None else None


def is_soon(text: str) -> bool:
    """Whether workers are needed as soon as may be."""
    return _SOON.search(text) is not None


def is_open_pay(text: str) -> bool:
    """Whether the pay is to be agreed on."""
    return _OPEN_PAY.search(text) is not None


def _coming_weekday(match: re.Match[str], today: date) -> date:
    wanted = "一二三四五六日".index(match["day"].replace("天", "日"))
    monday = today - timedelta(days=today.weekday())
    day = monday + timedelta(days=wanted + (_DAYS_A_WEEK if match["next"] else 0))
    return day if day >= today else day + timedelta(days=_DAYS_A_WEEK)


def _ahead(year: int, month: int, day: int, today: date) -> date | None:
    """The day; today in a month that has begun, the next year's where the month is over."""
    try:
        found = date(year, month, day)
        if found >= today:
            return found
        if (year, month) == (today.year, today.month):
            return today
        return found.replace(year=today.year if (month, day) >= (today.month, today.day) else today.year + 1)
    except ValueError:
        return None
