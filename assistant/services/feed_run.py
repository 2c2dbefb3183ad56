"""One run of one feed: batches in, adverts stored, what happened counted."""

from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Generic, Protocol, TypeVar, cast

from assistant.domain.courses import RawIntake
from assistant.domain.errors import ConflictError
from assistant.domain.vacancies import RawAdvert
from assistant.services.advert_items import LONGEST_DESCRIPTION, MADE_ID
from assistant.services.course_ports import TakenIntake
from assistant.services.take_in import ClosedRow
from assistant.services.vacancy_fingerprint import row_digest
from assistant.services.vacancy_ports import Batch, Feed, RejectedRow, RunReport, Stored, TakenAdvert

Raw = TypeVar("Raw", RawAdvert, RawIntake)
Taken = TypeVar("Taken", TakenAdvert, TakenIntake)
_Seen = TypeVar("_Seen", contravariant=True)
Understand = Callable[[Sequence[RawAdvert]], Iterator[TakenAdvert | RejectedRow]]
KEPT_REJECTED = 1_000
_NAMED_CUT = 5
#: Batches whose adverts may be understood elsewhere while an earlier one is stored.
_AHEAD = 2


@dataclass
class Tally:
    """What a run has done so far. `read`: rows and items, whatever became of them."""

    read: int = 0
    taken: int = 0
    changed: int = 0
    unchanged: int = 0
    closed: int = 0
    held: int = 0
    rejected_count: int = 0
    rejected: list[RejectedRow] = field(default_factory=list)
    cut_rows: list[int] = field(default_factory=list)

    def note_cut(self, adverts: Iterable[RawAdvert | RawIntake]) -> None:
        """Remembers whose text reaches the limit: the rest of it is not kept, and the report has to say so."""
        self.cut_rows.extend(raw.row for raw in adverts if len(raw.description) >= LONGEST_DESCRIPTION)

    def reject(self, rows: Iterable[RejectedRow]) -> None:
        """Counts all, keeps the first thousand."""
        for row in rows:
            self.rejected_count += 1
            if len(self.rejected) < KEPT_REJECTED:
                self.rejected.append(row)

    def on(self, report: RunReport) -> RunReport:
        """The report with these figures."""
        message = " ".join(filter(None, (report.message, self._cut_words())))
        return replace(
            report, message=message, taken=self.taken, changed=self.changed, unchanged=self.unchanged,
            closed=self.closed, held=self.held, rejected_count=self.rejected_count, rejected=tuple(self.rejected),
        )  # fmt: skip

    def _cut_words(self) -> str:
        if not self.cut_rows:
            return ""
        rows = ", ".join(map(str, self.cut_rows[:_NAMED_CUT])) + (" …" if len(self.cut_rows) > _NAMED_CUT else "")
        return f"{len(self.cut_rows)} texts cut after {LONGEST_DESCRIPTION} characters (row {rows})."


class KeepsAdverts(Protocol[_Seen]):
    """Where the adverts of one kind of feed are kept: part of `VacancyStore` and of `CourseStore`."""

    def put_adverts(self, feed: Feed, adverts: Sequence[_Seen], run: int) -> Stored: ...

    def close_adverts(self, feed_id: str, external_ids: Collection[str]) -> int: ...

    def count_unseen(self, feed_id: str, run: int) -> tuple[int, int]: ...

    def close_unseen(self, feed_id: str, run: int) -> int: ...


@dataclass(frozen=True)
class FeedTarget(Generic[Raw, Taken]):
    """What becomes of the rows of feeds that carry one thing: how they are understood, and where they are kept."""

    store: KeepsAdverts[Taken]
    understand: Callable[[Sequence[Raw]], Iterator[Taken | RejectedRow]]

    def open_run(self, feed: Feed, run: int, still_ours: Callable[[], bool]) -> "FeedRun[Raw, Taken]":
        return FeedRun(feed, run, self, still_ours)


@dataclass(frozen=True)
class _Pending(Generic[Taken]):
    """A batch whose adverts are being understood."""

    removed_ids: tuple[str, ...]
    understood: Iterator[Taken | RejectedRow]


