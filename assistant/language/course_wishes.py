"""A plain sentence as a filter of courses: 想学电工, 晚上有空, 不要钱的, 巴南的 → trade, evenings, free, district.

Places and what somebody has are read by the rules of vacancies and handed in; here is what only courses have.
"""

import calendar
import re
from collections.abc import Iterable
from datetime import date, timedelta

from assistant.domain.course_filter import CourseFilter
from assistant.domain.course_times import LessonTime
from assistant.domain.courses import CourseLevel
from assistant.domain.vacancy_filter import VacancyFilter
from assistant.language.amounts import find_money
from assistant.language.busy_times import busy_times, without_busy_times
from assistant.language.course_learner import read_learner
from assistant.language.course_times_said import refused_times, starts_from
from assistant.language.course_words import CourseWords
from assistant.language.segment import fold
from assistant.language.vacancy_words import VacancyWords, WordKind, WordMention

LONGEST = 600
SOON_DAYS = 21
_REFUSED = re.compile(r"(?:不要|不想要?|别|不是|除了|没空|没时间|没得空|不上|不得空|莫)(?:在|是|上)?$")
_HELD = re.compile(r"(?:我?有|(?<![须需要得])持有?|已经?有|拿了|拿到了?|考了|考过|考到了?|办了|有个)(?:一?[个张]|了)?$")
_HELD_SINCE = re.compile(
    r"^(?:证|照|本本?)?(?:我)?(?:都|已经|早就)?(?:(?:拿|考|办|有)(?:到)?(?:了|过|起)(?!没|吗)|有(?=[,。 ]|的|$))"
)
_NOT_HELD = re.compile(r"(?:没有?得?|没|无|还没(?:有|得|考|办)?|缺|差|少)(?:这|那)?(?:一?[个张])?$")
_SURELY_ONE = re.compile(r"(?:我是|是个|做了|干了|当了|以前是?|[年月])$")
_LEVEL_HELD = re.compile(
    r"(?:只有|我有|有了?|拿了|拿到了?|考了|考过了?|手上有?|持有?)[^,。]{0,6}(?:[一二三四五]级|初级|中级|高级|技师)[^,。]{0,4}?(?:证书|证|了)"
)
_OF_A_COURSE = re.compile(r"的?(?:班|课|培训|课程)")
_IS_ONE = re.compile(
    r"(?:我是|我?是个|我?在|做过|干过|当过|以前是?|原来是?|做了|干了|当了|本来是?|一直是?)(?:做|干|当|搞|个)?$"
)
#: Right before another trade that is to be learnt: 我学会计, 她想学收银.
_TO_LEARN = re.compile(r"(?:学|考)(?:个|一个|下|哈|做|当|点)?$")
_DOES = re.compile(r"^(?:的|工作|这行|岗位|[0-9一二两三四五六七八九十几]+年)")
_CEILING = re.compile(r"(?:块钱?|元)?(?:以内|以下|之内|内|封顶|左右|上下|打住)")
_AT_MOST = re.compile(r"(?:不超过|不高于|最多|顶多|低于|不到|少于|控制在)[^0-9一二两三四五六七八九十百千补领发]{0,3}$")
_DRIVING = "驾驶证"
_TO_GET = re.compile(r"考|学|拿|办|增|升|换|要(?!求)|弄")
_DRIVING_CLASSES = ("A1", "A2", "A3", "B1", "B2", "C1")
#: 手头只有个C1.
_ONLY = re.compile(r"(?:只有?|只得|就(?:一)?个|光有|才有?)(?:得|了)?(?:一?[个张本])?$")
_LICENCE_WORD = "证"
#: 三级证 of somebody who has lost a leg is no 三级工.
_OF_A_DISABILITY = re.compile(r"残(?:疾|联|障)|截(?:了|肢)|聋|盲人|失明|肢体|瘫|小儿麻痹")
#: What somebody has no time for is nothing they want to learn (她没得空打字).
_NO_TIME_FOR = re.compile(r"没(?:得|有)?(?:空|时间|工夫)(?:去|来)?(?:打字|写字|看手机|开车|做饭|煮饭|带娃|接娃)")
_SAYS_LEVEL = re.compile(r"[一二三四五]级|初级|中级|高级|技师")


