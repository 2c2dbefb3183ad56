"""Notices that leave the service: of what, from when on, and how far they are.

Whom they reach is looked up at the moment of sending; nothing here says who anybody is.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from assistant.domain.case_policy import Urgency
from assistant.domain.cases import Case, CaseEvent, EventKind


class NoticeKind(StrEnum):
    """What is told: to a person that there is an answer, or news of an enrolment; to a team what is due.

    `MOVED_UP`: a seat is theirs now. `REMINDER`: it begins tomorrow. `INTAKE_WITHDRAWN`: the provider has taken the
    intake off its list before it was due to close.
    """

    CASE_REPLY = "case_reply"
    DEADLINES = "deadlines"
    MOVED_UP = "enrolment_moved_up"
    REMINDER = "enrolment_reminder"
    INTAKE_WITHDRAWN = "enrolment_intake_withdrawn"


class NoticeEnd(StrEnum):
    """Why nothing more is done about a notice.

    `TOLD`: handed over to a channel. `SEEN`: the person has looked meanwhile. `NO_ADDRESS`: no contact details, or none
    that the channel reaches. `NO_CONSENT`: what the person agreed to did not speak of notices. `OVER`: nothing is left
    to tell. `GIVEN_UP`: no channel took it for `LONGEST_TRIED`.
    """

    TOLD = "told"
    SEEN = "seen"
    NO_ADDRESS = "no_address"
    NO_CONSENT = "no_consent"
    OVER = "over"
    GIVEN_UP = "given_up"


@dataclass(frozen=True)
class OutgoingNotice:
    """One notice. `key` names it for ever: no second one is kept under it, and receivers can tell doubles by it.

    `send_at`: not before then. `cases`: numbers a team is told of. `attempts`: how often a channel has refused it.
    """

    key: str
    kind: NoticeKind
    at: datetime
    send_at: datetime
    case_number: str | None = None
    conversation_id: str | None = None
    team: str | None = None
    enrolment_number: str | None = None
    cases: tuple[str, ...] = ()
    attempts: int = 0
    ended: NoticeEnd | None = None
    ended_at: datetime | None = None


@dataclass(frozen=True)
class NamedDeadline:
    """That a team has been told of a deadline: once as near, once as passed."""

    case_number: str
    due_at: datetime
    urgency: Urgency


#: A person who has been told, and has not looked since, is not told again before this has passed.
TOLD_AGAIN_AFTER = timedelta(hours=6)
LONGEST_TRIED = timedelta(days=3)
_FIRST_WAIT, _LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=1)
_TOLD_OF = frozenset({EventKind.REPLIED, EventKind.RESOLVED})


def reply_notice(case: Case, event: CaseEvent, unseen_after: timedelta) -> OutgoingNotice | None:
    """What the step of a case has to tell its person elsewhere, should they not see it by then; mostly nothing."""
    if event.kind not in _TOLD_OF:
        return None
    return OutgoingNotice(
        key=f"reply:{case.number}:{case.version}",
        kind=NoticeKind.CASE_REPLY,
        at=event.at,
        send_at=event.at + unseen_after,
        case_number=case.number,
        conversation_id=case.conversation_id,
    )


def enrolment_notice(number: str, kind: NoticeKind, at: datetime, day: str = "") -> OutgoingNotice:
    """News of an enrolment, to be told at once. `day`: on which the intake begins; where that is put off, whoever was
    told of the day before is told again."""
    key = ":".join(part for part in ("enrolment", number, kind.value.removeprefix("enrolment_"), day) if part)
    return OutgoingNotice(key=key, kind=kind, at=at, send_at=at, enrolment_number=number)


def wait_after(attempts: int) -> timedelta:
    """How long to wait after so many refusals: the time doubles with each, up to an hour."""
    return min(_FIRST_WAIT * (1 << min(max(attempts - 1, 0), 20)), _LONGEST_WAIT)
