"""Enrolments in SQL as they are read: one by its number, all of an intake, how many seats are taken."""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import ColumnElement, Connection, Engine, case, func, select

from assistant.adapters.sql.engine import read
from assistant.adapters.sql.enrolment_records import (
    draft_from_row,
    enrolment_event_from_row,
    enrolment_from_row,
    left_from_row,
)
from assistant.adapters.sql.enrolment_tables import (
    enrolment_contacts,
    enrolment_drafts,
    enrolment_events,
    enrolments,
)
from assistant.adapters.sql.records import is_storable
from assistant.domain.enrolments import (
    LIVE_ENROLMENT_STATES,
    Enrolment,
    EnrolmentDraft,
    EnrolmentEvent,
    EnrolmentState,
    LeftDetails,
)
from assistant.services.contact_ports import FieldCipher
from assistant.services.enrolment_ports import SeatCounts

IS_LIVE = enrolments.c.state.in_(sorted(LIVE_ENROLMENT_STATES))


class SqlEnrolmentReader:
    """The part of `EnrolmentStore` that reads; implements `SeatsTaken`."""

    def __init__(self, engine: Engine, cipher: FieldCipher) -> None:
        self._engine, self._cipher = engine, cipher

    def find_draft(self, draft_id: str) -> EnrolmentDraft | None:
        if not is_storable(draft_id):
            return None
        with read(self._engine) as connection:
            chosen = select(enrolment_drafts).where(enrolment_drafts.c.id == draft_id)
            row = connection.execute(chosen).mappings().one_or_none()
        return None if row is None else draft_from_row(row)

    def find_enrolment(self, number: str) -> Enrolment | None:
        if not is_storable(number):
            return None
        with read(self._engine) as connection:
            return find_one(connection, enrolments.c.number == number)

    def position_of(self, enrolment: Enrolment) -> int | None:
        if enrolment.state is not EnrolmentState.WAITLISTED:
            return None
        waits = (enrolments.c.intake_id == enrolment.intake_id) & (enrolments.c.place < enrolment.place)
        counted = select(func.count()).where(waits, enrolments.c.state == EnrolmentState.WAITLISTED.value)
        with read(self._engine) as connection:
            return int(connection.execute(counted).scalar_one()) + 1

    def find_details(self, number: str) -> LeftDetails | None:
        if not is_storable(number):
            return None
        with read(self._engine) as connection:
            chosen = select(enrolment_contacts).where(enrolment_contacts.c.number == number)
            row = connection.execute(chosen).mappings().one_or_none()
        return None if row is None else left_from_row(self._cipher, row)

    def list_events(self, number: str) -> Sequence[EnrolmentEvent]:
        if not is_storable(number):
            return ()
        chosen = select(enrolment_events).where(enrolment_events.c.number == number)
        with read(self._engine) as connection:
            rows = connection.execute(chosen.order_by(enrolment_events.c.sequence)).mappings().all()
        return tuple(map(enrolment_event_from_row, rows))

    def list_of_conversation(self, conversation_id: str) -> Sequence[Enrolment]:
        if not is_storable(conversation_id):
            return ()
        mine = enrolment_drafts.c.conversation_id == conversation_id
        chosen = select(enrolments).join(enrolment_drafts, enrolment_drafts.c.id == enrolments.c.draft_id)
        with read(self._engine) as connection:
            # Of two places taken in one moment the number tells which came first.
            in_order = chosen.where(mine, IS_LIVE).order_by(enrolments.c.enrolled_at, enrolments.c.number)
            rows = connection.execute(in_order).mappings()
            return tuple(enrolment_from_row(row) for row in rows)

    def list_enrolments(self, intake_id: str, page: int = 1, size: int = 200) -> Sequence[Enrolment]:
        if not is_storable(intake_id):
            return ()
        waits_last = case((enrolments.c.state == EnrolmentState.CONFIRMED.value, 0), else_=1)
        chosen = select(enrolments).where(enrolments.c.intake_id == intake_id, IS_LIVE)
        chosen = chosen.order_by(waits_last, enrolments.c.place).limit(size).offset((page - 1) * size)
        with read(self._engine) as connection:
            return tuple(enrolment_from_row(row) for row in connection.execute(chosen).mappings())

    def count_confirmed(self, intake_ids: Collection[str]) -> Mapping[str, int]:
        counts = self.count_seats(intake_ids)
        return {name: each.confirmed for name, each in counts.items() if each.confirmed}

    def count_seats(self, intake_ids: Collection[str] | None = None) -> Mapping[str, SeatCounts]:
        state = enrolments.c.state
        confirmed = func.sum(case((state == EnrolmentState.CONFIRMED.value, 1), else_=0))
        waiting = func.sum(case((state == EnrolmentState.WAITLISTED.value, 1), else_=0))
        counted = select(enrolments.c.intake_id, confirmed, waiting).where(IS_LIVE).group_by(enrolments.c.intake_id)
        if intake_ids is not None:
            counted = counted.where(enrolments.c.intake_id.in_([name for name in intake_ids if is_storable(name)]))
        with read(self._engine) as connection:
            return {row[0]: SeatCounts(int(row[1]), int(row[2])) for row in connection.execute(counted)}


def find_one(connection: Connection, condition: ColumnElement[bool]) -> Enrolment | None:
    row = connection.execute(select(enrolments).where(condition)).mappings().one_or_none()
    return None if row is None else enrolment_from_row(row)
