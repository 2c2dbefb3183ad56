"""What every EnrolmentStore keeps, whatever database it stands on."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from assistant.adapters.field_cipher import AesGcmCipher
from assistant.adapters.keyed_digest import KeyedDigests
from assistant.adapters.sql.engine import read
from assistant.adapters.sql.enrolment_confirming import EnrolmentSecrets
from assistant.adapters.sql.enrolments import SqlEnrolmentStore
from assistant.adapters.sql.tables import enrolment_contacts, enrolments
from assistant.domain.courses import Course, Intake, IntakeState
from assistant.domain.enrolment_steps import EnrolmentHappening
from assistant.domain.enrolments import Attendance, EnrolmentEventKind
from assistant.domain.errors import ConflictError, NotFoundError, UnavailableError
from assistant.domain.outgoing_notices import NoticeKind
from assistant.services.enrolment_ports import EnrolmentStore
from tests.contracts.enrolments.steps import CONFIRMED, state_of, waiting_notices, withdraw
from tests.enrolment_office import KEY, EnrolmentOffice, course, intake, open_store, person

pytest_plugins = ("tests.postgres",)


def test_it_is_what_it_claims_to_be(office: EnrolmentOffice) -> None:
    assert isinstance(office.store, EnrolmentStore)


def test_a_seat_is_given_with_number_history_and_sealed_details(office: EnrolmentOffice) -> None:
    kept = office.enrol()
    enrolment = kept.enrolment
    assert enrolment.number.startswith("BM-20261123-0001-")
    assert (enrolment.state, enrolment.place) == (CONFIRMED, 1)
    assert office.store.find_enrolment(enrolment.number) == enrolment
    left = office.store.find_details(enrolment.number)
    assert left is not None and left.details == person()
    assert [event.kind for event in office.store.list_events(enrolment.number)] == [EnrolmentEventKind.CONFIRMED]
    assert office.store.count_confirmed(["evening", "other"]) == {"evening": 1}


def test_a_person_known_under_an_older_key_is_known_under_a_new_one(office: EnrolmentOffice) -> None:
    kept = office.enrol(7)
    office.enrolling._store = open_store(office.engine, office.catalogue, office.clock, (b"n" * 32, KEY))
    with pytest.raises(ConflictError, match="已经报过"):
        office.enrol(7)
    left = office.enrolling._store.find_details(kept.enrolment.number)
    assert left is not None and left.details == person(7)


def test_without_the_key_details_stay_shut_and_the_enrolment_stands(office: EnrolmentOffice) -> None:
    number = office.enrol().enrolment.number
    robbed = open_store(office.engine, office.catalogue, office.clock, (b"x" * 32,))
    with pytest.raises(UnavailableError, match="密钥"):
        robbed.find_details(number)
    assert robbed.find_enrolment(number) is not None


def test_neither_name_nor_phone_nor_code_stands_in_the_database(office: EnrolmentOffice) -> None:
    code = office.enrol(7).code
    with read(office.engine) as connection:
        rows = [*connection.execute(select(enrolments)).all(), *connection.execute(select(enrolment_contacts)).all()]
    kept = repr(rows)
    assert all(word not in kept for word in ("示例女士", person(7).phone, "坐轮椅", code))


def test_a_change_keeps_code_and_seat_and_takes_no_number_of_somebody_else(office: EnrolmentOffice) -> None:
    kept, other = office.enrol(1, key="k" * 24), office.enrol(2)
    changed = EnrolmentHappening(EnrolmentEventKind.CHANGED, "person", office.clock.now())
    office.store.change_details(kept.enrolment.number, replace(person(3), note=""), changed)
    left = office.store.find_details(kept.enrolment.number)
    assert left is not None and left.details == replace(person(3), note="")
    assert office.enrol(1, key="k" * 24).code == kept.code
    with pytest.raises(ConflictError, match="已经有一份"):
        office.store.change_details(kept.enrolment.number, other_details := person(2), changed)
    assert office.store.find_details(other.enrolment.number).details == other_details  # type: ignore[union-attr]


def test_attendance_is_kept_with_its_event_and_counts_one_version(office: EnrolmentOffice) -> None:
    number = office.enrol().enrolment.number
    office.later(days=20)
    happening = EnrolmentHappening(
        EnrolmentEventKind.ATTENDANCE, "li", office.clock.now(), intake(), Attendance.ATTENDED
    )
    kept = office.store.take_step(number, happening)
    assert (kept.attendance, kept.version) == (Attendance.ATTENDED, 2)
    assert office.store.list_events(number)[-1].text == "attended"
    with pytest.raises(ConflictError, match="已经登记到课"):
        withdraw(office, number)


def test_a_reminder_is_planned_once_for_those_who_have_a_seat_on_the_day_before(office: EnrolmentOffice) -> None:
    numbers = [office.enrol(who).enrolment.number for who in range(3)]
    assert office.store.plan_notices(office.clock.now()) == 0
    office.clock.moment = office.clock.moment.replace(month=12, day=7, hour=9)
    assert office.store.plan_notices(office.clock.now()) == 2
    assert office.store.plan_notices(office.clock.now()) == 0
    withdraw(office, numbers[0])
    assert waiting_notices(office) == {(numbers[1], NoticeKind.REMINDER), (numbers[2], NoticeKind.MOVED_UP)}
    assert office.store.plan_notices(office.clock.now()) == 1, "whoever has moved up is reminded, too"
    assert waiting_notices(office) == {(numbers[2], NoticeKind.REMINDER)}
    office.catalogue.put(course("electrician", intake(starts_on=date(2026, 12, 15))))
    assert office.store.plan_notices(office.clock.now()) == 0
    office.later(days=7)
    assert office.store.plan_notices(office.clock.now()) == 2, "it was put off, and they are reminded of the new day"


def test_of_an_intake_withdrawn_before_its_deadline_all_are_told_once_and_of_one_that_just_closes_nobody(
    office: EnrolmentOffice,
) -> None:
    numbers = [office.enrol(who).enrolment.number for who in range(3)]
    office.catalogue.put(course("electrician", intake(state=IntakeState.CLOSED)))
    office.clock.moment = office.clock.moment.replace(month=12, day=6)
    assert office.store.plan_notices(office.clock.now()) == 0, "after the deadline every intake is closed"
    office.clock.moment = office.clock.moment.replace(month=12, day=4)
    assert (office.store.plan_notices(office.clock.now()), office.store.plan_notices(office.clock.now())) == (3, 0)
    assert waiting_notices(office) == {(number, NoticeKind.INTAKE_WITHDRAWN) for number in numbers}


def test_a_sample_begins_for_each_on_the_day_they_were_told(office: EnrolmentOffice) -> None:
    def moving(intake_id: str, today: date) -> tuple[Course, Intake]:
        begins = today + timedelta(days=9)
        return course("electrician"), intake(starts_on=begins, ends_on=begins, enrol_by=None)

    office.store = SqlEnrolmentStore(
        office.engine,
        EnrolmentSecrets(AesGcmCipher([KEY]), KeyedDigests([KEY])),
        lambda _, name, today: moving(name, today),
        office.clock,
    )
    office.enrolling._store = office.store
    number = office.enrol(1).enrolment.number
    office.later(days=7)
    assert office.store.plan_notices(office.clock.now()) == 0
    office.later(days=1)
    assert office.store.plan_notices(office.clock.now()) == 1
    assert waiting_notices(office) == {(number, NoticeKind.REMINDER)}


@pytest.mark.parametrize("unknown", ["BM-20261123-9999-K3", "\x00", "\ud800", ""])
def test_what_is_unknown_is_unknown(office: EnrolmentOffice, unknown: str) -> None:
    assert office.store.find_enrolment(unknown) is None
    assert office.store.find_details(unknown) is None
    assert office.store.find_draft(unknown) is None
    assert list(office.store.list_events(unknown)) == []
    with pytest.raises(NotFoundError):
        withdraw(office, unknown)


def test_a_draft_goes_with_its_conversation_and_an_enrolment_stays(office: EnrolmentOffice) -> None:
    draft = office.draft()
    number = office.enrol(draft=draft).enrolment.number
    office.talks.delete_conversation("a")
    assert office.store.find_draft(draft.draft_id) is None
    assert state_of(office, number) is CONFIRMED
    with pytest.raises(NotFoundError):
        office.store.put_draft(office.enrolling.draft("evening", "nobody"))


def test_old_drafts_are_cleared_away(office: EnrolmentOffice) -> None:
    draft = office.draft()
    assert office.store.drop_drafts(office.clock.now()) == 0
    assert office.store.drop_drafts(office.clock.now() + timedelta(days=1)) == 1
    assert office.store.find_draft(draft.draft_id) is None


def test_a_conversation_knows_the_places_its_drafts_have_become_and_no_others(office: EnrolmentOffice) -> None:
    office.catalogue.put(course("welder", intake("welding", "welder", weekly_times=())))
    first = office.enrol(draft=office.draft()).enrolment.number
    office.enrol(1, draft=office.draft(conversation="b"))
    office.enrol(2)
    second = office.enrol(intake_id="welding", draft=office.draft("welding")).enrolment.number
    assert [one.number for one in office.store.list_of_conversation("a")] == [first, second]
    assert list(office.store.list_of_conversation("\x00")) == []
    withdraw(office, first)
    assert [one.number for one in office.store.list_of_conversation("a")] == [second]
    office.store.drop_drafts(office.clock.now() + timedelta(days=9))
    assert [one.number for one in office.store.list_of_conversation("a")] == [second], "its draft is kept with it"


def test_the_days_of_another_year_are_days(office: EnrolmentOffice) -> None:
    office.catalogue.put(course("electrician", intake(starts_on=date(2027, 1, 4), enrol_by=None)))
    office.clock.moment = office.clock.moment.replace(year=2027, month=1, day=4)
    assert office.enrol().enrolment.number.startswith("BM-20270104-0001")
