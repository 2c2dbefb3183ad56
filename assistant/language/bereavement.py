"""Whether somebody tells that one of their family has died, in whichever words (我哥上个星期走了, 老汉过世了)."""

import re
from typing import Final

_KIN: Final = (
    r"(?:老公|老婆|爱人|媳妇|婆娘|堂客|丈夫|妻子|老伴|儿子|女儿|娃儿?|老妈|老爸|妈妈?|爸爸?|老汉儿?|母亲|父亲|爹|娘|大?哥哥?|大?姐姐?|弟弟?|妹妹?"
    r"|爷爷|奶奶|外公|外婆|婆婆|公公|舅舅?|姑姑?|姨|叔叔?|伯伯?|嫂子|姐夫|妹夫|嬢嬢?|家里人|家人|亲人|屋头人)"
)
_DIED: Final = (
    r"(?:去世|过世|病逝|病故|身故|离世|离开人世|不在人世|遇难|走脱|死)(?:了|的|后|以后)?|人?没(?:得)?了|不在了"
)
#: 走了 tells of a death only of kin, with nothing said of a place or a job they left.
_GONE = re.compile(
    rf"(?P<who>{_KIN})(?P<when>(?:上个?|这个?|前|昨|今|去)?(?:星期[一二三四五六天日]?|周[一二三四五六日]?|礼拜[一二三四五六天]?|月|天|年)?(?:初|底|头)?"
    r"(?:因?病|突然|一下子?|就|意外|出车祸|心梗|脑溢血|前几天|刚刚?)*)走了(?![^,，。 ]|[一二三四五六七八九十])"
)
_TOLD = re.compile(rf"{_KIN}[^,，。;]{{0,12}}(?:{_DIED})")
_NOT_TOLD = re.compile(r"如果|要是|假如|万一|工作没了|会不会|公司|单位没|厂没")
_NAMES_NOBODY = re.compile(r"(?:工作|活|钱|手机|社保|失业金|补贴|医保|名额|单|班)[^,，。]{0,4}没(?:得)?了")

_BENEFIT = re.compile(r"失业(?:保险)?金|领金")
_OF_DEATH = re.compile(r"去世|丧葬|抚恤|遗属")
_REST = re.compile(r"剩|没领完|没领的|接着领|继续领|余下")
_SURVIVORS: Final = "领失业金的人去世了，家属能领什么，丧葬补助金和抚恤金"
_LEFT_OVER: Final = "领失业金的人去世了，剩下没领完的失业金家属还能不能领"


def with_death_named(text: str) -> str:
    """The text with a death called by its name, where it is only said that somebody has gone."""
    return _GONE.sub(lambda match: f"{match['who']}{match['when']}去世了", text)


def tells_of_death(text: str) -> bool:
    """Whether one of the speaker's family has died."""
    if _NOT_TOLD.search(text) or _NAMES_NOBODY.search(text):
        return False
    return _TOLD.search(with_death_named(text)) is not None


def names_a_death(text: str) -> bool:
    """Whether a sentence of an answer is about what follows from a death."""
    return _OF_DEATH.search(text) is not None


def survivors_question(text: str) -> str | None:
    """What somebody wants to know whose dead drew the unemployment benefit, told or asked in whichever words."""
    if _BENEFIT.search(text) is None:
        return None
    return _LEFT_OVER if _REST.search(text) else _SURVIVORS
