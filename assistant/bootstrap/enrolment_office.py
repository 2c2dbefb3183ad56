"""Enrolment, put together: drafting and confirming, the person's side, the roster, what people are told."""

import hashlib
from collections.abc import Callable, Sequence
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
from assistant.services.enrolment_notices import EnrolmentNotices, PersonNotice
from assistant.services.enrolment_ports import FindIntake
from assistant.services.enrolment_retention import EnrolmentRetention
from assistant.services.notification_ports import Notification, Notifier, Recipient
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
    chores: Sequence[tuple[str, Callable[[], int]]]


def open_enrolment_office(
    settings: Settings,
    engine: Engine,
    keys: Sequence[bytes],
    find_intake_on: FindIntakeOn,
    conversations: ConversationStore,
    notifier: Notifier,
    clock: Clock,
) -> EnrolmentOffice:
    """`find_intake_on`: reads a course on the connection of the transaction that decides by it."""
    hidden = EnrolmentSecrets(AesGcmCipher(keys), KeyedDigests(keys))
    store = SqlEnrolmentStore(engine, hidden, find_intake_on, clock)
    find_intake = _reading(engine, find_intake_on)
    notices = EnrolmentNotices(store, find_intake, _telling(notifier), clock, settings.public_url)
    retention = EnrolmentRetention(store, clock, settings.enrolment_details_days)
    return EnrolmentOffice(
        enrolling=Enrolling(store, find_intake, conversations, clock),
        persons=PersonEnrolments(store, find_intake, write_calendar, clock),
        desk=RosterDesk(store, find_intake, SqlAuditLog(engine), xlsx_bytes, clock),
        seats=store,
        chores=(
            ("enrolments_moved_up", store.move_up),
            ("enrolment_notices_told", notices.run_once),
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


def _telling(notifier: Notifier) -> Callable[[PersonNotice], None]:
    """By the channel that is set up for notices: whoever runs the service passes them on to the person."""

    def tell(notice: PersonNotice) -> None:
        # The link names the enrolment, the words what has happened to it: together they name the notice.
        key = hashlib.sha256(f"{notice.link}:{notice.text}".encode()).hexdigest()[:32]
        notifier.notify(Notification(f"enrolment:{key}", Recipient(), notice.subject, notice.text, notice.link))

    return tell
