"""Live conversations in memory, over the fakes of cases and conversations."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from assistant.domain.cases import Case, CaseEvent, CaseMessage
from assistant.domain.conversation import Turn
from assistant.domain.errors import ConflictError, NotFoundError
from assistant.domain.outgoing_notices import OutgoingNotice
from assistant.services.live_talk import is_attended
from assistant.services.ports import ConversationStore
from tests.fakes.case_store import FakeCaseStore


@dataclass
class FakeLiveStore:
    """Implements `LiveStore`. Without `conversations` every one exists, and its turns go nowhere."""

    cases: FakeCaseStore
    conversations: ConversationStore | None = None
    held: dict[str, str] = field(default_factory=dict)

    def find_staff_case(self, conversation_id: str) -> str | None:
        return self.held.get(conversation_id) if self._exists(conversation_id) else None

    def begin(self, case: Case, turn: Turn) -> bool:
        now = self.cases.find_case(case.number)
        if now is None or now.version != case.version:
            raise ConflictError("changed")
        if not self._exists(case.conversation_id):
            raise NotFoundError("gone")
        former = self.held.get(case.conversation_id)
        if former == case.number:
            return False
        other = self.cases.find_case(former) if former is not None else None
        if other is not None and is_attended(other):
            raise ConflictError("taken")
        self.held[case.conversation_id] = case.number
        self._add(case.conversation_id, turn)
        return True

    def end(self, conversation_id: str, number: str, turn: Turn) -> bool:
        return self._end(conversation_id, number, turn) is not None

    def save_step(
        self,
        case: Case,
        event: CaseEvent,
        message: CaseMessage | None,
        turns: Sequence[Turn],
        ends: Turn | None,
        notice: OutgoingNotice | None = None,
    ) -> tuple[Case, tuple[Turn, ...]]:
        kept = self.cases.save_case(case, event, message, notice)
        added = [self._add(case.conversation_id, turn) for turn in turns]
        if ends is not None:
            added.append(self._end(case.conversation_id, case.number, ends))
        return kept, tuple(turn for turn in added if turn is not None)

    def _end(self, conversation_id: str, number: str, turn: Turn) -> Turn | None:
        if self.held.get(conversation_id) != number:
            return None
        del self.held[conversation_id]
        return self._add(conversation_id, turn)

    def _exists(self, conversation_id: str) -> bool:
        return self.conversations is None or self.conversations.find_conversation(conversation_id) is not None

    def _add(self, conversation_id: str, turn: Turn) -> Turn | None:
        if self.conversations is None:
            return turn
        if not self._exists(conversation_id):
            return None
        state = self.conversations.load_state(conversation_id)
        return self.conversations.add_turn(conversation_id, turn, state)
