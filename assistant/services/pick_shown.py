"""Which of the courses shown somebody means, by what their records say as well as by the words of their titles."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from assistant.domain.conversation import ConversationState
from assistant.domain.course_filter import CourseFilter
from assistant.domain.course_fit import Learner, PrerequisiteState, judge_prerequisites
from assistant.domain.courses import Course
from assistant.domain.engagements import Engagement
from assistant.language.course_names import said_of_title
from assistant.language.course_orders import picking_texts
from assistant.language.course_words import CourseCues
from assistant.language.segment import fold
from assistant.language.weekly_times import read_weekly_times
from assistant.services.course_desk import CourseDesk, learner_of
from assistant.services.shown_courses import ShownCourse, ShownIntake, names_title, pick_intakes

Pair = tuple[ShownCourse, ShownIntake]
#: 给我报一个嘛: no one in particular.
_ANY_ONE = re.compile(r"[报弄整来选](?:它)?一个")


class ShownPicker:
    """`desk` None: titles and printed times alone decide."""

    def __init__(self, desk: CourseDesk | None, engaged: tuple[Engagement, ...], today: date) -> None:
        self._desk, self._engaged, self._today = desk, engaged, today

    def pick(self, text: str, state: ConversationState, shown: Sequence[ShownCourse]) -> tuple[Pair, ...]:
        """One, several where the words leave it open, none where they name what was not shown."""
        if self._desk is None:
            return pick_intakes(text, shown, self._today)
        wanted = self._desk.understand(text)
        if self._names_another(text, shown):
            return ()
        records = {one.id: found for one in shown if (found := self._desk.find_course(one.id)) is not None}
        meant = [one for one in shown if one.id not in records or self._is_meant(records[one.id], one, wanted, text)]
        if not meant:
            return ()
        timed = self._in_time(meant, records, wanted, text)
        if not timed:
            return ()
        picked = pick_intakes(text, timed, self._today, self._desk.words.cues)
        if len({course.id for course, _ in picked}) > 1:
            told = replace(state.course_wanted or CourseFilter(), holds_none=wanted.holds_none, busy=wanted.busy)
            picked = tuple(pair for pair in picked if self._may_take(records.get(pair[0].id), state, told)) or picked
        return picked

    def by_order(
        self, text: str, state: ConversationState, shown: Sequence[ShownCourse], cues: CourseCues
    ) -> tuple[Pair, ...]:
        """By the clause that orders before the whole message, and where the words tell no one from the others, by
        what the talk is about: the one that is full where somebody wants to wait, the one just told of."""
        every = sum(len(one.intakes) for one in shown)
        for part in picking_texts(text, cues):
            picked = self.pick(part, state, shown)
            if part != text and self._desk is not None and self._desk.understand(part).names_a_subject:
                return picked
            if len(picked) == 1 and every > 1:
                return picked
        picked = self.pick(text, state, shown)
        if len(picked) < 2:
            return picked
        order = picking_texts(text, cues)[0]
        if cues.waits.search(fold(order)) and len(full := tuple(filter(self._is_full, picked))) == 1:
            return full
        meant = tuple(pair for pair in picked if pair[0].id == state.course_meant)
        is_left_open = len(picked) == every and not _ANY_ONE.search(text)
        return meant if is_left_open and len(meant) == 1 else picked

    def _is_full(self, pair: Pair) -> bool:
        """Whether an intake only has places in its queue."""
        course = self._desk.find_course(pair[0].id) if self._desk is not None else None
        if course is None or self._desk is None:
            return False
        match = self._desk.match(course, CourseFilter(), Learner())
        return any(one.intake.id == pair[1].id and one.is_full for one in match.intakes)

    def _names_another(self, text: str, shown: Sequence[ShownCourse]) -> bool:
        """Whether the words name a course that was not shown, and none that was."""
        assert self._desk is not None
        if any(said_of_title(one.title, text, self._desk.words.cues) is not None for one in shown):
            return False
        return bool(self._desk.named_in(text))

    def _in_time(
        self, meant: Sequence[ShownCourse], records: dict[str, Course], wanted: CourseFilter, text: str
    ) -> tuple[ShownCourse, ...]:
        """Those intakes that keep to the times and places said; none where nothing does."""
        assert self._desk is not None
        limits = CourseFilter(
            region_ids=wanted.region_ids, evening=wanted.evening, weekend=wanted.weekend, daytime=wanted.daytime,
            online=wanted.online,
        )  # fmt: skip
        days = {one.weekday for one in read_weekly_times(text)} if _names_a_weekday(text) else set[int]()
        kept = []
        for one in meant:
            every = {each.id: each for each in records[one.id].intakes} if one.id in records else {}
            fitting = tuple(
                shown
                for shown in one.intakes
                if (intake := every.get(shown.id)) is None
                or (
                    self._desk.search.fits(intake, limits)
                    and (not days or days & {each.weekday for each in intake.weekly_times})
                )
            )
            kept += [replace(one, intakes=fitting)] if fitting else []
        return tuple(kept)

    def _is_meant(self, course: Course, shown: ShownCourse, wanted: CourseFilter, text: str) -> bool:
        assert self._desk is not None
        if wanted.levels and course.level not in wanted.levels:
            return False
        if not wanted.names_a_subject or said_of_title(shown.title, text, self._desk.words.cues) is not None:
            return True
        named = {*wanted.words, *wanted.occupations, *wanted.licences}
        return bool(named & {*course.subjects, *course.occupations, *course.licences}) or names_title(text, shown.title)

    def _may_take(self, course: Course | None, state: ConversationState, told: CourseFilter) -> bool:
        """Whether nothing the course asks for is surely missing."""
        if course is None:
            return True
        learner = learner_of(state, told, self._engaged)
        return all(one.state is not PrerequisiteState.NOT_MET for one in judge_prerequisites(course, learner))


def _names_a_weekday(text: str) -> bool:
    return any(f"{word}{day}" in text for word in ("周", "星期", "礼拜") for day in "一二三四五六日天")
