"""One run of one feed: batches in, adverts stored, what happened counted."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from assistant.domain.errors import ConflictError
from assistant.domain.vacancies import RawAdvert, VacancyState
from assistant.services.advert_items import LONGEST_DESCRIPTION, MADE_ID
from assistant.services.take_in import ClosedRow
from assistant.services.vacancy_fingerprint import advert_digest
from assistant.services.vacancy_ports import Batch, Feed, RejectedRow, RunReport, TakenAdvert, VacancyStore

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

    def note_cut(self, adverts: Iterable[RawAdvert]) -> None:
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


@dataclass(frozen=True)
class _Pending:
    """A batch whose adverts are being understood."""

    removed_ids: tuple[str, ...]
    understood: Iterator[TakenAdvert | RejectedRow]


class FeedRun:
    """Takes batches of one feed in, in order. `still_ours` is asked before each batch is stored."""

    def __init__(
        self, feed: Feed, run: int, vacancies: VacancyStore, understand: Understand, still_ours: Callable[[], bool]
    ) -> None:
        self.tally = Tally()
        self.number = run
        self._feed, self._run, self._vacancies, self._understand = feed, run, vacancies, understand
        self._still_ours = still_ours
        self._first_rows: dict[str, int] = {}
        self._made: dict[str, str] = {}

    def take(self, batches: Iterable[Batch]) -> Iterator[Tally]:
        """Stores batch after batch; gives the figures after each. What was read before an error is stored first."""
        pending: deque[_Pending] = deque()
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

    def _begin(self, batch: Batch) -> _Pending:
        self.tally.read += len(batch.adverts) + len(batch.rejected)
        self.tally.reject(batch.rejected)
        self.tally.note_cut(batch.adverts)
        adverts = self._first_of_each(batch.adverts) if self._feed.is_snapshot else _last_of_each(batch.adverts)
        removed = tuple(raw.external_id for raw in adverts if raw.is_removed)
        return _Pending(removed, self._understand([raw for raw in adverts if not raw.is_removed]))

    def _first_of_each(self, adverts: Sequence[RawAdvert]) -> list[RawAdvert]:
        """In a snapshot an id stands once; a later advert of it is rejected."""
        kept = []
        for found in adverts:
            raw = self._told_apart(found)
            first = self._first_rows.get(raw.external_id)
            if first is None:
                self._first_rows[raw.external_id] = raw.row
                if raw.external_id.startswith(MADE_ID):
                    self._made.setdefault(raw.external_id, advert_digest(raw))
                kept.append(raw)
            else:
                reason = f"The same id came before, in row {first}; the first one counts."
                self.tally.reject([RejectedRow(raw.row, raw.external_id, reason)])
        return kept

    def _told_apart(self, raw: RawAdvert) -> RawAdvert:
        """An advert whose id was made here and came before may still be another one (the same post, other pay)."""
        if raw.external_id not in self._first_rows or not raw.external_id.startswith(MADE_ID):
            return raw
        digest = advert_digest(raw)
        if digest == self._made[raw.external_id]:
            return raw
        return replace(raw, external_id=f"{raw.external_id}-{digest[:12]}")

    def _finish(self, pending: _Pending) -> Tally:
        taken: list[TakenAdvert] = []
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

    def _store(self, taken: Sequence[TakenAdvert], gone: Sequence[str]) -> None:
        if gone:
            self.tally.closed += self._vacancies.close_adverts(self._feed.id, gone)
        if taken:
            stored = self._vacancies.put_adverts(self._feed, taken, self._run)
            self.tally.taken += stored.taken
            self.tally.changed += stored.changed
            self.tally.unchanged += stored.unchanged
            self.tally.held += sum(advert.vacancy.state is VacancyState.HELD for advert in taken)


def _last_of_each(adverts: Sequence[RawAdvert]) -> list[RawAdvert]:
    """In a stream of changes the later word on an advert is the valid one."""
    return list({raw.external_id: raw for raw in adverts}.values())
