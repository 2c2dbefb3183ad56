"""The search for a course within a conversation: what is wanted is kept, narrowed, widened, and shown again."""

from dataclasses import dataclass, replace

from assistant.domain.conversation import AnswerStatus, ConversationState, OpenQuestion, ToolCall, TurnContext
from assistant.domain.course_filter import CourseFilter
from assistant.domain.courses import Course
from assistant.language.advert_days import find_work_day
from assistant.language.course_asks import ABOUT_A_COURSE, CourseAct, clauses_of, read_course_ask
from assistant.language.course_orders import ASKS, without_deadlines
from assistant.language.learned_acts import LIKELY
from assistant.language.segment import fold
from assistant.services.canned_words import CannedReplies
from assistant.services.compose import compose_answer
from assistant.services.course_desk import CourseDesk, learner_of
from assistant.services.course_filter_json import course_filter_as_json
from assistant.services.course_subsidies import schemes_of, with_certificate
from assistant.services.draft import Draft, DraftSentence
from assistant.services.enrolment_dialogue import EnrolmentDialogue
from assistant.services.evidence import EvidenceRoom
from assistant.services.find_courses import CourseMatch
from assistant.services.knowing import Knowing
from assistant.services.known_facts import facts_in
from assistant.services.steps import Tell
from assistant.services.tell_assessment import AssessmentTeller, ToldAssessment
from assistant.services.tell_courses import FIND_COURSES, CourseTeller, ToldCourses
from assistant.services.tell_one_course import tell_one_course
from assistant.services.tell_vacancies import plain

_HOME = "person.residence_region"
_MOST_REMEMBERED, _SO_FEW = 100, 2
#: The scheme for living while one learns, and the question its figure answers.
_LIVING, _LIVING_ASKED = "training-living-allowance", "培训生活费补贴一天多少钱"
_WHERE, _WHICH_LICENCE = "courses_where", "courses_which_licence"


@dataclass(frozen=True)
class AskedBeside:
    """What a message asks beside the search. `details`: the words of the question about one course; `enrol`: those
    of who wants a place; `several`: more than one course is wanted;
    `living`: money to live on meanwhile; `said`: the words about courses, which may name one."""

    subsidy: bool = False
    details: str = ""
    enrol: str = ""
    several: bool = False
    living: bool = False
    said: str = ""


NOTHING_BESIDE = AskedBeside()


