"""From understanding to steps: which document is to be told about, what is to be asked back, what is to be declined."""

import re
from dataclasses import replace
from datetime import date

from assistant.domain.conversation import AnswerStatus, ConversationState, FactValue, TurnContext
from assistant.domain.knowledge import Aspect
from assistant.language.lexicon import Lexicon
from assistant.language.questions import asks
from assistant.language.understanding import CLAUSES, QuestionPart, Understanding, is_off_topic
from assistant.services.asked_elsewhere import asks_about_place, means_elsewhere
from assistant.services.find_topics import (
    FULL_NAME,
    KNOWN,
    NEW_TOPIC,
    POINTS,
    SURELY_OURS,
    find_agreed,
    find_companion,
    find_topics,
    meant_by_story,
    without_overviews,
)
from assistant.services.goes_on import continues, says_nothing
from assistant.services.numbered_sections import NumberedSections, asks_for_number_alone
from assistant.services.search_policies import Finding, PolicySearch
from assistant.services.steps import Clarify, Decline, Plan, Step, Tell

#: Confidence from which a document may be meant, and from which it is in spite of a foreign word.
#: Chosen on the development half of the evaluation set (`python -m evals.tune`).
PERHAPS, OFF_TOPIC = 0.25, 0.85
CLOSE, LEAD = 0.05, 0.2
#: From which share on the topic model's suspicion that this is not ours asks for surer signs that it is.
LEANS_AWAY, SURELY_AWAY = 0.12, 0.4
#: From which confidence on a document that is only second best is meant all the same.
SURER = 0.5
#: What may be foreign by the model, but is asked of us (那个五百块的补贴怎么个领法).
_OURS = re.compile(r"补贴|补助|津贴|社保|失业|工伤|合同|工资|就业|待遇")
_FEWEST, _ENOUGH = 6, 8
#: And so many name it where no other document comes near (残保金).
_NAMED = 3
#: From which share on the model's topic outweighs its suspicion that the message is not ours.
_SURE_TOPIC = 0.8
#: From which share of one document on in the whole message its last clause may sound foreign.
_OURS_AS_A_WHOLE = 0.65


def plan_parts(
    understanding: Understanding,
    state: ConversationState,
    context: TurnContext,
    search: PolicySearch,
    lexicon: Lexicon,
) -> Plan:
    """The steps for all questions of a message; a question without a topic takes the one before it."""
    chosen = _chosen(understanding, state)
    if chosen is not None:
        return Plan((chosen,), is_sure=True)
    steps: list[Step] = []
    sure = False
    untold = ""
    as_of: date | None = None
    nearest: list[Finding] = []
    whole, beside_it = meant_by_story(understanding, search), list[Step]()
    for part in understanding.parts:
        part = replace(part, as_of=part.as_of or as_of)  # all questions of a message are about one day
        if steps and isinstance(steps[-1], Decline) and part.region_id is None:
            continue
        if untold and not steps:
            part = replace(part, text=f"{untold}，{part.text}", place=0 if beside_it else part.place)
        step, finding = _plan_part(part, understanding, state, context, search, lexicon)
        sure = sure or (finding is not None and finding.named >= 3)
        untold = part.text
        nearest.extend((finding,) if finding is not None and step is None else ())
        if step is None or (part.place and not isinstance(step, Tell)):
            continue
        is_another = isinstance(step, Tell) and whole not in (None, step.document_id)
        if is_another and (not asks(part.question) or (finding is not None and finding.confidence < SURER)):
            beside_it.append(step)  # 女儿毕业一年, before 全家没人上班: it leads up to what is asked
            continue
        leads_up = not steps and isinstance(step, Tell) and _leads_up(part, finding, understanding)
        (beside_it if leads_up else steps).append(step)
        if isinstance(step, Tell):
            state = replace(state, topic_id=step.document_id, aspects=step.aspects, region_id=step.region_id)
        if isinstance(step, Tell) and not leads_up:
            as_of = step.as_of
            beside = find_companion(part, search, context.audience, step.document_id)
            steps.extend((replace(step, document_id=beside),) if beside is not None else ())
    steps = steps or beside_it
    agreed = find_agreed(nearest) if not steps else None
    if agreed is not None and not is_off_topic(understanding.text, lexicon):
        steps = [_tell(part, agreed, state) for part in understanding.parts[-1:]]
    tells = [step for step in steps if isinstance(step, Tell)]
    return Plan(tuple(tells or steps[:1]), sure)


def _leads_up(part: QuestionPart, finding: Finding | None, understanding: Understanding) -> bool:
    """Whether a part asks nothing and names nothing, and what is asked comes after it (我是去年退伍的. 税能抵多少)."""
    if asks(part.question) or finding is None or finding.named >= _NAMED:
        return False
    return any(asks(later.question) for later in understanding.parts if later.place > part.place)


