"""Enrolling in two steps, by number and code, and what staff see of it: over a real database in memory."""

import io
from dataclasses import replace

import pytest
from openpyxl import load_workbook

from assistant.adapters.ics_calendar import write_calendar
from assistant.adapters.workers.write_sheets import xlsx_bytes
from assistant.domain.contacts import RevealReason
from assistant.domain.conversation import AnswerStatus, ConversationState, Fact, Turn
from assistant.domain.courses import CoursePrerequisite
from assistant.domain.enrolments import DRAFT_MINUTES, Attendance, CourseOutcome, EnrolmentState
from assistant.domain.errors import ConflictError, InvalidInputError, NotAllowedError, NotFoundError
from assistant.domain.staff import Role, StaffMember
from assistant.domain.vacancies import Education
from assistant.services.enrolling import DraftOfEnrolment, TypedEnrolment
from assistant.services.person_enrolments import PersonEnrolments, as_details
from assistant.services.roster_desk import RosterDesk
from tests.enrolment_office import AGREED, EnrolmentOffice, course, intake, person
from tests.fakes.staff_stores import FakeAuditLog

SENIOR = CoursePrerequisite("高中以上学历", education=Education.SENIOR)
ZHAO = StaffMember("zhao", Role.SUPERVISOR)
TEACHER = StaffMember("teacher", Role.PROVIDER, "示例培训学校")


@pytest.fixture
def office() -> EnrolmentOffice:
    return EnrolmentOffice()


@pytest.fixture
def persons(office: EnrolmentOffice) -> PersonEnrolments:
    return PersonEnrolments(office.store, office.catalogue.find, write_calendar, office.clock)


def desk_of(office: EnrolmentOffice, audit: FakeAuditLog) -> RosterDesk:
    return RosterDesk(office.store, office.catalogue.find, audit, xlsx_bytes, office.clock)


def tell(office: EnrolmentOffice, fact: str, value: object, conversation: str = "a") -> None:
    state = ConversationState(facts=(Fact(fact, value, 1),))  # type: ignore[arg-type]
    turn = Turn("好的", AnswerStatus.ANSWERED, question="我是", asked_at=office.clock.now())
    office.talks.add_turn(office.talk(conversation), turn, state)


def test_a_draft_takes_no_seat_and_the_form_does(office: EnrolmentOffice) -> None:
    draft = office.draft()
    assert office.enrolling.form("evening").seats_left == 2
    kept = office.enrol(draft=draft)
    assert kept.enrolment.draft_id == draft.draft_id
    assert office.enrolling.form("evening").seats_left == 1


def test_a_draft_is_good_for_half_an_hour(office: EnrolmentOffice) -> None:
    draft = office.draft()
    office.later(minutes=DRAFT_MINUTES)
    office.enrolling.check_draft(draft, "evening")
    office.later(seconds=1)
    with pytest.raises(ConflictError, match="过了 30 分钟"):
        office.enrol(draft=draft)
    assert office.store.count_seats() == {}


def test_a_lost_answer_repeated_gives_the_same_receipt_even_after_the_draft_has_expired(
    office: EnrolmentOffice,
) -> None:
    draft = office.draft()
    first = office.enrol(draft=draft)
    office.later(hours=2)
    assert office.enrol(draft=draft) == first


@pytest.mark.parametrize("forged", ["", "x" * 24, "\x00", "' OR 1=1 --"])
def test_a_forged_draft_is_refused(office: EnrolmentOffice, forged: str) -> None:
    office.talk()
    with pytest.raises(NotFoundError, match="没有找到这份报名草稿"):
        office.enrol(draft=DraftOfEnrolment("a", forged))


def test_a_draft_of_another_conversation_or_intake_is_refused_like_one_of_none(office: EnrolmentOffice) -> None:
    draft = office.draft(conversation="a")
    office.enrol(draft=draft)
    office.talk("b")
    with pytest.raises(NotFoundError, match="没有找到这份报名草稿"):
        office.enrol(draft=replace(draft, conversation_id="b"))
    office.catalogue.put(course("welder", intake("welding", "welder")))
    with pytest.raises(NotFoundError, match="没有找到这份报名草稿"):
        office.enrol(intake_id="welding", draft=draft)


