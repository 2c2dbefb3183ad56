"""A conversation that staff have taken over: what is said by whom, and when it goes back to the assistant."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from assistant.domain.case_steps import Happening
from assistant.domain.cases import PERSON, Author, Case, CaseEvent, CaseMessage, EventKind
from assistant.domain.conversation import AnswerStatus, Turn
from assistant.domain.errors import ConflictError
from assistant.domain.outgoing_notices import OutgoingNotice
from assistant.services.case_ports import CaseDeskStore
from assistant.services.clock import Clock
from assistant.services.live_ports import LiveNotifier, LiveStore

#: `Turn.replier` of words that a member of staff wrote, and of those the service says about staff; neither is AI-made.
STAFF, SERVICE = "staff", "service"


@dataclass(frozen=True)
class LiveTalk:
    """`words`: the texts of the pages in force. `advance`: a case after a step, by the policy in force. `display_name`:
    how people see an account; empty where it has no such name."""

    store: LiveStore
    cases: CaseDeskStore
    notifier: LiveNotifier
    clock: Clock
    words: Callable[[], Mapping[str, str]]
    advance: Callable[[Case, Happening], Case]
    display_name: Callable[[str], str] = lambda _: ""

    def keep_step(
        self,
        case: Case,
        event: CaseEvent,
        message: CaseMessage | None,
        former_owner: str | None = None,
        notice: OutgoingNotice | None = None,
    ) -> Case:
        """Keeps a step of a case; what staff wrote to the person appears in the chat with it, a colleague who takes the
        conversation on is announced, and it goes back to the assistant when nobody has the case any more. Raises as
        `CaseDeskStore.save_case`."""
        said: tuple[Turn, ...] = ()
        if message is not None and message.author is Author.STAFF and not message.is_internal:
            said = (replace(self._turn(message.text, STAFF, event.at), said_by=message.shown_name),)
        elif is_attended(case) and former_owner is not None and case.owner != former_owner and self.has(case):
            said = (self._turn(self._naming(case.owner, "live-changed"), SERVICE, event.at),)
        ends = None if is_attended(case) else self._turn(self.words()["live-left"], SERVICE, event.at)
        kept, _ = self.store.save_step(case, event, message, said, ends, notice)
        self.notifier.wake(case.conversation_id)
        return kept

    def take_over(self, case: Case) -> None:
        """Gives the conversation to whoever owns the case; said in the chat, once."""
        turn = self._turn(self._naming(case.owner, "live-joined"), SERVICE, self.clock.now())
        self.store.begin(case, turn)
        self.notifier.wake(case.conversation_id)

    def hand_back(self, case: Case) -> None:
        """Gives the conversation back to the assistant while the case goes on; said in the chat."""
        turn = self._turn(self.words()["live-left"], SERVICE, self.clock.now())
        self.store.end(case.conversation_id, case.number, turn)
        self.notifier.wake(case.conversation_id)

    def is_with_staff(self, conversation_id: str) -> bool:
        """Whether what the person writes goes to staff."""
        return self._held(conversation_id) is not None

    def has(self, case: Case) -> bool:
        """Whether the conversation is with staff by this very case."""
        held = self._held(case.conversation_id)
        return held is not None and held.number == case.number

    def pass_on(self, conversation_id: str, text: str) -> Turn | None:
        """The stored turn with the person's message (masked), given to whoever has the conversation; None where
        nobody has it, and the assistant answers."""
        while (case := self._held(conversation_id)) is not None:
            at = self.clock.now()
            happening = Happening(EventKind.PERSON_WROTE, PERSON, at)
            message = CaseMessage(case.number, at, Author.PERSON, text)
            turn = self._turn(self.words()["live-passed-on"], SERVICE, at, text)
            try:
                stored = self._keep_message(case, happening, message, turn)
            except ConflictError:  # somebody was faster: look again who has it now
                continue
            self.notifier.wake(conversation_id)
            return stored
        return None

    def _keep_message(self, case: Case, happening: Happening, message: CaseMessage, turn: Turn) -> Turn:
        changed = self.advance(case, happening)
        _, (stored, *_) = self.store.save_step(changed, happening.as_event(case.number), message, (turn,), None)
        return stored

    def _held(self, conversation_id: str) -> Case | None:
        """The case that has the conversation. One that nobody attends to any more gives it back here: the step by
        which it lost its owner may have come from the command line."""
        number = self.store.find_staff_case(conversation_id)
        if number is None:
            return None
        case = self.cases.find_case(number)
        if case is not None and is_attended(case):
            return case
        turn = self._turn(self.words()["live-left"], SERVICE, self.clock.now())
        self.store.end(conversation_id, number, turn)
        self.notifier.wake(conversation_id)
        return None

    def _naming(self, owner: str | None, key: str) -> str:
        """The words, with the name of whoever has the case now."""
        words = self.words()
        name = self.display_name(owner) if owner is not None else ""
        return words[key].replace("{who}", words["live-staff-says"] + name)

    def _turn(self, text: str, replier: str, at: datetime, question: str = "") -> Turn:
        return Turn(text, AnswerStatus.WITH_STAFF, replier=replier, asked_at=at, question=question)


def is_attended(case: Case) -> bool:
    """Whether a member of staff has the case now."""
    return case.is_live and case.owner is not None
