"""What words point by at one of several runs of courses: 9号那批, 后头一批, 晚班那个, 便宜的, 编东西那个, 就它."""

import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from assistant.language.course_words import CourseCues
from assistant.language.employer_names import find_ordinal
from assistant.language.numerals import parse_numeral
from assistant.language.pointing_marks import Marks, read_marks, without_marks
from assistant.language.segment import fold

_RUN = r"(?:[一的]?[批期场]|(?:那|这|的|一)+[个批期场班]|个班)"
_FIRST = re.compile(
    rf"头一?[批期场]|(?<!最后)第[一1][批期场]|最(?:早|先|快|近)(?:的|开|那|这|一)*(?:[批期个班场]|$)|最(?:早|先|快)开|前(?:头|面|边)(?:开的?)?{_RUN}|(?:早|先)(?:点|些|开)(?:开)?的?那一?[批期个]|早(?:点|些|开)?的(?:那|这|$)|上一?[批期]"
)
_NEXT = re.compile(
    rf"下一?[批期场]|下(?:一)?个班|后(?:头|面|边)(?:点|些)?(?:开)?(?:的)?{_RUN}|(?:晚|迟)(?:一?[点批期些])?(?:开)?的?(?:那|这)?(?:[批期])|(?:晚|迟)(?:点|些)(?:开)?(?:那|的)|另外?(?:一|那)[批期]"
)
_LAST = re.compile(r"最(?:后|晚|迟)(?:一|开|的|那|这)*(?:[批期场]|$)|末尾(?:那|一|的)*[批期]")
_NTH_RUN = re.compile(r"第([一二三四五1-5])(?:期|批|场)")
#: 弟三期 for 第三期; 上头那个 of a list.
_NTH_TYPED = re.compile(r"弟[一二三四五1-5](?:个|期|批|场|家|门)")
_TOP = re.compile(r"(?:上头|上面|最上|头上)(?:的)?那?一?(?:个|门|家)|打头(?:的)?那?个")
#: The place of what stands last in a list, whatever its length.
LAST_OF_A_LIST = -1
_SOONER = re.compile(r"[早晚]点(?!店|摊|铺|师)")
_BOTTOM = re.compile(r"最(?:后|末|底下|下面|下头)(?:头|面|尾)?(?:的)?(?:那)?一?(?:个|门|家|条)|倒数第一")
_NUMBER = r"(?:\d{1,2}|[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九])"
_DAY = re.compile(rf"(?P<month>{_NUMBER})[月.\-/](?P<day>{_NUMBER})(?:日|号)?(?!前|之前|以前|截)")
_DAY_ALONE = re.compile(rf"(?<![\d月.\-/第十一二三]){_NUMBER}(?:日|号)(?!前|之前|以前|截|线|楼)")
_WEEKDAY = re.compile(
    r"(?P<week>下|这|本)?(?:个)?(?:周|星期|礼拜)(?P<day>[一二三四五六日天])(?:开班|开课|开)?(?:的)?(?=那|这|[批期])"
)
_PART = re.compile(rf"(?:(?P<month>{_NUMBER})月份?)?月?(?P<part>底|初|中旬|头)(?=那|这|开|的|[批期]|$)")
_MONTH = re.compile(rf"(?<!\d)(?P<month>{_NUMBER})月(?:份|间)?(?=那|这|开|的|[批期])")
_POINTER = re.compile(
    r"(?:[这那勒嘞]一?|上|头)(?:个|门|家|期|班|批|场|样|趟|轮|拨)|[它他](?!们|家)|刚(?:才|刚)(?:说|看|那|的)"
)
_OPEN_SEATS = re.compile(
    r"(?:还有|有)(?:空)?(?:位子|位置|名额|空位|座位|位)(?:的|那|这)|(?:没有?|不)满(?:的|那|员)|(?:还)?空(?:起)?(?:的|那个)"
)
_FULL = re.compile(r"(?:满了?|排队|候补)的?那(?:个|期|批)")
_PAID = re.compile(r"(?<!不)(?:要|收|给|交|花)(?:学费|钱|费)的?(?=那|这|的)|自费|收费")
_FREE = re.compile(
    r"免费|公益|(?:不|莫|没)(?:要|收|花|给|交|用|出|开)+(?:学费|钱|费)(?=那|这|的|$)|政府(?:出|给|掏)钱|白学|不(?:要|用)(?:出|给)?钱"
)
_CHEAP = re.compile(r"便宜|(?:钱|学费)(?:少|低)(?=那|的|点|些)|最?划算")
_DEAR = re.compile(r"(?<!不)贵(?:点|些)?的?(?=那|的|这)")
_NEAR = re.compile(r"近(?:点|些|一点)?的?(?=那|的|这|$)")
_TIMES = (
    (
        "evening",
        re.compile(r"晚(?:班|课|上|间|黑|些那)|夜(?:校|班|间|里|头)|黑了|下班(?:后|过后|了)|吃了(?:夜饭|晚饭)"),
    ),
    ("weekend", re.compile(r"周[末未]|双休|(?:周|星期|礼拜)[六日天]|周[六日]")),
    (
        "daytime",
        re.compile(r"白天|日班|日间|平时|平日|平常(?:天|日子)?(?=[上那的]|班|学)|平常天|工作日|(?:周|星期)一到周?五"),
    ),
    ("morning", re.compile(r"上午|早上|早班|上半天|早晨|清早|一早")),
    ("afternoon", re.compile(r"下午|下半天|后半天|午后|吃了(?:晌午|中饭|午饭)|晌午(?:过后|后)")),
)
#: What sentences are made of rather than names of what is taught.
_FRAME = re.compile(
    r"空?位(?:子|置)?|名额|报名|报上|报起|将就|随便|登记|安排|[这那一二三四五六七八九十两]?(?:个|门|家|期|班|批|场|样|种)|就是|还是|不如|算了|可以|得行|要得|给我|帮我|替我|一下"
    r"|[的了嘛吧噻哈哦呀啊呢喃嘞哎嗯那这就还再先也都我你他它您报占登整弄要选定改换成到去来学做把给帮替上起好行个下说想是在有第头班课]"
    r"|[0-9]+[月号日]?"
)
_LETTERS = re.compile(r"[一-鿿a-z0-9]+")


