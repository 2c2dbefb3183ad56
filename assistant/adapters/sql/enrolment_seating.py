"""Seats of an intake within one transaction: locked, counted, given to the first who waits."""

from datetime import datetime
from types import ModuleType

from sqlalchemy import Connection, Executable, bindparam, func, insert, select, text, update
from sqlalchemy.dialects import postgresql, sqlite

from assistant.adapters.sql.enrolment_records import enrolment_event_row, enrolment_from_row, enrolment_row
from assistant.adapters.sql.enrolment_tables import enrolment_events, enrolment_seats, enrolments
from assistant.adapters.sql.outbox import add_notice
from assistant.domain.cases import SERVICE
from assistant.domain.courses import Intake
from assistant.domain.enrolment_rules import may_move_up
from assistant.domain.enrolment_steps import EnrolmentHappening, advance_enrolment
from assistant.domain.enrolments import Enrolment, EnrolmentEvent, EnrolmentEventKind, EnrolmentState
from assistant.domain.outgoing_notices import NoticeKind, enrolment_notice
from assistant.services.enrolment_ports import SeatCounts

# Statements of every confirmation are made once: putting them together took longer than running them.
_COUNT = (
    select(enrolments.c.state, func.count())
    .where(enrolments.c.intake_id == bindparam("intake_id"))
    .group_by(enrolments.c.state)
)


def _taking(dialect: ModuleType) -> Executable:
    row = dialect.insert(enrolment_seats).values(intake_id=bindparam("intake_id"), last_place=1)
    one_more = {"last_place": enrolment_seats.c.last_place + 1}
    taken: Executable = row.on_conflict_do_update(index_elements=["intake_id"], set_=one_more).returning(
        enrolment_seats.c.last_place
    )
    return taken


_TAKE_PLACE = {"sqlite": _taking(sqlite), "postgresql": _taking(postgresql)}
#: How long one waits for the others who enrol at the same moment: a crowd on one intake is served in its order.
WAIT_SECONDS = 15.0


def wait_patiently(connection: Connection) -> None:
    """On PostgreSQL, where the engine's bound on waiting for a row is meant for writers that do not queue."""
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"SET LOCAL lock_timeout = {int(WAIT_SECONDS * 1000)}"))


def lock_person(connection: Connection, digest: str) -> None:
    """Until the transaction ends nobody else enrols the same person anywhere; on SQLite nobody writes at all."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(hashtextextended(:digest, 0))"), {"digest": digest})


def lock_intake(connection: Connection, intake_id: str) -> None:
    """Until the transaction ends nobody else gives or frees a seat of it; on SQLite nobody writes at all."""
    if connection.dialect.name == "postgresql":
        row = postgresql.insert(enrolment_seats).values(intake_id=intake_id, last_place=0)
        connection.execute(row.on_conflict_do_nothing())
        mine = enrolment_seats.c.intake_id == intake_id
        connection.execute(select(enrolment_seats.c.last_place).where(mine).with_for_update())


def take_place(connection: Connection, intake_id: str) -> int:
    """The next place in the order of the commits; the intake is locked."""
    taken = connection.execute(_TAKE_PLACE[connection.dialect.name], {"intake_id": intake_id})
    return int(taken.scalar_one())


def count_seats(connection: Connection, intake_id: str) -> SeatCounts:
    by_state = {row[0]: int(row[1]) for row in connection.execute(_COUNT, {"intake_id": intake_id})}
    return SeatCounts(by_state.get(EnrolmentState.CONFIRMED, 0), by_state.get(EnrolmentState.WAITLISTED, 0))


def move_up_waiting(connection: Connection, intake: Intake, at: datetime) -> tuple[SeatCounts, int]:
    """Gives every free seat to the first who waits, each with a notice: the seats as they are then, and how many were
    given. The intake is locked."""
    moved, counts = 0, count_seats(connection, intake.id)
    if counts.waiting == 0:
        return counts, 0
    waiting = (enrolments.c.intake_id == intake.id) & (enrolments.c.state == EnrolmentState.WAITLISTED.value)
    first = select(enrolments).where(waiting).order_by(enrolments.c.place).limit(1)
    while may_move_up(intake, counts.confirmed + moved, at.date()):
        row = connection.execute(first).mappings().one_or_none()
        if row is None:
            break
        happening = EnrolmentHappening(EnrolmentEventKind.MOVED_UP, SERVICE, at)
        enrolment = advance_enrolment(enrolment_from_row(row), happening)
        keep_step(connection, enrolment, happening.as_event(enrolment.number))
        add_notice(connection, enrolment_notice(enrolment.number, NoticeKind.MOVED_UP, at))
        moved += 1
    return SeatCounts(counts.confirmed + moved, counts.waiting - moved), moved


def keep_step(connection: Connection, enrolment: Enrolment, event: EnrolmentEvent) -> None:
    """The enrolment as it is after its step, with the event; its intake is locked."""
    mine = enrolments.c.number == enrolment.number
    connection.execute(update(enrolments).where(mine).values(enrolment_row(enrolment)))
    connection.execute(insert(enrolment_events), enrolment_event_row(event, enrolment.version))
