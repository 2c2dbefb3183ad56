"""Whether a message needs a person, and why: by its words, or because it was the second in a row not understood."""

from collections.abc import Mapping
from dataclasses import dataclass

from assistant.domain.conversation import AnswerStatus, ConversationState, HandoverReason
from assistant.language.text import TextNormaliser, plain_words
from assistant.services.draft import Draft
from assistant.services.handover_rules import NOBODY, Fired, HandoverKnowledge

#: From which share on the model is believed that somebody is needed: by itself, and where a rule says so too. Chosen on
#: the development half of the evaluation set.
NEEDED, NEEDED_BESIDE_A_RULE = 0.40, 0.15
#: The reply that asks what was meant at all.
_NOT_UNDERSTOOD = "clarify_what"


@dataclass(frozen=True)
class Suspicion:
    """The reason for a person that the words give, and how likely, 0 to 1, they tell of danger to life."""

    fired: Fired | None
    danger: float = 0.0


NO_SUSPICION = Suspicion(None)


def decide_by_words(message: str, before: str, known: HandoverKnowledge, normaliser: TextNormaliser) -> Suspicion:
    """What rules and model make of the words; slips of the keyboard are put right where a rule finds nothing as it is.

    `before`: the message before this one, or nothing.
    """
    text, before = normaliser.normalise(plain_words(message)), normaliser.normalise(plain_words(before))
    fired = known.rules.find(text, before)
    if fired is None:
        text = known.typos.correct(text).text
        fired = known.rules.find(text, before)
    shares = known.shares(known.rules.marked(text))
    need, danger = 1 - shares.get(NOBODY, 0.0), shares.get(HandoverReason.CRISIS, 0.0)
    if fired is not None and (fired.is_certain or need >= NEEDED_BESIDE_A_RULE):
        return Suspicion(fired, danger)
    return Suspicion(_learnt(shares) if need >= NEEDED else None, danger)


def _learnt(shares: Mapping[str, float]) -> Fired:
    """The likeliest reason; of danger to life the guard decides."""
    reasons = [reason for reason in HandoverReason if reason is not HandoverReason.CRISIS]
    return Fired(max(reasons, key=lambda reason: shares.get(reason, 0.0)), "learnt from messages")


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
