"""A message once courses were shown: on the form of one, on one of them, or on another of the kind beside it."""

from dataclasses import replace

from assistant.domain.conversation import AnswerStatus, ConversationState, TurnContext
from assistant.domain.course_filter import CourseFilter
from assistant.language.course_asks import A_STORY, ABOUT_A_COURSE, CourseAct, clauses_of, read_course_ask
from assistant.language.course_names import best_named
from assistant.language.course_orders import ASKS, without_deadlines
from assistant.language.held_back import is_held_back
from assistant.language.learned_acts import CourseActReader, LearnedActs
from assistant.language.segment import fold
from assistant.language.understanding import Understanding
from assistant.services.chosen_turn import ChosenTurn
from assistant.services.course_dialogue import NOTHING_BESIDE, AskedBeside
from assistant.services.course_follow_up import CourseFollowUp
from assistant.services.draft import Draft
from assistant.services.enrolling import TalkOfCourses
from assistant.services.joined_drafts import one_after_other
from assistant.services.learned_turn import LearnedTurn, ShownParts
from assistant.services.point_at_shown import PointAtShown, Spoken
from assistant.services.pointed_turn import NEVER, PointedTurn, drafts_a_place

#: An order for whatever was found.
_ORDER, _TWO, _LISTS = "帮我报名", 2, 4


