"""Who is to learn, as told with a search: 我妈五十三, 一天书没读过; 我女人三十二, 初中; 我高中毕业二十六."""

import re
from dataclasses import dataclass
from datetime import date

from assistant.domain.vacancies import Education
from assistant.language.ages import find_ages
from assistant.language.numerals import NUMERAL, read_numeral

_KIN = (
    r"(?:我?(?:屋头|家)?(?:那个|那口子)|妈妈?|老妈|爸爸?|老爸|老汉儿?|爹|娘|婆婆?|婆娘|堂客|老婆|媳妇儿?|女人|爱人|老公|男人|"
    r"男的|女的|当家的|娃儿?|细娃|幺儿|幺妹|儿子|女儿|闺女|姑娘|崽|哥哥?|姐姐?|弟弟?|妹妹?|妹儿|老弟|老妹|老表|侄儿|侄女|"
    r"外甥|孙儿?|孙女|亲戚|朋友|同学|邻居|他|她)"
)
_SAID = r"(?:儿|也|都|今年|现在|刚|才|快|已经|满|有|是|,|，|)*"
#: A bare number right after who it is, or after the schooling, at the end of what is said of them.
_AFTER_KIN = re.compile(
    rf"{_KIN}{_SAID}(?P<age>{NUMERAL})(?=岁|了|咯|,|，|。|!|！|$|一天|初中|小学|高中|中专|大专|没|的人|想|要|可以|能)"
)
_AFTER_SCHOOL = re.compile(rf"(?:毕业|文化|学历)(?:的|,|，|今年|现在)*(?P<age>{NUMERAL})(?=岁|了|,|，|。|!|！|$)")
_BEFORE_SCHOOL = re.compile(rf"(?:今年|我){_SAID}(?P<age>{NUMERAL})(?=(?:岁)?(?:初中|小学|高中|中专|大专))")
#: 我是万州的今年三十六以前跑大货.
_THIS_YEAR = re.compile(
    rf"今年(?:刚|都|快|满|有|就|已经)*(?P<age>{NUMERAL})(?=岁|了|,|，|。|!|！|$|以前|之前|原来|本来|初中|小学|高中|中专|大专|想|要|在)"
)
_YOUNGEST, _OLDEST = 14, 90
#: One's own wish, beside which the age of one's family says nothing of who learns.
_OWN_WISH = re.compile(r"我(?:自己|个人)?(?:也|就|是|才|倒)?(?:想|要|准备|打算)(?:去|来)?(?:学|考|读|报)")
_UNSCHOOLED = re.compile(
    r"书(?:都|也)?没(?:有)?读过?|没(?:有)?(?:上|进)过学|没进过学堂|不识字|(?:大字|字)(?:都)?不识|睁眼瞎|没读过(?:一天)?书|字(?:都)?认不到"
)

#: 是否要求大专学历: asked of the course, and told of nobody.
_ASKED_OF_IT = re.compile(
    r"(?:要求|要不要|需不需要|需要|必须|非要|是不是要|限|至少|起码)[^,，。]{0,4}(?:小学|初中|高中|中专|大专|本科|学历|文凭)"
)
#: 我没得高中文凭: what is not had, and the schooling below it, unless another is told beside it.
_WITHOUT = re.compile(
    r"(?:没(?:得|有)?|莫得|不是|差)(?:读过?|上过?|念过?|考上|考起)?(?:个)?(?P<level>初中|高中|中专|大专|本科)(?:的)?(?:文凭|毕业证?|学历|文化|毕业)?"
)
_LEVELS = {
    "小学": Education.NONE, "初中": Education.JUNIOR, "高中": Education.SENIOR, "中专": Education.SENIOR,
    "大专": Education.COLLEGE, "本科": Education.BACHELOR,
}  # fmt: skip
_BELOW = {"初中": "小学", "高中": "初中", "中专": "初中", "大专": "高中", "本科": "大专"}


@dataclass(frozen=True)
class ToldLearner:
    """None: not told."""

    age_years: int | None = None
    education: Education | None = None


def read_learner(folded: str, education: Education | None, today: date) -> ToldLearner:
    """`education`: what the rules of vacancies read in the message. The age of the family of who wants to learn
    themselves is left out, and so is what several ages leave open."""
    schooling = None if _ASKED_OF_IT.search(folded) else education
    schooling = Education.NONE if _UNSCHOOLED.search(folded) else schooling
    schooling = _without(folded, schooling)
    kin = re.search(_KIN, folded)
    if kin is not None and _OWN_WISH.search(folded):
        return ToldLearner()
    ages = {one.low for one in find_ages(folded, today) if one.low == one.high}
    if not ages:
        patterns = (_AFTER_KIN, _AFTER_SCHOOL, _BEFORE_SCHOOL, _THIS_YEAR)
        ages = {age for one in patterns for match in one.finditer(folded) if (age := _age(match)) is not None}
    return ToldLearner(ages.pop() if len(ages) == 1 else None, schooling)


def _without(folded: str, schooling: Education | None) -> Education | None:
    """The schooling of who says which they do not have."""
    lacking = _WITHOUT.search(folded)
    if lacking is None or _ASKED_OF_IT.search(folded):
        return schooling
    rest = folded[: lacking.start()] + folded[lacking.end() :]
    told = [level for name, level in _LEVELS.items() if name in rest]
    return told[0] if told else _LEVELS[_BELOW[lacking["level"]]]


def _age(match: re.Match[str]) -> int | None:
    number = read_numeral(match.string, match.start("age"))
    if number is None or number.end != match.end("age") or number.low != number.high:
        return None
    return int(number.low) if _YOUNGEST <= number.low <= _OLDEST and number.low % 1 == 0 else None
