"""没得电工证咋办, 须持…证而我没这张纸: the courses that give a licence somebody lacks."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

from assistant.domain.conversation import ConversationState
from assistant.language.employer_names import find_ordinal
from assistant.language.segment import fold
from assistant.language.understanding import Understanding
from assistant.services.course_desk import CourseDesk
from assistant.services.course_dialogue import AskedBeside, CourseDialogue
from assistant.services.course_gate import FIND_VACANCIES
from assistant.services.draft import Draft
from assistant.services.vacancy_desk import VacancyDesk

_LACKS = re.compile(
    r"(?:没|差|缺|少)(?:得|有|考|办|拿)?(?:到)?(?:过)?(?:这|那)?(?:张|个)?[^,，。]{0,10}(?:纸|证|本本|本子)"
)
#: Whoever lacks a licence and asks what to do about it wants to get it, whatever work it is for.
_WHAT_NOW = re.compile(r"怎么办|咋办|咋个办|啷个办|咋整|啷个整|哪里(?:能|可以)?考|去哪考|在哪考")
_LONGEST_FOLLOW_UP, _LONGEST_STORY = 40, 120


class _AsksBeside(Protocol):
    def __call__(self, understanding: Understanding, state: ConversationState, details: str = "") -> AskedBeside: ...


class CourseGoal:
    """Leads from a licence that is missing to courses. `asked_beside`: what else a message asks."""

    def __init__(
        self,
        desk: CourseDesk,
        dialogue: CourseDialogue,
        vacancies: Callable[[], VacancyDesk],
        asked_beside: _AsksBeside,
    ) -> None:
        self._desk, self._dialogue, self._vacancies, self._asked_beside = desk, dialogue, vacancies, asked_beside
        self._cues = desk.words.cues

    def answer(self, understanding: Understanding, state: ConversationState) -> Draft | None:
        """The courses that give the licence somebody lacks; None where none is spoken of."""
        text, folded = understanding.text, fold(understanding.text)
        if not self._cues.goal.search(folded) or len(folded) > _LONGEST_STORY:
            return None
        wanted = self._desk.understand(text)
        licences = wanted.licences or wanted.lacking
        if len(folded) > _LONGEST_FOLLOW_UP and not (licences and _LACKS.search(folded)):
            return None
        if not licences and not (state.is_searching or state.is_choosing_course or wanted.names_a_subject):
            return None
        licences = licences or self._licences_shown(text, state)
        if licences:
            return self._dialogue.search_for(replace(wanted, licences=licences, words=(), occupations=()), state)
        trades = state.wanted.occupations if state.is_searching and state.wanted is not None else ()
        lacks_it = _WHAT_NOW.search(folded) or (understanding.intent != FIND_VACANCIES and _LACKS.search(folded))
        if wanted.names_a_subject and (lacks_it or not self._cues.work.search(folded)):
            asked = self._asked_beside(understanding, state, text if self._cues.details.search(folded) else "")
            return self._dialogue.search_for(replace(wanted, with_certificate=True), state, asked=asked)
        if wanted.names_a_subject or not (trades or state.is_searching):
            return None
        if trades:
            return self._dialogue.search_for(replace(wanted, occupations=trades, with_certificate=True), state)
        return self._dialogue.ask_which_licence(state)

    def _licences_shown(self, text: str, state: ConversationState) -> tuple[str, ...]:
        """What the vacancies just shown ask for and the person has not said to have: of the one meant, or of all."""
        if not state.is_searching:
            return ()
        shown = state.vacancies_shown[-5:]
        place = find_ordinal(text)
        meant = shown[place : place + 1] if place is not None else shown
        held = state.wanted.licences if state.wanted is not None else ()
        asked = (name for vacancy in self._vacancies().find_shown(meant) for name in vacancy.licences)
        licences = tuple(dict.fromkeys(name for name in asked if name not in held))
        return licences if place is not None or len(licences) == 1 else ()
