"""A message once courses were shown: on the form of one, on one of them, or on another of the kind beside it."""

from dataclasses import replace

from assistant.domain.conversation import ConversationState, TurnContext
from assistant.domain.course_filter import CourseFilter
from assistant.language.course_asks import CourseAct, clauses_of, read_course_ask
from assistant.language.course_names import best_named
from assistant.language.segment import fold
from assistant.language.understanding import Understanding
from assistant.services.about_form import AboutForm
from assistant.services.course_desk import CourseDesk
from assistant.services.course_dialogue import NOTHING_BESIDE, AskedBeside, CourseDialogue
from assistant.services.course_follow_up import CourseFollowUp
from assistant.services.draft import Draft
from assistant.services.enrolling import TalkOfCourses
from assistant.services.enrolment_dialogue import EnrolmentDialogue
from assistant.services.joined_drafts import one_after_other
from assistant.services.pointed_turn import PointedTurn

#: An order for whatever was found.
_ORDER = "帮我报名"


class ShownTurn:
    """Has a message before every other part; what it leaves is of another kind."""

    def __init__(
        self,
        desk: CourseDesk,
        dialogue: CourseDialogue,
        enrolment: EnrolmentDialogue,
        follow_up: CourseFollowUp,
        form: AboutForm,
        context: TurnContext,
    ) -> None:
        self._desk, self._dialogue, self._enrolment, self._follow_up = desk, dialogue, enrolment, follow_up
        self._form, self._context = form, context

    def answer(self, understanding: Understanding, state: ConversationState, talk: TalkOfCourses) -> Draft | None:
        """The reply; None where nothing shown is meant."""
        told = self._form.answer(understanding.as_said or understanding.text, talk.drafted, state)
        if told is not None:
            return told
        talk = self._with_the_named(talk)
        turn = PointedTurn(self._desk, self._dialogue, self._enrolment, talk, self._follow_up.with_what_they_have)
        return (
            turn.answer(understanding, state)
            or turn.of_oneself(understanding, state)
            or self._gives_back_and_seeks(understanding, state)
            or self._ordered_beyond(turn.ordered_beyond(understanding), understanding.text, state)
        )

    def _with_the_named(self, talk: TalkOfCourses) -> TalkOfCourses:
        """Of several shown, the one that the question before has named is the one talked of."""
        last = self._context.earlier[-1:]
        if talk.course is not None or not talk.lists or not last:
            return talk
        cues = self._desk.words.cues
        named = best_named(last[0].question, talk.lists[-1], lambda one: one.title, cues)
        return replace(talk, course=named[0].id) if len(named) == 1 else talk

    def _gives_back_and_seeks(self, understanding: Understanding, state: ConversationState) -> Draft | None:
        """退了, 那有没有周末学画图的: how a place is given back, and what is looked for now."""
        cues, clauses = self._desk.words.cues, clauses_of(understanding.text)
        back = [one for one in clauses if cues.gives_back.search(fold(one)) is not None]
        rest = "，".join(one for one in clauses if one not in back)
        ask = read_course_ask(rest, self._desk.words.asks)
        if not back or (CourseAct.FIND not in ask.acts and not cues.exists.search(fold(rest))):
            return None
        told = self._enrolment.answer(replace(understanding, text="，".join(back)), state)
        found = self._follow_up.answer(replace(understanding, text=rest), state, ask, NOTHING_BESIDE)
        if told is None or found is None:
            return found
        return replace(one_after_other(told, found), cards=found.cards)

    def _ordered_beyond(self, said: CourseFilter | None, text: str, state: ConversationState) -> Draft | None:
        """改报高处的: a course of the kind, where the one before was looked for, with its draft."""
        if said is None or state.course_wanted is None:
            return None
        wanted = replace(said, region_ids=said.region_ids or state.course_wanted.region_ids)
        if not self._desk.search.count(wanted):
            return None
        return self._dialogue.search_for(wanted, state, asked=AskedBeside(enrol=_ORDER, said=text))
