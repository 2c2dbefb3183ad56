"""What staff do in a live conversation. Rights are checked first; only the owner of a case takes its conversation."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.domain.case_rights import CaseAction
from assistant.domain.cases import Case
from assistant.domain.errors import ConflictError
from assistant.domain.staff import AuditEvent, StaffMember
from assistant.services.case_access import get_case_for, get_seen_case
from assistant.services.case_ports import CaseDeskStore
from assistant.services.draft_reply import DraftReply
from assistant.services.live_talk import LiveTalk, is_attended
from assistant.services.staff_ports import AuditLog

_CLOSED = "这张工单没有人在处理，不能接待。请先认领；已办结的可以重新打开。"


@dataclass(frozen=True)
class Snippet:
    """A text ready to be put into a reply, by the title it is chosen by."""

    title: str
    text: str


@dataclass(frozen=True)
class LiveDesk:
    """Every method raises NotFoundError for a case the member may not see, NotAllowedError, and ConflictError where the
    state does not allow it."""

    talk: LiveTalk
    store: CaseDeskStore
    audit: AuditLog
    drafts: DraftReply
    snippets: Callable[[], Sequence[Snippet]]

    def take_over(self, member: StaffMember, number: str) -> Case:
        """From now on what the person writes goes to the member; the person sees it at once."""
        case = self._own(member, number)
        self.talk.take_over(case)
        self._log(member, "live_taken", case)
        return case

    def hand_back(self, member: StaffMember, number: str) -> Case:
        """The assistant answers again; the case stays with its owner."""
        case = self._own(member, number)
        self.talk.hand_back(case)
        self._log(member, "live_given_back", case)
        return case

    def draft(self, member: StaffMember, number: str) -> str:
        """A reply to be edited. Raises InvalidInputError where there is nothing to cite."""
        return self.drafts.draft(self._own(member, number).conversation_id)

    def look(self, member: StaffMember, number: str) -> Case:
        """The case as it stands now."""
        return get_seen_case(self.store, member, number)

    def _own(self, member: StaffMember, number: str) -> Case:
        case = get_case_for(self.store, member, CaseAction.REPLY, number)
        if not is_attended(case):
            raise ConflictError(_CLOSED)
        return case

    def _log(self, member: StaffMember, what: str, case: Case) -> None:
        self.audit.add_event(AuditEvent(self.talk.clock.now(), member.name, what, case.number, case.kind))
