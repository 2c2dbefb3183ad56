"""Claims that have ended go back to the queue, by any process at any time."""

import json
import logging
from collections.abc import Callable, Sequence
from datetime import datetime
from threading import Event

from assistant.domain.case_steps import Happening
from assistant.domain.cases import SERVICE, Case, CaseState, EventKind
from assistant.domain.errors import ConflictError
from assistant.services.case_ports import QueueQuery
from assistant.services.case_steps import CaseParts, take_step
from assistant.services.turn_log import log_failure

_log = logging.getLogger(__name__)
_AT_ONCE = 200


def return_expired_claims(parts: CaseParts, now: datetime) -> tuple[Case, ...]:
    """The cases given back to the queue. One on which its owner has just done something is left alone; several
    processes may do this at once."""
    returned: list[Case] = []
    query = QueueQuery(states=(CaseState.CLAIMED,), claim_ends_before=now, size=_AT_ONCE)
    while found := parts.store.find_queue(query).cases:
        progress = len(returned)
        for case in found:
            try:
                returned.append(take_step(parts, case, Happening(EventKind.EXPIRED, SERVICE, now)))
            except ConflictError:
                continue
        if len(returned) == progress:
            break
    return tuple(returned)


class CaseSweep:
    """`loop` is meant for a thread of its own; `stop` ends it. `chores`: what else is cleared away each time, by the
    name it is logged under; each says how much it was."""

    def __init__(
        self, parts: CaseParts, chores: Sequence[tuple[str, Callable[[], int]]] = (), pause_seconds: float = 60.0
    ) -> None:
        self._parts, self._chores, self._pause_seconds = parts, tuple(chores), pause_seconds
        self._stopped = Event()

    def run_once(self) -> tuple[Case, ...]:
        """The cases given back; a failure is logged by its kind, and the next round finds the same again."""
        returned: tuple[Case, ...] = ()

        def give_back() -> int:
            nonlocal returned
            returned = return_expired_claims(self._parts, self._parts.clock.now())
            return len(returned)

        for name, chore in (("claims_returned", give_back), *self._chores):
            try:
                count = chore()
            except Exception as error:  # the thread must outlive whatever goes wrong in one round
                log_failure(_log, error)
                continue
            if count:
                _log.info(json.dumps({"event": name, "count": count}))
        return returned

    def loop(self) -> None:
        while not self._stopped.wait(self._pause_seconds):
            self.run_once()

    def stop(self) -> None:
        self._stopped.set()
