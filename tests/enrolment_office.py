"""Enrolments on a real database with invented courses, at a time the test moves."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, time, timedelta
from itertools import count

from sqlalchemy import Connection, Engine

from assistant.adapters.field_cipher import AesGcmCipher
from assistant.adapters.keyed_digest import KeyedDigests
from assistant.adapters.sql.conversations import SqlConversationStore
from assistant.adapters.sql.engine import open_engine
from assistant.adapters.sql.enrolment_confirming import EnrolmentSecrets
from assistant.adapters.sql.enrolments import SqlEnrolmentStore
from assistant.domain.courses import Course, CoursePrerequisite, Intake, WeeklyTime
from assistant.domain.enrolments import EnrolmentDetails
from assistant.domain.knowledge import Audience
from assistant.services.clock import Clock
from assistant.services.enrolling import DraftOfEnrolment, Enrolling, TypedEnrolment
from assistant.services.enrolment_ports import KeptEnrolment
from assistant.services.ports import StoredConversation
from tests.fakes.clock import FixedClock
from tests.fresh_database import migrate

KEY = bytes(range(32))
AGREED = "我同意"
EVENINGS = (WeeklyTime(2, time(19), time(21)), WeeklyTime(4, time(19), time(21)))
_forms = count(1)


def intake(name: str = "evening", course: str = "electrician", **changed: object) -> Intake:
    """Twelve weeks of Tuesday and Thursday evenings from 8 December 2026; enrol by 5 December."""
    whole = Intake(
        name, course, date(2026, 12, 8), date(2027, 2, 25), EVENINGS, "每周二、四 19:00—21:00", "yubei", "示例路1号",
        seats=2, enrol_by=date(2026, 12, 5),
    )  # fmt: skip
    return replace(whole, **changed)  # type: ignore[arg-type]


def course(name: str = "electrician", *intakes: Intake, asks: Iterable[CoursePrerequisite] = ()) -> Course:
    return Course(
        name, "电工（初级）", "示例培训学校", prerequisites=tuple(asks), fee_yuan=0, intakes=intakes, is_sample=True
    )


@dataclass
class Catalogue:
    """Courses by the id of each intake; a test changes them as a feed would."""

    courses: dict[str, Course] = field(default_factory=dict)

    def put(self, one: Course) -> None:
        self.courses[one.id] = one

    def find(self, intake_id: str, _: date) -> tuple[Course, Intake] | None:
        return next(
            ((one, each) for one in self.courses.values() for each in one.intakes if each.id == intake_id), None
        )

    def find_on(self, _: Connection, intake_id: str, today: date) -> tuple[Course, Intake] | None:
        return self.find(intake_id, today)


def open_store(
    engine: Engine, catalogue: Catalogue, clock: Clock, keys: tuple[bytes, ...] = (KEY,)
) -> SqlEnrolmentStore:
    hidden = EnrolmentSecrets(AesGcmCipher(keys), KeyedDigests(keys))
    return SqlEnrolmentStore(engine, hidden, catalogue.find_on, clock)


def in_memory() -> Engine:
    engine = open_engine("sqlite://")
    migrate(engine)
    return engine


@dataclass
class EnrolmentOffice:
    engine: Engine = field(default_factory=in_memory)
    catalogue: Catalogue = field(default_factory=Catalogue)
    clock: FixedClock = field(default_factory=FixedClock)

    def __post_init__(self) -> None:
        self.catalogue.put(course("electrician", intake()))
        self.store = open_store(self.engine, self.catalogue, self.clock)
        self.talks = SqlConversationStore(self.engine)
        self.enrolling = Enrolling(self.store, self.catalogue.find, self.talks, self.clock)

    def later(self, **delta: float) -> None:
        self.clock.moment += timedelta(**delta)

    def talk(self, name: str = "a") -> str:
        if self.talks.find_conversation(name) is None:
            stored = StoredConversation(name, Audience.JOB_SEEKER, self.clock.now(), "digest")
            self.talks.create_conversation(stored)
        return name

    def draft(self, intake_id: str = "evening", conversation: str = "a") -> DraftOfEnrolment:
        draft = self.enrolling.draft(intake_id, self.talk(conversation))
        return DraftOfEnrolment(conversation, draft.id)

    def enrol(
        self,
        who: int = 0,
        intake_id: str = "evening",
        draft: DraftOfEnrolment | None = None,
        key: str = "",
        declared: Iterable[str] = (),
        agreed_to: str = AGREED,
        accepts_clash: bool = False,
    ) -> KeptEnrolment:
        """`who`: another number is another person."""
        key = key or f"{next(_forms):024d}"
        typed = TypedEnrolment(person(who), frozenset(declared), agreed_to, "" if draft else key, accepts_clash)
        return self.enrolling.confirm(intake_id, typed, draft)


def person(who: int = 0) -> EnrolmentDetails:
    return EnrolmentDetails("示例女士", f"138{who:08d}", "坐轮椅")
