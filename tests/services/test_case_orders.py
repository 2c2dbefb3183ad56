"""Random orders of events at a desk with several members of staff, against a model of a few lines."""

import shutil
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import Engine

from assistant.adapters.sql.cases import SqlCaseStore
from assistant.adapters.sql.engine import open_engine
from assistant.domain.cases import Case, CaseState, Destination, DestinationKind
from assistant.domain.conversation import HandoverReason
from assistant.domain.errors import ConflictError, NotAllowedError, NotFoundError
from assistant.domain.staff import StaffMember
from assistant.services.case_ports import QueueQuery
from assistant.services.case_sweep import return_expired_claims
from tests.case_office import CHEN, LI, WANG, ZHAO, Office
from tests.fresh_database import migrate
from tests.postgres import empty_all_tables

pytest_plugins = ("tests.postgres",)

OPEN, CLAIMED, DISPATCHED = CaseState.OPEN, CaseState.CLAIMED, CaseState.DISPATCHED
RESOLVED, RATED, WITHDRAWN = CaseState.RESOLVED, CaseState.RATED, CaseState.WITHDRAWN
LIVE, CLOSED, IN_HAND = (OPEN, CLAIMED, DISPATCHED), (RESOLVED, RATED), (CLAIMED, DISPATCHED)
MEMBERS = st.sampled_from([LI, CHEN, WANG, ZHAO])
REFUSED = (ConflictError, NotAllowedError, NotFoundError)


@dataclass
class Known:
    """What the model holds of a case."""

    conversation: str
    is_complaint: bool
    state: CaseState = OPEN
    owner: str | None = None
    code: str | None = None
    written: int = 0
    actors: list[str] = field(default_factory=lambda: ["person"])


