"""What a person does with their enrolment, by number and code: looks, changes, withdraws, puts it into a calendar."""

import hmac
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from assistant.domain.cases import PERSON
from assistant.domain.contacts import ContactDetails, LeftContact, MaskedContact, as_contact, masked
from assistant.domain.courses import Course, Intake
from assistant.domain.enrolment_steps import EnrolmentHappening
from assistant.domain.enrolments import Enrolment, EnrolmentDetails, EnrolmentEvent, EnrolmentEventKind, LeftDetails
from assistant.domain.errors import InvalidInputError, NotFoundError, UnavailableError
from assistant.services.case_steps import code_digest
from assistant.services.clock import Clock
from assistant.services.enrolment_ports import EnrolmentStore, FindIntake

NO_MATCH = "编号和查询码对不上，请核对后再试。查询码丢了的话，可以请工作人员核实后补发。"
_NO_PHONE = "请留一个电话，培训机构好通知您上课。"
_NO_DETAILS = "课程结束已满保存期，姓名、电话和备注已经删除，不能再修改。"
_LONGEST_NOTE = 200
_NO_DIGEST = "0" * 64


@dataclass(frozen=True)
class PersonsEnrolment:
    """What the person sees. `found`: the course with the intake as it is now; None where it is gone from the feed.

    `contact` and `note` are None where they cannot be opened, as the key is missing, or where they have been removed,
    as the course has ended long enough ago: `is_dropped`. `position`: in the waiting list.
    """

    enrolment: Enrolment
    found: tuple[Course, Intake] | None
    position: int | None
    contact: MaskedContact | None
    note: str | None
    events: Sequence[EnrolmentEvent]
    is_dropped: bool = False


#: Writes a course as a calendar file (RFC 5545): the enrolment's number, the course, the intake.
WriteCalendar = Callable[[Enrolment, Course, Intake], bytes]


class PersonEnrolments:
    """Raises NotFoundError where number and code do not belong together, in the same words for either; ConflictError
    where the state does not allow it. May raise UnavailableError."""

    def __init__(
        self, store: EnrolmentStore, find_intake: FindIntake, write_calendar: WriteCalendar, clock: Clock
    ) -> None:
        self._store, self._find_intake, self._write_calendar, self._clock = store, find_intake, write_calendar, clock

    def opens(self, number: str, code: str) -> bool:
        """Whether the two belong together."""
        try:
            self._get(number, code)
        except NotFoundError:
            return False
        return True

    def find(self, number: str, code: str) -> PersonsEnrolment:
        enrolment = self._get(number, code)
        left, is_shut = self._left(enrolment.number)
        return PersonsEnrolment(
            enrolment=enrolment,
            found=self._find_intake(enrolment.intake_id, enrolment.told_day),
            position=self._store.position_of(enrolment),
            contact=masked_details(left) if left is not None else None,
            note=left.details.note if left is not None else None,
            events=self._store.list_events(enrolment.number),
            is_dropped=left is None and not is_shut,
        )

    def change(self, number: str, code: str, phone: str, note: str) -> None:
        """Another telephone number, where one is given, and another note. Raises InvalidInputError."""
        enrolment = self._get(number, code)
        left = self._store.find_details(enrolment.number)
        if left is None:
            raise NotFoundError(_NO_DETAILS)
        details = left.details
        typed = as_details(details.name, phone or details.phone, note)
        happening = EnrolmentHappening(EnrolmentEventKind.CHANGED, PERSON, self._clock.now())
        self._store.change_details(enrolment.number, replace(details, phone=typed.phone, note=typed.note), happening)

    def withdraw(self, number: str, code: str) -> None:
        """Name, telephone number and note are erased; the code opens nothing more; the seat is passed on."""
        happening = EnrolmentHappening(EnrolmentEventKind.WITHDRAWN, PERSON, self._clock.now())
        self._store.take_step(self._get(number, code).number, happening)

    def calendar(self, number: str, code: str) -> bytes:
        """Raises NotFoundError, too, where the intake has no dates, or is gone."""
        enrolment = self._get(number, code)
        found = self._find_intake(enrolment.intake_id, enrolment.told_day)
        if found is None or found[1].starts_on is None:
            raise NotFoundError("这个班还没有确定的日期，暂时没有日历文件。")
        return self._write_calendar(enrolment, *found)

    def _get(self, number: str, code: str) -> Enrolment:
        number = number.strip().upper()
        enrolment = self._store.find_enrolment(number)
        kept = enrolment.code_digest if enrolment is not None else None
        given = code_digest(enrolment.number if enrolment is not None else number, code)
        if not hmac.compare_digest(given, kept or _NO_DIGEST) or enrolment is None or kept is None:
            raise NotFoundError(NO_MATCH)
        return enrolment

    def _left(self, number: str) -> tuple[LeftDetails | None, bool]:
        """With whether the key is missing: the place stays the person's, whatever became of the key."""
        try:
            return self._store.find_details(number), False
        except UnavailableError:
            return None, True


def as_details(name: str, phone: str, note: str) -> EnrolmentDetails:
    """What was typed, as it is kept. Raises InvalidInputError, in words for the person."""
    if not phone.strip():
        raise InvalidInputError(_NO_PHONE)
    contact = as_contact(name, phone, "", "")
    note = note.strip()
    if len(note) > _LONGEST_NOTE:
        raise InvalidInputError(f"备注最多写 {_LONGEST_NOTE} 个字。")
    return EnrolmentDetails(contact.name, contact.phone, note)


def masked_details(left: LeftDetails) -> MaskedContact:
    """张** · 138****0000"""
    details = ContactDetails(left.details.name, left.details.phone)
    return masked(LeftContact(details, left.consented_at, left.wording))
