"""Accounts, sessions and the audit log in memory; a hasher that costs nothing."""

import threading
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from assistant.domain.errors import ConflictError, NotFoundError
from assistant.domain.staff import AuditEvent, Role, StaffAccount, StaffMember, StaffSession, locked_until
from assistant.services.staff_ports import AuditQuery


class FakeStaffStore:
    def __init__(self, *members: StaffMember) -> None:
        self._accounts = {member.name: StaffAccount(member, "") for member in members}
        self._sessions: dict[str, StaffSession] = {}
        self._lock = threading.RLock()

    def add_account(self, account: StaffAccount, only_as_first: bool = False) -> bool:
        with self._lock:
            if only_as_first and self._accounts:
                return False
            if account.member.name in self._accounts:
                raise ConflictError(account.member.name)
            self._accounts[account.member.name] = account
        return True

    def find_account(self, name: str) -> StaffAccount | None:
        return self._accounts.get(name)

    def list_members(self) -> Sequence[StaffMember]:
        return tuple(self._accounts[name].member for name in sorted(self._accounts))

    def set_password(self, name: str, password_hash: str, given_out_until: datetime | None = None) -> None:
        with self._lock:
            account = replace(self._get(name), password_hash=password_hash, password_expires_at=given_out_until)
            member = replace(account.member, must_change_password=given_out_until is not None)
            if given_out_until is not None:
                member = replace(member, is_locked=False)
                account = replace(account, failures=0, locked_until=None)
            self._accounts[name] = replace(account, member=member)

    def set_role(self, name: str, role: Role, team: str) -> StaffMember:
        with self._lock:
            account = self._get(name)
            if role is not Role.ADMINISTRATOR:
                self._keep_one_administrator(name)
            self._accounts[name] = replace(account, member=replace(account.member, role=role, team=team))
            return self._accounts[name].member

    def set_display_name(self, name: str, display_name: str) -> StaffMember:
        account = self._get(name)
        self._accounts[name] = replace(account, member=replace(account.member, display_name=display_name))
        return self._accounts[name].member

    def lock_account(self, name: str) -> StaffMember:
        with self._lock:
            account = self._get(name)
            self._keep_one_administrator(name)
            self._accounts[name] = replace(account, member=replace(account.member, is_locked=True))
            self.end_sessions(name)
            return self._accounts[name].member

    def begin_attempt(self, name: str, at: datetime) -> StaffAccount | None:
        with self._lock:
            account = self._accounts.get(name)
            if account is None or account.is_kept_out(at):
                return account
            failures = account.failures + 1
            until = locked_until(failures, at)
            self._accounts[name] = replace(account, failures=failures, locked_until=until)
            return account

    def clear_attempts(self, name: str) -> None:
        self._accounts[name] = replace(self._get(name), failures=0, locked_until=None)

    def add_session(self, session: StaffSession) -> None:
        account = self._accounts.get(session.name)
        if account is None or account.member.is_locked:
            raise ConflictError(session.name)
        self._sessions[session.digest] = session

    def find_session(self, digest: str) -> StaffSession | None:
        return self._sessions.get(digest)

    def touch_session(self, digest: str, at: datetime) -> None:
        if digest in self._sessions:
            self._sessions[digest] = replace(self._sessions[digest], seen_at=at)

    def end_session(self, digest: str) -> None:
        self._sessions.pop(digest, None)

    def end_sessions(self, name: str) -> int:
        return self._drop([s for s in self._sessions.values() if s.name == name])

    def drop_sessions(self, opened_before: datetime, seen_before: datetime) -> int:
        sessions = self._sessions.values()
        return self._drop([s for s in sessions if s.opened_at <= opened_before or s.seen_at <= seen_before])

    def _drop(self, sessions: list[StaffSession]) -> int:
        for session in sessions:
            del self._sessions[session.digest]
        return len(sessions)

    def _get(self, name: str) -> StaffAccount:
        if name not in self._accounts:
            raise NotFoundError(name)
        return self._accounts[name]

    def _keep_one_administrator(self, name: str) -> None:
        able = [m.name for m in self.list_members() if m.role is Role.ADMINISTRATOR and not m.is_locked]
        if able == [name]:
            raise ConflictError(name)


class FakeAuditLog:
    def __init__(self) -> None:
        self.events: list[AuditEvent] = []

    def add_event(self, event: AuditEvent) -> None:
        self.events.append(event)

    def list_events(self, query: AuditQuery) -> Sequence[AuditEvent]:
        chosen = [
            event
            for event in reversed(self.events)
            if query.actor in (None, event.actor)
            and query.action in (None, event.action)
            and query.subject in (None, event.subject)
            and (query.since is None or event.at >= query.since)
        ]
        return tuple(chosen[(query.page - 1) * query.size : query.page * query.size])


class PlainHasher:
    """Shows what it was given; `is_weak`: its hashes are to be made anew."""

    def __init__(self, is_weak: bool = False) -> None:
        self.is_weak = is_weak
        self.verified = 0

    def hash(self, password: str) -> str:
        return f"plain:{password}"

    def verify(self, password_hash: str, password: str) -> bool:
        self.verified += 1
        return password_hash == f"plain:{password}"

    def needs_rehash(self, password_hash: str) -> bool:
        return self.is_weak