def _chosen(understanding: Understanding, state: ConversationState) -> Tell | None:
    """The document picked from those offered, by number."""
    question, choice = state.open_question, understanding.choice
    if question is None or choice is None or not 0 <= choice < len(question.document_ids):
        return None
    return Tell(question.document_ids[choice], question.aspects, understanding.text)


def _plan_part(
    part: QuestionPart,
    understanding: Understanding,
    state: ConversationState,
    context: TurnContext,
    search: PolicySearch,
    lexicon: Lexicon,
) -> tuple[Step | None, Finding | None]:
    if part.elsewhere and (means_elsewhere(part) or (part.region_id is None and asks_about_place(part))):
        return Decline("other_city", AnswerStatus.UNANSWERABLE_OUT_OF_SCOPE, (("place", part.elsewhere),)), None
    if understanding.intent == "more" and state.topic_id is not None:
        return _tell_topic(part, state, wants_more=True), None
    findings = without_overviews(find_topics(part, context.audience, search), lexicon)
    best = findings[0] if findings else None
    numbered = _numbered(part, findings, state, search, lexicon)
    if numbered is not None:
        return _tell_numbered(part, numbered, state), best
    if says_nothing(part, best, state, search):
        return Clarify("clarify_what"), best
    if best is not None and state.topic_id is not None and continues(part, findings, state, search):
        return _tell_topic(part, state), best
    says_a_topic = len(part.residue) > 1 or search.speaks_our_words(part.text)  # 要带些啥子去办嘛 names nothing
    is_sure = best is not None and (best.named >= 3 or (best.topic >= SURELY_OURS and says_a_topic))
    if len(part.residue) <= 1 and state.topic_id is None and not is_sure:
        return Clarify("clarify_what", aspects=part.aspects), best
    if part.is_generic and (best is None or best.named < 3):
        return Clarify("clarify_generic", aspects=part.aspects, options=lexicon.phrases.generic_options), best
    if asks_for_number_alone(part.text) and (best is None or best.named < 3):
        return (Clarify("clarify_what") if not part.residue or len(part.text) <= _FEWEST else None), best
    if _asks_what_is_foreign(part, search, lexicon):
        return None, best
    foreign = _is_foreign(part, search, lexicon)
    leans_away = _leans_away(part, search)
    if best is not None and not _is_known(findings, foreign, leans_away):
        best = _surer(findings, foreign or leans_away)
    if best is None:
        best = findings[0] if findings else None
        return _ask_what(part, findings, foreign or leans_away, search), best
    if _is_open_between(part, findings):
        rivals = tuple(finding.document_id for finding in findings[:3])
        return Clarify("clarify_topic", rivals, part.aspects), best
    return _tell(part, best, state), best


def _numbered(
    part: QuestionPart, findings: tuple[Finding, ...], state: ConversationState, search: PolicySearch, lexicon: Lexicon
) -> NumberedSections | None:
    """The items or articles asked for by their numbers; another document's name in the question goes before them."""
    if is_off_topic(part.text, lexicon):
        return None
    named = tuple(finding.document_id for finding in findings if finding.named >= 3)
    likely = tuple(finding.document_id for finding in findings)
    return search.numbers.find(part.text, state.topic_id, named, likely, state.last_question or "")


def _tell_numbered(part: QuestionPart, numbered: NumberedSections, state: ConversationState) -> Tell:
    region_id = part.region_id or state.region_id
    return Tell(numbered.document_id, part.aspects, part.text, region_id, passage_ids=numbered.passage_ids)


def _is_foreign(part: QuestionPart, search: PolicySearch, lexicon: Lexicon) -> bool:
    """Whether the question names what is not ours; in its story that may mean nothing (交警判我全责, 算工伤不)."""
    last = CLAUSES.split(part.question)[-1]
    is_told = search.speaks_our_words(last) and not is_off_topic(last, lexicon)
    if is_off_topic(part.question, lexicon):
        return not is_told or search.view_topic(part.text).document_share < _OURS_AS_A_WHOLE
    return is_off_topic(part.text, lexicon) and search.view_topic(part.text).document_share < _SURE_TOPIC


def _asks_what_is_foreign(part: QuestionPart, search: PolicySearch, lexicon: Lexicon) -> bool:
    """Whether the clause that asks names what is not ours and nothing that is (赔了我十万,买哪只基金)."""
    *story, last = CLAUSES.split(part.question)
    if not story or not is_off_topic(last, lexicon) or search.speaks_our_words(last):
        return False
    return search.view_topic(last).document_share < SURELY_OURS


