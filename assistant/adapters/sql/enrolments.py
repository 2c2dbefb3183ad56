"""Enrolments in SQL: every seat is given, freed and passed on within one transaction that locks its intake."""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, Engine, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from assistant.adapters.sql.engine import read, write
from assistant.adapters.sql.enrolment_notices import SqlEnrolmentNotices
from assistant.adapters.sql.enrolment_reading import IS_LIVE, SqlEnrolmentReader, find_one
from assistant.adapters.sql.enrolment_records import (
    SealedFields,
    draft_row,
    enrolment_event_row,
    enrolment_row,
    seal,
    unseal,
)
from assistant.adapters.sql.enrolment_seating import (
    WAIT_SECONDS,
    count_seats,
    keep_step,
    lock_intake,
    lock_person,
    move_up_waiting,
    take_place,
    wait_patiently,
)
from assistant.adapters.sql.enrolment_tables import (
    enrolment_contacts,
    enrolment_drafts,
    enrolment_events,
    enrolments,
)
from assistant.adapters.sql.numbers import take_numbers
from assistant.adapters.sql.records import is_storable
from assistant.domain.cases import PERSON
from assistant.domain.courses import Course, Intake
from assistant.domain.enrolment_rules import Situation
from assistant.domain.enrolment_steps import EnrolmentHappening, advance_enrolment
from assistant.domain.enrolments import (
    Enrolment,
    EnrolmentDetails,
    EnrolmentDraft,
    EnrolmentEvent,
    EnrolmentEventKind,
    EnrolmentState,
)
from assistant.domain.errors import ConflictError, NotFoundError
from assistant.services.clock import Clock
from assistant.services.contact_ports import FieldCipher
from assistant.services.enrolment_ports import EnrolmentAsked, KeptEnrolment, PersonDigests

#: Reads a course with one of its intakes on the connection of the transaction that decides by it.
FindIntakeOn = Callable[[Connection, str, date], tuple[Course, Intake] | None]
# Letters and figures that are told apart when read aloud or copied by hand.
_LETTERS = "ACEFHKMNPRTXY"
_FIGURES = "2345679"
_NO_ENROLMENT = "没有找到这份报名。请核对编号。"
_NO_INTAKE = "没有找到这个班，可能已经下架。请回到课程页另选一个。"
_NO_CONVERSATION = "这段对话已经不在了，请直接在课程页报名。"
_PHONE_TAKEN = "这个手机号在这个班已经有一份报名，请换一个号码。"


@dataclass(frozen=True)
class EnrolmentSecrets:
    """What seals a person's details, and what tells one person from another without them."""

    cipher: FieldCipher
    digests: PersonDigests


