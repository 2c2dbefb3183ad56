"""A message on the courses just shown, before anything else has it: which run it points at, and what is done with it.

An order is drafted (a draft takes no seat), a question is answered of the one meant, and where several are near it is
asked which. What points at nothing shown is left to the others.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from assistant.domain.conversation import ConversationState
from assistant.domain.course_filter import CourseFilter
from assistant.domain.course_fit import Learner
from assistant.language.course_asks import ABOUT_A_COURSE, CourseAct, CourseAsk, clauses_of, read_course_ask
from assistant.language.course_orders import ASKS, SURE_ORDER, is_order, without_deadlines
from assistant.language.learned_acts import LearnedActs
from assistant.language.segment import fold
from assistant.language.understanding import Understanding
from assistant.services.course_desk import CourseDesk
from assistant.services.course_dialogue import CourseDialogue
from assistant.services.draft import Draft
from assistant.services.enrolling import TalkOfCourses
from assistant.services.enrolment_dialogue import EnrolmentDialogue
from assistant.services.point_at_shown import Pair, PointAtShown, PointedAt, Spoken
from assistant.services.shown_courses import as_shown

NEVER = frozenset({"hand_over", "service_complaint", "personal_record", "anger", "check_employer"})
#: 给我占一个, whichever it is, where one alone can be meant.
_TAKES_ONE = re.compile(r"(?:给|帮|替)我[占登整弄留报](?:起|上|一?个)")
_CHOICE = re.compile(r"[选定换改]|就(?!业|是说|算)|还是(?!想问)|^(?:那|我|给我)*要|来(?:这|那|第)|参加|去(?:这|那)")
#: What the model takes for an order names what is wanted by one of these (那改学修电三轮, 给我来一个).
_CHOOSES_A_SUBJECT = re.compile(r"学|报|读|换|改|整|弄|填|也|要")
#: Told as done, and no order: 弄好了.
_DONE = re.compile(r"(?:好|完|过|起|成)了(?:[嘛吧哈哦]|$)")
_PUT_OFF = re.compile(
    r"(?:先|暂时|还|就)?(?:不|莫|别)(?:忙|急|慌|想|要|用)?(?:着|到)?(?:再)?[报登占弄整定](?!得)|算了|等哈再|再说|再想"
)
_NAMELESS_END = re.compile(r"(?:班|的|课|取证)(?:嘛|吧|噻|哈|哦|了)*$")
_OF_ONESELF = re.compile(
    r"得行不|得不得行|行不行|行不$|可以不$|能不能[报学读]|[报学读考]得(?:成|到|起|了)不|够不够|卡不卡|得不得卡|收不收我|要不要我|能报[不吗]"
)
_SO_MANY_LOOKED_AT, _MOST_LISTS, _LONGEST, _MOST_TOLD, _A_NAME = 8, 4, 60, 3, 2
_CONDITIONS = "报名条件"


@dataclass(frozen=True)
class _Clause:
    """`is_spoken`: a verb orders or chooses, and the pointing alone does not."""

    text: str
    pointed: PointedAt
    orders: bool
    is_spoken: bool
    asks: bool


class PointedTurn:
    """Answers nothing where no course was shown."""

    def __init__(
        self,
        desk: CourseDesk,
        dialogue: CourseDialogue,
        enrolment: EnrolmentDialogue,
        talk: TalkOfCourses,
        told: Callable[[str, ConversationState], ConversationState],
        learned: LearnedActs,
    ) -> None:
        """`told`: the state with what somebody tells of themselves in passing; `learned`: the acts of the message."""
        self._learned = learned
        self._desk, self._dialogue, self._enrolment, self._told = desk, dialogue, enrolment, told
        self._cues = desk.words.cues
        self.lists = talk.lists[-_MOST_LISTS:]
        self.point = PointAtShown(desk, self.lists, Spoken(talk.course, talk.intake))

    def ordered_beyond(self, understanding: Understanding) -> CourseFilter | None:
        """What a clause orders, by its name, that was not shown (改报高处的); None where none does."""
        text = without_deadlines(understanding.as_said or understanding.text)
        if not self.lists or self._is_of_another_kind(text, read_course_ask(text, self._desk.words.asks)):
            return None
        clauses = clauses_of(text)
        sure = [one for one in clauses[-1:] if SURE_ORDER.search(fold(one))]
        if not sure and self._learned.orders():
            sure = [one for one in reversed(clauses) if _CHOOSES_A_SUBJECT.search(fold(one))]
        return next((said for one in sure if (said := self._named_beyond(one)) is not None), None)

    def _named_beyond(self, clause: str) -> CourseFilter | None:
        """What a clause that orders names beside what was shown; None for one that asks, puts off or asks for money."""
        folded = fold(clause)
        is_other = self._cues.not_a_place.search(folded) or self._cues.subsidy.search(folded)
        if is_other or ASKS.search(folded) or _PUT_OFF.search(folded):
            return None
        pointed = self.point.resolve(clause)
        if pointed.is_named or not pointed.pointing.rest:
            return None
        said = self._desk.understand(clause)
        if not said.names_a_subject and len(pointed.pointing.rest) >= _A_NAME:
            said = self._desk.with_topic(said, pointed.pointing.rest)
        return said if said.names_a_subject else None

    def answer(self, understanding: Understanding, state: ConversationState) -> Draft | None:
        """The reply; None where nothing shown is pointed at."""
        if not self.lists or (understanding.intent in NEVER and not self._learned.is_plain_choice()):
            return None
        text = without_deadlines(understanding.as_said or understanding.text)
        ask = read_course_ask(text, self._desk.words.asks)
        if self._is_of_another_kind(text, ask):
            return None
        state = self._told(text, state)
        clauses = [one for clause in clauses_of(text) if (one := self._read(clause)) is not None]
        ordered = [one for one in clauses if one.orders and not one.asks and len(one.pointed.meant) >= 1]
        asks = any(one.asks for one in clauses)
        said = [one.pointed.pointing for one in clauses if one.pointed.misses]
        names_another = any(one.points or one.days is not None for one in said)
        if ordered and names_another and not ordered[-1].pointed.is_named:
            ordered = []  # 讲解员那个我也要, 一起给我办了: what was not shown is still to be looked for
        if ordered and (ordered[-1].is_spoken or not asks):
            pairs = _of_all(ordered[-1], clauses)
            if len(pairs) == 1:
                return self._enrolment.draft_of(pairs[0][1].id, state)
            return self._enrolment.which(pairs, state)
        return self._answered(text, ask, clauses, state)

    def _is_of_another_kind(self, text: str, ask: CourseAsk) -> bool:
        """A wish for something new, or a matter named by its own words."""
        folded = fold(text)
        is_ordered = self._learned.orders() and (CourseAct.SUBSIDY not in ask.acts or self._orders_at_last(text))
        if is_ordered and not self._cues.seeks_work.search(folded):
            return CourseAct.FIND in ask.acts or self._cues.for_another.search(text) is not None
        if CourseAct.FIND in ask.acts or self._cues.for_another.search(text) or self._cues.exists.search(folded):
            return True
        others = (self._cues.seeks_work, self._cues.rights, self._cues.money_traps, self._cues.unemployed)
        return any(cue.search(folded) for cue in others)

    def _orders_at_last(self, text: str) -> bool:
        """不管有没有补贴都学, 请为我登记: the last clause decides, whatever is said of money before."""
        return self._learned.sure.get(CourseAct.ENROL) in clauses_of(text)[-1:]

    def _read(self, clause: str) -> _Clause | None:
        """What a clause that points at something orders or asks; None for one that does not point."""
        folded = fold(clause)
        left = (self._cues.refuses_order, self._cues.gives_back, self._cues.enrolled)
        if _PUT_OFF.search(folded) or any(cue.search(folded) for cue in left):
            return None
        pointed = self.point.resolve(clause)
        said = pointed.pointing
        by_order = said.place is not None or said.nth is not None or said.run is not None or said.days is not None
        learnt = (self._learned.sure.get(CourseAct.ENROL), self._learned.sure.get(CourseAct.SWAP))
        is_learnt = clause in learnt and _DONE.search(folded) is None
        is_swap = CourseAct.SWAP in self._learned.sure and self._cues.swaps.search(folded) is not None
        is_sure = SURE_ORDER.search(folded) is not None or is_learnt or is_swap
        may_choose = is_sure or _CHOICE.search(folded) is not None or is_order(clause, self._cues)
        has_pointer = said.points or by_order
        is_bare = has_pointer and (not said.rest or pointed.is_named)
        is_said = pointed.is_named and (has_pointer or is_sure or _NAMELESS_END.search(clause) is not None)
        is_bare_order = is_learnt and len(said.rest) <= _A_NAME and not pointed.misses  # 搞起
        is_alone = (not said.rest or is_bare_order) and not said.is_by_more and len(pointed.courses) == 1
        is_it = is_alone and ((said.points and may_choose) or is_learnt or _TAKES_ONE.search(folded) is not None)
        orders = (is_said and (may_choose or is_bare)) or is_it
        if not is_sure and self._learned.vetoes_order(is_named=pointed.is_named and is_order(clause, self._cues)):
            orders = False
        is_no_place = self._cues.not_a_place.search(folded) is not None and not (is_learnt and said.points)
        if is_no_place or self._cues.subsidy.search(folded):
            orders = False
        return _Clause(clause, pointed, orders, may_choose, ASKS.search(folded) is not None)

    def _answered(self, text: str, ask: CourseAsk, clauses: list[_Clause], state: ConversationState) -> Draft | None:
        """What is asked of the one pointed at."""
        asked = ask.acts & ABOUT_A_COURSE
        pointing = [one for one in clauses if one.pointed.pointing.points or one.pointed.pointing.is_by_more]
        if not asked or not pointing or len(text) > _LONGEST or CourseAct.SUBSIDY in ask.acts:
            return None
        if not any(one.asks for one in clauses) or CourseAct.CLASH in ask.acts:
            return None
        named = [one for one in pointing if one.pointed.is_named and len(one.pointed.courses) == 1]
        every = {each.id for one in clauses if one.pointed.is_named for each in one.pointed.courses}
        if len(every) > 1:
            return None  # 美甲学费多少, 挖机那个对年龄有要求没: of each its own
        if named:
            course = self._desk.find_course(named[0].pointed.courses[0].id)
            return self._dialogue.tell_one(course, text, state) if course is not None else None
        missed = next((one for one in pointing if one.pointed.misses and one.pointed.pointing.points), None)
        return self._beyond(missed.text, text, state) if missed is not None else None

    def _beyond(self, clause: str, text: str, state: ConversationState) -> Draft | None:
        """要钱的那个晚班好多钱: not shown, since something free was looked for; among all of the same subject."""
        before = state.course_wanted
        if before is None or not before.names_a_subject or self._desk.understand(clause).names_a_subject:
            return None
        wide = CourseFilter(
            occupations=before.occupations, words=before.words, licences=before.licences, region_ids=before.region_ids
        )
        found = self._desk.find(wide, Learner(), _SO_MANY_LOOKED_AT).matches
        shown = tuple(as_shown(one.course) for one in found)
        pointed = PointAtShown(self._desk, (shown,), Spoken()).resolve(clause)
        if not pointed.is_named or len(pointed.courses) != 1:
            return None
        course = self._desk.find_course(pointed.courses[0].id)
        return self._dialogue.tell_one(course, text, state) if course is not None else None

    def of_oneself(self, understanding: Understanding, state: ConversationState) -> Draft | None:
        """我没得高中文凭, 得行不: what the one meant asks for, judged by it; of all last shown where none is."""
        text = understanding.as_said or understanding.text
        if not self.lists or len(text) > _LONGEST or not _OF_ONESELF.search(fold(text)):
            return None
        ask = read_course_ask(text, self._desk.words.asks)
        if self._is_of_another_kind(text, ask) or ask.acts & {CourseAct.SUBSIDY, CourseAct.CLASH}:
            return None
        said = self._desk.understand(text)
        tells = said.age_years is not None or said.education is not None or bool(said.held or said.lacking)
        pointed = [each for clause in clauses_of(text) if (each := self.point.resolve(clause)).is_named]
        named = [each.courses[0].id for each in pointed if len(each.courses) == 1]
        if not (tells or named or understanding.facts or self._cues.health.search(text)):
            return None
        if said.names_a_subject and not named:
            return None
        state = self._told(text, state)
        meant = named[-1] if named else state.course_meant
        names = (meant,) if meant is not None else tuple(one.id for one in self.lists[-1])
        courses = [one for name in names[:_MOST_TOLD] if (one := self._desk.find_course(name)) is not None]
        told = [self._dialogue.tell_one(one, _CONDITIONS, state) for one in courses]
        if not told:
            return None
        first = told[0]
        sentences = tuple({one.text: one for each in told for one in each.sentences}.values())
        evidence = {key: value for each in told for key, value in each.evidence.items()}
        return replace(
            first, sentences=sentences, evidence=evidence, cards=tuple(card for each in told for card in each.cards)
        )


def _of_all(chosen: _Clause, clauses: list[_Clause]) -> tuple[Pair, ...]:
    """What the clause means beside the others: 取证那个, 礼拜六礼拜天上的; 晚上那个按摩的还有位子吧, 换报那个."""
    meant = chosen.pointed.meant
    others = [one.pointed for one in clauses if one is not chosen and one.pointed.is_named and one.pointed.meant]
    if not chosen.pointed.is_named and not chosen.pointed.pointing.is_by_more:
        return others[-1].meant if others else meant
    for other in others if len(meant) > 1 else ():
        meant = tuple(pair for pair in meant if pair in other.meant) or meant
    return meant


def drafts_a_place(draft: Draft) -> bool:
    """Whether a reply holds the draft of an enrolment."""
    return any(is_enrolment_draft(card) for card in draft.cards)


def is_enrolment_draft(card: Mapping[str, object]) -> bool:
    """Whether a card is the draft of an enrolment."""
    return card.get("kind") == "enrolment_draft"
