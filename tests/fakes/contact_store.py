"""Contact details in memory, beside the cases in memory."""

from datetime import datetime

from assistant.domain.cases import CaseState
from assistant.domain.contacts import LeftContact
from assistant.domain.errors import ConflictError, NotFoundError
from assistant.services.case_ports import CaseDeskStore


class FakeContactStore:
    def __init__(self, cases: CaseDeskStore) -> None:
        self._cases, self._left = cases, dict[str, LeftContact]()

    def put_contact(self, number: str, contact: LeftContact) -> None:
        case = self._cases.find_case(number)
        if case is None:
            raise NotFoundError(number)
        if case.state is CaseState.WITHDRAWN:
            raise ConflictError(number)
        self._left[number] = contact

    def find_contact(self, number: str) -> LeftContact | None:
        case = self._cases.find_case(number)
        return self._left.get(number) if case is not None and case.summary else None  # erased with what was said

    def remove_contact(self, number: str) -> None:
        self._left.pop(number, None)

    def drop_contacts(self, closed_before: datetime) -> int:
        cases = [self._cases.find_case(number) for number in self._left]
        old = [
            case.number
            for case in cases
            if case is not None
            and not case.is_live
            and case.closed_at is not None
            and case.closed_at < closed_before
            and case.follow_up_due_at is None
        ]
        for number in old:
            self.remove_contact(number)
        return len(old)
