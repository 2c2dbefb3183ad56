"""Facts told, corrected or withdrawn by form rather than in talk, and assessments for pages."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from assistant.domain.conversation import (
    ALL_SCHEMES,
    AnswerStatus,
    ConversationState,
    FactValue,
    HandoverReason,
    TurnContext,
)
from assistant.domain.errors import NotFoundError
from assistant.services.assess_staff import OF_A_GROUP, assess_known
from assistant.services.assess_subsidies import SubsidyReport
from assistant.services.assessment_trace import trace_as_text
from assistant.services.canned_words import CannedReplies
from assistant.services.draft import Draft, DraftSentence
from assistant.services.evidence import EvidenceRoom
from assistant.services.knowing import Knowing
from assistant.services.known_facts import facts_in, forget, remember
from assistant.services.subsidy_dialogue import SubsidyDialogue


@dataclass(frozen=True)
class FactChanges:
    """What a form says: facts told or corrected, facts withdrawn, facts the person does not know."""

    told: Mapping[str, FactValue]
    withdrawn: tuple[str, ...] = ()
    unsure: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.told or self.withdrawn or self.unsure)


class FactsByForm:
    """One form's way into the conversation."""

    def __init__(self, knowing: Knowing, context: TurnContext) -> None:
        self._knowing = knowing
        self._context = context
        self._room = EvidenceRoom(knowing.knowledge, knowing.parameters, knowing.lexicon.regions)
        self._canned = CannedReplies(knowing.words, self._room, context.today)
        self._dialogue = SubsidyDialogue(knowing, self._room, self._canned, context)

    def change(self, changes: FactChanges, state: ConversationState) -> Draft:
        """The turn that says what was changed, with the assessment under way made anew.

        A set told by form replaces what was known of it: the form shows all of its members.
        """
        before = facts_in(state)
        state = forget(replace(state, turns=state.turns + 1), (*changes.withdrawn, *changes.told))
        state = forget(remember(state, changes.told, state.turns), changes.unsure, is_unsure=True)
        regrouped = OF_A_GROUP & {*changes.told, *changes.withdrawn}
        state = replace(state, open_question=None, staff=() if regrouped else state.staff)
        sentences = (*self._says(changes, before), *(self._canned.say("facts_unsure") if changes.unsure else ()))
        if state.assessing is None:
            return Draft(sentences, AnswerStatus.SMALLTALK, state, self._room.items)
        told = self._dialogue.assess(state)
        return Draft(
            (*sentences, *told.sentences, *told.asks),
            AnswerStatus.ANSWERED,
            replace(state, open_question=told.question),
            self._room.items,
            tools=(told.tool,),
            cards=told.cards,
            suggestions=told.suggestions,
        )

    def report(self, state: ConversationState, scheme_ids: Collection[str] | None = None) -> SubsidyReport:
        """All schemes for what is known so far."""
        first = state.assessing if state.assessing != ALL_SCHEMES else None
        today, audience = self._context.today, self._context.audience
        return assess_known(state, self._knowing.subsidies, today, audience, scheme_ids, first)

    def report_wrong_amount(self, scheme_id: str, state: ConversationState) -> tuple[Draft, str]:
        """The turn that says a person will look at it, and the trace for that person. Raises NotFoundError."""
        if scheme_id not in self._knowing.subsidies.schemes:
            raise NotFoundError("没有这项政策，可能已经改了名。请回到补贴页面重新打开。")
        state = replace(state, turns=state.turns + 1)
        report = self.report(state, (scheme_id,))
        title = self._knowing.knowledge.get_document(scheme_id).title
        sentences = self._canned.say("wrong_amount", title=title)
        draft = Draft(
            sentences, AnswerStatus.HANDED_OVER, state, self._room.items, handover=HandoverReason.WRONG_AMOUNT
        )
        return draft, trace_as_text(report, self._knowing.parameters)

    def _says(self, changes: FactChanges, before: Mapping[str, FactValue]) -> tuple[DraftSentence, ...]:
        """What was changed and what was deleted, in words that rest on what the person said."""
        sentences: list[DraftSentence] = []
        if changes.told:
            corrected = any(name in before for name in changes.told)
            key = "facts_changed" if corrected else "facts_noted"
            sentences.extend(self._dialogue.say_facts(key, changes.told))
        if changes.withdrawn:
            gone = {name: before[name] for name in changes.withdrawn if name in before}
            sentences.extend(self._dialogue.say_facts("facts_removed", gone) if gone else ())
        return tuple(sentences)
