"""The chat can be told to rest, with a reason: all processes see it within a second, everything else goes on."""

import threading
import time
from collections.abc import Callable

from assistant.domain.case_rights import OfficeAction, may_in_office
from assistant.domain.errors import ConflictError, InvalidInputError, NotAllowedError
from assistant.domain.staff import AuditEvent, StaffMember
from assistant.services.clock import Clock
from assistant.services.oversight_ports import Pause, PauseStore
from assistant.services.staff_ports import AuditLog

#: How long what was read stays good.
FRESH_SECONDS = 1.0
_LONGEST_REASON = 200
_NOT_YOUR_ROLE = "您的岗位不能暂停或恢复对话。"


class ChatPause:
    """Whether the chat rests. Raises UnavailableError where that cannot be found out: then nothing is answered."""

    def __init__(
        self,
        store: PauseStore,
        audit: AuditLog,
        clock: Clock,
        mask: Callable[[str], str],
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._store, self._audit, self._clock, self._mask, self._monotonic = store, audit, clock, mask, monotonic
        self._lock = threading.Lock()
        self._known: Pause | None = None
        self._read_at: float | None = None

    def current(self) -> Pause | None:
        """The pause in force, at most a second old."""
        with self._lock:
            now = self._monotonic()
            if self._read_at is None or now - self._read_at >= FRESH_SECONDS:
                self._known = self._store.find_pause()
                self._read_at = now
            return self._known

    def begin(self, member: StaffMember, reason: str) -> Pause:
        """Raises NotAllowedError, InvalidInputError without a reason, ConflictError where it rests already."""
        _require(member)
        told = self._mask(" ".join(reason.split()))
        if not told or len(told) > _LONGEST_REASON:
            raise InvalidInputError(f"请写清楚为什么暂停，不超过 {_LONGEST_REASON} 个字。")
        pause = Pause(self._clock.now(), member.name, told)
        if not self._store.begin_pause(pause):
            raise ConflictError("对话已经在暂停中。")
        self._forget()
        self._audit.add_event(AuditEvent(pause.since, member.name, "chat_paused", "chat", told))
        return pause

    def end(self, member: StaffMember) -> None:
        """Raises NotAllowedError; ConflictError where it did not rest."""
        _require(member)
        if not self._store.end_pause():
            raise ConflictError("对话没有暂停，不用恢复。")
        self._forget()
        self._audit.add_event(AuditEvent(self._clock.now(), member.name, "chat_resumed", "chat"))

    def _forget(self) -> None:
        with self._lock:
            self._read_at = None


def _require(member: StaffMember) -> None:
    if not may_in_office(member, OfficeAction.PAUSE_CHAT):
        raise NotAllowedError(_NOT_YOUR_ROLE)
