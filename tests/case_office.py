"""A desk of cases with members of staff at it, over any store, at a time the test moves."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from assistant.domain.case_policy import CasePolicy, CaseTerms
from assistant.domain.cases import Case
from assistant.domain.conversation import HandoverReason
from assistant.domain.staff import Role, StaffMember
from assistant.services.case_desk import CaseDesk
from assistant.services.case_opening import CasesWithTerms
from assistant.services.case_ports import CaseDeskStore
from assistant.services.case_steps import CaseParts
from assistant.services.person_cases import PersonCases
from tests.fakes.case_store import FakeCaseStore
from tests.fakes.clock import FixedClock
from tests.fakes.staff_stores import FakeAuditLog, FakeStaffStore

LI, CHEN = StaffMember("li", Role.ADVISOR), StaffMember("chen", Role.ADVISOR)
WANG = StaffMember("wang", Role.SPECIALIST)
ZHAO = StaffMember("zhao", Role.SUPERVISOR)
EDITOR, ADMIN = StaffMember("bian", Role.EDITOR), StaffMember("admin", Role.ADMINISTRATOR)
LOCKED = StaffMember("gone", Role.SPECIALIST, is_locked=True)
POLICY = CasePolicy(otherwise=CaseTerms(60, 600), claim_minutes=30, follow_up_minutes=1000, reopen_days=3)


def hide_figures(text: str) -> str:
    return "".join("*" if character.isdigit() else character for character in text)


@dataclass
class Office:
    """`desk` for staff, `person` for the other side, `opening` for conversations."""

    store: CaseDeskStore = field(default_factory=FakeCaseStore)
    clock: FixedClock = field(default_factory=FixedClock)
    audit: FakeAuditLog = field(default_factory=FakeAuditLog)
    policy: CasePolicy = POLICY

    def __post_init__(self) -> None:
        self.parts = CaseParts(self.store, lambda: self.policy, self.clock, hide_figures)
        self.staff = FakeStaffStore(LI, CHEN, WANG, ZHAO, EDITOR, ADMIN, LOCKED)
        self.desk = CaseDesk(self.parts, self.staff, self.audit)
        self.person = PersonCases(self.parts)
        self.opening = CasesWithTerms(self.store, lambda: self.policy)

    @property
    def now(self) -> datetime:
        return self.clock.now()

    def later(self, minutes: int) -> None:
        self.clock.moment += timedelta(minutes=minutes)

    def open(self, conversation: str = "a", reason: HandoverReason = HandoverReason.ASKED) -> Case:
        return self.opening.open_case(Case("", conversation, reason, "老板不发工资", self.now))