class Run(StrEnum):
    """Which run of a course, by its order in time."""

    FIRST = "first"
    NEXT = "next"
    LAST = "last"


@dataclass(frozen=True)
class Pointing:
    """What one clause points by. `place`: of a list, from 0; `nth`: of the runs of a course, from 0; `days`: (month or
    None, from, to); `times`: evening, weekend, daytime, morning, afternoon; `fee`: free, paid, cheap, dear;
    `is_full`: whether the one meant has no seats; `rest`: what may be its name; `points`: 那个, 它; `marks`: the
    rest that its record tells."""

    place: int | None = None
    nth: int | None = None
    run: Run | None = None
    days: tuple[int | None, int, int] | None = None
    times: frozenset[str] = frozenset()
    fee: str | None = None
    is_near: bool = False
    is_full: bool | None = None
    rest: str = ""
    points: bool = False
    marks: Marks = field(default_factory=Marks)

    @property
    def is_by_more(self) -> bool:
        """Whether anything but 那个 and a name is said."""
        told = (self.place, self.nth, self.run, self.days, self.fee, self.is_full)
        return any(one is not None for one in told) or bool(self.times) or self.is_near or self.marks.is_any


def read_pointing(clause: str, cues: CourseCues) -> Pointing:
    """What a clause points by; nothing is said in it of whether anything is meant."""
    folded = fold(clause).replace("元月", "1月").replace("弟", "第") if _NTH_TYPED.search(clause) else fold(clause)
    folded = folded.replace("元月", "1月")
    marks = read_marks(folded)
    nth = _NTH_RUN.search(folded)
    run = next(
        (kind for kind, said in ((Run.LAST, _LAST), (Run.NEXT, _NEXT), (Run.FIRST, _FIRST)) if said.search(folded)),
        None,
    )
    spans = [
        _NTH_RUN,
        _FIRST,
        _NEXT,
        _LAST,
        _POINTER,
        _DAY,
        _DAY_ALONE,
        _OPEN_SEATS,
        _FULL,
        _PAID,
        _CHEAP,
        _DEAR,
        _NEAR,
    ]
    rest = without_marks(folded)
    for one in (*spans, *(said for _, said in _TIMES)):
        rest = one.sub(" ", rest)
    return Pointing(
        place=None if nth is not None else _place(folded, marks),
        nth=(parse_numeral_of(nth[1]) or 1) - 1 if nth is not None else None,
        run=None if nth is not None else run,
        days=_days(folded),
        times=frozenset(name for name, said in _TIMES if said.search(folded)),
        fee=_fee(folded),
        is_near=_NEAR.search(folded) is not None,
        is_full=False if _OPEN_SEATS.search(folded) else True if _FULL.search(folded) else None,
        rest="".join(_LETTERS.findall(_FRAME.sub("", rest))),
        points=_POINTER.search(folded) is not None,
        marks=marks,
    )


