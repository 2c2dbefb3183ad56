"""Several of the courses shown told at once: each on what is asked, which is ahead in it, and whether two collide."""

from collections.abc import Sequence
from dataclasses import replace

from assistant.domain.conversation import ConversationState
from assistant.domain.course_filter import CourseFilter
from assistant.domain.courses import Course
from assistant.language.course_asks import ABOUT_A_COURSE, CourseAct
from assistant.language.segment import fold
from assistant.services.canned_words import CannedReplies
from assistant.services.course_desk import CourseDesk, learner_of
from assistant.services.course_dialogue import CourseDialogue
from assistant.services.draft import Draft, DraftSentence
from assistant.services.evidence import EvidenceRoom
from assistant.services.tell_courses import CourseTeller
from assistant.services.tell_vacancies import plain

#: What two courses are compared on where nothing is named.
_COMPARED = frozenset({CourseAct.FEE, CourseAct.STARTS, CourseAct.CERTIFICATE})
_TWO = 2


class SeveralTeller:
    """Tells of courses that were shown; takes none for chosen."""

    def __init__(self, desk: CourseDesk, dialogue: CourseDialogue, room: EvidenceRoom, canned: CannedReplies) -> None:
        self._desk, self._dialogue, self._room, self._canned = desk, dialogue, room, canned

    def each(
        self, courses: Sequence[Course], asked: str, state: ConversationState, acts: frozenset[CourseAct] = frozenset()
    ) -> Draft:
        """What is asked, of each in turn. `acts`: what is asked beyond the words; not to be called without courses."""
        told = [self._dialogue.tell_one(one, asked, state, acts) for one in courses]
        if len(told) == 1:
            return told[0]
        last = told[-1]
        sentences = tuple({one.text: one for each in told for one in each.sentences}.values())
        evidence = {key: value for each in told for key, value in each.evidence.items()}
        cards = tuple(card for each in told for card in each.cards)
        after = replace(last.state, course_meant=state.course_meant)
        return replace(last, sentences=sentences, evidence=evidence, cards=cards, state=after, suggestions=())

    def compared(
        self, courses: Sequence[Course], text: str, state: ConversationState, acts: frozenset[CourseAct]
    ) -> Draft:
        """The courses on what is asked of them, and which is ahead where that is a matter of figures."""
        folded, cues = fold(text), self._desk.words.cues
        by_fee, by_start = cues.by_price.search(folded) is not None, cues.by_start.search(folded) is not None
        on = set(acts & ABOUT_A_COURSE)
        on |= {CourseAct.FEE} if by_fee else set()
        on |= {CourseAct.STARTS} if by_start else set()
        told = self.each(courses, "", state, frozenset(on) or _COMPARED)
        ahead = (*(self._cheapest(courses) if by_fee else ()), *(self._soonest(courses) if by_start else ()))
        return replace(told, sentences=(*ahead, *told.sentences), evidence={**told.evidence, **self._room.items})

    def clash(self, courses: Sequence[Course], state: ConversationState, engaged: CourseTeller) -> Draft:
        """When their lessons are, and whether two of them, or one and a place taken, collide."""
        wanted = state.course_wanted or CourseFilter()
        matches = [self._desk.match(one, wanted, learner_of(state, wanted)) for one in courses]
        said = engaged.clashes_between(matches)
        if not said and len(courses) == _TWO:
            one, other = (plain(each.title) for each in courses)
            said = engaged.counted("courses_no_clash_between", one=one, other=other)
        told = self.each(courses, "", state, frozenset({CourseAct.TIMES}))
        return replace(told, sentences=(*said, *told.sentences), evidence={**told.evidence, **self._room.items})

    def _cheapest(self, courses: Sequence[Course]) -> tuple[DraftSentence, ...]:
        priced = sorted((one for one in courses if one.fee_yuan is not None), key=lambda one: one.fee_yuan or 0.0)
        if len(priced) < _TWO or priced[0].fee_yuan == priced[1].fee_yuan:
            return ()
        title = plain(priced[0].title)
        return self._recorded(self._canned.say("courses_cheapest", title=title), priced[0])

    def _soonest(self, courses: Sequence[Course]) -> tuple[DraftSentence, ...]:
        today = self._desk.today
        begins = [
            (min(days), one)
            for one in courses
            if (days := [each.starts_on for each in one.intakes if each.starts_on and each.takes_enrolments_on(today)])
        ]
        begins.sort(key=lambda pair: pair[0])
        if len(begins) < _TWO or begins[0][0] == begins[1][0]:
            return ()
        title = plain(begins[0][1].title)
        return self._recorded(self._canned.say("courses_soonest", title=title), begins[0][1])

    def _recorded(self, said: tuple[DraftSentence, ...], course: Course) -> tuple[DraftSentence, ...]:
        item = self._room.put_record(f"compared:{course.id}:{said[0].text[:4]}", plain(course.title), said[0].text)
        return (replace(said[0], evidence=(item.id,)),)
