"""Accounts of staff: made, locked and reset by administrators; logging in, sessions, passwords."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from assistant.domain.case_rights import OfficeAction, may_in_office
from assistant.domain.cases import COMMAND_LINE, GENERAL_TEAM, SERVICE
from assistant.domain.errors import NotAllowedError, NotFoundError
from assistant.domain.staff import (
    AuditEvent,
    Role,
    SessionTerms,
    StaffAccount,
    StaffMember,
    StaffSession,
    as_account_name,
    as_display_name,
    check_new_password,
)
from assistant.services.clock import Clock
from assistant.services.staff_ports import AuditLog, AuditQuery, PasswordHasher, StaffStore

#: Whoever sits at the machine itself.
OPERATOR = StaffMember(COMMAND_LINE, Role.ADMINISTRATOR)
FIRST_ADMINISTRATOR = "admin"

_ONE_TIME_LASTS = timedelta(days=7)
_SEEN_EVERY = timedelta(minutes=1)
_SYMBOLS = "abcdefghjkmnpqrstuvwxyz23456789"
_LONGEST_TRIED = 200
_LARGEST_PAGE = 500
_WRONG = "账号或密码不对，或者这个账号暂时不能登录。连续输错会锁定一段时间；请稍后再试，或请管理员重设密码。"
_WRONG_FORMER = "原来的密码不对，或者输错次数太多。请稍后再试。"
_NOT_YOUR_ROLE = "您的岗位没有这项权限。"
_LOGGED_OUT = "登录已经过期，请重新登录。"
_NOBODY = "没有叫“{}”的账号。"


@dataclass(frozen=True)
class NewPassword:
    """A password that was given out: shown once, kept nowhere, to be changed at the first login."""

    name: str
    password: str = field(repr=False)


@dataclass(frozen=True)
class OpenedSession:
    """Somebody has logged in. The token goes into a cookie and is kept nowhere else."""

    token: str = field(repr=False)
    member: StaffMember


def csrf_token(token: str) -> str:
    """What a form of this session must carry; nobody can make it without the session's token."""
    return hashlib.sha256(f"csrf:{token}".encode("utf-8", "replace")).hexdigest()


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


