"""When somebody cannot come, and from when on they can: 莫给我整周末的, 白天上班不行, 要元旦过了开的."""

import re
from datetime import date

from assistant.domain.course_times import LessonTime
from assistant.language.busy_times import engaged_parts
from assistant.language.course_words import CourseWords
from assistant.language.numerals import NUMERAL, parse_numeral

_REFUSED_BEFORE = re.compile(
    r"(?:不要|不想要?|不能|别|不是|除了|没空|没时间|没得空|不上|不得空|莫|不考虑|不选|不用)(?:给我|帮我|把我)?"
    r"(?:整|安排|弄|推荐|推|报|选|要|来|排|搞|找|上)?(?:在|是|到|个|那种)?$"
)
_REFUSED_AFTER = re.compile(
    r"^(?:的|班|课|上课|上班|上学|那个|那种|我|都|也|就|肯定|反正|是|又)*(?:不行(?!吗|嘛|不)|不得行|不方便|没(?:有|得)?空|没(?:有|得)?时间|"
    r"(?:来|去|上|走|出|抽)不(?:了|成|到|开|脱|赢|来)|不可以|不要(?!钱|学费|花|交)|不考虑|不得空|莫|免了|除外|最忙|忙得|忙不赢|(?:生意|单子|事情?)(?:最|很|太)?(?:多|好|忙))"
)
_TO_COME = r"(?:过了|过后|过完|以后|之后|后头|后|过)"
_FROM_DAY = re.compile(
    rf"(?P<month>1[0-2]|[1-9]|{NUMERAL})月(?:份)?(?:(?P<day>{NUMERAL})[号日])?{_TO_COME}(?=[^,，。]{{0,4}}(?:开|上|有空|得空|学|来|才|再|的))"
)
_FROM_NEW_YEAR = re.compile(
    rf"(?:元旦节?{_TO_COME}|(?:明年|翻年|开年|翻过年)(?:了)?(?:再|才)?(?=[^,，。]{{0,3}}(?:开|上|学|来|的班)))"
)


def refused_times(whole: str, words: CourseWords) -> tuple[LessonTime, ...]:
    """The times of lessons that are of no use to somebody. `whole`: folded, with the times they are busy at."""
    cues = (
        (LessonTime.EVENING, words.cues.evening),
        (LessonTime.WEEKEND, words.cues.weekend),
        (LessonTime.DAY, words.cues.daytime),
    )
    refused = {kind for kind, cue in cues if any(_is_refused(whole, one) for one in cue.finditer(whole))}
    return tuple(kind for kind in LessonTime if kind in refused | engaged_parts(whole))


def _is_refused(whole: str, said: re.Match[str]) -> bool:
    before, after = whole[max(0, said.start() - 9) : said.start()], whole[said.end() : said.end() + 12]
    is_a_part = said.group() in ("上午", "下午")  # the other half of the day is free
    return not is_a_part and bool(_REFUSED_BEFORE.search(before) or _REFUSED_AFTER.match(after))


def starts_from(folded: str, today: date) -> date | None:
    """The day before which somebody cannot begin; None where they say nothing of it."""
    if _FROM_NEW_YEAR.search(folded):
        return date(today.year + 1, 1, 1)
    match = _FROM_DAY.search(folded)
    if match is None:
        return None
    month, day = parse_numeral(match["month"]), parse_numeral(match["day"]) if match["day"] else None
    if month is None or not 1 <= month <= 12 or (day is not None and not 1 <= day <= 28):
        return None
    year = today.year + (int(month) < today.month)
    if day is not None:
        return date(year, int(month), int(day))
    return date(year + int(month) // 12, int(month) % 12 + 1, 1)