def _leans_away(part: QuestionPart, search: PolicySearch) -> bool:
    """Whether the topic model suspects the message, or the question at its end alone, of not being ours."""
    if search.view_topic(part.text).document_share >= _OURS_AS_A_WHOLE:
        return False  # 过了60岁不归劳动法管, 是不是想给好多给好多
    if search.view_topic(part.text).off_topic_share >= LEANS_AWAY:
        return True
    last = CLAUSES.split(part.question)[-1]
    if last == part.text or len(last) < _ENOUGH or _OURS.search(last) is not None:
        return False
    return search.view_topic(last).off_topic_share >= SURELY_AWAY


def _is_known(findings: tuple[Finding, ...], foreign: bool, leans_away: bool) -> bool:
    """Whether the best document is surely enough meant: by itself, or because no other comes near it."""
    best = findings[0]
    if foreign:
        return best.confidence >= OFF_TOPIC or (best.named >= FULL_NAME and best.confidence >= NEW_TOPIC)
    lead = best.score - (findings[1].score if len(findings) > 1 else 0.0)
    if leans_away:
        return best.confidence >= NEW_TOPIC or best.topic >= _SURE_TOPIC
    if best.named >= _NAMED and lead >= 2 * CLOSE and best.confidence >= PERHAPS:
        return True
    return best.confidence >= KNOWN or (best.confidence >= PERHAPS and lead >= LEAD)


def _surer(findings: tuple[Finding, ...], leans_away: bool) -> Finding | None:
    """Where the best match is not surely meant, the one beside it that the model takes the question to be about."""
    surer = (finding for finding in findings[1:3] if finding.topic >= POINTS and finding.confidence >= SURER)
    return None if leans_away else next(surer, None)


def _ask_what(part: QuestionPart, findings: tuple[Finding, ...], foreign: bool, search: PolicySearch) -> Step | None:
    """A few words without any topic are asked back about, and what may be one of ours is offered to choose from."""
    if foreign:
        return None
    if len(part.residue) <= 2:
        return Clarify("clarify_what", aspects=part.aspects)
    if findings and findings[0].confidence >= PERHAPS and search.speaks_our_words(part.text):
        return Clarify("clarify_topic", tuple(finding.document_id for finding in findings[:3]), part.aspects)
    return None


def _is_open_between(part: QuestionPart, findings: tuple[Finding, ...]) -> bool:
    if len(findings) < 2:
        return False
    first, second = findings[:2]
    close = first.score - second.score < CLOSE
    return close and first.confidence < NEW_TOPIC and max(first.named, second.named) < 3 and len(part.residue) <= 4


def _tell(part: QuestionPart, finding: Finding, state: ConversationState) -> Tell:
    aspects = _aspects_in_topic(part, state) if part.follows_up and not part.place else part.aspects
    return Tell(
        document_id=finding.document_id,
        aspects=aspects,
        carries_aspects=aspects != part.aspects,
        text=part.text,
        region_id=part.region_id or state.region_id,
        as_of=part.as_of,
        confidence=finding.confidence,
        wants_more=part.wants_more,
        facts=_facts(part, state),
        guesses_aspect=part.guesses_aspect,
        months=part.months,
        asks_for_it=part.asks_for_it,
        question=part.question,
    )


def _tell_topic(part: QuestionPart, state: ConversationState, wants_more: bool = False) -> Tell:
    assert state.topic_id is not None
    if wants_more:
        return Tell(state.topic_id, state.aspects, state.last_question or part.text, wants_more=True, goes_on=True,
                    region_id=state.region_id, facts=_facts(part, state))  # fmt: skip
    aspects = _aspects_in_topic(part, state)
    return Tell(
        document_id=state.topic_id,
        goes_on=True,
        aspects=aspects,
        carries_aspects=aspects != part.aspects,
        text=part.text,
        region_id=part.region_id or state.region_id,
        as_of=part.as_of,
        facts=_facts(part, state),
        guesses_aspect=part.guesses_aspect,
        months=part.months,
        asks_for_it=part.asks_for_it,
        question=part.question,
    )


def _aspects_in_topic(part: QuestionPart, state: ConversationState) -> tuple[Aspect, ...]:
    """What a follow-up asks: what it says, else what was asked before (那八年的呢?)."""
    is_open = part.guesses_aspect or not part.aspects
    only_tells = bool(part.facts or part.months) and is_open and not asks(part.text)
    said = () if part.guesses_aspect and (part.follows_up or only_tells) else part.aspects
    return said or (state.aspects if part.follows_up or only_tells or not part.residue else part.aspects)


def _facts(part: QuestionPart, state: ConversationState) -> tuple[tuple[str, FactValue], ...]:
    """What was said before, corrected by what is said now; somebody else's question starts from what is said now."""
    before = {} if part.about_another else {fact.id: fact.value for fact in state.facts}
    return tuple((before | dict(part.facts)).items())
