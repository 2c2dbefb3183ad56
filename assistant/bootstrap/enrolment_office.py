"""Enrolment, put together: drafting and confirming, the person's side, the roster, what people are told."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Engine

from assistant.adapters.field_cipher import AesGcmCipher
from assistant.adapters.ics_calendar import write_calendar
from assistant.adapters.keyed_digest import KeyedDigests
from assistant.adapters.sql.audit import SqlAuditLog
from assistant.adapters.sql.engine import read
from assistant.adapters.sql.enrolment_confirming import EnrolmentSecrets, FindIntakeOn
from assistant.adapters.sql.enrolments import SqlEnrolmentStore
from assistant.adapters.workers.write_sheets import xlsx_bytes
from assistant.domain.courses import Course, Intake
from assistant.services.clock import Clock
from assistant.services.course_ports import SeatsTaken
from assistant.services.enrolling import Enrolling
from assistant.services.enrolment_notices import EnrolmentNoticeParts, EnrolmentNotices
from assistant.services.enrolment_ports import FindIntake
from assistant.services.enrolment_retention import EnrolmentRetention
from assistant.services.notification_ports import Notifier
from assistant.services.person_enrolments import PersonEnrolments
from assistant.services.ports import ConversationStore
from assistant.services.roster_desk import RosterDesk
from assistant.settings import Settings

_KEEP_DRAFTS = timedelta(days=1)


@dataclass(frozen=True)
class EnrolmentOffice:
    """`enrolling` and `persons` for those who learn, `desk` for staff and providers; `chores` from time to time."""

    enrolling: Enrolling
    persons: PersonEnrolments
    desk: RosterDesk
    seats: SeatsTaken
    notices: EnrolmentNotices
    chores: Sequence[tuple[str, Callable[[], int]]]


def open_enrolment_office(
    settings: Settings,
    engine: Engine,
    keys: Sequence[bytes],
    find_intake_on: FindIntakeOn,
    conversations: ConversationStore,
    notifier: Notifier,
    clock: Clock,
    words: Callable[[], Mapping[str, str]],
) -> EnrolmentOffice:
    """`find_intake_on`: reads a course on the connection of the transaction that decides by it."""
    hidden = EnrolmentSecrets(AesGcmCipher(keys), KeyedDigests(keys))
    store = SqlEnrolmentStore(engine, hidden, find_intake_on, clock)
    find_intake = _reading(engine, find_intake_on)
    notices = EnrolmentNotices(EnrolmentNoticeParts(store, find_intake, notifier, clock, words, settings.public_url))
    retention = EnrolmentRetention(store, clock, settings.keep_enrolment_details_days)
    return EnrolmentOffice(
        enrolling=Enrolling(store, find_intake, conversations, clock),
        persons=PersonEnrolments(store, find_intake, write_calendar, clock),
        desk=RosterDesk(store, find_intake, SqlAuditLog(engine), xlsx_bytes, clock),
        seats=store,
        notices=notices,
        chores=(
            ("enrolments_moved_up", store.move_up),
            ("enrolment_notices_planned", notices.plan),
            ("enrolment_details_dropped", retention.drop_due),
            ("enrolment_details_shut", retention.warn_of_missing_keys),
            ("enrolment_drafts_dropped", lambda: store.drop_drafts(clock.now() - _KEEP_DRAFTS)),
        ),
    )


def _reading(engine: Engine, find_intake_on: FindIntakeOn) -> FindIntake:
    def find_intake(intake_id: str, today: date) -> tuple[Course, Intake] | None:
        with read(engine) as connection:
            return find_intake_on(connection, intake_id, today)

    return find_intake
