"""Random orders of enrolling, withdrawing, adding seats and passing days, against a model of two lists."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from sqlalchemy import Engine

from assistant.domain.courses import IntakeState
from assistant.domain.enrolment_steps import EnrolmentHappening
from assistant.domain.enrolments import Attendance, EnrolmentEventKind, EnrolmentState
from assistant.domain.errors import ConflictError
from assistant.services.enrolment_ports import KeptEnrolment
from tests.enrolment_office import EnrolmentOffice, course, in_memory, intake
from tests.postgres import empty_all_tables

pytest_plugins = ("tests.postgres",)
PEOPLE = st.integers(0, 7)
BEGINS, LAST_DAY = date(2026, 12, 8), date(2026, 12, 5)


class Enrolments(RuleBasedStateMachine):
    """`seated` and `waiting` are what must come out, by person, in order."""

    def __init__(self, engine: Engine) -> None:
        super().__init__()
        with engine.begin() as connection:
            empty_all_tables(connection)
        self.office = EnrolmentOffice(engine)
        self.seats, self.is_open = 2, True
        self.seated: list[int] = []
        self.waiting: list[int] = []
        self.kept: dict[int, KeptEnrolment] = {}
        self.keys: dict[str, KeptEnrolment] = {}
        self.senders: dict[str, int] = {}
        self.came: set[int] = set()

    @property
    def today(self) -> date:
        return self.office.clock.today()

    @rule(who=PEOPLE)
    def enrol(self, who: int) -> None:
        key = f"{len(self.keys):024d}"
        is_late = self.today > LAST_DAY or not self.is_open
        if is_late or who in self.kept:
            with pytest.raises(ConflictError):
                self.office.enrol(who, key=key)
            return
        self.pass_on()
        has_a_seat = not self.waiting and len(self.seated) < self.seats
        (self.seated if has_a_seat else self.waiting).append(who)
        self.kept[who] = self.keys[key] = self.office.enrol(who, key=key)
        self.senders[key] = who
        assert (self.kept[who].enrolment.state is EnrolmentState.CONFIRMED) is has_a_seat

    @precondition(lambda self: self.kept)
    @rule(data=st.data())
    def send_the_form_again(self, data: st.DataObject) -> None:
        key = data.draw(st.sampled_from(sorted(self.keys)))
        first = self.keys[key]
        if any(one.enrolment.number == first.enrolment.number for one in self.kept.values()):
            again = self.office.enrol(self.senders[key], key=key)
            assert (again.enrolment.number, again.code) == (first.enrolment.number, first.code)
        else:
            with pytest.raises(ConflictError):
                self.office.enrol(self.senders[key], key=key)

    @precondition(lambda self: self.kept)
    @rule(data=st.data())
    def withdraw(self, data: st.DataObject) -> None:
        who = data.draw(st.sampled_from(sorted(self.kept)))
        if who in self.came:
            with pytest.raises(ConflictError):
                self.step(who, EnrolmentEventKind.WITHDRAWN)
            return
        self.step(who, EnrolmentEventKind.WITHDRAWN)
        del self.kept[who]
        (self.seated if who in self.seated else self.waiting).remove(who)
        self.pass_on()

    @precondition(lambda self: self.kept)
    @rule(data=st.data())
    def record_attendance(self, data: st.DataObject) -> None:
        who = data.draw(st.sampled_from(sorted(self.kept)))
        if who in self.seated and self.today >= BEGINS:
            self.step(who, EnrolmentEventKind.ATTENDANCE)
            self.came.add(who)
        else:
            with pytest.raises(ConflictError):
                self.step(who, EnrolmentEventKind.ATTENDANCE)

    @rule(seats=st.integers(0, 5))
    def change_seats(self, seats: int) -> None:
        self.seats = seats
        self.tell_provider()

    @rule(is_open=st.sampled_from([True, True, False]))
    def open_or_close(self, is_open: bool) -> None:
        self.is_open = is_open
        self.tell_provider()

    @rule(days=st.integers(1, 6))
    def pass_days(self, days: int) -> None:
        self.office.clock.moment += timedelta(days=days)

    @rule()
    def move_up(self) -> None:
        self.pass_on()
        self.office.store.move_up()

    @invariant()
    def what_is_kept_is_what_must_come_out(self) -> None:
        listed = self.office.store.list_enrolments("evening")
        numbers = {one.enrolment.number: who for who, one in self.kept.items()}
        by_state = {
            state: [numbers[one.number] for one in listed if one.state is state]
            for state in (EnrolmentState.CONFIRMED, EnrolmentState.WAITLISTED)
        }
        assert by_state[EnrolmentState.WAITLISTED] == self.waiting
        assert sorted(by_state[EnrolmentState.CONFIRMED]) == sorted(self.seated)
        positions = [self.office.store.position_of(one) for one in listed if one.state is EnrolmentState.WAITLISTED]
        assert positions == list(range(1, len(self.waiting) + 1))

    def pass_on(self) -> None:
        while self.waiting and self.is_open and self.today <= BEGINS and len(self.seated) < self.seats:
            self.seated.append(self.waiting.pop(0))

    def step(self, who: int, kind: EnrolmentEventKind) -> None:
        attended = Attendance.ATTENDED if kind is EnrolmentEventKind.ATTENDANCE else None
        happening = EnrolmentHappening(kind, "li", self.office.clock.now(), intake(), attended)
        self.office.store.take_step(self.kept[who].enrolment.number, happening)

    def tell_provider(self) -> None:
        state = IntakeState.OPEN if self.is_open else IntakeState.CLOSED
        self.office.catalogue.put(course("electrician", intake(seats=self.seats, state=state)))


@pytest.mark.slow
@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_no_order_of_events_oversells_doubles_or_lets_anybody_overtake(
    database: str, request: pytest.FixtureRequest
) -> None:
    engine = request.getfixturevalue("postgres_engine") if database == "postgresql" else in_memory()
    slow = [HealthCheck.too_slow]
    bounds = settings(max_examples=30, stateful_step_count=30, deadline=None, suppress_health_check=slow)
    machine: Callable[[], RuleBasedStateMachine] = lambda: Enrolments(engine)  # noqa: E731  what hypothesis asks for
    run_state_machine_as_test(machine, settings=bounds)