class CourseDialogue:
    """What a turn has to do with looking for a course."""

    def __init__(
        self,
        knowing: Knowing,
        desk: CourseDesk,
        room: EvidenceRoom,
        canned: CannedReplies,
        context: TurnContext,
        enrolment: EnrolmentDialogue | None = None,
    ) -> None:
        """`enrolment`: what drafts, and knows the places the person has; None: nobody can be enrolled here."""
        self._knowing, self._desk, self._room, self._canned = knowing, desk, room, canned
        self._enrolment = enrolment if enrolment is not None and enrolment.is_open else None
        self._taken = self._enrolment.engagements if self._enrolment is not None else ()
        self._teller = CourseTeller(desk, room, canned, self._taken)
        self._context = context
        self._assessments = AssessmentTeller(knowing, room, canned, context)

    def search_for(
        self,
        wanted: CourseFilter,
        state: ConversationState,
        wants_more: bool = False,
        asked: AskedBeside = NOTHING_BESIDE,
    ) -> Draft:
        """The reply to a filter; what was shown before is left out where more is asked for."""
        wanted, is_lost = self._located(wanted, state)
        if is_lost:
            return self._ask(_WHERE, wanted, state)
        told = self._teller.tell(wanted, state, state.courses_shown if wants_more else (), wants_more, asked.said)
        before = state.courses_shown if wants_more else ()
        shown = tuple(dict.fromkeys((*before, *told.shown)))[-_MOST_REMEMBERED:]
        after = replace(
            _choosing(state, wanted), courses_shown=shown, course_meant=None, open_question=None, failures=0
        )
        draft = Draft(told.sentences, told.status, after, self._room.items, (told.tool,), told.cards, told.suggestions)
        return self._with_asked(draft, told, asked) if told.matches else draft

    def _with_asked(self, draft: Draft, told_courses: ToldCourses, asked: AskedBeside) -> Draft:
        """What was asked beside the search: of the one course found its details, the subsidy, a place."""
        matches = told_courses.matches
        named = self._desk.best_named(asked.said, [one.course for one in matches])
        meant = [one for one in matches if one.course in named] or matches
        first = meant[0]
        sentences = (*draft.sentences, *(self._teller.clashes_between(matches) if asked.several else ()))
        if asked.details and len(meant) <= _SO_FEW:
            compared = self._knowing.course_words.cues.compares.search(asked.details) is not None
            for match in matches if compared else meant[:1]:
                sentences += tell_one_course(match, asked.details, self._desk, self._room, self._canned)
        elif CourseAct.BOARD in read_course_ask(asked.details, self._knowing.course_words.asks).acts:
            sentences += self._canned.say("courses_board_not_sorted")
        if asked.enrol and self._enrolment is None:
            sentences += self._enrol_words(first)
        draft = replace(draft, sentences=_each_once(sentences))
        if asked.subsidy:
            told = self._subsidies(first.course, draft.state)
            draft = replace(
                draft,
                sentences=_each_once((*sentences, *told.sentences)),
                tools=(*draft.tools, told.tool),
                cards=(*draft.cards, *told.cards),
            )
        if asked.living:
            draft = replace(draft, sentences=_each_once((*draft.sentences, *self._of_living(_LIVING_ASKED))))
        return self._with_place(draft, told_courses, asked.enrol) if asked.enrol else draft

    def tell_of_living(self, asked: str, state: ConversationState) -> Draft | None:
        """What the scheme for those who learn says of another benefit beside it; None where no record does."""
        said = self._of_living(asked)
        tool = ToolCall("search_policies", {"query": asked})
        return Draft(said, AnswerStatus.ANSWERED, state, self._room.items, (tool,)) if said else None

    def _of_living(self, asked: str) -> tuple[DraftSentence, ...]:
        if _LIVING not in self._knowing.knowledge.documents:
            return ()
        tell = Tell(_LIVING, (), asked, None)
        return compose_answer(tell, self._knowing, self._room, self._canned, self._context).sentences

    def _with_place(self, draft: Draft, told: ToldCourses, text: str) -> Draft:
        """The place somebody asked for with the search, or which one, or why not."""
        if self._enrolment is None:
            return draft
        today = self._desk.today
        text = without_deadlines(text)
        day = find_work_day(text, today)
        ahead = day if day is not None and day > today else None
        closed = self._teller.closed_on(told.matches, ahead) if ahead is not None else ()
        fitting = [
            one.intake.id
            for match in told.matches
            for one in match.intakes[: match.fits] or match.intakes
            if one.intake.takes_enrolments_on(today)
        ]
        if not fitting:
            return replace(draft, sentences=(*draft.sentences, *self._enrol_words(told.matches[0])))
        draft = replace(draft, sentences=(*draft.sentences, *closed))
        return self._enrolment.after_search(draft, text, fitting, ahead, told.is_nearest)

    def tell_one(
        self, course: Course, asked: str, state: ConversationState, acts: frozenset[CourseAct] = frozenset()
    ) -> Draft:
        """One course in full, or what is asked of it; it may have closed since it was shown. `acts`: what is asked
        beyond the words."""
        wanted = state.course_wanted or CourseFilter()
        match = self._desk.match(course, wanted, learner_of(state, wanted, self._taken))
        if not match.intakes:
            return Draft(self._canned.say("course_gone"), AnswerStatus.ANSWERED, state, self._room.items)
        acts |= self._asked_otherwise(asked)
        sentences = tell_one_course(match, asked, self._desk, self._room, self._canned, acts)
        tool = ToolCall(FIND_COURSES, {"course_id": course.id})
        card = self._desk.card(match, wanted, state)
        suggestions = ("这个有补贴吗", "帮我报名这个") if course.certificate else ("帮我报名这个",)
        return Draft(
            sentences,
            AnswerStatus.ANSWERED,
            replace(_choosing(state, wanted), course_meant=course.id),
            self._room.items,
            (tool,),
            (card,),
            suggestions,
        )

    def _asked_otherwise(self, asked: str) -> frozenset[CourseAct]:
        """What clauses ask for in which the tables know no word, by what is learnt."""
        words, clauses = self._desk.words, clauses_of(asked)
        read = [
            self._knowing.course_acts.best(one)
            for one in clauses
            if len(clauses) > 1 and ASKS.search(fold(one)) and not read_course_ask(one, words.asks).sure
        ]
        return frozenset(act for act, share in read if share >= LIKELY) & ABOUT_A_COURSE

    def tell_subsidies(self, course: Course, state: ConversationState) -> Draft:
        """The subsidies for this person and course, with what decides them asked next."""
        told = self._subsidies(course, state)
        after = replace(state, open_question=told.question, failures=0, course_meant=course.id)
        return Draft(
            (*told.sentences, *told.asks), AnswerStatus.ANSWERED, after, self._room.items, (told.tool,), told.cards,
            told.suggestions, asks=told.asks,
        )  # fmt: skip

    def say_no_promise(self, state: ConversationState) -> Draft:
        """Nobody can promise a subsidy, an exam passed, or work after it."""
        return Draft(self._canned.say("courses_no_promise"), AnswerStatus.ANSWERED, state, self._room.items)

    def ask_back(self, state: ConversationState) -> Draft:
        """A word after a search that was not understood: better asked than declined."""
        said = self._canned.say("courses_not_understood")
        return Draft(said, AnswerStatus.CLARIFICATION, state, self._room.items)

    def _enrol_words(self, match: CourseMatch) -> tuple[DraftSentence, ...]:
        can = any(one.intake.takes_enrolments_on(self._desk.today) for one in match.intakes)
        title = plain(match.course.title)
        if can:
            return self._teller.counted("course_enrol", title=title)
        return self._teller.counted("course_enrol_closed", title=title)

    def ask_which_licence(self, state: ConversationState) -> Draft:
        return self._ask(_WHICH_LICENCE, state.course_wanted or CourseFilter(), state)

    def _subsidies(self, course: Course, state: ConversationState) -> ToldAssessment:
        """Judged as if the certificate were the person's already, and said to be so."""
        schemes = self._knowing.course_schemes
        named = schemes_of(course, schemes, facts_in(state))
        rated = tuple(name for name in named if self._knowing.subsidies.schemes[name].rule is not None)
        if not rated:
            said = self._teller.counted("course_subsidy_none", title=plain(course.title))
            return ToldAssessment(said, (), ToolCall("assess_subsidies", {"scheme_ids": []}))
        told = self._assessments.tell_schemes(rated, with_certificate(state, course, schemes))
        opening = self._teller.counted("course_subsidy_if", certificate=plain(course.certificate or ""))
        return replace(told, sentences=(*opening, *told.sentences))

    def _located(self, wanted: CourseFilter, state: ConversationState) -> tuple[CourseFilter, bool]:
        """近点的 as the district the person lives in or has named; whether that is not known yet."""
        if not wanted.near:
            return wanted, False
        if wanted.region_ids:
            return replace(wanted, near=False), False
        sought = state.wanted.region_ids[:1] if state.wanted is not None else ()
        home = facts_in(state).get(_HOME) or state.region_id or (sought[0] if sought else None)
        if not isinstance(home, str):
            return wanted, True
        return replace(wanted, near=False, region_ids=(home,)), False

    def _ask(self, key: str, wanted: CourseFilter, state: ConversationState) -> Draft:
        sentences: tuple[DraftSentence, ...] = self._canned.say(key)
        after = replace(_choosing(state, wanted), open_question=OpenQuestion(key))
        tool = ToolCall(FIND_COURSES, course_filter_as_json(wanted))
        return Draft(sentences, AnswerStatus.CLARIFICATION, after, self._room.items, (tool,))


def _choosing(state: ConversationState, wanted: CourseFilter) -> ConversationState:
    """The state with the course as what is talked about; the search for work before it is kept."""
    return replace(
        state,
        course_wanted=wanted,
        is_choosing_course=True,
        is_searching=False,
        assessing=None,
        topic_id=None,
        aspects=(),
    )


def _each_once(sentences: tuple[DraftSentence, ...]) -> tuple[DraftSentence, ...]:
    """What is said twice (that samples are samples) is said where it comes first."""
    return tuple({sentence.text: sentence for sentence in sentences}.values())
