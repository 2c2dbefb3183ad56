"""Drafts of labour requests: bound to the conversation they were made in, and good for half an hour."""

from datetime import timedelta

from assistant.domain.conversation import Turn
from assistant.domain.errors import ConflictError, NotFoundError
from assistant.domain.labour_requests import LabourTerms
from assistant.services.clock import Clock
from assistant.services.ports import ConversationStore

DRAFT_MINUTES = 30
_UNKNOWN = "没有找到这份草稿。请回到对话里重新说一遍，或者直接填一份新的。"
_EXPIRED = f"这份草稿已经过了 {DRAFT_MINUTES} 分钟，请回到对话里重新说一遍，或者直接填一份新的。"
_REPLACED = "后来又说了新的情况，请用对话里最新的那一份草稿。"


class LabourDrafts:
    """Drafts live in the turns of their conversation, and go with it. May raise UnavailableError."""

    def __init__(self, conversations: ConversationStore, clock: Clock) -> None:
        self._conversations, self._clock = conversations, clock

    def get(self, conversation_id: str, draft_id: str) -> LabourTerms:
        """What was drafted, for whoever holds the conversation.

        Raises NotFoundError for a draft of another conversation or of none; ConflictError for one that is too old or
        has been replaced.
        """
        turns = self._conversations.list_turns(conversation_id)
        made = next((turn for turn in turns if _holds(turn, draft_id)), None)
        if made is None or made.asked_at is None:
            raise NotFoundError(_UNKNOWN)
        if self._clock.now() > made.asked_at + timedelta(minutes=DRAFT_MINUTES):
            raise ConflictError(_EXPIRED)
        draft = self._conversations.load_state(conversation_id).labour_draft
        if draft is None or draft.id != draft_id:
            raise ConflictError(_REPLACED)
        return draft.terms


def _holds(turn: Turn, draft_id: str) -> bool:
    return any(card.get("kind") == "labour_request" and card.get("draft_id") == draft_id for card in turn.cards)
