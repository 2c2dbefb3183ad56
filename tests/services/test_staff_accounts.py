"""Accounts of staff: who gets in, how long, and what is left behind."""

from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from assistant.domain.errors import ConflictError, InvalidInputError, NotAllowedError, NotFoundError
from assistant.domain.staff import Role, StaffMember
from assistant.services.staff_accounts import OPERATOR, StaffAccounts, csrf_token
from assistant.services.staff_ports import AuditQuery
from tests.fakes.clock import FixedClock
from tests.fakes.staff_stores import FakeAuditLog, FakeStaffStore, PlainHasher

OWN = "三峡广场的早班车很准时"


@dataclass
class Doors:
    """The accounts over stores in memory, at a time the test moves."""

    store: FakeStaffStore = field(default_factory=FakeStaffStore)
    audit: FakeAuditLog = field(default_factory=FakeAuditLog)
    hasher: PlainHasher = field(default_factory=PlainHasher)
    clock: FixedClock = field(default_factory=FixedClock)

    def __post_init__(self) -> None:
        self.accounts = StaffAccounts(self.store, self.audit, self.hasher, self.clock)

    def later(self, **time: int) -> None:
        self.clock.moment += timedelta(**time)

    def settled(self, name: str, role: Role = Role.ADVISOR) -> StaffMember:
        """A member with a password of their own."""
        given = self.accounts.add(OPERATOR, name, role)
        token = self.accounts.log_in(name, given.password).token
        opened = self.accounts.change_password(token, given.password, OWN)
        self.accounts.log_out(opened.token)
        return opened.member

    def actions(self) -> list[tuple[str, str]]:
        return [(event.actor, event.action) for event in self.audit.events]


@pytest.fixture
def doors() -> Doors:
    return Doors()


def test_the_first_administrator_is_made_once_and_only_where_there_is_nobody(doors: Doors) -> None:
    given = doors.accounts.make_first_administrator()
    assert given is not None and given.password not in repr(given)
    member = doors.accounts.log_in(given.name, given.password).member
    assert (member.role, member.must_change_password) == (Role.ADMINISTRATOR, True)
    assert doors.accounts.make_first_administrator() is None
    assert doors.actions()[0] == ("service", "account_added")


def test_a_password_that_was_given_out_opens_nothing_but_the_choice_of_another(doors: Doors) -> None:
    given = doors.accounts.add(OPERATOR, "Li", Role.ADMINISTRATOR)
    opened = doors.accounts.log_in("LI ", given.password)
    with pytest.raises(NotAllowedError):
        doors.accounts.list_members(opened.member)
    chosen = doors.accounts.change_password(opened.token, given.password, OWN)
    assert doors.accounts.member_of(opened.token) is None
    assert [member.name for member in doors.accounts.list_members(chosen.member)] == ["li"]
    with pytest.raises(NotAllowedError):
        doors.accounts.log_in("li", given.password)


def test_a_password_that_was_given_out_lasts_a_week(doors: Doors) -> None:
    given = doors.accounts.add(OPERATOR, "li", Role.ADVISOR)
    doors.later(days=7)
    with pytest.raises(NotAllowedError):
        doors.accounts.log_in("li", given.password)


@pytest.mark.parametrize("new", ["太短", "aaaaaaaaaaaaaa", "li-li-li-li-12", "长" * 201])
def test_a_password_that_will_not_do_changes_nothing(doors: Doors, new: str) -> None:
    given = doors.accounts.add(OPERATOR, "li", Role.ADVISOR)
    token = doors.accounts.log_in("li", given.password).token
    with pytest.raises(InvalidInputError):
        doors.accounts.change_password(token, given.password, new)
    with pytest.raises(InvalidInputError, match="一样"):
        doors.accounts.change_password(token, given.password, given.password)
    assert doors.accounts.log_in("li", given.password).member.must_change_password


def test_every_refusal_at_the_door_has_the_same_words_and_the_same_work(doors: Doors) -> None:
    doors.settled("li")
    doors.settled("gone")
    doors.accounts.lock(OPERATOR, "gone")
    words = set()
    for name, password in (("li", "falsch"), ("niemand", OWN), ("gone", OWN), ("li", ""), ("li", OWN + "x" * 200)):
        before = doors.hasher.verified
        with pytest.raises(NotAllowedError) as refused:
            doors.accounts.log_in(name, password)
        words.add(str(refused.value))
        assert doors.hasher.verified == before + 1
    assert len(words) == 1


def test_after_five_failures_the_right_password_waits_and_the_wait_doubles(doors: Doors) -> None:
    doors.settled("li")
    for _ in range(5):
        with pytest.raises(NotAllowedError):
            doors.accounts.log_in("li", "falsch")
    with pytest.raises(NotAllowedError):
        doors.accounts.log_in("li", OWN)
    doors.later(seconds=61)
    with pytest.raises(NotAllowedError):
        doors.accounts.log_in("li", "falsch")
    doors.later(seconds=61)
    with pytest.raises(NotAllowedError):
        doors.accounts.log_in("li", OWN)
    doors.later(seconds=61)
    assert doors.accounts.log_in("li", OWN).member.name == "li"
    assert [event.detail for event in doors.audit.events if event.action == "login_failed"].count("kept out") == 2


def test_what_was_typed_as_an_unknown_name_is_kept_nowhere(doors: Doors) -> None:
    with pytest.raises(NotAllowedError):
        doors.accounts.log_in(OWN, "")
    assert OWN not in repr(doors.audit.events)
    assert doors.actions() == [("unknown", "login_failed")]


