"""An employer's word on courses for their people, each of whom enrols for themselves."""

from assistant.domain.conversation import AnswerStatus, ConversationState
from assistant.language.course_asks import ABOUT_A_COURSE, CourseAct, CourseAsk
from assistant.language.segment import fold
from assistant.language.understanding import Understanding
from assistant.services.canned_words import CannedReplies
from assistant.services.course_dialogue import CourseDialogue
from assistant.services.course_follow_up import CourseFollowUp
from assistant.services.course_gate import CourseGate
from assistant.services.course_search import CourseSearch
from assistant.services.draft import Draft
from assistant.services.enrolment_dialogue import EnrolmentDialogue
from assistant.services.evidence import EvidenceRoom
from assistant.services.knowing import Knowing
from assistant.services.pointed_turn import drafts_a_place

#: An order for the course talked of, where only the worker is named (先报一个店长).
_THIS_ONE = "就报这个"
#: What an employer may want to know next of a course for their people.
_ASKED_NEXT = ("还剩几个名额", "几号截止报名")


class CourseForStaff:
    """Looks for a course, tells of one that was shown, and says who has to enrol."""

    def __init__(
        self,
        knowing: Knowing,
        gate: CourseGate,
        seek: CourseSearch,
        dialogue: CourseDialogue,
        follow_up: CourseFollowUp,
        enrolment: EnrolmentDialogue,
        room: EvidenceRoom,
        canned: CannedReplies,
    ) -> None:
        self._knowing, self._gate, self._seek, self._dialogue = knowing, gate, seek, dialogue
        self._follow_up, self._enrolment, self._room, self._canned = follow_up, enrolment, room, canned

    def answer(self, understanding: Understanding, state: ConversationState, ask: CourseAsk) -> Draft | None:
        """None where no course is meant."""
        text, cues = understanding.text, self._knowing.course_words.cues
        if not state.is_choosing_course:
            wanted = self._seek.wanted(text, ask)
            begins = CourseAct.FIND in ask.acts and self._gate.asks_plainly(ask, wanted)
            return self._seek.search(wanted, state, understanding) if begins else None
        learned = self._knowing.course_acts.read(text)
        orders = learned.orders() or CourseAct.FORM in learned.sure or learned.likely is CourseAct.ENROL
        asks_how = cues.asks_how.search(text) or ask.sure
        if (ask.acts & {CourseAct.ENROL, CourseAct.CONFIRM} or orders) and not asks_how:
            if cues.for_one.search(fold(text)) and (one := self._for_one(text, state)):
                return one
            said = self._canned.say("enrol_each_for_oneself")
            return Draft(said, AnswerStatus.CLARIFICATION, state, self._room.items, suggestions=_ASKED_NEXT)
        if (told := self._follow_up.of_one(text, state, ask)) is not None:
            return told
        about, course = learned.sure.keys() & ABOUT_A_COURSE, self._follow_up.find_meant(text, state)
        if not about or course is None:
            return None
        told_of = self._follow_up.with_what_they_have(text, state)  # 那位保安29岁, 条件过得去吧
        return self._dialogue.tell_one(course, text, told_of, frozenset(about))

    def _for_one(self, text: str, state: ConversationState) -> Draft | None:
        """先替一个班长报一个: the draft for one worker, who fills in the form; None where the run is not plain."""
        drafts = (self._enrolment.draft(one, state) for one in (text, _THIS_ONE))
        return next((one for one in drafts if drafts_a_place(one)), None)
