"""What labour requests need from the outside."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol, runtime_checkable

from assistant.domain.contacts import LeftContact
from assistant.domain.labour_requests import LIVE_LABOUR_STATES, LabourEvent, LabourRequest, LabourState


@dataclass(frozen=True)
class LabourQuery:
    """Which requests to list; None sets no limit. `due_before`: the next order is due before then."""

    states: tuple[LabourState, ...] = tuple(sorted(LIVE_LABOUR_STATES))
    owner: str | None = None
    due_before: datetime | None = None
    page: int = 1
    size: int = 50


@dataclass(frozen=True)
class LabourPage:
    """Some of the requests, and how many there are in all."""

    requests: tuple[LabourRequest, ...]
    total: int


@dataclass(frozen=True)
class LabourCounts:
    """How many live requests are overdue, and how many requests there are by state."""

    overdue: int = 0
    by_state: Mapping[LabourState, int] = field(default_factory=dict)


@runtime_checkable
class LabourStore(Protocol):
    """Labour requests with their history and how to reach the employer, sealed at rest.

    Every method may raise UnavailableError.
    """

    def publish(
        self, request: LabourRequest, contact: LeftContact, form_digest: str, code_digest_of: Callable[[str], str]
    ) -> LabourRequest:
        """Keeps a request under a number of its own, with the contact and the first event, all or nothing.

        `code_digest_of` gives the digest of its code for the number. The request of the same form is given back where
        there is one, whatever is sent now. Raises ConflictError if the draft was sent off already by another form.
        """
        ...

    def find_of_form(self, form_digest: str) -> LabourRequest | None:
        """What the form has sent off already."""
        ...

    def find_request(self, number: str) -> LabourRequest | None: ...

    def save_request(self, request: LabourRequest, event: LabourEvent) -> LabourRequest:
        """Keeps a request one version on, with the event that brought it there.

        Raises NotFoundError, or ConflictError if somebody else has changed it since it was read: of two at once one
        wins. Of a request that is withdrawn neither contact nor any event's text is left.
        """
        ...

    def list_events(self, number: str) -> Sequence[LabourEvent]:
        """All that happened, in order; as many as the request has versions. None for an unknown number."""
        ...

    def find_contact(self, number: str) -> LeftContact | None:
        """None too once the request is withdrawn."""
        ...

    def drop_contacts(self, closed_before: datetime) -> int:
        """Removes those of requests that rest since then; how many."""
        ...

    def find_queue(self, query: LabourQuery) -> LabourPage:
        """The most urgent first, those that rest last."""
        ...

    def count_queue(self, at: datetime) -> LabourCounts: ...
