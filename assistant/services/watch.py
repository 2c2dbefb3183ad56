"""What somebody who watches the service needs to know now: read when asked, by parts that fail alone."""

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from assistant.domain.cases import LIVE_STATES
from assistant.domain.knowledge import KnowledgeBase
from assistant.domain.labour_requests import LIVE_LABOUR_STATES
from assistant.services.case_ports import CaseDeskStore, QueueQuery
from assistant.services.clock import Clock
from assistant.services.labour_ports import LabourStore
from assistant.services.oversight import freshness_of, lapsing_of
from assistant.services.turn_log import log_failure
from assistant.services.vacancy_ports import FeedStore, RunOutcome

_log = logging.getLogger(__name__)
#: Within so many days a document that lapses wants an editor.
LAPSES_SOON = 30
_SOON = timedelta(hours=1)
WATCHED = "assistant_watch_up"


@dataclass(frozen=True)
class Gauge:
    """One number. `name` as Prometheus has it, with its unit at the end; labels hold names of ours only."""

    name: str
    help: str
    value: float
    labels: Mapping[str, str] = field(default_factory=dict)


WatchPart = Callable[[], Iterable[Gauge]]


class Watch:
    """All parts; one that fails is told by `assistant_watch_up`, and the others are told all the same."""

    def __init__(self, parts: Mapping[str, WatchPart]) -> None:
        self._parts = dict(parts)

    def read(self) -> Iterator[Gauge]:
        for name, part in self._parts.items():
            try:
                found = list(part())
            except Exception as error:  # whoever scrapes must get the rest, above all when something is wrong
                log_failure(_log, error)
                found = []
                yield Gauge(WATCHED, "Whether this part could be read", 0, {"part": name})
            else:
                yield Gauge(WATCHED, "Whether this part could be read", 1, {"part": name})
            yield from found


def watch_feeds(feeds: FeedStore, clock: Clock) -> Iterator[Gauge]:
    """Of every source that is not paused."""
    now = clock.now()
    for one in freshness_of(feeds, now):
        if one.feed.is_paused:
            continue
        labels = {"feed": one.feed.id}
        outcome = one.last.outcome if one.last is not None else None
        yield Gauge("assistant_feed_late", "Nothing came for three intervals", one.is_late, labels)
        yield Gauge("assistant_feed_failing", "The last run failed", outcome is RunOutcome.FAILED, labels)
        yield Gauge("assistant_feed_waits", "It shrank: somebody must decide", outcome is RunOutcome.WAITS, labels)
        if one.last is not None:
            age = (now - one.last.ended_at).total_seconds()
            yield Gauge("assistant_feed_last_run_age_seconds", "Since the last run ended", age, labels)


def watch_cases(cases: CaseDeskStore, clock: Clock) -> Iterator[Gauge]:
    """Cases somebody has to do something about, and how many are past a deadline or within an hour of one."""
    now = clock.now()
    live = tuple(sorted(LIVE_STATES))
    counts = cases.count_queue(QueueQuery(states=live), now)
    for team, count in sorted(counts.by_team.items()):
        yield Gauge("assistant_cases_live", "Cases that somebody must do something about", count, {"team": team})
    yield Gauge("assistant_cases_overdue", "Cases past a deadline", counts.overdue)
    soon = cases.find_queue(QueueQuery(states=live, due_before=now + _SOON, size=1)).total - counts.overdue
    yield Gauge("assistant_cases_due_soon", "Cases with a deadline within the hour", max(soon, 0))


def watch_labour(labour: LabourStore, clock: Clock) -> Iterator[Gauge]:
    counts = labour.count_queue(clock.now())
    live = sum(count for state, count in counts.by_state.items() if state in LIVE_LABOUR_STATES)
    yield Gauge("assistant_labour_requests_live", "Labour requests somebody must do something about", live)
    yield Gauge("assistant_labour_requests_overdue", "Labour requests past a deadline", counts.overdue)


def watch_lapse(knowledge: KnowledgeBase, today: date) -> Iterator[Gauge]:
    """Documents that end, or must be looked at again, soon: from that day on they are told as history."""
    found = lapsing_of(knowledge, today, LAPSES_SOON)
    for kind, is_end in (("end", True), ("review", False)):
        count = sum(one.is_end is is_end for one in found)
        yield Gauge(
            "assistant_documents_lapsing", f"Documents that lapse within {LAPSES_SOON} days", count, {"kind": kind}
        )
    days = min(((one.on - today).days for one in found), default=LAPSES_SOON)
    yield Gauge("assistant_documents_next_lapse_days", f"Until the next one lapses, {LAPSES_SOON} at most", days)


def watch_waiting(count_waiting: Callable[[datetime], int], clock: Clock) -> Iterator[Gauge]:
    yield Gauge("assistant_notices_waiting", "Notices due that were not told yet", count_waiting(clock.now()))
