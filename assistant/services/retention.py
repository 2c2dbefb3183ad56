"""How long each class of data is kept: counted before anything goes, cleared away by any process at any time."""

import json
import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol, runtime_checkable

from assistant.domain.cases import SERVICE
from assistant.domain.staff import AuditEvent
from assistant.services.clock import Clock
from assistant.services.staff_ports import AuditLog
from assistant.services.turn_log import log_failure

_log = logging.getLogger(__name__)
_EVERY_SECONDS = 6 * 3600.0


@runtime_checkable
class KeptData(Protocol):
    """One class of data. Both may raise UnavailableError."""

    def count_older(self, before: datetime) -> int:
        """How many would be dropped now."""
        ...

    def drop_older(self, before: datetime, limit: int) -> int:
        """Drops at most `limit`, the oldest or any; how many. 0: nothing is left to drop."""
        ...


@dataclass(frozen=True)
class RetentionRule:
    """`keep_days` 0: kept for ever. `setting`: the variable it comes from."""

    name: str
    setting: str
    keep_days: int
    data: KeptData

    def before(self, now: datetime) -> datetime | None:
        return now - timedelta(days=self.keep_days) if self.keep_days else None


@dataclass(frozen=True)
class RetentionLine:
    """What a run would drop, or has dropped, of one class. `before` None: it is kept for ever."""

    rule: RetentionRule
    before: datetime | None
    count: int


class Retention:
    """Several processes may run it at once: each row goes once. Deletions are noted in the audit log, by class and
    number only."""

    def __init__(
        self,
        rules: Sequence[RetentionRule],
        audit: AuditLog,
        clock: Clock,
        at_once: int = 200,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """`at_once`: rows of one transaction, so that nobody who writes meanwhile waits long."""
        self._rules, self._audit, self._clock, self._at_once = tuple(rules), audit, clock, at_once
        self._monotonic, self._next = monotonic, monotonic()

    def preview(self) -> tuple[RetentionLine, ...]:
        """What a run would drop now; nothing is changed. May raise UnavailableError."""
        now = self._clock.now()
        lines = []
        for rule in self._rules:
            before = rule.before(now)
            lines.append(RetentionLine(rule, before, rule.data.count_older(before) if before is not None else 0))
        return tuple(lines)

    def run_once(self) -> tuple[RetentionLine, ...]:
        """What was dropped. A class that fails is logged and left to the next run; the others go on."""
        now = self._clock.now()
        lines = []
        for rule in self._rules:
            before, count = rule.before(now), 0
            if before is not None:
                try:
                    while dropped := rule.data.drop_older(before, self._at_once):
                        count += dropped
                except Exception as error:  # whatever goes wrong with one class must not keep the others
                    log_failure(_log, error)
            if count and before is not None:
                _log.info(json.dumps({"event": "retention", "class": rule.name, "count": count}))
                detail = f"{count} before {before:%Y-%m-%d}"
                self._audit.add_event(AuditEvent(now, SERVICE, "retention", rule.name, detail))
            lines.append(RetentionLine(rule, before, count))
        return tuple(lines)

    def run_when_due(self) -> int:
        """From time to time, however often it is called; how many rows were dropped."""
        if self._monotonic() < self._next:
            return 0
        self._next = self._monotonic() + _EVERY_SECONDS
        return sum(line.count for line in self.run_once())
