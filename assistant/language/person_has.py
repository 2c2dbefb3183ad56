"""What somebody who looks for work has: schooling, experience, licences."""

import re

from assistant.domain.vacancies import Education
from assistant.language.durations import DurationMention, find_durations
from assistant.language.numerals import NUMERAL, parse_numeral
from assistant.language.said_words import SaidKind, SaidWords
from assistant.language.vacancy_polarity import Stance
from assistant.language.wish_phrases import WishCues, WishPhrases

_MOST_YEARS = 60
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


def read_experience(words: SaidWords, cues: WishCues) -> int | None:
    """Whole years of work, 0 for none; None where nothing is said."""
    years = [
        _least_years(words.text, duration)
        for duration in find_durations(words.text)
        if _is_of_work(words.skeleton, duration, cues)
    ]
    if years:
        return min(max(years), _MOST_YEARS)
    return 0 if cues.no_experience.search(words.text) or cues.no_experience.search(words.skeleton) else None


def _least_years(text: str, duration: DurationMention) -> int:
    """三到五年 is three."""
    match = _RANGE.search(text[: duration.start])
    lower = parse_numeral(match["low"]) if match else None
    return int(lower) if lower is not None and lower * 12 < duration.months else duration.months // 12


def _is_of_work(skeleton: str, duration: DurationMention, cues: WishCues) -> bool:
    """Whether somebody has worked so long; 做一个月 is what they mean to do."""
    before = skeleton[max(0, duration.start - 16) : duration.start]
    if cues.not_experience.search(before):
        return False
    after = skeleton[duration.end :]
    if cues.experience_after.match(after):
        return True
    if cues.experience_of.search(before) and (not after or not after[0].isalnum()):
        return True  # 前端三年
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
