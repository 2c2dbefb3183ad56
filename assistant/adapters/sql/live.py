"""Live conversations in SQL: turns by staff, stored with the step of the case they belong to."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import Connection, Engine, insert, select, update
from sqlalchemy.exc import IntegrityError

from assistant.adapters.sql.cases import CHANGED, save_in
from assistant.adapters.sql.engine import read, write
from assistant.adapters.sql.records import evidence_row, is_storable, turn_row
from assistant.adapters.sql.state_record import state_as_text
from assistant.adapters.sql.tables import cases, conversations, evidence, turns
from assistant.domain.cases import Case, CaseEvent, CaseMessage
from assistant.domain.conversation import ConversationState, Turn
from assistant.domain.errors import ConflictError, NotFoundError
from assistant.domain.outgoing_notices import OutgoingNotice

_GONE = "本人已经删除这次会话，不能再在聊天里接待。请按留下的联系方式回复。"
_TAKEN = "这次会话正由另一张工单的同事接待。"


class SqlLiveStore:
    """Implements `LiveStore`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def find_staff_case(self, conversation_id: str) -> str | None:
        if not is_storable(conversation_id):
            return None
        chosen = select(conversations.c.staff_case).where(conversations.c.id == conversation_id)
        with read(self._engine) as connection:
            return connection.execute(chosen).scalar_one_or_none()

    def begin(self, case: Case, turn: Turn) -> bool:
        with write(self._engine) as connection:
            same = select(cases.c.number).where(cases.c.number == case.number, cases.c.version == case.version)
            if connection.execute(same.with_for_update()).first() is None:
                raise ConflictError(CHANGED)
            chosen = select(conversations.c.staff_case).where(conversations.c.id == case.conversation_id)
            row = connection.execute(chosen.with_for_update()).first()
            if row is None:
                raise NotFoundError(_GONE)
            if row.staff_case == case.number:
                return False
            if row.staff_case is not None and _is_attended(connection, row.staff_case):
                raise ConflictError(_TAKEN)
            _set_case(connection, case.conversation_id, case.number)
            _add_turn(connection, case.conversation_id, turn)
        return True

    def end(self, conversation_id: str, number: str, turn: Turn) -> bool:
        with write(self._engine) as connection:
            return _end(connection, conversation_id, number, turn) is not None

    def save_step(
        self,
        case: Case,
        event: CaseEvent,
        message: CaseMessage | None,
        turns: Sequence[Turn],
        ends: Turn | None,
        notice: OutgoingNotice | None = None,
    ) -> tuple[Case, tuple[Turn, ...]]:
        try:
            with write(self._engine) as connection:
                kept = save_in(connection, case, event, message, notice)
                added = [_add_turn(connection, case.conversation_id, turn) for turn in turns]
                if ends is not None:
                    added.append(_end(connection, case.conversation_id, case.number, ends))
        except IntegrityError as error:
            raise ConflictError(CHANGED) from error
        return kept, tuple(turn for turn in added if turn is not None)


def _is_attended(connection: Connection, number: str) -> bool:
    found = select(cases.c.owner).where(cases.c.number == number, cases.c.state.in_(("claimed", "dispatched")))
    return connection.execute(found).scalar_one_or_none() is not None


def _end(connection: Connection, conversation_id: str, number: str, turn: Turn) -> Turn | None:
    held = (conversations.c.id == conversation_id) & (conversations.c.staff_case == number)
    if connection.execute(update(conversations).where(held).values(staff_case=None)).rowcount == 0:
        return None
    return _add_turn(connection, conversation_id, turn)


def _set_case(connection: Connection, conversation_id: str, number: str | None) -> None:
    connection.execute(update(conversations).where(conversations.c.id == conversation_id).values(staff_case=number))


def _add_turn(connection: Connection, conversation_id: str, turn: Turn) -> Turn | None:
    """The stored turn, which carries on what was remembered before it; None where there is no such conversation."""
    counted = (
        update(conversations)
        .where(conversations.c.id == conversation_id)
        .values(last_turn=conversations.c.last_turn + 1)
        .returning(conversations.c.last_turn)
    )
    turn_id = connection.execute(counted).scalar_one_or_none()
    if turn_id is None:
        return None
    mine = turns.c.conversation_id == conversation_id
    former = select(turns.c.state_json, turns.c.facts_json).where(mine).order_by(turns.c.id.desc()).limit(1)
    last = connection.execute(former).first()
    key = {"conversation_id": conversation_id}
    row = {**turn_row(turn), **key, "id": turn_id, "state_json": state_as_text(ConversationState())}
    if last is not None:
        row |= {"state_json": last.state_json, "facts_json": last.facts_json}
    connection.execute(insert(turns), row)
    connection.execute(insert(evidence), {**evidence_row(turn.evidence), **key, "turn_id": turn_id})
    return replace(turn, id=turn_id)