class StaffAccounts:
    """Every method with `actor` raises NotAllowedError unless the actor manages accounts."""

    def __init__(
        self,
        store: StaffStore,
        audit: AuditLog,
        hasher: PasswordHasher,
        clock: Clock,
        terms: SessionTerms | None = None,
    ) -> None:
        self._store, self._audit, self._hasher, self._clock = store, audit, hasher, clock
        self._terms = terms or SessionTerms()
        self._decoy = ""

    def has_members(self) -> bool:
        """Whether there is any account."""
        return bool(self._store.list_members())

    def make_first_administrator(self) -> NewPassword | None:
        """The first account and its one-time password; None once there is any account."""
        if self.has_members():
            return None
        account, given = self._new_account(FIRST_ADMINISTRATOR, Role.ADMINISTRATOR, GENERAL_TEAM)
        if not self._store.add_account(account, only_as_first=True):
            return None
        self._record(SERVICE, "account_added", FIRST_ADMINISTRATOR, Role.ADMINISTRATOR)
        return given

    def add(
        self, actor: StaffMember, name: str, role: Role, team: str = GENERAL_TEAM, display_name: str = ""
    ) -> NewPassword:
        """`display_name`: how people see the member. Raises InvalidInputError for a name that cannot be used,
        ConflictError for one that is taken."""
        self._require(actor, OfficeAction.MANAGE_ACCOUNTS)
        name = as_account_name(name)
        account, given = self._new_account(name, role, team, as_display_name(display_name, name))
        self._store.add_account(account)
        self._record(actor.name, "account_added", name, role)
        return given

    def set_display_name(self, actor: StaffMember, name: str, display_name: str) -> StaffMember:
        """What people see from now on; what was written before keeps the name it was written under. Raises
        NotFoundError, InvalidInputError."""
        self._require(actor, OfficeAction.MANAGE_ACCOUNTS)
        known = self._known(name).name
        member = self._store.set_display_name(known, as_display_name(display_name, known))
        self._record(actor.name, "display_name_set", member.name)
        return member

    def list_members(self, actor: StaffMember) -> Sequence[StaffMember]:
        self._require(actor, OfficeAction.MANAGE_ACCOUNTS)
        return self._store.list_members()

    def lock(self, actor: StaffMember, name: str) -> StaffMember:
        """Ends all sessions; a reset opens the account again. Raises NotFoundError; ConflictError for the last
        administrator."""
        self._require(actor, OfficeAction.MANAGE_ACCOUNTS)
        member = self._store.lock_account(self._known(name).name)
        self._record(actor.name, "account_locked", member.name)
        return member

    def reset(self, actor: StaffMember, name: str) -> NewPassword:
        """A new one-time password, for an account that is locked too; ends all sessions. Raises NotFoundError."""
        self._require(actor, OfficeAction.MANAGE_ACCOUNTS)
        name = self._known(name).name
        given = NewPassword(name, _make_password())
        self._store.set_password(name, self._hasher.hash(given.password), self._clock.now() + _ONE_TIME_LASTS)
        self._store.end_sessions(name)
        self._record(actor.name, "password_reset", name)
        return given

    def set_role(self, actor: StaffMember, name: str, role: Role, team: str = GENERAL_TEAM) -> StaffMember:
        """In force with the next page. Raises NotFoundError; ConflictError for the last administrator."""
        self._require(actor, OfficeAction.MANAGE_ACCOUNTS)
        member = self._store.set_role(self._known(name).name, role, team)
        self._record(actor.name, "role_set", member.name, role)
        return member

    def list_audit(self, actor: StaffMember, query: AuditQuery) -> Sequence[AuditEvent]:
        """The latest first. Raises NotAllowedError unless the actor may read the log."""
        self._require(actor, OfficeAction.READ_AUDIT)
        size = min(max(1, query.size), _LARGEST_PAGE)
        return self._audit.list_events(
            AuditQuery(query.actor, query.action, query.subject, query.since, max(1, query.page), size)
        )

    def log_in(self, name: str, password: str) -> OpenedSession:
        """Raises NotAllowedError, always in the same words and after the same work, whatever the reason."""
        account = self._checked(name.strip().lower(), password)
        if account is None:
            raise NotAllowedError(_WRONG)
        name = account.member.name
        self._store.clear_attempts(name)
        if account.password_expires_at is None and self._hasher.needs_rehash(account.password_hash):
            self._store.set_password(name, self._hasher.hash(password))
        self._record(name, "logged_in", name)
        return self._open_session(account.member)

    def member_of(self, token: str, is_use: bool = True) -> StaffMember | None:
        """Who is logged in with the token; None where the session has expired or been ended.

        A member who `must_change_password` may do nothing else before. `is_use`: somebody did something; False where
        only a page asks by itself, which must not keep the session of somebody who has walked away.
        """
        now = self._clock.now()
        session = self._store.find_session(_digest(token))
        if session is None:
            return None
        account = self._store.find_account(session.name)
        if account is None or account.member.is_locked or not self._terms.holds(session, now):
            self._store.end_session(session.digest)
            return None
        if is_use and now - session.seen_at >= _SEEN_EVERY:
            self._store.touch_session(session.digest, now)
        return account.member

    def log_out(self, token: str) -> None:
        session = self._store.find_session(_digest(token))
        if session is not None:
            self._store.end_session(session.digest)
            self._record(session.name, "logged_out", session.name)

    def log_out_everywhere(self, token: str) -> int:
        """All sessions of whoever holds the token; how many. Raises NotAllowedError for one that has expired."""
        member = self.member_of(token)
        if member is None:
            raise NotAllowedError(_LOGGED_OUT)
        ended = self._store.end_sessions(member.name)
        self._record(member.name, "logged_out_everywhere", member.name)
        return ended

    def change_password(self, token: str, former: str, new: str) -> OpenedSession:
        """Ends all sessions and opens one anew.

        Raises NotAllowedError for a session that has expired or a wrong former password (counted as a failed login),
        InvalidInputError for a new one that will not do.
        """
        member = self.member_of(token)
        if member is None:
            raise NotAllowedError(_LOGGED_OUT)
        check_new_password(new, member.name, former_is_same=new == former)
        account = self._checked(member.name, former)
        if account is None:
            raise NotAllowedError(_WRONG_FORMER)
        self._store.set_password(member.name, self._hasher.hash(new))
        self._store.clear_attempts(member.name)
        self._store.end_sessions(member.name)
        self._record(member.name, "password_changed", member.name)
        return self._open_session(self._known(member.name))

    def drop_expired_sessions(self) -> int:
        """Removes what can open nothing any more; how many."""
        now = self._clock.now()
        return self._store.drop_sessions(now - self._terms.longest, now - self._terms.idle)

    def _checked(self, name: str, password: str) -> StaffAccount | None:
        """The account whose password it is and that may log in now; a failure is counted before it is known."""
        now = self._clock.now()
        account = self._store.begin_attempt(name, now)
        kept = account.password_hash if account is not None else self._decoy_hash()
        is_right = self._hasher.verify(kept, password[:_LONGEST_TRIED]) and len(password) <= _LONGEST_TRIED
        if account is None:
            self._record("unknown", "login_failed")  # what was typed as a name may be a password
            return None
        expired = account.password_expires_at is not None and now >= account.password_expires_at
        if is_right and not account.is_kept_out(now) and not account.member.is_locked and not expired:
            return account
        reason = "locked" if account.member.is_locked else "kept out" if account.is_kept_out(now) else "wrong"
        self._record(account.member.name, "login_failed", account.member.name, "expired" if expired else reason)
        return None

    def _decoy_hash(self) -> str:
        """For names nobody has: the answer takes as long as for others."""
        self._decoy = self._decoy or self._hasher.hash(secrets.token_urlsafe(16))
        return self._decoy

    def _open_session(self, member: StaffMember) -> OpenedSession:
        token, now = secrets.token_urlsafe(32), self._clock.now()
        self._store.add_session(StaffSession(_digest(token), member.name, now, now))
        return OpenedSession(token, member)

    def _new_account(
        self, name: str, role: Role, team: str, display_name: str = ""
    ) -> tuple[StaffAccount, NewPassword]:
        now, given = self._clock.now(), NewPassword(name, _make_password())
        member = StaffMember(name, role, team.strip() or GENERAL_TEAM, False, True, now, display_name)
        return StaffAccount(member, self._hasher.hash(given.password), now + _ONE_TIME_LASTS), given

    def _known(self, name: str) -> StaffMember:
        account = self._store.find_account(name.strip().lower())
        if account is None:
            raise NotFoundError(_NOBODY.format(name))
        return account.member

    def _require(self, actor: StaffMember, action: OfficeAction) -> None:
        if not may_in_office(actor, action):
            raise NotAllowedError(_NOT_YOUR_ROLE)

    def _record(self, actor: str, action: str, subject: str = "", detail: str = "") -> None:
        self._audit.add_event(AuditEvent(self._clock.now(), actor, action, subject, detail))


def _make_password() -> str:
    """Eighty bits, in groups that can be read aloud."""
    return "-".join("".join(secrets.choice(_SYMBOLS) for _ in range(4)) for _ in range(4))
