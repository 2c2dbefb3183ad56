"""Bringing in a person: the case, and what is said about it beside the answer."""

import logging
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from assistant.domain.cases import Case
from assistant.domain.conversation import AnswerStatus, ConversationState, Handover, HandoverReason, TurnContext
from assistant.domain.dates import PartialDate
from assistant.domain.errors import AssistantError
from assistant.language.labour_changes import asks_when_called
from assistant.services.canned_words import CannedReplies
from assistant.services.clock import Clock
from assistant.services.compose_short import compose_documents
from assistant.services.decide_handover import (
    END_OF_STORY,
    LEARNT,
    LONG_STORY,
    WITHOUT_A_SIGN,
    Suspicion,
    decide_by_failure,
    decide_by_words,
    is_about_what_was_shown,
    is_an_employer_s_own_debt,
    is_explained_by_facts,
)
from assistant.services.decide_intent import SURELY_FOREIGN
from assistant.services.draft import Draft, DraftSentence
from assistant.services.evidence import EvidenceRoom
from assistant.services.handover_rules import Fired, ReasonRules
from assistant.services.knowing import Knowing
from assistant.services.known_facts import facts_in
from assistant.services.ports import CaseStore
from assistant.services.reply_time_words import ReplyTime, tell_reply_time

_log = logging.getLogger("assistant.turns")
_RECORD = "handover"
_RECORD_TITLE = "受理登记和服务时间"
_DIGITS = re.compile(r"(?<![0-9])(?:[0-9]{3,5}(?![0-9])|[0-9]+(?=天|年))")
_LONGEST_SUMMARY = 200
_RIDERS = "occupational-injury-protection"
_TRIAL_ANY = "handed_over_trial"
_TRIAL = {HandoverReason.COMPLAINT: "complaint_trial", HandoverReason.ADVERT_REPORT: "advert_report_trial"}
#: What was said stays said; anything else gives way to the words of the hand-over.
#: Cards of drafts, each with a form that the person checks and sends off.
_FORMS = frozenset({"labour_request", "enrolment_draft"})
_ANSWERS = {
    AnswerStatus.ANSWERED,
    AnswerStatus.UNANSWERABLE_LAPSED,
    AnswerStatus.UNANSWERABLE_PERSONAL_RECORD,
    AnswerStatus.HANDED_OVER,
}


#: Reasons that are about work, pay or our answers: in what is not ours no model is believed to see them.
_OF_OURS = frozenset(
    {
        HandoverReason.WORK_INJURY,
        HandoverReason.WAGE_ARREARS,
        HandoverReason.WRONG_AMOUNT,
        HandoverReason.CONFLICTING_SOURCES,
        HandoverReason.FOLLOW_UP,
        HandoverReason.ANGER,
    }
)


#: Reasons that may be told of in any words.
_OF_PERSONS = frozenset({HandoverReason.THREAT, HandoverReason.VULNERABLE_PERSON})


#: Whoever reports an advert is told by which signs one knows such, and what is forbidden, whatever else was found.
_TELLS_ITS_OWN = frozenset({HandoverReason.ADVERT_REPORT})
_SEARCHES, _TELLS = frozenset({"find_vacancies", "find_courses"}), "search_policies"


@dataclass(frozen=True)
class OpenedCase:
    """What came of a reason: `number` None where no case was opened. `is_known`: it was open before this message."""

    reason: HandoverReason
    number: str | None
    opened_at: datetime
    is_known: bool = False

    @property
    def handover(self) -> Handover:
        return Handover(self.reason, self.number)


_INJURED_ON = "person.injured_on"
_FIRST_AID = timedelta(days=3)


