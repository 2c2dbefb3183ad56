"""Names, passwords, locks and sessions of staff."""

from datetime import datetime, timedelta

import pytest

from assistant.domain.errors import InvalidInputError
from assistant.domain.staff import (
    SessionTerms,
    StaffSession,
    as_account_name,
    check_new_password,
    locked_until,
)

AT = datetime(2026, 11, 24, 9, 0)


@pytest.mark.parametrize(
    ("text", "name"), [("Li.Wei", "li.wei"), (" ｗａｎｇ ", "wang"), ("李伟", "李伟"), ("a_b-2", "a_b-2")]
)
def test_a_name_is_kept_in_small_narrow_letters(text: str, name: str) -> None:
    assert as_account_name(text) == name


@pytest.mark.parametrize("text", ["", "a", "x" * 33, "li wei", "a/b", "<b>li</b>", "person", "command_line", "a\x00b"])
def test_a_name_that_cannot_be_told_apart_or_written_is_refused(text: str) -> None:
    with pytest.raises(InvalidInputError):
        as_account_name(text)


def test_the_first_slips_cost_nothing_and_then_the_lock_doubles_up_to_half_a_day() -> None:
    assert [locked_until(failures, AT) for failures in range(5)] == [None] * 5
    locks = [(locked_until(failures, AT) or AT) - AT for failures in (5, 6, 7, 30, 4000)]
    minute, most = timedelta(minutes=1), timedelta(hours=12)
    assert locks == [minute, 2 * minute, 4 * minute, most, most]


@pytest.mark.parametrize("password", ["short", "li" * 101, "aaaaaaaaaaaa", "wangwei-wangwei", "WANGWEI12345"])
def test_a_password_that_is_easily_guessed_is_refused(password: str) -> None:
    with pytest.raises(InvalidInputError):
        check_new_password(password, "wangwei", former_is_same=False)


def test_any_other_password_of_ten_characters_will_do_unless_it_is_the_former_one() -> None:
    check_new_password("长江嘉陵江两江四岸好", "wangwei", former_is_same=False)
    with pytest.raises(InvalidInputError):
        check_new_password("长江嘉陵江两江四岸好", "wangwei", former_is_same=True)


def test_a_session_ends_unused_or_at_the_end_of_the_day() -> None:
    terms = SessionTerms(timedelta(minutes=30), timedelta(hours=10))
    session = StaffSession("d", "li", AT, AT + timedelta(hours=9))
    assert terms.holds(session, AT + timedelta(hours=9, minutes=29))
    assert not terms.holds(session, AT + timedelta(hours=9, minutes=30))
    used = StaffSession("d", "li", AT, AT + timedelta(hours=10))
    assert not terms.holds(used, AT + timedelta(hours=10))
