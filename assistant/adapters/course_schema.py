"""How an intake lies in the index, with what its course is: terms for what filters ask, numbers for bounds, words.

Days are 20261128; `begins` is the day as a count, for order alone. The days of a sample are counted from whatever day
it is: `ahead` days until it begins, -1 where that is no sample or not known.
"""

from datetime import date

import tantivy

from assistant.adapters.tantivy_schema import LATEST, as_number
from assistant.domain.course_times import lesson_times
from assistant.domain.courses import Course, CourseLevel, Intake
from assistant.domain.training_demand import code_beginnings
from assistant.language.segment import Segmenter

CONTENT_CHARACTERS = 200
#: Beyond every fee that is one.
UNKNOWN_FEE = 10**9
ONLINE, IN_PERSON, CERTIFIED = "online", "in-person", "certified"
_LAST_OF_ALL = 4_000_000
_ELSEWHERE = "-"


def build_schema() -> tantivy.Schema:
    """Of the fields only the ids are read back: everything else about a course comes from SQL."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("intake_id", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("course_id", stored=True, tokenizer_name="raw", index_option="basic", fast=True)
    builder.add_text_field("terms", tokenizer_name="whitespace", index_option="basic")
    builder.add_text_field("region", tokenizer_name="raw", index_option="basic")
    for name in ("title_words", "title_bigrams", "body_words"):
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
    for name in ("last_day", "starts", "ahead", "fee", "begins"):
        builder.add_integer_field(name, fast=True, indexed=True)
    return builder.build()


def to_document(course: Course, intake: Intake, segmenter: Segmenter, as_of: date | None) -> tantivy.Document:
    """An open intake as it is indexed; one of a sample never closes."""
    counted_from = as_of if course.is_sample else None
    document = tantivy.Document()
    document.add_text("intake_id", intake.id)
    document.add_text("course_id", course.id)
    document.add_text("terms", " ".join(_terms(course, intake)))
    document.add_text("region", intake.region_id or _ELSEWHERE)
    document.add_text("title_words", " ".join(segmenter.words(course.title)))
    document.add_text("title_bigrams", " ".join(segmenter.bigrams(course.title)))
    body = f"{course.provider}\n{course.certificate or ''}\n{intake.place}\n{course.content[:CONTENT_CHARACTERS]}"
    document.add_text("body_words", " ".join(segmenter.words(body)))
    starts, last = intake.starts_on, intake.last_day_to_enrol
    document.add_integer("last_day", as_number(last) if last is not None and counted_from is None else LATEST)
    document.add_integer("starts", as_number(starts) if starts is not None and counted_from is None else 0)
    ahead = (starts - counted_from).days if starts is not None and counted_from is not None else -1
    document.add_integer("ahead", max(ahead, -1))
    document.add_integer("fee", UNKNOWN_FEE if course.fee_yuan is None else int(course.fee_yuan))
    document.add_integer("begins", _LAST_OF_ALL if starts is None else starts.toordinal())
    return document


def occupation_term(name: str) -> str:
    return f"o:{name}"


def class_term(code: str) -> str:
    """A class of the 2022 edition, or the beginning of its code."""
    return f"k:{code}"


def subject_term(name: str) -> str:
    return f"u:{name}"


def licence_term(name: str) -> str:
    return f"l:{name}"


def level_term(level: CourseLevel) -> str:
    return f"v:{level.value}"


def time_term(value: str) -> str:
    return f"t:{value}"


def _terms(course: Course, intake: Intake) -> list[str]:
    terms = [*map(occupation_term, course.occupations), *map(subject_term, course.subjects)]
    terms += map(licence_term, course.licences)
    terms += (time_term(one.value) for one in lesson_times(intake))
    terms.append(ONLINE if intake.is_online else IN_PERSON)
    if course.occupation_code is not None:
        terms += map(class_term, code_beginnings(course.occupation_code))
    if course.level is not None:
        terms.append(level_term(course.level))
    if course.certificate:
        terms.append(CERTIFIED)
    return terms
