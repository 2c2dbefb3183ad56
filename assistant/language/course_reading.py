"""A row of a feed of courses as printed → a course and one of its intakes in fields, by rules alone."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from assistant.domain.courses import Course, CourseLevel, Intake, IntakeState, OutcomeFigure, RawIntake
from assistant.domain.errors import InvalidInputError
from assistant.domain.regions import RegionTable
from assistant.language.advert_days import read_coming_day, read_posted_on
from assistant.language.advert_places import AdvertPlaces
from assistant.language.advert_requirements import openings_of_column
from assistant.language.advert_text import plain_line, plain_paragraphs
from assistant.language.amounts import find_money
from assistant.language.course_prerequisites import read_prerequisites
from assistant.language.course_words import CourseWords
from assistant.language.places import PlaceNames
from assistant.language.segment import fold
from assistant.language.vacancy_words import VacancyWords, WordKind
from assistant.language.weekly_times import read_weekly_times

_LONGEST_TITLE, _LONGEST_PLACE, _LONGEST_COLUMN, _LONGEST_CONTENT = 120, 200, 400, 4000
_MOST_TRADES, _LARGEST_FEE, _MOST_SEATS, _MOST_HOURS = 3, 1_000_000, 100_000, 20_000
_SENTENCES = re.compile(r"[^。！!？?\n]+[。！!？?\n]*")
_SAYS_SOMETHING = re.compile(r"[^\W_]")
_FREE = re.compile(r"免费|全额补贴|不收费|公益|^0(?:\.0+)?元?$")
_PLAIN_SUM = re.compile(r"^¥?\s?([0-9]{1,7}(?:\.[0-9]{1,2})?)\s?(?:元|块|rmb|元/人|元每人)?$")
_COUNT = re.compile(r"[0-9]{1,7}")
_OUT_OF_SALE = re.compile(r"结束|停(?:止|办|招)|取消|关闭|已满班不再|closed|cancel")
_ONLINE = re.compile(r"线上|网络|网课|在线|远程|直播课|online")
_ALSO_IN_PERSON = re.compile(r"线下|面授|现场|\+|结合|实操")
_PERSONS = re.compile(r"1[3-9][0-9]{9}(?![0-9])")


@dataclass(frozen=True)
class ReadIntake:
    """Both still without ids and sources."""

    course: Course
    intake: Intake


class CourseReader:
    """Reads rows. `code_for` gives the class of the 2022 edition for a title and the trades read in it."""

    def __init__(
        self,
        words: VacancyWords,
        course_words: CourseWords,
        regions: RegionTable,
        places: PlaceNames,
        code_for: Callable[[str, tuple[str, ...]], str | None],
    ) -> None:
        self._words = words
        self._course_words = course_words
        self._places = AdvertPlaces(regions, places)
        self._code_for = code_for

    def read(self, raw: RawIntake, today: date) -> ReadIntake:
        """Raises InvalidInputError for what is no intake of a course: no title, or days that contradict each other."""
        title = plain_line(raw.title, _LONGEST_TITLE)
        if not _SAYS_SOMETHING.search(title):
            raise InvalidInputError("没有课程名称。")
        return ReadIntake(self._course(raw, title, today), self._intake(raw, today))

    def _course(self, raw: RawIntake, title: str, today: date) -> Course:
        certificate = plain_line(raw.certificate, _LONGEST_COLUMN)
        trades = self._trades(title, plain_line(raw.occupation, _LONGEST_COLUMN))
        return Course(
            id="",
            title=title,
            provider=plain_line(raw.provider, _LONGEST_TITLE),
            content=self._content(raw.description),
            level=self._level(raw, title),
            certificate=certificate if certificate not in ("无", "否", "-") and certificate else None,
            licences=self._licences(fold(certificate)),
            occupations=trades,
            subjects=tuple(one.name for one in self._course_words.subjects_in(fold(title))),
            occupation_code=self._code_for(plain_line(raw.occupation, 60) or title, trades),
            prerequisites=read_prerequisites(
                plain_paragraphs(raw.prerequisites, 1000), self._words, self._course_words
            ),
            hours=_count_in(raw.hours, _MOST_HOURS),
            fee_yuan=read_fee(raw.fee),
            outcomes=_outcomes(raw, today),
        )

    def _content(self, text: str) -> str:
        """What is taught in the provider's words, without telephone numbers and what nobody should be told as true."""
        plain = _PERSONS.sub("〔已隐去〕", plain_paragraphs(text, _LONGEST_CONTENT))
        kept = (
            part for part in _SENTENCES.findall(plain) if not self._course_words.cues.not_repeated.search(fold(part))
        )
        return "".join(kept).strip()

    def _not_repeated(self, sentence: str) -> bool:
        return self._course_words.cues.not_repeated.search(fold(sentence)) is not None

    def _trades(self, title: str, column: str) -> tuple[str, ...]:
        """What the subjects of the title lead to and the column names; a title alone where neither is known."""
        folded = fold(title)
        subjects = self._course_words.subjects_in(folded)
        led_to = (one.occupation for one in subjects if one.occupation)
        named = self._words.values(fold(column) if column or subjects else folded, WordKind.OCCUPATION)
        return tuple(dict.fromkeys((*led_to, *named)))[:_MOST_TRADES]

    def _level(self, raw: RawIntake, title: str) -> CourseLevel | None:
        for text in (raw.level, raw.certificate, title):
            levels = self._course_words.levels_in(fold(text[:60]))
            if levels:
                return levels[0]
        return None

    def _licences(self, certificate: str) -> tuple[str, ...]:
        named = self._words.values(certificate, WordKind.LICENCE)
        given = (name for name, said in self._course_words.licences.items() if said.search(certificate))
        return tuple(dict.fromkeys((*given, *named)))

    def _intake(self, raw: RawIntake, today: date) -> Intake:
        place_text = plain_line(raw.place, _LONGEST_PLACE)
        schedule = plain_line(raw.schedule, _LONGEST_PLACE)
        mode = fold(f"{raw.mode[:60]} {place_text}")
        is_online = _ONLINE.search(mode) is not None and _ALSO_IN_PERSON.search(mode) is None
        starts_on, ends_on = (read_coming_day(fold(text[:40]), today) for text in (raw.starts_on, raw.ends_on))
        if starts_on is not None and ends_on is not None and ends_on < starts_on:
            raise InvalidInputError(f"结束日期{ends_on}早于开班日期{starts_on}。")
        return Intake(
            id="",
            course_id="",
            starts_on=starts_on,
            ends_on=ends_on,
            weekly_times=read_weekly_times(schedule),
            schedule=schedule,
            region_id=None if is_online else self._places.read(place_text).region_id,
            place=place_text,
            is_online=is_online,
            seats=_seats(raw.seats),
            enrol_by=read_coming_day(fold(raw.enrol_by[:40]), today),
            state=IntakeState.CLOSED if _OUT_OF_SALE.search(fold(raw.status[:40])) else IntakeState.OPEN,
        )


def read_fee(text: str) -> float | None:
    """Yuan; 0: free. None: not stated, or not understood."""
    folded = fold(text[:80]).strip()
    if not folded:
        return None
    if _FREE.search(folded):
        return 0.0
    plain = _PLAIN_SUM.match(folded.replace(",", ""))
    if plain is not None:
        return float(plain[1])
    sums = [float(money.yuan) for money in find_money(folded)]
    return max((one for one in sums if one <= _LARGEST_FEE), default=None)


def _count_in(text: str, most: int) -> int | None:
    match = _COUNT.search(fold(text[:40]))
    return int(match.group()) if match and int(match.group()) <= most else None


def _seats(text: str) -> int | None:
    """In digits, or spoken (二十人); 若干 is unknown."""
    count = _count_in(text, _MOST_SEATS)
    return count if count is not None else openings_of_column(fold(text[:40]))


def _outcomes(raw: RawIntake, today: date) -> tuple[OutcomeFigure, ...]:
    """A figure without the day it was counted is none: nobody could tell how old it is."""
    as_of = read_posted_on(fold(raw.outcomes_on[:40]), today)
    text = plain_line(raw.outcomes, _LONGEST_PLACE)
    return (OutcomeFigure(text, as_of),) if text and as_of is not None else ()
