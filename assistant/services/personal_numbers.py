"""Finding the numbers that identify a person, however they are typed, and a name somebody gives as their own.

A number counts only if its form proves it: an identity number by birth date and checksum (GB 11643), a bank card by its
check digit, a mobile number by its length and first figures. Document numbers, amounts, dates, office telephones and
unified social credit codes are left alone.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from stdnum import luhn
from stdnum.cn import ric, uscc

from assistant.language.text import fold_width


class PersonalKind(StrEnum):
    """What was hidden."""

    IDENTITY = "identity"
    MOBILE = "mobile"
    BANK_CARD = "bank_card"
    EMAIL = "email"
    ACCOUNT = "account"
    NAME = "name"


@dataclass(frozen=True)
class PersonalNumber:
    """Characters `start` to `end` (not included) hold a personal number."""

    kind: PersonalKind
    start: int
    end: int


_CHINESE_DIGITS = str.maketrans("〇零一二三四五六七八九幺壹贰叁肆伍陆柒捌玖叉Хх×", "001234567891123456789XXXX")
_PROVINCES = re.compile(r"1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]|91")
_GAP = r"[ \t\-–—.·]{0,3}"
_BETWEEN_PARTS = r"[^\d\n]{0,6}"

_IDENTITY_SPACED = re.compile(rf"(?<![0-9])[1-9](?:{_GAP}[0-9]){{16}}{_GAP}[0-9Xx](?![0-9A-Za-z])")
_IDENTITY_IN_PARTS = re.compile(
    rf"(?<![0-9])[1-9][0-9]{{5}}{_BETWEEN_PARTS}(?:19|20)[0-9]{{6}}{_BETWEEN_PARTS}[0-9]{{3}}[0-9Xx]"
)
_IDENTITY_INSIDE = re.compile(r"(?=([1-9][0-9]{5}(?:19|20)[0-9]{9}[0-9Xx]))")
_IDENTITY_OLD = re.compile(r"(?<![0-9A-Za-z])[1-9][0-9]{5} ?[0-9]{6} ?[0-9]{3}(?![0-9A-Za-z])")
_MOBILE = re.compile(
    r"(?<![0-9])(?:(?:\+|00)?86[ \-]?)?"
    r"1[3-9](?:[0-9]{9}|[0-9][ \-.·][0-9]{4}[ \-.·]?[0-9]{4}|[0-9]{5}[ \-.·][0-9]{4})(?![0-9])"
)
_MOBILE_DIGIT_BY_DIGIT = re.compile(r"(?<![0-9])1[ \-.,、][3-9](?:[ \-.,、][0-9]){9}(?![ \-.,、]?[0-9])")
_MOBILE_ANNOUNCED = re.compile(
    r"(?:手机|电话|联系|号码|打我)[^0-9\n]{0,8}(?P<number>1[3-9](?:[ \-.·,、/]{0,2}[0-9]){9})(?![0-9])"
)
_BANK_CARD = re.compile(
    r"(?<![0-9A-Za-z.])[3-689](?:[0-9]{12,18}|[0-9]{3}(?:[ \-][0-9]{4}){2,3}(?:[ \-][0-9]{1,4})?)(?![0-9A-Za-z])"
)
_ROUND_SUMS = re.compile(r"[0-9]+00(?:[ \-]|$)")
_CARD_ANNOUNCED = re.compile(
    r"(?:银行卡|卡号|账号|帐号|账户|尾号)[^0-9\n]{0,8}(?P<number>[0-9](?:[ \-]?[0-9]){11,18})(?![0-9])"
)
_EMAIL = re.compile(r"[A-Za-z0-9][A-Za-z0-9._%+-]{0,63} ?@ ?[A-Za-z0-9-]{1,63}(?: ?\. ?[A-Za-z0-9-]{2,24}){1,3}")
_WECHAT = r"(?:微信|威信|薇信|(?:加我?|我的)v|v信|(?<![a-z0-9.])(?:vx|wx|wechat|weixin))"
_ACCOUNT = re.compile(
    rf"(?i:{_WECHAT}(?:(?:号码?|账号|id)[ :：是为]{{0,3}}|[ ]?[:：][ ]?))(?P<announced>[A-Za-z][A-Za-z0-9_-]{{5,19}})"
    rf"|(?i:{_WECHAT})[ 是加]{{0,2}}(?P<bare>(?=[A-Za-z_-]*[0-9])[A-Za-z][A-Za-z0-9_-]{{5,19}})(?![A-Za-z0-9_.-])"
    rf"|(?i:{_WECHAT}(?:号码?|账号)|(?<![a-z0-9.])qq(?:号码?)?|扣扣|企鹅号?)[ :：是为加=]{{0,3}}"
    r"(?P<number>[1-9][0-9]{4,11})(?![0-9元块万千年月])"
)
# Surnames many people have; a name that begins with another one is left alone, as are words that only look like one.
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈"
    "钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常冉牟"
)
_NAME_ANNOUNCED = re.compile(
    r"(?:我叫|我名字叫?|本人叫|名字(?:叫|是|[:：])|姓名(?:叫|是|[:：])?)[ ]?"
    rf"(?P<name>(?:欧阳|上官|司马|诸葛|皇甫|[{_SURNAMES}])(?!上)[一-鿿]{{1,2}})"
    r"(?=[,，。.;；、!！ 〔]|$|电话|手机|身份证|号码|男|女|今年|[0-9])"
)
_ADDRESS = re.compile(r"(?i:https?://|www\.)[A-Za-z0-9._~:/?#@!$&'()*+,;=%-]+")
_CREDIT_CODE_BEFORE = re.compile(r"信用代码[^0-9A-Za-z]{0,8}$")


def find_personal_numbers(text: str) -> tuple[PersonalNumber, ...]:
    """The personal numbers in the text, in order and without overlap; positions are those of the text itself."""
    plain = fold_width(text)
    spoken = plain.translate(_CHINESE_DIGITS)
    found: list[PersonalNumber] = []
    for number in (*_candidates(plain), *_candidates(spoken)):
        if all(number.end <= other.start or number.start >= other.end for other in found):
            found.append(number)
    return tuple(sorted(found, key=lambda number: number.start))


def _candidates(text: str) -> Iterator[PersonalNumber]:
    """Surest kind first: what comes later gives way where it overlaps."""
    for match in _EMAIL.finditer(text):
        yield PersonalNumber(PersonalKind.EMAIL, *match.span())
    yield from _identity_numbers(text)
    yield from _mobile_numbers(text)
    yield from _bank_cards(text)
    for match in _ACCOUNT.finditer(text):
        yield PersonalNumber(PersonalKind.ACCOUNT, *match.span(match.lastgroup or 0))
    for match in _NAME_ANNOUNCED.finditer(text):
        yield PersonalNumber(PersonalKind.NAME, *match.span("name"))


def _identity_numbers(text: str) -> Iterator[PersonalNumber]:
    for pattern in (_IDENTITY_SPACED, _IDENTITY_IN_PARTS, _IDENTITY_INSIDE):
        for match in pattern.finditer(text):
            start, end = match.span(1 if pattern.groups else 0)
            number = re.sub(r"[^0-9X]", "", text[start:end].upper())
            # Standing alone it is personal even with a slip in it; amid words or digits only the checksum tells.
            stands_alone = pattern is _IDENTITY_SPACED
            if _is_identity_number(number, stands_alone) and not _is_credit_code(text, start, number):
                yield PersonalNumber(PersonalKind.IDENTITY, *_whole_run(text, start, end))
    for match in _IDENTITY_OLD.finditer(text):
        number = match.group().replace(" ", "")
        if _PROVINCES.match(number) and _is_birth_date("19" + number[6:12]):
            yield PersonalNumber(PersonalKind.IDENTITY, *match.span())


def _whole_run(text: str, start: int, end: int) -> tuple[int, int]:
    """The span with the figures that touch it: of a longer number nothing is left over."""
    while start > 0 and text[start - 1].isdigit():
        start -= 1
    while end < len(text) and text[end].isdigit():
        end += 1
    return start, end


def _mobile_numbers(text: str) -> Iterator[PersonalNumber]:
    for pattern in (_MOBILE, _MOBILE_DIGIT_BY_DIGIT):
        for match in pattern.finditer(text):
            yield PersonalNumber(PersonalKind.MOBILE, *match.span())
    for match in _MOBILE_ANNOUNCED.finditer(text):
        yield PersonalNumber(PersonalKind.MOBILE, *match.span("number"))


def _bank_cards(text: str) -> Iterator[PersonalNumber]:
    addresses = [match.span() for match in _ADDRESS.finditer(text)]
    for match in _CARD_ANNOUNCED.finditer(text):
        yield PersonalNumber(PersonalKind.BANK_CARD, *match.span("number"))
    for match in _BANK_CARD.finditer(text):
        number = re.sub(r"[^0-9]", "", match.group())
        if any(start <= match.start() < end for start, end in addresses) or len(_ROUND_SUMS.findall(match.group())) > 1:
            continue
        if luhn.is_valid(number) and not _is_credit_code(text, match.start(), number):
            yield PersonalNumber(PersonalKind.BANK_CARD, *match.span())


def _is_identity_number(number: str, stands_alone: bool) -> bool:
    if len(number) != 18 or not _PROVINCES.match(number) or not _is_birth_date(number[6:14]):
        return False
    return stands_alone or ric.calc_check_digit(number) == number[-1]


def _is_credit_code(text: str, start: int, number: str) -> bool:
    if _CREDIT_CODE_BEFORE.search(text[max(0, start - 16) : start]):
        return True
    return len(number) == 18 and number[:2] in ("91", "92", "93") and uscc.is_valid(number)


def _is_birth_date(digits: str) -> bool:
    """YYYYMMDD of somebody who may be alive."""
    try:
        return 1900 <= date(int(digits[:4]), int(digits[4:6]), int(digits[6:8])).year <= 2099
    except ValueError:
        return False
