"""A case as its person sees it, made ready for its page."""

from dataclasses import dataclass
from datetime import datetime

from assistant.domain.cases import LIVE_STATES, CaseState
from assistant.services.person_cases import PersonsCase
from web.staff_view import MessageRow, moment, view_messages


@dataclass(frozen=True)
class PersonsCaseView:
    """`reply_by` empty while nothing is unanswered; `is_late`: it has passed."""

    number: str
    state: str
    opened_at: str
    closed_at: str
    outcome: str
    reply_by: str
    is_late: bool
    dispatched_to: str
    mark: int | None
    messages: tuple[MessageRow, ...]
    is_live: bool
    can_rate: bool
    can_reopen: bool
    reopens_until: str


def view_persons_case(case: PersonsCase, now: datetime) -> PersonsCaseView:
    until = case.reopens_until
    return PersonsCaseView(
        number=case.number,
        state=case.state.value,
        opened_at=moment(case.opened_at),
        closed_at=moment(case.closed_at) if case.closed_at is not None else "",
        outcome=case.outcome or "",
        reply_by=moment(case.reply_by) if case.reply_by is not None else "",
        is_late=case.reply_by is not None and now >= case.reply_by,
        dispatched_to=case.dispatched_to or "",
        mark=case.mark,
        messages=view_messages(case.messages),
        is_live=case.state in LIVE_STATES,
        can_rate=case.state is CaseState.RESOLVED,
        can_reopen=until is not None and now <= until,
        reopens_until=moment(until) if until is not None else "",
    )
