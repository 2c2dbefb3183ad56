"""Conversations from outside: begin, ask, read again, rate, hand over, delete."""

import hashlib
import hmac
import logging
import secrets
from collections.abc import Callable
from dataclasses import dataclass

from assistant.domain.conversation import ConversationState, HandoverReason, Turn
from assistant.domain.errors import AssistantError, NotFoundError
from assistant.domain.knowledge import Audience
from assistant.services.answer_message import AnswerMessage
from assistant.services.assess_subsidies import SubsidyReport
from assistant.services.clock import Clock
from assistant.services.draft import Draft
from assistant.services.events import Emit, ignore
from assistant.services.facts_by_form import FactChanges
from assistant.services.notification_ports import NoticeOutbox
from assistant.services.ports import CaseStore, ConversationStore, StoredConversation
from assistant.services.turn_log import log_failure
from assistant.services.vacancy_buttons import VacancyButtons

_log = logging.getLogger(__name__)
FEEDBACK_REASONS = ("wrong", "outdated", "not_my_question", "unclear", "incomplete", "other")


@dataclass(frozen=True)
class StartedConversation:
    """A new conversation. The secret goes into a cookie and is kept nowhere else."""

    id: str
    secret: str


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


class ConversationService:
    """The one door for web and command line."""

    def __init__(
        self,
        store: ConversationStore,
        cases: CaseStore,
        answer_message: AnswerMessage,
        clock: Clock,
        outbox: NoticeOutbox | None = None,
    ) -> None:
        self._store = store
        self._cases = cases
        self._answer_message = answer_message
        self._clock = clock
        self._outbox = outbox

    def start(self, audience: Audience = Audience.JOB_SEEKER) -> StartedConversation:
        started = StartedConversation(secrets.token_urlsafe(12), secrets.token_urlsafe(32))
        self._store.create_conversation(
            StoredConversation(started.id, audience, self._clock.now(), _digest(started.secret))
        )
        return started

    def opens_with(self, conversation_id: str, secret: str) -> bool:
        """Whether the secret is this conversation's; False too where there is no such conversation."""
        conversation = self._store.find_conversation(conversation_id)
        return conversation is not None and hmac.compare_digest(conversation.secret_digest, _digest(secret))

    def audience_of(self, conversation_id: str) -> Audience:
        return self._get(conversation_id).audience

    def answer(self, conversation_id: str, text: str, emit: Emit = ignore) -> Turn:
        """The stored turn. Raises NotFoundError; everything else ends in a turn with a named status."""
        conversation = self._get(conversation_id)
        return self._answer_message.answer(conversation_id, conversation.audience, text, emit)

    def hand_over(self, conversation_id: str, reason: HandoverReason = HandoverReason.ASKED) -> Turn:
        """What the button 转人工 does: a case, and a turn that says what happens next."""
        conversation = self._get(conversation_id)
        return self._answer_message.hand_over(conversation_id, conversation.audience, reason)

    def change_facts(self, conversation_id: str, changes: FactChanges) -> Turn:
        """What a form says about the person: told, withdrawn, not known. The stored turn says it back."""
        return self._answer_message.change_facts(conversation_id, self._get(conversation_id).audience, changes)

    def known(self, conversation_id: str) -> ConversationState:
        """What is remembered of the person: facts with the turn they were said in, and what they are unsure of."""
        self._get(conversation_id)
        return self._answer_message.known(conversation_id)

    def assess(self, conversation_id: str) -> SubsidyReport:
        """All benefits for what is known so far."""
        return self._answer_message.report(conversation_id, self._get(conversation_id).audience)

    def report_wrong_amount(self, conversation_id: str, scheme_id: str) -> Turn:
        """What "金额不对?" does: a case with the trace of the calculation. Raises NotFoundError."""
        conversation = self._get(conversation_id)
        return self._answer_message.report_wrong_amount(conversation_id, conversation.audience, scheme_id)

    def take_chip_away(self, conversation_id: str, key: str) -> Turn:
        """The search again without one of its limits."""
        return self._press(conversation_id, lambda buttons, state: buttons.take_chip_away(key, state))

    def refuse_vacancy(self, conversation_id: str, vacancy_id: str) -> Turn:
        """What 不感兴趣 does. Raises NotFoundError."""
        return self._press(conversation_id, lambda buttons, state: buttons.refuse(vacancy_id, state))

    def show_similar_vacancies(self, conversation_id: str, vacancy_id: str) -> Turn:
        """What 相似的 does. Raises NotFoundError."""
        return self._press(conversation_id, lambda buttons, state: buttons.show_similar(vacancy_id, state))

    def report_vacancy(self, conversation_id: str, vacancy_id: str, reason: str, comment: str = "") -> Turn:
        """What 举报 does: a case with the advert as it stands. Raises NotFoundError."""
        audience = self._get(conversation_id).audience
        return self._answer_message.report_vacancy(conversation_id, audience, vacancy_id, reason, comment)

    def _press(self, conversation_id: str, press: Callable[[VacancyButtons, ConversationState], Draft]) -> Turn:
        return self._answer_message.press(conversation_id, self._get(conversation_id).audience, press)

    def list_turns(self, conversation_id: str, after: int = 0) -> tuple[Turn, ...]:
        """Turns in order, those after the turn id `after`."""
        self._get(conversation_id)
        return self._store.list_turns(conversation_id, after)

    def show_turns(self, conversation_id: str, after: int = 0) -> tuple[Turn, ...]:
        """As `list_turns`, before the person's own eyes: of what staff have replied until now no notice goes out."""
        self._get(conversation_id)
        if self._outbox is not None:
            try:  # marked first: a reply that is stored between the two is read, and told of once too often
                self._outbox.mark_seen(conversation_id, self._clock.now())
            except AssistantError as error:
                log_failure(_log, error)
        return self._store.list_turns(conversation_id, after)

    def rate(self, conversation_id: str, turn_id: int, helpful: bool, reason: str = "", comment: str = "") -> None:
        """Raises NotFoundError if the turn is not of this conversation."""
        self._get(conversation_id)
        masked = self._answer_message.mask(comment)
        self._store.add_feedback(conversation_id, turn_id, helpful, reason, masked)

    def delete(self, conversation_id: str) -> None:
        """Forgets the conversation with all its turns, and withdraws its open cases."""
        self._get(conversation_id)
        self._cases.withdraw_cases(conversation_id, self._clock.now())
        self._store.delete_conversation(conversation_id)

    def _get(self, conversation_id: str) -> StoredConversation:
        conversation = self._store.find_conversation(conversation_id)
        if conversation is None:
            raise NotFoundError("没有找到这次会话，可能已经删除。请开始新的会话。")
        return conversation
