"""What a course asks for as printed (年满18周岁、初中以上) → conditions a machine can check, and others."""

import re

from assistant.domain.courses import CourseLevel, CoursePrerequisite
from assistant.domain.vacancies import Education
from assistant.language.advert_text import plain_paragraphs
from assistant.language.course_words import CourseWords
from assistant.language.numerals import parse_numeral
from assistant.language.segment import fold
from assistant.language.vacancy_words import VacancyWords, WordKind

_MOST, _LONGEST = 12, 120
_CLAUSES = re.compile(
    r"[；;。\n，](?!或)|,(?!或)|且(?=不)|(?<=[上证满下者康])、|、(?=持|年满|初中|高中|中专|大专|身体|[0-9]{2}周?岁)"
)
_NONE = re.compile(r"^(?:无|不限|无要求|没有要求|无特殊要求|条件不限|零基础可学|-+)$")
_FROM_TO = re.compile(r"(?<![0-9])([1-9][0-9])(?:周?岁)?\s?[-~—至到]+\s?([1-9][0-9])周?岁")
_AT_LEAST = re.compile(r"年?满([1-9][0-9])周?岁|([1-9][0-9])周?岁(?:及?以上|以后)|不(?:低于|小于)([1-9][0-9])周?岁")
_AT_MOST = re.compile(r"(?:不超过|不大于|未满|小于|低于)([1-9][0-9])周?岁|([1-9][0-9])周?岁(?:及?以下|以内|之内)")
_YEARS = re.compile(
    r"(?:满|从事|经验|工作|连续|累计)?[^0-9一二两三四五六七八九十]{0,14}([0-9]{1,2}|[一二两三四五六七八九十])年(?:及?以上)?"
)
_HOLDS = re.compile(r"(?:持|有|具备|取得|办理)(?!.{0,4}[一二三四五]级)")
_HAS_LEVEL = re.compile(r"(?:持有?|具备|取得|已有|获得)[^,]{0,12}(?:[一二三四五]级|初级|中级|高级|技师)")
_OF_WORK = re.compile(r"从事|经验|工作|工龄|本(?:职业|工种)|从业")


def read_prerequisites(text: str, words: VacancyWords, course_words: CourseWords) -> tuple[CoursePrerequisite, ...]:
    """One for each clause; a clause that says no such thing is kept as words, for staff to check."""
    found = []
    for clause in _CLAUSES.split(plain_paragraphs(text, 1000)):
        printed = clause.strip(" ：:·").removeprefix("且")[:_LONGEST]
        folded = fold(printed)
        if printed and not _NONE.match(folded):
            found.append(_read_clause(printed, folded, words, course_words))
    return tuple(found[:_MOST])


def _read_clause(printed: str, folded: str, words: VacancyWords, course_words: CourseWords) -> CoursePrerequisite:
    if "或" in folded:  # one of several ways in: a person decides which
        return CoursePrerequisite(printed)
    both, least, most = _FROM_TO.search(folded), _AT_LEAST.search(folded), _AT_MOST.search(folded)
    years = _YEARS.search(folded) if _OF_WORK.search(folded) else None
    education = words.values(folded, WordKind.EDUCATION)
    licence = words.values(folded, WordKind.LICENCE) if _HOLDS.search(folded) else ()
    return CoursePrerequisite(
        text=printed,
        age_min=int(both[1]) if both else _figure(least),
        age_max=int(both[2]) if both else _figure(most),
        education=min((Education(value) for value in education), key=lambda one: one.rank) if education else None,
        licence=licence[0] if licence else None,
        level=_level(folded, course_words),
        experience_years=_count(years[1]) if years else None,
    )


def _level(folded: str, course_words: CourseWords) -> CourseLevel | None:
    """The certificate of the level below that one must hold (持有焊工四级/中级工证书)."""
    if not _HAS_LEVEL.search(folded):
        return None
    levels = course_words.levels_in(folded)
    return levels[0] if levels else None


def _figure(match: re.Match[str] | None) -> int | None:
    return int(next(group for group in match.groups() if group)) if match else None


def _count(said: str) -> int | None:
    number = int(said) if said.isdigit() else parse_numeral(said)
    return int(number) if number is not None else None
