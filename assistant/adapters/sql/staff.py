"""Accounts and sessions of staff in SQL."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, Engine, RowMapping, delete, func, insert, select, text, update

from assistant.adapters.sql.engine import read, write
from assistant.adapters.sql.records import is_storable, storable
from assistant.adapters.sql.tables import staff_members, staff_sessions
from assistant.domain.cases import GENERAL_TEAM
from assistant.domain.errors import ConflictError, NotFoundError
from assistant.domain.staff import Role, StaffAccount, StaffMember, StaffSession, locked_until

_NOBODY = "没有叫“{}”的账号。"
_TAKEN = "账号名“{}”已经有人用了，请换一个。"
_LAST = "这是最后一个能登录的管理员账号，不能锁定，也不能改成别的岗位。请先再设一个管理员。"


class SqlStaffStore:
    """Implements `StaffStore`. Every method may raise UnavailableError."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add_account(self, account: StaffAccount, only_as_first: bool = False) -> bool:
        with write(self._engine) as connection:
            _keep_other_writers_out(connection)
            if only_as_first and connection.execute(select(staff_members.c.name).limit(1)).first() is not None:
                return False
            if _find(connection, account.member.name) is not None:
                raise ConflictError(_TAKEN.format(account.member.name))
            connection.execute(insert(staff_members), _row(account))
        return True

    def find_account(self, name: str) -> StaffAccount | None:
        with read(self._engine) as connection:
            return _find(connection, name)

    def list_members(self) -> Sequence[StaffMember]:
        with read(self._engine) as connection:
            rows = connection.execute(select(staff_members).order_by(staff_members.c.name)).mappings().all()
        return tuple(_account(row).member for row in rows)

    def set_password(self, name: str, password_hash: str, given_out_until: datetime | None = None) -> None:
        values: dict[str, object] = {
            "password_hash": password_hash,
            "must_change_password": given_out_until is not None,
            "password_expires_at": given_out_until,
        }
        if given_out_until is not None:
            values |= {"is_locked": False, "failures": 0, "locked_until": None}
        with write(self._engine) as connection:
            _update(connection, name, values)

    def set_role(self, name: str, role: Role, team: str) -> StaffMember:
        with write(self._engine) as connection:
            _keep_other_writers_out(connection)
            if role is not Role.ADMINISTRATOR:
                _keep_one_administrator(connection, name)
            return _update(connection, name, {"role": role.value, "team": storable(team) or GENERAL_TEAM})

    def set_display_name(self, name: str, display_name: str) -> StaffMember:
        with write(self._engine) as connection:
            return _update(connection, name, {"display_name": storable(display_name) or None})

    def lock_account(self, name: str) -> StaffMember:
        with write(self._engine) as connection:
            _keep_other_writers_out(connection)
            _keep_one_administrator(connection, name)
            member = _update(connection, name, {"is_locked": True})
            connection.execute(delete(staff_sessions).where(staff_sessions.c.name == name))
        return member

    def begin_attempt(self, name: str, at: datetime) -> StaffAccount | None:
        with write(self._engine) as connection:
            account = _find(connection, name, for_update=True)
            if account is None or account.is_kept_out(at):
                return account
            failures = account.failures + 1
            _update(connection, name, {"failures": failures, "locked_until": locked_until(failures, at)})
        return account

    def clear_attempts(self, name: str) -> None:
        with write(self._engine) as connection:
            _update(connection, name, {"failures": 0, "locked_until": None})

    def add_session(self, session: StaffSession) -> None:
        row = {"digest": session.digest, "name": session.name}
        with write(self._engine) as connection:
            account = _find(connection, session.name, for_update=True)
            if account is None or account.member.is_locked:
                raise ConflictError("这个账号已经锁定，不能登录。")
            connection.execute(
                insert(staff_sessions), {**row, "opened_at": session.opened_at, "seen_at": session.seen_at}
            )

    def find_session(self, digest: str) -> StaffSession | None:
        with read(self._engine) as connection:
            row = connection.execute(select(staff_sessions).where(staff_sessions.c.digest == digest)).mappings().first()
        return None if row is None else StaffSession(row["digest"], row["name"], row["opened_at"], row["seen_at"])

    def touch_session(self, digest: str, at: datetime) -> None:
        with write(self._engine) as connection:
            connection.execute(update(staff_sessions).where(staff_sessions.c.digest == digest).values(seen_at=at))

    def end_session(self, digest: str) -> None:
        with write(self._engine) as connection:
            connection.execute(delete(staff_sessions).where(staff_sessions.c.digest == digest))

    def end_sessions(self, name: str) -> int:
        with write(self._engine) as connection:
            return connection.execute(delete(staff_sessions).where(staff_sessions.c.name == name)).rowcount

    def drop_sessions(self, opened_before: datetime, seen_before: datetime) -> int:
        expired = (staff_sessions.c.opened_at <= opened_before) | (staff_sessions.c.seen_at <= seen_before)
        with write(self._engine) as connection:
            return connection.execute(delete(staff_sessions).where(expired)).rowcount


