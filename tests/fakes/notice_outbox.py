"""Notices in memory, beside the cases and the contact details in memory."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from assistant.domain.case_policy import Urgency
from assistant.domain.cases import CLOSED_STATES, LIVE_STATES, Case, DeadlineKind
from assistant.domain.outgoing_notices import TOLD_AGAIN_AFTER, NamedDeadline, NoticeEnd, NoticeKind, OutgoingNotice
from assistant.services.contact_ports import ContactStore
from tests.fakes.case_store import FakeCaseStore


@dataclass
class FakeNoticeOutbox:
    """Implements `NoticeOutbox`."""

    cases: FakeCaseStore
    contacts: ContactStore
    rows: dict[str, OutgoingNotice] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)
    claims: dict[str, datetime] = field(default_factory=dict)
    named: dict[NamedDeadline, datetime] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.cases.outbox = self

    def add_reply(self, notice: OutgoingNotice) -> None:
        number = notice.case_number or ""
        if self.contacts.find_contact(number) is None:
            return
        for row in self.list_of_case(number):
            told = row.ended is NoticeEnd.TOLD and row.ended_at and row.ended_at > notice.at - TOLD_AGAIN_AFTER
            if row.key not in self.seen and (row.ended is None or told):
                return
        self.rows[notice.key] = notice

    def erase(self, number: str) -> None:
        self.rows = {key: row for key, row in self.rows.items() if row.case_number != number}

    def claim_due(self, at: datetime, until: datetime) -> OutgoingNotice | None:
        due = [row for row in self.rows.values() if row.ended is None and row.send_at <= at and self._is_free(row, at)]
        first = min(due, key=lambda row: (row.send_at, row.key), default=None)
        if first is not None:
            self.claims[first.key] = until
        return first

    def end(self, key: str, how: NoticeEnd, at: datetime) -> None:
        if key in self.rows and self.rows[key].ended is None:
            self.rows[key] = replace(self.rows[key], ended=how, ended_at=at)

    def put_off(self, key: str, attempts: int, send_at: datetime) -> None:
        if key in self.rows and self.rows[key].ended is None:
            self.rows[key] = replace(self.rows[key], attempts=attempts, send_at=send_at)
            self.claims.pop(key, None)

    def mark_seen(self, conversation_id: str, at: datetime, number: str | None = None) -> bool:
        mine = [row for row in self.rows.values() if row.conversation_id == conversation_id and row.at <= at]
        unseen = [r.key for r in mine if r.key not in self.seen and number in (None, r.case_number)]
        for key in unseen:
            self.end(key, NoticeEnd.SEEN, at)
        self.seen.update(unseen)
        return bool(unseen)

    def list_of_case(self, number: str) -> Sequence[OutgoingNotice]:
        mine = (row for row in self.rows.values() if row.case_number == number)
        return tuple(sorted(mine, key=lambda row: (row.at, row.key), reverse=True))

    def find_unnamed(self, due_before: datetime, at: datetime, limit: int) -> Sequence[Case]:
        found: list[tuple[datetime, str, Case]] = []
        for case in self.cases.list_cases(open_only=False):
            due = case.next_deadline
            if due is None or case.state not in LIVE_STATES | CLOSED_STATES or due.kind is DeadlineKind.CLAIM:
                continue
            how = Urgency.OVERDUE if due.at <= at else Urgency.SOON
            if due.at < due_before and NamedDeadline(case.number, due.at, how) not in self.named:
                found.append((due.at, case.number, case))
        return tuple(case for _, _, case in sorted(found, key=lambda one: one[:2])[:limit])

    def last_digest_at(self, team: str) -> datetime | None:
        return max((row.at for row in self.rows.values() if row.team == team), default=None)

    def add_digest(self, digest: OutgoingNotice, named: Sequence[NamedDeadline]) -> OutgoingNotice | None:
        if digest.key in self.rows or any(one in self.named for one in named):
            return None
        former: list[str] = []
        for row in list(self.rows.values()):
            is_free = row.ended is None and self._is_free(row, digest.at)
            if row.team == digest.team and row.kind is NoticeKind.DEADLINES and is_free:
                former += row.cases
                self.end(row.key, NoticeEnd.OVER, digest.at)
        self.named |= dict.fromkeys(named, digest.at)
        self.rows[digest.key] = replace(digest, cases=tuple(dict.fromkeys((*former, *digest.cases))))
        return self.rows[digest.key]

    def count_waiting(self, at: datetime) -> int:
        return sum(row.ended is None and row.send_at <= at for row in self.rows.values())

    def drop_ended(self, before: datetime) -> int:
        old = [key for key, row in self.rows.items() if row.ended_at is not None and row.ended_at < before]
        for key in old:
            del self.rows[key]
        self.named = {one: at for one, at in self.named.items() if at >= before}
        return len(old)

    def _is_free(self, row: OutgoingNotice, at: datetime) -> bool:
        return self.claims.get(row.key, at) <= at