def test_what_was_drafted_and_has_changed_since_is_shown_again_first(office: EnrolmentOffice) -> None:
    draft = office.draft()
    office.catalogue.put(course("electrician", intake(place="示例路99号")))
    with pytest.raises(ConflictError, match="有变动"):
        office.enrol(draft=draft)
    office.catalogue.put(course("electrician", intake(seats=1)))
    assert office.enrol(draft=draft).enrolment.state is EnrolmentState.CONFIRMED


def test_nobody_is_enrolled_without_consent_or_by_a_form_of_our_making(office: EnrolmentOffice) -> None:
    with pytest.raises(InvalidInputError, match="勾选同意"):
        office.enrol(agreed_to="")
    with pytest.raises(InvalidInputError, match="重新打开"):
        office.enrolling.confirm("evening", TypedEnrolment(person(), frozenset(), AGREED, "short"))
    with pytest.raises(NotFoundError):
        office.enrol(intake_id="nowhere")


def test_what_the_conversation_tells_counts_for_its_draft(office: EnrolmentOffice) -> None:
    office.catalogue.put(course("electrician", intake(), asks=(SENIOR,)))
    draft = office.draft()
    with pytest.raises(InvalidInputError, match="高中以上学历"):
        office.enrol(draft=draft)
    tell(office, "person.education", "junior")
    with pytest.raises(ConflictError, match="还不符合"):
        office.enrol(draft=draft, declared=("高中以上学历",))
    tell(office, "person.education", "college")
    assert office.enrol(draft=draft).enrolment.declared == ()


def test_on_the_page_alone_one_declares_what_nobody_knows(office: EnrolmentOffice) -> None:
    office.catalogue.put(course("electrician", intake(), asks=(SENIOR,)))
    assert office.enrol(declared=("高中以上学历", "别的")).enrolment.declared == ("高中以上学历",)


def test_number_and_code_open_an_enrolment_and_nothing_else_does(
    office: EnrolmentOffice, persons: PersonEnrolments
) -> None:
    kept = office.enrol()
    number = kept.enrolment.number
    found = persons.find(f" {number.lower()} ", kept.code.lower().replace("-", " "))
    assert found.contact is not None and (found.contact.name, found.contact.phone) == ("示***", "138****0000")
    assert found.note == "坐轮椅"
    for other, code in ((number, "AAAAA-AAAAA"), ("BM-20261123-0009-K3", kept.code), (number, "")):
        with pytest.raises(NotFoundError, match="对不上"):
            persons.find(other, code)


def test_phone_and_note_can_be_changed_and_a_wrong_phone_is_refused(
    office: EnrolmentOffice, persons: PersonEnrolments
) -> None:
    kept = office.enrol()
    persons.change(kept.enrolment.number, kept.code, "", "不用轮椅了")
    assert persons.find(kept.enrolment.number, kept.code).note == "不用轮椅了"
    persons.change(kept.enrolment.number, kept.code, "139 0000 1234", "")
    left = office.store.find_details(kept.enrolment.number)
    assert left is not None and left.details == replace(person(), phone="13900001234", note="")
    with pytest.raises(InvalidInputError):
        persons.change(kept.enrolment.number, kept.code, "12345", "")
    with pytest.raises(InvalidInputError):
        as_details("示例女士", " ", "")
    with pytest.raises(InvalidInputError):
        as_details("示例女士", "13800000000", "长" * 201)


def test_whoever_withdraws_can_enrol_again_and_the_old_code_opens_nothing(
    office: EnrolmentOffice, persons: PersonEnrolments
) -> None:
    kept = office.enrol(1)
    persons.withdraw(kept.enrolment.number, kept.code)
    with pytest.raises(NotFoundError):
        persons.find(kept.enrolment.number, kept.code)
    assert office.enrol(1).enrolment.place == 2


def test_the_calendar_is_for_whoever_has_the_code_and_has_dates(
    office: EnrolmentOffice, persons: PersonEnrolments
) -> None:
    kept = office.enrol()
    assert persons.calendar(kept.enrolment.number, kept.code).startswith(b"BEGIN:VCALENDAR")
    office.catalogue.put(course("electrician", intake(starts_on=None)))
    with pytest.raises(NotFoundError, match="日期"):
        persons.calendar(kept.enrolment.number, kept.code)
    office.catalogue.courses.clear()
    assert persons.find(kept.enrolment.number, kept.code).found is None


