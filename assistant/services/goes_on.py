"""Whether a message goes on about the conversation's topic, or says nothing that could."""

import re

from assistant.domain.conversation import ConversationState
from assistant.domain.knowledge import Aspect
from assistant.language.questions import asks
from assistant.language.understanding import QuestionPart
from assistant.services.find_topics import KNOWN, NEW_TOPIC, POINTS, SURELY_OURS
from assistant.services.search_policies import Finding, PolicySearch

#: How much better another document must match before the topic changes.
FOLLOW_UP, SAME_TOPIC = 0.6, 0.35
#: The same for a further question of one message: asked in one breath, or after a full stop.
SAME_BREATH, SAME_MESSAGE = 0.9, 0.85
#: And for one of a few words only (要参保几个月).
IN_PASSING = 1.0
#: From which share on the model names another document however short the follow-up is (那可以裁员吗).
_BEYOND_DOUBT = 0.97
#: Below which confidence in every document a message after a topic is noise.
NOISE = 0.1
_LETTER = re.compile(r"[^\W\d_]")
_SHORT, _HALF, _FEW_LEFT, _PHRASE = 16, 8, 4, 4


def continues(
    part: QuestionPart, findings: tuple[Finding, ...], state: ConversationState, search: PolicySearch
) -> bool:
    """Whether the part goes on about the conversation's topic: it does unless another document is clearly meant."""
    best = findings[0]
    if len(part.residue) <= bool(part.place) or (part.is_generic and len(part.text) <= _SHORT):
        return True
    is_headed = len(part.residue) > 1 and search.is_headed(best.document_id, part.residue)
    if is_headed and best.topic >= _BEYOND_DOUBT and search.is_policy(best.document_id) and not part.place:
        return best.document_id == state.topic_id
    if best.document_id == state.topic_id or _names_nothing(part, search):
        return True
    if len(part.text) <= _SHORT and best.named < 3 and best.topic < POINTS:
        return True  # nothing but chance words points to another document
    if _adds_a_detail(part, best, state, search) or _asks_for_both(part, state, search):
        return True
    if best.named >= 3 and best.confidence >= KNOWN:
        return False
    own = next((finding.score for finding in findings if finding.document_id == state.topic_id), 0.0)
    if part.place:
        bonus = SAME_BREATH if part.goes_on else (SAME_MESSAGE if len(part.text) > _HALF else IN_PASSING)
    else:
        bonus = FOLLOW_UP if part.follows_up else (SAME_TOPIC if len(part.text) <= _SHORT else SAME_TOPIC / 2)
    return own + bonus >= best.score or best.confidence < KNOWN


def says_nothing(part: QuestionPart, best: Finding | None, state: ConversationState, search: PolicySearch) -> bool:
    """Whether a message is figures alone, or noise after a topic; neither goes on about the topic."""
    if best is not None and best.named >= 3:
        return False
    if not _LETTER.search(part.text):
        return len(part.residue) > 2 or state.topic_id is None
    means = part.follows_up or part.facts or part.region_id or part.months or (part.aspects and not part.guesses_aspect)
    if state.topic_id is None or means or not part.residue or asks(part.text) or search.speaks_our_words(part.text):
        return False
    if search.mentions(state.topic_id, part.residue):
        return False
    view = search.view_topic(part.text)
    return best is None or best.confidence < NOISE or (view.intent == "unclear" and view.intent_share >= SURELY_OURS)


def _adds_a_detail(part: QuestionPart, best: Finding, state: ConversationState, search: PolicySearch) -> bool:
    """Whether a few words put another case of the topic (退役军人呢), or name what the topic's own text speaks of."""
    if part.place or len(part.text) > _SHORT or state.topic_id is None:
        return False
    if (part.follows_up or part.about_another) and (part.facts or part.months):
        return True
    if best.named < 3 and part.follows_up and _shares_a_phrase(part.residue, state.topic_id, search):
        return True  # 那要签劳动合同吗, after a talk of traineeships: so long a phrase is in its text for no chance
    if not 2 <= len(part.residue) <= _FEW_LEFT or not search.mentions(state.topic_id, part.residue):
        return False
    if best.topic >= SURELY_OURS and best.confidence >= NEW_TOPIC:
        return False  # 那可以裁员吗, after a talk of wages: a few words, and a matter of their own
    return best.named < 3 or (part.follows_up and not search.is_headed(best.document_id, part.residue))


def _shares_a_phrase(words: str, topic_id: str, search: PolicySearch) -> bool:
    """Whether the topic's own text has a phrase of the words."""
    return any(search.mentions(topic_id, words[at : at + _PHRASE]) for at in range(len(words) - _PHRASE + 1))


def _asks_for_both(part: QuestionPart, state: ConversationState, search: PolicySearch) -> bool:
    """Whether it is asked if another benefit goes together with the one talked about (两头都拿可以吧)."""
    is_short = len(part.text) <= 2 * _SHORT and Aspect.EXCLUDES in part.aspects
    return is_short and state.topic_id is not None and search.tells_of(state.topic_id, Aspect.EXCLUDES)


def _names_nothing(part: QuestionPart, search: PolicySearch) -> bool:
    """Whether a few words ask for an aspect and say of nothing (最多领得到好久)."""
    asks = bool(part.aspects) and not part.guesses_aspect
    return asks and len(part.residue) <= _FEW_LEFT and not search.speaks_our_words(part.residue)
