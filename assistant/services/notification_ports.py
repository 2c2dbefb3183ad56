"""What telling somebody outside of the service needs: a channel, and an outbox that outlives a process."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol, runtime_checkable

from assistant.domain.cases import Case
from assistant.domain.outgoing_notices import NamedDeadline, NoticeEnd, OutgoingNotice


class RecipientKind(StrEnum):
    """Whose notice it is: the operator's own channel, a team of staff, or a person who has left contact details."""

    OPERATOR = "operator"
    TEAM = "team"
    PERSON = "person"


@dataclass(frozen=True)
class Recipient:
    """Where a notification goes. `team`: its id. Addresses are empty where there are none, and are never logged;
    without one, what is for the operator or a team goes to the operator's address."""

    kind: RecipientKind = RecipientKind.OPERATOR
    team: str = ""
    email: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)


@dataclass(frozen=True)
class Notification:
    """What is told outside of the conversation. `text` is Chinese; nothing in it says who the person is.

    `key` is the same where the same notification is sent again, so that its receiver can drop the double. `link` opens
    nothing by itself. `count`: of what `text` speaks of.
    """

    key: str
    to: Recipient
    subject: str
    text: str
    link: str
    count: int = 1


@runtime_checkable
class Notifier(Protocol):
    """Tells somebody outside, by one channel."""

    def can_reach(self, recipient: Recipient) -> bool:
        """Whether the channel has a way to them at all."""
        ...

    def notify(self, notification: Notification) -> None:
        """Raises UnavailableError if it could not be handed over within bounded time, InvalidInputError for an address
        that no attempt will ever reach."""
        ...


@runtime_checkable
class NoticeOutbox(Protocol):
    """Notices until they have been told; those of replies come with the step of their case.

    Every method may raise UnavailableError.
    """

    def claim_due(self, at: datetime, until: datetime) -> OutgoingNotice | None:
        """The one that has been due longest, for this process alone until then; None where nothing is due."""
        ...

    def end(self, key: str, how: NoticeEnd, at: datetime) -> None:
        """Nothing more is done about it; one that has ended already stays as it is."""
        ...

    def put_off(self, key: str, attempts: int, send_at: datetime) -> None:
        """To be tried again then, by any process."""
        ...

    def mark_seen(self, conversation_id: str, at: datetime, number: str | None = None) -> bool:
        """The person has looked at the conversation, or at one of its cases only: what was to be told of replies until
        then is not told any more. Whether there was any such notice; where there was none, nothing is written."""
        ...

    def list_of_case(self, number: str) -> Sequence[OutgoingNotice]:
        """What was to be told of a case's replies, the latest first."""
        ...

    def find_unnamed(self, due_before: datetime, at: datetime, limit: int) -> Sequence[Case]:
        """Cases on which something is due before then, and of which the team has not been told as near, or where it is
        overdue `at`, not as passed; the most urgent first."""
        ...

    def last_digest_at(self, team: str) -> datetime | None:
        """When the team's last digest was written."""
        ...

    def add_digest(self, digest: OutgoingNotice, named: Sequence[NamedDeadline]) -> OutgoingNotice | None:
        """Keeps it with what it names, all or nothing; one of the team's that still waits is taken up into it.

        None, and nothing kept, where another process was faster with any of these deadlines.
        """
        ...

    def count_waiting(self, at: datetime) -> int:
        """How many are due and not told."""
        ...

    def drop_ended(self, before: datetime) -> int:
        """Removes those that have ended before then, and deadlines named before then; how many notices."""
        ...
