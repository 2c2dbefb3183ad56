"""What every LiveStore and LiveNotifier does, whatever is behind it."""

import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from assistant.adapters.live.local_signals import InProcessNotifier
from assistant.adapters.live.postgres_notify import PostgresNotifier
from assistant.adapters.live.sqlite_poll import SqlitePollNotifier
from assistant.adapters.sql.cases import SqlCaseStore
from assistant.adapters.sql.conversations import SqlConversationStore
from assistant.adapters.sql.engine import open_engine
from assistant.adapters.sql.live import SqlLiveStore
from assistant.domain.case_policy import with_terms
from assistant.domain.case_steps import Happening, advance
from assistant.domain.cases import Author, Case, CaseMessage, Destination, DestinationKind, EventKind
from assistant.domain.conversation import AnswerStatus, ConversationState, Fact, HandoverReason, Turn
from assistant.domain.errors import ConflictError, NotFoundError
from assistant.domain.knowledge import Audience
from assistant.services.case_ports import CaseDeskStore
from assistant.services.clock import CHONGQING
from assistant.services.live_ports import LiveNotifier, LiveStore
from assistant.services.live_talk import LiveTalk
from assistant.services.ports import ConversationStore, StoredConversation
from tests.fakes.case_store import FakeCaseStore
from tests.fakes.clock import FixedClock
from tests.fakes.conversation_store import FakeConversationStore
from tests.fakes.live_store import FakeLiveStore
from tests.fresh_database import migrate
from tests.plain_policy import PLAIN_POLICY

pytest_plugins = ("tests.postgres",)

AT = datetime(2026, 11, 23, 23, 40, tzinfo=CHONGQING)
WORDS = {
    "live-joined": "{who}来了",
    "live-changed": "现在由{who}接着聊",
    "live-left": "智能助手接着答",
    "live-passed-on": "已转给工作人员",
    "live-staff-says": "工作人员",
}
NAMES = {"wang": "王老师"}
STATE = ConversationState(facts=(Fact("person.age", 45, 1),), turns=1)
PATIENCE_SECONDS = 5.0


class Rooms:
    """A conversation with a claimed case over one kind of stores."""

    def __init__(self, talks: ConversationStore, cases: CaseDeskStore, live: LiveStore) -> None:
        self.talks, self.cases, self.live = talks, cases, live
        self.notifier = InProcessNotifier()
        self.talk = LiveTalk(
            live, cases, self.notifier, FixedClock(), lambda: WORDS,
            lambda case, happening: advance(case, happening, PLAIN_POLICY), lambda name: NAMES.get(name, ""),
        )  # fmt: skip
        talks.create_conversation(StoredConversation("a", Audience.JOB_SEEKER, AT, "digest"))
        talks.add_turn("a", Turn("答", AnswerStatus.ANSWERED, question="问", asked_at=AT), STATE)
        opened = cases.open_case(with_terms(Case("", "a", HandoverReason.ASKED, "问", AT), PLAIN_POLICY))
        self.number = opened.number
        self.step(EventKind.CLAIMED)

    @property
    def case(self) -> Case:
        case = self.cases.find_case(self.number)
        assert case is not None
        return case

    def step(self, kind: EventKind, text: str = "", actor: str = "li", to: Destination | None = None) -> Case:
        happening = Happening(kind, actor, AT, text if kind is EventKind.RESOLVED else "", to=to)
        shown = NAMES.get(actor, "")
        message = CaseMessage(self.number, AT, Author.STAFF, text, name=actor, shown_name=shown)
        return self.talk.keep_step(
            advance(self.case, happening, PLAIN_POLICY),
            happening.as_event(self.number),
            message if kind is EventKind.REPLIED else None,
            self.case.owner,
        )

    def said(self) -> list[tuple[str, str, str]]:
        return [(turn.replier, turn.question, turn.text) for turn in self.talks.list_turns("a", 1)]


