"""A course that is paid by a loan and worked off: the warning of the records, instead of a course."""

from dataclasses import replace

from assistant.domain.conversation import ConversationState, ToolCall, TurnContext
from assistant.services.canned_words import CannedReplies
from assistant.services.compose import compose_answer
from assistant.services.draft import Draft
from assistant.services.evidence import EvidenceRoom
from assistant.services.knowing import Knowing
from assistant.services.steps import Tell

#: The record that warns of training on credit, and the question it answers.
_FRAUD, _LOAN_ASKED = "recruitment-fraud-signs", "先分期贷款交培训费，学完从工资里扣，是不是培训贷"


def warn_of_loan(
    text: str,
    state: ConversationState,
    knowing: Knowing,
    room: EvidenceRoom,
    canned: CannedReplies,
    context: TurnContext,
) -> Draft | None:
    """What the records say of training paid by a loan; None where no record does."""
    if _FRAUD not in knowing.knowledge.documents:
        return None
    told = compose_answer(Tell(_FRAUD, (), _LOAN_ASKED, state.region_id), knowing, room, canned, context)
    return Draft(
        sentences=told.sentences,
        status=told.status,
        state=replace(state, topic_id=_FRAUD, is_searching=False),
        evidence=room.items,
        tools=(ToolCall("search_policies", {"query": text}),),
        suggestions=told.suggestions,
    )
