"""Saved searches looked at again every few minutes, by one node at a time."""

import json
import logging
from collections.abc import Callable
from threading import Event

from assistant.domain.saved_searches import Notice
from assistant.services.clock import Clock
from assistant.services.find_vacancies import VacancySearch
from assistant.services.saved_searches import SavedSearches
from assistant.services.turn_log import log_failure

_log = logging.getLogger(__name__)


class SavedSearchSchedule:
    """`loop` is meant for a thread of its own; `stop` ends it. `search`: vacancies as of the day it is called."""

    def __init__(
        self, searches: SavedSearches, search: Callable[[], VacancySearch], clock: Clock, pause_seconds: float = 300.0
    ) -> None:
        self._searches, self._search, self._clock, self._pause_seconds = searches, search, clock, pause_seconds
        self._stopped = Event()

    def run_once(self) -> tuple[Notice, ...]:
        """The notices written; a failure is logged by its kind, and the next run finds the same again."""
        try:
            written = self._searches.check_all(self._clock.now(), self._search())
        except Exception as error:  # the thread must outlive whatever goes wrong in one round
            log_failure(_log, error)
            return ()
        if written:
            named = sum(len(notice.vacancy_ids) for notice in written)
            _log.info(json.dumps({"event": "notices_written", "searches": len(written), "vacancies": named}))
        return written

    def loop(self) -> None:
        while not self._stopped.wait(self._pause_seconds):
            self.run_once()

    def stop(self) -> None:
        self._stopped.set()