def test_a_session_ends_after_half_an_hour_without_use_and_after_ten_hours_in_all(doors: Doors) -> None:
    doors.settled("li")
    token = doors.accounts.log_in("li", OWN).token
    for _ in range(20):
        doors.later(minutes=29)
        assert doors.accounts.member_of(token) is not None
    doors.later(minutes=20)
    assert doors.accounts.member_of(token) is None
    idle = doors.accounts.log_in("li", OWN).token
    doors.later(minutes=30)
    assert doors.accounts.member_of(idle) is None
    assert doors.accounts.member_of("\ud800") is None


def test_expired_sessions_are_swept_away_and_others_stay(doors: Doors) -> None:
    doors.settled("li")
    doors.accounts.log_in("li", OWN)
    doors.later(minutes=31)
    kept = doors.accounts.log_in("li", OWN).token
    assert doors.accounts.drop_expired_sessions() == 1
    assert doors.accounts.member_of(kept) is not None


def test_logging_out_ends_one_session_or_all(doors: Doors) -> None:
    doors.settled("li")
    first, second, third = (doors.accounts.log_in("li", OWN).token for _ in range(3))
    doors.accounts.log_out(first)
    assert doors.accounts.member_of(first) is None
    assert doors.accounts.log_out_everywhere(second) == 2
    assert doors.accounts.member_of(third) is None
    with pytest.raises(NotAllowedError):
        doors.accounts.log_out_everywhere(third)


def test_a_token_of_a_form_belongs_to_one_session_and_does_not_tell_its_token(doors: Doors) -> None:
    doors.settled("li")
    first, second = (doors.accounts.log_in("li", OWN).token for _ in range(2))
    assert csrf_token(first) != csrf_token(second)
    assert first not in csrf_token(first)
    assert csrf_token(first) == csrf_token(first)


def test_a_locked_account_is_out_at_once_until_a_reset(doors: Doors) -> None:
    doors.settled("li")
    token = doors.accounts.log_in("li", OWN).token
    assert doors.accounts.lock(OPERATOR, " LI ").is_locked
    assert doors.accounts.member_of(token) is None
    given = doors.accounts.reset(OPERATOR, "li")
    with pytest.raises(NotAllowedError):
        doors.accounts.log_in("li", OWN)
    assert doors.accounts.log_in("li", given.password).member.must_change_password


def test_the_last_administrator_stays(doors: Doors) -> None:
    doors.settled("chef", Role.ADMINISTRATOR)
    for take_away in (
        lambda: doors.accounts.lock(OPERATOR, "chef"),
        lambda: doors.accounts.set_role(OPERATOR, "chef", Role.EDITOR),
    ):
        with pytest.raises(ConflictError):
            take_away()
    doors.settled("zweite", Role.ADMINISTRATOR)
    assert doors.accounts.lock(OPERATOR, "chef").is_locked


def test_a_new_role_is_in_force_with_the_next_page(doors: Doors) -> None:
    doors.settled("li")
    token = doors.accounts.log_in("li", OWN).token
    doors.accounts.set_role(OPERATOR, "li", Role.SPECIALIST, "rights")
    member = doors.accounts.member_of(token)
    assert member is not None and (member.role, member.team) == (Role.SPECIALIST, "rights")


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_accounts_are_the_administrator_s_alone(doors: Doors, role: Role) -> None:
    member = doors.settled("li", role)
    for attempt in (
        lambda: doors.accounts.add(member, "neu", Role.ADMINISTRATOR),
        lambda: doors.accounts.list_members(member),
        lambda: doors.accounts.lock(member, "li"),
        lambda: doors.accounts.reset(member, "li"),
        lambda: doors.accounts.set_role(member, "li", Role.ADMINISTRATOR),
    ):
        with pytest.raises(NotAllowedError):
            attempt()


def test_the_audit_log_is_read_by_those_who_oversee(doors: Doors) -> None:
    zhao, li = doors.settled("zhao", Role.SUPERVISOR), doors.settled("li")
    assert doors.accounts.list_audit(zhao, AuditQuery(subject="li", size=10**9))[0].subject == "li"
    with pytest.raises(NotAllowedError):
        doors.accounts.list_audit(li, AuditQuery())


def test_names_are_narrow_small_and_told_apart_from_the_service(doors: Doors) -> None:
    assert doors.accounts.add(OPERATOR, " ＬＩ ", Role.ADVISOR).name == "li"
    with pytest.raises(ConflictError):
        doors.accounts.add(OPERATOR, "Li", Role.ADVISOR)
    for name in ("", "x", "person", "service", "command_line", "unknown", "a b", "a\nb", "x" * 33):
        with pytest.raises(InvalidInputError):
            doors.accounts.add(OPERATOR, name, Role.ADVISOR)
    with pytest.raises(NotFoundError):
        doors.accounts.reset(OPERATOR, "niemand")


def test_a_weak_hash_is_made_anew_at_the_next_login(doors: Doors) -> None:
    doors.settled("li")
    doors.hasher.is_weak = True
    calls: list[str] = []
    kept = doors.store.set_password
    doors.store.set_password = lambda name, *rest: (calls.append(name), kept(name, *rest))[1]  # type: ignore[method-assign]
    doors.accounts.log_in("li", OWN)
    assert calls == ["li"]


def test_what_happened_to_accounts_stands_in_the_log_without_any_password(doors: Doors) -> None:
    doors.settled("li")
    doors.accounts.log_in("li", OWN)
    assert doors.actions() == [
        ("command_line", "account_added"),
        ("li", "logged_in"),
        ("li", "password_changed"),
        ("li", "logged_out"),
        ("li", "logged_in"),
    ]
    assert OWN not in repr(doors.audit.events)
