"""What a live conversation needs: its store, and signals that wake readers."""

from collections.abc import Callable, Sequence
from typing import Protocol, TypeAlias, runtime_checkable

from assistant.domain.cases import Case, CaseEvent, CaseMessage
from assistant.domain.conversation import Turn
from assistant.domain.outgoing_notices import OutgoingNotice

Unsubscribe: TypeAlias = Callable[[], None]


@runtime_checkable
class LiveStore(Protocol):
    """Which case has a conversation, and the turns that come with a step of a case.

    Every method may raise UnavailableError. A conversation that has been deleted has no case, and gets no turns.
    """

    def find_staff_case(self, conversation_id: str) -> str | None:
        """The number of the case by which staff have the conversation, or None: the assistant answers."""
        ...

    def begin(self, case: Case, turn: Turn) -> bool:
        """Gives the conversation to the case, with the turn that says so, all or nothing; False, and no turn, where
        it had it already. Raises ConflictError where the case has changed since it was read, or another case has the
        conversation; NotFoundError for a conversation that has been deleted."""
        ...

    def end(self, conversation_id: str, number: str, turn: Turn) -> bool:
        """Gives the conversation back to the assistant, with the turn that says so; False, and no turn, where the
        case did not have it."""
        ...

    def save_step(
        self,
        case: Case,
        event: CaseEvent,
        message: CaseMessage | None,
        turns: Sequence[Turn],
        ends: Turn | None,
        notice: OutgoingNotice | None = None,
    ) -> tuple[Case, tuple[Turn, ...]]:
        """As `CaseDeskStore.save_case`, with turns in the case's conversation, all or nothing; the stored turns.

        `ends`: the conversation goes back to the assistant with this turn, if the case has it.
        """
        ...


@runtime_checkable
class LiveNotifier(Protocol):
    """Wakes whoever waits for news of a conversation. A signal carries nothing: what is new stands in the database.

    A waker may be called without need, from any thread, and must return at once.
    """

    def start(self) -> None:
        """Begins to listen for other processes."""
        ...

    def stop(self) -> None: ...

    def wake(self, conversation_id: str) -> None:
        """Something of the conversation has been stored. Never raises."""
        ...

    def subscribe(self, conversation_id: str, waker: Callable[[], None]) -> Unsubscribe:
        """Calls the waker after every `wake` of the conversation, of other processes too, until it is undone."""
        ...
