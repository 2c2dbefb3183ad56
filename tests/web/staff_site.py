"""The console over cases and accounts in memory, and what staff do on it."""

import re
from dataclasses import dataclass, field, replace

from fastapi.testclient import TestClient

from assistant.adapters.altair_painter import AltairPainter
from assistant.adapters.live.local_signals import InProcessNotifier
from assistant.bootstrap.oversight import OversightOffice
from assistant.domain.case_policy import CasePolicy
from assistant.domain.case_steps import advance
from assistant.domain.cases import Case
from assistant.domain.conversation import HandoverReason
from assistant.domain.knowledge import KnowledgeBase
from assistant.domain.regions import Region, RegionTable
from assistant.domain.staff import Role
from assistant.services.case_contacts import CaseContacts
from assistant.services.case_desk import CaseDesk
from assistant.services.case_opening import CasesWithTerms
from assistant.services.case_steps import CaseParts
from assistant.services.chat_pause import ChatPause
from assistant.services.draft_reply import DraftReply
from assistant.services.live_desk import LiveDesk, Snippet
from assistant.services.live_talk import LiveTalk
from assistant.services.oversight import Oversight
from assistant.services.person_cases import PersonCases
from assistant.services.roll_up import RollUp
from assistant.services.staff_accounts import OPERATOR, StaffAccounts
from assistant.services.teaching import Teaching, TeachingParts
from assistant.services.unanswered import Unanswered
from tests.case_office import POLICY, hide_figures
from tests.fakes.case_store import FakeCaseStore
from tests.fakes.clock import FixedClock
from tests.fakes.contact_store import FakeContactStore
from tests.fakes.conversation_store import FakeConversationStore
from tests.fakes.feed_store import FakeFeedStore
from tests.fakes.live_store import FakeLiveStore
from tests.fakes.notice_outbox import FakeNoticeOutbox
from tests.fakes.oversight_stores import FakeOversightStore, FakePauseStore
from tests.fakes.replier import ScriptedReplier
from tests.fakes.staff_stores import FakeAuditLog, FakeStaffStore, PlainHasher
from tests.fakes.taught_store import FakeTaughtStore
from tests.fakes.unanswered_source import FakeUnansweredSource
from tests.web.fake_assistant import FakeAssistant, load_page_texts
from web.app import create_app

REGIONS = RegionTable(
    [
        Region("cn", "全国", "country"),
        Region("chongqing", "重庆市", "municipality", parent_id="cn"),
        Region("wanzhou", "万州区", "district", parent_id="chongqing"),
        Region("fuling", "涪陵区", "district", parent_id="chongqing"),
    ]
)
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
        talk = LiveTalk(
            FakeLiveStore(self.store), self.store, InProcessNotifier(), self.clock, load_page_texts,
            lambda case, happening: advance(case, happening, POLICY), self.display_name,
        )  # fmt: skip
        contacts = FakeContactStore(self.store)
        self.outbox = FakeNoticeOutbox(self.store, contacts)
        parts = CaseParts(self.store, self.policy, self.clock, hide_figures, talk, outbox=self.outbox)
        drafts = DraftReply(FakeConversationStore(), ScriptedReplier(), self.clock)
        self.live = LiveDesk(talk, self.store, self.audit, drafts, lambda: (Snippet("打招呼", "您好。"),))
        self.desk = CaseDesk(parts, self.staff, self.audit)
        self.persons = PersonCases(parts)
        self.unanswered = Unanswered(self.badly, self.clock, hide_long_figures)
        self.teaching = Teaching(
            TeachingParts(self.taught, self.store, self.audit, self.clock, hide_long_figures, lambda: REGIONS)
        )
        self.contacts = CaseContacts(parts, contacts, self.audit)
        self.accounts = StaffAccounts(self.staff, self.audit, PlainHasher(), self.clock)
        self._opening = CasesWithTerms(self.store, self.policy)

    def display_name(self, name: str) -> str:
        account = self.staff.find_account(name)
        return "" if account is None else account.member.display_name

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

    def post(self, path: str, /, **fields: str):  # type: ignore[no-untyped-def]
        return self.client.post(path, data={"csrf": self.csrf(), **fields})


def another_browser(assistant: FakeAssistant) -> Console:
    return Console(TestClient(create_app(assistant), follow_redirects=False), assistant.office)


def with_office(assistant: FakeAssistant) -> FakeAssistant:
    office = FakeOffice()
    office.settle_all()
    oversight = oversight_over(office, FakeOversightStore())
    return replace(assistant, office=office, oversight=oversight, regions=REGIONS, mask=hide_long_figures)


def oversight_over(office: FakeOffice, store: FakeOversightStore) -> OversightOffice:
    """Overseeing over counts, feeds and a switch in memory; pictures are drawn in earnest."""
    clock = office.clock
    return OversightOffice(
        figures=Oversight(store, FakeFeedStore(), lambda: KnowledgeBase({}, ""), clock),
        pause=ChatPause(FakePauseStore(), office.audit, clock, hide_figures),
        roll_up=RollUp(store, office.policy, lambda: REGIONS, clock),
        regions=lambda: REGIONS,
        _painter=AltairPainter(),
    )
