"""Whether a message needs a person, and why: by its words, or because it was the second in a row not understood."""

from assistant.domain.conversation import AnswerStatus, ConversationState, HandoverReason
from assistant.language.text import TextNormaliser, plain_words
from assistant.services.draft import Draft
from assistant.services.handover_rules import Fired, HandoverKnowledge

#: The reply that asks what was meant at all.
_NOT_UNDERSTOOD = "clarify_what"


def decide_by_words(message: str, before: str, known: HandoverKnowledge, normaliser: TextNormaliser) -> Fired | None:
    """The reason the words give, slips of the keyboard put right where they give none as they stand.

    `before`: the message before this one, or nothing.
    """
    text, before = normaliser.normalise(plain_words(message)), normaliser.normalise(plain_words(before))
    fired = known.rules.find(text, before)
    if fired is not None:
        return fired
    corrected = known.typos.correct(text)
    return known.rules.find(corrected.text, before) if corrected.changes else None


def decide_by_failure(draft: Draft, before: ConversationState) -> Fired | None:
    """`failed_twice` where neither the message before nor this one was understood."""
    if not _was_lost(draft) or not (before.failures or _asked_what(before)):
        return None
    return Fired(HandoverReason.FAILED_TWICE, "not understood twice in a row")


def _was_lost(draft: Draft) -> bool:
    if draft.status is AnswerStatus.CLARIFICATION:
        return _asked_what(draft.state)
    return draft.status is AnswerStatus.UNANSWERABLE_NO_SOURCE


def _asked_what(state: ConversationState) -> bool:
    return state.open_question is not None and state.open_question.text == _NOT_UNDERSTOOD
