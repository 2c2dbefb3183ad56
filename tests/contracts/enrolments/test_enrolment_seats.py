"""Who gets a seat: what every EnrolmentStore does, whatever database it stands on."""

from concurrent.futures import ThreadPoolExecutor
from datetime import time

import pytest
from sqlalchemy import select

from assistant.adapters.sql.engine import read
from assistant.adapters.sql.tables import enrolments
from assistant.domain.courses import IntakeState, WeeklyTime
from assistant.domain.enrolments import EnrolmentEventKind
from assistant.domain.errors import ClashError, ConflictError
from assistant.domain.outgoing_notices import NoticeKind
from assistant.services.enrolment_ports import SeatCounts
from tests.contracts.enrolments.steps import CONFIRMED, WAITLISTED, WITHDRAWN, state_of, waiting_notices, withdraw
from tests.enrolment_office import EnrolmentOffice, course, intake

pytest_plugins = ("tests.postgres",)


def test_a_full_intake_has_a_waiting_list_in_the_order_of_the_commits(office: EnrolmentOffice) -> None:
    kept = [office.enrol(who).enrolment for who in range(5)]
    assert [one.state for one in kept] == [CONFIRMED] * 2 + [WAITLISTED] * 3
    assert [office.store.position_of(one) for one in kept] == [None, None, 1, 2, 3]
    assert office.store.count_seats() == {"evening": SeatCounts(2, 3)}
    assert [one.number for one in office.store.list_enrolments("evening")] == [one.number for one in kept]


def test_a_withdrawal_moves_the_first_who_waits_up_and_leaves_nothing_of_who_it_was(office: EnrolmentOffice) -> None:
    first, _, third, fourth = (office.enrol(who).enrolment for who in range(4))
    withdraw(office, first.number)
    assert state_of(office, first.number) is WITHDRAWN
    assert state_of(office, third.number) is CONFIRMED
    assert office.store.position_of(fourth) == 1
    assert office.store.find_details(first.number) is None
    with read(office.engine) as connection:
        row = connection.execute(select(enrolments).where(enrolments.c.number == first.number)).mappings().one()
    assert (row["person_digest"], row["code_digest"]) == (None, None)
    assert [event.kind for event in office.store.list_events(third.number)][-1] is EnrolmentEventKind.MOVED_UP
    assert waiting_notices(office) == {(third.number, NoticeKind.MOVED_UP)}


def test_whoever_waits_withdraws_and_nobody_moves_up(office: EnrolmentOffice) -> None:
    numbers = [office.enrol(who).enrolment.number for who in range(4)]
    withdraw(office, numbers[2])
    assert [state_of(office, number) for number in numbers] == [CONFIRMED, CONFIRMED, WITHDRAWN, WAITLISTED]
    with pytest.raises(ConflictError, match="已经取消"):
        withdraw(office, numbers[2])


def test_the_same_form_brings_the_same_receipt(office: EnrolmentOffice) -> None:
    first = office.enrol(1, key="k" * 24)
    assert office.enrol(1, key="k" * 24) == first
    assert office.store.count_seats() == {"evening": SeatCounts(1, 0)}
    withdraw(office, first.enrolment.number)
    with pytest.raises(ConflictError, match="取消"):
        office.enrol(1, key="k" * 24)


def test_a_form_with_another_number_typed_over_it_takes_no_second_place_and_shows_nothing(
    office: EnrolmentOffice,
) -> None:
    first, draft = office.enrol(1, key="k" * 24), office.draft()
    office.enrol(3, draft=draft)
    for sent_again in (lambda: office.enrol(2, key="k" * 24), lambda: office.enrol(4, draft=draft)):
        with pytest.raises(ConflictError, match="另一个手机号") as refused:
            sent_again()
        assert first.enrolment.number not in str(refused.value)
    with pytest.raises(ConflictError, match="另一个手机号"):
        office.enrol(2, key="k" * 24, agreed_to="")
    assert office.store.count_seats() == {"evening": SeatCounts(2, 0)}
    assert office.enrol(1, key="k" * 24) == first, "with the first number the receipt comes again"
    assert office.enrol(2).enrolment.number != first.enrolment.number, "a form of one's own is another matter"


