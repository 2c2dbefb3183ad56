"""Contact details of a case: left by the person with consent, seen by staff masked, or in full for a reason."""

import hashlib
from datetime import timedelta

from assistant.domain.case_rights import CaseAction
from assistant.domain.contacts import ContactDetails, LeftContact, MaskedContact, RevealReason, masked
from assistant.domain.errors import InvalidInputError, NotFoundError
from assistant.domain.staff import AuditEvent, StaffMember
from assistant.services.case_access import get_case_by_code, get_case_for, get_seen_case
from assistant.services.case_steps import CaseParts
from assistant.services.contact_ports import ContactStore
from assistant.services.staff_ports import AuditLog

_NO_CONSENT = "要先勾选同意，才能保存您的联系方式。不同意也没关系，凭工单号和查询码一样能看到回复。"
_NONE_LEFT = "这张工单没有留联系方式。"


def wording_digest(wording: str) -> str:
    """Which wording of the consent the person has seen."""
    return hashlib.sha256(wording.encode()).hexdigest()[:16]


class CaseContacts:
    """Methods with `code` raise NotFoundError where number and code do not belong together; those with `member` as
    the desk of cases does. All may raise UnavailableError."""

    def __init__(self, parts: CaseParts, contacts: ContactStore, audit: AuditLog, keep_days: int = 90) -> None:
        self._parts, self._contacts, self._audit = parts, contacts, audit
        self._keep = timedelta(days=keep_days)

    def leave(self, number: str, code: str, details: ContactDetails, agreed_to: str) -> MaskedContact:
        """Keeps them in place of those before. `agreed_to`: the wording of the consent; empty: the person has not
        agreed, which raises InvalidInputError. Raises ConflictError for a case that was withdrawn."""
        case = get_case_by_code(self._parts.store, number, code)
        if not agreed_to:
            raise InvalidInputError(_NO_CONSENT)
        left = LeftContact(details, self._parts.clock.now(), wording_digest(agreed_to))
        self._contacts.put_contact(case.number, left)
        return masked(left)

    def left_by_person(self, number: str, code: str) -> MaskedContact | None:
        """What the person has left."""
        return self._masked(get_case_by_code(self._parts.store, number, code).number)

    def take_back(self, number: str, code: str) -> None:
        """Nothing is left of them."""
        self._contacts.remove_contact(get_case_by_code(self._parts.store, number, code).number)

    def seen_by(self, member: StaffMember, number: str) -> MaskedContact | None:
        """What staff see without a reason."""
        return self._masked(get_seen_case(self._parts.store, member, number).number)

    def reveal(self, member: StaffMember, number: str, reason: RevealReason) -> ContactDetails:
        """In full; who, when and why stands in the audit log before anything is shown."""
        case = get_case_for(self._parts.store, member, CaseAction.REVEAL, number)
        left = self._contacts.find_contact(case.number)
        if left is None:
            raise NotFoundError(_NONE_LEFT)
        self._audit.add_event(AuditEvent(self._parts.clock.now(), member.name, "contact_revealed", case.number, reason))
        return left.details

    def drop_old(self) -> int:
        """Removes details of cases long at rest; how many."""
        return self._contacts.drop_contacts(self._parts.clock.now() - self._keep)

    def _masked(self, number: str) -> MaskedContact | None:
        left = self._contacts.find_contact(number)
        return None if left is None else masked(left)
