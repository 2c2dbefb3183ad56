"""From a model's checked sentences to a draft: status, cards, next question and state come from the services."""

from collections.abc import Mapping
from dataclasses import replace

from assistant.domain.conversation import AnswerStatus
from assistant.services.draft import Draft, DraftSentence
from assistant.services.model_answer import notices_after
from assistant.services.turn_tools import TurnTools

#: What the rules say themselves, in fixed words: a person is on the way, a record is not ours, a greeting.
_ONLY_RULES = frozenset(
    {
        AnswerStatus.HANDED_OVER,
        AnswerStatus.WITH_STAFF,
        AnswerStatus.UNANSWERABLE_PERSONAL_RECORD,
        AnswerStatus.SMALLTALK,
    }
)
_ANSWERS = frozenset({AnswerStatus.ANSWERED, AnswerStatus.UNANSWERABLE_LAPSED})
_MOST_WORDS_OF_ITS_OWN = 4
_PERSON = "转人工"
#: What code says beside lists of these is advice or an answer of its own (课程信息里没有写老师), and never left out.
_LISTS = frozenset({"find_vacancies", "find_courses", "draft_enrolment", "check_employer"})


def is_for_rules(begun: Draft) -> bool:
    """Whether the message is one that no model answers."""
    return begun.handover is not None or begun.status in _ONLY_RULES or begun.status.startswith(("guardrail", "error"))


def assemble(sentences: tuple[DraftSentence, ...], tools: TurnTools) -> Draft | None:
    """The draft; None where nothing is cited and it is no question back."""
    drafts = [tools.begun, *(draft for draft in tools.drafts if _is_used(draft, sentences))]
    lead = drafts[-1]
    answers = {name for draft in drafts if draft.status in _ANSWERS for name in draft_evidence(draft)}
    if not any(answers & set(sentence.evidence) for sentence in sentences):
        return _question_back(sentences, tools)
    asks = lead.asks
    body = _without_last_questions(sentences) if asks else sentences
    closing = notices_after(drafts, body)
    suggestions = lead.suggestions if not tools.offers_person else tuple(dict.fromkeys((_PERSON, *lead.suggestions)))
    return Draft(
        sentences=(*body, *closing, *_said_beside_lists(drafts, body), *asks),
        status=_status(body, drafts),
        state=lead.state if lead.state.open_question and asks else replace(lead.state, open_question=None, failures=0),
        evidence=tools.room.items,
        tools=(*tools.begun.tools, *tools.calls),
        cards=_cards(drafts),
        suggestions=suggestions,
        confidence=lead.confidence,
        asks=asks,
    )


def _said_beside_lists(drafts: list[Draft], body: tuple[DraftSentence, ...]) -> tuple[DraftSentence, ...]:
    told = {sentence.text for sentence in body}
    beside = (draft for draft in drafts if any(call.name in _LISTS for call in draft.tools))
    plain = (one for draft in beside for one in draft.sentences if not one.evidence and one not in draft.asks)
    return tuple(dict.fromkeys(one for one in plain if one.notice_of is None and one.text not in told))


def _is_used(draft: Draft, sentences: tuple[DraftSentence, ...]) -> bool:
    """Whether what a tool found is in the answer; what was looked up in vain leaves no card and moves no talk on."""
    return bool(draft.asks) or any(draft_evidence(draft) & set(sentence.evidence) for sentence in sentences)


def _question_back(sentences: tuple[DraftSentence, ...], tools: TurnTools) -> Draft | None:
    """A question back in the model's words; what the rules answered or had to decline stays with them."""
    begun = tools.begun
    is_open = begun.status is AnswerStatus.CLARIFICATION and begun.state.open_question is None
    if any(sentence.evidence for sentence in sentences):
        return None
    if not is_open or not any(sentence.text.endswith(("？", "?")) for sentence in sentences):
        return None
    return replace(
        begun,
        sentences=sentences[:_MOST_WORDS_OF_ITS_OWN],
        evidence=tools.room.items,
        tools=(*begun.tools, *tools.calls),
    )


def _status(sentences: tuple[DraftSentence, ...], drafts: list[Draft]) -> AnswerStatus:
    """Lapsed where everything said rests on rules that have lapsed."""
    cited = {name.split("#")[0] for sentence in sentences for name in sentence.evidence}
    lapsed = {
        name.split("#")[0]
        for draft in drafts
        if draft.status is AnswerStatus.UNANSWERABLE_LAPSED
        for sentence in draft.sentences
        for name in sentence.evidence
    }
    return AnswerStatus.UNANSWERABLE_LAPSED if cited and cited <= lapsed else AnswerStatus.ANSWERED


def _cards(drafts: list[Draft]) -> tuple[Mapping[str, object], ...]:
    """The cards of all searches of the turn, each once."""
    found: dict[tuple[object, object], Mapping[str, object]] = {}
    for draft in drafts:
        for card in draft.cards:
            name = card.get("id") or card.get("scheme_id") or card.get("intake_id") or str(card)
            found.setdefault((card.get("kind"), name), card)
    return tuple(found.values())


def draft_evidence(draft: Draft) -> set[str]:
    """What the draft's own sentences rest on."""
    return {name for sentence in draft.sentences for name in sentence.evidence}


def _without_last_questions(sentences: tuple[DraftSentence, ...]) -> tuple[DraftSentence, ...]:
    """The services ask the next question; a model's own at the end would be a second one."""
    while sentences and not sentences[-1].evidence and sentences[-1].text.endswith(("？", "?")):
        sentences = sentences[:-1]
    return sentences