def read_course_wishes(
    text: str, said: VacancyFilter, words: VacancyWords, course_words: CourseWords, today: date
) -> CourseFilter:
    """The limits of a message. `said`: what the rules of vacancies read in it (places, nearness)."""
    whole = fold(text[:LONGEST])
    folded = _NO_TIME_FOR.sub(" ", without_busy_times(whole))
    cues = course_words.cues
    licences, held, lacking = _licences(folded, words)
    subjects, occupations = _subjects(folded, words, course_words)
    if licences:
        subjects, occupations = (), ()
    is_offline = cues.offline.search(folded) is not None
    refused = refused_times(whole, course_words)
    learner = read_learner(folded, said.education, today)
    is_online = not is_offline and _wanted(cues.online, folded)
    return CourseFilter(
        occupations=occupations,
        licences=licences,
        words=subjects,
        region_ids=said.region_ids,
        near=said.near is not None and not said.region_ids,
        evening=_wanted(cues.evening, folded) and LessonTime.EVENING not in refused,
        weekend=_wanted(cues.weekend, folded) and LessonTime.WEEKEND not in refused,
        daytime=_wanted(cues.daytime, folded) and not _wanted(cues.evening, folded) and LessonTime.DAY not in refused,
        online=False if is_offline else True if is_online else None,
        free=_wanted(cues.free, folded),
        fee_ceiling_yuan=_ceiling(folded),
        with_certificate=not licences and _wanted(cues.with_certificate, folded),
        levels=_levels(_without_licences(folded, words), course_words),
        held_level=_held_level(folded, course_words),
        starts_within_days=_within(folded, course_words, today),
        any_schooling=cues.any_schooling.search(folded) is not None,
        holds_none=cues.holds_none.search(folded) is not None,
        any_age=cues.any_age.search(folded) is not None,
        not_times=refused,
        starts_from=starts_from(folded, today),
        only_there=bool(said.region_ids) and cues.only_there.search(folded) is not None,
        age_years=learner.age_years,
        education=learner.education,
        held=held,
        lacking=lacking,
        busy=busy_times(whole),
    )


def _licences(folded: str, words: VacancyWords) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Licences to be got, held, and said not to be held: what is not held is what somebody wants to get."""
    wanted: list[str] = []
    held: list[str] = []
    lacking: list[str] = []
    for mention in words.find(folded, WordKind.LICENCE):
        before = folded[max(0, mention.start - 6) : mention.start]
        if _NOT_HELD.search(before):
            lacking.append(mention.value)
            wanted.append(mention.value)
        elif _is_held(folded, mention) or _is_own_licence(folded, mention):
            held.append(mention.value)
            if _ONLY.search(before):
                lacking += _higher_than(mention.value)
        elif mention.value not in held:
            wanted.append(mention.value)
    return _once(wanted), _once(name for name in held if name not in lacking), _once(lacking)


def _higher_than(licence: str) -> tuple[str, ...]:
    """The driving licences that somebody does not hold who says they hold this one only."""
    classes = tuple(f"{_DRIVING}{letter}" for letter in _DRIVING_CLASSES)
    return classes[: classes.index(licence)] if licence in classes else ()


def _is_held(folded: str, mention: WordMention) -> bool:
    """我有C1, C1拿了八年了; not 有电工证的班."""
    if _HELD_SINCE.match(folded[mention.end : mention.end + 8]):
        return True
    before = folded[max(0, mention.start - 6) : mention.start]
    return _HELD.search(before) is not None and _OF_A_COURSE.match(folded, mention.end) is None


def _is_own_licence(folded: str, mention: WordMention) -> bool:
    """我31岁, C1的本: a driving licence is told as one's own unless somebody says they want to get it."""
    if not mention.value.startswith(_DRIVING) or _OF_A_COURSE.match(folded, mention.end) is not None:
        return False
    clause = re.split(r"[,，。;；!！?？]", folded[: mention.start])[-1]
    return _TO_GET.search(clause) is None


