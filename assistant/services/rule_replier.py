"""The rule replier: understand, plan, call, compose. No model, no weights of its own, no network."""

from collections.abc import Callable
from dataclasses import replace

from assistant.domain.conversation import ConversationState, TurnContext
from assistant.domain.knowledge import Audience
from assistant.language.bereavement import tells_of_death, with_death_named
from assistant.language.own_average import with_own_average
from assistant.language.text import plain_words
from assistant.language.understanding import Understanding, understand
from assistant.services.after_a_death import answer_after_death
from assistant.services.course_and_question import TOLD, CourseAndQuestion, answer_beside, find_course_and_question
from assistant.services.course_desk import CourseDesk
from assistant.services.draft import Draft
from assistant.services.employer_turn import EmployerTurn
from assistant.services.enrolling import Enrolling
from assistant.services.events import Emit, ignore
from assistant.services.evidence import EvidenceRoom
from assistant.services.knowing import Knowing
from assistant.services.rule_turn import RuleTurn
from assistant.services.two_wishes import TwoWishes, find_two_wishes, join_drafts
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
        plain = with_own_average(with_death_named(plain_words(message)))
        understood = understand(plain, knowing.lexicon, context.today)
        if context.audience is Audience.JOB_SEEKER:
            wishes = find_two_wishes(understood.text, knowing, self._vacancies)
            if wishes is not None:
                return self._answer_both(wishes, state, context, knowing)
            both = find_course_and_question(understood.text, knowing, self._courses)
            if both is not None:
                return self._answer_beside(both, state, context, knowing)
        if context.audience is Audience.EMPLOYER:
            return self._of_an_employer(understood, state, context, knowing)
        turn = self._turn(knowing, state, context)
        if tells_of_death(understood.text):
            return answer_after_death(understood, turn, knowing, context)
        return turn.answer(understood)

    def _of_an_employer(
        self, understood: Understanding, state: ConversationState, context: TurnContext, knowing: Knowing
    ) -> Draft:
        """What only employers ask goes before the rules for everybody."""
        turn = EmployerTurn(knowing, self._vacancies, state, context)
        own = turn.answer(understood, replace(state, turns=state.turns + 1))
        return own or turn.keep(self._turn(knowing, state, context).answer(understood), understood)

    def _turn(
        self, knowing: Knowing, state: ConversationState, context: TurnContext, room: EvidenceRoom | None = None
    ) -> RuleTurn:
        return RuleTurn(knowing, self._vacancies, state, context, room, self._courses, self._enrolling)

    def _answer_both(
        self, wishes: TwoWishes, state: ConversationState, context: TurnContext, knowing: Knowing
    ) -> Draft:
        """Each wish as if it were alone, the search last; both count as one turn."""
        room = EvidenceRoom(knowing.knowledge, knowing.parameters, knowing.lexicon.regions)
        question, work = (understand(text, knowing.lexicon, context.today) for text in (wishes.question, wishes.work))
        asked = self._turn(knowing, state, context, room).answer(question)
        between = replace(asked.state, turns=state.turns, open_question=None, assessing=None)
        return join_drafts(self._turn(knowing, between, context, room).answer(work), asked)

    def _answer_beside(
        self, both: CourseAndQuestion, state: ConversationState, context: TurnContext, knowing: Knowing
    ) -> Draft:
        """The course and the question as if each were alone, the course told first and kept; both count as one turn."""
        room = EvidenceRoom(knowing.knowledge, knowing.parameters, knowing.lexicon.regions)
        question, course = (understand(text, knowing.lexicon, context.today) for text in (both.question, both.course))
        asked = self._turn(knowing, state, context, room).tell_policies(question)
        if asked.status not in TOLD:
            asked = self._turn(knowing, state, context, room).answer(question)
        between = replace(asked.state, turns=state.turns, open_question=None, assessing=None, topic_id=None)
        return answer_beside(self._turn(knowing, between, context, room).answer(course), asked)
