"""Enrolling in two steps: a conversation drafts, a form confirms. Everything is checked again when it is kept."""

import hashlib
import re
import secrets
from dataclasses import dataclass, field
from datetime import datetime

from assistant.domain.conversation import ConversationState
from assistant.domain.course_filter import CourseFilter
from assistant.domain.course_fit import Learner
from assistant.domain.courses import Course, Intake
from assistant.domain.engagements import Engagement, engagement_of, find_clashes
from assistant.domain.enrolment_rules import Situation, check_open, decide_enrolment
from assistant.domain.enrolments import (
    DRAFT_MINUTES,
    Enrolment,
    EnrolmentDetails,
    EnrolmentDraft,
    EnrolmentState,
    LeftDetails,
    terms_digest,
)
from assistant.domain.errors import (
    AssistantError,
    ConflictError,
    InvalidInputError,
    NotFoundError,
    OutdatedDraftError,
)
from assistant.domain.prerequisites import ToldPrerequisite, tell_prerequisites
from assistant.services.case_contacts import wording_digest
from assistant.services.case_steps import code_digest, make_code
from assistant.services.clock import Clock
from assistant.services.course_desk import learner_of
from assistant.services.enrolment_ports import EnrolmentAsked, EnrolmentStore, FindIntake, KeptEnrolment, SeatCounts
from assistant.services.ports import ConversationStore
from assistant.services.shown_courses import ShownCourse, shown_in

NO_INTAKE = "没有找到这个班，可能已经下架。请回到课程页另选一个。"
_UNKNOWN = "没有找到这份报名草稿。请回到对话里重新说一遍，或者直接在课程页报名。"
_EXPIRED = f"这份草稿已经过了 {DRAFT_MINUTES} 分钟，还没有报上。请核对班次后再点一次“确认报名”，填过的内容都还在。"
_CHANGED = "这个班的安排有变动，还没有报上。请看一眼下面新的时间、地点和费用，再点一次“确认报名”，填过的内容都还在。"
_WITHDRAWN = "这份报名已经取消了。想再报，请重新打开报名表。"
_NO_CONSENT = "要先勾选同意，我们才能收下您的报名：没有姓名和电话，培训机构没法通知您。"
_BAD_FORM = "这张表单已经失效，请重新打开再填一次。"
_FORM_KEY = re.compile(r"[A-Za-z0-9_-]{22,64}")


@dataclass(frozen=True)
class DraftOfEnrolment:
    """A draft, and the conversation of whoever uses it; that they hold it has been checked."""

    conversation_id: str
    draft_id: str


@dataclass(frozen=True)
class EnrolmentForm:
    """What the form shows. `closed`: why nobody can enrol now, in words; empty where one can. `clashes`: what of the
    person's own, as far as it is known, has lessons at the same time."""

    course: Course
    intake: Intake
    prerequisites: tuple[ToldPrerequisite, ...]
    counts: SeatCounts
    closed: str = ""
    clashes: tuple[Engagement, ...] = ()

    @property
    def seats_left(self) -> int | None:
        """None where the provider does not say how many seats there are."""
        return None if self.intake.seats is None else max(0, self.intake.seats - self.counts.confirmed)


@dataclass(frozen=True)
class TypedEnrolment:
    """What was typed into the form. `declared`: texts of prerequisites that were ticked. `agreed_to`: the wording of
    the consent; empty: not agreed. `form_key`: of a form without a draft, so that it is sent off once.
    `accepts_clash`: ticked where another of the person's courses is at the same time."""

    details: EnrolmentDetails
    declared: frozenset[str] = frozenset()
    agreed_to: str = ""
    form_key: str = field(default="", repr=False)
    accepts_clash: bool = False


@dataclass(frozen=True)
class TakenPlace:
    """A place somebody has in a course, or waits for; `position` from 1 for one that waits."""

    enrolment: Enrolment
    course: Course
    intake: Intake
    position: int | None


@dataclass(frozen=True)
class TalkOfCourses:
    """`lists`: the courses of each turn that has shown any; `drafted`: ids of the intakes drafted, in that order;
    `course`, `intake`: ids of those spoken of last, None where that is not one."""

    lists: tuple[tuple[ShownCourse, ...], ...] = ()
    drafted: tuple[str, ...] = ()
    course: str | None = None
    intake: str | None = None


