"""What every CaseDeskStore does, whatever it keeps the cases in."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from assistant.adapters.sql.cases import SqlCaseStore
from assistant.adapters.sql.engine import open_engine
from assistant.domain.case_policy import with_terms
from assistant.domain.case_steps import Happening, advance
from assistant.domain.cases import (
    Author,
    Case,
    CaseKind,
    CaseMessage,
    CaseState,
    Destination,
    DestinationKind,
    EventKind,
)
from assistant.domain.conversation import HandoverReason
from assistant.domain.errors import ConflictError, NotFoundError
from assistant.services.case_ports import CaseDeskStore, QueueQuery
from assistant.services.clock import CHONGQING
from tests.fakes.case_store import FakeCaseStore
from tests.fresh_database import migrate
from tests.plain_policy import PLAIN_POLICY

pytest_plugins = ("tests.postgres",)

AT = datetime(2026, 11, 23, 23, 40, tzinfo=CHONGQING)
HOUR = timedelta(hours=1)
NEW = with_terms(Case("", "a", HandoverReason.WAGE_ARREARS, "老板三个月没发工资", AT), PLAIN_POLICY)
BODY = Destination(DestinationKind.BODY, "劳动监察")


@pytest.fixture(params=["fake", "sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> CaseDeskStore:
    if request.param == "fake":
        return FakeCaseStore()
    if request.param == "postgresql":
        return SqlCaseStore(request.getfixturevalue("postgres_engine"))
    engine = open_engine(f"sqlite:///{tmp_path}/assistant.db")
    request.addfinalizer(engine.dispose)
    migrate(engine)
    return SqlCaseStore(engine)


def take(store: CaseDeskStore, case: Case, kind: EventKind, actor: str = "li", text: str = "", **more: object) -> Case:
    happening = Happening(kind, actor, AT + HOUR, text, **more)  # type: ignore[arg-type]
    return store.save_case(advance(case, happening, PLAIN_POLICY), happening.as_event(case.number))


def test_it_is_a_desk_store(store: CaseDeskStore) -> None:
    assert isinstance(store, CaseDeskStore)


def test_everything_a_case_knows_is_found_again(store: CaseDeskStore) -> None:
    case = store.open_case(NEW)
    assert store.find_case(case.number) == replace(NEW, number=case.number)
    case = take(store, case, EventKind.CODE_ISSUED, code_digest="d")
    case = take(store, case, EventKind.CLAIMED)
    case = take(store, case, EventKind.REPLIED)
    case = take(store, case, EventKind.DISPATCHED, to=BODY)
    assert (case.owner, case.dispatched_to, case.first_replied_at) == ("li", BODY, AT + HOUR)
    assert store.find_case(case.number) == case
    for kind in (EventKind.RESOLVED, EventKind.RATED):
        case = take(store, case, kind, text="已督办", mark=4)
    found = store.find_case(case.number)
    assert found == case
    assert found is not None and (found.mark, found.code_digest, found.version) == (4, "d", 7)


def test_the_history_holds_every_event_in_order_from_the_opening_on(store: CaseDeskStore) -> None:
    case = store.open_case(replace(NEW, attachment="一"))
    store.open_case(replace(NEW, attachment="二"))
    store.open_case(NEW)
    case = take(store, store.find_case(case.number) or case, EventKind.CLAIMED)
    case = take(store, case, EventKind.GIVEN_BACK, text="下班\x00了")
    case = take(store, case, EventKind.CLAIMED, actor="wang")
    store.close_case(case.number, "已督办", AT + 2 * HOUR)
    events = store.list_events(case.number)
    assert [event.kind.value for event in events] == [
        "opened", "attached", "claimed", "given_back", "claimed", "resolved",
    ]  # fmt: skip
    assert [event.actor for event in events] == ["person", "person", "li", "li", "wang", "command_line"]
    assert (events[3].text, events[5].text) == ("下班了", "已督办")
    assert (store.find_case(case.number) or case).version == len(events)
    assert list(store.list_events("CQ-20261123-9999-K3")) == list(store.list_events("\x00")) == []


def test_of_two_changes_of_the_same_version_the_first_one_stands(store: CaseDeskStore) -> None:
    case = store.open_case(NEW)
    take(store, case, EventKind.CLAIMED)
    with pytest.raises(ConflictError):
        take(store, case, EventKind.CLAIMED, actor="wang")
    found = store.find_case(case.number)
    assert found is not None and (found.owner, found.version) == ("li", 2)
    assert len(store.list_events(case.number)) == 2


def test_of_twenty_who_claim_at_once_one_gets_the_case(store: CaseDeskStore) -> None:
    case = store.open_case(NEW)
    together = threading.Barrier(20, timeout=30)

    def claim(who: int) -> str | None:
        together.wait()
        try:
            return take(store, case, EventKind.CLAIMED, actor=f"staff{who}").owner
        except ConflictError:
            return None

    with ThreadPoolExecutor(20) as pool:
        winners = [owner for owner in pool.map(claim, range(20)) if owner is not None]
    found = store.find_case(case.number)
    assert found is not None and [found.owner] == winners
    assert len(store.list_events(case.number)) == 2


@pytest.mark.parametrize("number", ["CQ-20261123-9999-K3", "\x00", "\ud800"])
def test_a_case_that_does_not_exist_cannot_be_changed(store: CaseDeskStore, number: str) -> None:
    with pytest.raises(NotFoundError):
        take(store, replace(NEW, number=number), EventKind.CLAIMED)


def test_messages_come_in_order_and_notes_only_where_they_are_asked_for(store: CaseDeskStore) -> None:
    case = take(store, store.open_case(NEW), EventKind.CLAIMED)
    written = [
        (EventKind.NOTED, Author.STAFF, "像是老赖", True, "li"),
        (EventKind.REPLIED, Author.STAFF, "请带上\x00合同", False, "li"),
        (EventKind.PERSON_WROTE, Author.PERSON, "好的", False, None),
    ]
    for minutes, (kind, author, text, is_internal, name) in enumerate(written):
        happening = Happening(kind, name or "person", AT + timedelta(minutes=minutes))
        message = CaseMessage(case.number, happening.at, author, text, is_internal, name)
        changed = advance(case, happening, PLAIN_POLICY)
        case = store.save_case(changed, happening.as_event(case.number), message)
    assert [message.text for message in store.list_messages(case.number, True)] == ["像是老赖", "请带上合同", "好的"]
    seen = store.list_messages(case.number, False)
    assert [(m.author, m.is_internal, m.name) for m in seen] == [
        (Author.STAFF, False, "li"),
        (Author.PERSON, False, None),
    ]
    assert list(store.list_messages("\x00", True)) == []


def test_a_live_case_in_hand_is_the_same_case_when_the_person_asks_again(store: CaseDeskStore) -> None:
    case = take(store, take(store, store.open_case(NEW), EventKind.CLAIMED), EventKind.DISPATCHED, to=BODY)
    assert store.open_case(NEW) == case
    assert list(store.list_cases()) == [case]


def test_a_case_is_not_reopened_beside_a_newer_one_of_the_same_matter(store: CaseDeskStore) -> None:
    first = store.close_case(store.open_case(NEW).number, "办好了", AT)
    second = store.open_case(NEW)
    with pytest.raises(ConflictError, match=second.number):
        take(store, first, EventKind.REOPENED)
    store.close_case(second.number, "办好了", AT)
    assert take(store, first, EventKind.REOPENED).state is CaseState.OPEN


def test_of_a_deleted_conversation_no_message_and_no_words_in_the_history_are_left(store: CaseDeskStore) -> None:
    live = store.open_case(NEW)
    done = store.open_case(replace(NEW, reason=HandoverReason.ASKED))
    done = take(store, take(store, done, EventKind.CLAIMED), EventKind.RESOLVED, text="已答复")
    for case in (live, done):
        happening = Happening(EventKind.NOTED, "li", AT, "备注里有名字")
        message = CaseMessage(case.number, AT, Author.STAFF, "备注", True, "li")
        store.save_case(advance(case, happening, PLAIN_POLICY), happening.as_event(case.number), message)
    store.withdraw_cases("a", AT + HOUR)
    for case, last in ((live, EventKind.WITHDRAWN), (done, EventKind.ERASED)):
        events, found = store.list_events(case.number), store.find_case(case.number)
        assert found is not None and (found.summary, found.attachment, found.code_digest) == ("", None, None)
        assert [event.text for event in events] == [""] * len(events)
        assert (events[-1].kind, found.version) == (last, len(events))
        assert list(store.list_messages(case.number, True)) == []
    assert (store.find_case(done.number) or live).outcome == "已答复"


def test_cases_of_a_conversation_are_listed_the_oldest_first(store: CaseDeskStore) -> None:
    later = store.open_case(replace(NEW, reason=HandoverReason.ASKED, opened_at=AT + HOUR))
    first = store.open_case(NEW)
    store.open_case(replace(NEW, conversation_id="b"))
    assert [case.number for case in store.list_of_conversation("a")] == [first.number, later.number]
    assert list(store.list_of_conversation("\x00")) == []


def several(store: CaseDeskStore) -> dict[str, Case]:
    """Cases by the name of their conversation, opened in an order that is not that of their deadlines."""
    reasons = {
        "asked": HandoverReason.ASKED,
        "crisis": HandoverReason.CRISIS,
        "complaint": HandoverReason.COMPLAINT,
        "wages": HandoverReason.WAGE_ARREARS,
    }
    return {
        name: store.open_case(with_terms(replace(NEW, conversation_id=name, reason=reason), PLAIN_POLICY))
        for name, reason in reasons.items()
    }


def names(store: CaseDeskStore, query: QueueQuery) -> list[str]:
    return [case.conversation_id for case in store.find_queue(query).cases]


def test_the_queue_has_the_most_urgent_first_and_what_rests_last(store: CaseDeskStore) -> None:
    cases = several(store)
    assert names(store, QueueQuery()) == ["crisis", "wages", "asked", "complaint"]
    store.close_case(cases["crisis"].number, "已联系", AT)
    everything = QueueQuery(states=tuple(CaseState))
    assert names(store, everything) == ["wages", "asked", "complaint", "crisis"]
    assert names(store, QueueQuery()) == ["wages", "asked", "complaint"]


def test_the_queue_is_filtered_by_whatever_is_asked(store: CaseDeskStore) -> None:
    cases = several(store)
    take(store, cases["asked"], EventKind.CLAIMED, actor="wang")
    assert names(store, QueueQuery(kinds=(CaseKind.COMPLAINT,))) == ["complaint"]
    assert names(store, QueueQuery(kinds=())) == []
    assert names(store, QueueQuery(states=(CaseState.CLAIMED,))) == ["asked"]
    assert names(store, QueueQuery(team="complaints")) == ["complaint"]
    assert names(store, QueueQuery(reason=HandoverReason.CRISIS)) == ["crisis"]
    assert names(store, QueueQuery(owner="wang")) == ["asked"]
    assert names(store, QueueQuery(owner="' OR 1=1 --")) == names(store, QueueQuery(owner="\x00")) == []
    assert names(store, QueueQuery(due_before=AT + 3 * HOUR)) == ["crisis", "wages"]


def test_claims_that_have_ended_are_found(store: CaseDeskStore) -> None:
    cases = several(store)
    take(store, cases["asked"], EventKind.CLAIMED)  # an hour after it was opened, for two hours
    assert names(store, QueueQuery(claim_ends_before=AT + 2.9 * HOUR)) == []
    assert names(store, QueueQuery(claim_ends_before=AT + 3 * HOUR)) == ["asked"]


def test_the_queue_comes_in_pages_without_doubles(store: CaseDeskStore) -> None:
    for person in range(7):
        store.open_case(replace(NEW, conversation_id=str(person)))
    pages = [store.find_queue(QueueQuery(page=page, size=3)) for page in (1, 2, 3, 4)]
    assert [len(page.cases) for page in pages] == [3, 3, 1, 0]
    assert {page.total for page in pages} == {7}
    assert len({case.number for page in pages for case in page.cases}) == 7


def test_counts_are_over_all_pages_and_by_what_can_be_filtered(store: CaseDeskStore) -> None:
    cases = several(store)
    take(store, cases["asked"], EventKind.CLAIMED)
    counts = store.count_queue(QueueQuery(size=1), AT + HOUR)
    assert (counts.total, counts.overdue) == (4, 1)
    assert counts.by_state == {CaseState.OPEN: 3, CaseState.CLAIMED: 1}
    assert counts.by_team == {"general": 3, "complaints": 1}
    assert counts.by_reason == dict.fromkeys((cases[name].reason for name in cases), 1)
    nothing = store.count_queue(QueueQuery(team="nobody"), AT)
    assert (nothing.total, nothing.overdue, dict(nothing.by_state)) == (0, 0, {})
