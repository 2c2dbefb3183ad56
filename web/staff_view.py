"""Cases as the console shows them: who waits how long, what is due when, what was said and done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from assistant.domain.case_policy import CasePolicy, urgency
from assistant.domain.cases import CLOSED_STATES, Case, CaseEvent, CaseMessage
from assistant.domain.outgoing_notices import OutgoingNotice
from assistant.services.clock import CHONGQING

_DAY_MINUTES, _HOUR_MINUTES = 24 * 60, 60


@dataclass(frozen=True)
class CaseRow:
    """One line of the queue. `waiting`: since it was opened, until it was closed; `due_in` counts on from now, or how
    long it is over."""

    number: str
    kind: str
    reason: str
    state: str
    summary: str
    team: str
    owner: str
    dispatched_to: str
    opened_at: str
    waiting: str
    due: str
    due_at: str
    due_in: str
    urgency: str


@dataclass(frozen=True)
class EventRow:
    at: str
    actor: str
    kind: str
    text: str


@dataclass(frozen=True)
class MessageRow:
    at: str
    author: str
    name: str
    text: str
    is_internal: bool
    shown_name: str


@dataclass(frozen=True)
class NoticeRow:
    """`how`: the end it came to, or `waiting`. `at`: when that was, or when it is tried next."""

    how: str
    at: str
    attempts: int


def view_case(case: Case, now: datetime, policy: CasePolicy) -> CaseRow:
    """A case made ready for the queue and the head of its page."""
    due, to = case.next_deadline, case.dispatched_to
    return CaseRow(
        number=case.number,
        kind=case.kind.value,
        reason=case.reason.value,
        state=case.state.value,
        summary=case.summary,
        team=case.team,
        owner=case.owner or "",
        dispatched_to=to.name if to is not None else "",
        opened_at=moment(case.opened_at),
        waiting=span((case.closed_at if case.state in CLOSED_STATES and case.closed_at else now) - case.opened_at),
        due=due.kind.value if due is not None else "",
        due_at=moment(due.at) if due is not None else "",
        due_in=span(abs(due.at - now)) if due is not None else "",
        urgency=urgency(case, now, policy).value,
    )


def view_events(events: Sequence[CaseEvent], texts: Mapping[str, str]) -> tuple[EventRow, ...]:
    """The history, the latest first; actors that are no account by their words."""
    return tuple(
        EventRow(moment(event.at), texts.get(f"staff-actor-{event.actor}", event.actor), event.kind.value, event.text)
        for event in reversed(events)
    )


def view_messages(messages: Sequence[CaseMessage]) -> tuple[MessageRow, ...]:
    return tuple(
        MessageRow(moment(m.at), m.author.value, m.name or "", m.text, m.is_internal, m.shown_name) for m in messages
    )


def view_notices(notices: Sequence[OutgoingNotice]) -> tuple[NoticeRow, ...]:
    return tuple(
        NoticeRow(
            one.ended.value if one.ended is not None else "waiting", moment(one.ended_at or one.send_at), one.attempts
        )
        for one in notices
    )


def moment(at: datetime) -> str:
    """11月24日 09:05"""
    local = at.astimezone(CHONGQING)
    return f"{local.month}月{local.day}日 {local:%H:%M}"


def span(time: timedelta) -> str:
    """How long, in the two largest units: 2天3小时, 3小时20分, 5分."""
    minutes = max(0, int(time.total_seconds() // 60))
    if minutes >= _DAY_MINUTES:
        days, hours = divmod(minutes // _HOUR_MINUTES, 24)
        return f"{days}天{hours}小时" if hours else f"{days}天"
    hours, rest = divmod(minutes, _HOUR_MINUTES)
    if not hours:
        return f"{rest}分"
    return f"{hours}小时{rest}分" if rest else f"{hours}小时"
