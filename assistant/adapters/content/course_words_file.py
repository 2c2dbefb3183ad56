"""Reading lexicon/courses.yaml: words of courses."""

import re
from dataclasses import fields
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from assistant.adapters.content.located import read_model
from assistant.domain.courses import CourseLevel
from assistant.domain.errors import KnowledgeError
from assistant.language.course_asks import ActWords, CourseAct
from assistant.language.course_refinement import LIMITS_LET_GO
from assistant.language.course_words import CourseCues, CourseSubject, CourseWords
from assistant.language.described_course import TaughtTrades
from assistant.language.likely_trades import LikelyTrades
from assistant.language.segment import fold
from assistant.language.vacancy_words import VacancyWords, WordKind

COURSE_WORDS = "lexicon/courses.yaml"
_TAUGHT = "lexicon/taught_trades.yaml"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class _Named(_Strict):
    name: str
    patterns: list[str] = Field(min_length=1)
    occupation: str | None = None


class _Act(_Strict):
    name: CourseAct
    said: list[str] = Field(min_length=1)
    surely: list[str] = []


class _Taught(_Strict):
    title_words: list[str] = Field(min_length=1)
    described: list[str] = Field(min_length=1)


class _TaughtFile(_Strict):
    schema_version: int
    trades: dict[str, _Taught]


class _File(_Strict):
    schema_version: int
    subjects: list[_Named]
    licences: list[_Named]
    levels: dict[CourseLevel, list[str]]
    let_go: dict[str, list[str]]
    free: list[str]
    online: list[str]
    offline: list[str]
    evening: list[str]
    weekend: list[str]
    daytime: list[str]
    with_certificate: list[str]
    soon: list[str]
    learns: list[str]
    courses: list[str]
    goal: list[str]
    asks_policy: list[str]
    subsidy: list[str]
    others: list[str]
    starts_anew: list[str]
    enrols: list[str]
    chooses: list[str]
    own_place: list[str]
    gives_back: list[str]
    others_leave: list[str]
    both: list[str]
    living: list[str]
    unemployed: list[str]
    any_schooling: list[str]
    any_age: list[str]
    only_there: list[str]
    holds_none: list[str]
    compares: list[str]
    daily_sum: list[str]
    not_there: list[str]
    for_one: list[str]
    of_each: list[str]
    by_price: list[str]
    by_start: list[str]
    study: list[str]
    exists: list[str]
    details: list[str]
    cheaper: list[str]
    work: list[str]
    generic: list[str]
    certainty: list[str]
    where: list[str]
    not_repeated: list[str]
    money_traps: list[str]
    loans: list[str]
    shifts: list[str]
    for_whom: list[str]
    hires: list[str]
    seeks_work: list[str]
    rights: list[str]
    profile: list[str]
    together: list[str]
    health: list[str]
    by_fee: list[str]
    points: list[str]
    asks_how: list[str]
    wants_place: list[str]
    chooses_all: list[str]
    not_a_place: list[str]
    swaps: list[str]
    title_fillers: list[str]
    title_weak: list[str]
    at_hand: list[str]
    enrolled: list[str]
    again: list[str]
    confirms: list[str]
    this_one: list[str]
    rule_asked: list[str]
    for_another: list[str]
    looks: list[str]
    orders: list[str]
    lists_all: list[str]
    orders_here: list[str]
    refuses_order: list[str]
    fills: list[str]
    waits: list[str]
    of_a_place: list[str]
    acts: list[_Act]


_CUES = tuple(field.name for field in fields(CourseCues) if field.name != "let_go")


def read_course_words(root: Path, words: VacancyWords) -> CourseWords:
    """Raises KnowledgeError for a trade or a licence that the other files do not know, and for a faulty pattern."""
    file: _File = read_model(root, COURSE_WORDS, _File)
    trades, licences = words.names(WordKind.OCCUPATION), words.names(WordKind.LICENCE)
    for one in file.subjects:
        if one.occupation is not None and one.occupation not in trades:
            raise KnowledgeError((f"{COURSE_WORDS}:1: There is no occupation '{one.occupation}'.",))
    for one in file.licences:
        if one.name not in licences:
            raise KnowledgeError((f"{COURSE_WORDS}:1: There is no licence '{one.name}'.",))
    for name in file.let_go:
        if name not in LIMITS_LET_GO:
            raise KnowledgeError((f"{COURSE_WORDS}:1: There is no limit '{name}' that could be let go.",))
    return CourseWords(
        subjects=tuple(CourseSubject(one.name, _any(one.patterns), one.occupation) for one in file.subjects),
        licences={one.name: _any(one.patterns) for one in file.licences},
        levels={level: _any(patterns) for level, patterns in file.levels.items()},
        cues=CourseCues(
            **{name: _any(getattr(file, name)) for name in _CUES},
            let_go={name: _any(patterns) for name, patterns in file.let_go.items()},
        ),
        acts={one.name: ActWords(_any(one.said), _any(one.surely) if one.surely else None) for one in file.acts},
        taught=_read_taught(root),
    )


def _read_taught(root: Path) -> TaughtTrades:
    """Without the file, nothing."""
    if not (root / _TAUGHT).is_file():
        return TaughtTrades()
    file: _TaughtFile = read_model(root, _TAUGHT, _TaughtFile)
    said = {name: (name, *one.title_words, *one.described) for name, one in file.trades.items()}
    return TaughtTrades(
        LikelyTrades({name: tuple(map(fold, texts)) for name, texts in said.items()}),
        {name: tuple(map(fold, one.title_words)) for name, one in file.trades.items()},
    )


def _any(patterns: list[str]) -> re.Pattern[str]:
    try:
        return re.compile("|".join(patterns))
    except re.error as error:
        raise KnowledgeError((f"{COURSE_WORDS}:1: A pattern is no regular expression: {error}.",)) from error
