"""The rule replier: understand, plan, call, compose. No model, no weights of its own, no network."""

from collections.abc import Callable

from assistant.domain.conversation import ConversationState, TurnContext
from assistant.language.text import plain_words
from assistant.language.understanding import understand
from assistant.services.course_desk import CourseDesk
from assistant.services.draft import Draft
from assistant.services.enrolling import Enrolling
from assistant.services.events import Emit, ignore
from assistant.services.knowing import Knowing
from assistant.services.rule_turn import RuleTurn
from assistant.services.vacancy_desk import VacancyDesk


class RuleReplier:
    """Answers from rules and knowledge alone. Implements the Replier port."""

    name = "rules"

    def __init__(
        self,
        knowing: Callable[[], Knowing],
        vacancies: Callable[[], VacancyDesk],
        courses: Callable[[], CourseDesk] | None = None,
        enrolling: Enrolling | None = None,
    ) -> None:
        """`courses`: without them, a wish for one is answered with what the documents say of training.

        `enrolling`: what drafts enrolments; None: nobody can be enrolled here."""
        self._knowing, self._vacancies = knowing, vacancies
        self._courses, self._enrolling = courses, enrolling

    def reply(self, message: str, state: ConversationState, context: TurnContext, emit: Emit = ignore) -> Draft:
        """A draft for the message. Raises UnavailableError if the index does not answer."""
        knowing = self._knowing()
        turn = RuleTurn(knowing, self._vacancies, state, context, courses=self._courses, enrolling=self._enrolling)
        return turn.answer(understand(plain_words(message), knowing.lexicon, context.today))