class CaseOrders(RuleBasedStateMachine):
    """Every rule knows from the model alone whether the step must succeed."""

    engine: Callable[[], Engine]
    cases = Bundle("cases")

    def __init__(self) -> None:
        super().__init__()
        self.opened_engine = type(self).engine()
        self.office = Office(store=SqlCaseStore(self.opened_engine))
        self.desk, self.person, self.store = self.office.desk, self.office.person, self.office.store
        self.known: dict[str, Known] = {}

    def teardown(self) -> None:
        self.opened_engine.dispose()

    @rule(
        target=cases,
        conversation=st.sampled_from(["a", "b", "c"]),
        reason=st.sampled_from([HandoverReason.ASKED, HandoverReason.COMPLAINT]),
    )
    def open(self, conversation: str, reason: HandoverReason) -> object:
        case = self.office.open(conversation, reason)
        if case.number in self.known:
            assert self.known[case.number].state in LIVE
            return multiple()
        is_complaint = reason is HandoverReason.COMPLAINT
        assert not any(k.state in LIVE for k in self.same_matter(conversation, is_complaint))
        self.known[case.number] = Known(conversation, is_complaint)
        return case.number

    @rule(number=cases, member=MEMBERS)
    def claim(self, number: str, member: StaffMember) -> None:
        known = self.known[number]
        may = known.state is OPEN and self.sees(member, known) and member is not WANG
        self.step(may, number, lambda: self.desk.claim(member, number), CLAIMED, member.name, member.name)

    @rule(number=cases)
    def claim_at_once(self, number: str) -> None:
        """Of several who claim a case that waits, one gets it; then the supervisor takes it, so that what follows does
        not depend on who was faster."""
        known = self.known[number]
        members = [ZHAO, ZHAO] if known.is_complaint else [LI, CHEN, ZHAO]
        together = threading.Barrier(len(members), timeout=30)

        def one(member: StaffMember) -> str | None:
            together.wait()
            try:
                return self.desk.claim(member, number).owner
            except ConflictError:
                return None

        with ThreadPoolExecutor(len(members)) as pool:
            winners = [owner for owner in pool.map(one, members) if owner is not None]
        assert len(winners) == (known.state is OPEN)
        if winners:
            assert self.case(number).owner == winners[0]
            self.note(known, CLAIMED, winners[0], winners[0])
            step = lambda: self.desk.take_over(ZHAO, number)  # noqa: E731
            self.step(True, number, step, CLAIMED, "zhao", "zhao")

    @rule(number=cases, member=MEMBERS)
    def give_back(self, number: str, member: StaffMember) -> None:
        known = self.known[number]
        may = known.state in IN_HAND and (known.owner == member.name or member is ZHAO)
        self.step(may, number, lambda: self.desk.give_back(member, number, "换班"), OPEN, None, member.name)

    @rule(number=cases, member=MEMBERS)
    def take_over(self, number: str, member: StaffMember) -> None:
        may = self.known[number].state in IN_HAND and member is ZHAO
        self.step(may, number, lambda: self.desk.take_over(member, number), CLAIMED, member.name, member.name)

    @rule(number=cases, member=MEMBERS, to_specialist=st.booleans())
    def dispatch(self, number: str, member: StaffMember, to_specialist: bool) -> None:
        known = self.known[number]
        may = known.state in IN_HAND and (member is ZHAO or (known.owner == member.name and member is not WANG))
        kind = DestinationKind.SPECIALIST if to_specialist else DestinationKind.BODY
        to = Destination(kind, "wang" if to_specialist else "劳动监察")
        owner = "wang" if to_specialist else member.name
        self.step(may, number, lambda: self.desk.dispatch(member, number, to), DISPATCHED, owner, member.name)

    @rule(number=cases, member=MEMBERS)
    def reply(self, number: str, member: StaffMember) -> None:
        known = self.known[number]
        may = known.state in IN_HAND and known.owner == member.name
        self.write(may, number, lambda: self.desk.reply(member, number, "您好"), member.name)

    @rule(number=cases, member=MEMBERS)
    def note_down(self, number: str, member: StaffMember) -> None:
        known = self.known[number]
        is_own = known.owner == member.name and self.sees(member, known)
        may = known.state is not WITHDRAWN and (is_own or member is ZHAO)
        self.write(may, number, lambda: self.desk.note(member, number, "备注"), member.name)

    @rule(number=cases, member=MEMBERS)
    def resolve(self, number: str, member: StaffMember) -> None:
        known = self.known[number]
        may = known.state in IN_HAND and known.owner == member.name
        self.step(may, number, lambda: self.desk.resolve(member, number, "已办"), RESOLVED, known.owner, member.name)

    @rule(number=cases, member=MEMBERS)
    def follow_up(self, number: str, member: StaffMember) -> None:
        known = self.known[number]
        may = known.state in CLOSED and self.sees(member, known)
        step = lambda: self.desk.follow_up(member, number, "已到账")  # noqa: E731
        self.step(may, number, step, known.state, known.owner, member.name)

    @rule(number=cases)
    def get_code(self, number: str) -> None:
        known = self.known[number]
        got: list[str] = []
        step = lambda: got.append(self.person.issue_code(known.conversation, number))  # noqa: E731
        self.step(known.state is not WITHDRAWN, number, step, known.state, known.owner, "person")
        known.code = got[0] if got else known.code

    @rule(number=cases)
    def person_writes(self, number: str) -> None:
        known = self.known[number]
        may = known.code is not None and known.state in LIVE
        self.write(may, number, lambda: self.person.write(number, known.code or "", "补充"), "person")

    @rule(number=cases, mark=st.integers(1, 5))
    def person_rates(self, number: str, mark: int) -> None:
        known = self.known[number]
        may = known.code is not None and known.state is RESOLVED
        step = lambda: self.person.rate(number, known.code or "", mark)  # noqa: E731
        self.step(may, number, step, RATED, known.owner, "person")

    @rule(number=cases, by_staff=st.booleans())
    def reopen(self, number: str, by_staff: bool) -> None:
        known = self.known[number]
        closed = self.case(number).closed_at
        is_in_time = closed is not None and (self.office.now - closed).total_seconds() <= 3 * 24 * 3600
        others = [k for k in self.same_matter(known.conversation, known.is_complaint) if k is not known]
        may = known.state in CLOSED and is_in_time and not any(other.state in LIVE for other in others)
        if by_staff:
            self.step(may, number, lambda: self.desk.reopen(ZHAO, number), OPEN, None, "zhao")
        else:
            step = lambda: self.person.reopen(number, known.code or "")  # noqa: E731
            self.step(may and known.code is not None, number, step, OPEN, None, "person")

    @rule(number=cases)
    def withdraw(self, number: str) -> None:
        known = self.known[number]
        may = known.code is not None and known.state in LIVE
        step = lambda: self.person.withdraw(number, known.code or "")  # noqa: E731
        if self.step(may, number, step, WITHDRAWN, known.owner, "person"):
            self.erase(known)

    @rule(number=cases)
    def close_by_operator(self, number: str) -> None:
        known = self.known[number]
        step = lambda: self.store.close_case(number, "已办", self.office.now)  # noqa: E731
        self.step(known.state in LIVE, number, step, RESOLVED, known.owner, "command_line")

    @rule(number=consumes(cases))
    def delete_conversation(self, number: str) -> None:
        conversation = self.known[number].conversation
        self.store.withdraw_cases(conversation, self.office.now)
        for known in self.known.values():
            if known.conversation == conversation:
                self.note(known, WITHDRAWN if known.state in LIVE else known.state, known.owner, "person")
                self.erase(known)

    @rule(minutes=st.sampled_from([1, 10, 31, 500, 5000]))
    def time_goes_by(self, minutes: int) -> None:
        self.office.later(minutes)
        due = [n for n, known in self.known.items() if known.state is CLAIMED and self.has_ended(n)]
        returned = return_expired_claims(self.office.parts, self.office.now)
        assert sorted(case.number for case in returned) == sorted(due)
        for number in due:
            self.note(self.known[number], OPEN, None, "service")

    @invariant()
    def every_case_is_as_the_model_has_it_and_none_is_silent(self) -> None:
        for number, known in self.known.items():
            case = self.case(number)
            assert (case.state, case.owner) == (known.state, known.owner)
            if case.state in IN_HAND:
                assert case.owner is not None
            if case.state is OPEN:
                assert case.owner is None and case.team
            assert case.next_deadline is not None or case.state not in LIVE

    @invariant()
    def the_history_is_complete_and_in_order(self) -> None:
        for number, known in self.known.items():
            events = self.store.list_events(number)
            assert [event.actor for event in events] == known.actors
            assert len(events) == self.case(number).version
            moments = [event.at for event in events]
            assert moments == sorted(moments)
            assert len(self.store.list_messages(number, with_internal=True)) == known.written

    @invariant()
    def of_what_was_taken_back_no_words_are_left(self) -> None:
        for number, known in self.known.items():
            if known.state is WITHDRAWN:
                case = self.case(number)
                assert (case.summary, case.attachment, case.code_digest) == ("", None, None)
                assert not any(event.text for event in self.store.list_events(number))

    @invariant()
    def everybody_s_queue_holds_what_they_may_see_the_most_urgent_first(self) -> None:
        for member in (LI, WANG, ZHAO):
            page = self.desk.queue(member, QueueQuery(size=200))
            expected = {n for n, k in self.known.items() if k.state in LIVE and self.sees(member, k)}
            assert {case.number for case in page.cases} == expected
            due = [case.next_deadline.at for case in page.cases if case.next_deadline is not None]
            assert due == sorted(due)

    def step(
        self, may: bool, number: str, take: Callable[[], object], state: CaseState, owner: str | None, actor: str
    ) -> bool:
        if not may:
            before = self.case(number)
            with pytest.raises(REFUSED):
                take()
            after = self.case(number)
            assert (after, after.version) == (before, before.version)
            return False
        take()
        self.note(self.known[number], state, owner, actor)
        return True

    def write(self, may: bool, number: str, take: Callable[[], object], actor: str) -> None:
        known = self.known[number]
        if self.step(may, number, take, known.state, known.owner, actor):
            known.written += 1

    def note(self, known: Known, state: CaseState, owner: str | None, actor: str) -> None:
        known.state, known.owner = state, owner
        known.actors.append(actor)

    def erase(self, known: Known) -> None:
        known.written, known.code = 0, None

    def case(self, number: str) -> Case:
        case = self.store.find_case(number)
        assert case is not None
        return case

    def sees(self, member: StaffMember, known: Known) -> bool:
        if member is WANG:
            return known.owner == "wang"
        return member is ZHAO or not known.is_complaint

    def same_matter(self, conversation: str, is_complaint: bool) -> list[Known]:
        return [k for k in self.known.values() if (k.conversation, k.is_complaint) == (conversation, is_complaint)]

    def has_ended(self, number: str) -> bool:
        expires = self.case(number).claim_expires_at
        return expires is not None and expires <= self.office.now


def walk(engine: Callable[[], Engine], examples: int, steps: int) -> None:
    machine = type("Orders", (CaseOrders,), {"engine": staticmethod(engine)})
    chosen = settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(machine, settings=chosen)


@pytest.mark.slow
def test_no_order_of_events_breaks_a_case_on_sqlite(tmp_path: Path) -> None:
    template, numbers = tmp_path / "template.db", count()
    made = open_engine(f"sqlite:///{template}")
    migrate(made)
    made.dispose()

    def fresh() -> Engine:
        file = tmp_path / f"{next(numbers)}.db"
        shutil.copyfile(template, file)
        return open_engine(f"sqlite:///{file}")

    walk(fresh, examples=60, steps=40)


@pytest.mark.slow
def test_no_order_of_events_breaks_a_case_on_postgresql(postgres_engine: Engine) -> None:
    def emptied() -> Engine:
        with postgres_engine.begin() as connection:
            empty_all_tables(connection)
        return postgres_engine

    walk(emptied, examples=15, steps=30)
