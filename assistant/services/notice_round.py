"""The rounds by which notices are written and told, in a thread of their own: a slow channel holds nothing else up."""

import json
import logging
from threading import Event

from assistant.services.deadline_notices import DeadlineNotices
from assistant.services.tell_notices import TellNotices
from assistant.services.turn_log import log_failure

_log = logging.getLogger(__name__)


class NoticeRound:
    """`loop` is meant for a thread of its own; `stop` ends it."""

    def __init__(self, deadlines: DeadlineNotices, tell: TellNotices, pause_seconds: float = 5.0) -> None:
        self._deadlines, self._tell, self._pause_seconds = deadlines, tell, pause_seconds
        self._stopped = Event()

    def run_once(self) -> None:
        """A failure is logged by its kind; the next round finds the same again."""
        for name, work in (("digests_written", self._deadlines.run_once), ("notices_told", self._tell.run_once)):
            try:
                count = work()
            except Exception as error:  # the thread must outlive whatever goes wrong in one round
                log_failure(_log, error)
                continue
            if count:
                _log.info(json.dumps({"event": name, "count": count}))

    def loop(self) -> None:
        while not self._stopped.wait(self._pause_seconds):
            self.run_once()

    def stop(self) -> None:
        self._stopped.set()
