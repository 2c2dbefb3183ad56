"""What the desk of cases needs from the outside, beside `CaseStore`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol, runtime_checkable

from assistant.domain.cases import LIVE_STATES, Case, CaseEvent, CaseKind, CaseMessage, CaseState
from assistant.domain.conversation import HandoverReason
from assistant.domain.outgoing_notices import OutgoingNotice
from assistant.services.ports import CaseStore


@dataclass(frozen=True)
class QueueQuery:
    """Which cases to list; None sets no limit. `due_before`: something is due on them before then.

    `claim_ends_before`: claimed, and the claim ends by then.
    """

    kinds: tuple[CaseKind, ...] | None = None
    states: tuple[CaseState, ...] = tuple(sorted(LIVE_STATES))
    team: str | None = None
    reason: HandoverReason | None = None
    owner: str | None = None
    due_before: datetime | None = None
    claim_ends_before: datetime | None = None
    page: int = 1
    size: int = 50


@dataclass(frozen=True)
class QueuePage:
    """Some of the cases, and how many there are in all."""

    cases: tuple[Case, ...]
    total: int


@dataclass(frozen=True)
class QueueCounts:
    """How many cases there are, in all, overdue, and by what they can be filtered by."""

    total: int = 0
    overdue: int = 0
    by_state: Mapping[CaseState, int] = field(default_factory=dict)
    by_team: Mapping[str, int] = field(default_factory=dict)
    by_reason: Mapping[HandoverReason, int] = field(default_factory=dict)


@runtime_checkable
class CaseDeskStore(CaseStore, Protocol):
    """Cases with all that happened to them. Every method may raise UnavailableError."""

    def save_case(
        self, case: Case, event: CaseEvent, message: CaseMessage | None = None, notice: OutgoingNotice | None = None
    ) -> Case:
        """Keeps a case one version on, with the event that brought it there and what was written, all or nothing.

        `notice` is kept with them where the person has left contact details, and has not been told already of
        something they have not looked at since.

        Raises NotFoundError, or ConflictError if somebody else has changed the case since it was read: of two at once
        one wins. Of a case that is withdrawn or erased no message and no event's text is left.
        """
        ...

    def list_events(self, number: str) -> Sequence[CaseEvent]:
        """All that happened, in order; as many as the case has versions. None for an unknown number."""
        ...

    def list_messages(self, number: str, with_internal: bool) -> Sequence[CaseMessage]:
        """What was written, in order."""
        ...

    def list_of_conversation(self, conversation_id: str) -> Sequence[Case]:
        """All cases of a conversation, the oldest first."""
        ...

    def find_queue(self, query: QueueQuery) -> QueuePage:
        """The most urgent first: by what is due next, those that rest last."""
        ...

    def count_queue(self, query: QueueQuery, at: datetime) -> QueueCounts:
        """Counts over all pages. Overdue: something was due before `at`."""
        ...
