"""Whether a message is about work that is looked for, or about who offers it; and the reply if it is."""

import re
from collections.abc import Callable

from assistant.domain.conversation import AnswerStatus, ConversationState, TurnContext
from assistant.domain.knowledge import Audience
from assistant.language.employer_names import find_employer_name
from assistant.language.shown_vacancy_asks import read_shown_vacancy_ask
from assistant.language.understanding import Understanding
from assistant.language.wrongs_told import tells_of_a_firms_wrong
from assistant.services.canned_words import CannedReplies
from assistant.services.decide_intent import ASK_POLICY
from assistant.services.draft import Draft
from assistant.services.employer_dialogue import CHECK, EmployerDialogue
from assistant.services.evidence import EvidenceRoom
from assistant.services.kept_search import KeptSearch, asks_of_own_insurance
from assistant.services.knowing import Knowing
from assistant.services.rule_question import asks_for_a_rule, tells_of_a_wrong
from assistant.services.shown_vacancies import ShownVacancies
from assistant.services.tell_vacancies import FIND
from assistant.services.vacancy_desk import VacancyDesk
from assistant.services.vacancy_dialogue import VacancyDialogue, is_plain_wish

#: Intents that end or leave a search, whatever it was about.
_NEVER_OF_A_SEARCH = frozenset(
    {"hand_over", "service_complaint", "personal_record", "who_are_you", "greeting", "thanks", "goodbye", "anger",
     "distress", "assess_subsidies", "find_courses", CHECK}
)  # fmt: skip
#: Of these nothing is pointed at: whoever is in need, or asks for a person, says so.
_NEVER_OF_ONE_SHOWN = frozenset({"hand_over", "distress", CHECK})
_FEW = 8
_OF_LESSONS = re.compile(r"班(?!次|长|车|的?时间)|课|培训|[学考](?!历|校|生|虑)|名额|开班")
#: 它靠谱不: what is on record about the employer of the one meant.
_OF_TRUST = re.compile(r"靠谱|靠得住|可靠|可信|正不正规|正规(?:不|吗|嘛)|骗子|骗人|是不是骗|皮包公司|真的假的|黑中介")
#: 读到博士, 去忠县药厂上班的喃: another case of what was told.
_ANOTHER_CASE = re.compile(r"[呢喃咧嘞][?？]?$")


class VacancyTurn:
    """What one turn of a job seeker has to do with vacancies. An employer looks for no work."""

    def __init__(
        self,
        knowing: Knowing,
        vacancies: Callable[[], VacancyDesk],
        room: EvidenceRoom,
        canned: CannedReplies,
        context: TurnContext,
    ) -> None:
        self._knowing = knowing
        self._vacancies = vacancies
        self._room = room
        self._canned = canned
        self._context = context

    def goes_on(self, understanding: Understanding, state: ConversationState) -> Draft | None:
        """The reply to a word on the vacancies just shown; None where something else is meant."""
        if (of_shown := self._of_shown(understanding, state)) is not None:
            return of_shown
        if not state.is_searching or understanding.intent in _NEVER_OF_A_SEARCH:
            return None
        if tells_of_a_firms_wrong(understanding.text) or tells_of_a_wrong(understanding.text, self._knowing):
            return None
        if asks_of_own_insurance(understanding.text, self._context.earlier):
            return None
        return self._search().goes_on(understanding, state) or self._asks_back(understanding, state)

    def _asks_back(self, understanding: Understanding, state: ConversationState) -> Draft | None:
        """A few words after a search, neither about it nor about a right or an office: better asked than guessed."""
        text = understanding.text
        if understanding.intent != ASK_POLICY or len(text) > _FEW or not is_plain_wish(text):
            return None
        if self._knowing.search.speaks_our_words(text):
            return None
        sentences = self._canned.say("vacancies_not_understood")
        return Draft(sentences, AnswerStatus.CLARIFICATION, state, self._room.items)

    def or_kept(
        self,
        draft: Draft,
        understanding: Understanding,
        before: ConversationState,
        tell: Callable[[Understanding], Draft],
    ) -> Draft:
        """The draft, or what keeps the search that stands where the draft only turns the message away."""
        kept = KeptSearch(self._knowing, self._room, self._canned, self._context, tell)
        return kept.instead_of(draft, understanding, before, self._context.earlier)

    def of_one_surely(self, understanding: Understanding, state: ConversationState) -> Draft | None:
        """The reply where one of the vacancies just shown is pointed at, and no lesson is spoken of (给这家报个名)."""
        ask = read_shown_vacancy_ask(understanding.text)
        if ask is None or not (ask.means_some and state.is_searching and state.vacancies_listed):
            return None
        return None if _OF_LESSONS.search(understanding.text) else self._of_shown(understanding, state)

    def _of_shown(self, understanding: Understanding, state: ConversationState) -> Draft | None:
        """The reply on a vacancy that was shown, or on several; None where none is meant."""
        if self._context.audience is not Audience.JOB_SEEKER or not (state.is_searching or state.vacancies_shown):
            return None
        if understanding.intent in _NEVER_OF_ONE_SHOWN or find_employer_name(understanding.as_said) is not None:
            return None
        if state.is_searching and _OF_TRUST.search(understanding.text):
            ask = read_shown_vacancy_ask(understanding.text)
            is_meant = ask is not None and (ask.place is not None or (ask.points and state.vacancy_meant is not None))
            return self.begins(CHECK, understanding, state) if is_meant else None
        shown = ShownVacancies(self._vacancies(), self._room, self._canned)
        return shown.answer(understanding.text, state)

    def begins(self, intent: str, understanding: Understanding, state: ConversationState) -> Draft | None:
        """The reply to a search or a question about an employer; None where the intent is another."""
        if intent == CHECK:
            return EmployerDialogue(self._vacancies(), self._room, self._canned).check(understanding, state)
        if self._context.audience is not Audience.JOB_SEEKER:
            return None
        may_be_one = intent in self._knowing.wish_phrases.may_be_a_search
        if intent == FIND or (may_be_one and self._looks_for_work(understanding, state)):
            return self._search().begins(understanding, state)
        return None

    def _looks_for_work(self, understanding: Understanding, state: ConversationState) -> bool:
        """Whether a message without any verb of looking names so much of a job that it must be one that is wanted.

        那城口的呢 goes on about the policy just told.
        """
        if state.topic_id is not None and not any(part.residue for part in understanding.parts):
            return False
        if state.topic_id is not None and _ANOTHER_CASE.search(understanding.text) is not None:
            return False
        if tells_of_a_firms_wrong(understanding.text) or asks_for_a_rule(understanding, state, self._knowing):
            return False
        if understanding.intent == FIND:
            return is_plain_wish(understanding.text)
        if understanding.intent != ASK_POLICY:
            return False
        view = self._knowing.search.view_topic(understanding.text)
        return self._search().looks_like_one(understanding, view)

    def _search(self) -> VacancyDialogue:
        return VacancyDialogue(self._vacancies(), self._room, self._canned)
