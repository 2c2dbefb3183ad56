"""Feeds read when their time has come, by one node at a time."""

import json
import logging
from collections.abc import Sequence
from datetime import datetime
from threading import Event
from typing import Protocol, runtime_checkable

from assistant.services.clock import Clock
from assistant.services.turn_log import log_failure
from assistant.services.vacancy_ports import RunOutcome, RunReport

_log = logging.getLogger(__name__)


@runtime_checkable
class SyncsFeeds(Protocol):
    def sync_all_due(self, now: datetime) -> Sequence[RunReport]:
        """Reads the feeds whose time has come."""
        ...


class FeedSchedule:
    """Looks every `pause_seconds` whether a feed is due. `loop` is meant for a thread of its own; `stop` ends it."""

    def __init__(self, sync: SyncsFeeds, clock: Clock, pause_seconds: float = 15.0) -> None:
        self._sync, self._clock, self._pause_seconds = sync, clock, pause_seconds
        self._stopped = Event()

    def run_once(self) -> tuple[RunReport, ...]:
        """Reads what is due; a failure is logged and tried again the next time."""
        try:
            reports = tuple(self._sync.sync_all_due(self._clock.now()))
        except Exception as error:  # the thread must outlive whatever goes wrong in one round
            log_failure(_log, error)
            return ()
        for report in reports:
            _log_report(report)
        return reports

    def loop(self) -> None:
        while not self._stopped.is_set():
            self.run_once()
            self._stopped.wait(self._pause_seconds)

    def stop(self) -> None:
        self._stopped.set()


def _log_report(report: RunReport) -> None:
    is_bad = report.outcome in (RunOutcome.FAILED, RunOutcome.WAITS)
    event = {
        "event": "feed_run",
        "feed": report.feed_id,
        "outcome": report.outcome.value,
        "taken": report.taken,
        "changed": report.changed,
        "unchanged": report.unchanged,
        "closed": report.closed,
        "held": report.held,
        "rejected": report.rejected_count,
        "would_close": report.would_close,
    }
    _log.log(logging.WARNING if is_bad else logging.INFO, json.dumps(event))
