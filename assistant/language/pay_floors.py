"""The least pay somebody works for, in every spoken form: 六千块以上, 五六千, 一天两百起, 20块一小时, 年薪十五万."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from string import ascii_uppercase

from assistant.domain.vacancies import PayPer
from assistant.domain.vacancy_filter import PayFloor
from assistant.language.amounts import MoneyMention, find_money
from assistant.language.number_idioms import find_number_idioms
from assistant.language.numerals import NUMERAL, NumeralMention, find_numerals, parse_numeral
from assistant.language.wish_phrases import WishCues

#: Without a period, from these on pay is by the year, the month, the day, the hour; below by the piece.
_LEAST_A_YEAR, _LEAST_A_MONTH, _LEAST_A_DAY, _LEAST_AN_HOUR = 80_000, 1000, 60, 6
#: A bare number (普工 6000 包吃) within these is pay by the month.
_BARE = (Decimal(1500), Decimal(50_000))
#: A bare number within these may be pay by the day.
_DAYS_PAY = (Decimal(100), Decimal(900))
#: 低于五千的不去, 五千以下不去: the border itself.
_BELOW_BEFORE, _BELOW = re.compile("(?:低于|少于|低过|不到|不足|不满|少了|没得|莫得|没有)$"), re.compile("以下|以内")
_MARKS = (*",。;!? ", "")
_MOST = Decimal(10_000_000)
#: Sums as they are spoken, without the unit that numerals need.
_MYRIAD_ODD = re.compile(r"(?<![0-9一二两三四五六七八九十百千几])万(?P<tail>[一二三四五六七八九])(?![百千万十个州分])")
#: 四十万年薪.
_A_YEAR_AFTER = re.compile(rf"(?P<sum>{NUMERAL})(?<=万)(?:块|元)?的?年薪(?![0-9一二两三四五六七八九十])")
#: 1w2, 1万2 as it is typed.
_MYRIAD_TYPED = re.compile(r"(?<![0-9a-z.])(?P<head>[0-9]{1,2})[w万](?P<tail>[1-9])(?![0-9.千百万kw])")
_NOTES = re.compile(rf"(?P<notes>{NUMERAL})张(?P<half>半)?(?![证表纸床桌嘴])")
_DIMES = re.compile(rf"(?P<dimes>{NUMERAL})(?P<unit>[角毛]|分(?=钱))(?:钱)?")
#: 一块二, 三块五; in 二十块一小时 a period follows.
_ODD_DIMES = re.compile(
    r"(?P<dimes>[一二三四五六七八九1-9])"
    r"(?:(?![0-9.一二三四五六七八九十百千万件个单份只张条天日月年周晚班小半点平立方吨斤趟车棵亩桌套台桶])|(?=(?:一|每)个?(?:小时|钟|天|件|单|份|只)))"
)
_PIECE = re.compile(r"计件|[一1每/][件个单份只张条]")
_MADE = "妆|头|图|视频|洞|房间|窗|门|件|包|字|稿|课|名"
_UNITS = "方吨斤趟车棵亩桌套台桶条件单份只张间筐瓶盒袋箱包头串双票户扇幅篇根朵捆床"
_MEASURE = rf"[一1每/](?:平方米|平方|平米|立方|公里|米|节课|课时|[平{_UNITS}]|个(?:{_MADE}))"
_MEASURE_BEFORE = re.compile(rf"{_MEASURE}(?:要|有|给|得|至少|不低于|不能少于|最少)*$")
#: 跑外卖, 单价五块.
_BY_PIECE_BEFORE = re.compile(r"(?:单价|每单|一单|每件|一件|每条|一条)(?:要|给|至少|最少|不低于|不能少于|有)*$")
_MEASURE_AFTER = re.compile(rf"(?:块钱|块|元)?{_MEASURE}")
#: 二十一个小时 by itself: twenty for one hour, for nobody works twenty-one.
_TENS_AN_HOUR = re.compile(r"(?:(?<=[,。;!? 要给得是起A-Z])|^)(?P<tens>[二三四五六]?十)(?=一个?(?:小时|钟头))")
#: 一米七八, 体重一百二: how tall and heavy somebody is.
_BODY = re.compile(
    rf"(?<![0-9平方每/])[1一]米(?:[4-9][0-9]|[4-9]|[四五六七八九][一二三四五六七八九零五]?)(?![0-9.十百千万块元角毛])"
    rf"|(?:身高|体重)[是有才只大概差不多:]{{0,4}}{NUMERAL}(?![块元])"
)
_CASUAL, _MOST_NOTES = re.compile(r"T"), 20


@dataclass(frozen=True)
class PaySaid:
    """An amount in characters `start` to `end` (not included). `is_ceiling`: no floor by itself (五千以下).

    `is_least`: said to be the least (不能少于三千五, 至少四千), whatever else is named.
    """

    start: int
    end: int
    floor: PayFloor
    is_ceiling: bool = False
    is_least: bool = False


#: Stands for the letters of recognised words where numbers are read: 普工6000包吃.
_BLANK = str.maketrans(dict.fromkeys(ascii_uppercase, "·"))


def find_pay(text: str, cues: WishCues) -> tuple[PaySaid, ...]:
    """The amounts that are pay, in order; fees, deposits, subsidies and what is earned now are left out.

    In the text, recognised words stand as the capital letters of their kinds.
    """
    text = _BODY.sub(lambda match: "·" * len(match.group()), text)
    found = [_of_money(text, money, cues) for money in find_money(text.translate(_BLANK))]
    found += [PaySaid(match.start(), match.end(), PayFloor(10_000.0)) for match in cues.pay_over.finditer(text)]
    found += _spoken_sums(text, cues)
    found += _bare(text, [one for one in found if one is not None], cues)
    kept = [
        replace(one, is_least=_is_least(text, one, cues))
        for one in found
        if one is not None and _is_wanted_pay(text, one, cues)
    ]
    return tuple(sorted(kept, key=lambda one: one.start))


def _spoken_sums(text: str, cues: WishCues) -> list[PaySaid | None]:
    """万二 is 12,000, 三张 for a day 300, 五角一件 a half."""
    found: list[PaySaid | None] = [
        PaySaid(match.start(), match.end(), PayFloor(float(10_000 + 1000 * (parse_numeral(match["tail"]) or 0))))
        for match in _MYRIAD_ODD.finditer(text)
        if match.span() not in find_number_idioms(text)
    ]
    for match in _A_YEAR_AFTER.finditer(text):
        found.append(PaySaid(*match.span(), PayFloor(float(parse_numeral(match["sum"]) or 0), "year")))
    for match in _MYRIAD_TYPED.finditer(text):
        yuan = 10_000.0 * int(match["head"]) + 1000 * int(match["tail"])
        found.append(PaySaid(match.start(), match.end(), PayFloor(yuan)))
    for match in _TENS_AN_HOUR.finditer(text):
        found.append(PaySaid(*match.span(), PayFloor(float(parse_numeral(match["tens"]) or 0), "hour")))
    for match in _NOTES.finditer(text):
        per = _per_around(text, match.start(), match.end(), cues) or ("day" if _CASUAL.search(text) else None)
        notes = (parse_numeral(match["notes"]) or Decimal(0)) + (Decimal("0.5") if match["half"] else 0)
        if per is not None and 0 < notes <= _MOST_NOTES:
            found.append(PaySaid(match.start(), match.end(), PayFloor(float(notes * 100), per)))
    for match in _DIMES.finditer(text):
        if _PIECE.search(text[max(0, match.start() - 8) : match.end() + 4]):
            yuan = float((parse_numeral(match["dimes"]) or Decimal(0)) / (100 if match["unit"] == "分" else 10))
            found.append(PaySaid(match.start(), match.end(), PayFloor(yuan, "piece")))
    return found


def _of_money(text: str, money: MoneyMention, cues: WishCues) -> PaySaid | None:
    if not 0 < money.yuan < _MOST:
        return None
    more = cues.pay_more.match(text[money.end :])
    end = money.end + (more.end() if more else 0)
    dimes = _ODD_DIMES.match(text, money.end) if text[money.end - 1] == "块" and money.yuan < _LEAST_A_MONTH else None
    yuan = float(money.yuan) + (float(parse_numeral(dimes["dimes"]) or 0) / 10 if dimes else 0)
    if dimes:
        end = max(end, dimes.end())
    per = _per(text, money, cues) if dimes is None else _per_of_dimes(text, money.start, dimes.end(), yuan, cues)
    is_ceiling = money.bound == "at_most" and not cues.pay_not_below.search(text[: money.start])
    is_too_low = cues.pay_too_low.match(text[end:]) is not None
    return PaySaid(money.start, end, PayFloor(yuan, per), is_ceiling or is_too_low)


def _per(text: str, money: MoneyMention, cues: WishCues) -> PayPer:
    if money.per is not None:
        return money.per
    return _per_around(text, money.start, money.end, cues) or _per_by_size(money.yuan)


def _per_of_dimes(text: str, start: int, end: int, yuan: float, cues: WishCues) -> PayPer:
    """一块八一件, 十八块五一小时; by the piece where a sum is too small for an hour, or a piece is named."""
    around = _per_around(text, start, end, cues)
    by_piece = _PIECE.match(text, end) is not None or _PIECE.search(text[max(0, start - 8) : start]) is not None
    return around or ("piece" if by_piece or yuan < _LEAST_AN_HOUR else "hour")


def _per_around(text: str, start: int, end: int, cues: WishCues) -> PayPer | None:
    before, after = text[max(0, start - 12) : start], text[end:]
    if _MEASURE_BEFORE.search(before) or _BY_PIECE_BEFORE.search(before) or _MEASURE_AFTER.match(after):
        return "piece"
    if cues.per_hour.match(after) or cues.per_hour_before.search(before):
        return "hour"
    return "day" if cues.per_day.match(after) or cues.per_day_before.search(before) else None


def _per_by_size(yuan: Decimal) -> PayPer:
    if yuan >= _LEAST_A_MONTH:
        return "month" if yuan < _LEAST_A_YEAR else "year"
    return "day" if yuan >= _LEAST_A_DAY else "hour"


def _bare(text: str, money: list[PaySaid], cues: WishCues) -> list[PaySaid]:
    """Numbers that are pay by where they stand: 普工 6000 包吃, 25/小时, 4000到6000."""
    found: list[PaySaid] = []
    for number in find_numerals(text.translate(_BLANK)):
        if any(number.start < one.end and one.start < number.end for one in (*money, *found)):
            continue
        per = _per_around(text, number.start, number.end, cues) or _per_before(text, number, money, cues)
        stands_alone = (
            _BARE[0] <= number.low <= _BARE[1]
            and number.low % 50 == 0
            and cues.pay_bare_before.search(text[: number.start]) is not None
            and cues.pay_bare_after.match(_after_range(text[number.end :])) is not None
        )
        if per is None and _is_days_pay(text, number):
            per = "day"
        if (per is not None and number.low >= 5 and not number.is_lone_digit) or stands_alone:
            found.append(PaySaid(number.start, number.end, PayFloor(float(number.low), per or "month")))
    return found


def _is_days_pay(text: str, number: NumeralMention) -> bool:
    """日结, 250: beside casual work a round number alone between commas is the pay of a day."""
    is_alone = text[: number.start][-1:] in _MARKS and text[number.end :][:1] in _MARKS
    return is_alone and _DAYS_PAY[0] <= number.low <= _DAYS_PAY[1] and number.low % 10 == 0 and "T" in text


def _per_before(text: str, number: NumeralMention, money: list[PaySaid], cues: WishCues) -> PayPer | None:
    """一小时18块不干, 要20以上的: the period of the amount before, where a small number is said to be the least."""
    earlier = [one.floor.per for one in money if one.end <= number.start and one.floor.per in ("hour", "day")]
    more = cues.pay_more.match(text[number.end :])
    is_least = (more is not None and more.end() > 0) or text[number.start - 1 : number.start] == "要"
    return earlier[-1] if earlier and is_least and number.low >= 10 else None


def _after_range(after: str) -> str:
    return re.sub(r"^ ?(?:-|~|到|至) ?[0-9]{3,6}", "", after)


def _is_least(text: str, pay: PaySaid, cues: WishCues) -> bool:
    if cues.pay_not_below.search(text[: pay.start]):
        return True
    return (
        _BELOW_BEFORE.search(text[: pay.start]) is not None or _BELOW.search(text[pay.start : pay.end + 2]) is not None
    )


def _is_wanted_pay(text: str, pay: PaySaid, cues: WishCues) -> bool:
    before = text[max(0, pay.start - 10) : pay.start]
    after = text[pay.end :]
    is_now = cues.pay_now.search(before) is not None and cues.pay_only_from.match(after) is None
    return not is_now and cues.no_pay_before.search(before) is None and cues.no_pay_after.match(after) is None
