"""Marks of one run of a course that its record can be held against: its fee, hours, weekdays, length, certificate."""

import re
from dataclasses import dataclass

from assistant.language.numerals import NUMERAL, find_numerals, parse_numeral

_CLOCK = re.compile(
    rf"(?<![0-9])(?P<hour>[0-2]?[0-9]|{NUMERAL})(?:点(?!几)(?:钟)?|[:：])(?P<minute>半|[0-5][0-9])?(?!以前|之前|前)"
)
_DAY_NUMBERS = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "日": 7, "天": 7}
_NAMED_DAY = r"(?:周|星期|礼拜)[一二三四五六日天]"
#: 周二周四, 礼拜三晚上; 下周一那期 is a day on which something begins.
_WEEKDAYS = re.compile(
    rf"(?<![下这本])(?:(?:{_NAMED_DAY}[、和跟]?){{2,}}|{_NAMED_DAY}(?=[上下]午|[早晚夜]|上课|的课|有课|$))"
)
_IN_A_ROW = re.compile(
    r"(?<![0-9一二三四五六七八九十点])(?:135|246|一三五|二四六|二四(?=晚|的|上)|24(?=晚))(?![0-9点号月元块])"
)
_NO_MONEY = re.compile(r"^\s?(?:月|号|日|点|期|楼|岁|个|门|节|天|年|人|路|线|层|平|分|班|%|:)")
_CERTIFIED = re.compile(
    r"(?:能|可以|要|有|会|包|带|得|拿得到|考得到|发|给)(?:到|起)?(?:拿|考|发|取|得)?(?:得?到|个|起)?证(?:书|件|照)?(?=的|那|这|班)|(?:取|考|拿|发)证(?=的|那|这|班)"
)
_UNCERTIFIED = re.compile(r"(?:不|没得|没有|莫得|无)(?:发|拿|考|要|取|得)?证(?:书)?(?=的|那|这|班)")
_ONLINE = re.compile(
    r"网上|线上|网课|直播课?|录播|手机上(?:学|听|上|看)|在(?:屋头|屋里|家头?|家里)(?:学|听|上课|看)|远程"
)
_ON_SITE = re.compile(r"线下|现场|面授|当面(?:教|学)|手把手")
_SHORT = re.compile(
    r"(?:时间|学时|课时|天数|周期|学期)(?:要)?(?:短|少)|(?<!半)短(?:点|些|期|班|的那)"
    r"|(?:学|结束|上)得?(?:完得)?快(?:点|些|的|那)|最快(?:学|结|上)?完|快点学完"
)
_LONG = re.compile(
    r"(?:时间|学时|课时|天数|周期)(?:要)?(?:长|多)|学得?(?:久|细|全)(?:点|些|的|那)|(?<!家)长(?:点|些|班|的那)"
)
_UNITS = {"天": 1, "日": 1, "周": 7, "星期": 7, "礼拜": 7, "月": 30}
_LASTS = re.compile(
    rf"(?P<number>[0-9]{{1,2}}|{NUMERAL}|半)(?:个)?(?P<unit>天|周|星期|礼拜|月)(?:就|时间|能|可以|里|内|的课程?)*(?:学完|学会|结业|毕业|搞定|上完|结束|的(?=那|班|课|$)|那(?=个|班|种)|短班|班)"
)
_FESTIVALS = {"圣诞": (12, 25), "平安夜": (12, 24), "元旦": (1, 1), "新年第一天": (1, 1)}
_AFTER = re.compile(
    r"(?:圣诞|平安夜|元旦)(?:节)?(?:放假)?(?:过后|以后|之后|过了|后|翻过)|(?:翻过|过了|过完)(?:圣诞|元旦)"
)
_SEATS = re.compile(
    rf"(?:只|就|还)(?:剩|有)(?:到|起|得)*(?:最后)?(?P<number>{NUMERAL}|[0-9]{{1,2}})个?(?:位子|位置|名额|空位|座)"
)
_A_NUMBER_ALONE = re.compile(r"^\s*(?:我|就|选|要|报|第|那)*([1-9一二三四五①②③④⑤])(?:吧|嘛|哈|噻|!|！|~|。|\s)*$")
_BARE = {**{str(number): number - 1 for number in range(1, 10)}, **{"一二三四五"[at]: at for at in range(5)},
         **{"①②③④⑤"[at]: at for at in range(5)}}  # fmt: skip
