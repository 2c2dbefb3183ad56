"""Notices that leave the service, put together: what is due, whom it goes to, by which channel."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Engine

from assistant.adapters.sql.cases import SqlCaseStore
from assistant.adapters.sql.contacts import SqlContactStore
from assistant.adapters.sql.outbox import SqlNoticeOutbox
from assistant.adapters.sql.staff import SqlStaffStore
from assistant.domain.case_policy import CasePolicy
from assistant.domain.conversation import HandoverReason
from assistant.domain.teams import Teams
from assistant.services.clock import Clock
from assistant.services.contact_ports import FieldCipher
from assistant.services.deadline_notices import DeadlineNotices
from assistant.services.notice_round import NoticeRound
from assistant.services.notice_teams import URGENT_PRIORITY, notice_teams
from assistant.services.notification_ports import NoticeOutbox, Notifier
from assistant.services.tell_notices import NoticeParts, NotificationOf, TellNotices
from assistant.settings import Settings


@dataclass(frozen=True)
class NoticeOffice:
    """`outbox`: what waits. `rounds`: by which it is told."""

    outbox: NoticeOutbox
    tell: TellNotices
    rounds: NoticeRound

    def start(self) -> None:
        threading.Thread(target=self.rounds.loop, name="notices", daemon=True).start()

    def stop(self) -> None:
        self.rounds.stop()


@dataclass(frozen=True)
class NoticeNeighbours:
    """What notices need of the knowledge in force. `of_enrolment`: makes those of enrolments ready."""

    teams: Callable[[], Teams]
    policy: Callable[[], CasePolicy]
    words: Callable[[], Mapping[str, str]]
    of_enrolment: NotificationOf | None = None


def open_display_name(engine: Engine) -> Callable[[str], str]:
    """How people see an account; empty where it has no such name, or is none."""
    staff = SqlStaffStore(engine)

    def display_name(name: str) -> str:
        account = staff.find_account(name)
        return "" if account is None else account.member.display_name

    return display_name


def open_notices(
    settings: Settings,
    engine: Engine,
    clock: Clock,
    cipher: FieldCipher,
    notifier: Notifier,
    beside: NoticeNeighbours,
) -> NoticeOffice:
    outbox = SqlNoticeOutbox(engine)

    def urgent() -> frozenset[HandoverReason]:
        commitments = beside.teams().commitments
        return frozenset(reason for reason, one in commitments.items() if one.priority == URGENT_PRIORITY)

    parts = NoticeParts(
        outbox=outbox,
        cases=SqlCaseStore(engine),
        contacts=SqlContactStore(engine, cipher),
        notifier=notifier,
        clock=clock,
        policy=beside.policy,
        words=beside.words,
        teams=lambda: notice_teams(beside.teams()),
        display_name=open_display_name(engine),
        public_url=settings.public_url,
        of_enrolment=beside.of_enrolment,
    )
    every = timedelta(minutes=settings.deadline_notice_minutes)
    deadlines = DeadlineNotices(outbox, beside.policy, parts.teams, urgent, clock, every)
    tell = TellNotices(parts)
    return NoticeOffice(outbox, tell, NoticeRound(deadlines, tell))
