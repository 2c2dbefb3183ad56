"""Whether a message asks for a rule, or for what is not ours, where single words of it could be taken for a search.

A trade, a place, 报名 or 介绍 stand in questions on policy, too. What tells them apart is what is asked: whoever looks
for work or a course says so; a question without any word of such a wish, on what the topic model is sure of, is none.
"""

import re

from assistant.domain.conversation import ConversationState, HandoverReason
from assistant.language.questions import asks
from assistant.language.segment import fold
from assistant.language.understanding import CLAUSES, Understanding
from assistant.services.knowing import Knowing

#: From which share of one document, or of what is not ours, on it is surely what is asked; of 1,300 searches of the
#: development sets one in forty has it, of questions on policy three in four.
SURE = 0.75
#: Enough where the message speaks of what is laid down (方案里头写没写).
PERHAPS = 0.3
#: Needed where the message has a word of a wish, too, and names what it asks about.
BY_NAME = 0.97
#: In the ids of the documents on courses.
COURSES = "training"
#: Who is sent to a course wishes for none (社区喊我去学中餐).
_SENT = re.compile(r"(?:喊|叫|让|要求|安排|通知|组织)(?:了|我|我们|大家)*(?:去|来|参加)+[^,，。]{0,4}(?:学|培训)")
#: What befell somebody, and from which share of such a reason on it is what they tell, whatever trade they name.
_WRONGS = frozenset({HandoverReason.WAGE_ARREARS, HandoverReason.WORK_INJURY, HandoverReason.ADVERT_REPORT})
SURELY_A_WRONG = 0.9


def asks_for_a_rule(understanding: Understanding, state: ConversationState, knowing: Knowing) -> bool:
    """Whether what is asked is a rule or nothing of ours, and no search for work or a course."""
    text, phrases = understanding.text, knowing.lexicon.phrases
    folded = fold(text)
    if tells_of_a_wrong(text, knowing):
        return True
    if not _is_a_question(text):
        return False
    if any(wish.search(folded) for wish in phrases.wishes):
        return _asks_by_name(text, knowing)
    if goes_on_about_a_right(understanding, state, knowing):
        return True
    view = knowing.search.view_topic(text)
    needed = PERHAPS if any(cue.search(folded) for cue in phrases.names_a_rule) else SURE
    return max(view.document_share, view.off_topic_share) >= needed


def tells_of_a_wrong(text: str, knowing: Knowing) -> bool:
    """Whether somebody tells what befell them (我们做木工, 包工头跑了, 差十一万) and wishes for no work or course."""
    if any(wish.search(fold(text)) for wish in knowing.lexicon.phrases.wishes):
        return False
    if knowing.search.view_topic(text).off_topic_share >= SURE:
        return False  # the landlord keeps the deposit
    shares = knowing.handover.weigh(knowing.lexicon.normaliser.normalise(text)).shares
    return max((shares.get(reason, 0.0) for reason in _WRONGS), default=0.0) >= SURELY_A_WRONG


def is_of_another_matter(text: str, knowing: Knowing) -> bool:
    """Whether a message is of no course whatever was looked for before: a wrong that befell somebody, or a question
    that one policy surely answers (我妈77年3月生, 好久能退). A bare answer (农村转移就业劳动者) asks for none."""
    view = knowing.search.view_topic(text)
    is_sure = _is_a_question(text) and view.document_share >= BY_NAME
    is_policy = is_sure and COURSES not in view.document and knowing.search.is_policy(view.document)
    return is_policy or tells_of_a_wrong(text, knowing)


def goes_on_about_a_right(understanding: Understanding, state: ConversationState, knowing: Knowing) -> bool:
    """Whether the message asks on about the policy just told (那签劳动合同不嘛), by words of our field."""
    if state.topic_id is None or not any(part.follows_up for part in understanding.parts):
        return False
    return knowing.search.speaks_our_words(understanding.text)


def _asks_by_name(text: str, knowing: Knowing) -> bool:
    """Whether a benefit or a body is named and surely asked about, whatever else is wished (公益岗找哪个报名).

    What is about courses may be a wish for one all the same.
    """
    view = knowing.search.view_topic(text)
    if view.document_share < BY_NAME:
        return False
    if COURSES in view.document:
        return _SENT.search(text) is not None
    return knowing.search.is_named(view.document, text)


def _is_a_question(text: str) -> bool:
    return "?" in text or any(asks(clause) for clause in CLAUSES.split(text.rstrip("。!~ ")))
