"""The console over cases and accounts in memory, and what staff do on it."""

import re
from dataclasses import dataclass, field, replace

from fastapi.testclient import TestClient

from assistant.domain.case_policy import CasePolicy
from assistant.domain.cases import Case
from assistant.domain.conversation import HandoverReason
from assistant.domain.regions import Region, RegionTable
from assistant.domain.staff import Role
from assistant.services.case_contacts import CaseContacts
from assistant.services.case_desk import CaseDesk
from assistant.services.case_opening import CasesWithTerms
from assistant.services.case_steps import CaseParts
from assistant.services.person_cases import PersonCases
from assistant.services.staff_accounts import OPERATOR, StaffAccounts
from assistant.services.teaching import Teaching, TeachingParts
from assistant.services.unanswered import Unanswered
from tests.case_office import POLICY, hide_figures
from tests.fakes.case_store import FakeCaseStore
from tests.fakes.clock import FixedClock
from tests.fakes.contact_store import FakeContactStore
from tests.fakes.staff_stores import FakeAuditLog, FakeStaffStore, PlainHasher
from tests.fakes.taught_store import FakeTaughtStore
from tests.fakes.unanswered_source import FakeUnansweredSource
from tests.web.fake_assistant import FakeAssistant
from web.app import create_app

REGIONS = RegionTable([Region("cn", "全国", "country"), Region("chongqing", "重庆市", "municipality", parent_id="cn")])
OWN = "三峡广场的早班车很准时"
MEMBERS = {
    "li": Role.ADVISOR,
    "chen": Role.ADVISOR,
    "wang": Role.SPECIALIST,
    "zhao": Role.SUPERVISOR,
    "bian": Role.EDITOR,
    "chef": Role.ADMINISTRATOR,
}


def hide_long_figures(text: str) -> str:
    return re.sub(r"\d{11}", "〔已隐去〕", text)


@dataclass
class FakeOffice:
    """What `Assistant.office` is, with everything in memory and a clock the test moves."""

    clock: FixedClock = field(default_factory=FixedClock)
    store: FakeCaseStore = field(default_factory=FakeCaseStore)
    staff: FakeStaffStore = field(default_factory=FakeStaffStore)
    audit: FakeAuditLog = field(default_factory=FakeAuditLog)
    badly: FakeUnansweredSource = field(default_factory=FakeUnansweredSource)
    taught: FakeTaughtStore = field(default_factory=FakeTaughtStore)

    def __post_init__(self) -> None:
        parts = CaseParts(self.store, self.policy, self.clock, hide_figures)
        self.desk = CaseDesk(parts, self.staff, self.audit)
        self.persons = PersonCases(parts)
        self.unanswered = Unanswered(self.badly, self.clock, hide_long_figures)
        self.teaching = Teaching(
            TeachingParts(self.taught, self.store, self.audit, self.clock, hide_long_figures, lambda: REGIONS)
        )
        self.contacts = CaseContacts(parts, FakeContactStore(self.store), self.audit)
        self.accounts = StaffAccounts(self.staff, self.audit, PlainHasher(), self.clock)
        self._opening = CasesWithTerms(self.store, self.policy)

    def policy(self) -> CasePolicy:
        return POLICY

    def open(self, conversation: str = "a", reason: HandoverReason = HandoverReason.ASKED) -> Case:
        return self._opening.open_case(Case("", conversation, reason, "老板不发工资", self.clock.now()))

    def settle_all(self) -> None:
        """Every member with a password of their own: `OWN`."""
        for name, role in MEMBERS.items():
            given = self.accounts.add(OPERATOR, name, role)
            token = self.accounts.log_in(name, given.password).token
            self.accounts.log_out(self.accounts.change_password(token, given.password, OWN).token)


@dataclass
class Console:
    """One browser at the console."""

    client: TestClient
    office: FakeOffice

    def log_in(self, name: str, password: str = OWN) -> int:
        answer = self.client.post("/staff/login", data={"name": name, "password": password})
        return answer.status_code

    def read(self, path: str = "/staff") -> str:
        answer = self.client.get(path)
        assert answer.status_code == 200, (path, answer.status_code)
        return str(answer.text)

    def csrf(self) -> str:
        """The token of this session, as it stands in the forms of its pages."""
        found = re.search(r'name="csrf" value="([0-9a-f]{64})"', self.read("/staff/password"))
        assert found is not None
        return found[1]

    def post(self, path: str, **fields: str):  # type: ignore[no-untyped-def]
        return self.client.post(path, data={"csrf": self.csrf(), **fields})


def another_browser(assistant: FakeAssistant) -> Console:
    return Console(TestClient(create_app(assistant), follow_redirects=False), assistant.office)


def with_office(assistant: FakeAssistant) -> FakeAssistant:
    office = FakeOffice()
    office.settle_all()
    return replace(assistant, office=office, regions=REGIONS, mask=hide_long_figures)
