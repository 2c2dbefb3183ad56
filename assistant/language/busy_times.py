"""When somebody says they have to be elsewhere: 我礼拜二礼拜四晚上在外头补英语 → that, at those times of the week."""

import re
from collections.abc import Iterator

from assistant.domain.course_times import LessonTime
from assistant.domain.engagements import Engagement
from assistant.language.weekly_times import read_weekly_times

_DAY = r"[一二三四五六日天]"
_DAYS = rf"(?:每个?)?(?:周|星期|礼拜){_DAY}(?:[、和跟到至]?(?:周|星期|礼拜)?{_DAY})*"
_PART = r"(?:早上|上午|下午|晚上|晚间|晚)"
_OWN = r"(?:我|自己)?(?:都|还|也|已经|一般|固定|平时)*"
#: What is under way or has to be; what somebody would like to do is what they look for.
_DOES = (
    r"(?:在(?:外头|外面|外边|别处|别的地方|那边|学校|店里|厂里)?(?:补习?|学|上|读|练|教|带|做|守)"
    r"|(?:要|得|必须|还要)(?:上(?:晚|夜)?班|打工|值班|值夜|带娃儿?|接娃儿?|守|照顾|陪|开会|补|做兼职|跑车)"
    r"|有(?=[^,，。]{0,8}(?:课|班|事|兼职)))"
)
_BUSY = re.compile(rf"(?P<when>{_DAYS}(?:的)?{_PART}){_OWN}(?P<does>{_DOES}[^,，。；;!！?？、]{{0,10}})")
#: A part of the day in which somebody cannot come, without the day: 白天要跑摩的, 晚上没空, 一三五晚上我要送货.
_PART_OF_DAY = r"(?:白天|早上|早晚|上午|中午|下午|晚上|晚间|晚黑|夜里|周末|双休)"
_ENGAGED = (
    r"(?:都|还|也|一般|平时|基本)*(?:要|得|必须|还要)(?:[到去在]?(?:上(?:晚|夜|白)?班|上工|打工|干活|做活路?|做工|"
    r"值班|值夜|跑|送|带|接|守|照顾|服侍|陪|开会|看店|摆摊|出摊|做生意|帮|做饭|煮饭|回家))"
    r"|(?:都|也)?(?:没(?:得)?空|没(?:得)?时间|没有空|没有时间|不得空|走不(?:开|脱|了)|来不(?:到|了|成|起)|"
    r"在(?:上班|厂里|店里|工地|守|跑|送|带|接|忙))"
)
_ENGAGED_THEN = re.compile(
    rf"(?P<days>(?:周|星期|礼拜)?[一二三四五六日天](?:、?[一二三四五六日天])*的?)?(?P<part>{_PART_OF_DAY})(?:我|自己)?(?:{_ENGAGED})[^,，。；;!！?？、]{{0,10}}"
)
_WHOLE_PARTS = {
    "白天": LessonTime.DAY, "晚上": LessonTime.EVENING, "晚间": LessonTime.EVENING, "晚黑": LessonTime.EVENING,
    "夜里": LessonTime.EVENING, "周末": LessonTime.WEEKEND, "双休": LessonTime.WEEKEND,
}  # fmt: skip
_LEADING = re.compile(r"^(?:在(?:外头|外面|外边|别处|别的地方|那边)?|要|得|必须|还要|有)")


def busy_times(text: str) -> tuple[Engagement, ...]:
    """In the order said. A day without its part (周三要值班) says too little to warn of anything."""
    return tuple(engagement for _, engagement in _mentions(text))


def engaged_parts(text: str) -> frozenset[LessonTime]:
    """The parts of every day, or of every week, in which somebody cannot come (白天要上班); a half of the day, and
    what holds on some days only, leave the rest free."""
    found = (match for match in _ENGAGED_THEN.finditer(text) if not match["days"])
    return frozenset(kind for match in found if (kind := _WHOLE_PARTS.get(match["part"])) is not None)


def without_busy_times(text: str) -> str:
    """The text with those words left out: they say when somebody cannot come, and nothing of what they want."""
    for match, _ in reversed(list(_mentions(text))):
        text = f"{text[: match.start()]} {text[match.end() :]}"
    return _ENGAGED_THEN.sub(" ", text)


def _mentions(text: str) -> Iterator[tuple[re.Match[str], Engagement]]:
    for match in _BUSY.finditer(text):
        times = read_weekly_times(match["when"])
        if times:
            yield match, Engagement(_LEADING.sub("", match["does"]) or match["does"], times)
