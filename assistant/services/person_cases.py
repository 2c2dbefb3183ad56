"""What the person does with their own case: by its number and code, or from the conversation it was opened in."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from assistant.domain.case_steps import Happening
from assistant.domain.cases import (
    CLOSED_STATES,
    PERSON,
    Author,
    Case,
    CaseMessage,
    CaseState,
    DestinationKind,
    EventKind,
)
from assistant.domain.errors import NotFoundError
from assistant.services.case_access import NO_MATCH, get_case_by_code
from assistant.services.case_steps import (
    CaseParts,
    as_message_text,
    code_digest,
    code_opens,
    make_code,
    message_of,
    take_step_anyway,
)

_LONGEST_COMMENT = 500


@dataclass(frozen=True)
class PersonsCase:
    """What the person sees: never the account of whoever works on it, nor notes of staff.

    `reply_by`: until when somebody answers, None while nothing is unanswered. `reopens_until`: None unless closed.
    """

    number: str
    state: CaseState
    opened_at: datetime
    closed_at: datetime | None
    outcome: str | None
    reply_by: datetime | None
    resolution_by: datetime | None
    dispatched_to: str | None
    mark: int | None
    reopens_until: datetime | None
    messages: Sequence[CaseMessage]


class PersonCases:
    """Every method with `number` and `code` raises NotFoundError where the two do not belong together, in the same
    words for a wrong number and a wrong code; ConflictError where the state does not allow it."""

    def __init__(self, parts: CaseParts) -> None:
        self._parts = parts

    def issue_code(self, conversation_id: str, number: str) -> str:
        """The code of a case, for whoever holds the conversation; the one before opens nothing from now on.

        Raises NotFoundError for a case of another conversation.
        """
        case = self._parts.store.find_case(number)
        if case is None or case.conversation_id != conversation_id:
            raise NotFoundError(NO_MATCH)
        code = make_code()
        digest = code_digest(case.number, code)
        take_step_anyway(self._parts, case, self._happening(EventKind.CODE_ISSUED, code_digest=digest))
        return code

    def of_conversation(self, conversation_id: str) -> tuple[PersonsCase, ...]:
        """All cases of a conversation, the oldest first, for whoever holds the conversation."""
        return tuple(self._shown(case) for case in self._parts.store.list_of_conversation(conversation_id))

    def opens(self, number: str, code: str) -> bool:
        """Whether the two belong together."""
        number = number.strip().upper()
        return code_opens(self._parts.store.find_case(number), number, code)

    def find(self, number: str, code: str) -> PersonsCase:
        """The case before the person's own eyes: of what staff have replied until now no notice goes out."""
        case = self._get(number, code)
        if self._parts.outbox is not None:
            self._parts.outbox.mark_seen(case.conversation_id, self._parts.clock.now(), case.number)
        return self._shown(self._get(number, code))

    def write(self, number: str, code: str, text: str) -> PersonsCase:
        """More from the person, without personal numbers; a reply is due again."""
        case = self._get(number, code)
        happening = self._happening(EventKind.PERSON_WROTE)
        message = message_of(case, happening, Author.PERSON, as_message_text(self._parts.mask(text)))
        return self._shown(take_step_anyway(self._parts, case, happening, message))

    def rate(self, number: str, code: str, mark: int, comment: str = "") -> PersonsCase:
        """The person's verdict, 1 to 5. Raises InvalidInputError for another mark."""
        text = self._parts.mask(comment.strip()[:_LONGEST_COMMENT])
        return self._take(number, code, self._happening(EventKind.RATED, text, mark=mark))

    def reopen(self, number: str, code: str, reason: str = "") -> PersonsCase:
        """Back to the queue, within the period the policy gives."""
        text = self._parts.mask(reason.strip()[:_LONGEST_COMMENT])
        return self._take(number, code, self._happening(EventKind.REOPENED, text))

    def withdraw(self, number: str, code: str) -> None:
        """The person no longer wants it; what they said is erased, and the code opens nothing more."""
        case = self._get(number, code)
        take_step_anyway(self._parts, case, self._happening(EventKind.WITHDRAWN))

    def _get(self, number: str, code: str) -> Case:
        return get_case_by_code(self._parts.store, number, code)

    def _take(self, number: str, code: str, happening: Happening) -> PersonsCase:
        return self._shown(take_step_anyway(self._parts, self._get(number, code), happening))

    def _happening(
        self, kind: EventKind, text: str = "", mark: int | None = None, code_digest: str | None = None
    ) -> Happening:
        return Happening(kind, PERSON, self._parts.clock.now(), text, mark=mark, code_digest=code_digest)

    def _shown(self, case: Case) -> PersonsCase:
        messages = self._parts.store.list_messages(case.number, with_internal=False)
        to = case.dispatched_to
        closed_at = case.closed_at if case.state in CLOSED_STATES else None
        return PersonsCase(
            number=case.number,
            state=case.state,
            opened_at=case.opened_at,
            closed_at=case.closed_at,
            outcome=case.outcome,
            reply_by=case.reply_due_at,
            resolution_by=case.resolution_due_at,
            dispatched_to=to.name if to is not None and to.kind is DestinationKind.BODY else None,
            mark=case.mark,
            reopens_until=None if closed_at is None else self._parts.policy().reopens_until(closed_at),
            messages=tuple(replace(message, name=None) for message in messages),
        )
