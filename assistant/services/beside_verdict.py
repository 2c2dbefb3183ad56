"""What it comes to for the person, told beside the rule it follows from."""

from dataclasses import replace

from assistant.domain.conversation import AnswerStatus
from assistant.domain.schemes import Outcome
from assistant.services.draft import Draft, DraftSentence
from assistant.services.draft_sentences import in_short, joined
from assistant.services.evidence import EvidenceRoom
from assistant.services.tell_assessment import ToldAssessment

#: Sentences of the rule that are told beside what it comes to for the person; the rest is in the card.
MAX_BESIDE_VERDICT = 6


def is_decided(told: ToldAssessment) -> bool:
    """Whether any of the schemes is surely got, or surely not."""
    return any(card["outcome"] != Outcome.UNDETERMINED for card in told.cards)


def tells_no_amount(told: ToldAssessment) -> bool:
    """Whether one scheme alone was assessed and is got, and its card cannot say what it comes to."""
    if len(told.cards) != 1 or told.cards[0]["outcome"] != Outcome.ELIGIBLE:
        return False
    return told.cards[0]["amount_min_yuan"] is None and told.cards[0]["amount_max_yuan"] is None


def with_verdict(
    draft: Draft, told: ToldAssessment, amount: tuple[DraftSentence, ...], about: str, room: EvidenceRoom
) -> Draft:
    """The verdict before the rule it follows from; what is still open, and the question for it, after."""
    rule = in_short(draft.sentences, MAX_BESIDE_VERDICT)
    body = joined([told.sentences, amount, rule]) if is_decided(told) else (*rule, *told.sentences)
    return replace(
        draft,
        sentences=(*body, *told.asks),
        asks=told.asks,
        state=replace(draft.state, open_question=told.question, assessing=about),
        evidence=room.items,
        tools=(*draft.tools, told.tool),
        cards=told.cards,
        suggestions=told.suggestions or draft.suggestions,
    )


def with_amount(draft: Draft, amount: tuple[DraftSentence, ...], room: EvidenceRoom) -> Draft:
    """What a benefit pays, before how sure that is, for whoever asks whether they get it; of history nothing."""
    if draft.status is not AnswerStatus.ANSWERED:
        return draft
    plain = tuple(one for one in draft.sentences if one.notice_of is None)
    notices = tuple(one for one in draft.sentences if one.notice_of is not None)
    return replace(draft, sentences=joined([plain, amount, notices]), evidence=room.items)
