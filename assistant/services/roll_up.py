"""Counting hour by hour what happened, again and again, so that pictures of a year need no look at its turns."""

import json
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Event

from assistant.domain.case_policy import CasePolicy
from assistant.domain.oversight import HOUR, CaseTermsInForce, hour_of, tally_hours
from assistant.domain.regions import RegionTable
from assistant.services.clock import CHONGQING, Clock
from assistant.services.oversight_ports import OversightStore
from assistant.services.turn_log import log_failure

_log = logging.getLogger(__name__)
#: How far back is counted again once an hour: verdicts on an answer come late.
LATE = timedelta(hours=48)


class RollUp:
    """`run_once` counts what is new; `loop` is meant for a thread of its own; `stop` ends it.

    An hour can be counted any number of times, by any process: it is put in the place of what was counted before.
    """

    def __init__(
        self,
        store: OversightStore,
        policy: Callable[[], CasePolicy],
        regions: Callable[[], RegionTable],
        clock: Clock,
        pause_seconds: float = 60.0,
    ) -> None:
        self._store, self._policy, self._regions, self._clock = store, policy, regions, clock
        self._pause_seconds = pause_seconds
        self._stopped = Event()

    def run_once(self) -> int:
        """Counts from the hour before the last time on; 48 hours back when a new hour has begun. How many hours."""
        now, last = self._clock.now(), self._store.find_rolled_until()
        if last is None:
            return self.roll_up(self._store.find_earliest() or now, now)
        is_new_hour = hour_of(last) < hour_of(now)
        return self.roll_up(hour_of(last) - (LATE if is_new_hour else HOUR), now)

    def roll_up(self, since: datetime, until: datetime) -> int:
        """Counts all hours from that of `since` to that of `until`, day by day. How many hours."""
        begin, end = hour_of(since.astimezone(CHONGQING)), hour_of(until.astimezone(CHONGQING)) + HOUR
        hours = 0
        while begin < end and not self._stopped.is_set():
            stop = min(end, begin.replace(hour=0) + timedelta(days=1))
            self._roll_up_within_a_day(begin, stop, min(until, stop))
            hours += int((stop - begin) / HOUR)
            begin = stop
        return hours

    def _roll_up_within_a_day(self, begin: datetime, end: datetime, at: datetime) -> None:
        policy = self._policy()
        terms = CaseTermsInForce(policy.reply_due, policy.resolution_due)
        turns, cases = self._store.list_turn_marks(begin, end), self._store.list_case_marks(begin, end)
        self._store.replace_hours(begin, end, tally_hours(turns, cases, terms, self._district_of()), at)

    def _district_of(self) -> Callable[[str | None, datetime], str]:
        """The district or county that a region is, or lies in, on that day; '' where there is none."""
        regions = self._regions()

        def district_of(region_id: str | None, at: datetime) -> str:
            region = regions.find_current(region_id, at.date()) if region_id else None
            while region is not None and region.kind not in ("district", "county"):
                region = regions.find_current(region.parent_id, at.date()) if region.parent_id else None
            return region.id if region is not None else ""

        return district_of

    def loop(self) -> None:
        while True:
            try:
                hours = self.run_once()
                _log.debug(json.dumps({"event": "rolled_up", "hours": hours}))
            except Exception as error:  # the thread must outlive whatever goes wrong in one round
                log_failure(_log, error)
            if self._stopped.wait(self._pause_seconds):
                return

    def stop(self) -> None:
        self._stopped.set()
