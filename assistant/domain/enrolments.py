"""An enrolment (报名): drafted in a conversation, confirmed by form, on the waiting list where the intake is full."""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from assistant.domain.courses import Course, Intake

DRAFT_MINUTES = 30


class EnrolmentState(StrEnum):
    """Where an enrolment stands."""

    CONFIRMED = "confirmed"
    WAITLISTED = "waitlisted"
    WITHDRAWN = "withdrawn"


#: The person has a seat, or waits for one.
LIVE_ENROLMENT_STATES = frozenset({EnrolmentState.CONFIRMED, EnrolmentState.WAITLISTED})


class Attendance(StrEnum):
    """Whether the person came (到课)."""

    ATTENDED = "attended"
    PARTLY = "partly"
    ABSENT = "absent"


class CourseOutcome(StrEnum):
    """What it came to (结果). `CERTIFIED`: with the certificate; `COMPLETED`: without one, or not yet."""

    CERTIFIED = "certified"
    COMPLETED = "completed"
    FAILED = "failed"
    LEFT = "left"


class EnrolmentEventKind(StrEnum):
    """What can happen to an enrolment. `CHANGED`: telephone number or note. `DETAILS_DROPPED`: the course has ended
    long enough ago."""

    CONFIRMED = "confirmed"
    WAITLISTED = "waitlisted"
    MOVED_UP = "moved_up"
    CHANGED = "changed"
    WITHDRAWN = "withdrawn"
    ATTENDANCE = "attendance"
    OUTCOME = "outcome"
    CODE_ISSUED = "code_issued"
    DETAILS_DROPPED = "details_dropped"


@dataclass(frozen=True)
class EnrolmentDraft:
    """What a conversation has drafted: bound to it, to the intake, and to what was told of the course then."""

    id: str
    conversation_id: str
    course_id: str
    intake_id: str
    terms: str
    made_at: datetime

    @property
    def expires_at(self) -> datetime:
        return self.made_at + timedelta(minutes=DRAFT_MINUTES)


@dataclass(frozen=True)
class EnrolmentDetails:
    """Who enrols, as typed into the form and kept sealed. `phone` is a person's key: one seat an intake."""

    name: str = field(repr=False)
    phone: str = field(repr=False)
    note: str = field(default="", repr=False)


@dataclass(frozen=True)
class LeftDetails:
    """Details, when they were agreed to, and the digest of the wording that was agreed to."""

    details: EnrolmentDetails
    consented_at: datetime
    wording: str


@dataclass(frozen=True)
class EnrolmentEvent:
    """One line of an enrolment's history. `actor`: an account's name, or an actor of `cases.py`. `text` names what was
    recorded, never a person's details."""

    number: str
    at: datetime
    actor: str
    kind: EnrolmentEventKind
    text: str = ""


@dataclass(frozen=True)
class Enrolment:
    """An enrolment that was sent off. `place`: the how-manieth of its intake it is, in the order of the commits.

    `declared`: the prerequisites the person has said to meet. `version` counts the changes: each is one event.
    """

    number: str
    course_id: str
    intake_id: str
    enrolled_at: datetime
    state: EnrolmentState
    place: int
    declared: tuple[str, ...] = ()
    attendance: Attendance | None = None
    outcome: CourseOutcome | None = None
    moved_up_at: datetime | None = None
    closed_at: datetime | None = None
    draft_id: str | None = None
    code_digest: str | None = field(default=None, repr=False)
    version: int = field(default=1, compare=False)

    @property
    def told_day(self) -> date:
        return told_day(self.enrolled_at)

    @property
    def is_live(self) -> bool:
        return self.state in LIVE_ENROLMENT_STATES


def told_day(enrolled_at: datetime) -> date:
    """The day by which an enrolment's course is looked up ever after. Days of samples are counted from the day they
    are looked up on: whoever has enrolled keeps those they were told. Elsewhere it makes no difference."""
    return enrolled_at.date()


def terms_digest(course: Course, intake: Intake) -> str:
    """Of what a person agrees to by enrolling: where it changes, what was drafted before holds no longer."""
    said = (
        course.id, course.title, course.provider, course.fee_yuan, [one.text for one in course.prerequisites],
        intake.id, str(intake.starts_on), str(intake.ends_on), intake.schedule, intake.region_id, intake.place,
        intake.is_online, [(one.weekday, str(one.starts), str(one.ends)) for one in intake.weekly_times],
    )  # fmt: skip
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode("utf-8", "replace")).hexdigest()
