"""One message's way through the rules: plan, call, compose."""

from collections.abc import Callable
from dataclasses import replace

from assistant.domain.conversation import (
    ALL_SCHEMES,
    AnswerStatus,
    ConversationState,
    HandoverReason,
    ToolCall,
    TurnContext,
)
from assistant.domain.knowledge import Audience
from assistant.domain.schemes import Outcome
from assistant.language.asking_for_others import asks_for_others
from assistant.language.letters_asked import find_letter_matter
from assistant.language.lexicon import IntentRule
from assistant.language.list_asks import asks_about_list
from assistant.language.other_language import is_other_language
from assistant.language.questions import asks
from assistant.language.understanding import Understanding, understand
from assistant.services.assessment_card import Card
from assistant.services.beside_verdict import tells_no_amount, with_amount
from assistant.services.canned_words import CannedReplies
from assistant.services.compose_short import compose_amount
from assistant.services.course_desk import CourseDesk
from assistant.services.course_gate import FIND_VACANCIES
from assistant.services.course_turn import CourseTurn
from assistant.services.decide_intent import (
    ASK_POLICY,
    CHECK_EMPLOYER,
    OFF_TOPIC,
    SURELY_FOREIGN,
    SURELY_ONE,
    UNCLEAR,
    decide_intent,
    foreign_from,
    names_one,
)
from assistant.services.draft import Draft, DraftSentence
from assistant.services.employer_asks import asks_what_there_is
from assistant.services.enrolling import Enrolling
from assistant.services.enrolment_dialogue import EnrolmentDialogue
from assistant.services.evidence import EvidenceRoom
from assistant.services.fact_taking import Taken
from assistant.services.first_aid import question_for
from assistant.services.joined_drafts import one_after_other
from assistant.services.knowing import Knowing
from assistant.services.known_facts import facts_in, forget
from assistant.services.labour_dialogue import DRAFT, LabourDialogue
from assistant.services.overview import tell_of_group, tell_overview
from assistant.services.plain_replies import PlainReplies
from assistant.services.policy_turn import PolicyTurn
from assistant.services.rule_question import tells_of_a_wrong
from assistant.services.steps import Clarify, Plan
from assistant.services.subsidy_dialogue import SubsidyDialogue
from assistant.services.tell_assessment import ToldAssessment
from assistant.services.tell_courses import FIND_COURSES
from assistant.services.tell_documents import tell_documents
from assistant.services.tell_employers import tell_of_lists
from assistant.services.tell_taught import tell_taught
from assistant.services.turn_statuses import NOT_UNDERSTOOD
from assistant.services.vacancy_desk import VacancyDesk
from assistant.services.vacancy_dialogue import describes_work
from assistant.services.vacancy_turn import VacancyTurn
from assistant.services.warn_of_loan import warn_of_loan
from assistant.services.work_out import take_for_topic, take_length, take_sum, tell_completed

ASSESS, HAND_OVER = "assess_subsidies", "hand_over"
#: After these whoever tells what befell them is told what the documents say on it, all the same.
_SAYS_NOTHING = frozenset(
    {AnswerStatus.UNANSWERABLE_NO_SOURCE, AnswerStatus.UNANSWERABLE_OUT_OF_SCOPE, AnswerStatus.CLARIFICATION}
)
#: What a message was taken for that tells what befell somebody at work.
_NOT_A_WRONG = frozenset({OFF_TOPIC, UNCLEAR, FIND_VACANCIES, FIND_COURSES, CHECK_EMPLOYER})
#: Whoever tells so many facts in a message that names no work (学历, 户口 … 在找工作) tells of themselves.
_TELLS_OF_ONESELF = 2