class Enrolling:
    """May raise UnavailableError."""

    def __init__(
        self, store: EnrolmentStore, find_intake: FindIntake, conversations: ConversationStore, clock: Clock
    ) -> None:
        self._store, self._find_intake, self._conversations, self._clock = store, find_intake, conversations, clock

    def draft(self, intake_id: str, conversation_id: str) -> EnrolmentDraft:
        """Drafts, and takes no seat. Raises NotFoundError for an unknown intake, ConflictError for one nobody can
        enrol in any more."""
        course, intake = self._get_intake(intake_id)
        check_open(intake, self._clock.today())
        draft = EnrolmentDraft(
            id=secrets.token_urlsafe(18),
            conversation_id=conversation_id,
            course_id=course.id,
            intake_id=intake.id,
            terms=terms_digest(course, intake),
            made_at=self._clock.now(),
        )
        self._store.put_draft(draft)
        return draft

    def places_of(self, conversation_id: str) -> tuple[TakenPlace, ...]:
        """What drafts of a conversation have become; a place whose course is gone from its feed is left out."""
        found = [
            (one, self._find_intake(one.intake_id, self._clock.today()))
            for one in self._store.list_of_conversation(conversation_id)
        ]
        return tuple(TakenPlace(one, *at, self._store.position_of(one)) for one, at in found if at is not None)

    def engagements_of(self, conversation_id: str) -> tuple[Engagement, ...]:
        """The same, as what somebody has to be at."""
        return tuple(engagement_of(place.course, place.intake) for place in self.places_of(conversation_id))

    def now(self) -> datetime:
        return self._clock.now()

    def last_shown(self, conversation_id: str, is_of_a_list: bool = False) -> tuple[ShownCourse, ...]:
        """The courses on the cards of the last turn that has shown any. `is_of_a_list`: of the last that has shown
        several, since 第一个 counts in a list; after a look at one of them it still does."""
        lists = [shown for turn in self._conversations.list_turns(conversation_id) if (shown := shown_in(turn.cards))]
        several = [shown for shown in lists if len(shown) > 1 or len(shown[0].intakes) > 1]
        chosen = several if is_of_a_list and several else lists
        return chosen[-1] if chosen else ()

    def talk_of(self, conversation_id: str) -> TalkOfCourses:
        """What a conversation has shown of courses, and of which it has spoken last."""
        lists, intakes, course, intake = [], dict[str, str](), None, None
        drafted: list[str] = []
        for turn in self._conversations.list_turns(conversation_id):
            if shown := shown_in(turn.cards):
                lists.append(shown)
                intakes |= {each.id: one.id for one in shown for each in one.intakes}
                is_one = len(shown) == 1
                course = shown[0].id if is_one else None
                intake = shown[0].intakes[0].id if is_one and len(shown[0].intakes) == 1 else None
            for card in turn.cards:
                if card.get("kind") == "enrolment_draft":
                    intake = str(card.get("intake_id"))
                    course = intakes.get(intake, course)
                    drafted.append(intake)
        return TalkOfCourses(tuple(lists), tuple(drafted), course, intake)

    def new_form_key(self) -> str:
        """What a form without a draft carries so that it is sent off once."""
        return secrets.token_urlsafe(24)

    def form(
        self, intake_id: str, draft: DraftOfEnrolment | None = None, learner: Learner | None = None
    ) -> EnrolmentForm:
        """The form of an intake, judged by what the person has; with a draft, by what its conversation tells of that.

        Raises NotFoundError.
        """
        course, intake = self._get_intake(intake_id)
        learner = learner or (self._known_of(draft) if draft is not None else Learner())
        counts = self._store.count_seats((intake.id,)).get(intake.id, SeatCounts())
        closed = ""
        try:
            check_open(intake, self._clock.today())
        except ConflictError as error:
            closed = str(error)
        clashes = find_clashes(intake, learner.engaged)
        return EnrolmentForm(course, intake, tell_prerequisites(course, learner), counts, closed, clashes)

    def check_draft(self, draft: DraftOfEnrolment, intake_id: str) -> EnrolmentDraft:
        """Raises NotFoundError for a draft of another conversation, another intake or of none; OutdatedDraftError for
        one that is too old, or whose course is no longer as it was told: days of samples move at midnight."""
        kept = self._bound(draft, intake_id)
        if self._is_old(kept):
            raise OutdatedDraftError(_EXPIRED)
        if kept.terms != terms_digest(*self._get_intake(intake_id)):
            raise OutdatedDraftError(_CHANGED)
        return kept

    def renew(self, draft: DraftOfEnrolment, intake_id: str) -> DraftOfEnrolment:
        """A new draft of the same intake for the same conversation, in place of one that is outdated.

        Raises NotFoundError as `check_draft`, ConflictError where nobody can enrol in it any more.
        """
        kept = self._bound(draft, intake_id)
        return DraftOfEnrolment(kept.conversation_id, self.draft(intake_id, kept.conversation_id).id)

    def confirm(self, intake_id: str, typed: TypedEnrolment, draft: DraftOfEnrolment | None = None) -> KeptEnrolment:
        """Checks everything again and keeps it in one step; the same form a second time changes nothing.

        Raises as `check_draft` and `decide_enrolment`; InvalidInputError without consent.
        """
        bound = self._bound(draft, intake_id) if draft is not None else None
        key = f"draft:{bound.id}" if bound is not None else _form_key_of(typed)
        key_digest = hashlib.sha256(key.encode()).hexdigest()
        refusal = self._refusal(bound, typed)
        if refusal is not None:  # of a form sent again, which has brought its enrolment long ago, nothing is asked
            first = self._store.find_of_form(key_digest, typed.details.phone)
            if first is None:
                raise refusal
            return _still_live(first)
        asked = EnrolmentAsked(
            intake_id=intake_id,
            key_digest=key_digest,
            left=LeftDetails(typed.details, self._clock.now(), wording_digest(typed.agreed_to)),
            code=make_code(),
            learner=self._known_of(draft) if draft is not None else Learner(),
            declared=typed.declared,
            accepts_clash=typed.accepts_clash,
            draft_id=bound.id if bound is not None else None,
            terms=bound.terms if bound is not None else None,
        )

        def decide(situation: Situation) -> EnrolmentState:
            if asked.terms not in (None, terms_digest(situation.course, situation.intake)):
                raise OutdatedDraftError(_CHANGED)
            return decide_enrolment(situation)

        return _still_live(self._store.enrol(asked, decide, code_digest))

    def _refusal(self, bound: EnrolmentDraft | None, typed: TypedEnrolment) -> AssistantError | None:
        if bound is not None and self._is_old(bound):
            return OutdatedDraftError(_EXPIRED)
        return None if typed.agreed_to else InvalidInputError(_NO_CONSENT)

    def _is_old(self, draft: EnrolmentDraft) -> bool:
        return self._clock.now() > draft.expires_at

    def _bound(self, draft: DraftOfEnrolment, intake_id: str) -> EnrolmentDraft:
        kept = self._store.find_draft(draft.draft_id)
        if kept is None or kept.conversation_id != draft.conversation_id or kept.intake_id != intake_id:
            raise NotFoundError(_UNKNOWN)
        return kept

    def _known_of(self, draft: DraftOfEnrolment) -> Learner:
        state = self._conversations.load_state(draft.conversation_id)
        return learner_of_talk(state, self.engagements_of(draft.conversation_id))

    def _get_intake(self, intake_id: str) -> tuple[Course, Intake]:
        found = self._find_intake(intake_id, self._clock.today())
        if found is None:
            raise NotFoundError(NO_INTAKE)
        return found


def learner_of_talk(state: ConversationState, taken: tuple[Engagement, ...] = ()) -> Learner:
    """What a conversation tells of what the person has. `taken`: the places it has led to."""
    return learner_of(state, state.course_wanted or CourseFilter(), taken)


def _form_key_of(typed: TypedEnrolment) -> str:
    """The same for whoever sends a form again, whatever is typed over it after going back: it is one form."""
    if not _FORM_KEY.fullmatch(typed.form_key):
        raise InvalidInputError(_BAD_FORM)
    return f"form:{typed.form_key}"


def _still_live(kept: KeptEnrolment) -> KeptEnrolment:
    if not kept.enrolment.is_live:
        raise ConflictError(_WITHDRAWN)
    return kept
