"""What to ask the documents for somebody who tells what befell them and asks for no rule in words of ours."""

from assistant.domain.conversation import HandoverReason
from assistant.language.injury_told import injury_question
from assistant.services.decide_intent import POLICY, SURE
from assistant.services.knowing import Knowing
from assistant.services.message_guard import POSSIBLE_DANGER
from assistant.services.rule_question import SURELY_A_WRONG

#: Reason for a person → the question that the documents answer.
_QUESTIONS: dict[str, str] = {
    HandoverReason.WAGE_ARREARS: "单位拖欠工资怎么办",
    HandoverReason.WORK_INJURY: "上班受了伤怎么申请工伤",
    HandoverReason.ADVERT_REPORT: "招聘先收钱是不是骗局",
}


def question_for(text: str, knowing: Knowing) -> str | None:
    """The question; where a person is surely needed for another reason, one for what the likeliest document says;
    None where nobody is, where life may be in danger, and for what is not ours (the deposit of a flat)."""
    weighed = knowing.handover.weigh(knowing.lexicon.normaliser.normalise(text))
    view = knowing.search.view_topic(text)
    if weighed.danger < POSSIBLE_DANGER and (hurt := injury_question(text)) is not None:
        return hurt
    if weighed.need < SURELY_A_WRONG or weighed.danger >= POSSIBLE_DANGER or view.off_topic_share >= SURE:
        return None
    likeliest = max(weighed.shares, key=lambda one: weighed.shares[one])
    if likeliest in _QUESTIONS and weighed.shares[likeliest] >= SURELY_A_WRONG:
        return _QUESTIONS[likeliest]
    if view.document_share < POLICY or not view.document:
        return None
    return f"{knowing.knowledge.get_document(view.document).title}怎么办"
