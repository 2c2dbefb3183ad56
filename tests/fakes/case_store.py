"""Cases in memory."""

import threading
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Protocol

from assistant.domain.case_policy import CasePolicy
from assistant.domain.case_steps import Happening, advance, close
from assistant.domain.cases import COMMAND_LINE, PERSON, Case, CaseEvent, CaseMessage, CaseState, EventKind
from assistant.domain.errors import ConflictError, NotFoundError
from assistant.domain.outgoing_notices import OutgoingNotice
from assistant.services.case_ports import QueueCounts, QueuePage, QueueQuery
from assistant.services.clock import CHONGQING

_LAST = datetime(9000, 1, 1, tzinfo=UTC)


class KeepsReplies(Protocol):
    """Where notices of replies go, and are erased from."""

    def add_reply(self, notice: OutgoingNotice) -> None: ...

    def erase(self, number: str) -> None: ...


class FakeCaseStore:
    def __init__(self) -> None:
        self._cases: dict[str, Case] = {}
        self._events: dict[str, list[CaseEvent]] = {}
        self._messages: dict[str, list[CaseMessage]] = {}
        self._opened: Counter[date] = Counter()
        self._lock = threading.RLock()
        self.outbox: KeepsReplies | None = None

    def open_case(self, case: Case) -> Case:
        with self._lock:
            first = self._live(case)
            if first is not None:
                if case.attachment is None or case.attachment in (first.attachment or ""):
                    return first
                happening = Happening(EventKind.ATTACHED, PERSON, case.opened_at, attachment=case.attachment)
                return self._step(first, happening)
            day = case.opened_at.astimezone(CHONGQING).date()
            self._opened[day] += 1
            number = f"CQ-{day:%Y%m%d}-{self._opened[day]:04d}-K3"
            summary = _storable(case.summary)
            opened = replace(case, number=number, summary=summary, state=CaseState.OPEN, version=1)
            self._cases[number] = opened
            self._events[number] = [CaseEvent(number, opened.opened_at, PERSON, EventKind.OPENED)]
            self._messages[number] = []
        return opened

    def find_case(self, number: str) -> Case | None:
        return self._cases.get(number)

    def list_cases(self, open_only: bool = True) -> Sequence[Case]:
        chosen = (case for case in self._cases.values() if case.is_live or not open_only)
        return tuple(sorted(chosen, key=lambda case: case.opened_at))

    def list_of_conversation(self, conversation_id: str) -> Sequence[Case]:
        return tuple(case for case in self.list_cases(False) if case.conversation_id == conversation_id)

    def close_case(self, number: str, outcome: str, at: datetime) -> Case:
        happening = Happening(EventKind.RESOLVED, COMMAND_LINE, at, outcome)
        with self._lock:
            case = self._cases.get(number)
            if case is None:
                raise NotFoundError(number)
            return self.save_case(close(case, happening), happening.as_event(number))

    def withdraw_cases(self, conversation_id: str, at: datetime) -> None:
        with self._lock:
            for case in self.list_of_conversation(conversation_id):
                self._step(case, Happening(EventKind.WITHDRAWN if case.is_live else EventKind.ERASED, PERSON, at))

    def save_case(
        self, case: Case, event: CaseEvent, message: CaseMessage | None = None, notice: OutgoingNotice | None = None
    ) -> Case:
        with self._lock:
            former = self._cases.get(case.number)
            if former is None:
                raise NotFoundError(case.number)
            another = self._live(case)
            if event.kind is EventKind.REOPENED and another is not None and another.number != case.number:
                raise ConflictError(another.number)
            if former.version != case.version - 1:
                raise ConflictError(case.number)
            self._cases[case.number] = case
            if event.kind in (EventKind.WITHDRAWN, EventKind.ERASED):
                self._messages[case.number], message, event = [], None, replace(event, text="")
                self._events[case.number] = [replace(known, text="") for known in self._events[case.number]]
            self._events[case.number].append(replace(event, text=_storable(event.text)))
            if event.kind in (EventKind.WITHDRAWN, EventKind.ERASED) and self.outbox is not None:
                self.outbox.erase(case.number)
            if notice is not None and self.outbox is not None:
                self.outbox.add_reply(notice)
            if message is not None:
                self._messages[case.number].append(replace(message, text=_storable(message.text)))
            return case

    def list_events(self, number: str) -> Sequence[CaseEvent]:
        return tuple(self._events.get(number, ()))

    def list_messages(self, number: str, with_internal: bool) -> Sequence[CaseMessage]:
        return tuple(m for m in self._messages.get(number, ()) if with_internal or not m.is_internal)

    def find_queue(self, query: QueueQuery) -> QueuePage:
        chosen = sorted(self._chosen(query), key=lambda case: (_due(case), case.number))
        start = (query.page - 1) * query.size
        return QueuePage(tuple(chosen[start : start + query.size]), len(chosen))

    def count_queue(self, query: QueueQuery, at: datetime) -> QueueCounts:
        chosen = self._chosen(query)
        return QueueCounts(
            total=len(chosen),
            overdue=sum(_due(case) < at for case in chosen),
            by_state=dict(Counter(case.state for case in chosen)),
            by_team=dict(Counter(case.team for case in chosen)),
            by_reason=dict(Counter(case.reason for case in chosen)),
        )

    def _chosen(self, query: QueueQuery) -> list[Case]:
        return [
            case
            for case in self._cases.values()
            if case.state in query.states
            and (query.kinds is None or case.kind in query.kinds)
            and (query.team is None or case.team == query.team)
            and (query.reason is None or case.reason is query.reason)
            and (query.owner is None or case.owner == query.owner)
            and (query.due_before is None or _due(case) < query.due_before)
            and (query.claim_ends_before is None or _claim_has_ended(case, query.claim_ends_before))
        ]

    def _live(self, case: Case) -> Case | None:
        same = (case.conversation_id, case.reason)
        return next((k for k in self._cases.values() if k.is_live and (k.conversation_id, k.reason) == same), None)

    def _step(self, case: Case, happening: Happening) -> Case:
        return self.save_case(advance(case, happening, CasePolicy()), happening.as_event(case.number))


def _due(case: Case) -> datetime:
    return case.next_deadline.at if case.next_deadline is not None else _LAST


def _claim_has_ended(case: Case, at: datetime) -> bool:
    return case.state is CaseState.CLAIMED and case.claim_expires_at is not None and case.claim_expires_at <= at


def _storable(text: str) -> str:
    return text.replace("\x00", "").encode("utf-8", "ignore").decode()