def test_of_one_form_sent_at_once_with_several_numbers_one_place_comes(office: EnrolmentOffice) -> None:
    def attempt(who: int) -> bool:
        try:
            office.enrol(who, key="q" * 24)
        except ConflictError as error:
            assert "另一个手机号" in str(error)
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(attempt, range(8))) == 1
    assert office.store.count_seats() == {"evening": SeatCounts(1, 0)}


def test_of_one_form_sent_many_times_at_once_one_enrolment_comes(office: EnrolmentOffice) -> None:
    draft = office.draft()
    with ThreadPoolExecutor(8) as pool:
        kept = list(pool.map(lambda _: office.enrol(draft=draft), range(16)))
    assert {(one.enrolment.number, one.code) for one in kept} == {(kept[0].enrolment.number, kept[0].code)}


def test_one_person_has_one_seat_in_an_intake_also_of_many_forms_at_once(office: EnrolmentOffice) -> None:
    def attempt(_: int) -> bool:
        try:
            office.enrol(7)
        except ConflictError as error:
            assert "已经报过" in str(error)
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(attempt, range(16))) == 1


def test_clashes_are_seen_at_the_commit(office: EnrolmentOffice) -> None:
    same_evening = intake("welding", "welder", weekly_times=(WeeklyTime(4, time(20), time(22)),))
    office.catalogue.put(course("welder", same_evening))
    office.enrol(7)
    with pytest.raises(ConflictError, match="冲突"):
        office.enrol(7, "welding")
    assert office.enrol(8, "welding").enrolment.state is CONFIRMED


def test_of_two_intakes_that_clash_one_person_gets_one_also_at_once(office: EnrolmentOffice) -> None:
    names = [f"c{number}" for number in range(6)]
    for name in names:
        office.catalogue.put(course(name, intake(f"{name}-run", name)))

    def attempt(name: str) -> bool:
        try:
            office.enrol(7, f"{name}-run")
        except ConflictError:
            return False
        return True

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(attempt, names)) == 1


def test_the_deadline_is_that_of_the_commit(office: EnrolmentOffice) -> None:
    office.clock.moment = office.clock.moment.replace(month=12, day=5, hour=23, minute=59)
    draft = office.draft()
    assert office.enrol(1).enrolment.state is CONFIRMED
    office.later(minutes=1)
    with pytest.raises(ConflictError, match="12月5日"):
        office.enrol(2, draft=draft)


def test_seats_that_a_provider_adds_go_to_those_who_wait(office: EnrolmentOffice) -> None:
    numbers = [office.enrol(who).enrolment.number for who in range(4)]
    office.catalogue.put(course("electrician", intake(seats=3)))
    assert office.store.move_up() == 1
    assert [state_of(office, number) for number in numbers] == [CONFIRMED] * 3 + [WAITLISTED]
    office.catalogue.put(course("electrician", intake(seats=4)))
    assert office.enrol(9).enrolment.state is WAITLISTED, "nobody overtakes whoever waits"
    assert state_of(office, numbers[3]) is CONFIRMED


def test_in_an_intake_that_has_closed_nobody_moves_up(office: EnrolmentOffice) -> None:
    numbers = [office.enrol(who).enrolment.number for who in range(3)]
    office.catalogue.put(course("electrician", intake(state=IntakeState.CLOSED)))
    withdraw(office, numbers[0])
    assert state_of(office, numbers[2]) is WAITLISTED


def test_a_clash_stops_whoever_has_not_said_to_want_both(office: EnrolmentOffice) -> None:
    office.catalogue.put(course("welder", intake("welding", "welder")))
    office.enrol()
    with pytest.raises(ClashError, match="电工（初级）"):
        office.enrol(intake_id="welding")
    assert office.enrol(intake_id="welding", accepts_clash=True).enrolment.state is CONFIRMED
