"""What every StaffStore and every AuditLog does; what a hasher of passwords does."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeVar

import pytest

from assistant.adapters.argon2_hasher import MEMORY_KIB, TIME_COST, Argon2Hasher
from assistant.adapters.sql.audit import SqlAuditLog
from assistant.adapters.sql.engine import open_engine
from assistant.adapters.sql.staff import SqlStaffStore
from assistant.domain.errors import ConflictError, NotFoundError
from assistant.domain.staff import AuditEvent, Role, StaffAccount, StaffMember, StaffSession
from assistant.services.clock import CHONGQING
from assistant.services.staff_ports import AuditLog, AuditQuery, PasswordHasher, StaffStore
from tests.fakes.staff_stores import FakeAuditLog, FakeStaffStore, PlainHasher
from tests.fresh_database import migrate

pytest_plugins = ("tests.postgres",)

AT = datetime(2026, 11, 24, 9, 0, tzinfo=CHONGQING)
MINUTE = timedelta(minutes=1)
LI = StaffAccount(StaffMember("li", Role.ADVISOR, created_at=AT), "hash")
ADMIN = StaffAccount(StaffMember("admin", Role.ADMINISTRATOR, must_change_password=True), "hash", AT + MINUTE)
NAMES = ["nobody", "\x00", "\ud800", "' OR 1=1 --"]
Result = TypeVar("Result")


@pytest.fixture(params=["fake", "sqlite", "postgresql"])
def stores(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[StaffStore, AuditLog]:
    if request.param == "fake":
        return FakeStaffStore(), FakeAuditLog()
    if request.param == "postgresql":
        engine = request.getfixturevalue("postgres_engine")
        return SqlStaffStore(engine), SqlAuditLog(engine)
    engine = open_engine(f"sqlite:///{tmp_path}/assistant.db")
    request.addfinalizer(engine.dispose)
    migrate(engine)
    return SqlStaffStore(engine), SqlAuditLog(engine)


@pytest.fixture
def store(stores: tuple[StaffStore, AuditLog]) -> StaffStore:
    return stores[0]


@pytest.fixture
def audit(stores: tuple[StaffStore, AuditLog]) -> AuditLog:
    return stores[1]


def at_once(count: int, work: Callable[[int], Result]) -> list[Result]:
    together = threading.Barrier(count, timeout=30)

    def one(index: int) -> Result:
        together.wait()
        return work(index)

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(one, range(count)))


def session(digest: str, name: str = "li", opened: datetime = AT, seen: datetime = AT) -> StaffSession:
    return StaffSession(digest, name, opened, seen)


def test_they_are_what_they_claim_to_be(stores: tuple[StaffStore, AuditLog]) -> None:
    assert isinstance(stores[0], StaffStore)
    assert isinstance(stores[1], AuditLog)


def test_an_account_is_found_as_it_was_added_and_its_name_is_given_once(store: StaffStore) -> None:
    assert store.add_account(ADMIN) and store.add_account(LI)
    assert (store.find_account("admin"), store.find_account("li")) == (ADMIN, LI)
    assert list(store.list_members()) == [ADMIN.member, LI.member]
    with pytest.raises(ConflictError):
        store.add_account(replace(LI, password_hash="other"))
    assert store.find_account("li") == LI


def test_of_ten_first_accounts_at_once_one_is_kept(store: StaffStore) -> None:
    first = at_once(10, lambda n: store.add_account(replace(LI, member=replace(LI.member, name=f"s{n}")), True))
    assert sorted(first) == [False] * 9 + [True]
    assert len(store.list_members()) == 1


@pytest.mark.parametrize("name", NAMES)
def test_an_account_that_does_not_exist_is_neither_found_nor_changed(store: StaffStore, name: str) -> None:
    store.add_account(LI)
    assert store.find_account(name) is None
    assert store.begin_attempt(name, AT) is None
    for change in (
        lambda: store.set_password(name, "h"),
        lambda: store.set_role(name, Role.EDITOR, "general"),
        lambda: store.lock_account(name),
        lambda: store.clear_attempts(name),
    ):
        with pytest.raises(NotFoundError):
            change()


def test_a_password_of_one_s_own_needs_no_change_and_does_not_open_a_locked_account(store: StaffStore) -> None:
    store.add_account(ADMIN)
    store.add_account(LI)
    store.lock_account("li")
    store.set_password("li", "new")
    account = store.find_account("li")
    assert account is not None
    assert (account.password_hash, account.member.is_locked, account.member.must_change_password) == (
        "new",
        True,
        False,
    )
    assert account.password_expires_at is None


def test_a_password_that_is_given_out_opens_the_account_until_it_expires(store: StaffStore) -> None:
    store.add_account(LI)
    for _ in range(6):
        store.begin_attempt("li", AT)
    store.lock_account("li")
    store.set_password("li", "new", AT + MINUTE)
    account = store.find_account("li")
    assert account is not None
    assert (account.member.is_locked, account.member.must_change_password) == (False, True)
    assert (account.password_expires_at, account.failures, account.locked_until) == (AT + MINUTE, 0, None)


def test_a_role_is_changed(store: StaffStore) -> None:
    store.add_account(LI)
    changed = replace(LI.member, role=Role.SUPERVISOR, team="complaints")
    assert store.set_role("li", Role.SUPERVISOR, "complaints") == changed
    assert list(store.list_members()) == [changed]


def test_the_last_administrator_stays_one(store: StaffStore) -> None:
    store.add_account(ADMIN)
    for change in (lambda: store.lock_account("admin"), lambda: store.set_role("admin", Role.EDITOR, "general")):
        with pytest.raises(ConflictError):
            change()
    store.add_account(replace(ADMIN, member=replace(ADMIN.member, name="second")))
    assert store.lock_account("admin").is_locked
    with pytest.raises(ConflictError):
        store.lock_account("second")


def test_of_two_administrators_locked_at_once_one_is_left(store: StaffStore) -> None:
    for name in ("a0", "a1"):
        store.add_account(replace(ADMIN, member=replace(ADMIN.member, name=name)))

    def lock(index: int) -> bool:
        try:
            return store.lock_account(f"a{index}").is_locked
        except ConflictError:
            return False

    assert sorted(at_once(2, lock)) == [False, True]


def test_attempts_are_counted_before_they_end_however_many_come_at_once(store: StaffStore) -> None:
    store.add_account(LI)
    accounts = at_once(12, lambda _: store.begin_attempt("li", AT))
    let_in = [account for account in accounts if account is not None and not account.is_kept_out(AT)]
    assert sorted(account.failures for account in let_in) == [0, 1, 2, 3, 4]
    kept = store.find_account("li")
    assert kept is not None and (kept.failures, kept.locked_until) == (5, AT + MINUTE)


def test_the_lock_ends_by_itself_and_grows_with_the_next_failure(store: StaffStore) -> None:
    store.add_account(LI)
    for _ in range(5):
        store.begin_attempt("li", AT)
    later = AT + MINUTE
    again = store.begin_attempt("li", later)
    assert again is not None and not again.is_kept_out(later)
    locked = store.find_account("li")
    assert locked is not None and locked.locked_until == later + 2 * MINUTE
    store.clear_attempts("li")
    assert store.find_account("li") == LI


def test_a_session_is_found_touched_and_ended(store: StaffStore) -> None:
    store.add_account(LI)
    store.add_session(session("one"))
    assert store.find_session("one") == session("one")
    store.touch_session("one", AT + MINUTE)
    assert store.find_session("one") == session("one", seen=AT + MINUTE)
    store.end_session("one")
    store.touch_session("one", AT)
    assert store.find_session("one") is None


def test_all_sessions_of_one_account_end_and_no_others(store: StaffStore) -> None:
    store.add_account(ADMIN)
    store.add_account(LI)
    for digest, name in (("1", "li"), ("2", "li"), ("3", "admin")):
        store.add_session(session(digest, name))
    assert (store.end_sessions("li"), store.end_sessions("li")) == (2, 0)
    assert store.find_session("3") is not None


def test_locking_an_account_ends_its_sessions_and_lets_no_new_one_begin(store: StaffStore) -> None:
    store.add_account(LI)
    store.add_session(session("one"))
    store.lock_account("li")
    assert store.find_session("one") is None
    with pytest.raises(ConflictError):
        store.add_session(session("two"))
    assert store.find_session("two") is None


def test_expired_sessions_are_dropped_either_way(store: StaffStore) -> None:
    store.add_account(LI)
    store.add_session(session("idle", opened=AT, seen=AT))
    store.add_session(session("old", opened=AT - 600 * MINUTE, seen=AT + 20 * MINUTE))
    store.add_session(session("good", opened=AT, seen=AT + 20 * MINUTE))
    assert store.drop_sessions(AT - 600 * MINUTE, AT) == 2
    assert store.find_session("good") is not None


def test_the_audit_log_gives_the_latest_first_and_filters(audit: AuditLog) -> None:
    events = [
        AuditEvent(AT + index * MINUTE, actor, action, subject, "detail")
        for index, (actor, action, subject) in enumerate(
            [("li", "logged_in", "li"), ("li", "case_claimed", "CQ-1"), ("admin", "account_locked", "li")]
        )
    ]
    for event in events:
        audit.add_event(event)
    first, second, third = events
    assert list(audit.list_events(AuditQuery())) == [third, second, first]
    assert list(audit.list_events(AuditQuery(actor="li"))) == [second, first]
    assert list(audit.list_events(AuditQuery(subject="li"))) == [third, first]
    assert list(audit.list_events(AuditQuery(action="case_claimed"))) == [second]
    assert list(audit.list_events(AuditQuery(since=AT + MINUTE))) == [third, second]
    assert list(audit.list_events(AuditQuery(page=2, size=2))) == [first]


@pytest.mark.parametrize("hasher", [PlainHasher(), Argon2Hasher(time_cost=1, memory_kib=64)], ids=["plain", "argon2"])
def test_a_hasher_knows_its_own_passwords(hasher: PasswordHasher) -> None:
    assert isinstance(hasher, PasswordHasher)
    kept = hasher.hash("两江四岸 correct horse")
    assert hasher.verify(kept, "两江四岸 correct horse")
    assert not hasher.verify(kept, "两江四岸 correct horsE")
    assert not hasher.verify("damaged", "anything")
    assert not hasher.needs_rehash(kept)


def test_argon2_makes_another_hash_each_time_and_asks_for_a_new_one_when_its_settings_grow() -> None:
    weak = Argon2Hasher(time_cost=1, memory_kib=64)
    first, second = weak.hash("\ud800 x"), weak.hash("\ud800 x")
    assert first != second and first.startswith("$argon2id$")
    strong = Argon2Hasher(time_cost=2, memory_kib=128)
    assert strong.verify(first, "\ud800 x")
    assert strong.needs_rehash(first)


def test_passwords_of_the_product_cost_three_passes_over_64_megabytes() -> None:
    assert "$m=65536,t=3,p=1$" in Argon2Hasher(TIME_COST, MEMORY_KIB).hash("x")
