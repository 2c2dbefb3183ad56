"""What is said without any search: to a greeting, to what is none of ours, to a tool that is not there yet."""

from collections.abc import Callable
from dataclasses import replace

from assistant.domain.conversation import AnswerStatus, ConversationState, TurnContext
from assistant.language.lexicon import IntentRule
from assistant.language.understanding import Understanding, understand
from assistant.services.canned_words import CannedReplies
from assistant.services.compose_short import compose_documents
from assistant.services.draft import Draft, DraftSentence
from assistant.services.evidence import EvidenceRoom
from assistant.services.knowing import Knowing
from assistant.services.policy_turn import OUT_OF_SCOPE
from assistant.services.turn_statuses import GUARD_STATUS


class PlainReplies:
    """Drafts for one turn; the state it is given is kept as it is."""

    def __init__(self, knowing: Knowing, room: EvidenceRoom, canned: CannedReplies, context: TurnContext) -> None:
        self._knowing, self._room, self._canned, self._context = knowing, room, canned, context

    def social(self, rule: IntentRule, state: ConversationState) -> Draft:
        """Small talk, distress, a guard's words; with what the records say to it."""
        said = (*self._canned.say(rule.reply), *self._documents_of(rule))
        suggestions = () if rule.name == "distress" else self._examples()
        return self._draft(said, GUARD_STATUS.get(rule.name, AnswerStatus.SMALLTALK), state, suggestions)

    def out_of_scope(self, state: ConversationState) -> Draft:
        """That this is none of ours, and what is."""
        said = self._canned.say(OUT_OF_SCOPE)
        return self._draft(said, AnswerStatus.UNANSWERABLE_OUT_OF_SCOPE, state, self._examples())

    def write_no_letter(self, matter: str, state: ConversationState, tell: Callable[[Understanding], Draft]) -> Draft:
        """Nothing is written for anybody; what the documents say (`tell`) on the matter of the letter is told."""
        said = self._canned.say("no_letters")
        if matter:
            told = tell(understand(f"{matter}要怎么办", self._knowing.lexicon, self._context.today))
            if told.status is AnswerStatus.ANSWERED:
                return replace(told, sentences=(*said, *told.sentences))
        return self._draft(said, AnswerStatus.UNANSWERABLE_OUT_OF_SCOPE, state, self._examples())

    def not_yet(self, rule: IntentRule, state: ConversationState) -> Draft:
        """A tool that is not there: said so, with what the records know about the way there."""
        told = self._documents_of(rule)
        status = AnswerStatus.ANSWERED if told else AnswerStatus.UNANSWERABLE_NO_SOURCE
        return self._draft((*self._canned.say(rule.reply), *told), status, state)

    def _documents_of(self, rule: IntentRule) -> tuple[DraftSentence, ...]:
        return compose_documents(rule.documents, self._knowing, self._room, self._context)

    def _examples(self) -> tuple[str, ...]:
        """Topics to go on with, where nothing of ours was asked or found."""
        return self._knowing.lexicon.phrases.examples.get(self._context.audience.value, ())

    def _draft(
        self,
        sentences: tuple[DraftSentence, ...],
        status: AnswerStatus,
        state: ConversationState,
        suggestions: tuple[str, ...] = (),
    ) -> Draft:
        return Draft(sentences, status, state, self._room.items, suggestions=suggestions)