class ShownTurn:
    """Has a message before every other part; what it leaves is of another kind."""

    def __init__(
        self, parts: ShownParts, follow_up: CourseFollowUp, reader: CourseActReader, context: TurnContext
    ) -> None:
        self._parts, self._follow_up, self._reader, self._context = parts, follow_up, reader, context

    def answer(self, understanding: Understanding, state: ConversationState, talk: TalkOfCourses) -> Draft | None:
        """The reply; None where nothing shown is meant."""
        told = self._parts.form.answer(understanding.as_said or understanding.text, talk.drafted, state)
        if told is not None:
            return self._with_order(told, understanding, state, talk)
        talk, text = self._with_the_named(talk), understanding.as_said or understanding.text
        learned = self._reader.read(without_deadlines(text))
        turn = PointedTurn(
            self._parts.desk, self._parts.dialogue, self._parts.enrolment, talk, self._follow_up.with_what_they_have,
            learned,
        )  # fmt: skip
        learnt = LearnedTurn(self._parts, talk, turn.point)
        is_shown = state.is_choosing_course and (understanding.intent not in NEVER or learned.is_plain_choice())
        return (
            (self._choice(turn.point, learned).answer(understanding, state) if is_shown else None)
            or (self._held_back(text, state) if is_shown else None)
            or (learnt.before_words(text, learned, state) if is_shown else None)
            or turn.answer(understanding, state)
            or turn.of_oneself(understanding, state)
            or self._gives_back_and_seeks(understanding, state)
            or self._ordered_beyond(turn.ordered_beyond(understanding), understanding.text, state)
            or self._asked_beyond(turn, understanding, learned, state)
            or self._learned(understanding, learned, learnt, state)
        )

    def chosen(self, understanding: Understanding, state: ConversationState, talk: TalkOfCourses) -> Draft | None:
        """The draft of what is chosen by the words alone, whatever else the message could be about."""
        talk, text = self._with_the_named(talk), without_deadlines(understanding.as_said or understanding.text)
        point = PointAtShown(self._parts.desk, talk.lists[-_LISTS:], Spoken(talk.course, talk.intake))
        return self._choice(point, self._reader.read(text)).answer(understanding, state)

    def _choice(self, point: PointAtShown, learned: LearnedActs) -> ChosenTurn:
        told = self._follow_up.with_what_they_have
        return ChosenTurn(self._parts.desk, self._parts.enrolment, point, told, learned)

    def _held_back(self, text: str, state: ConversationState) -> Draft | None:
        """我得回去问哈我屋头那个: nothing is drafted, and nothing asked."""
        if not is_held_back(text) or self._parts.enrolment.taken or any(ASKS.search(one) for one in clauses_of(text)):
            return None
        said = self._parts.canned.say("courses_put_off")
        return Draft(said, AnswerStatus.ANSWERED, state, self._parts.room.items)

    def _asked_beyond(
        self, turn: PointedTurn, understanding: Understanding, learned: LearnedActs, state: ConversationState
    ) -> Draft | None:
        """做奶茶那个收不收我: what is asked of a course that was not shown is looked for with it."""
        text = understanding.as_said or understanding.text
        ask = read_course_ask(text, self._parts.desk.words.asks)
        asked = ask.acts & ABOUT_A_COURSE or learned.sure.keys() & ABOUT_A_COURSE
        if not asked or not state.is_choosing_course or state.course_wanted is None or len(text) > A_STORY:
            return None
        shown = {one.id for each in turn.lists for one in each}
        for clause in clauses_of(text):
            named = [one for one in self._parts.desk.named_in(clause) if one.id not in shown]
            if len(named) == 1 and not turn.point.resolve(clause).is_named:
                acts = frozenset(learned.sure.keys() & ABOUT_A_COURSE)
                return self._parts.dialogue.tell_one(named[0], text, state, acts)
            pointed, said = turn.point.resolve(clause), self._parts.desk.understand(clause)
            if pointed.misses and not pointed.is_named and pointed.pointing.points and said.names_a_subject:
                wanted = replace(said, region_ids=said.region_ids or state.course_wanted.region_ids)
                told = self._follow_up.with_what_they_have(text, replace(state, course_wanted=wanted))
                if told.course_wanted is not None and self._parts.desk.search.count(wanted):
                    beside = AskedBeside(details=text, said=text)
                    return self._parts.dialogue.search_for(told.course_wanted, state, asked=beside)
        return None

    def _learned(
        self, understanding: Understanding, learned: LearnedActs, turn: LearnedTurn, state: ConversationState
    ) -> Draft | None:
        """What the model alone is sure of, unless the words are plainly of another matter or seek another course."""
        cues, folded = self._parts.desk.words.cues, fold(understanding.text)
        is_guessed = understanding.intent in NEVER and not learned.is_plain_choice()
        others = (
            cues.seeks_work,
            cues.rights,
            cues.money_traps,
            cues.unemployed,
            cues.exists,
            cues.daily_sum,
            cues.living,
            cues.any_schooling,
            cues.any_age,
            cues.profile,
        )
        is_asked = any(act in ABOUT_A_COURSE and ASKS.search(fold(one)) for act, one in learned.sure.items())
        is_told = learned.orders() or is_asked  # 是白天上还是夜头上? 我夜头要跑外卖
        is_other = any(cue.search(folded) for cue in others) and not is_told
        is_other = is_other or cues.for_another.search(folded) is not None
        if not state.is_choosing_course or state.assessing is not None or is_other or is_guessed:
            return None
        text = without_deadlines(understanding.as_said or understanding.text)
        seeks = CourseAct.FIND in read_course_ask(text, self._parts.desk.words.asks).acts
        if len(text) > A_STORY or seeks or CourseAct.FIND in learned.sure:
            return None
        return turn.answer(text, learned, self._follow_up.with_what_they_have(text, state))

    def likely(self, understanding: Understanding, state: ConversationState, talk: TalkOfCourses) -> Draft | None:
        """What a message most likely wants that nothing has understood."""
        talk, text = self._with_the_named(talk), without_deadlines(understanding.as_said or understanding.text)
        point = PointAtShown(self._parts.desk, talk.lists[-_LISTS:], Spoken(talk.course, talk.intake))
        return LearnedTurn(self._parts, talk, point).answer_likely(text, self._reader.read(text), state)

    def _with_order(
        self, told: Draft, understanding: Understanding, state: ConversationState, talk: TalkOfCourses
    ) -> Draft:
        """咋个提交不到喃, 那就往后头那期: what is told of the form, and the draft that the last clause orders."""
        clauses = clauses_of(understanding.as_said or understanding.text)
        if len(clauses) < _TWO or ASKS.search(fold(clauses[-1])):
            return told
        learned = self._reader.read(clauses[-1])
        parts, said = self._parts, replace(understanding, text=clauses[-1], as_said=clauses[-1])
        turn = PointedTurn(
            parts.desk, parts.dialogue, parts.enrolment, talk, self._follow_up.with_what_they_have, learned
        )
        ordered = turn.answer(said, state)
        return one_after_other(told, ordered) if ordered is not None and drafts_a_place(ordered) else told

    def _with_the_named(self, talk: TalkOfCourses) -> TalkOfCourses:
        """Of several shown, the one that the question before has named is the one talked of."""
        last = self._context.earlier[-1:]
        if talk.course is not None or not talk.lists or not last:
            return talk
        cues = self._parts.desk.words.cues
        named = best_named(last[0].question, talk.lists[-1], lambda one: one.title, cues)
        return replace(talk, course=named[0].id) if len(named) == 1 else talk

    def _gives_back_and_seeks(self, understanding: Understanding, state: ConversationState) -> Draft | None:
        """退了, 那有没有周末学画图的: how a place is given back, and what is looked for now."""
        cues, clauses = self._parts.desk.words.cues, clauses_of(understanding.text)
        back = [one for one in clauses if cues.gives_back.search(fold(one)) is not None]
        rest = "，".join(one for one in clauses if one not in back)
        ask = read_course_ask(rest, self._parts.desk.words.asks)
        if not back or (CourseAct.FIND not in ask.acts and not cues.exists.search(fold(rest))):
            return None
        told = self._parts.enrolment.answer(replace(understanding, text="，".join(back)), state)
        found = self._follow_up.answer(replace(understanding, text=rest), state, ask, NOTHING_BESIDE)
        if told is None or found is None:
            return found
        return replace(one_after_other(told, found), cards=found.cards)

    def _ordered_beyond(self, said: CourseFilter | None, text: str, state: ConversationState) -> Draft | None:
        """改报高处的: a course of the kind, where the one before was looked for, with its draft."""
        if said is None or state.course_wanted is None:
            return None
        wanted = replace(said, region_ids=said.region_ids or state.course_wanted.region_ids)
        if not self._parts.desk.search.count(wanted):
            return None
        return self._parts.dialogue.search_for(wanted, state, asked=AskedBeside(enrol=_ORDER, said=text))
