"""Whether a message needs a person, and why: by its words, or because it was the second in a row not understood."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.domain.conversation import AnswerStatus, ConversationState, HandoverReason
from assistant.language.text import TextNormaliser, plain_words
from assistant.services.draft import Draft
from assistant.services.grounding import check_draft
from assistant.services.handover_rules import EXCLUDED, NOBODY, Fired, HandoverKnowledge, HandoverRules

#: From which share on the model is believed that somebody is needed: by itself, and where a rule says so too; and from
#: which on it decides between reasons. Chosen by cross-validation over messages.yaml and the development halves.
NEEDED, NEEDED_BESIDE_A_RULE, SURE = 0.4, 0.1, 0.8
#: Beside a rule of violence, of the weak, of an injury that share will do: a miss is worse there than a false alarm.
NEEDED_WHERE_URGENT = 0.05
#: From which share on it is believed without any sign, the least share that its reason must have (more than that of any
#: in a text in which nothing is known), and from how many characters on: a word or two needs a sign.
PLAIN, LEAST, LONG_ENOUGH = 0.4, 0.3, 8
#: From which share on it is certain that somebody is needed, though two reasons share it: the likelier is taken.
CERTAIN, TWO_TOGETHER = 0.97, 0.9
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
#: The reply that asks what was meant at all.
_NOT_UNDERSTOOD = "clarify_what"


@dataclass(frozen=True)
class Suspicion:
    """The reason for a person that the words give, and how likely, 0 to 1, they tell of danger to life."""

    fired: Fired | None
    danger: float = 0.0


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
    shares = known.shares(known.rules.marked(text))
    need, danger = 1 - shares.get(NOBODY, 0.0), shares.get(HandoverReason.CRISIS, 0.0)
    believed = tuple(one for one in fired if _is_believed(one, need, known.rules))
    chosen = _likeliest(believed, shares, known.rules.signed(text) | known.rules.unopposed(text))
    return Suspicion(chosen or _learnt(text, shares, known.rules, long_enough), danger)


def _is_believed(fired: Fired, need: float, rules: HandoverRules) -> bool:
    """Whether the model leaves the rule standing: it speaks for it, or not strongly enough against it."""
    least = NEEDED_WHERE_URGENT if rules.by_reason[fired.reason].is_urgent else NEEDED_BESIDE_A_RULE
    return need >= least or _holds_alone(fired, need)


def _holds_alone(fired: Fired, need: float) -> bool:
    """A certain rule holds against the model; one of words for a person does not where those words mean another thing.

    (12333人工几点下班, 人工检验岗): there the model is sure. An order (转人工, 问…) has no other meaning.
    """
    return fired.is_order or (fired.is_certain and (fired.reason is not HandoverReason.ASKED or need > 1 - EXCLUDED))


def _likeliest(
    fired: Sequence[Fired], shares: Mapping[str, float], possible: Collection[HandoverReason]
) -> Fired | None:
    """The first of the rules that fire, unless the model is sure that another reason is the matter."""
    if not fired or fired[0].is_certain:
        return next(iter(fired), None)
    sure = next((reason for reason in possible if shares.get(reason, 0.0) >= SURE), fired[0].reason)
    return next((one for one in fired if one.reason is sure), None) or Fired(sure, f"learnt, beside {fired[0].rule}")


def _learnt(text: str, shares: Mapping[str, float], rules: HandoverRules, long_enough: int) -> Fired | None:
    """The likeliest reason of which the text has a sign, where all of those together are likely enough.

    Otherwise one that is plain without a sign. Of danger to life the guard decides.
    """
    signed = {reason: shares.get(reason, 0.0) for reason in rules.signed(text)}
    if sum(signed.values()) >= NEEDED:
        return Fired(max(signed, key=signed.__getitem__), LEARNT)
    if 1 - shares.get(NOBODY, 0.0) < PLAIN or len(text) < long_enough:
        return None
    possible = {reason: shares.get(reason, 0.0) for reason in rules.unopposed(text)}
    likeliest = max(possible, key=possible.__getitem__, default=None)
    if likeliest is None or (possible[likeliest] < LEAST and not _is_one_of_two(shares, possible)):
        return None
    return Fired(likeliest, f"{LEARNT}, without a sign")


def _is_one_of_two(shares: Mapping[str, float], possible: Mapping[HandoverReason, float]) -> bool:
    """Whether somebody is needed for certain, for one of two reasons (scalded, and docked for the days at home)."""
    return 1 - shares.get(NOBODY, 0.0) >= CERTAIN and sum(sorted(possible.values())[-2:]) >= TWO_TOGETHER


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