def _place(folded: str, marks: Marks) -> int | None:
    """第二个, 上头那个, or a number that is all that is said."""
    told = find_ordinal(folded)
    if told is None and marks.number is not None:
        return marks.number
    if told is None and _BOTTOM.search(folded):
        return LAST_OF_A_LIST
    return 0 if told is None and _TOP.search(folded) else told


def without_runs(clause: str) -> str:
    """The clause without the words that say which of several (早点那个 is no breakfast, 不收费的 no 收费员)."""
    for one in (_LAST, _NEXT, _FIRST, _FREE, _PAID):
        clause = one.sub(" ", clause)
    return _SOONER.sub(" ", clause)


def weekday_in(clause: str, today: date) -> date | None:
    """The day that 下周一那期 begins on."""
    said = _WEEKDAY.search(fold(clause))
    if said is None:
        return None
    day = min("一二三四五六日天".index(said["day"]) + 1, 7)
    monday = today - timedelta(days=today.isoweekday() - 1)
    ahead = monday + timedelta(days=day - 1 + (7 if said["week"] == "下" else 0))
    return ahead if ahead > today or said["week"] else ahead + timedelta(days=7)


def parse_numeral_of(said: str) -> int | None:
    """十二 or 12 as a whole number."""
    if said.isdigit():
        return int(said)
    number = parse_numeral(said)
    return int(number) if number is not None else None


def _fee(folded: str) -> str | None:
    kinds = (("free", _FREE), ("paid", _PAID), ("cheap", _CHEAP), ("dear", _DEAR))
    return next((name for name, said in kinds if said.search(folded)), None)


def _days(folded: str) -> tuple[int | None, int, int] | None:
    if (day := _DAY.search(folded)) is not None:
        number = parse_numeral_of(day["day"]) or 0
        return parse_numeral_of(day["month"]), number, number
    if (alone := _DAY_ALONE.search(folded)) is not None:
        number = parse_numeral_of(alone.group()[:-1]) or 0
        return None, number, number
    if (part := _PART.search(folded)) is not None:
        month = parse_numeral_of(part["month"]) if part["month"] else None
        low, high = {"底": (21, 31), "初": (1, 10), "头": (1, 10), "中旬": (11, 20)}[part["part"]]
        is_said = "月" in folded
        return (month, low, high) if is_said else None
    if (month_said := _MONTH.search(folded)) is not None:
        return parse_numeral_of(month_said["month"]), 1, 31
    return None
