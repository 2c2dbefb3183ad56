"""A model's answer where there is one that holds, the rules' answer otherwise, within the same turn.

The rules go first: they know in milliseconds what kind of message it is, what the person told of themselves and what
our records say, and theirs is the answer that is sent if the model is absent, slow, out of sorts or wrong.
"""

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from assistant.domain.conversation import AnswerStatus, ConversationState, TurnContext
from assistant.domain.errors import ModelFailedError
from assistant.domain.model_use import ENDPOINT_FAULTS, FallbackReason, ModelUse
from assistant.services.circuit_breaker import CircuitBreaker
from assistant.services.collections import FoundPassage
from assistant.services.course_desk import CourseDesk
from assistant.services.draft import Draft, DraftSentence
from assistant.services.enrolling import Enrolling
from assistant.services.events import Emit, Progress, SentenceReady, ignore
from assistant.services.free_text import FreeTextCheck, Wording
from assistant.services.grounding import check_draft
from assistant.services.knowing import Knowing
from assistant.services.known_words import known_in_words
from assistant.services.model_answer import Fault, ModelAnswer, continued
from assistant.services.model_draft import assemble, is_for_rules
from assistant.services.model_ports import ModelLimits, Used, Writer, Writing, WritingTask
from assistant.services.ports import Replier
from assistant.services.turn_log import log_failure
from assistant.services.turn_tools import TurnTools, nothing_added
from assistant.services.vacancy_desk import VacancyDesk

_log = logging.getLogger("assistant.model")
#: What is shown while a tool is at work.
_STEPS = {
    "search_policies": "正在查政策资料",
    "find_vacancies": "正在查在招岗位",
    "find_courses": "正在查培训课程",
    "assess_subsidies": "正在按条件核对补贴",
    "check_employer": "正在查单位的公开信息",
}
_MOST_FAULTS_TOLD = 6


@dataclass(frozen=True)
class ModelParts:
    """What the replier needs. `prices`: yuan per million tokens, read and written."""

    rules: Replier
    writer: Writer
    breaker: CircuitBreaker
    limits: ModelLimits
    knowing: Callable[[], Knowing]
    vacancies: Callable[[], VacancyDesk]
    added: Callable[[str], Sequence[tuple[str, FoundPassage]]] = nothing_added
    prices: tuple[float, float] = (0.0, 0.0)
    wording: Wording = Wording.CLOSE
    courses: Callable[[], CourseDesk] | None = None
    enrolling: Enrolling | None = None


class ModelReplier:
    """Implements the Replier port. Never raises for what a model or its endpoint does."""

    def __init__(self, parts: ModelParts) -> None:
        self._parts = parts
        self.name = parts.writer.name
        self.breaker = parts.breaker
        self._places = threading.BoundedSemaphore(parts.limits.at_once)

    def reply(self, message: str, state: ConversationState, context: TurnContext, emit: Emit = ignore) -> Draft:
        """A draft written by the model, or the rules' with the reason why. Raises UnavailableError as the rules do."""
        begun = self._parts.rules.reply(message, state, context)
        if is_for_rules(begun):
            return self._by_rules(begun, ModelUse(self.name, FallbackReason.BY_RULE))
        if not self._places.acquire(blocking=False):
            return self._by_rules(begun, ModelUse(self.name, FallbackReason.BUSY))
        try:
            if not self._parts.breaker.may_ask():
                return self._by_rules(begun, ModelUse(self.name, FallbackReason.BREAKER_OPEN))
            return _ModelTurn(self._parts, begun, message, context, emit).draft()
        finally:
            self._places.release()

    def _by_rules(self, begun: Draft, use: ModelUse) -> Draft:
        return by_rules(begun, use, (), self._parts.knowing())


