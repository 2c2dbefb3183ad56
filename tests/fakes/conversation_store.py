"""Conversations in memory."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from assistant.domain.conversation import ConversationState, Turn
from assistant.domain.errors import ConflictError, NotFoundError
from assistant.services.ports import Feedback, StoredConversation
from assistant.services.turn_json import card_as_json

_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass
class _Kept:
    conversation: StoredConversation
    state: ConversationState = field(default_factory=ConversationState)
    turns: list[Turn] = field(default_factory=list)
    feedback: dict[int, Feedback] = field(default_factory=dict)


class FakeConversationStore:
    def __init__(self) -> None:
        self._kept: dict[str, _Kept] = {}
        self._lock = threading.Lock()

    def ping(self) -> None:
        return None

    def create_conversation(self, conversation: StoredConversation) -> None:
        with self._lock:
            if conversation.id in self._kept:
                raise ConflictError(conversation.id)
            self._kept[conversation.id] = _Kept(conversation)

    def find_conversation(self, conversation_id: str) -> StoredConversation | None:
        kept = self._kept.get(conversation_id)
        return kept.conversation if kept else None

    def load_state(self, conversation_id: str) -> ConversationState:
        kept = self._kept.get(conversation_id)
        return kept.state if kept else ConversationState()

    def add_turn(self, conversation_id: str, turn: Turn, state: ConversationState) -> Turn:
        with self._lock:
            kept = self._kept.get(conversation_id)
            if kept is None:
                raise NotFoundError(conversation_id)
            stored = replace(turn, id=len(kept.turns) + 1)
            kept.turns.append(_as_read_back(stored))
            kept.state = state
        return stored

    def list_turns(self, conversation_id: str, after: int = 0) -> tuple[Turn, ...]:
        kept = self._kept.get(conversation_id)
        return tuple(kept.turns[max(after, 0) :]) if kept else ()

    def list_last_turns(self, conversation_id: str, count: int) -> tuple[Turn, ...]:
        kept = self._kept.get(conversation_id)
        return tuple(kept.turns[-count:]) if kept else ()

    def list_recent_turns(self, count: int) -> tuple[tuple[str, Turn], ...]:
        every = [(name, turn) for name, kept in self._kept.items() for turn in kept.turns]
        newest = sorted(every, key=lambda one: (one[1].asked_at or _LONG_AGO, one[1].id or 0), reverse=True)
        return tuple(newest[:count])

    def add_feedback(self, conversation_id: str, turn_id: int, helpful: bool, reason: str, comment: str) -> None:
        kept = self._kept.get(conversation_id)
        if kept is None or not 0 < turn_id <= len(kept.turns):
            raise NotFoundError(conversation_id)
        kept.feedback[turn_id] = Feedback(helpful, _clean(reason), _clean(comment))

    def list_feedback(self, conversation_id: str) -> Mapping[int, Feedback]:
        kept = self._kept.get(conversation_id)
        return dict(sorted(kept.feedback.items())) if kept else {}

    def delete_conversation(self, conversation_id: str) -> None:
        self._kept.pop(conversation_id, None)


def _as_read_back(turn: Turn) -> Turn:
    return replace(
        turn,
        text=_clean(turn.text),
        question=_clean(turn.question),
        tools=tuple(replace(tool, arguments=card_as_json(tool.arguments)) for tool in turn.tools),
        cards=tuple(card_as_json(card) for card in turn.cards),
    )


def _clean(text: str) -> str:
    return text.replace("\x00", "").encode("utf-8", "ignore").decode()
