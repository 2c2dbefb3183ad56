"""Members of staff: who they are, when they are kept out, how long they stay logged in, what is recorded of them."""

import unicodedata
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from assistant.domain.cases import COMMAND_LINE, GENERAL_TEAM, PERSON, SERVICE
from assistant.domain.errors import InvalidInputError


class Role(StrEnum):
    """What somebody is there for; `case_rights.py` says what each may do. `PROVIDER`: somebody of a training provider,
    whose name is the account's team; sees the rosters of that provider and nothing else."""

    ADVISOR = "advisor"
    SPECIALIST = "specialist"
    EDITOR = "editor"
    SUPERVISOR = "supervisor"
    ADMINISTRATOR = "administrator"
    PROVIDER = "provider"


@dataclass(frozen=True)
class StaffMember:
    """An account as others may see it. `is_locked`: by an administrator, until the password is reset.

    `must_change_password`: the password was given out and works once, for choosing another. `display_name`: how people
    see the member, 王老师; empty: as staff. `name`, which logs in, is never shown to them.
    """

    name: str
    role: Role
    team: str = GENERAL_TEAM
    is_locked: bool = False
    must_change_password: bool = False
    created_at: datetime | None = None
    display_name: str = ""


@dataclass(frozen=True)
class StaffAccount:
    """An account with what logging in needs. `failures`: attempts in a row without the right password.

    `password_expires_at`: until when a password that was given out can be used; None for one's own.
    """

    member: StaffMember
    password_hash: str = field(repr=False)
    password_expires_at: datetime | None = None
    failures: int = 0
    locked_until: datetime | None = None

    def is_kept_out(self, at: datetime) -> bool:
        return self.locked_until is not None and at < self.locked_until


@dataclass(frozen=True)
class StaffSession:
    """Somebody logged in. `digest`: of the token, which is kept nowhere."""

    digest: str = field(repr=False)
    name: str
    opened_at: datetime
    seen_at: datetime


@dataclass(frozen=True)
class SessionTerms:
    """How long a session lasts without use, and in all."""

    idle: timedelta = timedelta(minutes=30)
    longest: timedelta = timedelta(hours=10)

    def holds(self, session: StaffSession, at: datetime) -> bool:
        return at < session.seen_at + self.idle and at < session.opened_at + self.longest


@dataclass(frozen=True)
class AuditEvent:
    """Who did what to what. Never a person's words, a password or contact details: `detail` names kinds, roles, states.

    `subject`: a case's number, an account's name.
    """

    at: datetime
    actor: str
    action: str
    subject: str = ""
    detail: str = ""


_FREE_ATTEMPTS = 5
_FIRST_LOCK, _LONGEST_LOCK = timedelta(minutes=1), timedelta(hours=12)
_SHORTEST_NAME, _LONGEST_NAME = 2, 32
_RESERVED = frozenset({PERSON, SERVICE, COMMAND_LINE, "unknown"})
_SHORTEST_PASSWORD, _LONGEST_PASSWORD = 10, 200
_FEWEST_CHARACTERS = 5
_LONGEST_DISPLAY_NAME = 20


def locked_until(failures: int, at: datetime) -> datetime | None:
    """Until when an account stays shut after so many failed attempts in a row: the time doubles with each more."""
    if failures < _FREE_ATTEMPTS:
        return None
    doublings = min(failures - _FREE_ATTEMPTS, 20)
    return at + min(_FIRST_LOCK * (1 << doublings), _LONGEST_LOCK)


def as_account_name(text: str) -> str:
    """The name as it is kept: small letters, full-width ones made narrow. Raises InvalidInputError."""
    name = unicodedata.normalize("NFKC", text).strip().lower()
    if not _SHORTEST_NAME <= len(name) <= _LONGEST_NAME or name in _RESERVED:
        raise InvalidInputError(f"账号名要有 {_SHORTEST_NAME} 到 {_LONGEST_NAME} 个字，且不能用系统保留的名字。")
    if not all(character.isalnum() or character in "._-" for character in name):
        raise InvalidInputError("账号名只能用汉字、字母、数字和 . _ -。")
    return name


def as_display_name(text: str, account_name: str) -> str:
    """The name people see; empty is allowed. Raises InvalidInputError."""
    name = " ".join(unicodedata.normalize("NFKC", text).split())
    if len(name) > _LONGEST_DISPLAY_NAME or not all(c.isalpha() or c in " ·." for c in name):
        raise InvalidInputError(f"显示名最多 {_LONGEST_DISPLAY_NAME} 个字，只用汉字和字母，例如“王老师”。")
    if name.lower() == account_name:
        raise InvalidInputError("显示名不能和账号名一样：账号名只用来登录，不给群众看。")
    return name


def check_new_password(password: str, name: str, former_is_same: bool) -> None:
    """Raises InvalidInputError, in words for whoever chose it."""
    if len(password) < _SHORTEST_PASSWORD:
        raise InvalidInputError(f"密码至少要 {_SHORTEST_PASSWORD} 个字符，可以用几个词连起来。")
    if len(password) > _LONGEST_PASSWORD:
        raise InvalidInputError(f"密码最多 {_LONGEST_PASSWORD} 个字符。")
    if len(set(password)) < _FEWEST_CHARACTERS or name in password.lower():
        raise InvalidInputError("这个密码太容易猜到：不要用账号名，也不要重复同几个字符。")
    if former_is_same:
        raise InvalidInputError("新密码不能和原来的一样。")
