"""A word on the courses just shown: which one, what of it, a limit changed, what one has oneself."""

import re
from dataclasses import replace

from assistant.domain.conversation import ConversationState
from assistant.domain.course_filter import CourseFilter
from assistant.domain.course_fit import Learner
from assistant.domain.courses import Course
from assistant.language.course_asks import ABOUT_A_COURSE, CourseAct, CourseAsk, clauses_of, read_course_ask
from assistant.language.course_orders import without_refusals
from assistant.language.employer_names import find_ordinal
from assistant.language.segment import fold
from assistant.language.understanding import Understanding
from assistant.services.course_desk import CourseDesk
from assistant.services.course_dialogue import AskedBeside, CourseDialogue
from assistant.services.draft import Draft
from assistant.services.enrolment_dialogue import EnrolmentDialogue
from assistant.services.joined_drafts import one_after_other

_LAST_SHOWN, _FEW, _SHORT, _LONGEST_FOLLOW_UP, _SO_MANY = 3, 12, 22, 40, 2
_ABOUT_PREREQUISITES = "报名条件"
#: What stands before 那个 names the course; what comes after asks of it.
_POINTED = re.compile(r"(?P<what>[^,，。;；!！?？ ]{2,12}?)(?:的)?那(?:个|门|家|班)")
_COSTS = re.compile(r"(?:要|收|花|给)")


