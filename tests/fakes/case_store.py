"""Cases in memory."""

import threading
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from assistant.domain.cases import Case, CaseState
from assistant.domain.errors import ConflictError, NotFoundError
from assistant.services.clock import CHONGQING


class FakeCaseStore:
    def __init__(self) -> None:
        self._cases: dict[str, Case] = {}
        self._opened: Counter[date] = Counter()
        self._lock = threading.Lock()

    def open_case(self, case: Case) -> Case:
        with self._lock:
            for known in self._cases.values():
                same = (known.conversation_id, known.reason) == (case.conversation_id, case.reason)
                if same and known.state is CaseState.OPEN:
                    if case.attachment is None or case.attachment in (known.attachment or ""):
                        return known
                    attachment = "\n".join(filter(None, (known.attachment, case.attachment)))
                    self._cases[known.number] = replace(known, attachment=attachment)
                    return self._cases[known.number]
            day = case.opened_at.astimezone(CHONGQING).date()
            self._opened[day] += 1
            number = f"CQ-{day:%Y%m%d}-{self._opened[day]:04d}-K3"
            summary = case.summary.replace("\x00", "").encode("utf-8", "ignore").decode()
            opened = replace(case, number=number, summary=summary, state=CaseState.OPEN)
            self._cases[number] = opened
        return opened

    def find_case(self, number: str) -> Case | None:
        return self._cases.get(number)

    def list_cases(self, open_only: bool = True) -> Sequence[Case]:
        chosen = (case for case in self._cases.values() if case.state is CaseState.OPEN or not open_only)
        return tuple(sorted(chosen, key=lambda case: case.opened_at))

    def close_case(self, number: str, outcome: str, at: datetime) -> Case:
        with self._lock:
            case = self._cases.get(number)
            if case is None:
                raise NotFoundError(number)
            if case.state is not CaseState.OPEN:
                raise ConflictError(number)
            self._cases[number] = replace(case, state=CaseState.RESOLVED, outcome=outcome, closed_at=at)
            return self._cases[number]

    def withdraw_cases(self, conversation_id: str, at: datetime) -> None:
        with self._lock:
            for number, case in self._cases.items():
                if case.conversation_id != conversation_id:
                    continue
                if case.state is CaseState.OPEN:
                    case = replace(case, state=CaseState.WITHDRAWN, closed_at=at)
                self._cases[number] = replace(case, summary="", attachment=None)
