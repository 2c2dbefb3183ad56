"""Of whose retirement is asked about: the month of birth, the sex, and which former age went with the post.

It may be a parent's: what is read here is of the question, and says nothing about the speaker.
"""

import re
from typing import Final

from assistant.domain.conversation import FactValue
from assistant.domain.dates import PartialDate
from assistant.language.text import fold_width

_WHEN = (
    r"(?:好久|几时|何时|几岁|好多岁|多少岁|多大|哪一?[年月天]|哪个月|啥子?时候?|什么时候|啥时|年龄|岁数|延|提前"
    r"|早点|晚点|推迟)"
)
_TOPIC = re.compile(
    rf"退休[^。]{{0,20}}{_WHEN}|{_WHEN}[^。]{{0,16}}退|退休时间|(?:50|55|60|五十五?|六十)岁?就?(?:能|可以|该)?退"
)
_DIGITS: Final = {digit: str(number) for number, digit in enumerate("零一二三四五六七八九")} | {"〇": "0"}
_CHINESE = "零〇一二三四五六七八九"
_YEAR = rf"(?P<year>(?:19|20)[0-9]{{2}}|(?<![0-9])[4-9][0-9]|(?:一九)?[四五六七八九][{_CHINESE}])"
#: By the calendar of the identity card; a lunar month (农历三月, 腊月) may fall into another one.
_BORN = re.compile(
    rf"{_YEAR}(?:年的?|[./-])(?:阳历|公历|新历)?"
    r"(?P<month>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])(?:月份?|[./-]|(?=[生的出,]))"
)
_NOT_BORN = re.compile(
    r"^(?:(?!生)[^,，。 ]){0,6}(?:参加工作|进厂|入职|上班|开始交|开始缴|参保|缴费|交社保|退休|到龄|退的|下岗)"
)
_SPECIAL = re.compile(r"特殊工种|特种|病退|内退|井下|高温|有毒|因病|丧失劳动|提前退休的?(?:工种|岗位)")
_FEMALE = re.compile(r"妈|母亲|婆|奶奶|姐|妹|老婆|媳妇|堂客|婆娘|嫂|姑|姨|女|娘|阿姨|婶|孃")
_MALE = re.compile(r"爸|父亲|老汉|公公|爷爷|外公|岳父|哥|弟|老公|男|叔|舅|爹|伯")
_WORKER = re.compile(
    r"(?:50|五十)岁?就?(?:能|可以|该)?退|(?:原来|以前|原先|本来|过去)[^,。]{0,6}(?:50|五十)(?!五|[0-9])"
    r"|工人|普工|车间|一线|操作工|流水线|生产线|挡车|保洁|服务员|洗碗|食堂|缝纫|收银|非管理|不是干部|工勤"
)
_CADRE = re.compile(
    r"(?:55|五十五)岁?就?(?:能|可以|该)?退|(?:原来|以前|原先|本来|过去)[^,。]{0,6}(?:55|五十五)"
    r"|(?<!不是)干部|管理岗|管理人员|技术岗|专技|专业技术|工程师|(?<!非)教师|老师|公务员|主任医师|高级会计"
)


def told_of_retirement(
    text: str, topic_is_known: bool = False, kind_before: FactValue | None = None
) -> dict[str, FactValue]:
    """The facts of a retirement age, if that is what the text is about; special trades have rules of their own.

    `kind_before`: whose it is by what was said before, so that a post alone (她是普工) says the rest.
    """
    text = fold_width(text)
    born = _born(text)
    is_asked = topic_is_known or _TOPIC.search(text) is not None or (born is not None and "退休" in text)
    if not is_asked or _SPECIAL.search(text):
        return {}
    found: dict[str, FactValue] = {}
    if born is not None:
        found["person.retirement_birth_month"] = born
    kind = _kind(text) or _by_post(text, kind_before)
    if kind is not None:
        found["person.retirement_kind"] = kind
    return found


def _born(text: str) -> str | None:
    for match in _BORN.finditer(text):
        if _NOT_BORN.match(text[match.end() :]):
            continue
        digits = "".join(_DIGITS.get(letter, letter) for letter in match["year"])
        year = int(digits[-2:]) + 1900 if len(digits) != 4 else int(digits)
        month = _month(match["month"])
        if 1940 <= year <= 2008 and month is not None:
            return str(PartialDate(year, month))
    return None


def _month(text: str) -> int | None:
    if text.isdigit():
        return int(text)
    value = {"十": 10, "十一": 11, "十二": 12}.get(text)
    return value if value is not None else int(_DIGITS[text])


def _kind(text: str) -> str | None:
    female, male = _nearest_to_birth(_FEMALE, text), _nearest_to_birth(_MALE, text)
    if female is not None and male is not None:  # 大哥, 我妈77年3月生的
        female, male = (female, None) if female < male else (None, male)
    worker, cadre = _WORKER.search(text), _CADRE.search(text)
    if (female is None) != (male is None):
        is_female = female is not None
    elif female is None and (worker or cadre) and re.search(r"(?:50|五十|55|五十五)岁?退", text):
        is_female = True  # nobody but women had those ages
    else:
        return None
    if not is_female:
        return "male"
    if (worker is None) == (cadre is None):
        return "female"
    return "female_50" if worker else "female_55"


def _by_post(text: str, kind_before: FactValue | None) -> str | None:
    worker, cadre = _WORKER.search(text), _CADRE.search(text)
    if kind_before is None or str(kind_before) == "male" or (worker is None) == (cadre is None):
        return None
    return "female_50" if worker else "female_55"


def _nearest_to_birth(pattern: re.Pattern[str], text: str) -> int | None:
    """How far from the month of birth the nearest of these words stands."""
    birth = _BORN.search(text)
    place = birth.start() if birth is not None else len(text)
    return min((abs(place - match.start()) for match in pattern.finditer(text)), default=None)
