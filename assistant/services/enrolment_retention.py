"""How long the details of those who have enrolled are kept: until some days after their course."""

import logging
from datetime import date, datetime, timedelta

from assistant.domain.courses import Intake
from assistant.domain.enrolment_rules import details_kept_until
from assistant.services.clock import Clock
from assistant.services.enrolment_ports import EnrolmentStore

_log = logging.getLogger(__name__)
_PAUSE = timedelta(hours=1)
_SHUT = (
    "%d enrolments have details sealed by keys that are not in FIELD_KEYS: nobody can open them. "
    "Add the key they were sealed with behind the first one; without it they are lost."
)


class EnrolmentRetention:
    """Chores of any process, each at most once an hour, however often it is called."""

    def __init__(self, store: EnrolmentStore, clock: Clock, keep_days: int) -> None:
        self._store, self._clock, self._keep_days = store, clock, keep_days
        self._next: dict[str, datetime] = {}

    def drop_due(self) -> int:
        """Removes name, telephone number and note of enrolments whose course has ended long enough ago; how many."""
        now = self._clock.now()
        if not self._has_paused("drop", now):
            return 0

        def is_due(intake: Intake | None, enrolled_on: date) -> bool:
            return details_kept_until(intake, enrolled_on, self._keep_days) < now.date()

        return self._store.drop_details(is_due, now)

    def warn_of_missing_keys(self) -> int:
        """Says so in the log where details cannot be opened, as in a backup that has lost its key; how many."""
        if not self._has_paused("keys", self._clock.now()):
            return 0
        shut = self._store.count_shut()
        if shut:
            _log.warning(_SHUT, shut)
        return shut

    def _has_paused(self, chore: str, now: datetime) -> bool:
        if now < self._next.get(chore, now):
            return False
        self._next[chore] = now + _PAUSE
        return True
