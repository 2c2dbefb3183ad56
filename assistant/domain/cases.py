"""A case: something a member of staff has to look at, from the hand-over to the person's own verdict."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from assistant.domain.conversation import HandoverReason


class CaseState(StrEnum):
    """Where a case stands."""

    OPEN = "open"
    CLAIMED = "claimed"
    DISPATCHED = "dispatched"
    RESOLVED = "resolved"
    RATED = "rated"
    WITHDRAWN = "withdrawn"


#: Somebody has to do something: the case waits in a queue, or has an owner.
LIVE_STATES = frozenset({CaseState.OPEN, CaseState.CLAIMED, CaseState.DISPATCHED})
CLOSED_STATES = frozenset({CaseState.RESOLVED, CaseState.RATED})

#: Actors that are no member of staff; nobody can be given such a name.
PERSON, SERVICE, COMMAND_LINE = "person", "service", "command_line"
GENERAL_TEAM = "general"


class CaseKind(StrEnum):
    """What sort of case: complaints about the service itself (行风投诉) are kept apart from all others."""

    GENERAL = "general"
    COMPLAINT = "complaint"


class DeadlineKind(StrEnum):
    """What is due next."""

    REPLY = "reply"
    RESOLUTION = "resolution"
    CLAIM = "claim"
    FOLLOW_UP = "follow_up"


@dataclass(frozen=True)
class Deadline:
    """What is due, and when. A claim that is due goes back to the queue."""

    kind: DeadlineKind
    at: datetime


class DestinationKind(StrEnum):
    """Whom a case is dispatched to."""

    SPECIALIST = "specialist"
    BODY = "body"


@dataclass(frozen=True)
class Destination:
    """A specialist by the name of the account, who then owns the case; or another body by its own name, where whoever
    dispatched the case stays its owner."""

    kind: DestinationKind
    name: str


@dataclass(frozen=True)
class Case:
    """`summary` is the masked last question, `attachment` what staff need to judge it, such as the trace of a
    calculation; contact details never stand here. `closed_at` and `outcome` tell of the last time it was closed.

    `owner` is the name of an account; while there is none the case waits in the queue of its `team`. `reply_due_at`:
    until when the person must hear from a person; None while nothing is unanswered. `mark`: the person's verdict, 1 to
    5. `code_digest`: of the code that opens the case to the person. `version` counts the changes: each is one event.
    """

    number: str
    conversation_id: str
    reason: HandoverReason
    summary: str
    opened_at: datetime
    state: CaseState = CaseState.OPEN
    closed_at: datetime | None = None
    outcome: str | None = None
    attachment: str | None = None
    team: str = GENERAL_TEAM
    owner: str | None = None
    dispatched_to: Destination | None = None
    reply_due_at: datetime | None = None
    resolution_due_at: datetime | None = None
    claim_expires_at: datetime | None = None
    follow_up_due_at: datetime | None = None
    first_replied_at: datetime | None = None
    mark: int | None = None
    code_digest: str | None = field(default=None, repr=False)
    version: int = field(default=1, compare=False)

    @property
    def kind(self) -> CaseKind:
        return CaseKind.COMPLAINT if self.reason is HandoverReason.COMPLAINT else CaseKind.GENERAL

    @property
    def is_live(self) -> bool:
        return self.state in LIVE_STATES

    @property
    def next_deadline(self) -> Deadline | None:
        """What is due next; never None while the case is live: one that nobody gave a deadline was due at once.

        None: nothing more is due, the case rests.
        """
        if not self.is_live:
            follow_up = self.follow_up_due_at if self.state in CLOSED_STATES else None
            return None if follow_up is None else Deadline(DeadlineKind.FOLLOW_UP, follow_up)
        due = [
            Deadline(kind, at)
            for kind, at in (
                (DeadlineKind.REPLY, self.reply_due_at),
                (DeadlineKind.RESOLUTION, self.resolution_due_at),
                (DeadlineKind.CLAIM, self.claim_expires_at),
            )
            if at is not None
        ]
        return min(due, key=lambda deadline: deadline.at, default=Deadline(DeadlineKind.REPLY, self.opened_at))


class EventKind(StrEnum):
    """What can happen to a case."""

    OPENED = "opened"
    ATTACHED = "attached"
    CLAIMED = "claimed"
    GIVEN_BACK = "given_back"
    EXPIRED = "expired"
    TAKEN_OVER = "taken_over"
    DISPATCHED = "dispatched"
    REPLIED = "replied"
    NOTED = "noted"
    PERSON_WROTE = "person_wrote"
    RESOLVED = "resolved"
    FOLLOWED_UP = "followed_up"
    REOPENED = "reopened"
    RATED = "rated"
    WITHDRAWN = "withdrawn"
    ERASED = "erased"
    CODE_ISSUED = "code_issued"


@dataclass(frozen=True)
class CaseEvent:
    """One line of a case's history. `actor`: the name of an account, or `PERSON`, `SERVICE`, `COMMAND_LINE`.

    `text`: the outcome, a reason, where to; empty where a message or a note was written, and once the person has taken
    everything back.
    """

    number: str
    at: datetime
    actor: str
    kind: EventKind
    text: str = ""


class Author(StrEnum):
    """Who wrote a message."""

    PERSON = "person"
    STAFF = "staff"


@dataclass(frozen=True)
class CaseMessage:
    """What was written on a case. `is_internal`: a note that the person never sees. `name`: the account, of staff.

    `shown_name`: what the person sees of whoever wrote it; empty: that it was staff.
    """

    number: str
    at: datetime
    author: Author
    text: str
    is_internal: bool = False
    name: str | None = None
    shown_name: str = ""
