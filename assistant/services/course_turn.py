"""Whether a message is about a course that is looked for; and the reply if it is."""

import re
from collections.abc import Callable
from dataclasses import replace

from assistant.domain.conversation import ConversationState, TurnContext
from assistant.domain.course_filter import CourseFilter
from assistant.domain.courses import Course
from assistant.domain.knowledge import Audience
from assistant.language.employer_names import find_ordinal
from assistant.language.segment import fold
from assistant.language.understanding import Understanding
from assistant.services.canned_words import CannedReplies
from assistant.services.course_desk import CourseDesk
from assistant.services.course_dialogue import CourseDialogue
from assistant.services.decide_intent import ASK_POLICY, OFF_TOPIC, UNCLEAR
from assistant.services.draft import Draft
from assistant.services.evidence import EvidenceRoom
from assistant.services.knowing import Knowing
from assistant.services.tell_courses import FIND_COURSES
from assistant.services.vacancy_desk import VacancyDesk

_FIND_VACANCIES = "find_vacancies"
#: Intents that end or leave a search, whatever it was about.
_NEVER = frozenset(
    {"hand_over", "service_complaint", "personal_record", "who_are_you", "greeting", "thanks", "goodbye", "anger",
     "distress", "check_employer"}
)  # fmt: skip
_MAY_BE_ONE = frozenset({FIND_COURSES, ASK_POLICY, OFF_TOPIC, UNCLEAR})
_LAST_SHOWN, _FEW, _LONGEST_FOLLOW_UP = 3, 12, 40
#: Loans and instalments for training are a matter of the knowledge, which warns of them; never of a search.
_OF_MONEY_TRAPS = re.compile(r"培训贷|贷款|分期|借钱|骗|退费|退钱|退学费|跑路|假证|挂靠|代考|买证|包过")
_OF_WORK = re.compile(r"找(?:个|份|点)?(?:工作|活|事做)|招(?:人|工|聘)|岗位|应聘|上班的活")
_ENROLS = re.compile(r"报名|帮我报|给我报|我要报|我想报|就报|报(?:第|这|那)|想报(?:这|那)")
_ASKS_HOW = re.compile(r"条件|要求|材料|要带|什么时候|啥时候|截止|来得及|几号|多少钱|好多钱|费")
_POINTS = re.compile(r"^(?:那|嗯|好|哦)?[,，]?(?:这|那)(?:个|门|家|期|班|课)|^它|这个班|那个班|这门课|那门课")
_ASKS = re.compile(
    r"开班|开课|什么时候|啥时候|好久|几号|几点|多少钱|好多钱|学费|收费|条件|要求|地址|在哪|哪里|名额|证|学啥|学什么|内容|几天|多久"
    r"|课时|通过率|就业|零基础|基础|机构|学校|截止|贵不贵|远不远|要啥"
)
_PROFILE = re.compile(r"适合我|根据我的|按我的(?:情况|条件)|像我这(?:种|样)|我(?:能|可以|该)学(?:啥|什么|哪)")


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
    ) -> None:
        self._knowing, self._courses, self._vacancies = knowing, courses, vacancies
        self._room, self._canned, self._context = room, canned, context

    @property
    def _is_open(self) -> bool:
        return self._courses is not None and self._context.audience is Audience.JOB_SEEKER

    def goes_on(self, understanding: Understanding, state: ConversationState) -> Draft | None:
        """The reply to a word on the courses just shown, or on the licence a vacancy just shown asks for."""
        if not self._is_open or understanding.intent in _NEVER or _OF_MONEY_TRAPS.search(understanding.text):
            return None
        goal = self._by_goal(understanding, state)
        if goal is not None:
            return goal
        if not state.is_choosing_course or state.course_wanted is None or _OF_WORK.search(understanding.text):
            return None
        return self._about_one(understanding, state) or self._refined(understanding, state)

    def begins(self, intent: str, understanding: Understanding, state: ConversationState) -> Draft | None:
        """The reply to somebody who looks for a course; None where something else is meant."""
        text = understanding.text
        if not self._is_open or intent not in _MAY_BE_ONE or _OF_MONEY_TRAPS.search(text):
            return None
        desk, cues = self._desk(), self._knowing.course_words.cues
        folded, wanted = fold(text), self._desk().understand(text)
        if intent == FIND_COURSES and not cues.asks_policy.search(folded):
            return self._search(wanted, state, text)
        if not self._looks_for_one(folded, wanted):
            return None
        return self._search(wanted, state, text) if desk.speaks_of_courses(text) else None

    def _looks_for_one(self, folded: str, wanted: CourseFilter) -> bool:
        """Whether a message of another intent is a search: it names what is to be learnt and speaks of a course, and
        asks for no rule; a wish for a subsidy beside it needs one thing more (晚上有空, 有没有班)."""
        cues = self._knowing.course_words.cues
        if not wanted.names_a_subject or cues.asks_policy.search(folded):
            return False
        learns, courses = cues.learns.search(folded), cues.courses.search(folded)
        if not learns and not courses and not cues.goal.search(folded):
            return False
        return not cues.subsidy.search(folded) or len(wanted.limits) > 1 or bool(learns and courses)

    def _search(self, wanted: CourseFilter, state: ConversationState, text: str) -> Draft:
        before = state.course_wanted
        if before is not None:
            held = tuple(dict.fromkeys((*before.held, *wanted.held)))
            wanted = replace(wanted, held=held, lacking=tuple(dict.fromkeys((*before.lacking, *wanted.lacking))))
        if not wanted.names_a_subject and _PROFILE.search(text) and state.wanted is not None:
            wanted = replace(wanted, occupations=state.wanted.occupations)
        asks_subsidy = self._knowing.course_words.cues.subsidy.search(fold(text)) is not None
        return self._dialogue().search_for(wanted, state, asks_subsidy=asks_subsidy)

    def _by_goal(self, understanding: Understanding, state: ConversationState) -> Draft | None:
        """没得电工证咋办, 我想去考这个证: the courses that give the licence somebody lacks."""
        folded = fold(understanding.text)
        if not self._knowing.course_words.cues.goal.search(folded) or len(folded) > _LONGEST_FOLLOW_UP:
            return None
        wanted = self._desk().understand(understanding.text)
        licences = wanted.licences or wanted.lacking
        if not licences and not (state.is_searching or state.is_choosing_course):
            return None
        licences = licences or self._licences_shown(understanding.text, state)
        if not licences:
            is_about_it = state.is_searching and not wanted.names_a_subject
            return self._dialogue().ask_which_licence(state) if is_about_it else None
        regions = wanted.region_ids
        return self._dialogue().search_for(replace(wanted, licences=licences, region_ids=regions, words=()), state)

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

    def _about_one(self, understanding: Understanding, state: ConversationState) -> Draft | None:
        """第二个啥时候开班, 这个有补贴没得, 帮我报第一个."""
        text, place = understanding.text, find_ordinal(understanding.text)
        folded = fold(text)
        asks_subsidy = self._knowing.course_words.cues.subsidy.search(folded) is not None
        points = place is not None or _POINTS.search(text) is not None
        is_enrolling = _ENROLS.search(text) is not None and not _ASKS_HOW.search(text)
        bare = len(text) <= _FEW and (_ASKS.search(text) is not None or asks_subsidy)
        if not points and not is_enrolling and not bare and not (asks_subsidy and len(text) <= _LONGEST_FOLLOW_UP):
            return None
        if not points and self._desk().understand(text).names_a_subject:
            return None
        course = self.find_meant(text, state)
        if course is None:
            return None
        if is_enrolling:
            return self._dialogue().ask_enrol(course, state)
        if asks_subsidy:
            return self._dialogue().tell_subsidies(course, state)
        return self._dialogue().tell_one(course, text, state)

    def find_meant(self, text: str, state: ConversationState) -> Course | None:
        """The course a message points at: 第二个 of those shown last, else the first of them."""
        shown = state.courses_shown[-_LAST_SHOWN:]
        place = find_ordinal(text) or 0
        return self._desk().find_course(shown[place]) if place < len(shown) else None

    def _refined(self, understanding: Understanding, state: ConversationState) -> Draft | None:
        assert state.course_wanted is not None
        text = understanding.text
        refinement = self._desk().refine(state.course_wanted, text)
        if refinement is None:
            return None
        asks_subsidy = self._knowing.course_words.cues.subsidy.search(fold(text)) is not None
        return self._dialogue().search_for(refinement.wanted, state, refinement.wants_more, asks_subsidy)

    def _desk(self) -> CourseDesk:
        assert self._courses is not None
        return self._courses()

    def _dialogue(self) -> CourseDialogue:
        return CourseDialogue(self._knowing, self._desk(), self._room, self._canned, self._context)
