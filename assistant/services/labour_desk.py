"""What staff do with labour requests: accept, dispatch, follow up. Role and ownership are checked first, every step
leaves a line in the audit log."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from assistant.domain.case_rights import Scope
from assistant.domain.contacts import ContactDetails, MaskedContact, RevealReason, masked
from assistant.domain.errors import NotAllowedError, NotFoundError
from assistant.domain.labour_requests import Dispatch, LabourEvent, LabourEventKind, LabourRequest
from assistant.domain.labour_rights import LABOUR_RIGHTS, LabourAction, may_with_request, sees_labour
from assistant.domain.labour_steps import LabourHappening
from assistant.domain.staff import AuditEvent, StaffMember
from assistant.services.case_steps import as_message_text, make_code
from assistant.services.labour_matches import LabourMatches
from assistant.services.labour_parts import LabourParts, get_request, labour_code_digest, take_labour_step
from assistant.services.labour_ports import LabourCounts, LabourPage, LabourQuery
from assistant.services.staff_ports import AuditLog

_LARGEST_PAGE = 200
_NO_REQUESTS = "您的岗位不处理用工需求。"
_NOT_YOURS = "这一步只能由接单的同事来做。"
_NOT_YOUR_ROLE = "您的岗位没有这项权限。需要的话请找主管。"
_NONE_LEFT = "这份用工需求没有联系方式了。"


@dataclass(frozen=True)
class LabourFile:
    """A request with all that happened. `actions`: what the role allows, whatever the state."""

    request: LabourRequest
    events: Sequence[LabourEvent]
    contact: MaskedContact | None
    actions: frozenset[LabourAction]


class LabourDesk:
    """Every method takes who asks. Raises NotFoundError, NotAllowedError, ConflictError where the state does not allow
    it or somebody else was faster."""

    def __init__(
        self, parts: LabourParts, matches: Callable[[], LabourMatches], audit: AuditLog, keep_days: int = 90
    ) -> None:
        """`matches`: over the vacancies and profiles of today. Contacts go `keep_days` after a request has come to
        rest."""
        self._parts, self._matches, self._audit = parts, matches, audit
        self._keep_for = timedelta(days=keep_days)

    def open_file(self, member: StaffMember, number: str) -> LabourFile:
        request = self._seen(member, number)
        store = self._parts.store
        left = store.find_contact(request.number)
        actions = frozenset(action for action in LabourAction if may_with_request(member, action, request))
        return LabourFile(request, store.list_events(request.number), masked(left) if left else None, actions)

    def matches(self, member: StaffMember) -> LabourMatches:
        """Where to look for what requests can be dispatched with."""
        _require(member)
        return self._matches()

    def queue(self, member: StaffMember, query: LabourQuery) -> LabourPage:
        """The most urgent first."""
        _require(member)
        size = min(max(1, query.size), _LARGEST_PAGE)
        return self._parts.store.find_queue(replace(query, page=max(1, query.page), size=size))

    def counts(self, member: StaffMember) -> LabourCounts:
        _require(member)
        return self._parts.store.count_queue(self._parts.clock.now())

    def accept(self, member: StaffMember, number: str) -> LabourRequest:
        """接单"""
        return self._step(member, LabourAction.ACCEPT, number, LabourEventKind.ACCEPTED)

    def give_back(self, member: StaffMember, number: str, reason: str = "") -> LabourRequest:
        """Back to the queue."""
        return self._step(member, LabourAction.GIVE_BACK, number, LabourEventKind.GIVEN_BACK, reason.strip())

    def take_over(self, member: StaffMember, number: str) -> LabourRequest:
        """From the member who has it."""
        return self._step(member, LabourAction.TAKE_OVER, number, LabourEventKind.TAKEN_OVER)

    def dispatch(self, member: StaffMember, number: str, dispatch: Dispatch, text: str = "") -> LabourRequest:
        """派单. `text`: words to the employer. Raises ConflictError for a vacancy that has closed, or a profile whose
        consent does not hold any more."""
        request = self._allowed(member, LabourAction.DISPATCH, number)
        if dispatch.references:
            self._matches().check(request.terms, dispatch)
        dispatch = replace(dispatch, text=dispatch.text.strip())
        happening = self._happening(member, LabourEventKind.DISPATCHED, text.strip(), dispatch)
        return self._keep(request, happening, detail=f"with {dispatch.kind}")

    def note(self, member: StaffMember, number: str, text: str) -> LabourRequest:
        """Words that only staff see."""
        return self._step(member, LabourAction.NOTE, number, LabourEventKind.NOTED, as_message_text(text))

    def call(self, member: StaffMember, number: str, text: str) -> LabourRequest:
        """The employer was asked how it went, and has not evaluated yet (回访)."""
        return self._step(member, LabourAction.FOLLOW_UP, number, LabourEventKind.CALLED, text.strip())

    def record_evaluation(self, member: StaffMember, number: str, mark: int, text: str = "") -> LabourRequest:
        """The verdict an employer gave by telephone."""
        request = self._allowed(member, LabourAction.FOLLOW_UP, number)
        happening = self._happening(member, LabourEventKind.EVALUATED, self._parts.mask(text.strip()))
        return self._keep(request, replace(happening, mark=mark))

    def reissue_code(self, member: StaffMember, number: str) -> str:
        """A new code for an employer who has lost theirs; the old one opens nothing from now on."""
        request = self._allowed(member, LabourAction.REISSUE_CODE, number)
        code = make_code()
        digest = labour_code_digest(request.number, code)
        self._keep(request, replace(self._happening(member, LabourEventKind.CODE_ISSUED), code_digest=digest))
        return code

    def reveal(self, member: StaffMember, number: str, reason: RevealReason) -> ContactDetails:
        """The contact in full; who, when and why stands in the audit log before anything is shown."""
        request = self._allowed(member, LabourAction.REVEAL, number)
        left = self._parts.store.find_contact(request.number)
        if left is None:
            raise NotFoundError(_NONE_LEFT)
        now = self._parts.clock.now()
        self._audit.add_event(AuditEvent(now, member.name, "labour_contact_revealed", request.number, reason))
        return left.details

    def drop_old(self) -> int:
        """Removes contacts of requests long at rest; how many."""
        return self._parts.store.drop_contacts(self._parts.clock.now() - self._keep_for)

    def _seen(self, member: StaffMember, number: str) -> LabourRequest:
        _require(member)
        return get_request(self._parts.store, number)

    def _allowed(self, member: StaffMember, action: LabourAction, number: str) -> LabourRequest:
        request = self._seen(member, number)
        if not may_with_request(member, action, request):
            scope = LABOUR_RIGHTS[member.role].get(action)
            raise NotAllowedError(_NOT_YOURS if scope is Scope.OWN else _NOT_YOUR_ROLE)
        return request

    def _step(
        self, member: StaffMember, action: LabourAction, number: str, kind: LabourEventKind, text: str = ""
    ) -> LabourRequest:
        return self._keep(self._allowed(member, action, number), self._happening(member, kind, text))

    def _happening(
        self, member: StaffMember, kind: LabourEventKind, text: str = "", dispatch: Dispatch | None = None
    ) -> LabourHappening:
        return LabourHappening(kind, member.name, self._parts.clock.now(), text, dispatch)

    def _keep(self, request: LabourRequest, happening: LabourHappening, detail: str = "") -> LabourRequest:
        kept = take_labour_step(self._parts, request, happening)
        named = " ".join(filter(None, (f"{request.state}→{kept.state}", detail)))
        action = f"labour_{happening.kind}"
        self._audit.add_event(AuditEvent(happening.at, happening.actor, action, request.number, named))
        return kept


def _require(member: StaffMember) -> None:
    if not sees_labour(member):
        raise NotAllowedError(_NO_REQUESTS)
