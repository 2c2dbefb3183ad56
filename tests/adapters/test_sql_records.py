"""Records written by another version, or damaged, never stop a conversation."""

import json
import logging
from collections.abc import Iterator
from dataclasses import fields, replace
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from assistant.adapters.sql.cases import SqlCaseStore
from assistant.adapters.sql.conversations import SqlConversationStore
from assistant.adapters.sql.engine import write
from assistant.adapters.sql.state_record import VERSION, state_as_text, state_from_text
from assistant.adapters.sql.tables import turns
from assistant.domain.cases import Case, CaseState
from assistant.domain.conversation import (
    AnswerStatus,
    Citation,
    ConversationState,
    Evidence,
    HandoverReason,
    OpenQuestion,
    ToolCall,
    Turn,
)
from tests.adapters.sql_examples import NOW, STATE, TURN, begun, open_file

_STATE_TEXT = state_as_text(STATE)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = open_file(tmp_path)
    yield engine
    engine.dispose()


@pytest.fixture
def store(engine: Engine) -> SqlConversationStore:
    store = begun(engine)
    store.add_turn("a", TURN, STATE)
    return store


def test_every_field_of_the_state_is_stored() -> None:
    assert set(json.loads(_STATE_TEXT)) == {field.name for field in fields(ConversationState)}
    with_question = json.loads(state_as_text(replace(STATE, open_question=OpenQuestion("哪一种?"))))
    assert set(with_question["open_question"]) == {field.name for field in fields(OpenQuestion)}


def test_the_version_that_is_written_is_the_one_that_is_read() -> None:
    assert ConversationState().version == VERSION


def test_every_field_of_a_turn_is_stored() -> None:
    stored_elsewhere = {"handover", "evidence"}
    columns = {column.name.removesuffix("_json") for column in turns.c}
    assert {field.name for field in fields(Turn)} - stored_elsewhere <= columns


@pytest.mark.parametrize(
    "damaged",
    [
        "",
        "{",
        "null",
        "[]",
        "\x00\xff",
        "[" * 100_000,
        "1" * 5000,
        "{}",
        _STATE_TEXT.replace('"version":1', '"version":2'),
        _STATE_TEXT.replace('"version":1', '"version":true'),
        _STATE_TEXT.replace('"facts":[]', '"facts":3'),
        _STATE_TEXT.replace('"facts":[]', '"facts":[{"id":"age","value":{},"turn":1}]'),
        _STATE_TEXT.replace('"aspects":[]', '"aspects":["of a later version"]'),
        _STATE_TEXT.replace('"as_of":null', '"as_of":"yesterday"'),
        _STATE_TEXT.replace('"open_question":null', '"open_question":"哪一种?"'),
        _STATE_TEXT.replace('"turns":1', '"turns":"one"'),
    ],
)
def test_a_state_that_cannot_be_read_is_a_fresh_one_with_a_warning(
    damaged: str, caplog: pytest.LogCaptureFixture
) -> None:
    assert damaged != _STATE_TEXT
    assert state_from_text(damaged, "a") == ConversationState()
    assert "conversation a goes on with a fresh state" in caplog.text


def test_a_conversation_goes_on_after_its_state_was_damaged(
    engine: Engine, store: SqlConversationStore, caplog: pytest.LogCaptureFixture
) -> None:
    _overwrite(engine, "state_json", '{"version": 1, "facts"')
    assert store.load_state("a") == ConversationState()
    assert [record.levelno for record in caplog.records] == [logging.WARNING]
    store.add_turn("a", TURN, STATE)
    assert store.load_state("a") == STATE


def test_a_damaged_part_of_a_turn_is_left_out_and_the_rest_is_shown(
    engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    store = begun(engine)
    whole = replace(
        TURN,
        citations=(Citation(1, "p", "t", "q"),),
        tools=(ToolCall("search_policies", {}),),
        cards=({"kind": "case"},),
        suggestions=("在哪里办?",),
        facts={"age": 35},
        id=1,
    )
    store.add_turn("a", whole, STATE)
    damages = {"citations": "[1]", "tools": "null", "cards": "[", "suggestions": "[1]", "facts": '{"age":{}}'}
    for name, damage in damages.items():
        _overwrite(engine, f"{name}_json", damage)
    empty = replace(whole, citations=(), tools=(), cards=(), suggestions=(), facts={})
    assert store.list_turns("a") == (empty,)
    assert all(f"turn 1 of conversation a: {name}_json cannot be read" in caplog.text for name in damages)


def test_evidence_that_is_missing_or_damaged_is_empty(engine: Engine, store: SqlConversationStore) -> None:
    with write(engine) as connection:
        connection.execute(text("UPDATE evidence SET passages_used_json = 'x'"))
    assert store.list_turns("a")[0].evidence == Evidence()
    with write(engine) as connection:
        connection.execute(text("DELETE FROM evidence"))
    assert store.list_turns("a")[0].evidence == Evidence()


def test_a_status_of_a_later_version_is_read_as_an_internal_error(engine: Engine, store: SqlConversationStore) -> None:
    _overwrite(engine, "status", "unanswerable_of_a_new_kind")
    assert store.list_turns("a")[0].status is AnswerStatus.ERROR_INTERNAL


def test_a_case_in_a_state_of_a_later_version_is_not_overlooked(engine: Engine) -> None:
    store = SqlCaseStore(engine)
    number = store.open_case(Case("", "a", HandoverReason.ASKED, "", NOW)).number
    with write(engine) as connection:
        connection.execute(text("UPDATE cases SET state = 'archived', reason = 'new'"))
    found = store.find_case(number)
    assert found is not None
    assert (found.state, found.reason) == (CaseState.OPEN, HandoverReason.ASKED)


def _overwrite(engine: Engine, column: str, value: str) -> None:
    with write(engine) as connection:
        connection.execute(turns.update().values({column: value}))
