"""Keeping an enrolment, within the transaction of whoever calls: judged by everything as it is, then written.

This is what everybody waits for who enrols at the same moment: few statements, each put together once.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, bindparam, insert, select

from assistant.adapters.sql.enrolment_reading import IS_LIVE
from assistant.adapters.sql.enrolment_records import (
    SealedFields,
    enrolment_event_row,
    enrolment_from_row,
    enrolment_row,
    seal,
    unseal,
)
from assistant.adapters.sql.enrolment_seating import (
    lock_intake,
    lock_person,
    move_up_waiting,
    take_place,
    wait_patiently,
)
from assistant.adapters.sql.enrolment_tables import enrolment_contacts, enrolment_events, enrolments
from assistant.adapters.sql.numbers import readable_number, take_numbers
from assistant.domain.cases import PERSON
from assistant.domain.courses import Course, Intake
from assistant.domain.enrolment_rules import Situation
from assistant.domain.enrolments import Enrolment, EnrolmentEvent, EnrolmentEventKind, EnrolmentState, told_day
from assistant.domain.errors import NotFoundError, OtherSenderError
from assistant.services.contact_ports import FieldCipher
from assistant.services.enrolment_ports import EnrolmentAsked, KeptEnrolment, PersonDigests

#: Reads a course with one of its intakes on the connection of the transaction that decides by it.
FindIntakeOn = Callable[[Connection, str, date], tuple[Course, Intake] | None]
_OTHER_NUMBER = (
    "这张表单已经用另一个手机号报上了，没有再占名额。刚才没看到回执的，填回第一次的号码再交一次；号码填错的，拿到回执后在“我的报名”里改；"
    "替另一个人报的，请重新打开报名页。"
)
_NO_INTAKE = "没有找到这个班，可能已经下架。请回到课程页另选一个。"

_OF_FORM = select(enrolments).where(enrolments.c.key_digest == bindparam("key_digest"))
_SEALED = select(enrolment_contacts.c.sealed).where(enrolment_contacts.c.number == bindparam("number"))
_OF_PERSON = select(enrolments.c.intake_id, enrolments.c.enrolled_at).where(
    enrolments.c.person_digest.in_(bindparam("digests", expanding=True)), IS_LIVE
)
_CHANGES = select(enrolment_events.c.sequence).where(
    enrolment_events.c.number == bindparam("number"),
    enrolment_events.c.kind == EnrolmentEventKind.CHANGED.value,
)
_KEEP, _KEEP_EVENT, _KEEP_CONTACT = insert(enrolments), insert(enrolment_events), insert(enrolment_contacts)


@dataclass(frozen=True)
class EnrolmentSecrets:
    """What seals a person's details, and what tells one person from another without them."""

    cipher: FieldCipher
    digests: PersonDigests


@dataclass(frozen=True)
class Confirming:
    """`decide`: a seat or the waiting list. `code_digest_of`: number and code → what is kept. `digests`: of the
    person, under each key."""

    asked: EnrolmentAsked
    digests: Sequence[str]
    decide: Callable[[Situation], EnrolmentState]
    code_digest_of: Callable[[str, str], str]


def keep_enrolment(
    connection: Connection, one: Confirming, cipher: FieldCipher, find_intake: FindIntakeOn, now: Callable[[], datetime]
) -> KeptEnrolment:
    """What the same form has brought already is given back. Raises what `EnrolmentStore.enrol` raises.

    `now`: the clock, read once nobody else can come between.
    """
    asked = one.asked
    wait_patiently(connection)
    lock_person(connection, one.digests[0])
    lock_intake(connection, asked.intake_id)
    first = find_of_form(connection, cipher, asked.key_digest, one.digests)
    if first is not None:
        return first
    at = now()
    situation = _situation(connection, one, find_intake, at)
    enrolment = _new(connection, one, situation, at)
    row = {**enrolment_row(enrolment), "key_digest": asked.key_digest, "person_digest": one.digests[0]}
    connection.execute(_KEEP, row)
    event = EnrolmentEvent(enrolment.number, at, PERSON, EnrolmentEventKind(enrolment.state.value))
    connection.execute(_KEEP_EVENT, enrolment_event_row(event, 1))
    sealed = seal(cipher, enrolment.number, SealedFields(asked.left.details, asked.code))
    left = {"number": enrolment.number, "sealed": sealed, "consented_at": asked.left.consented_at}
    connection.execute(_KEEP_CONTACT, {**left, "wording": asked.left.wording})
    return KeptEnrolment(enrolment, asked.code)


def find_of_form(
    connection: Connection, cipher: FieldCipher, key_digest: str, digests: Sequence[str]
) -> KeptEnrolment | None:
    """Without its code once the details are gone. `digests`: of the person who sends the form now.

    Raises OtherSenderError where the form has been sent with another number: no second place, and no look at the first.
    """
    row = connection.execute(_OF_FORM, {"key_digest": key_digest}).mappings().one_or_none()
    if row is None:
        return None
    found = enrolment_from_row(row)
    if row["person_digest"] not in (None, *digests) and not _is_changed(connection, found.number):
        raise OtherSenderError(_OTHER_NUMBER)
    sealed = connection.execute(_SEALED, {"number": found.number}).scalar_one_or_none()
    code = "" if sealed is None else unseal(cipher, found.number, sealed).code
    return KeptEnrolment(found, code)


def _is_changed(connection: Connection, number: str) -> bool:
    """Whether the person has changed their number since, so that the one the form was sent with is not known."""
    return connection.execute(_CHANGES, {"number": number}).first() is not None


def _situation(connection: Connection, one: Confirming, find_intake: FindIntakeOn, at: datetime) -> Situation:
    asked = one.asked
    found = find_intake(connection, asked.intake_id, at.date())
    if found is None:
        raise NotFoundError(_NO_INTAKE)
    counts, _ = move_up_waiting(connection, found[1], at)
    taken = connection.execute(_OF_PERSON, {"digests": list(one.digests)}).all()
    own = (find_intake(connection, name, told_day(enrolled_at)) for name, enrolled_at in taken)
    return Situation(
        course=found[0],
        intake=found[1],
        today=at.date(),
        confirmed=counts.confirmed,
        waiting=counts.waiting,
        own=tuple(each for each in own if each is not None),
        learner=asked.learner,
        declared=asked.declared,
        accepts_clash=asked.accepts_clash,
    )


def _new(connection: Connection, one: Confirming, situation: Situation, at: datetime) -> Enrolment:
    state = one.decide(situation)
    place = take_place(connection, one.asked.intake_id)
    number = readable_number("BM", at.date(), take_numbers(connection, f"enrolments:{at:%Y%m%d}", 1))
    texts = (each.text for each in situation.course.prerequisites if each.text in one.asked.declared)
    return Enrolment(
        number=number,
        course_id=situation.course.id,
        intake_id=situation.intake.id,
        enrolled_at=at,
        state=state,
        place=place,
        declared=tuple(texts),
        draft_id=one.asked.draft_id,
        code_digest=one.code_digest_of(number, one.asked.code),
    )
