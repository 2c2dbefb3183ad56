"""Whether a message is about a course that is looked for; and the reply if it is."""

import re
from collections.abc import Callable
from dataclasses import replace

from assistant.domain.conversation import ConversationState, TurnContext
from assistant.domain.course_filter import CourseFilter
from assistant.domain.course_fit import Learner
from assistant.domain.courses import Course
from assistant.domain.knowledge import Audience
from assistant.language.course_words import CourseCues
from assistant.language.employer_names import find_ordinal
from assistant.language.segment import fold
from assistant.language.understanding import Understanding, is_off_topic
from assistant.services.canned_words import CannedReplies
from assistant.services.course_desk import CourseDesk
from assistant.services.course_dialogue import AskedBeside, CourseDialogue
from assistant.services.course_goal import CourseGoal
from assistant.services.decide_intent import ASK_POLICY, UNCLEAR
from assistant.services.draft import Draft
from assistant.services.draft_enrolment import DRAFT
from assistant.services.enrolment_dialogue import EnrolmentDialogue
from assistant.services.evidence import EvidenceRoom
from assistant.services.knowing import Knowing
from assistant.services.tell_courses import FIND_COURSES
from assistant.services.vacancy_desk import VacancyDesk

#: Intents that end or leave a search, whatever it was about.
_NEVER = frozenset(
    {"hand_over", "service_complaint", "personal_record", "who_are_you", "greeting", "thanks", "goodbye", "anger",
     "distress", "check_employer"}
)  # fmt: skip
_FIND_VACANCIES = "find_vacancies"
_MAY_BE_ONE = frozenset({DRAFT, FIND_COURSES, _FIND_VACANCIES, "assess_subsidies", ASK_POLICY, UNCLEAR})
_LAST_SHOWN, _FEW, _LONGEST_FOLLOW_UP, _PLAIN = 3, 12, 40, 18
#: From which share of one document on a message without the words of a search asks for what it says.
SURELY_A_RULE = 0.9
#: Loans and instalments for training are a matter of the knowledge, which warns of them; never of a search.
_OF_MONEY_TRAPS = re.compile(r"培训贷|贷款|分期|借钱|骗|退费|退钱|退学费|跑路|假证|挂靠|代考|买证|包过")
#: A shift is no class, and who asks whether somebody hires asks for work.
_SHIFTS = re.compile(r"夜班|长?白班|白天的?班|早班|中班|晚班(?=的)|[两三四]班倒?|倒班|轮班")
_HIRES = re.compile(r"(?<!怎么|如何)招(?:不招|的|人|工|聘)|[有在还]招(?!生)")
_ABOUT_PREREQUISITES = "报名条件"
_TOGETHER = re.compile(r"一起|同时|两样|都(?:能|可以)?领|又(?:能)?领|冲突|影响")
_OF_HEALTH = re.compile(r"心脏|血压|恐高|色盲|色弱|体检|视力|残疾证|身体有|腰不好|腿脚")
_BY_FEE = re.compile(r"(?:贵|便宜|免费|不要钱)(?:点|些|一点)?的(?:那|这)?(?:个|门|班|家)?")
_SURELY_A_TITLE, _SO_MANY = 3, 2
_OF_LOANS = re.compile(r"培训贷|(?<!助学)贷款|分期|借钱|先学后付|从工资里")
_OF_WORK = re.compile(r"找(?:个|份|点)?(?:工作|活|事做)|招(?:人|工|聘)|岗位|应聘|上班的活")
_ASKS_HOW = re.compile(r"条件|要求|材料|要带|什么时候|啥时候|截止|来得及|几号|多少钱|好多钱|费")
_POINTS = re.compile(r"^(?:那|嗯|好|哦)?[,，]?(?:这|那)(?:个|门|家|期|班|课)|^它|这个班|那个班|这门课|那门课")
_ASKS = re.compile(
    r"开班|开课|什么时候|啥时候|好久|几号|几点|多少钱|好多钱|学费|收费|条件|要求|地址|在哪|哪里|名额|证|学啥|学什么|内容|几天|多久"
    r"|一边上班|边上班|下班|耽搁上班|耽误上班|吃饭|伙食|住宿|管住|包住|住校|拿证的人|考过的|好久|好长|课时|通过率|就业|零基础|基础|机构|学校|截止|贵不贵|远不远|要啥|够不够|能不能报|符合"
)
_PROFILE = re.compile(
    r"适合我|根据我的|按我的(?:情况|条件)|像我这(?:种|样)|(?:能|可以|该)学(?:点|个|些|一点)?(?:啥|什么|哪)"
)
#: IYB适合哪种人: what a kind of course is, not which there are.
_FOR_WHOM = re.compile(r"(?:适合|给|面向|针对)(?:的是)?(?:哪|谁|什么|啥)|哪(?:种|些|类|样)人|区别|不同")
_RIGHTS = re.compile(r"社保(?!给我买)|失业金|工伤|仲裁|合同|工资|加班|辞退|欠薪|公积金|产假|低保|登记")


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

    @property
    def _is_open(self) -> bool:
        return self._courses is not None

    @property
    def _is_employer(self) -> bool:
        return self._context.audience is Audience.EMPLOYER

    def goes_on(self, understanding: Understanding, state: ConversationState, is_settled: bool = False) -> Draft | None:
        """The reply to a word on the courses just shown, or on the licence a vacancy just shown asks for.

        `is_settled`: the message answers what was asked for the subsidy of a course.
        """
        if not self._is_open or self._is_employer or _OF_MONEY_TRAPS.search(understanding.text):
            return None
        if (told := self._of_health(understanding, state)) is not None:
            return told
        if understanding.intent in _NEVER:
            return None
        if is_settled and state.is_choosing_course and (meant := self.find_meant("", state)) is not None:
            return self._dialogue().tell_subsidies(meant, state)
        found = self._for_a_place(understanding, state) or self._goal().answer(understanding, state)
        if found is not None:
            return found
        if not state.is_choosing_course or state.course_wanted is None or _OF_WORK.search(understanding.text):
            return self._surely_begins(understanding, state)
        if _TOGETHER.search(understanding.text) and self._cues.unemployed.search(fold(understanding.text)):
            return self._dialogue().tell_of_living(understanding.text, state)
        if self._cues.certainty.search(fold(understanding.text)) and len(understanding.text) <= _LONGEST_FOLLOW_UP:
            return self._dialogue().say_no_promise(state)
        return (
            self._about_one(understanding, state)
            or self._refined(understanding, state)
            or self._with_what_is_told(understanding, state)
        )

    def _of_health(self, understanding: Understanding, state: ConversationState) -> Draft | None:
        """我心脏有没有毛病没查过: what the course asks for, where one is talked about."""
        if not state.is_choosing_course or not _OF_HEALTH.search(understanding.text):
            return None
        course = self.find_meant(understanding.text, state)
        return self._dialogue().tell_one(course, _ABOUT_PREREQUISITES, state) if course is not None else None

    def _for_a_place(self, understanding: Understanding, state: ConversationState) -> Draft | None:
        """会计那个晚班给我排起, 我高中毕业: a course named by who wants a place in it, whatever else they tell."""
        text, folded = understanding.text, fold(understanding.text)
        if state.is_choosing_course or not self._enrolment.wants_place(understanding, state):
            return None
        if self._cues.asks_policy.search(folded) or self._cues.subsidy.search(folded) or _OF_WORK.search(text):
            return None
        wanted = self._desk().understand(text)
        return self._search(wanted, state, understanding) if wanted.names_a_subject else None

    def _with_what_is_told(self, understanding: Understanding, state: ConversationState) -> Draft | None:
        """我三十五, 初中毕业: what the course just talked about asks for, judged by it."""
        course = self.find_meant(understanding.text, state)
        if course is None or not understanding.facts or len(understanding.text) > _FEW or state.assessing is not None:
            return None
        return self._dialogue().tell_one(course, _ABOUT_PREREQUISITES, state)

    def asks_back(self, state: ConversationState) -> Draft | None:
        """The reply to what nothing else understood, after a search for courses; None where there was none."""
        if not self._is_open or not state.is_choosing_course:
            return None
        return self._dialogue().ask_back(state)

    def is_training_loan(self, text: str) -> bool:
        """Whether somebody speaks of paying for a course by a loan or by instalments."""
        speaks = self._cues.learns.search(fold(text)) or self._cues.courses.search(fold(text))
        return self._is_open and _OF_LOANS.search(text) is not None and speaks is not None

    def note_wish(self, text: str, state: ConversationState) -> ConversationState:
        """The state with what is to be learnt remembered, for 那正规的有没得."""
        wanted = self._desk().understand(text) if self._is_open else CourseFilter()
        if not wanted.names_a_subject:
            return state
        subject = CourseFilter(occupations=wanted.occupations, licences=wanted.licences, words=wanted.words)
        return replace(state, course_wanted=subject, courses_shown=(), is_choosing_course=True)

    def _surely_begins(self, understanding: Understanding, state: ConversationState) -> Draft | None:
        """想学电工 in the midst of a search for work: another matter, which that search must not take for its own."""
        if not state.is_searching:
            return None
        folded, cues = fold(understanding.text), self._cues
        is_plain = cues.learns.search(folded) and not cues.work.search(folded) and not cues.asks_policy.search(folded)
        wanted = self._desk().understand(understanding.text)
        return self._search(wanted, state, understanding) if is_plain and wanted.names_a_subject else None

    def begins(self, intent: str, understanding: Understanding, state: ConversationState) -> Draft | None:
        """The reply to somebody who looks for a course; None where something else is meant."""
        text = understanding.text
        if not self._is_open or _OF_MONEY_TRAPS.search(text):
            return None
        folded, cues, wanted = fold(text), self._cues, self._desk().understand(text)
        if intent not in _MAY_BE_ONE and not self._is_guessed_wrong(understanding, wanted):
            return None
        if cues.asks_policy.search(folded) or (self._is_employer and intent != FIND_COURSES):
            return None
        if intent == FIND_COURSES or (_PROFILE.search(text) and cues.learns.search(folded)):
            return self._search(wanted, state, understanding)
        if intent == DRAFT:
            is_named = self._desk().with_topic(wanted, text).names_a_subject or bool(wanted.limits)
            return self._search(wanted, state, understanding) if is_named else self._enrolment.ask_what(state)
        spoken = _SHIFTS.sub(" ", folded)
        if self._asks_for_a_rule(intent, wanted, text) or not self._looks_for_one(intent, spoken, wanted, text):
            return None
        return self._search(wanted, state, understanding)

    def _is_guessed_wrong(self, understanding: Understanding, wanted: CourseFilter) -> bool:
        """Whether no word stands for what the model has guessed (danger, a person, anger), and a course is named by
        somebody who wants to learn it. What is said of danger in so many words never comes here."""
        speaks = self._cues.learns.search(fold(understanding.text)) is not None
        return understanding.intent in _MAY_BE_ONE and wanted.names_a_subject and speaks

    def _asks_for_a_rule(self, intent: str, wanted: CourseFilter, text: str) -> bool:
        """Whether one document, or nothing of ours, is clearly meant; a few words that name what is taught are not."""
        if is_off_topic(text, self._knowing.lexicon):
            return True
        few_words = len(text) <= _PLAIN and _FOR_WHOM.search(text) is None
        if intent != ASK_POLICY or (wanted.names_a_subject and few_words):
            return False
        return self._knowing.search.view_topic(text).document_share >= SURELY_A_RULE

    def _looks_for_one(self, intent: str, folded: str, wanted: CourseFilter, text: str) -> bool:
        """Whether a message of another intent is a search: it speaks of learning or of a course and says of which, and
        asks neither for work nor for a rule. A question for a subsidy needs one thing more (晚上有空, 考中级). Who
        looks for work may tell of schooling and licences (初中毕业, 证考到手了): that is no wish to learn."""
        cues = self._cues
        study = () if intent == _FIND_VACANCIES else (cues.study,)
        speaks = [cue for cue in (cues.learns, cues.courses, cues.enrols, *study) if cue.search(folded)]
        is_work = cues.work.search(folded) or (intent == _FIND_VACANCIES and _HIRES.search(folded))
        if _RIGHTS.search(folded) or (is_work and not cues.learns.search(folded)):
            return False
        is_named = wanted.names_a_subject
        if cues.subsidy.search(folded):
            return bool(speaks) and is_named and (len(wanted.limits) > 1 or len(speaks) > 1)
        if is_named:
            is_there = bool(cues.exists.search(folded) and wanted.words and not wanted.occupations)
            return bool(speaks) or is_there or self._is_bare_title(wanted, text)
        if not speaks:
            return self._is_bare_title(wanted, text)
        if wanted.limits and (cues.learns.search(folded) or cues.enrols.search(folded)):
            return True
        is_told = self._desk().with_topic(wanted, text).names_a_subject
        return is_told and (len(speaks) > 1 or bool(cues.courses.search(folded) or cues.exists.search(folded)))

    def _is_bare_title(self, wanted: CourseFilter, text: str) -> bool:
        """礼仪主持，周六，渝中: hardly more than what stands in a title, with a time of lessons or a fee."""
        has_a_limit = wanted.evening or wanted.weekend or wanted.daytime or wanted.free or wanted.with_certificate
        if not has_a_limit or len(text) > _PLAIN:
            return False
        unnamed = replace(wanted, occupations=(), words=(), licences=())
        return any(len(word) >= _SURELY_A_TITLE for word in self._desk().with_topic(unnamed, text).words)

    def _search(self, wanted: CourseFilter, state: ConversationState, understanding: Understanding) -> Draft:
        before, text, folded = state.course_wanted, understanding.text, fold(understanding.text)
        if before is not None:
            held = tuple(dict.fromkeys((*before.held, *wanted.held)))
            busy = tuple(dict.fromkeys((*before.busy, *wanted.busy)))
            lacking = tuple(dict.fromkeys((*before.lacking, *wanted.lacking)))
            wanted = replace(wanted, held=held, lacking=lacking, busy=busy)
        if not wanted.names_a_subject and _PROFILE.search(text) and state.wanted is not None:
            wanted = replace(wanted, occupations=state.wanted.occupations)
        if not _PROFILE.search(text):
            wanted = self._desk().with_topic(wanted, text)
        details = text if self._cues.details.search(folded) else ""
        return self._dialogue().search_for(wanted, state, asked=self._asked_beside(understanding, state, details))

    def _asked_beside(self, understanding: Understanding, state: ConversationState, details: str = "") -> AskedBeside:
        folded = fold(understanding.text)
        wants_place = self._enrolment.wants_place(understanding, state) and not _ASKS_HOW.search(understanding.text)
        return AskedBeside(
            subsidy=self._cues.subsidy.search(folded) is not None,
            details=details,
            enrol=understanding.text if wants_place else "",
            several=self._cues.both.search(folded) is not None,
            living=self._cues.living.search(folded) is not None,
        )

    @property
    def _cues(self) -> CourseCues:
        return self._knowing.course_words.cues

    def _about_one(self, understanding: Understanding, state: ConversationState) -> Draft | None:
        """第二个啥时候开班, 这个有补贴没得, 帮我报第一个."""
        text, place = understanding.text, find_ordinal(understanding.text)
        folded = fold(text)
        asks_subsidy = self._cues.subsidy.search(folded) is not None
        points = place is not None or _POINTS.search(text) is not None or self._cues.where.search(folded) is not None
        points = points or (
            _BY_FEE.search(text) is not None and self._by_fee(text, state.courses_shown[-3:]) is not None
        )
        is_enrolling = self._cues.enrols.search(folded) is not None and not _ASKS_HOW.search(text)
        bare = len(text) <= _FEW and (_ASKS.search(text) is not None or asks_subsidy)
        if not points and not is_enrolling and not bare and not (asks_subsidy and len(text) <= _LONGEST_FOLLOW_UP):
            return None
        if not points and (self._changes_the_search(text, state) or self._desk().understand(text).names_a_subject):
            return None
        course = self.find_meant(text, state)
        if course is None:
            is_beyond = place is not None and bool(state.courses_shown)
            return self._dialogue().ask_back(state) if is_beyond else None
        if is_enrolling:
            return self._enrolment.draft(text, state)
        if asks_subsidy:
            return self._dialogue().tell_subsidies(course, state)
        return self._dialogue().tell_one(course, text, state)

    def _changes_the_search(self, text: str, state: ConversationState) -> bool:
        """Whether a word that might ask about one course names a limit, or lets one go (收费的也行, 有没有免费的)."""
        refinement = self._desk().refine(state.course_wanted or CourseFilter(), text)
        return refinement is not None and refinement.wanted != state.course_wanted

    def find_meant(self, text: str, state: ConversationState) -> Course | None:
        """The course a message points at: 第二个 of those shown last, else the first of them."""
        shown = state.courses_shown[-_LAST_SHOWN:]
        place = find_ordinal(text)
        if place is None and (by_fee := self._by_fee(text, shown)) is not None:
            return by_fee
        if place is None and state.course_meant is not None:
            return self._desk().find_course(state.course_meant)
        place = place or 0
        return self._desk().find_course(shown[place]) if place < len(shown) else None

    def _by_fee(self, text: str, shown: tuple[str, ...]) -> Course | None:
        """贵的那个, 便宜的那个, 免费的那个 of those shown; None where that tells no one from the others."""
        which = _BY_FEE.search(text)
        priced = [one for name in shown if (one := self._desk().find_course(name)) and one.fee_yuan is not None]
        if which is None or len(priced) < _SO_MANY:
            return None
        priced.sort(key=lambda one: one.fee_yuan or 0.0)
        return priced[-1] if which.group().startswith("贵") else priced[0]

    def _refined(self, understanding: Understanding, state: ConversationState) -> Draft | None:
        assert state.course_wanted is not None
        text, folded = understanding.text, fold(understanding.text)
        if self._cues.cheaper.search(folded):
            return self._dialogue().search_for(self._cheaper(state), state)
        refinement = self._desk().refine(state.course_wanted, text)
        if refinement is None:
            return None
        asked, wanted = self._asked_beside(understanding, state), refinement.wanted
        alone = replace(wanted, occupations=(), words=(), licences=())
        if wanted.any_schooling and not self._desk().find(wanted, Learner(), 1).matches and alone.limits:
            wanted = alone  # what asks for no schooling, where that trade does
        return self._dialogue().search_for(wanted, state, refinement.wants_more, asked)

    def _cheaper(self, state: ConversationState) -> CourseFilter:
        """Below the lowest fee of those just shown that ask for one."""
        wanted = state.course_wanted or CourseFilter()
        shown = (self._desk().find_course(name) for name in state.courses_shown[-_LAST_SHOWN:])
        fees = [course.fee_yuan for course in shown if course is not None and course.fee_yuan]
        return replace(wanted, fee_ceiling_yuan=min(fees) - 1) if fees else replace(wanted, free=True)

    def _goal(self) -> CourseGoal:
        return CourseGoal(self._desk(), self._dialogue(), self._vacancies, self._asked_beside)

    def _desk(self) -> CourseDesk:
        assert self._courses is not None
        return self._courses()

    def _dialogue(self) -> CourseDialogue:
        return CourseDialogue(self._knowing, self._desk(), self._room, self._canned, self._context, self._enrolment)
