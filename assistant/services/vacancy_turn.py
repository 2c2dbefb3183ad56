"""Whether a message is about work that is looked for, or about who offers it; and the reply if it is."""

import re
from collections.abc import Callable

from assistant.domain.conversation import AnswerStatus, ConversationState, ToolCall, TurnContext
from assistant.domain.knowledge import Audience
from assistant.domain.vacancy_filter import VacancyFilter
from assistant.language.employer_names import find_ordinal
from assistant.language.understanding import Understanding
from assistant.services.canned_words import CannedReplies
from assistant.services.decide_intent import ASK_POLICY
from assistant.services.draft import Draft
from assistant.services.employer_dialogue import CHECK, EmployerDialogue
from assistant.services.evidence import EvidenceRoom
from assistant.services.knowing import Knowing
from assistant.services.rule_question import asks_for_a_rule, tells_of_a_wrong
from assistant.services.tell_one_vacancy import tell_one
from assistant.services.tell_vacancies import FIND
from assistant.services.vacancy_desk import VacancyDesk
from assistant.services.vacancy_dialogue import VacancyDialogue, is_plain_wish

#: Intents that end or leave a search, whatever it was about.
_NEVER_OF_A_SEARCH = frozenset(
    {"hand_over", "service_complaint", "personal_record", "who_are_you", "greeting", "thanks", "goodbye", "anger",
     "distress", "assess_subsidies", "find_courses", CHECK}
)  # fmt: skip
#: As many as one answer shows; 第二个 is the second of these.
_LAST_SHOWN, _FEW = 5, 8
_POINTS_AT_IT = re.compile(
    r"^(?:这|那)(?:个|家|份|边|里)|^它|^(?:一个?|每个?)(?:小时|钟头|月|天)[^,，]{0,4}(?:好多|多少)|^(?:要|有|包|管|在|几点|电话|怎么联系|咋个联系|工资)[^,，]{0,12}(?:吗|嘛|不|没|么|哪|啥|什么|几|多少|好多)"
)


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
        if not state.is_searching or understanding.intent in _NEVER_OF_A_SEARCH:
            return None
        if tells_of_a_wrong(understanding.text, self._knowing):
            return None
        return (
            self._asks_about_one(understanding, state)
            or self._search().goes_on(understanding, state)
            or self._asks_back(understanding, state)
        )

    def _asks_back(self, understanding: Understanding, state: ConversationState) -> Draft | None:
        """A few words after a search, neither about it nor about a right or an office: better asked than guessed."""
        text = understanding.text
        if understanding.intent != ASK_POLICY or len(text) > _FEW or not is_plain_wish(text):
            return None
        if self._knowing.search.speaks_our_words(text):
            return None
        sentences = self._canned.say("vacancies_not_understood")
        return Draft(sentences, AnswerStatus.CLARIFICATION, state, self._room.items)

    def _asks_about_one(self, understanding: Understanding, state: ConversationState) -> Draft | None:
        """第二个要什么证, 这个包吃吗: the vacancy meant, in full; it may have closed since it was shown."""
        text, place = understanding.text, find_ordinal(understanding.text)
        if place is None and not (len(state.vacancies_shown) == 1 and _POINTS_AT_IT.search(text)):
            return None
        shown = state.vacancies_shown[-_LAST_SHOWN:]
        if not shown:
            return Draft(self._canned.say("vacancies_none_listed"), AnswerStatus.CLARIFICATION, state, self._room.items)
        if (place or 0) >= len(shown):
            sentences = self._canned.say("vacancies_few_listed", shown=str(len(shown)))
            return Draft(sentences, AnswerStatus.CLARIFICATION, state, self._room.items)
        desk = self._vacancies()
        (vacancy,) = desk.find_shown((shown[place or 0],)) or (None,)
        if vacancy is None or not desk.is_open(vacancy):
            return Draft(self._canned.say("vacancy_gone"), AnswerStatus.ANSWERED, state, self._room.items)
        match = desk.match(desk.checked(vacancy), state.wanted or VacancyFilter())
        sentences = tell_one(match, text, desk, self._room, self._canned)
        tool = ToolCall(FIND, {"vacancy_id": vacancy.id})
        return Draft(sentences, AnswerStatus.ANSWERED, state, self._room.items, (tool,), (desk.card(match),))

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
        if asks_for_a_rule(understanding, state, self._knowing):
            return False
        if understanding.intent == FIND:
            return is_plain_wish(understanding.text)
        if understanding.intent != ASK_POLICY:
            return False
        view = self._knowing.search.view_topic(understanding.text)
        return self._search().looks_like_one(understanding, view)

    def _search(self) -> VacancyDialogue:
        return VacancyDialogue(self._vacancies(), self._room, self._canned)
