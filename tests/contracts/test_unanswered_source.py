"""Which turns an UnansweredSource finds, on every database."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from assistant.adapters.sql.conversations import SqlConversationStore
from assistant.adapters.sql.engine import open_engine
from assistant.adapters.sql.unanswered import SqlUnansweredSource
from assistant.domain.conversation import AnswerStatus, ConversationState, Handover, HandoverReason, Turn
from assistant.domain.knowledge import Audience
from assistant.services.ports import StoredConversation
from assistant.services.teaching_ports import UnansweredQuestion, UnansweredSource
from tests.adapters.sql_examples import NOW
from tests.fakes.unanswered_source import FakeUnansweredSource
from tests.fresh_database import migrate

pytest_plugins = ("tests.postgres",)


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    if request.param == "postgresql":
        engine = request.getfixturevalue("postgres_engine")
    else:
        engine = open_engine(f"sqlite:///{tmp_path / 'asked.db'}")
        migrate(engine)
    yield engine
    engine.dispose()


def test_no_source_errors_failures_and_complaints_are_found_and_nothing_else(engine: Engine) -> None:
    store, source = SqlConversationStore(engine), SqlUnansweredSource(engine)
    assert isinstance(source, UnansweredSource) and isinstance(FakeUnansweredSource(), UnansweredSource)
    store.create_conversation(StoredConversation("a", Audience.JOB_SEEKER, NOW, "x"))
    minute = timedelta(minutes=1)
    told = Turn("答", AnswerStatus.ANSWERED)
    twice = Handover(HandoverReason.FAILED_TWICE, "CQ-1")
    turns = [
        replace(told, question="好的", asked_at=NOW),
        replace(told, question="没有资料", status=AnswerStatus.UNANSWERABLE_NO_SOURCE, asked_at=NOW + minute),
        replace(told, question="出错", status=AnswerStatus.ERROR_INTERNAL, asked_at=NOW + 2 * minute),
        replace(
            told, question="再次失败", status=AnswerStatus.CLARIFICATION, handover=twice, asked_at=NOW + 3 * minute
        ),
        replace(told, question="说错了", asked_at=NOW + 4 * minute),
        replace(told, question="说得好", asked_at=NOW + 5 * minute),
        replace(told, question="", status=AnswerStatus.ERROR_INTERNAL, asked_at=NOW + 6 * minute),
        replace(told, question="早先", status=AnswerStatus.UNANSWERABLE_NO_SOURCE, asked_at=NOW - minute),
    ]
    ids = [store.add_turn("a", turn, ConversationState()).id or 0 for turn in turns]
    store.add_feedback("a", ids[4], False, "wrong", "不对")
    store.add_feedback("a", ids[5], True, "", "")
    found = source.list_unanswered(NOW)
    assert [one.question for one in found] == ["说错了", "再次失败", "出错", "没有资料"]
    assert found[0] == UnansweredQuestion("说错了", AnswerStatus.ANSWERED, NOW + 4 * minute, "wrong", "不对")
    assert found[1].handover_reason == "failed_twice"
    assert [one.question for one in source.list_unanswered(NOW, limit=1)] == ["说错了"]
    store.delete_conversation("a")
    assert not source.list_unanswered(NOW)
