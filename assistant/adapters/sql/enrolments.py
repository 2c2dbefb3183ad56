"""Enrolments in SQL: every seat is given, freed and passed on within one transaction that locks its intake."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Connection, Engine, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from assistant.adapters.sql.engine import read, write
from assistant.adapters.sql.enrolment_confirming import (
    Confirming,
    EnrolmentSecrets,
    FindIntakeOn,
    find_of_form,
    keep_enrolment,
)
from assistant.adapters.sql.enrolment_notices import SqlEnrolmentNotices
from assistant.adapters.sql.enrolment_reading import IS_LIVE, SqlEnrolmentReader, find_one
from assistant.adapters.sql.enrolment_records import (
    SealedFields,
    draft_row,
    seal,
    unseal,
)
from assistant.adapters.sql.enrolment_retention import SqlEnrolmentRetention
from assistant.adapters.sql.enrolment_seating import (
    WAIT_SECONDS,
    keep_step,
    lock_intake,
    move_up_waiting,
    wait_patiently,
)
from assistant.adapters.sql.enrolment_tables import (
    enrolment_contacts,
    enrolment_drafts,
    enrolments,
)
from assistant.adapters.sql.joined_writes import JoinedWrites
from assistant.adapters.sql.outbox import erase_enrolment_notices
from assistant.adapters.sql.records import is_storable
from assistant.domain.enrolment_rules import Situation
from assistant.domain.enrolment_steps import EnrolmentHappening, advance_enrolment
from assistant.domain.enrolments import (
    Enrolment,
    EnrolmentDetails,
    EnrolmentDraft,
    EnrolmentEventKind,
    EnrolmentState,
)
from assistant.domain.errors import ConflictError, NotFoundError
from assistant.services.clock import Clock
from assistant.services.enrolment_ports import EnrolmentAsked, KeptEnrolment

_NO_ENROLMENT = "没有找到这份报名。请核对编号。"
_NO_CONVERSATION = "这段对话已经不在了，请直接在课程页报名。"
_PHONE_TAKEN = "这个手机号在这个班已经有一份报名，请换一个号码。"


class SqlEnrolmentStore(SqlEnrolmentReader, SqlEnrolmentNotices, SqlEnrolmentRetention):
    """Implements `EnrolmentStore` and `SeatsTaken`. A number is `BM-20261123-0007-K3`, made as those of cases are."""

    def __init__(self, engine: Engine, hidden: EnrolmentSecrets, find_intake: FindIntakeOn, clock: Clock) -> None:
        SqlEnrolmentReader.__init__(self, engine, hidden.cipher)
        SqlEnrolmentNotices.__init__(self, engine, find_intake)
        SqlEnrolmentRetention.__init__(self, engine, hidden.cipher, find_intake)
        self._digests, self._clock = hidden.digests, clock
        self._joined = JoinedWrites(engine, WAIT_SECONDS)

    def put_draft(self, draft: EnrolmentDraft) -> None:
        try:
            with write(self._engine) as connection:
                connection.execute(insert(enrolment_drafts), draft_row(draft))
        except IntegrityError as error:
            raise NotFoundError(_NO_CONVERSATION) from error

    def drop_drafts(self, made_before: datetime) -> int:
        """Removes those nobody can use any more; how many. Of one that is a place now its conversation should know."""
        used = select(enrolments.c.draft_id).where(enrolments.c.draft_id.is_not(None), IS_LIVE)
        with write(self._engine) as connection:
            old = (enrolment_drafts.c.made_at < made_before) & enrolment_drafts.c.id.not_in(used)
            return connection.execute(delete(enrolment_drafts).where(old)).rowcount

    def find_of_form(self, key_digest: str, phone: str) -> KeptEnrolment | None:
        with read(self._engine) as connection:
            return find_of_form(connection, self._cipher, key_digest, self._digests.of(phone))

    def enrol(
        self,
        asked: EnrolmentAsked,
        decide: Callable[[Situation], EnrolmentState],
        code_digest_of: Callable[[str, str], str],
    ) -> KeptEnrolment:
        one = Confirming(asked, self._digests.of(asked.left.details.phone), decide, code_digest_of)

        def keep(connection: Connection) -> KeptEnrolment:
            return keep_enrolment(connection, one, self._cipher, self._find_intake, self._clock.now)

        try:
            return self._joined.run(keep)
        except IntegrityError:  # another process was faster with the same form or draft
            return self._joined.run(keep)

    def take_step(self, number: str, happening: EnrolmentHappening) -> Enrolment:
        with write(self._engine, WAIT_SECONDS) as connection:
            found = self._locked(connection, number)
            enrolment = advance_enrolment(found, happening)
            keep_step(connection, enrolment, happening.as_event(number))
            if happening.kind is EnrolmentEventKind.WITHDRAWN:
                self._clear(connection, enrolment, happening.at)
        return enrolment

    def change_details(self, number: str, details: EnrolmentDetails, happening: EnrolmentHappening) -> Enrolment:
        try:
            with write(self._engine, WAIT_SECONDS) as connection:
                enrolment = advance_enrolment(self._locked(connection, number), happening)
                self._check_phone(connection, enrolment, details.phone)
                mine = enrolment_contacts.c.number == number
                row = connection.execute(select(enrolment_contacts).where(mine)).mappings().one()
                code = unseal(self._cipher, number, row["sealed"]).code
                sealed = seal(self._cipher, number, SealedFields(details, code))
                connection.execute(update(enrolment_contacts).where(mine).values(sealed=sealed))
                person = update(enrolments).where(enrolments.c.number == number)
                connection.execute(person.values(person_digest=self._digests.of(details.phone)[0]))
                keep_step(connection, enrolment, happening.as_event(number))
        except IntegrityError as error:
            raise ConflictError(_PHONE_TAKEN) from error
        return enrolment

    def move_up(self) -> int:
        waits = enrolments.c.state == EnrolmentState.WAITLISTED.value
        with read(self._engine) as connection:
            ids = connection.execute(select(enrolments.c.intake_id).where(waits).distinct()).scalars().all()
        moved = 0
        for intake_id in ids:
            with write(self._engine, WAIT_SECONDS) as connection:
                wait_patiently(connection)
                lock_intake(connection, intake_id)
                moved += self._pass_on(connection, intake_id, self._clock.now())
        return moved

    def _locked(self, connection: Connection, number: str) -> Enrolment:
        """As it is now, with nobody else at its intake. Raises NotFoundError."""
        wait_patiently(connection)
        found = find_one(connection, enrolments.c.number == number) if is_storable(number) else None
        if found is None:
            raise NotFoundError(_NO_ENROLMENT)
        lock_intake(connection, found.intake_id)
        again = find_one(connection, enrolments.c.number == number)
        assert again is not None
        return again

    def _check_phone(self, connection: Connection, enrolment: Enrolment, phone: str) -> None:
        """The same person twice in one intake, also where keys have been changed since."""
        same = enrolments.c.person_digest.in_(self._digests.of(phone)) & (enrolments.c.number != enrolment.number)
        if find_one(connection, same & IS_LIVE & (enrolments.c.intake_id == enrolment.intake_id)) is not None:
            raise ConflictError(_PHONE_TAKEN)

    def _clear(self, connection: Connection, enrolment: Enrolment, at: datetime) -> None:
        """Nothing is left of who it was, and the seat goes to the first who waits."""
        mine = enrolments.c.number == enrolment.number
        connection.execute(update(enrolments).where(mine).values(person_digest=None, declared_json="[]"))
        connection.execute(delete(enrolment_contacts).where(enrolment_contacts.c.number == enrolment.number))
        erase_enrolment_notices(connection, enrolment.number)
        self._pass_on(connection, enrolment.intake_id, at)

    def _pass_on(self, connection: Connection, intake_id: str, at: datetime) -> int:
        found = self._find_intake(connection, intake_id, at.date())
        return 0 if found is None else move_up_waiting(connection, found[1], at)[1]
