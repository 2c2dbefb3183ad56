"""Whether a message is about work that is looked for, or about who offers it; and the reply if it is."""

from collections.abc import Callable

from assistant.domain.conversation import ConversationState, TurnContext
from assistant.domain.knowledge import Audience
from assistant.language.understanding import Understanding, is_off_topic
from assistant.services.canned_words import CannedReplies
from assistant.services.decide_intent import ASK_POLICY, OFF_TOPIC, UNCLEAR
from assistant.services.draft import Draft
from assistant.services.employer_dialogue import CHECK, EmployerDialogue
from assistant.services.evidence import EvidenceRoom
from assistant.services.knowing import Knowing
from assistant.services.tell_vacancies import FIND
from assistant.services.vacancy_desk import VacancyDesk
from assistant.services.vacancy_dialogue import VacancyDialogue

#: Intents that end or leave a search, whatever it was about.
_NEVER_OF_A_SEARCH = frozenset(
    {"hand_over", "service_complaint", "personal_record", "who_are_you", "greeting", "thanks", "goodbye", "anger",
     "distress", "assess_subsidies", "find_courses", CHECK}
)  # fmt: skip
_MAY_BE_A_SEARCH = frozenset({ASK_POLICY, OFF_TOPIC, UNCLEAR})


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
        return self._search().goes_on(understanding, state)

    def begins(self, intent: str, understanding: Understanding, state: ConversationState) -> Draft | None:
        """The reply to a search or a question about an employer; None where the intent is another."""
        if intent == CHECK:
            return EmployerDialogue(self._vacancies(), self._room, self._canned).check(understanding, state)
        if self._context.audience is not Audience.JOB_SEEKER:
            return None
        if intent == FIND or (intent in _MAY_BE_A_SEARCH and self._looks_for_work(understanding)):
            return self._search().begins(understanding, state)
        return None

    def _looks_for_work(self, understanding: Understanding) -> bool:
        """Whether a message without any verb of looking names so much of a job that it must be one that is wanted."""
        if understanding.intent != ASK_POLICY or is_off_topic(understanding.text, self._knowing.lexicon):
            return False
        view = self._knowing.search.view_topic(understanding.text)
        return self._search().looks_like_one(understanding, view)

    def _search(self) -> VacancyDialogue:
        return VacancyDialogue(self._vacancies(), self._room, self._canned)