def _keep_other_writers_out(connection: Connection) -> None:
    """So that of two at once only one is the first, or the last but one; on SQLite there is one writer anyway."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("LOCK TABLE staff_members IN SHARE ROW EXCLUSIVE MODE"))


def _keep_one_administrator(connection: Connection, name: str) -> None:
    """Raises ConflictError where no other administrator could log in."""
    able = (staff_members.c.role == Role.ADMINISTRATOR.value) & staff_members.c.is_locked.is_(False)
    chosen = select(func.count()).where(able, staff_members.c.name != name)
    account = _find(connection, name)
    is_able = account is not None and account.member.role is Role.ADMINISTRATOR and not account.member.is_locked
    if is_able and connection.execute(chosen).scalar_one() == 0:
        raise ConflictError(_LAST)


def _update(connection: Connection, name: str, values: dict[str, object]) -> StaffMember:
    """Raises NotFoundError."""
    if _find(connection, name) is None:
        raise NotFoundError(_NOBODY.format(storable(name)))
    connection.execute(update(staff_members).where(staff_members.c.name == name).values(values))
    changed = _find(connection, name)
    assert changed is not None
    return changed.member


def _find(connection: Connection, name: str, for_update: bool = False) -> StaffAccount | None:
    if not is_storable(name):
        return None
    chosen = select(staff_members).where(staff_members.c.name == name)
    row = connection.execute(chosen.with_for_update() if for_update else chosen).mappings().first()
    return None if row is None else _account(row)


def _row(account: StaffAccount) -> dict[str, object]:
    member = account.member
    return {
        "name": member.name,
        "role": member.role.value,
        "team": storable(member.team),
        "created_at": member.created_at,
        "is_locked": member.is_locked,
        "password_hash": account.password_hash,
        "must_change_password": member.must_change_password,
        "password_expires_at": account.password_expires_at,
        "failures": account.failures,
        "locked_until": account.locked_until,
        "display_name": storable(member.display_name) or None,
    }


def _account(row: RowMapping) -> StaffAccount:
    """An account whose role another version wrote is locked: nobody knows here what it may do."""
    roles = {role.value: role for role in Role}
    role = roles.get(row["role"])
    member = StaffMember(
        name=row["name"],
        role=role or Role.EDITOR,
        team=row["team"],
        is_locked=row["is_locked"],
        must_change_password=row["must_change_password"],
        created_at=row["created_at"],
        display_name=row["display_name"] or "",
    )
    return StaffAccount(
        member=member if role is not None else replace(member, is_locked=True),
        password_hash=row["password_hash"],
        password_expires_at=row["password_expires_at"],
        failures=row["failures"],
        locked_until=row["locked_until"],
    )
