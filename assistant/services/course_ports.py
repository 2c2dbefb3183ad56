"""What training needs from the outside: where courses are kept and how they are found."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Protocol, runtime_checkable

from assistant.domain.courses import Course, Intake


@runtime_checkable
class CourseStore(Protocol):
    """The truth about courses and intakes. Every method may raise UnavailableError."""

    def find_courses(self, ids: Collection[str], today: date) -> Mapping[str, Course]:
        """Those of the ids that exist, each with all its intakes in any state."""
        ...

    def find_intake(self, intake_id: str, today: date) -> tuple[Course, Intake] | None:
        """An intake in any state, with its course."""
        ...


@runtime_checkable
class SeatsTaken(Protocol):
    """How many seats of intakes are given away by confirmed enrolments."""

    def count_confirmed(self, intake_ids: Collection[str]) -> Mapping[str, int]:
        """Intake → confirmed enrolments; one that has none is left out. May raise UnavailableError."""
        ...
