"""What enrolment needs from the outside."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol, runtime_checkable

from assistant.domain.course_fit import Learner
from assistant.domain.courses import Course, Intake
from assistant.domain.enrolment_rules import Situation
from assistant.domain.enrolment_steps import EnrolmentHappening
from assistant.domain.enrolments import (
    Enrolment,
    EnrolmentDetails,
    EnrolmentDraft,
    EnrolmentEvent,
    EnrolmentState,
    LeftDetails,
)

#: Reads a course with one of its intakes, in whatever state, as it is on the day.
FindIntake = Callable[[str, date], tuple[Course, Intake] | None]
_NOTHING_KNOWN = Learner()


@dataclass(frozen=True)
class EnrolmentAsked:
    """A form that was sent off. `key_digest`: of what makes it this very form. `terms`: the digest of what the draft
    told of the course; None: it was filled in without one. `code`: what opens the enrolment if it is kept.
    `accepts_clash`: the person wants it although another of theirs is at the same time.
    """

    intake_id: str
    key_digest: str
    left: LeftDetails
    code: str = field(repr=False)
    learner: Learner = _NOTHING_KNOWN
    declared: frozenset[str] = frozenset()
    accepts_clash: bool = False
    draft_id: str | None = None
    terms: str | None = None


@dataclass(frozen=True)
class KeptEnrolment:
    """An enrolment with the code that opens it, as the first answer to the form gave it."""

    enrolment: Enrolment
    code: str = field(repr=False)


@dataclass(frozen=True)
class SeatCounts:
    """Seats of an intake given away, and how many wait."""

    confirmed: int = 0
    waiting: int = 0


@runtime_checkable
class PersonDigests(Protocol):
    """Tells two telephone numbers apart without keeping either."""

    def of(self, phone: str) -> Sequence[str]:
        """Under each key there is, the one in use first. Without a key nobody can make or undo it."""
        ...


@runtime_checkable
class EnrolmentStore(Protocol):
    """Enrolments with their history, the person's details sealed. Every method may raise UnavailableError."""

    def put_draft(self, draft: EnrolmentDraft) -> None:
        """Goes with its conversation. Raises NotFoundError without such a conversation."""
        ...

    def find_draft(self, draft_id: str) -> EnrolmentDraft | None: ...

    def find_of_form(self, key_digest: str, phone: str) -> KeptEnrolment | None:
        """What the form has brought already; without its code once that was withdrawn.

        Raises OtherSenderError where it was sent with another number."""
        ...

    def enrol(
        self,
        asked: EnrolmentAsked,
        decide: Callable[[Situation], EnrolmentState],
        code_digest_of: Callable[[str, str], str],
    ) -> KeptEnrolment:
        """All or nothing, one after the other for an intake and for a person; `decide` sees everything as it is then.

        What the same form has brought already is given back, to the same number alone. `code_digest_of`: number and
        code → what is kept. Raises NotFoundError for an unknown intake, ConflictError where what was drafted has
        changed, OtherSenderError where the form was sent with another number, and whatever `decide` raises.
        """
        ...

    def find_enrolment(self, number: str) -> Enrolment | None: ...

    def position_of(self, enrolment: Enrolment) -> int | None:
        """From 1, for one that waits."""
        ...

    def find_details(self, number: str) -> LeftDetails | None:
        """None too once the enrolment is withdrawn. Raises UnavailableError where the key is missing."""
        ...

    def list_events(self, number: str) -> Sequence[EnrolmentEvent]: ...

    def take_step(self, number: str, happening: EnrolmentHappening) -> Enrolment:
        """One step, judged and kept in one transaction. A withdrawal takes the details with it, and gives the seat
        that becomes free to the first who waits, with a notice.

        Raises NotFoundError, and what `advance_enrolment` raises.
        """
        ...

    def change_details(self, number: str, details: EnrolmentDetails, happening: EnrolmentHappening) -> Enrolment:
        """In place of those before. Raises as `take_step`, and ConflictError where the number has a seat already."""
        ...

    def list_of_conversation(self, conversation_id: str) -> Sequence[Enrolment]:
        """Those in force that drafts of the conversation have become, in the order they came."""
        ...

    def list_enrolments(self, intake_id: str, page: int = 1, size: int = 200) -> Sequence[Enrolment]:
        """All but those withdrawn: who has a seat first, then who waits, in the order they came."""
        ...

    def count_confirmed(self, intake_ids: Collection[str]) -> Mapping[str, int]:
        """As `SeatsTaken`."""
        ...

    def count_seats(self, intake_ids: Collection[str] | None = None) -> Mapping[str, SeatCounts]:
        """Of those that have any enrolment; None: of all."""
        ...

    def drop_details(self, is_due: Callable[[Intake | None, date], bool], at: datetime) -> int:
        """Removes the details of enrolments whose time is up, with an event each; how many. The enrolments stay.

        `is_due`: by the intake, None where it is gone from its feed, and the day of the enrolment.
        """
        ...

    def count_shut(self) -> int:
        """Enrolments with details that no key opens."""
        ...

    def move_up(self) -> int:
        """Gives seats that are free (since a provider has added some) to those who wait; how many."""
        ...

    def plan_notices(self, at: datetime) -> int:
        """Puts what is due into the outbox of notices, once each: that an intake begins tomorrow, that its provider has
        withdrawn it. How many were new. Whoever moves up has theirs with the step."""
        ...
