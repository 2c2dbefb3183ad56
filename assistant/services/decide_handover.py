"""Whether a message needs a person, and why: by its words, or because it was the second in a row not understood."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.domain.conversation import AnswerStatus, ConversationState, HandoverReason
from assistant.domain.knowledge import Audience
from assistant.language.text import TextNormaliser, plain_words
from assistant.services.draft import Draft
from assistant.services.grounding import check_draft
from assistant.services.handover_rules import Fired, HandoverKnowledge, HandoverRules, Weighed

#: From which share on the model leaves a rule standing: one of violence, of the weak, of an injury, where a miss is
#: worse than a false alarm; any other; a certain one of words for a person. Other certain ones need none.
BESIDE_AN_URGENT_RULE, BESIDE_A_RULE, BESIDE_A_WISH = 0.2, 0.4, 0.2
#: From which share on the model is believed without a rule: where its reason has a sign in the text, where nothing
#: speaks against it, and where something does. Rules and signs carry over to unseen messages less well than what is
#: learnt. All of these by cross-validation over the messages: each fifth weighed by a model that had not seen it.
WITH_A_SIGN, UNOPPOSED, OPPOSED = 0.65, 0.85, 0.97
#: From which share on another reason is told than that of the rule.
SURE = 0.5
#: From which share on an urgent reason of the rules stays beside a likelier one that can wait: of a threat told with
#: arrears the model gives 7 of 100 to the threat, of words that threaten nobody (你帮他约个人) three at most.
POSSIBLE = 0.05
#: From how many characters on a model is believed without a sign: a word or two needs one.
LONG_ENOUGH = 8
#: The same of the answer to a question of ours: 连续满七个月，缴着的 tells what was asked, and nothing more.
LONG_FOR_AN_ANSWER = 24
#: Who tells a story longer than this says at its end what they wish: so many characters are read once more for that.
LONG_STORY, END_OF_STORY = 100, 60
#: What the model has learnt to suspect by words alone which facts are told in, too (登了记的, 没裁过人).
_TOLD_IN_FACTS = frozenset(
    {
        HandoverReason.ASKED,
        HandoverReason.FOLLOW_UP,
        HandoverReason.VULNERABLE_PERSON,
        HandoverReason.CONFLICTING_SOURCES,
        HandoverReason.WRONG_AMOUNT,
        HandoverReason.COMPLAINT,
        HandoverReason.FAILED_TWICE,
    }
)
#: The rule of a reason that no wording gave.
LEARNT = "learnt from messages"
WITHOUT_A_SIGN = f"{LEARNT}, without a sign"
_WAGES = re.compile(r"工资|工钱|薪|血汗钱|劳务费|工程款")
#: The reply that asks what was meant at all.
_NOT_UNDERSTOOD = "clarify_what"


@dataclass(frozen=True)
class Suspicion:
    """The reason for a person that the words give, and how likely, 0 to 1, they tell of danger to life, and of anything
    for which somebody is needed."""

    fired: Fired | None
    danger: float = 0.0
    need: float = 0.0


NO_SUSPICION = Suspicion(None)


def decide_by_words(
    message: str, before: str, known: HandoverKnowledge, normaliser: TextNormaliser, is_asked: bool = False
) -> Suspicion:
    """What rules and model make of the words; slips of the keyboard are put right where a rule finds nothing as it is.

    `before`: the message before this one, or nothing. `is_asked`: the message follows a question of ours.
    """
    text, before = normaliser.normalise(plain_words(message)), normaliser.normalise(plain_words(before))
    long_enough = LONG_FOR_AN_ANSWER if is_asked else LONG_ENOUGH
    suspicion = _decide(text, before, known, long_enough)
    if len(text) <= LONG_STORY:
        return suspicion
    if suspicion.fired is not None and suspicion.fired.reason is HandoverReason.FAILED_TWICE:
        # whom the story is about was not understood, or did not understand, is no word on this conversation
        suspicion = replace(suspicion, fired=_decide(text[-END_OF_STORY:], before, known, long_enough).fired)
    if suspicion.fired is None:
        wish = _decide(text[-END_OF_STORY:], before, known, long_enough).fired
        return replace(suspicion, fired=wish if wish is not None and wish.reason is HandoverReason.ASKED else None)
    return suspicion


def _decide(text: str, before: str, known: HandoverKnowledge, long_enough: int) -> Suspicion:
    """What the model speaks against is left out of the rules that fire, unless they are certain."""
    fired = known.rules.find(text, before)
    if not fired:
        text = known.typos.correct(text).text
        fired = known.rules.find(text, before)
    weighed = known.weigh(text)
    believed = tuple(one for one in fired if _is_believed(one, weighed.need, known.rules))
    chosen = _with_the_likelier_reason(believed, weighed, known.rules)
    learnt = _learnt(text, weighed, known.rules, long_enough) if chosen is None else None
    return Suspicion(chosen or learnt, weighed.danger, weighed.need)


def _is_believed(fired: Fired, need: float, rules: HandoverRules) -> bool:
    """Whether the model leaves the rule standing. An order (转人工, 问…) has no other meaning; words for a person have
    (12333人工几点下班, 人工检验岗), however certain their rule."""
    if fired.is_order:
        return True
    if fired.is_certain:
        return fired.reason is not HandoverReason.ASKED or need >= BESIDE_A_WISH
    return need >= (BESIDE_AN_URGENT_RULE if rules.is_urgent(fired.reason) else BESIDE_A_RULE)


def _with_the_likelier_reason(fired: Sequence[Fired], weighed: Weighed, rules: HandoverRules) -> Fired | None:
    """The first of the rules that fire, unless the model is sure that another reason is the matter; an urgent one
    (威胁) does not give way to what can wait while it is possible."""
    if not fired or fired[0].is_certain:
        return next(iter(fired), None)
    reason, share = _likeliest(weighed)
    is_urgent = rules.is_urgent(fired[0].reason) and not rules.is_urgent(reason)
    is_possible = weighed.shares.get(fired[0].reason, 0.0) >= POSSIBLE
    if share < SURE or (is_urgent and is_possible):
        return fired[0]
    learnt = Fired(reason, f"learnt, beside {fired[0].rule}")
    return next((one for one in fired if one.reason is reason), learnt)


def _learnt(text: str, weighed: Weighed, rules: HandoverRules, long_enough: int) -> Fired | None:
    """The likeliest reason, where it is likely enough that somebody is needed. Of danger to life the guard decides."""
    if weighed.need < WITH_A_SIGN:
        return None
    reason, _ = _likeliest(weighed)
    if reason in rules.signed(text):
        return Fired(reason, LEARNT)
    needed = UNOPPOSED if reason in rules.unopposed(text) else OPPOSED
    if weighed.need < needed or len(text) < long_enough:
        return None
    return Fired(reason, WITHOUT_A_SIGN)


def _likeliest(weighed: Weighed) -> tuple[HandoverReason, float]:
    """The likeliest reason but danger to life, with its share."""
    possible = {one: weighed.shares.get(one, 0.0) for one in HandoverReason if one is not HandoverReason.CRISIS}
    reason = max(possible, key=possible.__getitem__)
    return reason, possible[reason]


def is_explained_by_facts(fired: Fired, text: str, before: ConversationState, after: ConversationState) -> bool:
    """Whether a model alone suspects a few words that tell what was asked, or decide what is being assessed."""
    if not fired.rule.startswith(LEARNT) or fired.reason not in _TOLD_IN_FACTS or len(text) > LONG_FOR_AN_ANSWER:
        return False
    question = before.open_question
    is_asked = question is not None and question.fact_id is not None
    if not is_asked and before.assessing is None:
        return False
    return after.facts != before.facts or after.unsure != before.unsure


def is_about_what_was_shown(fired: Fired, text: str, before: ConversationState, draft: Draft) -> bool:
    """Whether a model alone suspects a few words that were understood as a choice among courses just shown.

    (那你把他们都报上, 你各人看到起给我整一个嘛)
    """
    if not fired.rule.startswith(LEARNT) or not before.is_choosing_course or len(text) > LONG_FOR_AN_ANSWER:
        return False
    is_understood = draft.status in (AnswerStatus.ANSWERED, AnswerStatus.CLARIFICATION) and not _is_empty(draft)
    has_sign = fired.rule == LEARNT
    return is_understood and draft.handover is None and (not has_sign or fired.reason in _TOLD_IN_FACTS)


def is_an_employer_s_own_debt(fired: Fired, text: str, audience: Audience) -> bool:
    """Whether a model alone takes what an employer tells of their firm (社保拖了四个月) for wages owed to them."""
    is_learnt = fired.rule.startswith(LEARNT) and fired.reason is HandoverReason.WAGE_ARREARS
    return audience is Audience.EMPLOYER and is_learnt and _WAGES.search(text) is None


def count_failure(draft: Draft, before: ConversationState) -> Draft:
    """The draft; where nothing of its answer holds, its state tells that this message failed."""
    if not _is_empty(draft) or draft.state.failures > before.failures:
        return draft
    return replace(draft, state=replace(draft.state, failures=before.failures + 1))


def decide_by_failure(draft: Draft, before: ConversationState) -> Fired | None:
    """`failed_twice` where neither the message before nor this one was understood."""
    if not _was_lost(draft) or not (before.failures or _asked_what(before)):
        return None
    return Fired(HandoverReason.FAILED_TWICE, "not understood twice in a row")


def _was_lost(draft: Draft) -> bool:
    if draft.status is AnswerStatus.CLARIFICATION:
        return _asked_what(draft.state)
    return _is_empty(draft)


def _is_empty(draft: Draft) -> bool:
    """Whether no source was found, or the check of the sentences leaves no answer."""
    checked = check_draft(draft)
    return checked.status is AnswerStatus.UNANSWERABLE_NO_SOURCE or not checked.sentences


def _asked_what(state: ConversationState) -> bool:
    return state.open_question is not None and state.open_question.text == _NOT_UNDERSTOOD