def test_every_look_at_details_is_in_the_audit_log_with_its_reason(office: EnrolmentOffice) -> None:
    audit = FakeAuditLog()
    desk = desk_of(office, audit)
    number = office.enrol().enrolment.number
    roster = desk.open_roster(TEACHER, "evening")
    assert "13800000000" not in repr(roster) and "示例女士" not in repr(roster)
    assert audit.events == [], "what is masked is looked at freely"
    assert desk.reveal(TEACHER, number, RevealReason.ROSTER) == person()
    desk.export(ZHAO, "evening", RevealReason.CALL_BACK)
    logged = [(event.actor, event.action, event.subject, event.detail) for event in audit.events]
    assert logged == [
        ("teacher", "enrolment_revealed", number, "roster"),
        ("zhao", "roster_exported", "evening", "call_back 1"),
    ]
    assert "138" not in repr(audit.events)


def test_nothing_in_an_exported_roster_is_run_as_a_formula(office: EnrolmentOffice) -> None:
    typed = TypedEnrolment(as_details("=HYPERLINK()", "13800000001", "@SUM(A1)"), frozenset(), AGREED, "k" * 24)
    office.enrolling.confirm("evening", typed)
    for who in (2, 3):
        office.enrol(who)
    content = desk_of(office, FakeAuditLog()).export(ZHAO, "evening", RevealReason.ROSTER)
    rows = list(load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True))  # type: ignore[union-attr]
    assert rows[1][3:6] == ("'=HYPERLINK()", "13800000001", "'@SUM(A1)")
    assert [row[1] for row in rows[1:]] == ["已确认", "已确认", "候补"] and rows[3][2] == 1


def test_a_provider_sees_its_own_rosters_alone(office: EnrolmentOffice) -> None:
    desk = desk_of(office, FakeAuditLog())
    other = replace(course("welder", intake("welding", "welder")), provider="另一所学校")
    office.catalogue.put(other)
    number = office.enrol(1, "welding").enrolment.number
    office.enrol(2)
    assert [head.intake.id for head in desk.intakes(TEACHER)] == ["evening"]
    assert {head.intake.id for head in desk.intakes(ZHAO)} == {"evening", "welding"}
    for attempt in (
        lambda: desk.open_roster(TEACHER, "welding"),
        lambda: desk.export(TEACHER, "welding", RevealReason.ROSTER),
        lambda: desk.reveal(TEACHER, number, RevealReason.ROSTER),
        lambda: desk.record(TEACHER, number, Attendance.ATTENDED),
        lambda: desk.reissue_code(TEACHER, number),
        lambda: desk.intakes(StaffMember("bian", Role.EDITOR)),
    ):
        with pytest.raises(NotAllowedError):
            attempt()


def test_attendance_and_outcome_are_recorded_once_the_course_has_begun(
    office: EnrolmentOffice, persons: PersonEnrolments
) -> None:
    audit = FakeAuditLog()
    desk, kept = desk_of(office, audit), office.enrol()
    number = kept.enrolment.number
    with pytest.raises(ConflictError):
        desk.record(TEACHER, number, Attendance.ATTENDED)
    office.later(days=20)
    desk.record(TEACHER, number, Attendance.PARTLY)
    done = desk.record(TEACHER, number, outcome=CourseOutcome.CERTIFIED)
    assert (done.attendance, done.outcome) == (Attendance.PARTLY, CourseOutcome.CERTIFIED)
    assert [event.action for event in audit.events] == ["enrolment_attendance", "enrolment_outcome"]
    with pytest.raises(ConflictError):
        persons.withdraw(number, kept.code)


def test_a_lost_code_is_replaced_and_the_old_one_opens_nothing(
    office: EnrolmentOffice, persons: PersonEnrolments
) -> None:
    kept, desk = office.enrol(), desk_of(office, FakeAuditLog())
    code = desk.reissue_code(StaffMember("li", Role.ADVISOR), kept.enrolment.number)
    assert persons.find(kept.enrolment.number, code).enrolment.number == kept.enrolment.number
    with pytest.raises(NotFoundError):
        persons.find(kept.enrolment.number, kept.code)
