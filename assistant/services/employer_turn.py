"""What only employers ask, before anything else is made of it: a list, the draft that lies open, a worker."""

from collections.abc import Callable

from assistant.domain.conversation import AnswerStatus, ConversationState, TurnContext
from assistant.language.list_asks import asks_about_list, asks_of_columns, asks_of_rows, goes_on_about_list
from assistant.language.understanding import Understanding
from assistant.services.canned_words import CannedReplies
from assistant.services.draft import Draft
from assistant.services.employer_matter_turn import EmployerMatterTurn
from assistant.services.employer_sums import EmployerSums
from assistant.services.evidence import EvidenceRoom
from assistant.services.knowing import Knowing
from assistant.services.labour_dialogue import LabourDialogue
from assistant.services.proposed_hire import assess_hire
from assistant.services.subsidy_dialogue import SubsidyDialogue
from assistant.services.tell_employers import tell_of_columns, tell_of_rows
from assistant.services.vacancy_desk import VacancyDesk


class EmployerTurn:
    """One message of an employer. `answer` goes before the general rules, `keep` looks after what they draft."""

    def __init__(
        self, knowing: Knowing, vacancies: Callable[[], VacancyDesk], before: ConversationState, context: TurnContext
    ) -> None:
        self._knowing, self._context, self._before = knowing, context, before
        self._room = EvidenceRoom(knowing.knowledge, knowing.parameters, knowing.lexicon.regions)
        self._canned = CannedReplies(knowing.words, self._room, context.today)
        self._labour = LabourDialogue(vacancies, self._room, self._canned, context)
        self._subsidies = SubsidyDialogue(knowing, self._room, self._canned, context)
        self._matters = EmployerMatterTurn(knowing, self._room, self._canned, context)
        self._sums = EmployerSums(self._matters, knowing, self._room, self._canned, context)

    def answer(self, understanding: Understanding, state: ConversationState) -> Draft | None:
        """`state`: of this turn, its number counted already."""
        listed = self._of_a_list(understanding, state)
        if listed is not None:
            return listed
        if (of_draft := self._labour.goes_on(understanding, state)) is not None:
            return of_draft
        taken = self._subsidies.facts.take(understanding, state)
        hire = assess_hire(
            understanding, taken.state, self._subsidies, self._matters, self._room, self._canned, self._context
        )
        if hire is not None:
            return hire
        if taken.is_answer:
            return None  # what was asked for is told (现在只剩19个), whatever words tell it
        is_named = bool(self._subsidies.named_in(understanding.text, taken.state))
        counted = self._sums.answer(understanding, taken.state, is_named)
        return counted or self._matters.answer(understanding, taken.state, is_named)

    def keep(self, draft: Draft, understanding: Understanding) -> Draft:
        """The draft of the rules; a labour request that lies open is not lost for a word nobody understood."""
        is_ours = self._knowing.search.speaks_our_words(understanding.text)
        return self._labour.keeps(draft, understanding, self._before, is_ours)

    def _of_a_list(self, understanding: Understanding, state: ConversationState) -> Draft | None:
        text = understanding.as_said or understanding.text
        earlier = self._knowing.lexicon.normaliser.normalise(state.last_question or "")
        is_open = asks_about_list(earlier) or asks_of_columns(earlier) or asks_of_rows(earlier)
        if asks_of_columns(text):
            said = tell_of_columns(text, self._knowing, self._room, self._canned)
        elif asks_of_rows(text) or (is_open and goes_on_about_list(text)):
            said = tell_of_rows(self._room, self._canned)
        else:
            return None
        return Draft(said, AnswerStatus.ANSWERED, state, self._room.items)
