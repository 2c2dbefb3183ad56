"""What training needs from the outside: where courses are kept and how they are found."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol, runtime_checkable

from assistant.domain.course_filter import CourseFilter
from assistant.domain.courses import Course, Intake
from assistant.services.vacancy_ports import Feed, Stored

#: Up to so many courses are counted one by one; more are estimated.
SURELY_COUNTED = 2_000


@dataclass(frozen=True)
class TakenIntake:
    """One intake with its course, understood, as it is kept. `digest` is of the raw row. `course.intakes` is empty.

    Ids and sources are given by the store; rows with one `course_key` in a feed are intakes of one course.
    `day_offsets`: the intakes of the samples keep days relative to today: field name → days from today.
    """

    external_id: str
    course_key: str
    url: str | None
    digest: str
    course: Course
    intake: Intake
    day_offsets: Mapping[str, int] = field(default_factory=dict)
    is_held: bool = False


@dataclass(frozen=True)
class IntakeChange:
    """An intake as it is after change number `number`, with its course; None: it is gone, or has closed.

    `as_of`: the day a sample's days were counted from; such an intake must be found on any other day as well.
    """

    number: int
    intake_id: str
    course: Course | None
    intake: Intake | None
    as_of: date | None = None


@runtime_checkable
class CourseStore(Protocol):
    """The truth about courses and intakes. Every method may raise UnavailableError.

    Every write gives the intakes it touches the next change numbers, under a lock, as with vacancies.
    """

    def find_courses(self, ids: Collection[str], today: date) -> Mapping[str, Course]:
        """Those of the ids that exist, each with all its intakes in any state."""
        ...

    def find_intake(self, intake_id: str, today: date) -> tuple[Course, Intake] | None:
        """An intake in any state, with its course; the course holds all its intakes."""
        ...

    def put_adverts(self, feed: Feed, adverts: Sequence[TakenIntake], run: int) -> Stored:
        """Adds or replaces intakes of a feed, all or none, and marks them as seen in this run.

        A course whose record changes counts as a change of each of its intakes.
        """
        ...

    def close_adverts(self, feed_id: str, external_ids: Collection[str]) -> int:
        """How many of them were open. An id that is not there is no error."""
        ...

    def count_unseen(self, feed_id: str, run: int) -> tuple[int, int]:
        """How many intakes of the feed are open, and how many of them `run` has not seen."""
        ...

    def close_unseen(self, feed_id: str, run: int) -> int:
        """Closes what the run has not seen; how many."""
        ...

    def last_number(self) -> int:
        """The number of the latest change; 0 at the beginning."""
        ...

    def changes_after(self, number: int, limit: int, today: date) -> Sequence[IntakeChange]:
        """The next changes in order."""
        ...


@runtime_checkable
class SeatsTaken(Protocol):
    """How many seats of intakes are given away by confirmed enrolments."""

    def count_confirmed(self, intake_ids: Collection[str]) -> Mapping[str, int]:
        """Intake → confirmed enrolments; one that has none is left out. May raise UnavailableError."""
        ...


@dataclass(frozen=True)
class CourseQuery:
    """A filter for the index on one day. `text`: words typed into the search field of the page, beside the filter.

    `exclude_ids`: courses shown already.
    """

    wanted: CourseFilter
    today: date
    text: str = ""
    limit: int = 20
    offset: int = 0
    exclude_ids: tuple[str, ...] = ()


@dataclass(frozen=True)
class CourseHit:
    """A course the index found, with those of its open intakes that keep to the filter, the best first."""

    course_id: str
    intake_ids: tuple[str, ...]
    score: float


@runtime_checkable
class CourseIndex(Protocol):
    """Courses found by what they are, only with intakes open on the day of the query."""

    def search(self, query: CourseQuery) -> Sequence[CourseHit]:
        """The best first, each course once. May raise UnavailableError."""
        ...

    def count(self, query: CourseQuery) -> int:
        """How many courses match, whatever `limit` says; above `SURELY_COUNTED` within a few in a hundred."""
        ...


@runtime_checkable
class CourseIndexWriter(Protocol):
    """The derived index of one process, fed with changes."""

    def applied_number(self) -> int: ...

    def apply(self, changes: Iterable[IntakeChange], number: int) -> None:
        """Takes the changes in and makes them visible; `number` is then the applied one."""
        ...