_LEAST, _MOST = 20, 30_000


@dataclass(frozen=True)
class Marks:
    """`figures`: what may be the fee, in yuan; `clock`: (hour, minute or None) as said, 1 to 24; `weekdays`: 1 Monday
    to 7 Sunday; `lasts`: (fewest, most) days from the first to the last; `length`: short or long; `festival`: (month,
    day) on which it begins, or `is_after` that; `seats`: so many left; `number`: said and nothing else, from 0."""

    figures: frozenset[int] = frozenset()
    clock: tuple[int, int | None] | None = None
    weekdays: frozenset[int] = frozenset()
    is_certified: bool | None = None
    is_online: bool | None = None
    length: str | None = None
    lasts: tuple[int, int] | None = None
    festival: tuple[int, int] | None = None
    is_after: bool = False
    seats: int | None = None
    number: int | None = None

    @property
    def is_any(self) -> bool:
        """Whether there is a mark beside the figures, which may be anything."""
        told = (self.clock, self.is_certified, self.is_online, self.length, self.lasts, self.festival, self.seats)
        return bool(self.weekdays) or any(one is not None for one in told)


def read_marks(folded: str) -> Marks:
    """The marks in a clause, folded."""
    alone = _A_NUMBER_ALONE.match(folded)
    return Marks(
        figures=_figures(folded),
        clock=_clock(folded),
        weekdays=_weekdays(folded),
        is_certified=False if _UNCERTIFIED.search(folded) else True if _CERTIFIED.search(folded) else None,
        is_online=False if _ON_SITE.search(folded) else True if _ONLINE.search(folded) else None,
        length="short" if _SHORT.search(folded) else "long" if _LONG.search(folded) else None,
        lasts=_lasts(folded),
        festival=next((day for name, day in _FESTIVALS.items() if name in folded), None),
        is_after=_AFTER.search(folded) is not None,
        seats=_seats(folded),
        number=_BARE[alone[1]] if alone is not None else None,
    )


def without_marks(folded: str) -> str:
    """The clause without the words of its marks."""
    spans = (_CLOCK, _WEEKDAYS, _IN_A_ROW, _UNCERTIFIED, _CERTIFIED, _ON_SITE, _ONLINE, _SHORT, _LONG, _LASTS)
    for one in spans:
        folded = one.sub(" ", folded)
    for name in _FESTIVALS:
        folded = folded.replace(name, " ")
    return folded


def _figures(folded: str) -> frozenset[int]:
    said = (one for one in find_numerals(folded) if not _NO_MONEY.match(folded[one.end :]))
    return frozenset(int(one.low) for one in said if one.low == int(one.low) and _LEAST <= one.low <= _MOST)


def _clock(folded: str) -> tuple[int, int | None] | None:
    said = _CLOCK.search(folded)
    if said is None:
        return None
    hour = int(said["hour"]) if said["hour"].isdigit() else parse_numeral(said["hour"])
    if hour is None or not 1 <= hour <= 24:
        return None
    return int(hour), 30 if said["minute"] == "半" else int(said["minute"]) if said["minute"] else None


def _weekdays(folded: str) -> frozenset[int]:
    said = _WEEKDAYS.search(folded)
    if said is not None:
        return frozenset(_DAY_NUMBERS[one] for one in said.group() if one in _DAY_NUMBERS)
    row = _IN_A_ROW.search(folded)
    if row is None:
        return frozenset()
    return frozenset(int(one) if one.isdigit() else _DAY_NUMBERS[one] for one in row.group())


def _lasts(folded: str) -> tuple[int, int] | None:
    said = _LASTS.search(folded)
    if said is None:
        return None
    number = 0.5 if said["number"] == "半" else float(parse_numeral(said["number"]) or 0)
    days = number * _UNITS[said["unit"]]
    slack = 0 if said["unit"] == "天" else max(3, int(days / 5))
    return max(1, int(days) - slack), int(days) + slack


def _seats(folded: str) -> int | None:
    said = _SEATS.search(folded)
    number = parse_numeral(said["number"]) if said is not None else None
    return int(number) if number is not None else None
