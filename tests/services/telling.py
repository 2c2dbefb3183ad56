"""A desk whose replies are told outside of the chat: everything in memory, on a clock the test moves."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from assistant.domain.case_policy import CasePolicy, CaseTerms
from assistant.domain.cases import Case
from assistant.domain.contacts import ContactDetails, LeftContact
from assistant.domain.conversation import HandoverReason
from assistant.domain.opening_hours import HolidayTable, OpeningHours, OpenSpan
from assistant.services.case_contacts import wording_digest
from assistant.services.case_desk import CaseDesk
from assistant.services.case_opening import CasesWithTerms
from assistant.services.case_steps import CaseParts
from assistant.services.deadline_notices import DeadlineNotices
from assistant.services.notice_teams import NoticeTeam
from assistant.services.person_cases import PersonCases
from assistant.services.tell_notices import NoticeParts, TellNotices
from tests.case_office import LI, hide_figures
from tests.fakes.case_store import FakeCaseStore
from tests.fakes.clock import FixedClock
from tests.fakes.contact_store import FakeContactStore
from tests.fakes.notice_outbox import FakeNoticeOutbox
from tests.fakes.staff_stores import FakeAuditLog, FakeStaffStore
from tests.services.saved_searching import Told
from tests.web.fake_assistant import load_page_texts

MAIL, PHONE = "beispiel@example.org", "13800000000"
DETAILS = ContactDetails("示例女士", PHONE, MAIL)
POLICY = CasePolicy(
    terms={HandoverReason.CRISIS: CaseTerms(10, 60, warning_minutes=5)},
    otherwise=CaseTerms(60, 600, warning_minutes=15),
    claim_minutes=120,
)
WORDS = load_page_texts()
_DAY = (OpenSpan(9 * 60, 24 * 60),)


@dataclass
class Service:
    """`later` moves the clock; `tell` runs a round of telling; `digest` one of the deadlines, and tells."""

    clock: FixedClock = field(default_factory=FixedClock)
    told: Told = field(default_factory=Told)
    names: Mapping[str, str] = field(default_factory=dict)
    public_url: str = "https://example.org/"

    def __post_init__(self) -> None:
        self.store = FakeCaseStore()
        self.contacts = FakeContactStore(self.store)
        self.outbox = FakeNoticeOutbox(self.store, self.contacts)
        parts = CaseParts(self.store, lambda: POLICY, self.clock, hide_figures, outbox=self.outbox)
        self.desk = CaseDesk(parts, FakeStaffStore(LI), FakeAuditLog())
        self.person = PersonCases(parts)
        self._opening = CasesWithTerms(self.store, lambda: POLICY)
        self.teams = {"general": NoticeTeam("general", "综合服务组", hours(), "")}
        self.telling = TellNotices(
            NoticeParts(
                self.outbox,
                self.store,
                self.contacts,
                self.told,
                self.clock,
                lambda: POLICY,
                lambda: WORDS,
                lambda: self.teams,
                lambda name: self.names.get(name, ""),
                self.public_url,
            )
        )
        self.deadlines = DeadlineNotices(
            self.outbox, lambda: POLICY, lambda: self.teams, lambda: frozenset({HandoverReason.CRISIS}), self.clock
        )

    def open(self, conversation: str = "a", reason: HandoverReason = HandoverReason.ASKED) -> Case:
        return self._opening.open_case(Case("", conversation, reason, "老板不发工资", self.clock.now()))

    def claimed(self, details: ContactDetails | None = DETAILS, conversation: str = "a") -> str:
        """The number of a case li has, with contact details left by its person."""
        case = self.open(conversation)
        if details is not None:
            self.leave(case.number, details)
        self.desk.claim(LI, case.number)
        return case.number

    def leave(self, number: str, details: ContactDetails, consent: str = "contact-consent") -> None:
        digest = wording_digest(WORDS[consent])
        self.contacts.put_contact(number, LeftContact(details, self.clock.now(), digest))

    def later(self, **time: float) -> None:
        self.clock.moment += timedelta(**time)

    def tell(self) -> int:
        return self.telling.run_once()

    def digest(self) -> int:
        written = self.deadlines.run_once()
        self.tell()
        return written


def hours() -> OpeningHours:
    """From nine to midnight, every day."""
    return OpeningHours((_DAY,) * 7, _DAY, HolidayTable({}, frozenset()), works_on_holidays=True)
