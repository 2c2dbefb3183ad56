"""What accounts of staff need from the outside."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, runtime_checkable

from assistant.domain.staff import AuditEvent, Role, StaffAccount, StaffMember, StaffSession


@runtime_checkable
class PasswordHasher(Protocol):
    """Makes of a password what may be kept. Slow on purpose."""

    def hash(self, password: str) -> str:
        """Another one each time."""
        ...

    def verify(self, password_hash: str, password: str) -> bool:
        """False too for a hash that cannot be read."""
        ...

    def needs_rehash(self, password_hash: str) -> bool:
        """Whether it was made with weaker settings than today's."""
        ...


@runtime_checkable
class StaffStore(Protocol):
    """Keeps accounts and sessions. Every method may raise UnavailableError."""

    def add_account(self, account: StaffAccount, only_as_first: bool = False) -> bool:
        """False, and nothing kept, where `only_as_first` and there is an account already, also of two at once.

        Raises ConflictError if the name is taken.
        """
        ...

    def find_account(self, name: str) -> StaffAccount | None: ...

    def list_members(self) -> Sequence[StaffMember]:
        """In the order of their names."""
        ...

    def set_password(self, name: str, password_hash: str, given_out_until: datetime | None = None) -> None:
        """`given_out_until`: it was given out, works until then and must be changed; it also opens a locked account.

        Raises NotFoundError.
        """
        ...

    def set_role(self, name: str, role: Role, team: str) -> StaffMember:
        """Raises NotFoundError; ConflictError for the last administrator who can still log in."""
        ...

    def set_display_name(self, name: str, display_name: str) -> StaffMember:
        """Raises NotFoundError."""
        ...

    def lock_account(self, name: str) -> StaffMember:
        """Locks it, and ends its sessions. Raises NotFoundError; ConflictError for the last administrator who can
        still log in, also of two at once."""
        ...

    def begin_attempt(self, name: str, at: datetime) -> StaffAccount | None:
        """Counts an attempt to log in before it is known how it ends, so that many at once gain nothing.

        The account as it was before; one that is kept out now is left as it is. None where there is none.
        """
        ...

    def clear_attempts(self, name: str) -> None:
        """The attempt was a good one: counting begins anew."""
        ...

    def add_session(self, session: StaffSession) -> None: ...

    def find_session(self, digest: str) -> StaffSession | None: ...

    def touch_session(self, digest: str, at: datetime) -> None:
        """Notes that it is in use; one that has been ended stays so."""
        ...

    def end_session(self, digest: str) -> None: ...

    def end_sessions(self, name: str) -> int:
        """All sessions of the account; how many there were."""
        ...

    def drop_sessions(self, opened_before: datetime, seen_before: datetime) -> int:
        """Removes what has expired either way; how many."""
        ...


@dataclass(frozen=True)
class AuditQuery:
    """Which records; None sets no limit."""

    actor: str | None = None
    action: str | None = None
    subject: str | None = None
    since: datetime | None = None
    page: int = 1
    size: int = 100


@runtime_checkable
class AuditLog(Protocol):
    """What staff did; nothing is ever changed or removed. May raise UnavailableError."""

    def add_event(self, event: AuditEvent) -> None: ...

    def list_events(self, query: AuditQuery) -> Sequence[AuditEvent]:
        """The latest first."""
        ...