class FeedRun(Generic[Raw, Taken]):
    """Takes batches of one feed in, in order. `still_ours` is asked before each batch is stored."""

    def __init__(self, feed: Feed, run: int, target: FeedTarget[Raw, Taken], still_ours: Callable[[], bool]) -> None:
        self.tally = Tally()
        self.number = run
        self.store: KeepsAdverts[Taken] = target.store
        self._understand: Callable[[Sequence[Raw]], Iterator[Taken | RejectedRow]] = target.understand
        self._feed, self._run = feed, run
        self._still_ours = still_ours
        self._first_rows: dict[str, int] = {}
        self._made: dict[str, str] = {}

    def take(self, batches: Iterable[Batch]) -> Iterator[Tally]:
        """Stores batch after batch; gives the figures after each. What was read before an error is stored first."""
        pending: deque[_Pending[Taken]] = deque()
        source = iter(batches)
        broken: Exception | None = None
        while True:
            try:
                batch = next(source, None)
            except Exception as error:
                batch, broken = None, error
            if batch is None:
                break
            pending.append(self._begin(batch))
            if len(pending) > _AHEAD:
                yield self._finish(pending.popleft())
        while pending:
            yield self._finish(pending.popleft())
        if broken is not None:
            raise broken

    def _begin(self, batch: Batch) -> _Pending[Taken]:
        self.tally.read += len(batch.adverts) + len(batch.rejected)
        self.tally.reject(batch.rejected)
        self.tally.note_cut(batch.adverts)
        found = cast(Sequence[Raw], batch.adverts)
        adverts = self._first_of_each(found) if self._feed.is_snapshot else _last_of_each(found)
        removed = tuple(raw.external_id for raw in adverts if raw.is_removed)
        return _Pending(removed, self._understand([raw for raw in adverts if not raw.is_removed]))

    def _first_of_each(self, adverts: Sequence[Raw]) -> list[Raw]:
        """In a snapshot an id stands once; a later advert of it is rejected."""
        kept = []
        for found in adverts:
            raw = self._told_apart(found)
            first = self._first_rows.get(raw.external_id)
            if first is None:
                self._first_rows[raw.external_id] = raw.row
                if raw.external_id.startswith(MADE_ID):
                    self._made.setdefault(raw.external_id, row_digest(raw))
                kept.append(raw)
            else:
                reason = f"The same id came before, in row {first}; the first one counts."
                self.tally.reject([RejectedRow(raw.row, raw.external_id, reason)])
        return kept

    def _told_apart(self, raw: Raw) -> Raw:
        """An advert whose id was made here and came before may still be another one (the same post, other pay)."""
        if raw.external_id not in self._first_rows or not raw.external_id.startswith(MADE_ID):
            return raw
        digest = row_digest(raw)
        if digest == self._made[raw.external_id]:
            return raw
        return replace(raw, external_id=f"{raw.external_id}-{digest[:12]}")

    def _finish(self, pending: _Pending[Taken]) -> Tally:
        taken: list[Taken] = []
        gone = list(pending.removed_ids)
        for result in pending.understood:
            if isinstance(result, RejectedRow):
                self.tally.reject([result])
                if isinstance(result, ClosedRow):
                    gone.append(result.external_id)
            else:
                taken.append(result)
        if not self._still_ours():
            raise ConflictError("Another process has begun to read this feed; this run ends here.")
        self._store(taken, gone)
        return self.tally

    def _store(self, taken: Sequence[Taken], gone: Sequence[str]) -> None:
        if gone:
            self.tally.closed += self.store.close_adverts(self._feed.id, gone)
        if taken:
            stored = self.store.put_adverts(self._feed, taken, self._run)
            self.tally.taken += stored.taken
            self.tally.changed += stored.changed
            self.tally.unchanged += stored.unchanged
            self.tally.held += sum(advert.is_held for advert in taken)


def _last_of_each(adverts: Sequence[Raw]) -> list[Raw]:
    """In a stream of changes the later word on an advert is the valid one."""
    return list({raw.external_id: raw for raw in adverts}.values())
