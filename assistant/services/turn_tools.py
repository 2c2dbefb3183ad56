"""The tools of one turn: what a model may ask the services for. Who asks and what day it is come from the turn.

Every tool calls what the rules call, with words as its argument, and gives back text with evidence tokens. Facts about
the person, limits of a search and lengths of time hold only as the person said them: what a model adds to its question
is left out.
"""

import threading
from collections.abc import Callable, Sequence
from dataclasses import fields, replace
from functools import cached_property

from assistant.domain.conversation import AnswerStatus, ConversationState, ToolCall, TurnContext
from assistant.domain.course_filter import CourseFilter
from assistant.domain.knowledge import Audience
from assistant.domain.vacancy_filter import VacancyFilter
from assistant.language.text import plain_words
from assistant.language.understanding import Understanding, understand
from assistant.services.canned_words import CannedReplies
from assistant.services.collections import FoundPassage
from assistant.services.course_desk import CourseDesk
from assistant.services.course_dialogue import CourseDialogue
from assistant.services.draft import Draft, DraftSentence, EvidenceItem
from assistant.services.employer_dialogue import EmployerDialogue
from assistant.services.enrolling import Enrolling
from assistant.services.enrolment_dialogue import EnrolmentDialogue
from assistant.services.evidence import EvidenceRoom
from assistant.services.evidence_tokens import EvidenceTokens
from assistant.services.knowing import Knowing
from assistant.services.known_facts import facts_in
from assistant.services.labour_dialogue import LabourDialogue, said_by_both
from assistant.services.rule_turn import RuleTurn
from assistant.services.vacancy_desk import VacancyDesk
from assistant.services.vacancy_dialogue import VacancyDialogue

_ANSWERS = (AnswerStatus.ANSWERED, AnswerStatus.UNANSWERABLE_LAPSED)
_LONGEST_ARGUMENT = 300
_NOT_FOUND = "没有查到能回答这个问题的资料。可以换个说法再查一次；还是没有，就如实说没有查到。"
_TOO_LONG = "问题太长，请用一句话说清楚要查什么。"
_ADDED = "另行加入的资料，时间和适用地区未注明"
_WHAT_THEY_HAVE = ("education", "experience_years", "licences", "has_no_licence")
_NO_COURSES = "这里查不到培训课程。"
_NOT_FOR_EMPLOYERS = "这里是用人单位的对话，不找工作岗位。"


def nothing_added(_: str) -> Sequence[tuple[str, FoundPassage]]:
    """Where no documents have been added."""
    return ()