def _subjects(folded: str, words: VacancyWords, course_words: CourseWords) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What is to be learnt, as names of subjects and of trades. What somebody is, or does, is not what they want."""
    mentions = [
        (subject, match)
        for subject, match in course_words.mentions_in(folded)
        if not _is_of_the_person(folded, match.start(), match.end())
        and folded[match.end() : match.end() + 1] != _LICENCE_WORD
    ]
    names = _once(subject.name for subject, _ in mentions)
    trades = [subject.occupation for subject, match in mentions if subject.occupation == match.group()]
    taken = [match.span() for _, match in mentions]
    for one in words.find(folded, WordKind.OCCUPATION):
        is_apart = all(one.end <= start or end <= one.start for start, end in taken)
        is_new = not mentions or (is_apart and _TO_LEARN.search(folded[: one.start]) is not None)
        if is_new and _is_whole(folded, one) and not _is_of_the_person(folded, one.start, one.end):
            trades.append(one.value)
    return names, _once(name for name in trades if name)


def _is_whole(folded: str, mention: WordMention) -> bool:
    return folded[mention.end : mention.end + 1] != _LICENCE_WORD


def _is_of_the_person(folded: str, start: int, end: int) -> bool:
    """我是做保安的, 干了三年焊工: what somebody does now."""
    before = folded[max(0, start - 8) : start]
    if _IS_ONE.search(before) is None:
        return False
    return _DOES.match(folded[end : end + 4]) is not None or _SURELY_ONE.search(before) is not None


def _levels(folded: str, course_words: CourseWords) -> tuple[CourseLevel, ...]:
    """The levels asked for; one that somebody holds already is none of them, nor is that of a disability."""
    if _OF_A_DISABILITY.search(folded):
        return ()
    rest = _LEVEL_HELD.sub(" ", folded)
    return course_words.levels_in(rest) if _SAYS_LEVEL.search(rest) else ()


def _without_licences(folded: str, words: VacancyWords) -> str:
    """The text without the names of licences: 初级会计 is one, and says no level."""
    for mention in words.find(folded, WordKind.LICENCE):
        folded = folded[: mention.start] + "。" * (mention.end - mention.start) + folded[mention.end :]
    return folded


def _held_level(folded: str, course_words: CourseWords) -> CourseLevel | None:
    match = _LEVEL_HELD.search(folded)
    levels = course_words.levels_in(match.group()) if match is not None else ()
    return levels[0] if levels else None


def _wanted(cue: re.Pattern[str], folded: str) -> bool:
    """Whether one of the words is said and not refused (不要周末的)."""
    return any(_REFUSED.search(folded[max(0, m.start() - 5) : m.start()]) is None for m in cue.finditer(folded))


def _ceiling(folded: str) -> float | None:
    """The most that somebody will pay: an amount with a word of that kind around it."""
    for money in find_money(folded):
        after, before = folded[money.end : money.end + 4], folded[max(0, money.start - 6) : money.start]
        if _CEILING.match(after) or _AT_MOST.search(before) or money.bound == "at_most":
            return float(money.upper_yuan or money.yuan)
    return None


def _within(folded: str, course_words: CourseWords, today: date) -> int | None:
    """Until when a course should have begun, in days from today; None where nothing is said."""
    match = course_words.cues.soon.search(folded)
    if match is None:
        return None
    said = match.group()
    if said == "下个月":
        first = (today.replace(day=28) + timedelta(days=4)).replace(day=1)
        return (first.replace(day=calendar.monthrange(first.year, first.month)[1]) - today).days
    if said in ("这周开", "本周"):
        return 7 - today.isoweekday()
    if said == "下周":
        return 14 - today.isoweekday()
    if said in ("这个月", "本月", "月底前"):
        return calendar.monthrange(today.year, today.month)[1] - today.day
    return SOON_DAYS


def _once(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
