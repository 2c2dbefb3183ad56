"""What every ConversationStore does, whatever it keeps the conversations in."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from assistant.adapters.sql.conversations import SqlConversationStore
from assistant.adapters.sql.engine import open_engine
from assistant.domain.conversation import (
    AnswerStatus,
    Citation,
    ConversationState,
    Evidence,
    Fact,
    Handover,
    HandoverReason,
    OpenQuestion,
    ToolCall,
    Turn,
)
from assistant.domain.errors import ConflictError, NotFoundError
from assistant.domain.knowledge import Aspect, Audience
from assistant.domain.model_use import FallbackReason, ModelUse
from assistant.services.clock import CHONGQING
from assistant.services.ports import ConversationStore, Feedback, StoredConversation
from tests.fakes.conversation_store import FakeConversationStore
from tests.fresh_database import migrate

pytest_plugins = ("tests.postgres",)

ASKED_AT = datetime(2026, 11, 23, 23, 40, 5, 123456, CHONGQING)
PLAIN_TURN = Turn("可以领。", AnswerStatus.ANSWERED, question="我失业了能领多少钱?", asked_at=ASKED_AT)
FULL_TURN = Turn(
    text="每月1864元[1]。",
    status=AnswerStatus.HANDED_OVER,
    citations=(
        Citation(
            1, "unemployment-benefit#how_much", "失业保险金", "标准是……", "渝人社发〔2025〕1号", "第二条", "2025-01"
        ),
        Citation(2, "b", "另一份文件", "原文", effective_to="2026-12-31", region="500000", url="https://example.org/a"),
    ),
    tools=(
        ToolCall("search_policies", {"query": "失业", "k": 3, "regions": ["500000"]}),
        ToolCall("hand_over", {}, ok=False),
    ),
    cards=({"kind": "case", "number": "CQ-20261123-0001-K3", "reply_by": None, "rows": [{"a": 1.5}]},),
    suggestions=("要什么材料?", "在哪里办?"),
    facts={"age": 35, "is_unemployed": True, "pay": 6000.5, "licences": ("叉车", "电工"), "district": "万州"},
    handover=Handover(HandoverReason.WAGE_ARREARS, "CQ-20261123-0001-K3"),
    replier="deepseek-chat",
    duration_ms=123,
    question="老板不给钱 😤",
    asked_at=ASKED_AT,
    evidence=Evidence(
        ("a", "b"),
        ("c",),
        ("没有出处的一句。",),
        0.75,
        "sha256:1",
        ModelUse(
            "deepseek-chat", FallbackReason.TIMEOUT, 2, 1200, 80, 0.0021, 7400, 1, ("invented figure",), "sha256:1"
        ),
    ),
)
FULL_STATE = ConversationState(
    facts=(Fact("age", 35, 1), Fact("is_unemployed", True, 2), Fact("licences", ("叉车",), 2), Fact("pay", 1.5, 2)),
    topic_id="unemployment-benefit",
    aspects=(Aspect.HOW_MUCH, Aspect.PAPERS),
    region_id="500101",
    as_of=date(2024, 1, 31),
    open_question=OpenQuestion("您问的是哪一种?", ("a", "b"), (Aspect.WHO,)),
    last_question="我失业了能领多少钱?",
    failures=1,
    turns=4,
    is_reduced=True,
)


@pytest.fixture(params=["fake", "sqlite", "sqlite-in-memory", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> ConversationStore:
    if request.param == "fake":
        return FakeConversationStore()
    if request.param == "postgresql":
        return SqlConversationStore(request.getfixturevalue("postgres_engine"))
    engine = open_engine("sqlite://" if request.param == "sqlite-in-memory" else f"sqlite:///{tmp_path}/assistant.db")
    request.addfinalizer(engine.dispose)
    migrate(engine)
    return SqlConversationStore(engine)


@pytest.fixture
def begin(store: ConversationStore) -> Callable[[str], str]:
    def create(conversation_id: str = "a") -> str:
        store.create_conversation(StoredConversation(conversation_id, Audience.EMPLOYER, ASKED_AT, "digest"))
        return conversation_id

    return create


def test_it_is_a_conversation_store_that_answers(store: ConversationStore) -> None:
    assert isinstance(store, ConversationStore)
    store.ping()


def test_a_conversation_is_found_as_it_was_created(store: ConversationStore) -> None:
    conversation = StoredConversation("a", Audience.EMPLOYER, ASKED_AT, "digest")
    store.create_conversation(conversation)
    assert store.find_conversation("a") == conversation


def test_the_last_turns_come_oldest_first(store: ConversationStore, begin: Callable[[str], str]) -> None:
    name = begin("a")
    for text in ("一", "二", "三"):
        store.add_turn(name, replace(PLAIN_TURN, text=text), ConversationState())
    assert [turn.text for turn in store.list_last_turns(name, 2)] == ["二", "三"]
    assert [turn.text for turn in store.list_last_turns(name, 9)] == ["一", "二", "三"]
    assert store.list_last_turns("nowhere", 2) == ()


def test_recent_turns_of_all_conversations_come_newest_first(
    store: ConversationStore, begin: Callable[[str], str]
) -> None:
    first, second = begin("a"), begin("b")
    for minute, name in enumerate((first, second, first)):
        store.add_turn(name, replace(FULL_TURN, asked_at=ASKED_AT + timedelta(minutes=minute)), ConversationState())
    recent = store.list_recent_turns(2)
    assert [(name, turn.id) for name, turn in recent] == [("a", 2), ("b", 1)]
    assert recent[0][1].evidence.model == FULL_TURN.evidence.model


def test_an_unknown_conversation_is_not_found_and_has_nothing(store: ConversationStore) -> None:
    assert store.find_conversation("nowhere") is None
    assert store.list_turns("nowhere") == ()
    assert store.list_feedback("nowhere") == {}
    assert store.load_state("nowhere") == ConversationState()


def test_an_id_is_given_only_once(store: ConversationStore, begin: Callable[[str], str]) -> None:
    begin("a")
    with pytest.raises(ConflictError):
        begin("a")


def test_a_turn_comes_back_whole(store: ConversationStore, begin: Callable[[str], str]) -> None:
    stored = store.add_turn(begin("a"), FULL_TURN, FULL_STATE)
    assert stored == replace(FULL_TURN, id=1)
    assert store.list_turns("a") == (stored,)


def test_a_time_comes_back_as_the_time_in_chongqing(store: ConversationStore, begin: Callable[[str], str]) -> None:
    store.add_turn(begin("a"), replace(PLAIN_TURN, asked_at=datetime(2026, 11, 23, 15, 40, tzinfo=UTC)), FULL_STATE)
    asked_at = store.list_turns("a")[0].asked_at
    assert asked_at == datetime(2026, 11, 23, 23, 40, tzinfo=CHONGQING)


def test_dates_and_tuples_in_cards_and_arguments_come_back_as_json_has_them(
    store: ConversationStore, begin: Callable[[str], str]
) -> None:
    card = {"kind": "course", "starts_on": date(2026, 12, 1), "shift": ("day", "night")}
    turn = replace(PLAIN_TURN, cards=(card,), tools=(ToolCall("find_courses", {"on": date(2026, 12, 1)}),))
    store.add_turn(begin("a"), turn, FULL_STATE)
    read = store.list_turns("a")[0]
    assert read.cards == ({"kind": "course", "starts_on": "2026-12-01", "shift": ["day", "night"]},)
    assert read.tools == (ToolCall("find_courses", {"on": "2026-12-01"}),)


def test_turn_ids_count_from_one_within_each_conversation(
    store: ConversationStore, begin: Callable[[str], str]
) -> None:
    begin("a"), begin("b")
    ids = [store.add_turn(conversation, PLAIN_TURN, FULL_STATE).id for conversation in ("a", "b", "a", "a", "b")]
    assert ids == [1, 1, 2, 3, 2]


def test_turns_are_listed_in_order_after_the_one_named(store: ConversationStore, begin: Callable[[str], str]) -> None:
    begin("a")
    for _ in range(12):
        store.add_turn("a", PLAIN_TURN, FULL_STATE)
    assert [turn.id for turn in store.list_turns("a", after=8)] == [9, 10, 11, 12]
    assert [turn.id for turn in store.list_turns("a", after=-5)] == list(range(1, 13))
    assert store.list_turns("a", after=12) == store.list_turns("a", after=10**30) == ()


def test_the_state_is_the_one_after_the_last_turn(store: ConversationStore, begin: Callable[[str], str]) -> None:
    assert store.load_state(begin("a")) == ConversationState()
    store.add_turn("a", PLAIN_TURN, FULL_STATE)
    assert store.load_state("a") == FULL_STATE
    later = replace(FULL_STATE, facts=(), as_of=None, open_question=None, turns=5)
    store.add_turn("a", PLAIN_TURN, later)
    assert store.load_state("a") == later


def test_a_turn_for_an_unknown_conversation_is_refused(store: ConversationStore) -> None:
    with pytest.raises(NotFoundError):
        store.add_turn("nowhere", PLAIN_TURN, FULL_STATE)


def test_a_later_verdict_replaces_the_earlier_one(store: ConversationStore, begin: Callable[[str], str]) -> None:
    begin("a")
    for _ in range(2):
        store.add_turn("a", PLAIN_TURN, FULL_STATE)
    store.add_feedback("a", 1, True, "", "")
    store.add_feedback("a", 2, True, "", "谢谢")
    store.add_feedback("a", 1, False, "outdated", "标准变了")
    assert store.list_feedback("a") == {1: Feedback(False, "outdated", "标准变了"), 2: Feedback(True, "", "谢谢")}


@pytest.mark.parametrize("turn_id", [2, 0, -1, 2**31, 10**30])
def test_a_verdict_on_a_turn_that_is_not_there_is_refused(
    store: ConversationStore, begin: Callable[[str], str], turn_id: int
) -> None:
    begin("b")
    for _ in range(2):
        store.add_turn("b", PLAIN_TURN, FULL_STATE)
    store.add_turn(begin("a"), PLAIN_TURN, FULL_STATE)
    with pytest.raises(NotFoundError):
        store.add_feedback("a", turn_id, True, "", "")


def test_deleting_removes_everything_of_one_conversation_and_nothing_of_another(
    store: ConversationStore, begin: Callable[[str], str]
) -> None:
    for conversation in (begin("a"), begin("b")):
        store.add_turn(conversation, FULL_TURN, FULL_STATE)
        store.add_feedback(conversation, 1, True, "", "")
    store.delete_conversation("a")
    assert store.find_conversation("a") is None
    assert (store.list_turns("a"), store.list_feedback("a"), store.load_state("a")) == ((), {}, ConversationState())
    assert store.list_turns("b") == (replace(FULL_TURN, id=1),)
    assert store.list_feedback("b") == {1: Feedback(True, "", "")}


def test_a_deleted_conversation_takes_no_more_turns_and_may_be_deleted_again(
    store: ConversationStore, begin: Callable[[str], str]
) -> None:
    store.delete_conversation(begin("a"))
    store.delete_conversation("a")
    with pytest.raises(NotFoundError):
        store.add_turn("a", PLAIN_TURN, FULL_STATE)


def test_an_id_used_again_after_deletion_starts_from_nothing(
    store: ConversationStore, begin: Callable[[str], str]
) -> None:
    store.add_turn(begin("a"), PLAIN_TURN, FULL_STATE)
    store.delete_conversation("a")
    assert store.add_turn(begin("a"), PLAIN_TURN, FULL_STATE).id == 1


def test_nul_and_half_surrogates_are_left_out_and_the_rest_is_kept(
    store: ConversationStore, begin: Callable[[str], str]
) -> None:
    turn = replace(PLAIN_TURN, question="我\x00想\ud83d问", text="答\udc00案😀", facts={"a": "b"})
    store.add_turn(begin("a"), turn, FULL_STATE)
    store.add_feedback("a", 1, False, "other", "看\x00不懂\ud800")
    read = store.list_turns("a")[0]
    assert (read.question, read.text) == ("我想问", "答案😀")
    assert store.list_feedback("a")[1].comment == "看不懂"


@pytest.mark.parametrize("conversation_id", ["", "a\x00", "\ud800", "'; DROP TABLE turns; --", "长" * 5000])
def test_an_id_nobody_was_given_is_simply_unknown(
    store: ConversationStore, begin: Callable[[str], str], conversation_id: str
) -> None:
    store.add_turn(begin("a"), PLAIN_TURN, FULL_STATE)
    assert store.find_conversation(conversation_id) is None
    assert store.list_turns(conversation_id) == ()
    assert store.load_state(conversation_id) == ConversationState()
    store.delete_conversation(conversation_id)
    with pytest.raises(NotFoundError):
        store.add_turn(conversation_id, PLAIN_TURN, FULL_STATE)
    with pytest.raises(NotFoundError):
        store.add_feedback(conversation_id, 1, True, "", "")
    assert len(store.list_turns("a")) == 1


def test_very_long_text_is_kept_whole(store: ConversationStore, begin: Callable[[str], str]) -> None:
    store.add_turn(begin("a"), replace(PLAIN_TURN, text="长" * 200_000), FULL_STATE)
    assert len(store.list_turns("a")[0].text) == 200_000


def test_twenty_writers_to_one_conversation_lose_and_double_nothing(
    store: ConversationStore, begin: Callable[[str], str]
) -> None:
    begin("a")
    ids = _write_from_twenty_threads(store, lambda _: "a")
    assert sorted(number for own in ids for number in own) == list(range(1, 101))
    assert all(own == sorted(own) for own in ids)
    assert [turn.id for turn in store.list_turns("a")] == list(range(1, 101))


def test_twenty_writers_to_twenty_conversations_do_not_meet(
    store: ConversationStore, begin: Callable[[str], str]
) -> None:
    for writer in range(20):
        begin(f"c{writer}")
    ids = _write_from_twenty_threads(store, lambda writer: f"c{writer}")
    assert ids == [[1, 2, 3, 4, 5]] * 20
    assert all([turn.replier for turn in store.list_turns(f"c{writer}")] == [str(writer)] * 5 for writer in range(20))


def _write_from_twenty_threads(store: ConversationStore, conversation_of: Callable[[int], str]) -> list[list[int]]:
    together = threading.Barrier(20, timeout=30)

    def write(writer: int) -> list[int]:
        together.wait()
        turn = replace(PLAIN_TURN, replier=str(writer))
        stored = [store.add_turn(conversation_of(writer), turn, FULL_STATE) for _ in range(5)]
        store.list_turns(conversation_of(writer))
        return [turn.id for turn in stored if turn.id is not None]

    with ThreadPoolExecutor(20) as pool:
        return list(pool.map(write, range(20)))