class RuleTurn:
    """Drafts for one message. `room`: where the evidence goes, if it is not to be a room of its own."""

    def __init__(
        self,
        knowing: Knowing,
        vacancies: Callable[[], VacancyDesk],
        state: ConversationState,
        context: TurnContext,
        room: EvidenceRoom | None = None,
        courses: Callable[[], CourseDesk] | None = None,
        enrolling: Enrolling | None = None,
    ) -> None:
        self._knowing = knowing
        self._before = state
        self._state = replace(state, turns=state.turns + 1)
        self._context = context
        self._room = room or EvidenceRoom(knowing.knowledge, knowing.parameters, knowing.lexicon.regions)
        self._canned = CannedReplies(knowing.words, self._room, context.today)
        self._turn = (knowing, self._room, self._canned, context)
        self._subsidies = SubsidyDialogue(knowing, self._room, self._canned, context)
        self._policies = PolicyTurn(knowing, self._room, self._canned, context, self._subsidies)
        self._vacancies = VacancyTurn(knowing, vacancies, self._room, self._canned, context)
        self._enrolment = EnrolmentDialogue(enrolling, knowing, courses, self._room, self._canned, context)
        self._courses = CourseTurn(knowing, courses, vacancies, self._room, self._canned, context, self._enrolment)
        self._labour = LabourDialogue(vacancies, self._room, self._canned, context)
        self._plain = PlainReplies(*self._turn)

    def answer(self, understanding: Understanding) -> Draft:
        draft = self._or_others(self._by_rules(understanding), understanding)
        return self._vacancies.or_kept(draft, understanding, self._before, self._tell_policies)

    def _or_others(self, draft: Draft, understanding: Understanding) -> Draft:
        """What staff have taught, or a document that was added, where the rules have nothing better."""
        for tell in (tell_taught, tell_documents):
            draft = tell(draft, understanding, self._before, self._knowing, self._room, self._canned, self._context)
        return draft

    def _by_rules(self, understanding: Understanding) -> Draft:
        if self._context.audience is Audience.EMPLOYER and asks_about_list(understanding.as_said):
            return self._draft(tell_of_lists(self._knowing, self._room, self._canned), AnswerStatus.ANSWERED)
        scheme_id = self._subsidies.scheme_pointed_at(understanding, self._before)
        if scheme_id is not None and (of_group := tell_of_group(scheme_id, understanding, self._state, *self._turn)):
            return of_group
        labour = None if self._asks_surely(understanding) else self._labour.answer(understanding, self._state)
        labour = labour or self._vacancies.of_one_surely(understanding, self._state)
        if labour is not None:  # workers who are looked for are no facts about those whom a firm has
            return labour
        taken = self._subsidies.facts.take(understanding, self._state)
        self._state = taken.state
        enrolment = self._courses.first(understanding, self._state)
        if enrolment is not None:
            return self._courses.beside_draft(enrolment, understanding, self._state)
        names_a_scheme = self._subsidies.named_in(understanding.text, self._state)
        if self._courses.is_training_loan(understanding.text) and not names_a_scheme:
            wished = self._courses.note_wish(understanding.text, self._state)
            warning = warn_of_loan(understanding.text, wished, self._knowing, self._room, self._canned, self._context)
            found = self._courses.beside_a_warning(understanding, wished) if warning is not None else None
            return one_after_other(warning, found) if warning and found else warning or self._answer(understanding)
        going_on = self._courses.goes_on(understanding, self._state, taken.settles(self._before))
        going_on = going_on or self._vacancies.goes_on(understanding, self._state)
        if going_on is not None:
            return going_on
        if taken.is_answer or self._subsidies.goes_on_telling(understanding, taken, self._state):
            return self._assess(taken, understanding.text)
        if taken.unreadable is not None:
            return self._ask_again(taken.unreadable) if not self._state.failures else self._go_on_without()
        if (scheme_id := self._subsidies.meant_by(understanding, taken)) is not None:
            amount = self._amount_of(scheme_id)
            told = self._subsidies.assess(self._state, scheme_id)
            return with_amount(self._tell_assessment(told, (), scheme_id), amount, self._room)
        if not self._subsidies.facts.asks_something(understanding):
            self._state = take_length(understanding, self._state, self._knowing)
            self._state = take_for_topic(understanding, self._state, self._knowing)
            self._state = take_sum(understanding, self._state, self._knowing, self._context.today)
            completed = tell_completed(self._before, self._state, self._knowing)
            if completed is not None:
                return self._policies.carry_out(Plan((completed,)), understanding, self._state)
        if (likely := self._courses.likely_rather(understanding, self._state)) is not None:
            return likely
        draft = self._answer(understanding)
        if draft.status in _SAYS_NOTHING and (question := question_for(understanding.text, self._knowing)) is not None:
            aided = self._tell_policies(understand(question, self._knowing.lexicon, self._context.today))
            draft = aided if aided.status is AnswerStatus.ANSWERED else draft
        lost = draft.status in NOT_UNDERSTOOD and draft.handover is None
        is_foreign = draft.status is AnswerStatus.UNANSWERABLE_OUT_OF_SCOPE
        if (is_foreign or lost) and (taught := self._courses.at_last(understanding, self._state)) is not None:
            return taught
        if is_foreign and self._is_surely_foreign(understanding.text):
            return draft
        if (is_foreign or lost) and (back := self._courses.asks_back(understanding, self._state)) is not None:
            return back
        tells_of_oneself = len(taken.news) >= _TELLS_OF_ONESELF and not describes_work(understanding.text)
        if draft.state.is_searching and not tells_of_oneself and self._state.assessing is None:
            return draft
        is_about = lost and self._subsidies.is_about(understanding, taken, self._state)
        return self._assess(taken, understanding.text) if is_about else draft

    def _asks_surely(self, understanding: Understanding) -> bool:
        """Whether one document is surely asked about, whatever numbers of people stand in it (最少要安排几人)."""
        is_asked = "?" in understanding.text or asks(understanding.text)
        return is_asked and self._knowing.search.view_topic(understanding.text).document_share >= SURELY_ONE

    def _is_surely_foreign(self, text: str) -> bool:
        """Whether figures and people in it are no facts of ours (鸡和兔一共35个头)."""
        needed = max(SURELY_FOREIGN, foreign_from(self._before))
        return self._knowing.search.view_topic(text).off_topic_share >= needed

    def _answer(self, understanding: Understanding) -> Draft:
        if is_other_language(understanding.text):
            return self._draft(self._canned.say("other_language"), AnswerStatus.CLARIFICATION)
        if (matter := find_letter_matter(understanding.text)) is not None:
            return self._plain.write_no_letter(matter, self._state, self._tell_policies)
        intent = decide_intent(understanding, self._state, self._knowing.search, self._knowing.lexicon)
        is_employer = self._context.audience is Audience.EMPLOYER
        if is_employer and asks_what_there_is(understanding):
            knows_which = names_one(understanding.text, self._knowing.search, self._knowing.lexicon)
            intent = intent if knows_which or self._subsidies.named_in(understanding.text, self._state) else ASSESS
        if intent == FIND_COURSES and self._courses.is_of_work(understanding.text):
            intent = FIND_VACANCIES
        if intent == FIND_COURSES and self._is_surely_foreign(understanding.text):
            intent = OFF_TOPIC
        if is_employer and intent == FIND_VACANCIES and self._asks_surely(understanding):
            intent = ASK_POLICY
        if intent in _NOT_A_WRONG and tells_of_a_wrong(understanding.text, self._knowing):
            intent = ASK_POLICY
        rule = next((rule for rule in self._knowing.lexicon.intents if rule.name == intent), None)
        for part in (self._courses, self._vacancies):
            if (search := part.begins(intent, understanding, self._state)) is not None:
                return self._courses.beside_no_work(search, understanding.text)
        if intent == OFF_TOPIC:
            return self._plain.out_of_scope(self._state)
        if intent == UNCLEAR and self._state.topic_id is None:
            return self._policies.clarify(Clarify("clarify_what"), self._state)
        if rule is not None and rule.kind in ("social", "guard") and rule.name != "more":
            return self._plain.social(rule, self._state)
        reason = self._knowing.handover.confirmed(intent, understanding.as_said)
        if rule is not None and reason is not None:
            return self._draft(self._canned.say(rule.reply), AnswerStatus.HANDED_OVER, handover=reason)
        is_for_others = self._context.audience is Audience.JOB_SEEKER and asks_for_others(understanding.as_said)
        if rule is not None and rule.tool == ASSESS and not is_for_others:
            return self._assess_asked(rule, understanding)
        if rule is not None and rule.kind == "tool" and rule.tool not in (HAND_OVER, ASSESS):
            if intent == DRAFT:  # a question about a rule, for a request would have been drafted before
                return self._tell_policies(understanding)
            if is_employer and intent == FIND_VACANCIES:
                return self._of_an_employer(understanding)
            return self._plain.not_yet(rule, self._state)
        return self._tell_policies(understanding)

    def tell_policies(self, understanding: Understanding) -> Draft:
        """What the documents, or else staff, say."""
        return self._or_others(self._tell_policies(understanding), understanding)

    def _tell_policies(self, understanding: Understanding) -> Draft:
        return self._policies.tell(understanding, self._state)

    def assess_named(self, names: str) -> Draft:
        """What somebody can get of the schemes named, or of all, by the facts known."""
        told, about = self._subsidies.assess_asked(names, self._state)
        return self._tell_assessment(told, (), about)

    def _assess_asked(self, rule: IntentRule, understanding: Understanding) -> Draft:
        """What somebody can get: of the schemes named, or else of all; where nothing is sure yet, an overview first."""
        told, about = self._subsidies.assess_asked(understanding.text, self._state)
        fits = any(card["outcome"] == Outcome.ELIGIBLE for card in told.cards)
        says_whom = len(self._state.staff) > 1
        overview: tuple[DraftSentence, ...] = ()
        if not (fits or says_whom) and about == ALL_SCHEMES:
            overview = tell_overview(rule, understanding.text, self._state.region_id, *self._turn)
        return self._tell_assessment(told, (*self._subsidies.note_staff(understanding, self._state), *overview), about)

    def _ask_again(self, why: str) -> Draft:
        """An answer that does not fit the question: what would, and the question stays open."""
        told = self._subsidies.ask_again(self._state)
        sentences = self._canned.say("answer_unreadable", how=why)
        suggestions = told.suggestions if told is not None else ()
        state = replace(self._state, failures=self._state.failures + 1)
        return self._draft(sentences, AnswerStatus.CLARIFICATION, state=state, suggestions=suggestions)

    def _go_on_without(self) -> Draft:
        """A second answer in a row that does not fit: the fact is left open, as if it were not known."""
        asked = self._state.open_question.fact_id if self._state.open_question is not None else None
        left = forget(self._state, (asked,) if asked is not None else (), is_unsure=True)
        self._state = replace(left, open_question=None)
        return self._assess(Taken(self._state, {}, is_answer=True, is_unsure=True))

    def _assess(self, taken: Taken, text: str = "") -> Draft:
        told, about = self._subsidies.assess(self._state), self._subsidies.goes_on_about(self._state)
        if about in self._knowing.knowledge.documents and tells_no_amount(told):
            amount = self._amount_of(about)
            told = replace(told, sentences=(*told.sentences, *amount))
        return self._tell_assessment(told, self._subsidies.note(taken, text), about)

    def _amount_of(self, scheme_id: str) -> tuple[DraftSentence, ...]:
        day = self._state.as_of or self._context.today
        return compose_amount(scheme_id, self._knowing, self._room, day, facts_in(self._state))

    def _tell_assessment(self, told: ToldAssessment, before: tuple[DraftSentence, ...], about: str | None) -> Draft:
        state = replace(
            self._state,
            open_question=told.question,
            assessing=about or ALL_SCHEMES,
            topic_id=about if about in self._knowing.knowledge.documents else self._state.topic_id,
            failures=0,
            is_searching=False,
            is_choosing_course=False,
        )
        sentences = (*before, *told.sentences, *told.asks)
        return self._draft(
            sentences, AnswerStatus.ANSWERED, state=state, tools=(told.tool,), suggestions=told.suggestions,
            cards=told.cards, asks=told.asks,
        )  # fmt: skip

    def _of_an_employer(self, understanding: Understanding) -> Draft:
        """Who employs people looks for no job: what the documents say, or how workers are found here."""
        told = self._tell_policies(understanding)
        if told.status is AnswerStatus.ANSWERED:
            return told
        return self._labour.draft_of(understanding, self._state) or told

    def _draft(
        self,
        sentences: tuple[DraftSentence, ...],
        status: AnswerStatus,
        state: ConversationState | None = None,
        tools: tuple[ToolCall, ...] = (),
        suggestions: tuple[str, ...] = (),
        handover: HandoverReason | None = None,
        confidence: float | None = None,
        cards: tuple[Card, ...] = (),
        asks: tuple[DraftSentence, ...] = (),
    ) -> Draft:
        return Draft(
            sentences=sentences,
            status=status,
            state=state or self._state,
            evidence=self._room.items,
            tools=tools,
            suggestions=suggestions,
            handover=handover,
            confidence=confidence,
            cards=cards,
            asks=asks,
        )
