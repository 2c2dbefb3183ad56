"""How soon what is due: handed in as data, with a function that knows the working hours."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TypeAlias

from assistant.domain.cases import GENERAL_TEAM, Case
from assistant.domain.conversation import HandoverReason

Due: TypeAlias = Callable[[datetime, int], datetime]


def round_the_clock(at: datetime, minutes: int) -> datetime:
    """Minutes counted day and night."""
    return at + timedelta(minutes=minutes)


@dataclass(frozen=True)
class CaseTerms:
    """Of cases of one reason: whose they are, and how many working minutes there are for a reply and an outcome.

    Staff are warned `warning_minutes`, by the clock, before anything is due. `due`: the team's own hours, where they
    are not the policy's.
    """

    reply_minutes: int
    resolution_minutes: int
    team: str = GENERAL_TEAM
    warning_minutes: int = 30
    due: Due | None = None


@dataclass(frozen=True)
class CasePolicy:
    """Terms by reason. `due(at, minutes)`: the moment so many working minutes after `at`.

    A claim ends `claim_minutes` of work after the owner's last step; a follow-up is due by the calendar. A person may
    reopen a case until `reopen_days` after it
    was closed.
    """

    terms: Mapping[HandoverReason, CaseTerms] = field(default_factory=dict)
    otherwise: CaseTerms = CaseTerms(reply_minutes=8 * 60, resolution_minutes=5 * 24 * 60)
    claim_minutes: int = 120
    follow_up_minutes: int = 7 * 24 * 60
    reopen_days: int = 15
    due: Due = round_the_clock

    def team_of(self, reason: HandoverReason) -> str:
        return self._terms(reason).team

    def reply_due(self, reason: HandoverReason, at: datetime) -> datetime:
        return self._due(reason)(at, self._terms(reason).reply_minutes)

    def resolution_due(self, reason: HandoverReason, at: datetime) -> datetime:
        return self._due(reason)(at, self._terms(reason).resolution_minutes)

    def claim_expires(self, reason: HandoverReason, at: datetime) -> datetime:
        return self._due(reason)(at, self.claim_minutes)

    def follow_up_due(self, reason: HandoverReason, at: datetime) -> datetime:
        return at + timedelta(minutes=self.follow_up_minutes)

    def warns_from(self, case: Case) -> datetime | None:
        """From when on what is due next is to stand out; None for a case that rests."""
        due = case.next_deadline
        return None if due is None else due.at - timedelta(minutes=self._terms(case.reason).warning_minutes)

    def reopens_until(self, closed_at: datetime) -> datetime:
        return closed_at + timedelta(days=self.reopen_days)

    def _terms(self, reason: HandoverReason) -> CaseTerms:
        return self.terms.get(reason, self.otherwise)

    def _due(self, reason: HandoverReason) -> Due:
        return self._terms(reason).due or self.due


def with_terms(case: Case, policy: CasePolicy) -> Case:
    """A case about to be opened, with its team and its first deadlines."""
    return replace(
        case,
        team=policy.team_of(case.reason),
        reply_due_at=policy.reply_due(case.reason, case.opened_at),
        resolution_due_at=policy.resolution_due(case.reason, case.opened_at),
    )


class Urgency(StrEnum):
    """How near the next deadline of a case is."""

    CALM = "calm"
    SOON = "soon"
    OVERDUE = "overdue"


def urgency(case: Case, at: datetime, policy: CasePolicy) -> Urgency:
    """Overdue from the very moment something is due; a case that rests is calm."""
    due, warns_from = case.next_deadline, policy.warns_from(case)
    if due is None or warns_from is None or at < warns_from:
        return Urgency.CALM
    return Urgency.OVERDUE if at >= due.at else Urgency.SOON
