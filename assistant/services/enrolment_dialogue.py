"""给我报名第一个, 就报这个: an enrolment drafted from what was shown. A reply only drafts; its form enrols."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property

from assistant.domain.conversation import AnswerStatus, ConversationState, OpenQuestion, TurnContext
from assistant.domain.engagements import Engagement, engagement_of
from assistant.domain.knowledge import Audience
from assistant.language.course_asks import CourseAct, read_course_ask
from assistant.language.course_orders import order_in, orders_here, without_deadlines, without_refusals
from assistant.language.course_words import CourseCues
from assistant.language.segment import fold
from assistant.language.understanding import Understanding
from assistant.services.canned_words import CannedReplies
from assistant.services.course_desk import CourseDesk
from assistant.services.decide_intent import ASK_POLICY, OFF_TOPIC, UNCLEAR
from assistant.services.draft import Draft
from assistant.services.draft_enrolment import DRAFT, EnrolmentDrafter
from assistant.services.enrolling import Enrolling, TakenPlace, TalkOfCourses
from assistant.services.evidence import EvidenceRoom
from assistant.services.joined_drafts import one_after_other
from assistant.services.knowing import Knowing
from assistant.services.own_places import OwnPlaces
from assistant.services.pick_shown import ShownPicker
from assistant.services.runs_missed import find_closed, named_otherwise
from assistant.services.shown_courses import ShownCourse, ShownIntake, counts_in_a_list, shown_in
from assistant.services.tell_vacancies import plain
from assistant.services.vacancy_phrases import day_words

_WHICH, _NOTHING_SHOWN = "enrol_which", "enrol_nothing_shown"
_MOST_OFFERED, _LONGEST_CHOICE, _LAST_QUESTIONS = 4, 40, 2
_MAY_CHOOSE = frozenset({DRAFT, ASK_POLICY, OFF_TOPIC, UNCLEAR, "find_courses", "find_vacancies", "more", "thanks"})
#: The first words of `enrol_draft`.
_DRAFTED = "我拟了一份报名草稿"
Pair = tuple[ShownCourse, ShownIntake]


class EnrolmentDialogue:
    """What one turn has to do with an enrolment. `enrolling` None: nobody can be enrolled here."""

    def __init__(
        self,
        enrolling: Enrolling | None,
        knowing: Knowing,
        courses: Callable[[], CourseDesk] | None,
        room: EvidenceRoom,
        canned: CannedReplies,
        context: TurnContext,
    ) -> None:
        self._enrolling, self._knowing, self._courses, self._room = enrolling, knowing, courses, room
        self._canned, self._context = canned, context

    @property
    def is_open(self) -> bool:
        """A firm's people enrol each for themselves."""
        return self._enrolling is not None and self._context.audience is Audience.JOB_SEEKER

    @cached_property
    def taken(self) -> tuple[TakenPlace, ...]:
        """The places the conversation has led to."""
        owner = self._context.conversation_id
        return self._enrolling.places_of(owner) if self._enrolling is not None and owner else ()

    @property
    def talk(self) -> TalkOfCourses:
        """What the conversation has shown and drafted; only where somebody can be enrolled."""
        assert self._enrolling is not None
        return self._enrolling.talk_of(self._context.conversation_id or "")

    @property
    def own_places(self) -> OwnPlaces:
        """What tells of them."""
        return OwnPlaces(self.taken, self._cues, self._room, self._canned, self._context)

    @property
    def engagements(self) -> tuple[Engagement, ...]:
        return tuple(engagement_of(place.course, place.intake) for place in self.taken)

    def answer(self, understanding: Understanding, state: ConversationState) -> Draft | None:
        """The reply to who wants a place in what was shown, says which one, or asks about their own; None where
        something else is meant, a course that was not shown among it."""
        if not self.is_open:
            return None
        ask = read_course_ask(understanding.text, self._knowing.course_words.asks)
        if (told := self.own_places.answer(ask.meant, state)) is not None:
            return told
        ordered = without_refusals(ask.meant, self._cues)
        if not ordered:
            return None
        understanding = replace(understanding, text=without_deadlines(ordered))
        asks_to_confirm = CourseAct.CONFIRM in ask.acts or (
            self._cues.fills.search(fold(ask.meant)) is not None and self._has_draft
        )
        if asks_to_confirm and (self.taken or state.is_choosing_course) and not self._names_more(ask.meant):
            return Draft(self._canned.say("enrol_confirm_yourself"), AnswerStatus.ANSWERED, state, self._room.items)
        if state.is_choosing_course and self._cues.for_another.search(ask.meant):
            return self._for_another(ask.meant, state)
        leaves_it_open = CourseAct.ANY in ask.acts and state.is_choosing_course
        if not leaves_it_open and not self.wants_place(understanding, state):
            return None
        shown = self._shown((), understanding.text)
        picked = self._picked(understanding.text, state, shown) if shown else ()
        is_choice = self._asks_openly(understanding) or len(picked) < sum(len(one.intakes) for one in shown)
        is_choice = is_choice or (state.is_choosing_course and self._is_plain_order(understanding.text))
        if len(picked) == 1 and is_choice:
            return self.draft_of(picked[0][1].id, state)
        if not picked and (closed := self._closed_that_day(understanding.text, shown, state)) is not None:
            return closed
        if leaves_it_open and picked:
            return self.which(picked, state)
        orders = CourseAct.ENROL in ask.acts or self._is_plain_order(understanding.text)
        if understanding.intent != DRAFT and not (state.is_choosing_course and orders):
            return None
        if picked and not self._names_more(understanding.text):
            return self.which(picked, state)
        return self.ask_what(state) if self._courses is None else None

    def wants_place(self, understanding: Understanding, state: ConversationState) -> bool:
        """Whether somebody asks for a place, or chooses one where a place is what the talk is about."""
        folded, is_short = fold(understanding.text), len(understanding.text) <= _LONGEST_CHOICE
        if not without_refusals(understanding.text, self._cues):
            return False
        if state.is_choosing_course and self._knowing.course_acts.read(understanding.text).vetoes_order(
            is_named=self._names_more(understanding.text)
        ):
            return False
        if not self.is_open or understanding.intent not in (*_MAY_CHOOSE, "assess_subsidies"):
            return False
        is_only_chosen = not self._cues.enrols.search(folded) and not self._cues.wants_place.match(understanding.text)
        if self._asks_openly(understanding) and not (is_only_chosen and understanding.intent != DRAFT):
            return True
        if self._cues.not_a_place.search(self.order_in(folded)):
            return False
        chooses = self._cues.chooses.search(folded) is not None or self._is_plain_order(understanding.text)
        is_choice = chooses and state.is_choosing_course
        return is_short and (is_choice or self.is_under_way(state))

    def _asks_openly(self, understanding: Understanding) -> bool:
        """Whether the words ask for a place by themselves, whatever was said before."""
        if understanding.intent == DRAFT:
            return True
        folded = fold(understanding.text)
        is_asked = self._cues.wants_place.match(understanding.text) or self._cues.enrols.search(folded)
        is_chosen = self._cues.chooses.search(folded)
        is_other = self._cues.not_a_place.search(self.order_in(folded)) is not None
        return not is_other and (is_asked is not None or is_chosen is not None)

    def order_in(self, text: str) -> str:
        """The clauses that order a place (那赶紧的, 帮我报), beside what the others ask; without one, the whole."""
        return order_in(text, self._cues)

    def _is_plain_order(self, text: str) -> bool:
        """Whether the words, where courses have just been shown, order what was shown whichever that is."""
        return self._cues.chooses_all.search(text) is not None or orders_here(text, self._cues)

    @property
    def _has_draft(self) -> bool:
        """Whether a draft was shown a moment ago, whose form only the person can fill in."""
        return any(_DRAFTED in one.answer for one in self._context.earlier[-_LAST_QUESTIONS:])

    @property
    def enrolling(self) -> Enrolling | None:
        """What keeps drafts, where somebody can be enrolled in this conversation."""
        return self._enrolling if self.is_open and self._context.conversation_id else None

    def is_under_way(self, state: ConversationState) -> bool:
        """Whether the person was asked which one, or has asked for a place a moment ago and none is drafted yet."""
        if state.open_question is not None and state.open_question.text in (_WHICH, _NOTHING_SHOWN):
            return True
        last = self._context.earlier[-1:]
        return bool(last) and state.is_choosing_course and self._cues.enrols.search(fold(last[0].question)) is not None

    def after_search(
        self, found: Draft, text: str, fitting: Sequence[str], day: date | None, is_nearest: bool = False
    ) -> Draft:
        """What a search brings to who wants a place: the draft beside it where one intake can be meant, else the
        question which. `fitting`: ids of the intakes that keep to the search; `day`: on which it is to begin."""
        shown = _only(shown_in(found.cards), set(fitting))
        if self._enrolling is None or not shown:
            return found
        picked = self._picked(text, found.state, shown)
        if (name := named_otherwise(text, shown, self._knowing.course_words)) is not None:
            said = self._canned.say("enrol_not_that_name", name=name)
            item = self._room.put_record("enrolment#name", "可报课程检索", said[0].text)
            found = replace(found, sentences=(*found.sentences, replace(said[0], evidence=(item.id,))))
            is_nearest = True
        begins = [pair for pair in picked if day is None or pair[1].starts_on == day.isoformat()]
        if len(begins) == 1 and not is_nearest:
            return one_after_other(found, self.draft_of(begins[0][1].id, found.state))
        if day is not None and not begins:
            said = self._canned.say("enrol_not_that_day", day=day_words(day, self._context.today))
            item = self._room.put_record("enrolment#day", "可报课程检索", said[0].text)
            found = replace(found, sentences=(*found.sentences, replace(said[0], evidence=(item.id,))))
        offered = picked or tuple((course, intake) for course in shown for intake in course.intakes)
        asked = self.which(offered, found.state)
        return one_after_other(found, replace(asked, status=found.status))

    def draft(self, text: str, state: ConversationState, just_shown: Sequence[Mapping[str, object]] = ()) -> Draft:
        """The draft with its card; a question where several could be meant, or none was shown."""
        shown = self._shown(just_shown, text)
        if self._enrolling is None or not shown:
            return self.ask_what(state)
        picked = self._picked(text, state, shown)
        if len(picked) != 1:
            offered = picked or tuple((course, intake) for course in shown for intake in course.intakes)
            return self.which(offered, state)
        return self.draft_of(picked[0][1].id, state)

    def ask_what(self, state: ConversationState) -> Draft:
        """Nothing was shown that somebody could enrol in."""
        return self._ask(_NOTHING_SHOWN, replace(state, open_question=OpenQuestion(_NOTHING_SHOWN)))

    @property
    def _cues(self) -> CourseCues:
        return self._knowing.course_words.cues

    def _picked(self, text: str, state: ConversationState, shown: Sequence[ShownCourse]) -> tuple[Pair, ...]:
        desk = self._courses() if self._courses is not None else None
        return ShownPicker(desk, self.engagements, self._context.today).by_order(text, state, shown, self._cues)

    def _for_another(self, text: str, state: ConversationState) -> Draft | None:
        """我娃儿也想报: whose form it is, and the draft where one course can be meant and is not theirs already."""
        said = Draft(self._canned.say("enrol_for_another"), AnswerStatus.ANSWERED, state, self._room.items)
        picked = self._picked(text, state, self._shown((), text))
        if not picked:
            return None if self._names_more(text) else said
        if len(picked) > 1:
            return one_after_other(said, self.which(picked, state))
        has_it = any(place.intake.id == picked[0][1].id for place in self.taken)
        return said if has_it else one_after_other(said, self.draft_of(picked[0][1].id, state))

    def draft_for_another(self, intake_id: str, state: ConversationState) -> Draft:
        """One intake, drafted for somebody else, who fills in the form."""
        said = Draft(self._canned.say("enrol_for_another"), AnswerStatus.ANSWERED, state, self._room.items)
        return one_after_other(said, self.draft_of(intake_id, state))

    def _closed_that_day(self, text: str, shown: Sequence[ShownCourse], state: ConversationState) -> Draft | None:
        """What to say of an intake that begins on the day named and takes nobody any more."""
        if self._courses is None or (found := find_closed(text, shown, self._courses(), self._context.today)) is None:
            return None
        course, starts = found
        words = day_words(starts, self._context.today)
        said = self._canned.say("enrol_intake_closed", title=plain(course.title), starts=words)
        item = self._room.put_record(f"enrolment#{course.id}-closed", course.title, said[0].text)
        told = Draft((replace(said[0], evidence=(item.id,)),), AnswerStatus.ANSWERED, state, self._room.items)
        others = [(each, intake) for each in shown if each.id == course.id for intake in each.intakes]
        return one_after_other(told, self.which(others, state)) if others else told

    def _names_more(self, text: str) -> bool:
        """Whether the words name a subject, which a search may find though it was not shown."""
        if self._courses is None:
            return False
        return self._courses().understand(text).names_a_subject or bool(self._courses().named_in(text))

    def draft_of(self, intake_id: str, state: ConversationState) -> Draft:
        """One intake, drafted."""
        assert self._enrolling is not None
        regions = self._knowing.lexicon.regions
        drafter = EnrolmentDrafter(self._enrolling, self.taken, regions, self._room, self._canned, self._context)
        return drafter.draft(intake_id, state, self.engagements)

    def which(self, offered: Sequence[Pair], state: ConversationState) -> Draft:
        """The question which of several is meant."""
        suggestions = tuple(_offer(course, intake, self._context) for course, intake in offered[:_MOST_OFFERED])
        return self._ask(_WHICH, replace(state, open_question=OpenQuestion(_WHICH)), suggestions)

    def _ask(self, key: str, state: ConversationState, suggestions: tuple[str, ...] = ()) -> Draft:
        said = self._canned.say(key)
        return Draft(said, AnswerStatus.CLARIFICATION, state, self._room.items, suggestions=suggestions)

    def _shown(self, just_shown: Sequence[Mapping[str, object]], text: str = "") -> tuple[ShownCourse, ...]:
        """The courses of this turn, or else those the conversation has shown last."""
        here = shown_in(just_shown)
        if here or self._enrolling is None or not self._context.conversation_id:
            return here
        return self._enrolling.last_shown(self._context.conversation_id, counts_in_a_list(text))


def _only(shown: Sequence[ShownCourse], fitting: set[str]) -> tuple[ShownCourse, ...]:
    kept = (replace(one, intakes=tuple(each for each in one.intakes if each.id in fitting)) for one in shown)
    return tuple(one for one in kept if one.intakes)


def _offer(course: ShownCourse, intake: ShownIntake, context: TurnContext) -> str:
    """Words that mean this one and no other."""
    try:
        begins = date.fromisoformat(intake.starts_on)
    except ValueError:
        return f"报名“{course.title}”"
    return f"报名“{course.title}”{day_words(begins, context.today)}开班的"
