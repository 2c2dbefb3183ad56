"""Feeds brought up to date: what is new is taken in, what has gone is closed, and a broken feed harms nothing."""

import logging
import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from assistant.domain.courses import RawIntake
from assistant.domain.errors import AssistantError, ConflictError, NotFoundError, UnavailableError
from assistant.domain.vacancies import RawAdvert
from assistant.services.clock import CHONGQING, Clock
from assistant.services.course_ports import TakenIntake
from assistant.services.feed_run import FeedRun, FeedTarget, Understand
from assistant.services.push_tokens import token_opens
from assistant.services.turn_log import log_failure
from assistant.services.vacancy_ports import (
    Batch,
    Cursor,
    Feed,
    FeedContent,
    FeedKind,
    FeedReader,
    FeedStore,
    RejectedRow,
    RunOutcome,
    RunReport,
    TakenAdvert,
    VacancyStore,
)

#: A run that says nothing for so long has died; another node may then take the feed over.
CLAIM_SECONDS = 90
_RENEW_AFTER = timedelta(seconds=CLAIM_SECONDS // 3)
#: A feed of at least so many open adverts that would lose half of them waits for a person.
SHRINKS_FROM = 20


@dataclass(frozen=True)
class SyncProgress:
    """How far a run is. `expected`: adverts of the last run that was done; None: this is the first."""

    feed_id: str
    read: int
    rejected: int
    expected: int | None


_log = logging.getLogger(__name__)
CourseTarget = FeedTarget[RawIntake, TakenIntake]
_AnyRun = FeedRun[RawAdvert, TakenAdvert] | FeedRun[RawIntake, TakenIntake]
OnProgress = Callable[[SyncProgress], None]


class FeedSync:
    """Brings feeds up to date. `after_run` is called when a run has ended, to give back what it used.

    `courses`: where feeds of courses are taken to; without it they are not read.
    """

    def __init__(
        self,
        feeds: FeedStore,
        vacancies: VacancyStore,
        readers: Mapping[FeedKind, Callable[[], FeedReader]],
        understand: Understand,
        clock: Clock,
        after_run: Callable[[], None] = lambda: None,
        courses: CourseTarget | None = None,
    ) -> None:
        self._feeds, self._readers, self._courses = feeds, readers, courses
        self._vacancies = FeedTarget[RawAdvert, TakenAdvert](vacancies, understand)
        self._clock, self._after_run = clock, after_run

    def sync(self, feed_id: str, on_progress: OnProgress | None = None) -> RunReport:
        """Reads the feed once. Raises NotFoundError, and ConflictError while another process reads it.

        A read that fails closes nothing and begins again at the same place next time.
        """
        return self._sync(self._get(feed_id), on_progress, may_shrink=False)

    def accept(self, feed_id: str, on_progress: OnProgress | None = None) -> RunReport:
        """Reads the feed once and closes what it leaves out, however much that is: a person has looked at it."""
        return self._sync(self._get(feed_id), on_progress, may_shrink=True)

    def sync_all_due(self, now: datetime) -> tuple[RunReport, ...]:
        """Reads the feeds whose time has come, except those another process reads. Raises UnavailableError."""
        reports = []
        for feed in self._feeds.list_feeds():
            if self._is_due(feed, now):
                try:
                    reports.append(self._sync(feed, None, may_shrink=False))
                except ConflictError:
                    continue
                except UnavailableError:
                    raise
                except Exception as error:  # a defect met by one feed must not starve the feeds after it
                    log_failure(_log, error)
        return tuple(reports)

    def push(
        self, feed_id: str, adverts: Sequence[RawAdvert | RawIntake], rejected: Sequence[RejectedRow] = ()
    ) -> RunReport:
        """Takes in what a source has sent; `rejected` could not even be read. Raises NotFoundError, ConflictError."""
        feed = self._get(feed_id)
        if feed.kind is not FeedKind.PUSH:
            raise ConflictError(f"Feed '{feed_id}' is read, not pushed to.")
        batch = Batch(adverts, rejected)
        return self._in_run(replace(feed, is_snapshot=False), lambda run: _pushed(feed, run, batch), lambda: True)

    def find_pushed_feed(self, feed_id: str, token: str) -> Feed | None:
        """The feed the token opens; None for any other token, and where there is no such feed."""
        feed = self._feeds.find_feed(feed_id)
        is_open = token_opens(feed, token)
        return feed if is_open and feed is not None and not feed.is_paused else None

    def try_out(self, adverts: Sequence[RawAdvert]) -> Iterator[TakenAdvert | RejectedRow]:
        """What would be understood, without keeping it."""
        return self._vacancies.understand(adverts)

    def try_out_intakes(self, intakes: Sequence[RawIntake]) -> Iterator[TakenIntake | RejectedRow]:
        """The same for a feed of courses. Raises ConflictError where none are taken in here."""
        return self._of_courses().understand(intakes)

    def _sync(self, feed: Feed, on_progress: OnProgress | None, may_shrink: bool) -> RunReport:
        make_reader = self._readers.get(feed.kind)
        if make_reader is None:
            raise ConflictError(f"Feed '{feed.id}' is of kind '{feed.kind}', which is not read from here.")
        claim = _Claim(self._feeds, feed.id, self._clock)
        if not claim.take():
            raise ConflictError(f"Feed '{feed.id}' is being read by another process.")
        reader = make_reader()
        try:
            return self._in_run(feed, lambda run: self._read(feed, reader, run, on_progress, may_shrink), claim.keep)
        finally:
            claim.give_back()
            self._after_run()

    def _read(
        self, feed: Feed, reader: FeedReader, run: _AnyRun, on_progress: OnProgress | None, may_shrink: bool
    ) -> RunReport:
        """What a read of the whole feed comes to. Raises UnavailableError where it was not whole."""
        last = self._last_runs(feed.id)
        had, _ = run.store.count_unseen(feed.id, run.number)
        expected = next((report for report in last if report.outcome is RunOutcome.DONE), None)
        for tally in run.take(reader.read(feed, self._cursor(feed, last))):
            if on_progress is not None:
                on_progress(SyncProgress(feed.id, tally.read, tally.rejected_count, _rows_of(expected)))
        cursor = reader.cursor_after()
        if cursor is None:
            return _report(feed, RunOutcome.UNCHANGED)
        waiting = self._close_unseen(feed, run, had, may_shrink) if feed.is_snapshot else None
        if waiting is not None:
            return waiting
        self._feeds.save_cursor(feed.id, cursor)
        return _report(feed, RunOutcome.DONE)

    def _close_unseen(self, feed: Feed, run: _AnyRun, had: int, may_shrink: bool) -> RunReport | None:
        """Closes what the run has not seen; or the report of a feed that would shrink too much."""
        is_open, unseen = run.store.count_unseen(feed.id, run.number)
        remaining = is_open - unseen
        if not may_shrink and had >= SHRINKS_FROM and unseen and remaining * 2 <= had:
            message = (
                f"The feed would shrink from {had} to {remaining} open adverts. Nothing was closed. Look at "
                f"the source; if it is right, run `feeds sync {feed.id} --accept`."
            )
            return replace(_report(feed, RunOutcome.WAITS), message=message, would_close=unseen)
        if unseen:
            run.tally.closed += run.store.close_unseen(feed.id, run.number)
        return None

    def _cursor(self, feed: Feed, last: Sequence[RunReport]) -> Cursor:
        """Where to begin. After a run of a snapshot that was not whole everything is read: it may have taken in what
        the source has since taken back."""
        is_after_failure = bool(last) and last[0].outcome in (RunOutcome.FAILED, RunOutcome.WAITS)
        return Cursor() if feed.is_snapshot and is_after_failure else self._feeds.load_cursor(feed.id)

    def _last_runs(self, feed_id: str) -> list[RunReport]:
        return [report for _, report in self._feeds.list_runs(feed_id)]

    def _in_run(self, feed: Feed, work: "Callable[[_AnyRun], RunReport]", still_ours: Callable[[], bool]) -> RunReport:
        """A run around the work; it ends with a report whatever happens."""
        started_at = self._clock.now()
        number = self._feeds.begin_run(feed.id, started_at)
        run = self._open_run(feed, number, still_ours)
        report = RunReport(feed.id, started_at, started_at, RunOutcome.FAILED, message="The run broke off.")
        try:
            report = work(run)
        except AssistantError as error:
            report = replace(report, message=str(error))
        finally:
            report = replace(run.tally.on(report), started_at=started_at, ended_at=self._clock.now())
            self._feeds.end_run(number, report)
        return report

    def _open_run(self, feed: Feed, number: int, still_ours: Callable[[], bool]) -> _AnyRun:
        if feed.carries is FeedContent.COURSES:
            return self._of_courses().open_run(feed, number, still_ours)
        return self._vacancies.open_run(feed, number, still_ours)

    def _of_courses(self) -> CourseTarget:
        if self._courses is None:
            raise ConflictError("Feeds of courses are not read here.")
        return self._courses

    def _is_due(self, feed: Feed, now: datetime) -> bool:
        if feed.is_paused or feed.every_seconds <= 0 or feed.kind not in self._readers:
            return False
        latest = next(iter(self._feeds.list_runs(feed.id, 1)), None)
        return latest is None or now - latest[1].started_at >= timedelta(seconds=feed.every_seconds)

    def _get(self, feed_id: str) -> Feed:
        feed = self._feeds.find_feed(feed_id)
        if feed is None:
            raise NotFoundError(f"There is no feed '{feed_id}'.")
        return feed


_NO_MOMENT = datetime(1970, 1, 1, tzinfo=CHONGQING)


class _Claim:
    """The right to read a feed, of one run: another run in the same process has to wait as well."""

    def __init__(self, feeds: FeedStore, feed_id: str, clock: Clock) -> None:
        self._feeds, self._clock = feeds, clock
        self._name, self._holder = f"feed:{feed_id}", secrets.token_hex(8)
        self._taken_at = clock.now()

    def take(self) -> bool:
        self._taken_at = self._clock.now()
        return self._feeds.claim(self._name, self._holder, CLAIM_SECONDS, self._taken_at)

    def keep(self) -> bool:
        """Whether the feed is still ours; asks the store now and then only."""
        return self._clock.now() - self._taken_at < _RENEW_AFTER or self.take()

    def give_back(self) -> None:
        """A claim of no length: the next run need not wait until this one's would have ended."""
        with suppress(UnavailableError):
            self._feeds.claim(self._name, self._holder, 0, self._clock.now())


def _pushed(feed: Feed, run: _AnyRun, batch: Batch) -> RunReport:
    for _ in run.take([batch]):
        pass
    return _report(feed, RunOutcome.DONE)


def _report(feed: Feed, outcome: RunOutcome) -> RunReport:
    """The times and figures are put in when the run ends."""
    return RunReport(feed.id, _NO_MOMENT, _NO_MOMENT, outcome)


def _rows_of(report: RunReport | None) -> int | None:
    if report is None:
        return None
    return report.taken + report.changed + report.unchanged + report.rejected_count