class TurnTools:
    """Evidence, drafts and state as the calls of one turn leave them. Calls of one turn wait for each other."""

    def __init__(
        self,
        knowing: Knowing,
        vacancies: Callable[[], VacancyDesk],
        begun: Draft,
        message: str,
        context: TurnContext,
        added: Callable[[str], Sequence[tuple[str, FoundPassage]]] = nothing_added,
        courses: Callable[[], CourseDesk] | None = None,
        enrolling: Enrolling | None = None,
    ) -> None:
        """`added`: what documents added by others say; it is quoted, and nothing is known of its date or place.

        `begun`: what the rules make of the message; its evidence is there from the start."""
        self._knowing = knowing
        self._vacancies = vacancies
        self._context = context
        self._added = added
        self._courses = courses
        self._enrolling = enrolling
        self._message = message
        self._lock = threading.Lock()
        self.room = EvidenceRoom(knowing.knowledge, knowing.parameters, knowing.lexicon.regions)
        self.room.items.update(begun.evidence)
        self.tokens = EvidenceTokens()
        self.begun = begun
        self.drafts: list[Draft] = []
        self.calls: list[ToolCall] = []
        self.offers_person = False

    @cached_property
    def _said(self) -> Understanding:
        """The message, understood once more; most turns call no tool, and never need it."""
        return understand(plain_words(self._message), self._knowing.lexicon, self._context.today)

    @property
    def state(self) -> ConversationState:
        """As the last call left it."""
        return (self.drafts[-1] if self.drafts else self.begun).state

    def search_policies(self, question: str, region: str = "", as_of: str = "") -> str:
        """What our documents say; `region` and `as_of` (2024, 2024-05) are put to the question in words."""
        parts = (region if region not in question else "", f"{as_of}年" if as_of.isdigit() else as_of, question)
        text = "".join(part for part in parts if part)
        told = self._run(text, lambda: self._in_their_place(self._turn().tell_policies(self._as_said(text))))
        added = self.tokens.blocks(self._put_added(question[:_LONGEST_ARGUMENT]))
        return "\n\n".join(part for part in (told, added) if part)

    def assess_subsidies(self, schemes: str = "") -> str:
        """What the person can get by the facts they told; `schemes`: names, none for all."""
        return self._run(schemes, lambda: self._turn().assess_named(schemes))

    def find_vacancies(self, wishes: str) -> str:
        """Open vacancies. Limits the person has stated hold, whatever the wishes say."""
        if self._context.audience is not Audience.JOB_SEEKER:
            return _NOT_FOR_EMPLOYERS
        return self._run(wishes, lambda: self._search(wishes))

    def find_courses(self, wishes: str) -> str:
        """Courses somebody can still enrol in. Limits the person has stated hold, whatever the wishes say."""
        if self._context.audience is not Audience.JOB_SEEKER or self._courses is None:
            return _NO_COURSES
        return self._run(wishes, lambda: self._search_courses(wishes))

    def check_employer(self, employer: str) -> str:
        """What is on record of an employer."""
        dialogue = EmployerDialogue(self._vacancies(), self.room, self._canned())
        understood = understand(f"{plain_words(employer)}这家公司靠谱吗", self._knowing.lexicon, self._context.today)
        return self._run(employer, lambda: dialogue.check(understood, self.state))

    def draft_labour_request(self, needs: str) -> str:
        """A draft of what the employer looks for; the form beside it sends it off. What a model adds is left out."""
        return self._run(needs, lambda: self._draft_request(needs))

    def draft_enrolment(self, course: str) -> str:
        """A draft of an enrolment in a course that was shown; the form beside it enrols, and nothing else does."""
        return self._run(course, lambda: self._draft_enrolment(course))

    def hand_over(self) -> str:
        """Offers a person; the one who asks decides."""
        self.offers_person = True
        return "页面会给出“转人工”的按钮，由对方自己点。请用一句话告诉对方可以点“转人工”。"

    def show(self, draft: Draft) -> str:
        """A draft as a model reads it: the evidence, and sentences that hold as they stand."""
        items = [item for name in self._named(draft) if (item := self.room.items.get(name)) is not None]
        said = [self._sentence(one) for one in draft.sentences if one not in draft.asks and one.notice_of is None]
        ready = "\n".join(f"- {line}" for line in said if line)
        parts = (self.tokens.blocks(items), f"可以照用的句子：\n{ready}" if ready else "")
        return "\n\n".join(part for part in parts if part)

    def _run(self, argument: str, work: Callable[[], Draft]) -> str:
        if len(argument) > _LONGEST_ARGUMENT:
            return _TOO_LONG
        with self._lock:
            draft = work()
            self.drafts.append(draft)
            if draft.status not in _ANSWERS:
                return _NOT_FOUND
            return self.show(draft)

    def _put_added(self, question: str) -> list[EvidenceItem]:
        """Passages of added documents as evidence, under their own titles."""
        return [
            self.room.put_record(f"added:{name}:{hit.passage_id}", f"{hit.title}（{_ADDED}）", hit.text)
            for name, hit in self._added(question)
        ]

    def _search(self, wishes: str) -> Draft:
        desk = self._vacancies()
        before = self.begun.state
        theirs = desk.understand(plain_words(wishes))
        own = before.wanted if before.is_searching and before.wanted else desk.understand(self._said.text)
        wanted = with_limits_of(theirs, own)
        return VacancyDialogue(desk, self.room, self._canned()).search_for(wanted, self.state)

    def _search_courses(self, wishes: str) -> Draft:
        assert self._courses is not None
        desk, before = self._courses(), self.begun.state
        theirs = desk.with_topic(desk.understand(plain_words(wishes)), wishes)
        is_under_way = before.is_choosing_course and before.course_wanted is not None
        own = before.course_wanted if is_under_way and before.course_wanted else desk.understand(self._said.text)
        dialogue = CourseDialogue(
            self._knowing, desk, self.room, self._canned(), self._context, self._enrolment_dialogue()
        )
        return dialogue.search_for(with_course_limits_of(theirs, own), self.state)

    def _draft_request(self, needs: str) -> Draft:
        dialogue = LabourDialogue(self._vacancies, self.room, self._canned(), self._context)
        questions = (*(exchange.question for exchange in self._context.earlier), self._message)
        terms = said_by_both(dialogue.read(needs), tuple(dialogue.read(question) for question in questions))
        return dialogue.draft(terms, self.state)

    def _draft_enrolment(self, course: str) -> Draft:
        """Of the cards of this very turn, too, where a search came just before."""
        just_shown = [card for one in self.drafts for card in one.cards]
        return self._enrolment_dialogue().draft(plain_words(course), self.state, just_shown)

    def _enrolment_dialogue(self) -> EnrolmentDialogue:
        return EnrolmentDialogue(
            self._enrolling, self._knowing, self._courses, self.room, self._canned(), self._context
        )

    def _in_their_place(self, draft: Draft) -> Draft:
        """The draft without a place remembered that the person has not named: it was the model's for this search."""
        named = {part.region_id for part in self._said.parts} | {self.begun.state.region_id}
        if draft.state.region_id in named:
            return draft
        return replace(draft, state=replace(draft.state, region_id=self.begun.state.region_id))

    def _as_said(self, question: str) -> Understanding:
        """The question without facts and lengths of time that the person has not told."""
        understood = understand(plain_words(question), self._knowing.lexicon, self._context.today)
        known = facts_in(self.begun.state) | dict(self._said.facts)
        months = {part.months for part in self._said.parts}
        parts = tuple(
            replace(
                part,
                facts=tuple((name, value) for name, value in part.facts if known.get(name) == value),
                months=part.months if part.months in months else None,
            )
            for part in understood.parts
        )
        return replace(understood, parts=parts, facts=(), staff=())

    def _turn(self) -> RuleTurn:
        before = replace(self.state, turns=self.state.turns - 1)
        return RuleTurn(
            self._knowing, self._vacancies, before, self._context, self.room, self._courses, self._enrolling
        )

    def _canned(self) -> CannedReplies:
        return CannedReplies(self._knowing.words, self.room, self._context.today)

    def _named(self, draft: Draft) -> dict[str, None]:
        return dict.fromkeys(name for sentence in draft.sentences for name in sentence.evidence)

    def _sentence(self, sentence: DraftSentence) -> str:
        items = (self.room.items[name] for name in sentence.evidence if name in self.room.items)
        marks = "".join(f"[{self.tokens.give(item)}]" for item in items)
        return f"{sentence.text}{marks}" if marks else ""


def with_limits_of(theirs: VacancyFilter, own: VacancyFilter) -> VacancyFilter:
    """A search as proposed, with every limit the person has stated in its place, and nothing of what the person has
    (schooling, experience, licences) but what they have said of it."""
    empty = VacancyFilter()
    stated = {
        field.name: getattr(own, field.name)
        for field in fields(own)
        if getattr(own, field.name) != getattr(empty, field.name)
    }
    has = {name: getattr(own, name) for name in _WHAT_THEY_HAVE}
    return replace(theirs, **(has | stated))


def with_course_limits_of(theirs: CourseFilter, own: CourseFilter) -> CourseFilter:
    """A search as proposed, with every limit the person has stated in its place; what they hold only as they said."""
    empty = CourseFilter()
    stated = {
        field.name: getattr(own, field.name)
        for field in fields(own)
        if getattr(own, field.name) != getattr(empty, field.name)
    }
    person = {name: getattr(own, name) for name in ("held", "lacking", "held_level", "busy", "holds_none")}
    return replace(theirs, **(person | stated))
