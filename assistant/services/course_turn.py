"""What one turn has to do with courses: what is asked is read once, and each act in it is answered."""

import re
from collections.abc import Callable
from dataclasses import replace

from assistant.domain.conversation import ConversationState, TurnContext
from assistant.domain.course_filter import CourseFilter
from assistant.domain.knowledge import Audience
from assistant.language.course_asks import A_STORY, ABOUT_A_COURSE, CourseAct, CourseAsk, clauses_of, read_course_ask
from assistant.language.course_orders import SURE_ORDER, is_order
from assistant.language.course_words import CourseCues
from assistant.language.segment import fold
from assistant.language.understanding import Understanding, is_off_topic
from assistant.services.about_form import AboutForm
from assistant.services.canned_words import CannedReplies
from assistant.services.course_desk import CourseDesk
from assistant.services.course_dialogue import CourseDialogue
from assistant.services.course_follow_up import CourseFollowUp
from assistant.services.course_for_staff import CourseForStaff
from assistant.services.course_gate import SURELY_A_RULE, CourseGate
from assistant.services.course_goal import CourseGoal
from assistant.services.course_search import CourseSearch
from assistant.services.decide_intent import POLICY, SURELY_FOREIGN
from assistant.services.draft import Draft
from assistant.services.draft_enrolment import DRAFT
from assistant.services.enrolling import Enrolling
from assistant.services.enrolment_dialogue import EnrolmentDialogue
from assistant.services.evidence import EvidenceRoom
from assistant.services.joined_drafts import one_after_other
from assistant.services.knowing import Knowing
from assistant.services.learned_turn import ShownParts
from assistant.services.pointed_turn import drafts_a_place, is_enrolment_draft
from assistant.services.rule_question import asks_for_a_rule, is_of_another_matter
from assistant.services.shown_turn import ShownTurn
from assistant.services.tell_courses import FIND_COURSES
from assistant.services.vacancy_desk import VacancyDesk

#: Intents that end or leave a search, whatever it was about.
_NEVER = frozenset(
    {"hand_over", "service_complaint", "personal_record", "who_are_you", "greeting", "thanks", "goodbye", "anger",
     "distress", "check_employer"}
)  # fmt: skip

_QUESTION = re.compile(r"几|多少|好多|好久|哪|啥|什么|谁|吗|[?？]|怎么|咋|啷个|多久|没得?$|不$|没有$")


