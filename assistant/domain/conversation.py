"""A conversation: what was asked, what was answered, and on what it rests."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import TypeAlias

from assistant.domain.course_filter import CourseFilter
from assistant.domain.knowledge import Aspect, Audience
from assistant.domain.labour_requests import LabourDraft
from assistant.domain.model_use import ModelUse
from assistant.domain.vacancy_filter import VacancyFilter


class AnswerStatus(StrEnum):
    """What became of a message. Prefixes aggregate: `unanswerable_`, `guardrail_`, `error_`."""

    ANSWERED = "answered"
    CLARIFICATION = "clarification"
    SMALLTALK = "smalltalk"
    HANDED_OVER = "handed_over"
    WITH_STAFF = "with_staff"
    UNANSWERABLE_NO_SOURCE = "unanswerable_no_source"
    UNANSWERABLE_OUT_OF_SCOPE = "unanswerable_out_of_scope"
    UNANSWERABLE_LAPSED = "unanswerable_lapsed"
    UNANSWERABLE_PERSONAL_RECORD = "unanswerable_personal_record"
    GUARDRAIL_INJECTION = "guardrail_injection"
    GUARDRAIL_CRISIS = "guardrail_crisis"
    GUARDRAIL_UNSAFE = "guardrail_unsafe"
    RATE_LIMITED = "rate_limited"
    PAUSED = "paused"
    ERROR_TIMEOUT = "error_timeout"
    ERROR_INTERNAL = "error_internal"


class HandoverReason(StrEnum):
    """Why a person is needed."""

    ASKED = "asked"
    FAILED_TWICE = "failed_twice"
    CONFLICTING_SOURCES = "conflicting_sources"
    WAGE_ARREARS = "wage_arrears"
    WORK_INJURY = "work_injury"
    THREAT = "threat"
    CRISIS = "crisis"
    VULNERABLE_PERSON = "vulnerable_person"
    ANGER = "anger"
    WRONG_AMOUNT = "wrong_amount"
    ADVERT_REPORT = "advert_report"
    COMPLAINT = "complaint"
    FOLLOW_UP = "follow_up"


@dataclass(frozen=True)
class Citation:
    """Where a sentence stands. Dates are ISO, possibly partial; `quote` is the passage's own text."""

    number: int
    passage_id: str
    title: str
    quote: str
    document_number: str | None = None
    clause: str | None = None
    effective_from: str | None = None
    effective_to: str | None = None
    region: str | None = None
    url: str | None = None


FactValue: TypeAlias = bool | int | float | str | tuple[str, ...]


@dataclass(frozen=True)
class Fact:
    """A fact somebody stated, with the turn in which it was said."""

    id: str
    value: FactValue
    turn: int


@dataclass(frozen=True)
class StaffGroup:
    """Workers a firm tells of together. `members` are values of `worker.groups`, as in a set fact; none: not known.

    `facts`: what was said of these workers and not of the others (重庆户口, 登记失业).
    """

    count: int
    members: tuple[str, ...] = ()
    facts: tuple[tuple[str, FactValue], ...] = ()


@dataclass(frozen=True)
class OpenQuestion:
    """What the assistant asked last: the choices it offered and what each one means, or the fact it asked for."""

    text: str
    document_ids: tuple[str, ...] = ()
    aspects: tuple[Aspect, ...] = ()
    fact_id: str | None = None


@dataclass(frozen=True)
class ConversationState:
    """All that is remembered from one turn to the next; stored with each turn.

    `unsure`: facts asked for that the person does not know either; they are not asked for again. `assessing`: the
    scheme whose conditions are being gone through, or `ALL_SCHEMES`. `staff`: a firm's workers where it told of them
    group by group; each group is assessed by itself.

    `wanted` is the last search for vacancies, `vacancies_shown` what it brought so far, `vacancies_refused` what the
    person did not want to see again; `is_searching`: the last answer was about it. `vacancies_listed`: the last list,
    in its order; `vacancy_meant`: the one of them last talked about.

    `labour_draft`: a labour request made up so far, which only its form sends off.

    `is_reduced`: the person has been told that rules answer at present though a model is configured.

    `course_wanted` is the last search for courses, `courses_shown` what it brought so far, `course_meant` the
    one last asked about; `is_choosing_course`: the
    last answer was about it.

    `cases`: numbers of the cases the person has been told of.
    """

    version: int = 1
    facts: tuple[Fact, ...] = ()
    topic_id: str | None = None
    aspects: tuple[Aspect, ...] = ()
    region_id: str | None = None
    as_of: date | None = None
    open_question: OpenQuestion | None = None
    last_question: str | None = None
    failures: int = 0
    turns: int = 0
    unsure: tuple[str, ...] = ()
    assessing: str | None = None
    staff: tuple[StaffGroup, ...] = ()
    wanted: VacancyFilter | None = None
    vacancies_shown: tuple[str, ...] = ()
    vacancies_refused: tuple[str, ...] = ()
    vacancies_listed: tuple[str, ...] = ()
    vacancy_meant: str | None = None
    is_searching: bool = False
    is_reduced: bool = False
    cases: tuple[str, ...] = ()
    labour_draft: LabourDraft | None = None
    course_wanted: CourseFilter | None = None
    courses_shown: tuple[str, ...] = ()
    course_meant: str | None = None
    is_choosing_course: bool = False


#: `assessing` everything there is for the person.
ALL_SCHEMES = "*"


@dataclass(frozen=True)
class ToolCall:
    """A tool as it was called; personal numbers in the arguments are masked already."""

    name: str
    arguments: Mapping[str, object]
    ok: bool = True


@dataclass(frozen=True)
class Handover:
    """That a case was opened, and why; the number is None where none was opened (a trial run)."""

    reason: HandoverReason
    case_number: str | None = None


@dataclass(frozen=True)
class Evidence:
    """What an answer was made from: kept for whoever has to explain it later. `model` None: none is configured."""

    passages_used: tuple[str, ...] = ()
    passages_unused: tuple[str, ...] = ()
    dropped_sentences: tuple[str, ...] = ()
    confidence: float | None = None
    prompt_digest: str | None = None
    model: ModelUse | None = None


@dataclass(frozen=True)
class Turn:
    """One message and its answer. `duration_ms` covers the whole turn.

    `said_by`: the name a member of staff goes by, where one wrote it and has such a name.
    """

    text: str
    status: AnswerStatus
    citations: tuple[Citation, ...] = ()
    tools: tuple[ToolCall, ...] = ()
    cards: tuple[Mapping[str, object], ...] = ()
    suggestions: tuple[str, ...] = ()
    facts: Mapping[str, FactValue] = field(default_factory=dict)
    handover: Handover | None = None
    replier: str = "rules"
    duration_ms: int = 0
    id: int | None = None
    question: str = ""
    asked_at: datetime | None = None
    evidence: Evidence = Evidence()
    said_by: str = ""


@dataclass(frozen=True)
class Exchange:
    """One earlier message, masked, and what was answered, without marks."""

    question: str
    answer: str


@dataclass(frozen=True)
class TurnContext:
    """Who is asking, what day it is, and the last exchanges, oldest first; never a tool's argument."""

    today: date
    audience: Audience = Audience.JOB_SEEKER
    conversation_id: str | None = None
    earlier: tuple[Exchange, ...] = ()