class SqlEnrolmentStore(SqlEnrolmentReader, SqlEnrolmentNotices):
    """Implements `EnrolmentStore` and `SeatsTaken`. A number is `BM-20261123-0007-K3`, made as those of cases are."""

    def __init__(self, engine: Engine, hidden: EnrolmentSecrets, find_intake: FindIntakeOn, clock: Clock) -> None:
        SqlEnrolmentReader.__init__(self, engine, hidden.cipher)
        SqlEnrolmentNotices.__init__(self, engine, find_intake)
        self._digests, self._clock = hidden.digests, clock

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

    def find_of_form(self, key_digest: str) -> KeptEnrolment | None:
        with read(self._engine) as connection:
            return self._find_of_form(connection, key_digest)

    def enrol(
        self,
        asked: EnrolmentAsked,
        decide: Callable[[Situation], EnrolmentState],
        code_digest_of: Callable[[str, str], str],
    ) -> KeptEnrolment:
        try:
            return self._enrol(asked, decide, code_digest_of)
        except IntegrityError:  # another process was faster with the same form or draft
            return self._enrol(asked, decide, code_digest_of)

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

    def _enrol(
        self,
        asked: EnrolmentAsked,
        decide: Callable[[Situation], EnrolmentState],
        code_digest_of: Callable[[str, str], str],
    ) -> KeptEnrolment:
        digests = self._digests.of(asked.left.details.phone)
        with write(self._engine, WAIT_SECONDS) as connection:
            wait_patiently(connection)
            lock_person(connection, digests[0])
            lock_intake(connection, asked.intake_id)
            first = self._find_of_form(connection, asked.key_digest)
            if first is not None:
                return first
            now = self._clock.now()
            situation = self._situation(connection, asked, digests, now)
            state = decide(situation)
            enrolment = self._new(connection, asked, situation, state, now, code_digest_of)
            row = {**enrolment_row(enrolment), "key_digest": asked.key_digest, "person_digest": digests[0]}
            connection.execute(insert(enrolments), row)
            event = EnrolmentEvent(enrolment.number, now, PERSON, EnrolmentEventKind(state.value))
            connection.execute(insert(enrolment_events), enrolment_event_row(event, 1))
            sealed = seal(self._cipher, enrolment.number, SealedFields(asked.left.details, asked.code))
            left = {"number": enrolment.number, "sealed": sealed, "consented_at": asked.left.consented_at}
            connection.execute(insert(enrolment_contacts), {**left, "wording": asked.left.wording})
        return KeptEnrolment(enrolment, asked.code)

    def _situation(
        self, connection: Connection, asked: EnrolmentAsked, digests: Sequence[str], now: datetime
    ) -> Situation:
        found = self._find_intake(connection, asked.intake_id, now.date())
        if found is None:
            raise NotFoundError(_NO_INTAKE)
        move_up_waiting(connection, found[1], now)
        counts = count_seats(connection, asked.intake_id)
        of_person = select(enrolments.c.intake_id).where(enrolments.c.person_digest.in_(digests), IS_LIVE)
        own = (self._find_intake(connection, name, now.date()) for name in connection.execute(of_person).scalars())
        return Situation(
            course=found[0],
            intake=found[1],
            today=now.date(),
            confirmed=counts.confirmed,
            waiting=counts.waiting,
            own=tuple(one for one in own if one is not None),
            learner=asked.learner,
            declared=asked.declared,
            accepts_clash=asked.accepts_clash,
        )

    def _new(
        self,
        connection: Connection,
        asked: EnrolmentAsked,
        situation: Situation,
        state: EnrolmentState,
        now: datetime,
        code_digest_of: Callable[[str, str], str],
    ) -> Enrolment:
        place = take_place(connection, asked.intake_id)
        day = f"{now:%Y%m%d}"
        sequence = take_numbers(connection, f"enrolments:{day}", 1)
        number = f"BM-{day}-{sequence:04d}-{secrets.choice(_LETTERS)}{secrets.choice(_FIGURES)}"
        texts = (one.text for one in situation.course.prerequisites if one.text in asked.declared)
        return Enrolment(
            number=number,
            course_id=situation.course.id,
            intake_id=situation.intake.id,
            enrolled_at=now,
            state=state,
            place=place,
            declared=tuple(texts),
            draft_id=asked.draft_id,
            code_digest=code_digest_of(number, asked.code),
        )

    def _find_of_form(self, connection: Connection, key_digest: str) -> KeptEnrolment | None:
        found = find_one(connection, enrolments.c.key_digest == key_digest)
        if found is None:
            return None
        mine = enrolment_contacts.c.number == found.number
        sealed = connection.execute(select(enrolment_contacts.c.sealed).where(mine)).scalar_one_or_none()
        code = "" if sealed is None else unseal(self._cipher, found.number, sealed).code
        return KeptEnrolment(found, code)

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
        self._pass_on(connection, enrolment.intake_id, at)

    def _pass_on(self, connection: Connection, intake_id: str, at: datetime) -> int:
        found = self._find_intake(connection, intake_id, at.date())
        return 0 if found is None else move_up_waiting(connection, found[1], at)
