"""What documents say beside what is worked out: to people like the one who asks, and of a scheme to one group."""

from dataclasses import replace

from assistant.domain.conversation import ConversationState, TurnContext
from assistant.language.lexicon import IntentRule
from assistant.language.understanding import Understanding
from assistant.services.canned_words import CannedReplies
from assistant.services.compose import compose_answer
from assistant.services.draft import Draft, DraftSentence
from assistant.services.draft_sentences import joined
from assistant.services.evidence import EvidenceRoom
from assistant.services.knowing import Knowing
from assistant.services.steps import Tell
from assistant.services.tell_employers import name_scheme_of_group


def tell_overview(
    rule: IntentRule,
    text: str,
    region_id: str | None,
    knowing: Knowing,
    room: EvidenceRoom,
    canned: CannedReplies,
    context: TurnContext,
) -> tuple[DraftSentence, ...]:
    """The sentences for the audience of the turn, with their citations."""
    ours = [name for name in rule.documents if context.audience in knowing.knowledge.get_document(name).audience]
    told = [compose_answer(Tell(name, (), text, region_id), knowing, room, canned, context) for name in ours]
    return joined([composition.sentences for composition in told])


def tell_of_group(
    scheme_id: str,
    understanding: Understanding,
    state: ConversationState,
    knowing: Knowing,
    room: EvidenceRoom,
    canned: CannedReplies,
    context: TurnContext,
) -> Draft | None:
    """What is asked of the scheme for one group of workers; None where nothing further is asked."""
    aspects = tuple(dict.fromkeys(aspect for part in understanding.parts for aspect in part.aspects))
    if not aspects:
        return None
    tell = Tell(scheme_id, aspects, understanding.text, state.region_id, goes_on=True)
    composed = compose_answer(tell, knowing, room, canned, context)
    sentences = (*name_scheme_of_group(scheme_id, knowing, room, canned), *composed.sentences)
    state = replace(state, topic_id=scheme_id, aspects=aspects, open_question=None, failures=0)
    return Draft(sentences, composed.status, state, room.items, suggestions=composed.suggestions)
