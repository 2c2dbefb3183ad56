"""One message, down once and back once: screen, reply, check, hand over, record."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from assistant.domain.conversation import (
    AnswerStatus,
    ConversationState,
    HandoverReason,
    Turn,
    TurnContext,
)
from assistant.domain.errors import AssistantError
from assistant.domain.knowledge import Audience
from assistant.services.assess_subsidies import SubsidyReport
from assistant.services.canned_words import CannedReplies
from assistant.services.clock import Clock
from assistant.services.decide_handover import LEARNT, WITHOUT_A_SIGN, Suspicion, count_failure
from assistant.services.draft import Draft
from assistant.services.events import CardReady, Done, Emit, Progress, Remembered, SentenceReady, ignore
from assistant.services.evidence import EvidenceRoom
from assistant.services.exchanges import as_exchanges
from assistant.services.facts_by_form import FactChanges, FactsByForm
from assistant.services.grounding import CheckedReply, CheckedSentence, check_draft
from assistant.services.handover_desk import HandoverDesk
from assistant.services.handover_rules import Fired
from assistant.services.knowing import Knowing
from assistant.services.live_talk import LiveTalk
from assistant.services.message_guard import SECOND_OPINION, MessageGuard
from assistant.services.model_ports import Meter
from assistant.services.ports import CaseStore, ConversationStore, Replier
from assistant.services.screening import Screening, ScreeningRules, screen
from assistant.services.turn_log import log_failure, log_turn
from assistant.services.turn_of_draft import Asked, turn_of
from assistant.services.vacancy_buttons import VacancyButtons
from assistant.services.vacancy_desk import VacancyDesk

_log = logging.getLogger("assistant.turns")
_ALARMS = {
    "crisis": AnswerStatus.GUARDRAIL_CRISIS,
    "injection": AnswerStatus.GUARDRAIL_INJECTION,
    "unsafe": AnswerStatus.GUARDRAIL_UNSAFE,
    "empty": AnswerStatus.CLARIFICATION,
    "too_long": AnswerStatus.CLARIFICATION,
}
#: Up to how many characters a message that asks for a person asks for nothing else.
_BARE_WISH = 24
#: What the drafts of courses rest on, and up to how many characters a message about one is no story.
_OF_COURSES, _A_FEW_WORDS = frozenset({"find_courses", "draft_enrolment"}), 60
_ALARM_REPLIES = {"empty": "empty", "too_long": "too_long"}


@dataclass(frozen=True)
class TurnParts:
    """What a turn needs. `cases` None: a trial run that opens no case anyone could mistake for a real one."""

    store: ConversationStore
    cases: CaseStore | None
    replier: Replier
    knowing: Callable[[], Knowing]
    screening: Callable[[], ScreeningRules]
    clock: Clock
    vacancies: Callable[[], VacancyDesk]
    meter: Meter | None = None
    live: LiveTalk | None = None


class AnswerMessage:
    """The use case behind every message."""

    def __init__(self, parts: TurnParts) -> None:
        self._parts = parts
        self._guard = MessageGuard(parts.store, parts.knowing, parts.screening)
        self._handover = HandoverDesk(parts.cases, parts.knowing, parts.clock)

    def answer(self, conversation_id: str, audience: Audience, text: str, emit: Emit) -> Turn:
        """The stored turn; every way it can go ends in a named status. Raises UnavailableError where a message to
        staff cannot be stored."""
        started = time.monotonic()
        emit(Progress("reading", "正在看您的问题"))
        screening = self._guard.screen(text)
        if (passed_on := self._pass_on(conversation_id, screening)) is not None:
            emit(Done(passed_on))
            return passed_on
        context = TurnContext(self._parts.clock.today(), audience, conversation_id)
        emit = Remembered(emit)
        draft, state = self._draft(screening, context, emit)
        if screening is not None and screening.masked:
            draft = self._with_note(draft, "personal_hidden", context.today)
        question = screening.clean_text if screening is not None else ""
        return self._finish(conversation_id, question, draft, state, started, emit)

    def _pass_on(self, conversation_id: str, screening: Screening | None) -> Turn | None:
        """The stored turn where staff have the conversation: no replier is called. Words that need help at once get it
        at once, whoever else reads them."""
        if self._parts.live is None or screening is None or screening.alarm not in (None, "injection", "unsafe"):
            return None
        turn = self._parts.live.pass_on(conversation_id, screening.clean_text)
        if turn is not None:
            log_turn(_log, conversation_id, turn)
        return turn

    def mask(self, text: str) -> str:
        """The text without personal numbers."""
        return screen(text, self._parts.screening()).clean_text

    def hand_over(self, conversation_id: str, audience: Audience, reason: HandoverReason) -> Turn:
        """What the button 转人工 does; works with any replier, and without."""
        started = time.monotonic()
        state = self._state(conversation_id)
        draft = self._canned("handed_over", AnswerStatus.HANDED_OVER, state, self._parts.clock.today())
        return self._finish(conversation_id, "转人工", replace(draft, handover=reason), state, started, ignore)

    def change_facts(self, conversation_id: str, audience: Audience, changes: FactChanges) -> Turn:
        """Facts told by form: a turn that says what was changed, with the assessment made anew."""
        started = time.monotonic()
        state = self._state(conversation_id)
        draft = self.facts_by_form(conversation_id, audience).change(changes, state)
        return self._finish(conversation_id, "", draft, state, started, ignore)

    def report_wrong_amount(self, conversation_id: str, audience: Audience, scheme_id: str) -> Turn:
        """Opens a case that holds the trace of the calculation. Raises NotFoundError for an unknown scheme."""
        started = time.monotonic()
        state = self._state(conversation_id)
        draft, trace = self.facts_by_form(conversation_id, audience).report_wrong_amount(scheme_id, state)
        return self._finish(conversation_id, "", draft, state, started, ignore, trace)

    def press(
        self, conversation_id: str, audience: Audience, press: Callable[[VacancyButtons, ConversationState], Draft]
    ) -> Turn:
        """What a button at vacancies does. Raises NotFoundError for a vacancy that does not exist."""
        started = time.monotonic()
        state = self._state(conversation_id)
        draft = press(self._buttons(conversation_id, audience), state)
        return self._finish(conversation_id, "", draft, state, started, ignore)

    def report_vacancy(
        self, conversation_id: str, audience: Audience, vacancy_id: str, reason: str, comment: str
    ) -> Turn:
        """Opens a case that holds the advert as it stands. Raises NotFoundError."""
        started = time.monotonic()
        state = self._state(conversation_id)
        buttons = self._buttons(conversation_id, audience)
        draft, record = buttons.report(vacancy_id, reason, self.mask(comment), state)
        return self._finish(conversation_id, "", draft, state, started, ignore, record)

    def _buttons(self, conversation_id: str, audience: Audience) -> VacancyButtons:
        context = TurnContext(self._parts.clock.today(), audience, conversation_id)
        return VacancyButtons(self._parts.knowing(), self._parts.vacancies(), context)

    def report(self, conversation_id: str, audience: Audience) -> SubsidyReport:
        """All benefits for what is known so far in the conversation."""
        return self.facts_by_form(conversation_id, audience).report(self._state(conversation_id))

    def known(self, conversation_id: str) -> ConversationState:
        """What is remembered of the conversation."""
        return self._state(conversation_id)

    def facts_by_form(self, conversation_id: str, audience: Audience) -> FactsByForm:
        context = TurnContext(self._parts.clock.today(), audience, conversation_id)
        return FactsByForm(self._parts.knowing(), context)

    def _draft(self, screening: Screening | None, context: TurnContext, emit: Emit) -> tuple[Draft, ConversationState]:
        assert context.conversation_id is not None
        state = ConversationState()
        try:
            state = self._state(context.conversation_id)
            if screening is None:
                return self._canned("error_internal", AnswerStatus.ERROR_INTERNAL, state, context.today), state
            earlier = self._guard.earlier(context.conversation_id)
            is_asked = state.open_question is not None and state.open_question.fact_id is not None
            before = earlier[-1].question if earlier else ""
            suspicion = self._handover.decide(screening.clean_text, before, is_asked)
            of_a_course = self._guard.is_of_a_course(screening.clean_text, state)
            suspicion = self._guard.among_courses(suspicion, of_a_course)
            screening = self._guard.look_again(screening, earlier, suspicion, is_asked, of_a_course)
            fired = suspicion.fired
            if screening.alarm is not None:
                key = _ALARM_REPLIES.get(screening.alarm, f"guardrail_{screening.alarm}")
                draft = self._canned(key, _ALARMS[screening.alarm], state, context.today)
                return replace(draft, handover=_reason_of_alarm(screening, suspicion)), state
            if fired is None and self._guard.is_still_in_danger(context.conversation_id, screening.clean_text):
                draft = self._canned("guardrail_crisis_again", AnswerStatus.GUARDRAIL_CRISIS, state, context.today)
                return replace(draft, handover=HandoverReason.CRISIS), state
            draft = self._reply(
                screening.clean_text, fired, state, replace(context, earlier=as_exchanges(earlier)), emit
            )
            if screening.is_worrying and not _is_about_a_course(screening.clean_text, draft):
                draft = self._with_note(draft, "worrying", context.today)
            for reply, wordings in self._parts.screening().cautions.items():
                if wordings.match(screening.clean_text):
                    draft = self._with_note(draft, reply, context.today)
            emit(Progress("checking", "正在逐句核对出处"))
        except AssistantError as error:
            _log.warning("turn failed: %s", type(error).__name__)
            draft = self._canned("error_internal", AnswerStatus.ERROR_INTERNAL, state, context.today)
        except Exception as error:  # the one boundary of a turn: whatever happens, the person gets a named status
            log_failure(_log, error)
            draft = self._canned("error_internal", AnswerStatus.ERROR_INTERNAL, state, context.today)
        return draft, state

    def _reply(
        self, text: str, fired: Fired | None, state: ConversationState, context: TurnContext, emit: Emit
    ) -> Draft:
        """The replier's draft, with the reason for a person; who asks for one and nothing else gets one at once."""
        is_choice = fired is not None and self._handover.is_choice(fired, text, state)
        if fired is not None and len(text) <= _BARE_WISH and _is_plain_wish(fired, state) and not is_choice:
            draft = self._canned("handed_over", AnswerStatus.HANDED_OVER, state, context.today)
            return replace(draft, handover=fired.reason, rule=fired.rule)
        emit(Progress("searching", "正在查资料"))
        try:
            draft = self._parts.replier.reply(text, state, context, emit)
            draft = count_failure(replace(draft, replier=draft.replier or self._parts.replier.name), state)
        except Exception as error:
            if fired is None:
                raise
            log_failure(_log, error)  # whoever needs a person gets one, whatever is broken
            draft = self._canned("error_internal", AnswerStatus.ERROR_INTERNAL, state, context.today)
        return self._handover.with_reason(draft, fired, state, context, text)

    def _state(self, conversation_id: str) -> ConversationState:
        return self._parts.store.load_state(conversation_id)

    def _canned(self, key: str, status: AnswerStatus, state: ConversationState, day: date) -> Draft:
        knowing = self._parts.knowing()
        room = EvidenceRoom(knowing.knowledge, knowing.parameters, knowing.lexicon.regions)
        sentences = CannedReplies(knowing.words, room, day).say(key)
        return Draft(sentences, status, replace(state, turns=state.turns + 1), room.items)

    def _with_note(self, draft: Draft, key: str, day: date) -> Draft:
        """The draft with canned words after it, and the records they rest on."""
        note = self._canned(key, draft.status, draft.state, day)
        evidence = {**note.evidence, **draft.evidence}
        return replace(draft, sentences=(*draft.sentences, *note.sentences), evidence=evidence)

    def _finish(
        self,
        conversation_id: str,
        question: str,
        draft: Draft,
        before: ConversationState,
        started: float,
        emit: Emit,
        trace: str | None = None,
    ) -> Turn:
        opened = self._handover.open(conversation_id, question, before, draft, trace)
        if draft.handover is not HandoverReason.ASKED and not draft.status.startswith("error_"):
            draft = replace(draft, state=replace(draft.state, last_question=question))
        if opened is not None:
            # what is said of the case holds by itself: it must not make an answer of one whose sources fail
            status = check_draft(draft).status
            is_shown = isinstance(emit, Remembered) and emit.has_sentences
            told = self._handover.tell(replace(draft, status=status), opened, is_shown=is_shown)
            draft = told or self._canned("error_internal", AnswerStatus.ERROR_INTERNAL, before, self._today())
        checked = check_draft(draft)
        if not checked.sentences:
            state = replace(before, failures=draft.state.failures)
            draft = self._canned("unanswerable_no_source", AnswerStatus.UNANSWERABLE_NO_SOURCE, state, self._today())
            checked = replace(check_draft(draft), dropped=checked.dropped)
        handover = opened.handover if opened is not None else None
        asked = Asked(question, self._parts.clock.now(), started)
        turn = turn_of(asked, draft, checked, handover, self._parts.screening())
        sent = emit.in_common_with([one.text for one in checked.sentences]) if isinstance(emit, Remembered) else 0
        stored, sentences = self._record(conversation_id, turn, checked, draft.state, sent)
        for index, sentence in enumerate(sentences[sent:], sent):
            emit(SentenceReady(index, sentence.text, sentence.citations))
        for card in stored.cards:
            emit(CardReady(card))
        log_turn(_log, conversation_id, stored)
        if self._parts.meter is not None:
            self._parts.meter.count_turn(
                stored.replier, stored.status.value, stored.evidence.model, time.monotonic() - started
            )
        emit(Done(stored))
        return stored

    def _today(self) -> date:
        return self._parts.clock.today()

    def _record(
        self, conversation_id: str, turn: Turn, checked: CheckedReply, state: ConversationState, sent: int
    ) -> tuple[Turn, tuple[CheckedSentence, ...]]:
        """The stored turn and its sentences; where nothing can be written, a turn that says so after what was `sent`
        already, and nothing else."""
        try:
            stored = self._parts.store.add_turn(conversation_id, turn, state)
            if self._parts.live is not None:
                self._parts.live.notifier.wake(conversation_id)
            return stored, checked.sentences
        except AssistantError as error:
            _log.error("a turn could not be stored: %s", type(error).__name__)
            said = check_draft(self._canned("not_stored", AnswerStatus.ERROR_INTERNAL, state, self._today()))
            sentences = (*checked.sentences[:sent], *said.sentences)
            cited = dict.fromkeys(citation for sentence in sentences for citation in sentence.citations)
            told = replace(said, sentences=sentences, citations=tuple(cited))
            failed = replace(
                turn, text=told.text, status=told.status, citations=told.citations, cards=(), suggestions=()
            )
            return failed, sentences


def _reason_of_alarm(screening: Screening, suspicion: Suspicion) -> HandoverReason | None:
    """Danger to life needs a person, and so does violence that is announced or threatened."""
    is_threat = suspicion.fired is not None and suspicion.fired.reason is HandoverReason.THREAT
    if screening.alarm == "crisis":
        return HandoverReason.THREAT if is_threat and suspicion.danger < SECOND_OPINION else HandoverReason.CRISIS
    return HandoverReason.THREAT if screening.alarm == "unsafe" and is_threat else None


def _is_plain_wish(fired: Fired, state: ConversationState) -> bool:
    """Whether somebody asks for a person, by words that leave no doubt of it, or none while anything is assessed."""
    tells_facts = fired.rule.startswith(LEARNT) and state.assessing is not None
    return fired.reason is HandoverReason.ASKED and fired.rule != WITHOUT_A_SIGN and not tells_facts


def _is_about_a_course(text: str, draft: Draft) -> bool:
    """Whether a few words were about a course and nothing else: the topic model misreads those, not a story."""
    return len(text) <= _A_FEW_WORDS and any(tool.name in _OF_COURSES for tool in draft.tools)