class CourseFollowUp:
    """Answers nothing where no course was shown and none is named."""

    def __init__(self, desk: CourseDesk, dialogue: CourseDialogue, enrolment: EnrolmentDialogue) -> None:
        self._desk, self._dialogue, self._enrolment = desk, dialogue, enrolment
        self._cues = desk.words.cues

    def answer(
        self, understanding: Understanding, state: ConversationState, ask: CourseAsk, beside: AskedBeside
    ) -> Draft | None:
        """The reply; None where something else is meant. `beside`: what is asked beside a changed search."""
        text, folded = understanding.text, fold(understanding.text)
        state = self.with_what_they_have(text, state)
        if self._cues.together.search(text) and self._cues.unemployed.search(folded):
            return self._dialogue.tell_of_living(text, state)
        if self._cues.daily_sum.search(folded) and (told := self._dialogue.tell_of_living(text, state)) is not None:
            return told
        if self._cues.certainty.search(folded) and len(text) <= _LONGEST_FOLLOW_UP:
            return self._no_promise(text, state)
        return (
            self._every_course(ask, state)
            or self._about_one(ask.meant, state, ask)
            or self._another_named(ask, state, beside)
            or self._refined(ask.meant, state, beside)
            or self._with_what_is_told(understanding, state, ask)
        )

    def _no_promise(self, text: str, state: ConversationState) -> Draft:
        """That nobody can promise it, after what the other clauses ask (学费呢, 包不包分配)."""
        others = [one for one in clauses_of(text) if not self._cues.certainty.search(fold(one))]
        asked = "，".join(one for one in others if read_course_ask(one, self._desk.words.asks).acts & ABOUT_A_COURSE)
        course = self.find_meant(text, state) if asked else None
        no_promise = self._dialogue.say_no_promise(state)
        if course is None:
            return no_promise
        told = self._dialogue.tell_one(course, asked, state)
        return replace(one_after_other(told, no_promise), state=told.state)

    def _every_course(self, ask: CourseAsk, state: ConversationState) -> Draft | None:
        """那你们开得有些啥子班: what there is, whatever was looked for before; times and places said with it count."""
        said = self._desk.understand(ask.meant)
        if self._cues.lists_all.search(fold(ask.meant)) is None or said.names_a_subject:
            return None
        before = state.course_wanted or CourseFilter()
        wanted = replace(said, held=before.held, lacking=before.lacking, busy=before.busy, holds_none=before.holds_none)
        return self._dialogue.search_for(wanted, state)

    def with_what_they_have(self, text: str, state: ConversationState) -> ConversationState:
        """The search with the licences, the level and the busy hours told in passing (C1我有, 够不够条件)."""
        before, said = state.course_wanted or CourseFilter(), self._desk.understand(text)
        if said.not_times or said.starts_from:
            before = replace(before, not_times=said.not_times, starts_from=said.starts_from or before.starts_from)
            state = replace(state, course_wanted=before)
        told_of = (said.held, said.lacking, said.holds_none, said.held_level, said.busy, said.age_years, said.education)
        if not any(told_of):
            return state
        told = replace(
            before,
            held=tuple(dict.fromkeys((*before.held, *said.held))),
            lacking=tuple(dict.fromkeys(one for one in (*before.lacking, *said.lacking) if one not in said.held)),
            busy=tuple(dict.fromkeys((*before.busy, *said.busy))),
            holds_none=before.holds_none or said.holds_none,
            held_level=said.held_level or before.held_level,
            age_years=said.age_years if said.age_years is not None else before.age_years,
            education=said.education if said.education is not None else before.education,
        )
        return replace(state, course_wanted=told)

    def of_health(self, text: str, state: ConversationState) -> Draft | None:
        """我心脏有没有毛病没查过: what the course asks for, where one is talked about."""
        if not state.is_choosing_course or not self._cues.health.search(text):
            return None
        course = self.find_meant(text, state)
        return self._dialogue.tell_one(course, _ABOUT_PREREQUISITES, state) if course is not None else None

    def find_meant(self, text: str, state: ConversationState) -> Course | None:
        """The course a message points at: by its name, 第二个 of those shown last, else the first of them."""
        shown = state.courses_shown[-_LAST_SHOWN:]
        place = find_ordinal(text)
        if place is None and (named := self._named(text, shown) or self._of_subject(text, shown)) is not None:
            return named
        if place is None and (by_fee := self._by_fee(text, shown)) is not None:
            return by_fee
        if place is None and state.course_meant is not None:
            return self._desk.find_course(state.course_meant)
        place = place or 0
        return self._desk.find_course(shown[place]) if place < len(shown) else None

    def tell_named(self, text: str, state: ConversationState, ask: CourseAsk) -> Draft | None:
        """那个育婴员四级班我报得成不: what is asked of one course that is named, shown before or not."""
        asked = ask.acts & ABOUT_A_COURSE
        if not asked or ask.acts & {CourseAct.FIND, CourseAct.SUBSIDY, CourseAct.SWAP}:
            return None
        if CourseAct.ENROL in ask.acts and CourseAct.CONDITIONS not in ask.sure:
            return None
        named = self._named(text, state.courses_shown[-_LAST_SHOWN:]) or self._named_anywhere(text)
        return self._dialogue.tell_one(named, text, state) if named is not None else None

    def of_one(self, text: str, state: ConversationState, ask: CourseAsk) -> Draft | None:
        """What is asked of one of the courses shown, by a few words that can be about nothing else."""
        if not self._points(text, state, ask) and not self._is_bare(text, ask):
            return None
        course = self.find_meant(text, state)
        return self._dialogue.tell_one(course, text, state) if course is not None else None

    def _about_one(self, text: str, state: ConversationState, ask: CourseAsk) -> Draft | None:
        """第二个啥时候开班, 这个有补贴没得, 帮我报第一个."""
        place, asks_subsidy = find_ordinal(text), CourseAct.SUBSIDY in ask.acts
        if (named := self.tell_named(text, state, ask)) is not None and place is None:
            return named
        points = place is not None or self._points(text, state, ask)
        asks_conditions = CourseAct.CONDITIONS in ask.sure
        how = self._cues.asks_how.search(self._enrolment.order_in(text))
        is_refused = not without_refusals(text, self._cues)
        is_enrolling = CourseAct.ENROL in ask.acts and not how and not asks_conditions and not is_refused
        is_bare = self._is_bare(text, ask)
        if not points and not is_enrolling and not is_bare and not (asks_subsidy and len(text) <= _LONGEST_FOLLOW_UP):
            return None
        is_pointed = self._of_subject(text, state.courses_shown[-_LAST_SHOWN:]) is not None
        if is_pointed and not is_enrolling and ask.acts & {*ABOUT_A_COURSE, CourseAct.SUBSIDY}:
            points = True
        if not points and (self._changes_the_search(text, state) or self._desk.understand(text).names_a_subject):
            return None
        course = self.find_meant(text, state)
        if course is None:
            is_beyond = place is not None and bool(state.courses_shown)
            return self._dialogue.ask_back(state) if is_beyond else None
        if is_enrolling:
            return self._enrolment.draft(text, state) if self._is_of_those_shown(text, state) else None
        if asks_subsidy:
            return self._dialogue.tell_subsidies(course, state)
        return self._dialogue.tell_one(course, text, state)

    def _is_of_those_shown(self, text: str, state: ConversationState) -> bool:
        """Whether what is named, if anything is, was shown."""
        is_named = self._desk.understand(text).names_a_subject or bool(self._desk.named_in(text))
        if find_ordinal(text) is not None or not is_named:
            return True
        return self._named(text, state.courses_shown[-_LAST_SHOWN:]) is not None

    def _is_bare(self, text: str, ask: CourseAsk) -> bool:
        """A few words that ask about a course; a few more where they can be about nothing else that we know of."""
        is_of_money = self._cues.unemployed.search(fold(text)) or self._cues.rights.search(fold(text))
        if len(text) <= _FEW and not is_of_money:
            return bool(ask.acts & ABOUT_A_COURSE) or CourseAct.SUBSIDY in ask.acts
        others = (self._cues.rights, self._cues.asks_policy, self._cues.subsidy, self._cues.seeks_work, self._cues.work)
        is_other = any(cue.search(fold(text)) for cue in others)
        longest = _LONGEST_FOLLOW_UP if ask.sure & ABOUT_A_COURSE else _SHORT
        return len(text) <= longest and bool(ask.acts & ABOUT_A_COURSE) and not is_other

    def _points(self, text: str, state: ConversationState, ask: CourseAsk) -> bool:
        is_asked = bool(ask.acts & ABOUT_A_COURSE) and CourseAct.ENROL not in ask.acts
        if is_asked and len(text) <= _LONGEST_FOLLOW_UP and self._cues.this_one.search(text):
            return True
        if self._cues.points.search(text) or self._cues.where.search(fold(text)):
            return True
        return self._by_fee(text, state.courses_shown[-_LAST_SHOWN:]) is not None

    def _named(self, text: str, shown: tuple[str, ...]) -> Course | None:
        """The one of those shown whose title is named; None where it is none, or any of several."""
        courses = [one for name in shown if (one := self._desk.find_course(name)) is not None]
        named = self._desk.best_named(text, courses)
        return named[0] if len(named) == 1 else None

    def _of_subject(self, text: str, shown: tuple[str, ...]) -> Course | None:
        """The only one of those shown that teaches what is named before 那个 (卖货那个, 做糕点的那个)."""
        pointed = _POINTED.search(text)
        wanted = self._desk.understand(pointed["what"]) if pointed is not None else CourseFilter()
        named = {*wanted.words, *wanted.occupations, *wanted.licences}
        courses = [one for name in shown if (one := self._desk.find_course(name)) is not None] if named else []
        taught = [one for one in courses if named & {*one.subjects, *one.occupations, *one.licences}]
        return taught[0] if len(taught) == 1 else None

    def _named_anywhere(self, text: str) -> Course | None:
        """The one course of all whose whole name is said."""
        named = self._desk.named_in(text)
        return named[0] if len(named) == 1 else None

    def _changes_the_search(self, text: str, state: ConversationState) -> bool:
        """Whether a word that might ask about one course names a limit, or lets one go (收费的也行, 有没有免费的)."""
        refinement = self._desk.refine(state.course_wanted or CourseFilter(), text)
        return refinement is not None and refinement.wanted != state.course_wanted

    def _by_fee(self, text: str, shown: tuple[str, ...]) -> Course | None:
        """贵的那个, 便宜的那个, 免费的那个 of those shown; None where that tells no one from the others."""
        which = self._cues.by_fee.search(text)
        priced = [one for name in shown if (one := self._desk.find_course(name)) and one.fee_yuan is not None]
        if which is None or len(priced) < _SO_MANY:
            return None
        priced.sort(key=lambda one: one.fee_yuan or 0.0)
        if _COSTS.match(which.group()):  # 要钱那个, beside one that is free
            paid = [one for one in priced if one.fee_yuan]
            return paid[0] if paid and len(paid) < len(priced) else None
        return priced[-1] if which.group().startswith("贵") else priced[0]

    def _another_named(self, ask: CourseAsk, state: ConversationState, beside: AskedBeside) -> Draft | None:
        """墓地管理给我报起: a course by its whole name that was not shown and that no table knows."""
        if not ask.acts & {CourseAct.ENROL, CourseAct.SWAP} or self._desk.understand(ask.meant).names_a_subject:
            return None
        named = self._desk.named_in(ask.meant)
        if not named or any(course.id in state.courses_shown[-_LAST_SHOWN:] for course in named):
            return None
        before = state.course_wanted or CourseFilter()
        alone = CourseFilter(held=before.held, lacking=before.lacking, busy=before.busy, holds_none=before.holds_none)
        wanted = replace(alone, words=self._desk.pieces_of(named, ask.meant))
        return self._dialogue.search_for(wanted, state, asked=beside)

    def _refined(self, text: str, state: ConversationState, beside: AskedBeside) -> Draft | None:
        if self._cues.cheaper.search(fold(text)):
            return self._dialogue.search_for(self._cheaper(state), state)
        refinement = self._desk.refine(state.course_wanted or CourseFilter(), text)
        if refinement is None:
            return None
        wanted = self._desk.with_what_exists(refinement.wanted, text)
        alone = replace(wanted, occupations=(), words=(), licences=())
        if (
            (wanted.any_schooling or wanted.any_age)
            and not self._desk.find(wanted, Learner(), 1).matches
            and alone.limits
        ):
            wanted = alone  # what asks for no schooling, where that trade does
        is_more = refinement.wants_more and wanted == state.course_wanted
        found = self._dialogue.search_for(wanted, state, is_more, beside)
        if found.cards or not refinement.wants_more or not self._desk.understand(text).names_a_subject:
            return found
        if (other := self._dialogue.search_for(self._desk.of_the_trade(wanted), state, True)).cards:
            return other
        return self._dialogue.search_for(wanted, state, asked=beside)  # 正规的剪辑班有没有: there is the one shown

    def _cheaper(self, state: ConversationState) -> CourseFilter:
        """Below the lowest fee of those just shown that ask for one."""
        wanted = state.course_wanted or CourseFilter()
        shown = (self._desk.find_course(name) for name in state.courses_shown[-_LAST_SHOWN:])
        fees = [course.fee_yuan for course in shown if course is not None and course.fee_yuan]
        return replace(wanted, fee_ceiling_yuan=min(fees) - 1) if fees else replace(wanted, free=True)

    def _with_what_is_told(
        self, understanding: Understanding, state: ConversationState, ask: CourseAsk
    ) -> Draft | None:
        """我三十五, 初中毕业: what the course just talked about asks for, judged by it."""
        course = self.find_meant(understanding.text, state)
        if course is None or state.assessing is not None:
            return None
        said = self._desk.understand(understanding.text)
        tells = said.age_years is not None or said.education is not None or bool(said.held or said.lacking)
        asks_of_it = tells and CourseAct.CONDITIONS in ask.acts and len(understanding.text) <= _LONGEST_FOLLOW_UP
        if not asks_of_it and (not understanding.facts or len(understanding.text) > _FEW):
            return None
        return self._dialogue.tell_one(course, _ABOUT_PREREQUISITES, state)
