"""What staff do with cases. Every use case checks role and ownership first, and leaves a line in the audit log."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from assistant.domain.case_rights import CaseAction, kinds_seen, may, sees_own_only
from assistant.domain.case_steps import Happening
from assistant.domain.cases import (
    CLOSED_STATES,
    LIVE_STATES,
    Author,
    Case,
    CaseEvent,
    CaseMessage,
    Destination,
    DestinationKind,
    EventKind,
)
from assistant.domain.errors import InvalidInputError
from assistant.domain.outgoing_notices import OutgoingNotice
from assistant.domain.staff import AuditEvent, StaffMember
from assistant.services.case_access import get_case_for, get_seen_case, require_cases
from assistant.services.case_ports import QueueCounts, QueuePage, QueueQuery
from assistant.services.case_steps import (
    CaseParts,
    as_message_text,
    code_digest,
    make_code,
    message_of,
    take_step,
)
from assistant.services.staff_ports import AuditLog, StaffStore

_LARGEST_PAGE = 200
_NO_SPECIALIST = "没有可以接这张工单的“{}”。请核对账号名。"


@dataclass(frozen=True)
class CaseFile:
    """A case with all that happened, all that was written, and the other cases of the conversation one may see."""

    case: Case
    events: Sequence[CaseEvent]
    messages: Sequence[CaseMessage]
    others: Sequence[Case]
    actions: frozenset[CaseAction]


class CaseDesk:
    """Every method takes who asks. Raises NotFoundError for a case that the member may not see, as for one that does
    not exist; NotAllowedError; ConflictError where the state does not allow it or somebody else was faster."""

    def __init__(self, parts: CaseParts, staff: StaffStore, audit: AuditLog) -> None:
        self._parts = parts
        self._staff = staff
        self._audit = audit

    def open_file(self, member: StaffMember, number: str) -> CaseFile:
        """All there is on a case. `actions`: what the role allows, whatever the state."""
        store = self._parts.store
        case = get_seen_case(store, member, number)
        others = tuple(
            other
            for other in store.list_of_conversation(case.conversation_id)
            if other.number != case.number and may(member, CaseAction.SEE, other)
        )
        actions = frozenset(action for action in CaseAction if may(member, action, case))
        events, messages = store.list_events(case.number), store.list_messages(case.number, with_internal=True)
        return CaseFile(case, events, messages, others, actions)

    def claim(self, member: StaffMember, number: str) -> Case:
        return self._step(member, CaseAction.CLAIM, number, EventKind.CLAIMED)

    def give_back(self, member: StaffMember, number: str, reason: str = "") -> Case:
        """Back to the queue."""
        return self._step(member, CaseAction.GIVE_BACK, number, EventKind.GIVEN_BACK, text=reason.strip())

    def take_over(self, member: StaffMember, number: str) -> Case:
        """From the member who has it."""
        return self._step(member, CaseAction.TAKE_OVER, number, EventKind.TAKEN_OVER)

    def dispatch(self, member: StaffMember, number: str, to: Destination, reason: str = "") -> Case:
        """To a colleague, who then owns the case, or to another body, while the member goes on to own it.

        Raises InvalidInputError for a colleague who cannot work on it.
        """
        case = self._allowed(member, CaseAction.DISPATCH, number)
        to = replace(to, name=to.name.strip())
        if to.kind is DestinationKind.SPECIALIST:
            to = replace(to, name=self._colleague(to.name, case))
        happening = self._happening(member, EventKind.DISPATCHED, text=reason.strip(), to=to)
        return self._keep(case, happening, detail=f"to {to.kind}")

    def colleagues(self, member: StaffMember, number: str) -> tuple[str, ...]:
        """To whom the case could be dispatched: all others who could work on it."""
        case = get_seen_case(self._parts.store, member, number)
        names = (other.name for other in self._staff.list_members() if self._could_own(other, case))
        return tuple(name for name in names if name != member.name)

    def reply(self, member: StaffMember, number: str, text: str) -> Case:
        """Words to the person."""
        return self._write(member, CaseAction.REPLY, number, EventKind.REPLIED, text, is_internal=False)

    def note(self, member: StaffMember, number: str, text: str) -> Case:
        """Words that only staff see."""
        return self._write(member, CaseAction.NOTE, number, EventKind.NOTED, text, is_internal=True)

    def resolve(self, member: StaffMember, number: str, outcome: str, follow_up_at: datetime | None = None) -> Case:
        """`follow_up_at`: when somebody asks how it went; without it, when the policy says."""
        action = CaseAction.RESOLVE
        return self._step(member, action, number, EventKind.RESOLVED, text=outcome.strip(), next_at=follow_up_at)

    def follow_up(self, member: StaffMember, number: str, text: str, next_at: datetime | None = None) -> Case:
        """How it went since (跟踪回访), and when to ask again; without `next_at` the case rests."""
        action = CaseAction.FOLLOW_UP
        return self._step(member, action, number, EventKind.FOLLOWED_UP, text=text.strip(), next_at=next_at)

    def reopen(self, member: StaffMember, number: str, reason: str = "") -> Case:
        return self._step(member, CaseAction.REOPEN, number, EventKind.REOPENED, text=reason.strip())

    def reissue_code(self, member: StaffMember, number: str) -> str:
        """A new code for somebody who has lost theirs; the old one opens nothing from now on."""
        case = self._allowed(member, CaseAction.REISSUE_CODE, number)
        code = make_code()
        digest = code_digest(case.number, code)
        self._keep(case, self._happening(member, EventKind.CODE_ISSUED, code_digest=digest))
        return code

    def notices(self, member: StaffMember, number: str) -> Sequence[OutgoingNotice]:
        """What was, or will be, told to the person outside of the chat, the latest first."""
        case = get_seen_case(self._parts.store, member, number)
        return () if self._parts.outbox is None else self._parts.outbox.list_of_case(case.number)

    def queue(self, member: StaffMember, query: QueueQuery) -> QueuePage:
        """The most urgent first; only what the member may see, whatever the query says."""
        return self._parts.store.find_queue(self._narrowed(member, query))

    def counts(self, member: StaffMember, query: QueueQuery) -> QueueCounts:
        return self._parts.store.count_queue(self._narrowed(member, query), self._parts.clock.now())

    def overdue(self, member: StaffMember, page: int = 1) -> QueuePage:
        """What should have been done by now, follow-ups of closed cases included."""
        return self.due_within(member, 0, page)

    def due_within(self, member: StaffMember, minutes: int, page: int = 1) -> QueuePage:
        """What is due within so many minutes, or overdue."""
        until = self._parts.clock.now() + timedelta(minutes=minutes)
        states = tuple(sorted(LIVE_STATES | CLOSED_STATES))
        return self.queue(member, QueueQuery(states=states, due_before=until, page=page))

    def _narrowed(self, member: StaffMember, query: QueueQuery) -> QueueQuery:
        require_cases(member)
        kinds = tuple(kind for kind in kinds_seen(member.role) if query.kinds is None or kind in query.kinds)
        owner = member.name if sees_own_only(member.role) else query.owner
        page, size = max(1, query.page), min(max(1, query.size), _LARGEST_PAGE)
        return replace(query, kinds=kinds, owner=owner, page=page, size=size)

    def _allowed(self, member: StaffMember, action: CaseAction, number: str) -> Case:
        return get_case_for(self._parts.store, member, action, number)

    def _colleague(self, name: str, case: Case) -> str:
        """The account's name, where it could reply to the case as its owner. Raises InvalidInputError."""
        account = self._staff.find_account(name.lower())
        if account is None or not self._could_own(account.member, case):
            raise InvalidInputError(_NO_SPECIALIST.format(name))
        return account.member.name

    def _could_own(self, member: StaffMember, case: Case) -> bool:
        """Whether the member could reply to the case as its owner."""
        settled = replace(member, must_change_password=False)
        return may(settled, CaseAction.REPLY, replace(case, owner=member.name))

    def _step(
        self,
        member: StaffMember,
        action: CaseAction,
        number: str,
        kind: EventKind,
        text: str = "",
        next_at: datetime | None = None,
    ) -> Case:
        case = self._allowed(member, action, number)
        return self._keep(case, self._happening(member, kind, text=text, next_at=next_at))

    def _write(
        self, member: StaffMember, action: CaseAction, number: str, kind: EventKind, text: str, is_internal: bool
    ) -> Case:
        case = self._allowed(member, action, number)
        happening = self._happening(member, kind)
        words = as_message_text(text)
        message = message_of(case, happening, Author.STAFF, words, is_internal, member.display_name)
        return self._keep(case, happening, message)

    def _happening(
        self,
        member: StaffMember,
        kind: EventKind,
        text: str = "",
        to: Destination | None = None,
        next_at: datetime | None = None,
        code_digest: str | None = None,
    ) -> Happening:
        at = self._parts.clock.now()
        return Happening(kind, member.name, at, text, to=to, next_at=next_at, code_digest=code_digest)

    def _keep(self, case: Case, happening: Happening, message: CaseMessage | None = None, detail: str = "") -> Case:
        kept = take_step(self._parts, case, happening, message)
        named = " ".join(filter(None, (kept.kind, kept.reason, f"{case.state}→{kept.state}", detail)))
        self._audit.add_event(AuditEvent(happening.at, happening.actor, f"case_{happening.kind}", case.number, named))
        return kept
