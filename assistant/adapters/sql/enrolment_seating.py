"""Seats of an intake within one transaction: locked, counted, given to the first who waits."""

from datetime import datetime

from sqlalchemy import Connection, func, insert, select, text, update
from sqlalchemy.dialects import postgresql, sqlite

from assistant.adapters.sql.enrolment_records import enrolment_event_row, enrolment_from_row, enrolment_row
from assistant.adapters.sql.enrolment_tables import enrolment_events, enrolment_notices, enrolment_seats, enrolments
from assistant.domain.cases import SERVICE
from assistant.domain.courses import Intake
from assistant.domain.enrolment_rules import may_move_up
from assistant.domain.enrolment_steps import EnrolmentHappening, advance_enrolment
from assistant.domain.enrolments import Enrolment, EnrolmentEvent, EnrolmentEventKind, EnrolmentState
from assistant.services.enrolment_ports import NoticeKind, SeatCounts

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
    """Until the transaction ends nobody else gives or frees a seat of it."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    row = dialect.insert(enrolment_seats).values(intake_id=intake_id, last_place=0)
    connection.execute(row.on_conflict_do_nothing())
    if connection.dialect.name == "postgresql":  # on SQLite nobody else writes until the transaction ends
        mine = enrolment_seats.c.intake_id == intake_id
        connection.execute(select(enrolment_seats.c.last_place).where(mine).with_for_update())


def take_place(connection: Connection, intake_id: str) -> int:
    """The next place in the order of the commits; the intake is locked."""
    mine = enrolment_seats.c.intake_id == intake_id
    taken = update(enrolment_seats).where(mine).values(last_place=enrolment_seats.c.last_place + 1)
    return int(connection.execute(taken.returning(enrolment_seats.c.last_place)).scalar_one())


def count_seats(connection: Connection, intake_id: str) -> SeatCounts:
    counted = select(enrolments.c.state, func.count()).where(enrolments.c.intake_id == intake_id)
    by_state = {row[0]: int(row[1]) for row in connection.execute(counted.group_by(enrolments.c.state))}
    return SeatCounts(by_state.get(EnrolmentState.CONFIRMED, 0), by_state.get(EnrolmentState.WAITLISTED, 0))


def move_up_waiting(connection: Connection, intake: Intake, at: datetime) -> int:
    """Gives every free seat to the first who waits, each with a notice; how many. The intake is locked."""
    moved, counts = 0, count_seats(connection, intake.id)
    if counts.waiting == 0:
        return 0
    waiting = (enrolments.c.intake_id == intake.id) & (enrolments.c.state == EnrolmentState.WAITLISTED.value)
    first = select(enrolments).where(waiting).order_by(enrolments.c.place).limit(1)
    while may_move_up(intake, counts.confirmed + moved, at.date()):
        row = connection.execute(first).mappings().one_or_none()
        if row is None:
            break
        happening = EnrolmentHappening(EnrolmentEventKind.MOVED_UP, SERVICE, at)
        enrolment = advance_enrolment(enrolment_from_row(row), happening)
        keep_step(connection, enrolment, happening.as_event(enrolment.number))
        put_notice(connection, enrolment.number, NoticeKind.MOVED_UP, at)
        moved += 1
    return moved


def keep_step(connection: Connection, enrolment: Enrolment, event: EnrolmentEvent) -> None:
    """The enrolment as it is after its step, with the event; its intake is locked."""
    mine = enrolments.c.number == enrolment.number
    connection.execute(update(enrolments).where(mine).values(enrolment_row(enrolment)))
    connection.execute(insert(enrolment_events), enrolment_event_row(event, enrolment.version))


def put_notice(connection: Connection, number: str, kind: NoticeKind, due_at: datetime) -> bool:
    """Once each; whether it is new."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    row = dialect.insert(enrolment_notices).values(number=number, kind=kind.value, due_at=due_at)
    new = row.on_conflict_do_nothing().returning(enrolment_notices.c.number)
    return connection.execute(new).first() is not None
