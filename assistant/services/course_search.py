"""What a message looks for among courses, and the search for it with what is asked beside."""

from dataclasses import replace

from assistant.domain.conversation import ConversationState
from assistant.domain.course_filter import CourseFilter
from assistant.domain.course_fit import Learner
from assistant.language.course_asks import A_STORY, CourseAct, CourseAsk, clauses_of, read_course_ask
from assistant.language.course_orders import ASKS
from assistant.language.learned_acts import CourseActReader
from assistant.language.segment import fold
from assistant.language.understanding import Understanding
from assistant.services.course_desk import CourseDesk, subject_alone
from assistant.services.course_dialogue import AskedBeside, CourseDialogue
from assistant.services.course_gate import FIND_VACANCIES
from assistant.services.draft import Draft
from assistant.services.enrolment_dialogue import EnrolmentDialogue
from assistant.services.joined_drafts import one_after_other
from assistant.services.taught_here import TaughtHere, is_of_learning, wants_to_learn, wishes_plainly, with_subject

#: In characters: a longer message tells more than an order.
_SHORT = 24
#: So many courses of a subject are looked at for one that is of another, too.
_SO_MANY = 20


class CourseSearch:
    """Reads what is wanted by the tables of `desk`; searches by `dialogue`."""

    def __init__(
        self, desk: CourseDesk, dialogue: CourseDialogue, enrolment: EnrolmentDialogue, acts: CourseActReader
    ) -> None:
        self._desk, self._dialogue, self._enrolment, self._acts = desk, dialogue, enrolment, acts
        self._cues = desk.words.cues

    def wanted(self, text: str, ask: CourseAsk) -> CourseFilter:
        """What a message asks for. Of a story, the clauses about courses say what and when, the whole says where."""
        desk, whole = self._desk, self._desk.understand(text)
        if len(text) <= A_STORY or ask.focus == text:
            return whole
        timed = desk.understand("，".join(one for one in clauses_of(text) if self._cues.at_hand.search(one)))
        about = said = desk.with_topic(desk.understand(ask.focus), ask.focus)
        if whole.lacking and CourseAct.CERTIFICATE in ask.acts and not about.licences:  # what stands in their way
            about = replace(about, licences=whole.lacking, occupations=(), words=())
        if not about.names_a_subject:  # the last thing the story names
            named = (desk.understand(clause) for clause in reversed(clauses_of(text)))
            about = next((one for one in named if one.names_a_subject), about)
        if not about.names_a_subject:
            about = replace(about, words=desk.pieces_of(desk.named_in(text), text))
        return replace(
            whole,
            occupations=about.occupations,
            words=about.words,
            licences=about.licences,
            levels=about.levels or timed.levels,
            evening=said.evening or timed.evening,
            weekend=said.weekend or timed.weekend,
            daytime=said.daytime or timed.daytime,
        )

    def search(
        self, wanted: CourseFilter, state: ConversationState, understanding: Understanding, details: str = ""
    ) -> Draft:
        """The search, with what the message asks beside it. `details`: what is asked of the course found."""
        before, text, folded = state.course_wanted, understanding.text, fold(understanding.text)
        if before is not None:
            held = tuple(dict.fromkeys((*before.held, *wanted.held)))
            busy = tuple(dict.fromkeys((*before.busy, *wanted.busy)))
            lacking = tuple(dict.fromkeys((*before.lacking, *wanted.lacking)))
            wanted = replace(wanted, held=held, lacking=lacking, busy=busy)
        is_by_profile = self._cues.profile.search(text) is not None
        if not wanted.names_a_subject and is_by_profile and state.wanted is not None:
            wanted = replace(wanted, occupations=state.wanted.occupations)
        ask = self._ask(text)
        if not is_by_profile:
            wanted = self._desk.with_what_exists(self._desk.with_topic(wanted, ask.focus), ask.focus)
            wanted = self._desk.with_the_others(self._desk.with_the_named(wanted, ask.focus), ask.focus)
            wanted = self._as_taught(wanted, understanding.as_said or text)
        details = text if details or self._cues.details.search(folded) or ask.sure else ""
        return self._dialogue.search_for(wanted, state, asked=self.asked_beside(understanding, state, details))

    def _as_taught(self, wanted: CourseFilter, text: str) -> CourseFilter:
        """The filter for what the verb of learning names (想学手语, beside coffee); and where nobody teaches what
        only a word of the message names (正规的, 屋头有奶娃儿), for what else in it is taught."""
        there = replace(subject_alone(wanted), region_ids=wanted.region_ids)
        if wanted.names_a_subject and self._desk.search.count(there) > 0:
            return self._with_what_is_learnt(wanted, text)
        if not wants_to_learn(text) or self._is_to_be_learnt(wanted, text):
            return wanted
        places = (wanted.region_ids, ()) if not self._desk.search.count(subject_alone(wanted)) else (wanted.region_ids,)
        found = (TaughtHere(self._desk, place).find(text) for place in dict.fromkeys(places))
        best = next((one for one in found if one is not None), None)
        return with_subject(wanted, best) if best is not None else wanted

    def _with_what_is_learnt(self, wanted: CourseFilter, text: str) -> CourseFilter:
        """What the verbs of learning name instead of what only another word names, or beside it (一个想学…两次)."""
        learning = (TaughtHere(self._desk).behind_the_verb(one) for one in clauses_of(text))
        named = [one for one in learning if one is not None]
        apart = [one for one in named if not self._meet(one, wanted)]
        if not apart:
            return wanted
        known = wanted.words if len(apart) < len(named) else ()
        words = tuple(dict.fromkeys((*known, *(word for one in apart for word in one.words))))
        return replace(wanted, words=words) if known else with_subject(wanted, CourseFilter(words=words))

    def _is_to_be_learnt(self, wanted: CourseFilter, text: str) -> bool:
        """Whether a clause of learning names the subject by a name the tables know: then there is none of it."""
        learning = (self._desk.understand(clause) for clause in clauses_of(text) if is_of_learning(clause))
        if any(_names(said) & _names(wanted) for said in learning):
            return True
        return len(text) <= _SHORT and bool(wanted.occupations or wanted.licences)

    def _meet(self, one: CourseFilter, other: CourseFilter) -> bool:
        """Whether a course is of both."""
        first = {each.course.id for each in self._desk.find(subject_alone(one), Learner(), _SO_MANY).matches}
        return any(
            each.course.id in first for each in self._desk.find(subject_alone(other), Learner(), _SO_MANY).matches
        )

    def at_last(self, understanding: Understanding, state: ConversationState, is_other: bool) -> Draft | None:
        """The courses for what a message names in words of its own; None where nothing of it is taught.

        `is_other`: it has words of other matters; then the verb of learning must name it (减肥…考个公共营养师)."""
        text, taught = understanding.as_said or understanding.text, TaughtHere(self._desk)
        others = (self._cues.money_traps, self._cues.asks_policy, self._cues.subsidy)
        if not wants_to_learn(text) or any(cue.search(fold(text)) for cue in others):
            return None
        named = (taught.behind_the_verb(one) for one in clauses_of(text))
        is_plain = not is_other or wishes_plainly(text)
        found = taught.find(text) if is_plain else next((one for one in named if one is not None), None)
        if found is None:
            return None
        return self.search(with_subject(self.wanted(text, self._ask(text)), found), state, understanding)

    def beside_no_work(self, found: Draft, text: str) -> Draft:
        """The reply that there is no such work, with the courses of the trade where one is taught there.

        Whoever tells of years in the trade, of pay, or of a shift can do it already (做了六年电工, 八千以上), and who
        asks for a subsidy asks for neither.
        """
        sought = found.state.wanted
        looked_for_work = any(tool.name == FIND_VACANCIES for tool in found.tools)
        if sought is None or not looked_for_work or any(card.get("kind") == "vacancy" for card in found.cards):
            return found
        can_do_it = sought.pay_floor or sought.experience_years or sought.benefits or sought.shifts
        names_a_trade = sought.occupations or sought.licences
        if can_do_it or not names_a_trade or self._cues.subsidy.search(fold(text)):
            return found
        named = CourseFilter(occupations=sought.occupations, licences=sought.licences if not sought.occupations else ())
        wanted = self._desk.of_the_trade(replace(named, region_ids=sought.region_ids))
        if not self._desk.search.count(wanted):
            return found
        taught = self._dialogue.search_for(wanted, found.state)
        kept = replace(taught.state, is_searching=True, wanted=sought)
        return replace(one_after_other(found, taught), state=kept, suggestions=found.suggestions)

    def asked_beside(self, understanding: Understanding, state: ConversationState, details: str = "") -> AskedBeside:
        """What a message asks beside a search."""
        folded, ask = fold(understanding.text), self._ask(understanding.text)
        looks = CourseAct.FIND in ask.acts or self._cues.looks.search(folded) is not None
        only_looks = looks and CourseAct.ENROL not in ask.acts
        wants_place = self._orders(understanding.text) or (
            not only_looks
            and self._enrolment.wants_place(understanding, state)
            and not self._cues.asks_how.search(self._enrolment.order_in(understanding.text))
            and CourseAct.CONDITIONS not in ask.sure
        )
        return AskedBeside(
            subsidy=CourseAct.SUBSIDY in ask.acts,
            details=details,
            enrol=ask.meant if wants_place else "",
            several=self._cues.both.search(folded) is not None,
            living=self._cues.living.search(folded) is not None,
            said=ask.focus,
        )

    def _orders(self, text: str) -> bool:
        """Whether a short message orders a place by what the model has learnt (电工这个班我读, 麻烦办)."""
        learned = self._acts.read(text)
        is_plain = len(text) <= _SHORT and CourseAct.FIND not in learned.sure and not ASKS.search(fold(text))
        return is_plain and learned.orders() and CourseAct.FIND not in self._ask(text).acts

    def _ask(self, text: str) -> CourseAsk:
        return read_course_ask(text, self._desk.words.asks)


def _names(wanted: CourseFilter) -> set[str]:
    """What a filter calls its subject."""
    return {*wanted.occupations, *wanted.words, *wanted.licences}
