"""Lengths of time in what people write, in months: 三年半, 八个月, 十年零两个月, 半年, 两个多月."""

import re
from dataclasses import dataclass
from decimal import Decimal

from assistant.language.numerals import NUMERAL, NumeralMention, read_numeral
from assistant.language.text import fold_width

_ABOUT = r"(?:大概|大约|差不多|将近|接近|近|快|约|估计|不到|超过|至少)(?:有|是|了|满)?$"
_ABOUT_BEFORE = re.compile(_ABOUT)
_ABOUT_AFTER = re.compile(r"(?:多|左右|上下|出头|的?样子|以上|来|快)(?!久)")
_YEARS = re.compile(
    r" ?(?P<more>多|来|几)? ?年(?P<half>半(?!载))?(?P<also_more>多|来)?(?![级度底末初终轻龄薪代前])(?!以(?!上))(?!之前"
    r"|[0-9]{1,2}月(?!份?以))"
)
#: 一年以上 is a length where somebody tells it of what was done (都签了一年以上), and a rule's condition otherwise.
_DONE_BEFORE = re.compile(
    r"(?:签|交|缴|买|干|做|参保|上)(?:了|的|满|足|够|都|有)+$|(?:^|[,，。])(?:合同|社保)?(?:都|已经?)(?:是|在|有|满)?$|合同都?(?:在|是)$"
)
_MONTHS = re.compile(
    r" ?(?P<more>多|来|几)? ?(?P<half>个半月|个多月)?(?:个月|个(?P<inner>多|来|把)月|月(?=[,。!?;的了 ]|以|左右"
    r"|$))?(?P<also_more>多)?(?!份)"
)
_HALF = re.compile(r"(?P<before>大?)半(?P<unit>年|个月)(?P<more>多)?(?!前|之前|以前)")
_PAY = re.compile(
    r"(?:[0-9一二两三四五六七八九十]|拿|挣|赚|工资|收入|大概|多少|能|可以|可|好多|几|给|发|才|就|包"
    r"|有[0-9一二两三四五六七八九])"
)
_PAID_PER = re.compile(r"(?:块|元|钱|千|万|百|k|K|每|/|第|多|左右|[0-9五六七八九])$")
_AGO = re.compile(r"(?:之|以)?前(?!后)")
_JOIN = re.compile(r"(?:零|又|加|外加|,|、| |多)?")


@dataclass(frozen=True)
class DurationMention:
    """A length of time in characters `start` to `end` (not included), in whole months; `approx` if it is not exact."""

    start: int
    end: int
    months: int
    approx: bool = False


@dataclass(frozen=True)
class _Piece:
    end: int
    months: Decimal
    approx: bool
    is_years: bool


def find_durations(text: str) -> tuple[DurationMention, ...]:
    """The lengths of time in a text, years and months put together.

    A point in time (三年前, 2024年) is none, nor is what a pay is for (六千一个月, 一年8万).
    """
    plain = fold_width(text)
    found: list[DurationMention] = []
    position = 0
    while position < len(plain):
        mention = _duration(plain, position)
        if mention is not None:
            found.append(mention)
        position = mention.end if mention else position + 1
    return tuple(found)


def _duration(text: str, position: int) -> DurationMention | None:
    piece = _half(text, position) or _piece(text, position)
    if piece is None or _PAID_PER.search(text[max(0, position - 1) : position]):
        return None
    months, approx, end = piece.months, piece.approx, piece.end
    if piece.is_years:
        joined = _JOIN.match(text, end)
        more = _piece(text, joined.end()) or _half(text, joined.end()) if joined else None
        if more is not None and not more.is_years and more.months < 12:
            months, approx, end = months + more.months, approx or more.approx, more.end
    if _AGO.match(text, end) or (months in (1, 12) and _PAY.match(text, end)):
        return None
    about = _ABOUT_AFTER.match(text, end)
    approx = approx or about is not None or _ABOUT_BEFORE.search(text[max(0, position - 5) : position]) is not None
    return DurationMention(position, end, int(months), approx or months % 1 != 0)


def _half(text: str, position: int) -> _Piece | None:
    match = _HALF.match(text, position)
    if match is None or text[position - 1 : position] in tuple("上下前后年个"):
        return None
    months = Decimal(6) if match["unit"] == "年" else Decimal("0.5")
    return _Piece(match.end(), months, bool(match["more"] or match["before"]), is_years=False)


def _piece(text: str, position: int) -> _Piece | None:
    number = read_numeral(text, position)
    if number is None:
        return None
    return _years(text, number) or _months(text, number)


def _years(text: str, number: NumeralMention) -> _Piece | None:
    match = _YEARS.match(text, number.end)
    if match is None or number.low > 60 or _is_a_year_of_two_figures(text, number, match.end()):
        return None
    if text.startswith("以上", match.end()) and _DONE_BEFORE.search(text[: number.start]) is None:
        return None
    months = number.low * 12 + (6 if match["half"] else 0)
    approx = bool(match["more"] or match["also_more"] or number.high > number.low)
    return _Piece(match.end(), months, approx, is_years=True)


def _months(text: str, number: NumeralMention) -> _Piece | None:
    match = _MONTHS.match(text, number.end)
    if match is None or "月" not in match.group() or number.low > 600:
        return None
    half = match["half"] or ""
    months = number.low + (Decimal("0.5") if half == "个半月" else 0)
    vague = match["more"] or match["inner"] or match["also_more"] or half == "个多月" or number.high > number.low
    lone_month = re.fullmatch(r" ?月", match.group()) and not re.match(
        rf"(?:两|{NUMERAL})", text[number.start : number.end]
    )
    return None if lone_month else _Piece(match.end(), months, bool(vague), is_years=False)


def _is_a_year_of_two_figures(text: str, number: NumeralMention, end: int) -> bool:
    """24年的失业金, 85年出生."""
    if not re.fullmatch(r"[0-9]{2}", text[number.start : number.end]):
        return False
    counted = re.search(
        r"(?:了|满|交|缴|干|做|共|有|够|差|还|累计|工龄|社保)$", text[max(0, number.start - 2) : number.start]
    )
    return (
        counted is None and re.match(r"(?:的|生|出生|毕业|离职|入职|参加|开始|来|我|那|退|属)", text[end:]) is not None
    )
