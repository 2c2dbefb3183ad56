"""What teaching needs from the outside."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, runtime_checkable

from assistant.domain.conversation import AnswerStatus
from assistant.domain.taught_answers import TaughtAnswer, TaughtState


@runtime_checkable
class TaughtStore(Protocol):
    """Keeps what staff teach. Every method may raise UnavailableError."""

    def add_answer(self, answer: TaughtAnswer) -> TaughtAnswer:
        """With the id and revision given to it here."""
        ...

    def find_answer(self, answer_id: int) -> TaughtAnswer | None: ...

    def list_answers(self, states: tuple[TaughtState, ...], limit: int = 500) -> Sequence[TaughtAnswer]:
        """The latest proposed first."""
        ...

    def save_answer(self, answer: TaughtAnswer) -> TaughtAnswer:
        """With its new revision. Raises ConflictError if it has been changed since it was read."""
        ...

    def revision(self) -> int:
        """The highest revision of all; 0 where nothing has been taught. Quick: it is asked for with every turn."""
        ...


@dataclass(frozen=True)
class UnansweredQuestion:
    """A question that went badly, masked as it was stored. `feedback_reason` None: nobody complained of the answer."""

    question: str
    status: AnswerStatus
    asked_at: datetime
    feedback_reason: str | None = None
    comment: str = ""
    handover_reason: str | None = None


@runtime_checkable
class UnansweredSource(Protocol):
    """Reads the turns that went badly: no source, an error, handed over for failing, or a negative feedback."""

    def list_unanswered(self, since: datetime, limit: int = 5000) -> Sequence[UnansweredQuestion]:
        """The latest first. Raises UnavailableError."""
        ...
