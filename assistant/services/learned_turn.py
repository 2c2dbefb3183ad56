"""What only the learned acts say of the courses shown: an order, a question, a comparison, a word on the form.

The words of the tables have a message first; what they do not know comes here. An order is drafted where one run alone
can be meant, and asked back where several can.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.domain.conversation import AnswerStatus, ConversationState
from assistant.domain.courses import Course
from assistant.language.course_asks import ABOUT_A_COURSE, CourseAct, clauses_of, read_course_ask
from assistant.language.course_orders import ASKS, SURE_ORDER, orders_plainly, orders_surely
from assistant.language.learned_acts import LearnedActs
from assistant.language.segment import fold
from assistant.services.about_form import AboutForm
from assistant.services.canned_words import CannedReplies
from assistant.services.course_desk import CourseDesk
from assistant.services.course_dialogue import CourseDialogue
from assistant.services.draft import Draft
from assistant.services.enrolling import TalkOfCourses
from assistant.services.enrolment_dialogue import EnrolmentDialogue
from assistant.services.evidence import EvidenceRoom
from assistant.services.point_at_shown import Pair, PointAtShown
from assistant.services.runs_missed import find_closed
from assistant.services.tell_courses import CourseTeller
from assistant.services.tell_several import SeveralTeller

_MOST_TOLD, _TWO = 3, 2
_AND = re.compile(r"[和跟与、]|还有")
_ORDERS = frozenset({CourseAct.ENROL, CourseAct.SWAP})
#: Who wants the form, or a place in a queue, where nothing was drafted or taken wants a place (拿表来).
_ORDERS_AT_FIRST = frozenset({CourseAct.FORM, CourseAct.QUEUE})


@dataclass(frozen=True)
class ShownParts:
    """What one turn on courses shown works with."""

    desk: CourseDesk
    dialogue: CourseDialogue
    enrolment: EnrolmentDialogue
    form: AboutForm
    room: EvidenceRoom
    canned: CannedReplies


class LearnedTurn:
    """Answers nothing where no course was shown, or where the model is not sure."""

    def __init__(self, parts: ShownParts, talk: TalkOfCourses, point: PointAtShown) -> None:
        self._parts, self._talk, self._point = parts, talk, point
        self._several = SeveralTeller(parts.desk, parts.dialogue, parts.room, parts.canned)

    def answer(self, text: str, learned: LearnedActs, state: ConversationState) -> Draft | None:
        """The reply to what the model is sure of."""
        if not self._talk.lists or not learned.sure or learned.is_other():
            return None
        return self._for(text, frozenset(learned.sure), learned, state)

    def answer_likely(self, text: str, learned: LearnedActs, state: ConversationState) -> Draft | None:
        """The reply to what is only likely, where nothing else was understood."""
        if not self._talk.lists or learned.likely in (None, CourseAct.OTHER):
            return None
        return self._for(text, frozenset({learned.best}), learned, state)

    def _for(
        self, text: str, acts: frozenset[CourseAct], learned: LearnedActs, state: ConversationState
    ) -> Draft | None:
        has_any = bool(self._parts.enrolment.taken or self._talk.drafted)
        if acts & _ORDERS_AT_FIRST and not has_any and not ASKS.search(fold(text)):
            acts |= {CourseAct.ENROL}
        words = read_course_ask(text, self._parts.desk.words.asks).acts
        if orders_plainly(text, self._parts.desk.words.cues) and not acts & _ORDERS:
            return None  # what stands beside an order is told beside its draft
        holds_none = self._parts.desk.words.cues.holds_none
        said_by = {act: learned.sure.get(act, text) for act in acts & ABOUT_A_COURSE}
        about = frozenset(act for act, one in said_by.items() if _asks(one, text) and not holds_none.search(fold(one)))
        if self._parts.enrolment.is_under_way(state) and len(clauses_of(text)) > 1:  # it is told which is meant
            about = frozenset(act for act in about if learned.sure.get(act) != text)
        if CourseAct.PUT_OFF in acts and not learned.orders():
            put_off = Draft(
                self._parts.canned.say("courses_put_off"), AnswerStatus.ANSWERED, state, self._parts.room.items
            )
            return self._told(text, about, state) if about else put_off
        if CourseAct.ANY in acts and learned.best is CourseAct.ANY and CourseAct.ENROL not in learned.sure:
            return self._any(state)
        if CourseAct.COMPARE in acts:
            return self._compared(text, about | (words & ABOUT_A_COURSE), state)
        if acts & _ORDERS and (ordered := self._ordered(text, acts, learned, state)) is not None:
            return ordered
        if CourseAct.ANY in acts and not about:
            return self._any(state)
        if acts & {CourseAct.GIVE_BACK, CourseAct.QUEUE} and has_any:
            own = self._parts.enrolment.own_places
            return own.gives_back(state) if CourseAct.GIVE_BACK in acts else own.stands(state)
        if CourseAct.FORM in acts and not about:
            return self._parts.form.how(self._talk.drafted, state)
        if CourseAct.SUBSIDY in acts:
            meant = self._meant(text)
            return self._parts.dialogue.tell_subsidies(meant[0], state) if len(meant) == 1 else None
        return self._told(text, about, state) if about else None

    def before_words(self, text: str, learned: LearnedActs, state: ConversationState) -> Draft | None:
        """What single words of an order would else be taken for: whether two collide, how a place is given back, and
        what is asked of each of several."""
        if not self._talk.lists or learned.is_other() or orders_surely(text, self._parts.desk.words.cues):
            return None
        ask, folded = read_course_ask(text, self._parts.desk.words.asks), fold(text)
        if (CourseAct.CLASH in ask.acts or CourseAct.CLASH in learned.sure) and ASKS.search(folded):
            return self._clash(text, state)
        has_any = bool(self._parts.enrolment.taken or self._talk.drafted)
        if has_any and learned.likely is CourseAct.GIVE_BACK:
            return self._parts.enrolment.own_places.gives_back(state)
        if learned.likely is CourseAct.QUEUE and self._parts.enrolment.taken and ASKS.search(folded):
            return self._parts.enrolment.own_places.stands(state)
        about = ask.acts & ABOUT_A_COURSE | learned.sure.keys() & ABOUT_A_COURSE
        if about and self._parts.desk.words.cues.of_each.search(folded) and len(self._last_ones()) >= _TWO:
            return self._several.each(self._last_ones(), text, state, frozenset(about))
        return None

    def _ordered(
        self, text: str, acts: frozenset[CourseAct], learned: LearnedActs, state: ConversationState
    ) -> Draft | None:
        cues = self._parts.desk.words.cues
        if cues.looks.search(fold(text)) or cues.swaps.search(fold(text)):
            return None  # what is wanted instead may be something that was not shown
        if CourseAct.ENROL not in acts and not self._point.resolve(clauses_of(text)[-1]).is_named:
            return None
        if self._misses_a_day(text):
            closed = find_closed(text, self._talk.lists[-1], self._parts.desk, self._parts.desk.today)
            return self._any(state) if closed is None else None
        pairs = self._pairs(learned.sure.get(CourseAct.ENROL, text), text)
        if not pairs:
            return None
        if len(pairs) == 1:  # a draft takes no seat, and says so
            return self._parts.enrolment.draft_of(pairs[0][1].id, state)
        return self._parts.enrolment.which(pairs, state)

    def _misses_a_day(self, text: str) -> bool:
        """Whether a day is named on which nothing shown begins: no other run may be drafted for it."""
        pointed = [self._point.resolve(clause) for clause in clauses_of(text)]
        return any(one.misses and one.pointing.days is not None for one in pointed)

    def _pairs(self, clause: str, text: str) -> tuple[Pair, ...]:
        """By the clause that orders, else by another that names one; nothing where what is named was not shown."""
        desk = self._parts.desk
        pointed = self._point.resolve(clause)
        if pointed.is_named and not pointed.misses:
            return pointed.meant
        said = pointed.pointing
        has_a_name = len(said.rest) >= _TWO and (said.points or SURE_ORDER.search(fold(clause)) is not None)
        is_another = bool(desk.named_in(clause)) or desk.understand(text).names_a_subject
        clauses = [self._point.resolve(one) for one in clauses_of(text)]
        if has_a_name or is_another or any(one.misses for one in (pointed, *clauses)):
            return ()
        others = [one for other in clauses_of(text) if other != clause and (one := self._point.resolve(other)).is_named]
        return others[-1].meant if others and others[-1].meant else pointed.meant

    def _any(self, state: ConversationState) -> Draft | None:
        recent = {one.id for one in self._talk.lists[-1]}
        pairs = tuple(pair for pair in self._point.pairs if pair[0].id in recent)
        return self._parts.enrolment.which(pairs, state) if pairs else None

    def _told(self, text: str, acts: frozenset[CourseAct], state: ConversationState) -> Draft | None:
        meant = self._meant(text)
        return self._several.each(meant, text, state, acts) if meant else None

    def _compared(self, text: str, acts: frozenset[CourseAct], state: ConversationState) -> Draft | None:
        named = self._named(text)
        courses = named if len(named) >= _TWO else self._last_ones()
        return self._several.compared(courses, text, state, acts) if len(courses) >= _TWO else None

    def _clash(self, text: str, state: ConversationState) -> Draft | None:
        is_another = any(self._point.resolve(clause).misses for clause in clauses_of(text))
        if is_another and self._parts.desk.understand(text).names_a_subject:
            return None  # 直播那个晚班跟这个冲突吗: one that is still to be looked for
        named, meant = self._named(text), self._meant(text)
        courses = named if len(named) >= _TWO else self._last_ones() if not named else meant
        taken = self._parts.enrolment.engagements
        teller = CourseTeller(self._parts.desk, self._parts.room, self._parts.canned, taken)
        return self._several.clash(courses[:_MOST_TOLD], state, teller) if courses else None

    def _meant(self, text: str) -> Sequence[Course]:
        """Those named, or else the one talked of last, or else those shown last; nothing where another is named."""
        if named := self._named(text):
            return named
        if self._point.resolve(text).misses or self._parts.desk.named_in(text):
            return ()
        if self._talk.course is not None:
            found = self._parts.desk.find_course(self._talk.course)
            return (found,) if found is not None else ()
        return self._found([one.id for one in self._talk.lists[-1]])

    def _named(self, text: str) -> Sequence[Course]:
        parts = [part for clause in clauses_of(text) for part in (clause, *_AND.split(clause)) if part]
        pointed = [self._point.resolve(part) for part in dict.fromkeys(parts)]
        return self._found([each.id for one in pointed if one.is_named for each in one.courses])

    def _last_ones(self) -> Sequence[Course]:
        """Those shown last; with the ones before them where that was one alone."""
        names: list[str] = []
        for shown in reversed(self._talk.lists):
            names += [one.id for one in shown if one.id not in names]
            if len(names) >= _TWO:
                break
        return self._found(names)

    def _found(self, names: Sequence[str]) -> Sequence[Course]:
        found = (self._parts.desk.find_course(name) for name in dict.fromkeys(names))
        return [one for one in found if one is not None][:_MOST_TOLD]


def _asks(clause: str, text: str) -> bool:
    """Whether a clause asks: what somebody tells of themselves (本科, 三十五) asks nothing beside other clauses."""
    return clause == text or ASKS.search(fold(clause)) is not None
