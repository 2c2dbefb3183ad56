"""Labour requests with an employer on one side and staff on the other, in memory, at a time the test moves."""

from dataclasses import dataclass, field, replace
from datetime import timedelta

from assistant.domain.contacts import ContactDetails
from assistant.domain.conversation import AnswerStatus, ConversationState, Turn
from assistant.domain.errors import ConflictError
from assistant.domain.knowledge import Audience
from assistant.domain.labour_requests import Dispatch, LabourDraft, LabourTerms
from assistant.domain.labour_steps import LabourPolicy
from assistant.domain.vacancies import Pay
from assistant.services.employer_requests import DraftRef, EmployerRequests, SentOff
from assistant.services.labour_desk import LabourDesk
from assistant.services.labour_drafts import LabourDrafts
from assistant.services.labour_parts import LabourParts
from assistant.services.ports import StoredConversation
from tests.case_office import hide_figures
from tests.fakes.clock import FixedClock
from tests.fakes.conversation_store import FakeConversationStore
from tests.fakes.labour_store import FakeLabourStore
from tests.fakes.staff_stores import FakeAuditLog

TERMS = LabourTerms("示例机械厂", "普工", (), 20, Pay(5000, 5000, "month"), "yubei", "空港")
CONTACT = ContactDetails("示例女士", "13800001234")
AGREED = "我同意"
KEY = "k" * 32


@dataclass
class NothingGone:
    """Matches in which only the references of `gone` cannot be dispatched any more."""

    gone: frozenset[str] = frozenset()

    def check(self, terms: LabourTerms, dispatch: Dispatch) -> None:
        if self.gone & set(dispatch.references):
            raise ConflictError("请刷新后重新勾选")


@dataclass
class LabourOffice:
    store: FakeLabourStore = field(default_factory=FakeLabourStore)
    clock: FixedClock = field(default_factory=FixedClock)
    audit: FakeAuditLog = field(default_factory=FakeAuditLog)
    talks: FakeConversationStore = field(default_factory=FakeConversationStore)
    matches: NothingGone = field(default_factory=NothingGone)

    def __post_init__(self) -> None:
        policy = LabourPolicy(accept_minutes=60, dispatch_minutes=600, evaluate_minutes=6000, warning_minutes=10)
        parts = LabourParts(self.store, lambda: policy, self.clock, hide_figures, lambda words: (words,))
        self.employers = EmployerRequests(parts, LabourDrafts(self.talks, self.clock))
        self.desk = LabourDesk(parts, lambda: self.matches, self.audit)  # type: ignore[arg-type, return-value]

    def later(self, minutes: int) -> None:
        self.clock.moment += timedelta(minutes=minutes)

    def send_off(self, key: str = KEY, draft: DraftRef | None = None, **changed: object) -> SentOff:
        terms = replace(TERMS, **changed)  # type: ignore[arg-type]
        return self.employers.send_off(terms, CONTACT, AGREED, key, draft)

    def draft(self, conversation: str = "a", draft_id: str = "draft") -> DraftRef:
        """As a turn leaves it."""
        if self.talks.find_conversation(conversation) is None:
            self.talks.create_conversation(
                StoredConversation(conversation, Audience.EMPLOYER, self.clock.now(), "digest")
            )
        card = {"kind": "labour_request", "draft_id": draft_id, "summary": "", "form_url": ""}
        turn = Turn("好的", AnswerStatus.ANSWERED, cards=(card,), asked_at=self.clock.now())
        state = ConversationState(labour_draft=LabourDraft(draft_id, TERMS, 1))
        self.talks.add_turn(conversation, turn, state)
        return DraftRef(conversation, draft_id)
