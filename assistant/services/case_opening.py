"""Cases as a conversation sees them: opened with their team and deadlines, withdrawn with it."""

from collections.abc import Callable, Sequence
from datetime import datetime

from assistant.domain.case_policy import CasePolicy, with_terms
from assistant.domain.cases import Case
from assistant.services.ports import CaseStore


class CasesWithTerms:
    """Implements `CaseStore`: every case that is opened gets what the policy in force gives to its reason."""

    def __init__(self, store: CaseStore, policy: Callable[[], CasePolicy]) -> None:
        self._store = store
        self._policy = policy

    def open_case(self, case: Case) -> Case:
        return self._store.open_case(with_terms(case, self._policy()))

    def find_case(self, number: str) -> Case | None:
        return self._store.find_case(number)

    def list_cases(self, open_only: bool = True) -> Sequence[Case]:
        return self._store.list_cases(open_only)

    def close_case(self, number: str, outcome: str, at: datetime) -> Case:
        return self._store.close_case(number, outcome, at)

    def withdraw_cases(self, conversation_id: str, at: datetime) -> None:
        self._store.withdraw_cases(conversation_id, at)