class CourseTurn:
    """What one turn of a job seeker has to do with courses. Without courses, nothing."""

    def __init__(
        self,
        knowing: Knowing,
        courses: Callable[[], CourseDesk] | None,
        vacancies: Callable[[], VacancyDesk],
        room: EvidenceRoom,
        canned: CannedReplies,
        context: TurnContext,
        enrolment: EnrolmentDialogue,
    ) -> None:
        """`enrolment`: what drafts a place in one of the courses shown."""
        self._knowing, self._courses, self._vacancies = knowing, courses, vacancies
        self._room, self._canned, self._context, self._enrolment = room, canned, context, enrolment
        self._cues: CourseCues = knowing.course_words.cues
        self._is_open, self._is_employer = courses is not None, context.audience is Audience.EMPLOYER
        self._is_for_learners = self._is_open and not self._is_employer

    def first(self, understanding: Understanding, state: ConversationState) -> Draft | None:
        """What has a message before every other part: a word on courses shown, on a form, or on one's own places."""
        if is_of_another_matter(understanding.text, self._knowing):
            return self._ordered_all_the_same(understanding, state)
        return self.pointed(understanding, state) or self._enrolment.answer(understanding, state)

    def _ordered_all_the_same(self, understanding: Understanding, state: ConversationState) -> Draft | None:
        """报19号那个, 几点放学: a run shown is ordered by its marks, whatever the rest sounds like."""
        enrolling = self._enrolment.enrolling
        if not self._is_for_learners or enrolling is None or not state.is_choosing_course:
            return None
        if SURE_ORDER.search(fold(understanding.text)) is None:
            return None
        return self._shown(enrolling).chosen(understanding, state, self._enrolment.talk)

    def pointed(self, understanding: Understanding, state: ConversationState) -> Draft | None:
        """The reply to a word on the courses shown, or on the form of one; None where it points at none."""
        enrolling = self._enrolment.enrolling
        if not self._is_open or enrolling is None or not (state.is_choosing_course or state.courses_shown):
            return None
        if self._is_foreign(understanding.text):
            return None
        return self._shown(enrolling).answer(understanding, state, self._enrolment.talk)

    def _shown(self, enrolling: Enrolling) -> ShownTurn:
        form = AboutForm(enrolling, self._enrolment, self._room, self._canned, self._context)
        parts = ShownParts(self._desk(), self._dialogue(), self._enrolment, form, self._room, self._canned)
        return ShownTurn(parts, self._follow_up(), self._knowing.course_acts, self._context)

    def _is_foreign(self, text: str) -> bool:
        """Whether it is by its words and by the model nothing of ours, whatever was shown (今晚双色球开几号)."""
        is_named = is_off_topic(text, self._knowing.lexicon)
        return is_named and self._knowing.search.view_topic(text).off_topic_share >= SURELY_FOREIGN

    def goes_on(self, understanding: Understanding, state: ConversationState, is_settled: bool = False) -> Draft | None:
        """The reply to a word on the courses just shown, or on the licence a vacancy just shown asks for.

        `is_settled`: the message answers what was asked for the subsidy of a course.
        """
        text = understanding.text
        if not self._is_open or self._cues.money_traps.search(text) or self._is_foreign(text):
            return None
        if is_of_another_matter(text, self._knowing):
            return None
        follow_up, ask = self._follow_up(), self._ask(text)
        if self._is_employer:
            return None if understanding.intent in _NEVER else self._for_staff().answer(understanding, state, ask)
        if (told := follow_up.of_health(text, state)) is not None:
            return told
        if understanding.intent in _NEVER:
            return None
        if is_settled and state.is_choosing_course and (meant := follow_up.find_meant("", state)) is not None:
            return self._dialogue().tell_subsidies(meant, state)
        if not state.is_choosing_course and asks_for_a_rule(understanding, state, self._knowing):
            return None
        found = self._for_a_place(understanding, state) or self._goal().answer(understanding, state)
        if found is not None:
            return found
        if not state.is_choosing_course or state.course_wanted is None or self._cues.seeks_work.search(ask.meant):
            return self._surely_begins(understanding, state, ask)
        return follow_up.answer(understanding, state, ask, self._seek().asked_beside(understanding, state))

    def beside_draft(self, drafted: Draft, understanding: Understanding, state: ConversationState) -> Draft:
        """The draft, after what else was asked of its course in the same breath (截止好久？…现在就报)."""
        if not self._is_open or not state.is_choosing_course or not drafts_a_place(drafted):
            return drafted
        words = self._knowing.course_words
        asking = [one for one in clauses_of(understanding.text) if not is_order(one, words.cues)]
        asked = [
            one for one in asking if read_course_ask(one, words.asks).acts & ABOUT_A_COURSE and _QUESTION.search(one)
        ]
        title = next(str(card.get("title")) for card in drafted.cards if is_enrolment_draft(card))
        meant = [one for name in state.courses_shown if (one := self._desk().find_course(name)) and one.title == title]
        if not asked or not meant:
            return drafted
        told = self._dialogue().tell_one(meant[-1], "，".join(asked), state)
        return replace(one_after_other(told, drafted), cards=drafted.cards)

    def _for_a_place(self, understanding: Understanding, state: ConversationState) -> Draft | None:
        """会计那个晚班给我排起, 我高中毕业: a course named by who wants a place in it, whatever else they tell."""
        text, folded = understanding.text, fold(understanding.text)
        if state.is_choosing_course or not self._enrolment.wants_place(understanding, state):
            return None
        if self._cues.asks_policy.search(folded) or self._cues.subsidy.search(folded):
            return None
        if self._cues.seeks_work.search(text):
            return None
        wanted = self._desk().understand(text)
        return self._seek().search(wanted, state, understanding) if wanted.names_a_subject else None

    def at_last(self, understanding: Understanding, state: ConversationState) -> Draft | None:
        """The courses for a wish to learn that nothing else has understood, where something of the kind is taught."""
        is_other = is_off_topic(understanding.text, self._knowing.lexicon)
        return self._seek().at_last(understanding, state, is_other) if self._is_for_learners else None

    def beside_no_work(self, found: Draft, text: str) -> Draft:
        """The vacancies; where there is none, with the courses of that trade there: 忠县 塔吊 may mean either."""
        return self._seek().beside_no_work(found, text) if self._is_for_learners else found

    def asks_back(self, understanding: Understanding, state: ConversationState) -> Draft | None:
        """The reply to what nothing else understood, after a search for courses; None where there was none."""
        if not self._is_open or not state.is_choosing_course:
            return None
        return self.likely(understanding, state) or self._dialogue().ask_back(state)

    def likely(self, understanding: Understanding, state: ConversationState) -> Draft | None:
        """What is most likely wanted of the courses shown, where nothing else was understood."""
        enrolling = self._enrolment.enrolling
        if not self._is_open or not state.is_choosing_course or enrolling is None:
            return None
        return self._shown(enrolling).likely(understanding, state, self._enrolment.talk)

    def likely_rather(self, understanding: Understanding, state: ConversationState) -> Draft | None:
        """What is likely wanted of the courses shown, where no document is meant and no word says what a model guesses
        the message to be (名单上添我一笔: no record of one's own)."""
        if not self._is_open or not state.is_choosing_course or understanding.intent in _NEVER:
            return None
        if self._knowing.search.view_topic(understanding.text).document_share >= POLICY:
            return None
        return self.likely(understanding, state)

    def is_training_loan(self, text: str) -> bool:
        """Whether somebody speaks of paying for a course by a loan or by instalments."""
        speaks = self._cues.learns.search(fold(text)) or self._cues.courses.search(fold(text))
        return self._is_open and self._cues.loans.search(text) is not None and speaks is not None

    def beside_a_warning(self, understanding: Understanding, state: ConversationState) -> Draft | None:
        """The courses somebody asks for beside one that is paid by a loan; None where none is asked for."""
        ask = self._ask(understanding.text)
        wanted = self._seek().wanted(understanding.text, ask)
        if self._is_employer or not self._gate().asks_plainly(ask, wanted):
            return None
        return self._seek().search(wanted, state, understanding)

    def note_wish(self, text: str, state: ConversationState) -> ConversationState:
        """The state with what is to be learnt remembered, for 那正规的有没得."""
        wanted = self._desk().understand(text) if self._is_open else CourseFilter()
        if not wanted.names_a_subject:
            return state
        subject = CourseFilter(occupations=wanted.occupations, licences=wanted.licences, words=wanted.words)
        return replace(state, course_wanted=subject, courses_shown=(), is_choosing_course=True)

    def _surely_begins(self, understanding: Understanding, state: ConversationState, ask: CourseAsk) -> Draft | None:
        """想学电工 in the midst of a search for work: another matter, which that search must not take for its own."""
        folded, cues = fold(understanding.text), self._cues
        wanted = self._seek().wanted(understanding.text, ask)
        if self.is_of_work(understanding.text):
            return None
        if self._gate().asks_plainly(ask, wanted) and not cues.rights.search(folded):
            return self._seek().search(wanted, state, understanding)
        if not state.is_searching:
            return None
        if (found := self._of_the_work_sought(understanding, state, ask, wanted)) is not None:
            return found
        is_plain = cues.learns.search(folded) and not cues.work.search(folded) and not cues.asks_policy.search(folded)
        return self._seek().search(wanted, state, understanding) if is_plain and wanted.names_a_subject else None

    def is_of_work(self, text: str) -> bool:
        """Whether a job seeker describes work, whatever is taught under the same name."""
        if self._is_employer or self._courses is None:
            return False
        return self._gate().wants_such_work(self._vacancies().understand(text), fold(text))

    def _of_the_work_sought(
        self, understanding: Understanding, state: ConversationState, ask: CourseAsk, wanted: CourseFilter
    ) -> Draft | None:
        """哪点上课, 报一个 after vacancies of a trade: a course of that trade, for words said of courses alone."""
        sought, text = state.wanted, understanding.text
        orders = CourseAct.ENROL in ask.acts and not self._cues.not_a_place.search(fold(text))
        if sought is None or not sought.occupations or wanted.names_a_subject or len(text) > A_STORY:
            return None
        if not (ask.sure & ABOUT_A_COURSE or orders) or self._cues.rights.search(fold(text)):
            return None
        regions = wanted.region_ids or sought.region_ids
        learnt = replace(wanted, occupations=sought.occupations, region_ids=regions)
        if not self._desk().search.count(replace(learnt, region_ids=())):
            return None
        return self._seek().search(learnt, state, understanding)

    def begins(self, intent: str, understanding: Understanding, state: ConversationState) -> Draft | None:
        """The reply to somebody who looks for a course; None where something else is meant."""
        found = self._begins(intent, understanding, state)
        if found is not None or not self._is_open or intent != FIND_COURSES:
            return found
        view = self._knowing.search.view_topic(understanding.text)
        is_rule = asks_for_a_rule(understanding, state, self._knowing) or view.document_share >= SURELY_A_RULE
        if is_rule or self._cues.asks_policy.search(fold(understanding.text)):
            return None
        wanted = self._seek().wanted(understanding.text, self._ask(understanding.text))
        is_trap = self._cues.money_traps.search(understanding.text) is not None
        return self._seek().search(wanted, state, understanding) if wanted.names_a_subject and not is_trap else None

    def _begins(self, intent: str, understanding: Understanding, state: ConversationState) -> Draft | None:
        text = understanding.text
        if not self._is_open or self._cues.money_traps.search(text):
            return None
        if asks_for_a_rule(understanding, state, self._knowing):
            return None
        ask, gate, folded = self._ask(text), self._gate(), fold(text)
        wanted = self._seek().wanted(text, ask)
        is_foreign = self._knowing.search.view_topic(text).off_topic_share >= SURELY_FOREIGN
        if self.is_of_work(text) or (is_foreign and not self._desk().named_in(text)):
            return None
        if gate.asks_plainly(ask, wanted) or gate.orders_briefly(text, wanted):
            return self._seek().search(wanted, state, understanding)
        if not self._is_employer and gate.tells_of_a_post(intent, self._vacancies().understand(text), folded):
            return None
        if not self._is_employer and gate.asks_of_one(ask, text):
            return self._seek().search(wanted, state, understanding, text if ask.acts & ABOUT_A_COURSE else "")
        if not self._is_employer and (gate.tells_of_a_wish(text, wanted) or gate.asks_for_all(text, wanted)):
            return self._seek().search(wanted, state, understanding)
        if not gate.may_be(intent) and not gate.is_guessed_wrong(understanding, wanted):
            return None
        if self._cues.asks_policy.search(folded) or (self._is_employer and intent != FIND_COURSES):
            return None
        if intent == FIND_COURSES or (self._cues.profile.search(text) and self._cues.learns.search(folded)):
            return self._seek().search(wanted, state, understanding)
        if intent == DRAFT:
            is_named = self._desk().with_topic(wanted, text).names_a_subject or bool(wanted.limits)
            return self._seek().search(wanted, state, understanding) if is_named else self._enrolment.ask_what(state)
        if gate.asks_for_a_rule(intent, wanted, text) or not gate.looks_for_one(intent, wanted, text):
            return None
        return self._seek().search(wanted, state, understanding)

    def _ask(self, text: str) -> CourseAsk:
        return read_course_ask(text, self._knowing.course_words.asks)

    def _gate(self) -> CourseGate:
        return CourseGate(self._knowing, self._desk())

    def _for_staff(self) -> CourseForStaff:
        return CourseForStaff(
            self._knowing, self._gate(), self._seek(), self._dialogue(), self._follow_up(), self._enrolment, self._room,
            self._canned,
        )  # fmt: skip

    def _follow_up(self) -> CourseFollowUp:
        return CourseFollowUp(self._desk(), self._dialogue(), self._enrolment)

    def _seek(self) -> CourseSearch:
        return CourseSearch(self._desk(), self._dialogue(), self._enrolment, self._knowing.course_acts)

    def _goal(self) -> CourseGoal:
        return CourseGoal(self._desk(), self._dialogue(), self._vacancies, self._seek().asked_beside)

    def _desk(self) -> CourseDesk:
        assert self._courses is not None
        return self._courses()

    def _dialogue(self) -> CourseDialogue:
        return CourseDialogue(self._knowing, self._desk(), self._room, self._canned, self._context, self._enrolment)
