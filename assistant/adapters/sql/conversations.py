"""Conversations in SQL."""

from collections.abc import Mapping
from dataclasses import replace

from sqlalchemy import Engine, bindparam, delete, insert, literal_column, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError

from assistant.adapters.sql.engine import read, write
from assistant.adapters.sql.records import evidence_row, is_storable, member, storable, turn_from_row, turn_row
from assistant.adapters.sql.state_record import state_as_text, state_from_text
from assistant.adapters.sql.tables import conversations, evidence, feedback, turns
from assistant.domain.conversation import ConversationState, Turn
from assistant.domain.errors import ConflictError, NotFoundError
from assistant.domain.knowledge import Audience
from assistant.services.ports import Feedback, StoredConversation

_LARGEST_TURN_ID = 2**31 - 1

_NEXT_TURN_ID = (
    update(conversations)
    .where(conversations.c.id == bindparam("conversation"))
    .values(last_turn=conversations.c.last_turn + 1)
    .returning(conversations.c.last_turn)
)
_LAST_STATE = (
    select(turns.c.state_json)
    .where(turns.c.conversation_id == bindparam("conversation"))
    .order_by(turns.c.id.desc())
    .limit(1)
)
_SOME_TURNS = select(
    *(column for column in turns.c if column.name != "state_json"),
    *(column for column in evidence.c if column.name not in ("conversation_id", "turn_id")),
).join_from(
    turns,
    evidence,
    (evidence.c.conversation_id == turns.c.conversation_id) & (evidence.c.turn_id == turns.c.id),
    isouter=True,
)
_TURNS = _SOME_TURNS.where(
    turns.c.conversation_id == bindparam("conversation"), turns.c.id > bindparam("after")
).order_by(turns.c.id)


class SqlConversationStore:
    """Implements `ConversationStore`. Every method may raise UnavailableError."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def ping(self) -> None:
        with read(self._engine) as connection:
            connection.execute(select(literal_column("1")).select_from(conversations).limit(1))

    def create_conversation(self, conversation: StoredConversation) -> None:
        row = {
            "id": conversation.id,
            "audience": conversation.audience.value,
            "created_at": conversation.created_at,
            "secret_digest": conversation.secret_digest,
        }
        try:
            with write(self._engine) as connection:
                connection.execute(insert(conversations), row)
        except IntegrityError as error:
            raise ConflictError(f"There is a conversation '{conversation.id}' already.") from error

    def find_conversation(self, conversation_id: str) -> StoredConversation | None:
        if not is_storable(conversation_id):
            return None
        with read(self._engine) as connection:
            found = connection.execute(select(conversations).where(conversations.c.id == conversation_id))
            row = found.mappings().one_or_none()
        if row is None:
            return None
        audience = member(Audience, row["audience"], Audience.JOB_SEEKER)
        return StoredConversation(row["id"], audience, row["created_at"], row["secret_digest"])

    def load_state(self, conversation_id: str) -> ConversationState:
        if not is_storable(conversation_id):
            return ConversationState()
        with read(self._engine) as connection:
            text = connection.execute(_LAST_STATE, {"conversation": conversation_id}).scalar_one_or_none()
        return ConversationState() if text is None else state_from_text(text, conversation_id)

    def add_turn(self, conversation_id: str, turn: Turn, state: ConversationState) -> Turn:
        row = {**turn_row(turn), "conversation_id": conversation_id, "state_json": state_as_text(state)}
        evidence_values = {**evidence_row(turn.evidence), "conversation_id": conversation_id}
        if not is_storable(conversation_id):
            raise _no_conversation(conversation_id)
        with write(self._engine) as connection:
            turn_id = connection.execute(_NEXT_TURN_ID, {"conversation": conversation_id}).scalar_one_or_none()
            if turn_id is None:
                raise _no_conversation(conversation_id)
            connection.execute(insert(turns), {**row, "id": turn_id})
            connection.execute(insert(evidence), {**evidence_values, "turn_id": turn_id})
        return replace(turn, id=turn_id)

    def list_turns(self, conversation_id: str, after: int = 0) -> tuple[Turn, ...]:
        if not is_storable(conversation_id) or after >= _LARGEST_TURN_ID:
            return ()
        with read(self._engine) as connection:
            found = connection.execute(_TURNS, {"conversation": conversation_id, "after": max(after, 0)})
            rows = found.mappings().all()
        return tuple(turn_from_row(row) for row in rows)

    def list_last_turns(self, conversation_id: str, count: int) -> tuple[Turn, ...]:
        if not is_storable(conversation_id):
            return ()
        last = select(conversations.c.last_turn).where(conversations.c.id == conversation_id).scalar_subquery()
        chosen = _SOME_TURNS.where(turns.c.conversation_id == conversation_id, turns.c.id > last - count)
        with read(self._engine) as connection:
            rows = connection.execute(chosen.order_by(turns.c.id)).mappings().all()
        return tuple(turn_from_row(row) for row in rows)

    def list_recent_turns(self, count: int) -> tuple[tuple[str, Turn], ...]:
        chosen = _SOME_TURNS.order_by(turns.c.asked_at.desc(), turns.c.id.desc()).limit(count)
        with read(self._engine) as connection:
            rows = connection.execute(chosen).mappings().all()
        return tuple((row["conversation_id"], turn_from_row(row)) for row in rows)

    def add_feedback(self, conversation_id: str, turn_id: int, helpful: bool, reason: str, comment: str) -> None:
        if not is_storable(conversation_id) or not 0 < turn_id <= _LARGEST_TURN_ID:
            raise _no_turn(conversation_id, turn_id)
        verdict = {"helpful": helpful, "reason": storable(reason), "comment": storable(comment)}
        row = {"conversation_id": conversation_id, "turn_id": turn_id, **verdict}
        dialect = postgresql if self._engine.dialect.name == "postgresql" else sqlite
        statement = dialect.insert(feedback).values(row)
        statement = statement.on_conflict_do_update(index_elements=["conversation_id", "turn_id"], set_=verdict)
        try:
            with write(self._engine) as connection:
                connection.execute(statement)
        except IntegrityError as error:
            raise _no_turn(conversation_id, turn_id) from error

    def list_feedback(self, conversation_id: str) -> Mapping[int, Feedback]:
        if not is_storable(conversation_id):
            return {}
        chosen = select(feedback).where(feedback.c.conversation_id == conversation_id).order_by(feedback.c.turn_id)
        with read(self._engine) as connection:
            rows = connection.execute(chosen).mappings().all()
        return {row["turn_id"]: Feedback(row["helpful"], row["reason"], row["comment"]) for row in rows}

    def delete_conversation(self, conversation_id: str) -> None:
        if not is_storable(conversation_id):
            return
        with write(self._engine) as connection:
            connection.execute(delete(conversations).where(conversations.c.id == conversation_id))


def _no_conversation(conversation_id: str) -> NotFoundError:
    return NotFoundError(f"There is no conversation '{conversation_id}'.")


def _no_turn(conversation_id: str, turn_id: int) -> NotFoundError:
    return NotFoundError(f"Conversation '{conversation_id}' has no turn {turn_id}.")
