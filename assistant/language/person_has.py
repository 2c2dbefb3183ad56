"""What somebody who looks for work has: schooling, experience, licences."""

import re
from string import ascii_uppercase

from assistant.domain.vacancies import Education
from assistant.language.demanded_years import are_demanded
from assistant.language.durations import DurationMention, find_durations
from assistant.language.numerals import NUMERAL, parse_numeral
from assistant.language.said_words import SaidKind, SaidWords
from assistant.language.text import HAN
from assistant.language.vacancy_polarity import Stance
from assistant.language.wish_phrases import WishCues, WishPhrases

_MOST_YEARS = 60
#: 抹灰十年不虚.
_SURE = ("不虚", "不止", "打底", "没得问题", "没问题")
_ALONE = re.compile(r"(?:了|多|的?经验)*(?:$|[,。;!? ])")
#: 颠勺颠了十二年: a verb said twice tells how long a trade was followed.
_DONE_OVER = re.compile(
    rf"(?P<verb>[{HAN}](?<![住等病租坐读学关找拖欠还交缴躺养带抱]))[{HAN}A-Z]{{1,4}}(?P=verb)[了过起]?(?:有|快|差不多|大概|整整|足足)*$"
)
_BREAK = re.compile(r"[,。;!? ]")
_ENGLISH_YEARS = re.compile(r"(?<![0-9])(?P<years>[0-9]{1,2}) ?(?:years?|yrs?)(?! old)")
#: Words recognised, where durations are read: 三年前台经验 is not three years ago.
_BLANK = str.maketrans(dict.fromkeys(ascii_uppercase, "·"))
_RANGE = re.compile(rf"(?P<low>{NUMERAL})(?:年)?(?:到|至|-|~)$")


def read_education(words: SaidWords, stances: dict[int, Stance], cues: WishCues) -> Education | None:
    """The highest schooling somebody says to have; one left unfinished counts as the one below."""
    ranks = [
        max(0, Education(one.value).rank - (cues.unfinished.match(words.text[one.end :]) is not None))
        for one in words.of_kind(SaidKind.EDUCATION)
        if stances[one.start] not in (Stance.REFUSED, Stance.UNWISHED)
        and cues.child_at_school.search(words.text[: one.start]) is None
    ]
    if ranks:
        return list(Education)[max(ranks)]
    return Education.NONE if cues.low_schooling.search(words.text) else None


def read_experience(words: SaidWords, wanted: tuple[str, ...], cues: WishCues) -> int | None:
    """Whole years of work, 0 for none; None where nothing is said.

    `wanted`: occupations; years in another one (干保安五年了想换物业管家) do not count beside them.
    """
    years = [
        _least_years(words.text, duration)
        for duration in find_durations(words.skeleton.translate(_BLANK))
        if _is_of_work(words.skeleton, duration, cues) and _is_of_kind(words, duration, wanted, cues)
    ]
    years += [int(match["years"]) for match in _ENGLISH_YEARS.finditer(words.text)]
    if years:
        return min(max(years), _MOST_YEARS)
    return 0 if cues.no_experience.search(words.text) or cues.no_experience.search(words.skeleton) else None


def _is_of_kind(words: SaidWords, duration: DurationMention, wanted: tuple[str, ...], cues: WishCues) -> bool:
    """Whether the occupation named nearest in the same clause, if one is, is a wanted one, or not to be left."""
    start = max((match.end() for match in _BREAK.finditer(words.text, 0, duration.start)), default=0)
    following = _BREAK.search(words.text, duration.end)
    end = following.start() if following else len(words.text)
    near = [one for one in words.of_kind(SaidKind.OCCUPATION) if start <= one.start < end]
    if not wanted:
        return cues.leaves.search(words.skeleton, duration.end) is None
    if cues.years_of_any_work.search(f"{words.skeleton[: duration.start]}#{words.skeleton[duration.end :][:2]}"):
        return False  # 在东莞打了十几年工, 想做注塑工
    change = cues.leaves.search(words.skeleton, duration.end)
    if change is not None and words.skeleton[change.end() : change.end() + 1] == SaidKind.OCCUPATION.value:
        near = [one for one in near if one.start < change.start()]  # 端了五年盘子, 想换个文员
        if not near:
            return False
    elif change is not None and not near and _wants_only_after(words, change.end(), wanted):
        return False  # 扛了十二年水泥, 想换个轻松点的当门卫
    if not near:
        return True
    nearest = min(max(duration.start - one.end, one.start - duration.end) for one in near)
    return any(
        one.value in wanted for one in near if max(duration.start - one.end, one.start - duration.end) == nearest
    )


def _wants_only_after(words: SaidWords, change: int, wanted: tuple[str, ...]) -> bool:
    """Whether the work wanted is named only after the wish to change."""
    named = [one.start for one in words.of_kind(SaidKind.OCCUPATION) if one.value in wanted]
    return bool(named) and min(named) >= change


def _least_years(text: str, duration: DurationMention) -> int:
    """三到五年 is three."""
    match = _RANGE.search(text[: duration.start])
    lower = parse_numeral(match["low"]) if match else None
    return int(lower) if lower is not None and lower * 12 < duration.months else duration.months // 12


def _is_of_work(skeleton: str, duration: DurationMention, cues: WishCues) -> bool:
    """Whether somebody has worked so long; 做一个月 is what they mean to do."""
    if are_demanded(skeleton, duration.start, duration.end):
        return False
    before = skeleton[max(0, duration.start - 16) : duration.start]
    if cues.not_experience.search(before):
        return False
    after = skeleton[duration.end :]
    stands_alone = not before or _BREAK.match(before[-1]) is not None
    if cues.experience_after.match(after) or (duration.months >= 12 and stands_alone and _ALONE.match(after)):
        return True
    if cues.experience_of.search(before) and (
        not after
        or after[0] == "了"
        or not after[0].isalnum()
        or after.startswith(_SURE)
        or (duration.months >= 12 and after[0] in ascii_uppercase)
    ):
        return True  # 前端三年
    if duration.months >= 12 and _DONE_OVER.search(before):
        return True
    is_done = duration.months >= 12 or cues.experience_done.search(before) is not None
    return is_done and cues.experience_before.search(before) is not None


def read_licences(words: SaidWords, wanted: tuple[str, ...], phrases: WishPhrases) -> tuple[tuple[str, ...], bool]:
    """The licences somebody has, and whether they say that they have none.

    `wanted`: occupations; 有证 beside one of them means its licence.
    """
    cues = phrases.cues
    held = [
        one.value
        for one in words.of_kind(SaidKind.LICENCE)
        if not cues.licence_absent.search(words.skeleton[: one.start].rstrip("L"))
        and not cues.licence_lost.match(words.skeleton[one.end :].lstrip("L"))
    ]
    has_none = cues.no_licence.search(words.skeleton) is not None
    if not held and not has_none and cues.has_licence.search(words.skeleton):
        held = [phrases.licence_of[name] for name in wanted if name in phrases.licence_of]
    return tuple(dict.fromkeys(held)), has_none and not held