@pytest.fixture(params=["fake", "sqlite", "postgresql"])
def rooms(request: pytest.FixtureRequest, tmp_path: Path) -> Rooms:
    if request.param == "fake":
        talks, cases = FakeConversationStore(), FakeCaseStore()
        return Rooms(talks, cases, FakeLiveStore(cases, talks))
    if request.param == "postgresql":
        engine = request.getfixturevalue("postgres_engine")
    else:
        engine = open_engine(f"sqlite:///{tmp_path}/assistant.db")
        request.addfinalizer(engine.dispose)
        migrate(engine)
    return Rooms(SqlConversationStore(engine), SqlCaseStore(engine), SqlLiveStore(engine))


def test_it_is_a_live_store(rooms: Rooms) -> None:
    assert isinstance(rooms.live, LiveStore)


def test_what_the_person_writes_goes_to_staff_only_while_they_have_the_conversation(rooms: Rooms) -> None:
    assert rooms.talk.pass_on("a", "在吗") is None
    rooms.talk.take_over(rooms.case)
    turn = rooms.talk.pass_on("a", "在吗")
    assert turn is not None and turn.status is AnswerStatus.WITH_STAFF and turn.id == 3
    assert [message.text for message in rooms.cases.list_messages(rooms.number, False)] == ["在吗"]
    rooms.talk.hand_back(rooms.case)
    assert rooms.talk.pass_on("a", "还在吗") is None
    assert rooms.said() == [
        ("service", "", "工作人员来了"), ("service", "在吗", "已转给工作人员"), ("service", "", "智能助手接着答"),
    ]  # fmt: skip


def test_a_reply_stands_in_the_chat_with_the_step_of_its_case(rooms: Rooms) -> None:
    rooms.step(EventKind.REPLIED, "带身份证来窗口")
    assert rooms.said() == [("staff", "", "带身份证来窗口")]
    assert rooms.talks.load_state("a") == STATE


def test_taking_over_twice_says_it_once(rooms: Rooms) -> None:
    rooms.talk.take_over(rooms.case)
    rooms.talk.take_over(rooms.case)
    assert rooms.said() == [("service", "", "工作人员来了")]


@pytest.mark.parametrize("kind", [EventKind.RESOLVED, EventKind.GIVEN_BACK])
def test_the_assistant_is_back_when_nobody_has_the_case_any_more(rooms: Rooms, kind: EventKind) -> None:
    rooms.talk.take_over(rooms.case)
    rooms.step(kind, "办好了")
    assert not rooms.talk.is_with_staff("a")
    assert [text for _, _, text in rooms.said()] == ["工作人员来了", "智能助手接着答"]


def test_a_case_closed_behind_the_chats_back_gives_the_conversation_back_at_the_next_message(rooms: Rooms) -> None:
    rooms.talk.take_over(rooms.case)
    rooms.cases.close_case(rooms.number, "办好了", AT)
    assert rooms.talk.pass_on("a", "在吗") is None
    assert rooms.said()[-1] == ("service", "", "智能助手接着答")


def test_a_colleague_who_goes_on_is_announced_by_the_name_people_know(rooms: Rooms) -> None:
    rooms.talk.take_over(rooms.case)
    rooms.step(EventKind.TAKEN_OVER, actor="wang")
    rooms.step(EventKind.TAKEN_OVER, actor="wang")
    rooms.step(EventKind.DISPATCHED, actor="wang", to=Destination(DestinationKind.BODY, "区劳动监察"))
    rooms.step(EventKind.DISPATCHED, actor="wang", to=Destination(DestinationKind.SPECIALIST, "chen"))
    assert [text for _, _, text in rooms.said()] == [
        "工作人员来了",
        "现在由工作人员王老师接着聊",
        "现在由工作人员接着聊",
    ]
    assert rooms.talk.is_with_staff("a")


def test_nobody_is_announced_while_the_assistant_answers(rooms: Rooms) -> None:
    rooms.step(EventKind.TAKEN_OVER, actor="wang")
    assert rooms.said() == []
    rooms.talk.take_over(rooms.case)
    assert rooms.said() == [("service", "", "工作人员王老师来了")]


