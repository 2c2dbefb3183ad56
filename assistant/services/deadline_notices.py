"""What is due soon, or overdue, is told to the team, once each and in digests, while the team is at work."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from assistant.domain.case_policy import CasePolicy, Urgency, urgency
from assistant.domain.cases import Case
from assistant.domain.conversation import HandoverReason
from assistant.domain.outgoing_notices import NamedDeadline, NoticeKind, OutgoingNotice
from assistant.services.clock import Clock
from assistant.services.notice_teams import NoticeTeam
from assistant.services.notification_ports import NoticeOutbox

_LONGEST_WARNING = timedelta(hours=24)
_AT_ONCE = 1000


@dataclass(frozen=True)
class DeadlineNotices:
    """`urgent`: reasons of which a team is told at once; all others wait until `every` has passed since its last
    digest. `teams`: by id; a case of a team nobody knows is nobody's news."""

    outbox: NoticeOutbox
    policy: Callable[[], CasePolicy]
    teams: Callable[[], Mapping[str, NoticeTeam]]
    urgent: Callable[[], frozenset[HandoverReason]]
    clock: Clock
    every: timedelta = timedelta(minutes=30)

    def run_once(self) -> int:
        """How many digests were written. Several processes may do this at once."""
        now, policy = self.clock.now(), self.policy()
        found: dict[str, list[Case]] = {}
        for case in self.outbox.find_unnamed(now + _LONGEST_WARNING, now, _AT_ONCE):
            if urgency(case, now, policy) is not Urgency.CALM:
                found.setdefault(case.team, []).append(case)
        teams = self.teams()
        return sum(self._write(teams[name], cases, now) for name, cases in found.items() if name in teams)

    def _write(self, team: NoticeTeam, cases: Sequence[Case], now: datetime) -> bool:
        if not team.hours.is_open(now) or not self._is_time(team, cases, now):
            return False
        policy = self.policy()
        named = [
            NamedDeadline(case.number, due.at, urgency(case, now, policy))
            for case in cases
            if (due := case.next_deadline) is not None
        ]
        digest = OutgoingNotice(
            key=f"deadlines:{team.id}:{now.isoformat()}",
            kind=NoticeKind.DEADLINES,
            at=now,
            send_at=now,
            team=team.id,
            cases=tuple(case.number for case in cases),
        )
        return self.outbox.add_digest(digest, named) is not None

    def _is_time(self, team: NoticeTeam, cases: Sequence[Case], now: datetime) -> bool:
        urgent = self.urgent()
        if any(case.reason in urgent for case in cases):
            return True
        last = self.outbox.last_digest_at(team.id)
        return last is None or now >= last + self.every