class _ModelTurn:
    """One turn with the model."""

    def __init__(self, parts: ModelParts, begun: Draft, message: str, context: TurnContext, emit: Emit) -> None:
        self._parts = parts
        self._begun = begun
        self._message = message
        self._context = context
        self._emit = emit
        self._knowing = parts.knowing()
        self._tools = TurnTools(self._knowing, parts.vacancies, begun, message, context, parts.added, parts.courses,
                                parts.enrolling)  # fmt: skip
        check = FreeTextCheck(self._knowing.free_text, self._knowing.names, context.today, parts.writer.shown_text(),
                              parts.wording)  # fmt: skip
        self._answer = ModelAnswer(check, self._tools, self._show, self._tell_step)
        self._sent = 0
        self._started = parts.limits.now()
        self._writing: Writing | None = None
        self._faults: tuple[Fault, ...] = ()
        self._is_rewritten = False

    def draft(self) -> Draft:
        has_reported = False
        try:
            draft = self._written()
            self._parts.breaker.succeeded()
            has_reported = True
            return draft
        except ModelFailedError as error:
            reason = FallbackReason(error.reason)
            self._report(reason)
            has_reported = True
            return self._fall_back(reason)
        except Exception as error:  # a defect of ours; the rules' answer is at hand, and what was shown stays
            log_failure(_log, error)
            return self._fall_back(FallbackReason.MALFORMED)
        finally:
            if not has_reported:
                self._parts.breaker.failed()

    def _report(self, reason: FallbackReason) -> None:
        if reason in ENDPOINT_FAULTS:
            self._parts.breaker.failed(is_final=reason is FallbackReason.UNAUTHORISED)
        else:
            self._parts.breaker.succeeded()

    def _written(self) -> Draft:
        """Raises ModelFailedError where nothing that holds was written."""
        deadline = self._started + self._parts.limits.turn_seconds
        known = known_in_words(self._begun.state, self._knowing)
        task = WritingTask(self._message, self._context, self._tools, known, deadline)
        writing = self._writing = self._parts.writer.begin(task)
        self._emit(Progress("writing", "正在组织回答"))
        text = writing.write(self._answer)
        sentences, faults = self._answer.judge(text)
        if faults or not sentences:
            self._faults, self._is_rewritten = faults, True
            self._trust_no_more(faults)
            self._emit(Progress("rewriting", "有的句子没有出处，正在重写"))
            text = writing.rewrite(self._complaints(faults), self._answer)
            sentences, faults = self._answer.judge(text)
            self._faults = (*self._faults, *faults)
        if self._trust_no_more(faults):
            raise ModelFailedError(FallbackReason.UNGROUNDED)
        draft = assemble(sentences, self._tools)
        if draft is None:
            raise ModelFailedError(FallbackReason.NOTHING_CITED if text.strip() else FallbackReason.EMPTY)
        state = replace(draft.state, is_reduced=False)
        use = self._used()
        return replace(draft, state=state, replier=use.model, model=use)

    def _trust_no_more(self, faults: tuple[Fault, ...]) -> bool:
        """Whether there is a grave fault; then what has been shown is taken back, too."""
        if not any(fault.is_grave for fault in faults):
            return False
        self._answer.take_back()
        self._sent = 0
        return True

    def _complaints(self, faults: tuple[Fault, ...]) -> str:
        reasons = self._knowing.free_text.reasons
        lines = [f"“{fault.text[:60]}”：{reasons[fault.kind]}。" for fault in faults[:_MOST_FAULTS_TOLD]]
        return "\n".join(lines) or "没有可以用的句子：每句事实都要标资料编号。"

    def _fall_back(self, reason: FallbackReason) -> Draft:
        self._emit(Progress("rules", "改用资料原文直接回答"))
        use = self._used(reason)
        evidence = {**self._tools.room.items, **self._begun.evidence}
        begun = replace(self._begun, evidence=evidence)
        return by_rules(begun, use, self._answer.shown, self._knowing)

    def _used(self, reason: FallbackReason | None = None) -> ModelUse:
        """What the model did up to now, and what it cost by our prices."""
        writer, (read, written) = self._parts.writer, self._parts.prices
        used = self._writing.used if self._writing is not None else Used()
        cost = (used.prompt_tokens * read + used.completion_tokens * written) / 1_000_000
        return ModelUse(
            model=used.model or writer.name,
            reason=reason,
            calls=used.calls,
            prompt_tokens=used.prompt_tokens,
            completion_tokens=used.completion_tokens,
            cost_yuan=round(cost, 6),
            duration_ms=round((self._parts.limits.now() - self._started) * 1000),
            retries=used.retries + self._is_rewritten,
            faults=tuple(fault.kind.value for fault in self._faults),
            prompt_digest=writer.prompt_digest,
        )

    def _tell_step(self, tool: str) -> None:
        if tool in _STEPS:
            self._emit(Progress("searching", _STEPS[tool]))

    def _show(self, sentences: tuple[DraftSentence, ...]) -> None:
        """Sends what has not been sent yet of sentences that hold; the reader of the turn checks them once more."""
        draft = Draft(sentences, AnswerStatus.ANSWERED, self._begun.state, self._tools.room.items)
        for index, sentence in enumerate(check_draft(draft).sentences[self._sent :], self._sent):
            self._emit(SentenceReady(index, sentence.text, sentence.citations))
            self._sent = index + 1


def by_rules(begun: Draft, use: ModelUse, shown: tuple[DraftSentence, ...], knowing: Knowing) -> Draft:
    """The rules' answer after what has been shown already; that the model is missing is said once."""
    sentences = continued(shown, begun.sentences)
    draft = replace(begun, sentences=sentences, replier="rules", model=use)
    is_missing = use.reason in ENDPOINT_FAULTS or use.reason in (FallbackReason.BREAKER_OPEN, FallbackReason.BUSY)
    if not is_missing and use.reason is not FallbackReason.BY_RULE:
        return replace(draft, state=replace(draft.state, is_reduced=False))
    if not is_missing or begun.state.is_reduced:
        return draft
    note = tuple(DraftSentence(line) for line in knowing.words.lines("model_reduced"))
    return replace(draft, sentences=(*sentences, *note), state=replace(draft.state, is_reduced=True))