class HandoverDesk:
    """Decides, opens and tells. `cases` None: a trial run, which opens no case anyone could mistake for a real one."""

    def __init__(self, cases: CaseStore | None, knowing: Callable[[], Knowing], clock: Clock) -> None:
        self._cases = cases
        self._knowing = knowing
        self._clock = clock

    def decide(self, message: str, before: str = "", is_asked: bool = False) -> Suspicion:
        """The reason the words of the message give, after the message `before` it. `is_asked`: a fact was asked for."""
        knowing = self._knowing()
        return decide_by_words(message, before, knowing.handover, knowing.lexicon.normaliser, is_asked)

    def is_choice(self, fired: Fired, text: str, state: ConversationState) -> bool:
        """Whether a model alone suspects a message that surely takes something of the courses shown (算我一个), or that
        asks when somebody calls about the request just drafted (几天有人给我打电话)."""
        draft = state.labour_draft
        if draft is not None and draft.turn == state.turns and asks_when_called(text):
            return not fired.is_certain
        is_guess = fired.rule.startswith(LEARNT) and state.is_choosing_course
        return is_guess and self._knowing().course_acts.read(text).is_plain_choice()

    def with_reason(
        self, draft: Draft, fired: Fired | None, before: ConversationState, context: TurnContext, text: str = ""
    ) -> Draft:
        """The draft with the reason for a person, if there is one; without an answer, what the records say first.

        Where the message was understood well enough to draft a form of it, only certain words bring in a person; where
        it tells a fact that was asked for, or decides what is being assessed, so does no model alone.
        """
        if fired is not None and not fired.is_certain and any(card.get("kind") in _FORMS for card in draft.cards):
            return draft
        if fired is not None and is_explained_by_facts(fired, text, before, draft.state):
            return draft
        if fired is not None and is_about_what_was_shown(fired, text, before, draft):
            return draft
        if fired is not None and is_an_employer_s_own_debt(fired, text, context.audience):
            return draft
        if fired is not None and self._is_foreign(fired, draft, text):
            return draft
        fired = fired or (decide_by_failure(draft, before) if draft.handover is None else None)
        if fired is None:
            return self._with_its_documents(draft, context) if draft.handover in _TELLS_ITS_OWN else draft
        draft = replace(draft, handover=fired.reason, rule=fired.rule)
        if draft.status not in _ANSWERS:
            return self._instead(draft, fired.reason, context)
        if self._is_beside_the_matter(draft, fired.reason):
            after = replace(draft.state, is_searching=False, is_choosing_course=False)
            return self._instead(replace(draft, state=after, cards=()), fired.reason, context)
        return self._with_its_documents(draft, context) if fired.reason in _TELLS_ITS_OWN else draft

    def _is_beside_the_matter(self, draft: Draft, reason: HandoverReason) -> bool:
        """Whether who tells of a wrong that the records know was answered by a search, or of a report by another matter
        (健身房拖欠我两个月工资, 南川; 举报一家美容院的招聘)."""
        rules = self._rules(reason)
        kinds = {str(card.get("kind")) for card in draft.cards}
        if rules is None or not rules.documents or kinds - ({"course"} if reason in _TELLS_ITS_OWN else set()):
            return False
        if draft.tools and all(tool.name in _SEARCHES for tool in draft.tools):
            return True
        is_search = any(tool.name in _SEARCHES for tool in draft.tools)
        is_other = draft.state.topic_id not in rules.documents and all(tool.name == _TELLS for tool in draft.tools)
        return reason in _TELLS_ITS_OWN and (is_search or is_other)

    def _with_its_documents(self, draft: Draft, context: TurnContext) -> Draft:
        """What the records say in short on the matter, after what was told of it, unless it is told already."""
        rules = self._rules(draft.handover) if draft.handover is not None else None
        if rules is None or draft.cards:
            return draft
        room, said = self._room(), {sentence.text for sentence in draft.sentences}
        told = compose_documents(self._known_of(rules), self._knowing(), room, context)
        more = tuple(sentence for sentence in told if sentence.text not in said)
        return replace(draft, sentences=(*draft.sentences, *more), evidence={**room.items, **draft.evidence})

    def _is_foreign(self, fired: Fired, draft: Draft, text: str) -> bool:
        """Whether a model alone suspects a matter of work in what is surely not ours (毛血旺辣得嘴巴起泡).

        Without a sign it is not believed there of anything but violence and the weak (给我估几个彩票号).
        """
        has_no_sign = fired.rule == WITHOUT_A_SIGN and fired.reason not in _OF_PERSONS
        if not has_no_sign and not (fired.rule.startswith(LEARNT) and fired.reason in _OF_OURS):
            return False
        if draft.status is not AnswerStatus.UNANSWERABLE_OUT_OF_SCOPE:
            return False
        search = self._knowing().search
        readings = (text, text[-END_OF_STORY:]) if len(text) > LONG_STORY else (text,)
        return any(search.view_topic(one).off_topic_share >= SURELY_FOREIGN for one in readings)

    def open(
        self, conversation_id: str, question: str, before: ConversationState, draft: Draft, trace: str | None
    ) -> OpenedCase | None:
        """The case of the draft's reason; the one that is open already, where there is one. `trace`: for staff."""
        reason = draft.handover
        if reason is None:
            return None
        now = self._clock.now()
        if self._cases is None:
            return OpenedCase(reason, None, now)
        summary = (before.last_question or question) if reason is HandoverReason.ASKED else question
        attachment = trace or (f"转办依据：{draft.rule}" if draft.rule else None)
        case = Case("", conversation_id, reason, summary[:_LONGEST_SUMMARY], now, attachment=attachment)
        try:
            opened = self._of_same_matter(case, before) or self._cases.open_case(case)
        except AssistantError as error:
            _log.error("no case could be opened: %s", type(error).__name__)
            return OpenedCase(reason, None, now)
        is_known = opened.number in before.cases
        return OpenedCase(reason, opened.number, opened.opened_at, is_known)

    def _of_same_matter(self, case: Case, before: ConversationState) -> Case | None:
        """The open case of the very message about which a person is now asked for: it has somebody already, and one
        matter is one case (想不开, and then 转人工)."""
        if case.reason is not HandoverReason.ASKED or self._cases is None or not before.cases:
            return None
        last = self._cases.find_case(before.cases[-1])
        if last is None or not last.is_live or last.conversation_id != case.conversation_id:
            return None
        return last if last.summary == case.summary else None

    def tell(self, draft: Draft, opened: OpenedCase, *, is_shown: bool) -> Draft | None:
        """The draft with what is said of the case; None where one could not be opened and nothing else was said.

        `is_shown`: sentences of the draft are before the reader already, and nothing is put before those.
        """
        if opened.reason is HandoverReason.CRISIS:
            return self._with_card(draft, opened)
        if opened.number is None and draft.status is AnswerStatus.HANDED_OVER:
            return self._trial(draft, opened.reason) if self._cases is None else None
        room = self._room()
        canned = self._canned(room)
        said = self._case_words(canned, room, opened)
        call = self._call_words(canned, draft, opened.reason)
        rules = self._rules(opened.reason)
        if rules is not None and rules.is_urgent and not is_shown and not self._is_long_past(draft, opened.reason):
            sentences = (*call, *draft.sentences, *said)
        else:
            sentences = (*draft.sentences, *said, *call)
        told = replace(draft, sentences=sentences, evidence={**room.items, **draft.evidence})
        return self._with_card(told, opened)

    def _instead(self, draft: Draft, reason: HandoverReason, context: TurnContext) -> Draft:
        """In place of a reply that answers nothing: kind words, and what the records say about the matter."""
        room = self._room()
        canned = self._canned(room)
        lead = canned.say(f"handover_{reason.value}")
        rules = self._rules(reason)
        told = compose_documents(self._known_of(rules), self._knowing(), room, context) if rules is not None else ()
        status = AnswerStatus.ANSWERED if told else AnswerStatus.HANDED_OVER
        state = replace(draft.state, open_question=None)
        evidence = {**draft.evidence, **room.items}
        return replace(
            draft, sentences=(*lead, *told), status=status, state=state, evidence=evidence, suggestions=(), asks=()
        )

    def _known_of(self, rules: ReasonRules) -> tuple[str, ...]:
        known = self._knowing().knowledge.documents
        return tuple(name for name in rules.documents if name in known)

    def _case_words(self, canned: CannedReplies, room: EvidenceRoom, opened: OpenedCase) -> tuple[DraftSentence, ...]:
        """The number, who answers, and until when; of a trial or a failure, that there is no case."""
        if opened.number is None:
            return canned.say("handover_trial_note" if self._cases is None else "handover_not_opened")
        time = self._reply_time(opened)
        lines = [("handover_again" if opened.is_known else "handover_number", {"number": opened.number}), *time.replies]
        lines.append(("handover_channel", {}))
        sentences = [(s, bool(filled)) for key, filled in lines for s in canned.say(key, **filled)]
        room.put_record(_RECORD, _RECORD_TITLE, "\n".join(s.text for s, is_filled in sentences if is_filled))
        return tuple(replace(s, evidence=(*s.evidence, _RECORD)) if is_filled else s for s, is_filled in sentences)

    def _call_words(self, canned: CannedReplies, draft: Draft, reason: HandoverReason) -> tuple[DraftSentence, ...]:
        """What to call now, unless the answer names all of it already."""
        said = set(_DIGITS.findall("\n".join(sentence.text for sentence in draft.sentences)))
        named = [(line, set(_DIGITS.findall(line.text))) for line in canned.say(self._call_key(draft, reason))]
        return tuple(line for line, numbers in named if not numbers or not numbers <= said)

    def _call_key(self, draft: Draft, reason: HandoverReason) -> str:
        """Who drives for a platform has no claim to be made within the time limit of employees."""
        is_rider = reason is HandoverReason.WORK_INJURY and draft.state.topic_id == _RIDERS
        if is_rider:
            return "call_now_work_injury_riders"
        return "call_now_work_injury_past" if self._is_long_past(draft, reason) else f"call_now_{reason.value}"

    def _is_long_past(self, draft: Draft, reason: HandoverReason) -> bool:
        """Whether somebody was hurt so many days ago that first aid is not what they need."""
        told = facts_in(draft.state).get(_INJURED_ON)
        if reason is not HandoverReason.WORK_INJURY or not isinstance(told, str):
            return False
        return PartialDate.parse(told).last_day + _FIRST_AID <= self._clock.today()

    def _with_card(self, draft: Draft, opened: OpenedCase) -> Draft:
        if opened.number is None:
            return draft
        reply_by = self._reply_time(opened).reply_by
        card: Mapping[str, object] = {
            "kind": "case",
            "number": opened.number,
            "reason": opened.reason.value,
            "reply_by": reply_by.isoformat(timespec="minutes") if reply_by is not None else None,
            "status_url": f"/cases/{opened.number}",
        }
        state = draft.state
        if opened.number not in state.cases:
            state = replace(state, cases=(*state.cases, opened.number))
        return replace(draft, cards=(*draft.cards, card), state=state)

    def _reply_time(self, opened: OpenedCase) -> ReplyTime:
        teams = self._knowing().handover.teams
        now = self._clock.now() if opened.is_known else opened.opened_at
        return tell_reply_time(teams.get(opened.reason), opened.opened_at, now, teams.is_example)

    def _trial(self, draft: Draft, reason: HandoverReason) -> Draft:
        """A trial says that it is one."""
        room = self._room()
        sentences = self._canned(room).say(_TRIAL.get(reason, _TRIAL_ANY))
        return replace(draft, sentences=sentences, evidence=room.items)

    def _rules(self, reason: HandoverReason) -> ReasonRules | None:
        return self._knowing().handover.rules.by_reason.get(reason)

    def _room(self) -> EvidenceRoom:
        knowing = self._knowing()
        return EvidenceRoom(knowing.knowledge, knowing.parameters, knowing.lexicon.regions)

    def _canned(self, room: EvidenceRoom) -> CannedReplies:
        return CannedReplies(self._knowing().words, room, self._clock.today())
