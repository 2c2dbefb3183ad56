"""What vacancies need from the outside: where they are kept, how they are found, where they come from."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol, runtime_checkable

from assistant.domain.courses import RawIntake
from assistant.domain.vacancies import EmploymentType, RawAdvert, Vacancy, VacancyState
from assistant.domain.vacancy_filter import VacancyFilter


class FeedKind(StrEnum):
    """How a feed is fetched."""

    FILE = "file"
    FOLDER = "folder"
    HTTP_JSON = "http_json"
    STREAM = "stream"
    JOB_POSTING_PAGES = "job_posting_pages"
    PUSH = "push"
    SAMPLES = "samples"


class FeedContent(StrEnum):
    """What a feed brings: a row of it is an advert of a vacancy, or one intake of a course."""

    VACANCIES = "vacancies"
    COURSES = "courses"


@dataclass(frozen=True)
class Feed:
    """A source of adverts. `columns`: our field (of `ADVERT_FIELDS` or `INTAKE_FIELDS`) → the feed's column or dotted
    path.

    `location`: a path or an address. `label` is shown with every advert (partner regions are named in it).
    `is_snapshot`: a run brings everything there is, so what it leaves out has closed; a stream or a push does not.
    `settings`: what only this kind of feed needs. `token_digest`: of the token that may push to it.
    """

    id: str
    kind: FeedKind
    label: str
    location: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    is_snapshot: bool = True
    every_seconds: int = 300
    settings: Mapping[str, str] = field(default_factory=dict)
    token_digest: str | None = None
    is_paused: bool = False
    carries: FeedContent = FeedContent.VACANCIES


@dataclass(frozen=True)
class Cursor:
    """How far a feed was read: what the source gave to ask with the next time (ETag, date, position)."""

    etag: str | None = None
    last_modified: str | None = None
    position: str | None = None


@dataclass(frozen=True)
class RejectedRow:
    """An advert that was not taken in, and why, in words for whoever looks after the feed."""

    row: int
    external_id: str
    reason: str


@dataclass(frozen=True)
class Batch:
    """Some adverts of one run, of the kind the feed carries. `rejected`: rows that could not even be read."""

    adverts: Sequence[RawAdvert | RawIntake]
    rejected: Sequence[RejectedRow] = ()


@runtime_checkable
class FeedReader(Protocol):
    """Fetches one kind of feed."""

    def read(self, feed: Feed, cursor: Cursor) -> Iterator[Batch]:
        """The adverts since the cursor (all of them, from a snapshot), in batches of bounded size.

        Raises UnavailableError where the source does not answer or answers with something else than adverts: then the
        run ends and nothing is closed. A single row that cannot be read is rejected in its batch.
        """
        ...

    def cursor_after(self) -> Cursor | None:
        """Where the last complete `read` ended. None: unchanged since the cursor, nothing was read."""
        ...


class RunOutcome(StrEnum):
    """`WAITS`: the feed has shrunk too much; a person decides whether the missing adverts have closed."""

    DONE = "done"
    UNCHANGED = "unchanged"
    FAILED = "failed"
    WAITS = "waits"


@dataclass(frozen=True)
class RunReport:
    """What a run did. `rejected` is bounded; `rejected_count` counts all."""

    feed_id: str
    started_at: datetime
    ended_at: datetime
    outcome: RunOutcome
    taken: int = 0
    changed: int = 0
    unchanged: int = 0
    closed: int = 0
    held: int = 0
    rejected_count: int = 0
    rejected: Sequence[RejectedRow] = ()
    message: str = ""
    would_close: int = 0


@dataclass(frozen=True)
class TakenAdvert:
    """An advert, understood and checked, as it is kept. `digest` is of the raw advert; `fingerprint` is the same for
    adverts of one vacancy in different feeds. `vacancy.id` and `vacancy.sources` are given by the store.

    `day_offsets`: the adverts of the samples keep days relative to today: field name → days from today.
    """

    external_id: str
    url: str | None
    digest: str
    fingerprint: str
    vacancy: Vacancy
    day_offsets: Mapping[str, int] = field(default_factory=dict)

    @property
    def is_held(self) -> bool:
        return self.vacancy.state is VacancyState.HELD


@dataclass(frozen=True)
class Stored:
    """What `put_adverts` did with them."""

    taken: int = 0
    changed: int = 0
    unchanged: int = 0


@dataclass(frozen=True)
class VacancyChange:
    """A vacancy as it is after change number `number`; None: it is gone, or is not shown.

    `as_of`: the day a sample's days were counted from; such a vacancy must be found on any other day as well.
    """

    number: int
    vacancy_id: str
    vacancy: Vacancy | None
    as_of: date | None = None


@runtime_checkable
class VacancyStore(Protocol):
    """The truth about vacancies. Every method may raise UnavailableError.

    Every write gives the adverts it touches the next change numbers, under a lock, so that the order of numbers is the
    order of commits and a follower that has read up to a number has missed nothing.
    """

    def put_adverts(self, feed: Feed, adverts: Sequence[TakenAdvert], run: int) -> Stored:
        """Adds or replaces adverts of a feed, all or none, and marks them as seen in this run.

        An advert whose fingerprint is that of an open advert of another id joins its vacancy.
        """
        ...

    def close_adverts(self, feed_id: str, external_ids: Collection[str]) -> int:
        """How many of them were open. An id that is not there is no error."""
        ...

    def count_unseen(self, feed_id: str, run: int) -> tuple[int, int]:
        """How many adverts of the feed are open, and how many of them `run` has not seen."""
        ...

    def close_unseen(self, feed_id: str, run: int) -> int:
        """Closes what the run has not seen; how many."""
        ...

    def set_state(self, vacancy_id: str, state: VacancyState) -> None:
        """What staff decide about a vacancy that was held or reported. Raises NotFoundError."""
        ...

    def find_vacancies(self, ids: Collection[str], today: date) -> Mapping[str, Vacancy]:
        """Those of the ids that exist in any state, each with all its sources."""
        ...

    def list_held(self, limit: int, today: date) -> Sequence[Vacancy]: ...

    def last_number(self) -> int:
        """The number of the latest change; 0 at the beginning."""
        ...

    def changes_after(self, number: int, limit: int, today: date) -> Sequence[VacancyChange]:
        """The next changes in order; a vacancy that changed several times may come once, with its last number."""
        ...

    def find_by_employer(self, employer: str, today: date, limit: int = 50) -> Sequence[Vacancy]:
        """Vacancies of an employer of exactly this name, in any state."""
        ...


@runtime_checkable
class FeedStore(Protocol):
    """Feeds, how far each was read, and what the runs did. Every method may raise UnavailableError."""

    def put_feed(self, feed: Feed) -> None: ...

    def find_feed(self, feed_id: str) -> Feed | None: ...

    def list_feeds(self) -> Sequence[Feed]: ...

    def remove_feed(self, feed_id: str) -> None:
        """The feed with its adverts, which close. Raises NotFoundError."""
        ...

    def load_cursor(self, feed_id: str) -> Cursor: ...

    def save_cursor(self, feed_id: str, cursor: Cursor) -> None: ...

    def begin_run(self, feed_id: str, at: datetime) -> int:
        """The number of a new run; larger than every one before."""
        ...

    def end_run(self, run: int, report: RunReport) -> None: ...

    def list_runs(self, feed_id: str, limit: int = 20) -> Sequence[tuple[int, RunReport]]:
        """Newest first."""
        ...

    def claim(self, name: str, holder: str, seconds: int, at: datetime) -> bool:
        """Whether `holder` may do the work called `name` for the next seconds: true for one holder at a time."""
        ...


@dataclass(frozen=True)
class VacancyQuery:
    """A filter for the index on one day. `text`: words typed into the search field of the page, beside the filter.

    `exclude_ids`: what was shown already or is not wanted. `order`: the best match first, or the newest.
    """

    wanted: VacancyFilter
    today: date
    text: str = ""
    limit: int = 20
    offset: int = 0
    exclude_ids: tuple[str, ...] = ()
    newest_first: bool = False


@dataclass(frozen=True)
class VacancyHit:
    """A vacancy the index found; `score` compares within one query."""

    vacancy_id: str
    score: float


@runtime_checkable
class VacancyIndex(Protocol):
    """Finds vacancies. Only open ones that have not passed their last day are found. May raise UnavailableError."""

    def search(self, query: VacancyQuery) -> Sequence[VacancyHit]:
        """The best first, fewer than `limit` if fewer match."""
        ...

    def count(self, query: VacancyQuery) -> int:
        """How many match, whatever `limit` says."""
        ...

    def facets(self, query: VacancyQuery) -> Mapping[str, Mapping[str, int]]:
        """Facet (`region_ids`, `employment_types`, `occupations`, `education`) → value → how many match."""
        ...

    def pay_range(self, occupation: str, kind: EmploymentType) -> tuple[float, float] | None:
        """(10th, 90th percentile) of the least that vacancies of a kind and occupation pay, in yuan a month.

        None: too few to say.
        """
        ...

    def pay_range_of_all(self, kind: EmploymentType) -> tuple[float, float] | None:
        """The same of all vacancies of a kind."""
        ...

    def same_text(self, fingerprint: str, limit: int) -> Sequence[str]:
        """Ids of open vacancies whose description has this fingerprint (`text_fingerprint`)."""
        ...


@runtime_checkable
class VacancyIndexWriter(Protocol):
    """The derived index of one process, fed with changes."""

    def applied_number(self) -> int:
        """The number of the last change that is in the index."""
        ...

    def apply(self, changes: Iterable[VacancyChange], number: int) -> None:
        """Takes the changes in and makes them visible; `number` is then the applied one."""
        ...
