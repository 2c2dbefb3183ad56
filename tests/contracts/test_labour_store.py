"""What every LabourStore does, whatever it keeps the requests in."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from assistant.adapters.field_cipher import AesGcmCipher
from assistant.adapters.sql.engine import open_engine
from assistant.adapters.sql.labour import SqlLabourStore
from assistant.adapters.sql.tables import labour_contacts
from assistant.domain.contacts import ContactDetails, LeftContact
from assistant.domain.errors import ConflictError, NotFoundError, UnavailableError
from assistant.domain.labour_requests import (
    Dispatch,
    DispatchKind,
    LabourEventKind,
    LabourRequest,
    LabourState,
    LabourTerms,
)
from assistant.domain.labour_steps import LabourHappening, LabourPolicy, advance_request
from assistant.domain.vacancies import Pay, Shift
from assistant.services.labour_ports import LabourQuery, LabourStore
from tests.adapters.sql_examples import NOW
from tests.fakes.labour_store import FakeLabourStore
from tests.fresh_database import migrate

pytest_plugins = ("tests.postgres",)

KEY = bytes(range(32))
LEFT = LeftContact(ContactDetails("示例女士", "13800000000"), NOW, "abc")
TERMS = LabourTerms(
    "示例机械厂", "普工", ("普工",), 20, Pay(5000, 5500.5, "month"), "yubei", "空港", (Shift.ROTATING,), ("包吃",),
    date(2026, 12, 1), "有经验优先",
)  # fmt: skip
POLICY = LabourPolicy(accept_minutes=60, dispatch_minutes=600, evaluate_minutes=6000, warning_minutes=10)


@dataclass(frozen=True)
class Kept:
    store: LabourStore
    engine: Engine | None = None


@pytest.fixture(params=["fake", "sqlite", "postgresql"])
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Kept]:
    if request.param == "fake":
        yield Kept(FakeLabourStore())
        return
    if request.param == "postgresql":
        engine = request.getfixturevalue("postgres_engine")
    else:
        engine = open_engine(f"sqlite:///{tmp_path / 'kept.db'}")
        migrate(engine)
    yield Kept(SqlLabourStore(engine, AesGcmCipher([KEY])), engine)
    engine.dispose()


@pytest.fixture
def store(kept: Kept) -> LabourStore:
    return kept.store


def publish(store: LabourStore, form: str = "form", draft: str | None = None, later: int = 0) -> LabourRequest:
    at = NOW + timedelta(minutes=later)
    request = LabourRequest("", TERMS, at, at + timedelta(hours=4), draft_id=draft)
    return store.publish(request, LEFT, form, lambda number: f"digest of {number}")


def step(store: LabourStore, request: LabourRequest, kind: LabourEventKind, **given: object) -> LabourRequest:
    happening = LabourHappening(kind, "li", NOW, **given)  # type: ignore[arg-type]
    return store.save_request(advance_request(request, happening, POLICY), happening.as_event(request.number))


def test_it_is_what_it_claims_to_be(store: LabourStore) -> None:
    assert isinstance(store, LabourStore)


def test_what_was_sent_off_is_found_with_everything_said(store: LabourStore) -> None:
    sent = publish(store)
    assert sent.number.startswith(f"YG-{NOW:%Y%m%d}-0001-")
    found = store.find_request(sent.number)
    assert found == sent
    assert found is not None and found.terms == TERMS and found.code_digest == f"digest of {sent.number}"
    assert store.find_contact(sent.number) == LEFT
    assert [event.kind for event in store.list_events(sent.number)] == [LabourEventKind.PUBLISHED]


def test_the_same_form_sends_off_one_request(store: LabourStore) -> None:
    first = publish(store)
    assert publish(store) == first == store.find_of_form("form")
    assert publish(store, "another").number != first.number
    assert store.find_of_form("never sent") is None
    assert store.find_queue(LabourQuery()).total == 2


def test_of_one_form_sent_many_times_at_once_one_request_comes(store: LabourStore) -> None:
    with ThreadPoolExecutor(8) as pool:
        sent = list(pool.map(lambda _: publish(store, draft="draft"), range(16)))
    assert {one.number for one in sent} == {sent[0].number}
    assert store.find_queue(LabourQuery()).total == 1


def test_a_draft_is_sent_off_once_and_another_form_is_told_so(store: LabourStore) -> None:
    first = publish(store, "one", draft="draft")
    assert publish(store, "one", draft="draft") == first
    with pytest.raises(ConflictError, match=first.number):
        publish(store, "two", draft="draft")
    assert publish(store, "three").draft_id is None


def test_a_step_is_kept_with_its_event(store: LabourStore) -> None:
    sent = publish(store)
    accepted = step(store, sent, LabourEventKind.ACCEPTED)
    to = Dispatch(DispatchKind.PROFILES, references=("abc", "def"))
    dispatched = step(store, accepted, LabourEventKind.DISPATCHED, dispatch=to, text="两位都说能来")
    assert store.find_request(sent.number) == dispatched
    assert (dispatched.state, dispatched.owner, dispatched.version) == (LabourState.DISPATCHED, "li", 3)
    last = store.list_events(sent.number)[-1]
    assert (last.dispatch, last.text, last.actor, last.is_internal) == (to, "两位都说能来", "li", False)
    noted = step(store, dispatched, LabourEventKind.NOTED, text="电话占线")
    assert store.list_events(sent.number)[-1].is_internal
    assert len(store.list_events(sent.number)) == noted.version


def test_of_two_at_once_one_wins(store: LabourStore) -> None:
    sent = publish(store)
    step(store, sent, LabourEventKind.ACCEPTED)
    with pytest.raises(ConflictError):
        step(store, sent, LabourEventKind.ACCEPTED)
    assert len(store.list_events(sent.number)) == 2


@pytest.mark.parametrize("unknown", ["YG-20261123-9999-K3", "\x00", "\ud800", ""])
def test_an_unknown_number_is_unknown(store: LabourStore, unknown: str) -> None:
    assert store.find_request(unknown) is None
    assert store.find_contact(unknown) is None
    assert list(store.list_events(unknown)) == []
    request = replace(publish(store), number=unknown, version=2)
    with pytest.raises(NotFoundError):
        store.save_request(request, LabourHappening(LabourEventKind.NOTED, "li", NOW).as_event(unknown))


def test_of_what_was_withdrawn_nothing_is_left_of_who_it_was(store: LabourStore) -> None:
    sent = publish(store)
    noted = step(store, sent, LabourEventKind.NOTED, text="联系人姓示例")
    step(store, noted, LabourEventKind.WITHDRAWN)
    found = store.find_request(sent.number)
    assert found is not None
    assert (found.terms.employer, found.terms.place, found.terms.more, found.code_digest) == ("", "", "", None)
    assert found.terms.occupation == "普工"
    assert store.find_contact(sent.number) is None
    assert {event.text for event in store.list_events(sent.number)} == {""}


def test_the_most_urgent_is_first_and_what_rests_last(store: LabourStore) -> None:
    late = publish(store, "late", later=60)
    soon = publish(store, "soon")
    rests = step(store, publish(store, "rests"), LabourEventKind.WITHDRAWN)
    everything = LabourQuery(states=tuple(LabourState))
    assert [one.number for one in store.find_queue(everything).requests] == [soon.number, late.number, rests.number]
    assert [one.number for one in store.find_queue(LabourQuery()).requests] == [soon.number, late.number]
    second = store.find_queue(replace(everything, size=1, page=2))
    assert ([one.number for one in second.requests], second.total) == ([late.number], 3)
    before = LabourQuery(due_before=NOW + timedelta(hours=4, minutes=30))
    assert [one.number for one in store.find_queue(before).requests] == [soon.number]
    mine = step(store, soon, LabourEventKind.ACCEPTED)
    assert [one.number for one in store.find_queue(LabourQuery(owner="li")).requests] == [mine.number]
    assert store.find_queue(LabourQuery(owner="\x00")).total == 0


def test_counts_tell_what_is_overdue(store: LabourStore) -> None:
    publish(store, "one")
    publish(store, "two", later=60)
    step(store, publish(store, "three"), LabourEventKind.ACCEPTED)
    counts = store.count_queue(NOW + timedelta(hours=4, minutes=30))
    assert counts.overdue == 1
    assert counts.by_state == {LabourState.PUBLISHED: 2, LabourState.ACCEPTED: 1}


def test_contacts_of_requests_long_at_rest_are_dropped_and_others_stay(store: LabourStore) -> None:
    live, sent = publish(store, "live"), publish(store, "done")
    accepted = step(store, sent, LabourEventKind.ACCEPTED)
    to = Dispatch(DispatchKind.PARTNER, "示例机构")
    dispatched = step(store, accepted, LabourEventKind.DISPATCHED, dispatch=to)
    step(store, dispatched, LabourEventKind.EVALUATED, mark=5)
    assert store.drop_contacts(NOW) == 0
    assert store.drop_contacts(NOW + timedelta(days=1)) == 1
    assert (store.find_contact(sent.number), store.find_contact(live.number)) == (None, LEFT)


def test_nothing_of_a_contact_can_be_read_where_it_is_kept(kept: Kept) -> None:
    if kept.engine is None:
        pytest.skip("nothing is kept of it in memory")
    number = publish(kept.store).number
    with kept.engine.connect() as connection:
        row = connection.execute(select(labour_contacts)).mappings().one()
    assert not [text for text in ("示例", "138") if text in repr(dict(row))]
    with pytest.raises(UnavailableError):
        SqlLabourStore(kept.engine, AesGcmCipher([bytes(32)])).find_contact(number)
