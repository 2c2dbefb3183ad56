"""What every CaseStore does, whatever it keeps the cases in."""

import re
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assistant.adapters.sql.cases import SqlCaseStore
from assistant.adapters.sql.engine import open_engine
from assistant.domain.cases import Case, CaseState
from assistant.domain.conversation import HandoverReason
from assistant.domain.errors import ConflictError, NotFoundError
from assistant.services.clock import CHONGQING
from assistant.services.ports import CaseStore
from tests.fakes.case_store import FakeCaseStore
from tests.fresh_database import migrate

pytest_plugins = ("tests.postgres",)

OPENED_AT = datetime(2026, 11, 23, 23, 40, tzinfo=CHONGQING)
NEW = Case("", "a", HandoverReason.WAGE_ARREARS, "老板三个月没发工资", OPENED_AT)


@pytest.fixture(params=["fake", "sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> CaseStore:
    if request.param == "fake":
        return FakeCaseStore()
    if request.param == "postgresql":
        return SqlCaseStore(request.getfixturevalue("postgres_engine"))
    engine = open_engine(f"sqlite:///{tmp_path}/assistant.db")
    request.addfinalizer(engine.dispose)
    migrate(engine)
    return SqlCaseStore(engine)


def test_it_is_a_case_store(store: CaseStore) -> None:
    assert isinstance(store, CaseStore)


def test_an_opened_case_has_a_number_and_is_found_by_it(store: CaseStore) -> None:
    case = store.open_case(NEW)
    assert case == replace(NEW, number=case.number)
    assert store.find_case(case.number) == case


def test_a_number_is_the_day_a_running_number_and_two_characters_that_are_read_aloud_without_doubt(
    store: CaseStore,
) -> None:
    numbers = [store.open_case(replace(NEW, conversation_id=str(case))).number for case in range(3)]
    assert all(re.fullmatch(r"CQ-20261123-\d{4}-[ACEFHKMNPRTXY][2345679]", number) for number in numbers)
    assert [number[12:16] for number in numbers] == ["0001", "0002", "0003"]


def test_the_day_in_a_number_is_the_day_in_chongqing(store: CaseStore) -> None:
    late = replace(NEW, opened_at=datetime(2026, 11, 23, 16, 30, tzinfo=UTC))
    assert store.open_case(late).number.startswith("CQ-20261124-0001-")


def test_a_second_open_case_of_one_conversation_and_reason_is_the_first_one_again(store: CaseStore) -> None:
    first = store.open_case(NEW)
    again = replace(NEW, summary="还是没发", opened_at=OPENED_AT + timedelta(hours=1))
    assert store.open_case(again) == first
    assert list(store.list_cases()) == [first]


def test_another_reason_or_another_conversation_is_another_case(store: CaseStore) -> None:
    numbers = {
        store.open_case(case).number
        for case in (NEW, replace(NEW, reason=HandoverReason.ASKED), replace(NEW, conversation_id="b"))
    }
    assert len(numbers) == len(store.list_cases()) == 3


def test_a_closed_case_says_how_it_ended_and_leaves_the_open_ones(store: CaseStore) -> None:
    number = store.open_case(NEW).number
    at = OPENED_AT + timedelta(days=1)
    closed = store.close_case(number, "已联系劳动监察", at)
    assert closed == replace(NEW, number=number, state=CaseState.RESOLVED, closed_at=at, outcome="已联系劳动监察")
    assert store.find_case(number) == closed
    assert list(store.list_cases()) == []
    assert list(store.list_cases(open_only=False)) == [closed]


def test_after_closing_the_same_matter_opens_a_new_case(store: CaseStore) -> None:
    first = store.open_case(NEW)
    store.close_case(first.number, "办好了", OPENED_AT)
    assert store.open_case(NEW).number != first.number


def test_a_case_is_closed_once(store: CaseStore) -> None:
    number = store.open_case(NEW).number
    store.close_case(number, "办好了", OPENED_AT)
    with pytest.raises(ConflictError):
        store.close_case(number, "又办好了", OPENED_AT)
    found = store.find_case(number)
    assert found is not None
    assert found.outcome == "办好了"


@pytest.mark.parametrize("number", ["CQ-20261123-9999-K3", "", "\x00", "\ud800", "' OR 1=1 --"])
def test_an_unknown_number_is_not_found(store: CaseStore, number: str) -> None:
    store.open_case(NEW)
    assert store.find_case(number) is None
    with pytest.raises(NotFoundError):
        store.close_case(number, "", OPENED_AT)


def test_cases_are_listed_with_the_longest_waiting_first(store: CaseStore) -> None:
    for hours in (5, -3, 1):
        store.open_case(replace(NEW, conversation_id=str(hours), opened_at=OPENED_AT + timedelta(hours=hours)))
    assert [case.conversation_id for case in store.list_cases()] == ["-3", "1", "5"]


def test_cases_of_a_deleted_conversation_are_withdrawn_and_keep_nothing_of_what_was_said(store: CaseStore) -> None:
    closed = store.open_case(replace(NEW, reason=HandoverReason.ASKED))
    store.close_case(closed.number, "已答复", OPENED_AT)
    waiting = store.open_case(NEW)
    other = store.open_case(replace(NEW, conversation_id="b"))
    at = OPENED_AT + timedelta(hours=2)
    store.withdraw_cases("a", at)
    assert store.find_case(waiting.number) == replace(waiting, state=CaseState.WITHDRAWN, closed_at=at, summary="")
    assert list(store.list_cases()) == [other]
    found = store.find_case(closed.number)
    assert found is not None
    assert (found.state, found.outcome, found.summary) == (CaseState.RESOLVED, "已答复", "")


def test_nul_and_half_surrogates_are_left_out_of_a_summary(store: CaseStore) -> None:
    assert store.open_case(replace(NEW, summary="拖\x00欠\ud800工资")).summary == "拖欠工资"


def test_twenty_at_once_for_one_matter_open_one_case(store: CaseStore) -> None:
    assert len(set(_open_from_twenty_threads(store, lambda _: NEW))) == 1
    assert len(store.list_cases()) == 1


def test_twenty_at_once_for_twenty_matters_get_twenty_numbers(store: CaseStore) -> None:
    numbers = _open_from_twenty_threads(store, lambda person: replace(NEW, conversation_id=str(person)))
    assert sorted(number[12:16] for number in numbers) == [f"{sequence:04d}" for sequence in range(1, 21)]


def _open_from_twenty_threads(store: CaseStore, case_of: Callable[[int], Case]) -> list[str]:
    together = threading.Barrier(20, timeout=30)

    def open_one(person: int) -> str:
        together.wait()
        return store.open_case(case_of(person)).number

    with ThreadPoolExecutor(20) as pool:
        return list(pool.map(open_one, range(20)))