def test_a_reply_keeps_the_name_it_was_written_under(rooms: Rooms) -> None:
    rooms.step(EventKind.TAKEN_OVER, actor="wang")
    rooms.step(EventKind.REPLIED, "带合同来", actor="wang")
    assert [turn.said_by for turn in rooms.talks.list_turns("a", 1)] == ["王老师"]
    assert [message.shown_name for message in rooms.cases.list_messages(rooms.number, False)] == ["王老师"]


def test_a_reply_that_loses_to_another_step_leaves_no_turn(rooms: Rooms) -> None:
    stale = advance(rooms.case, Happening(EventKind.REPLIED, "li", AT), PLAIN_POLICY)
    rooms.step(EventKind.REPLIED, "先到")
    message = CaseMessage(rooms.number, AT, Author.STAFF, "后到", name="li")
    with pytest.raises(ConflictError):
        rooms.talk.keep_step(stale, Happening(EventKind.REPLIED, "li", AT).as_event(rooms.number), message)
    assert rooms.said() == [("staff", "", "先到")]


def test_a_deleted_conversation_is_not_taken_over_and_its_case_is_still_answered(rooms: Rooms) -> None:
    rooms.talks.delete_conversation("a")
    with pytest.raises(NotFoundError):
        rooms.talk.take_over(rooms.case)
    assert rooms.step(EventKind.REPLIED, "写在工单上").first_replied_at == AT


def test_every_step_wakes_whoever_reads_the_conversation(rooms: Rooms) -> None:
    woken: list[str] = []
    undo = rooms.notifier.subscribe("a", lambda: woken.append("a"))
    rooms.notifier.subscribe("b", lambda: woken.append("b"))
    rooms.talk.take_over(rooms.case)
    rooms.talk.pass_on("a", "在吗")
    rooms.step(EventKind.REPLIED, "在")
    undo()
    rooms.talk.hand_back(rooms.case)
    assert woken == ["a", "a", "a"]


def _sqlite(request: pytest.FixtureRequest, tmp_path: Path) -> Engine:
    engine = open_engine(f"sqlite:///{tmp_path}/assistant.db")
    request.addfinalizer(engine.dispose)
    migrate(engine)
    return engine


@pytest.fixture(params=["sqlite", "postgresql"])
def two_processes(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Engine, LiveNotifier, LiveNotifier]:
    """Two notifiers that share nothing but the database, as those of two processes do."""
    make: Callable[[Engine], LiveNotifier]
    if request.param == "postgresql":
        engine, make = request.getfixturevalue("postgres_engine"), PostgresNotifier
    else:
        engine, make = _sqlite(request, tmp_path), lambda on: SqlitePollNotifier(on, pause_seconds=0.02)
    both = make(engine), make(engine)
    for each in both:
        assert isinstance(each, LiveNotifier)
        request.addfinalizer(each.stop)
        each.start()
    return engine, *both


def test_a_turn_stored_by_one_process_wakes_the_readers_of_another(
    two_processes: tuple[Engine, LiveNotifier, LiveNotifier],
) -> None:
    engine, here, there = two_processes
    talks = SqlConversationStore(engine)
    talks.create_conversation(StoredConversation("a", Audience.JOB_SEEKER, AT, "digest"))
    news, first_look = threading.Event(), threading.Event()
    there.subscribe("other", first_look.set)
    there.subscribe("a", news.set)
    for _ in range(3):
        news.wait(0.2)
        news.clear()
        talks.add_turn("a", Turn("答", AnswerStatus.ANSWERED, asked_at=AT), STATE)
        here.wake("a")
        assert news.wait(PATIENCE_SECONDS)


@pytest.mark.parametrize("two_processes", ["postgresql"], indirect=True)
def test_a_listener_whose_connection_was_cut_hears_again_once_the_server_is_back(
    two_processes: tuple[Engine, LiveNotifier, LiveNotifier],
) -> None:
    engine, here, there = two_processes
    news = threading.Event()
    there.subscribe("a", news.set)
    with engine.connect() as connection:
        connection.exec_driver_sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid() AND query LIKE 'LISTEN%%'"
        ).all()
    assert news.wait(PATIENCE_SECONDS)
    news.clear()
    here.wake("a")
    assert news.wait(PATIENCE_SECONDS)
