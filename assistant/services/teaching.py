"""How an answer is taught: one member of staff proposes it, another reviews it; it is told until it ends."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from assistant.domain.case_rights import CaseAction, OfficeAction, may, may_in_office
from assistant.domain.cases import SERVICE
from assistant.domain.errors import ConflictError, InvalidInputError, NotAllowedError, NotFoundError
from assistant.domain.regions import RegionTable
from assistant.domain.staff import AuditEvent, StaffMember
from assistant.domain.taught_answers import (
    Lesson,
    TaughtAnswer,
    TaughtState,
    approved,
    check_lesson,
    edited,
    refused,
    retired,
)
from assistant.services.case_ports import CaseDeskStore
from assistant.services.clock import Clock
from assistant.services.staff_ports import AuditLog
from assistant.services.teaching_ports import TaughtStore

_NOT_ALLOWED = "您的岗位没有这项权限。需要的话请找主管。"
_NO_ANSWER = "没有找到这条问答。"
_NO_CASE = "没有找到这张工单。请核对工单号。"
_NO_REGION = "请从列表里选适用地区。"
_MASKED = "里面有个人号码，已经替您隐去。请改成大家都适用的说法再提交。"
EXPIRED = "有效期已过"


@dataclass(frozen=True)
class TeachingParts:
    """`regions`: those in force when it is called. `mask`: a text without personal numbers."""

    store: TaughtStore
    cases: CaseDeskStore
    audit: AuditLog
    clock: Clock
    mask: Callable[[str], str]
    regions: Callable[[], RegionTable]


class Teaching:
    """Every method takes who asks. Raises NotAllowedError for a role that may not, NotFoundError, ConflictError where
    the state does not allow it or somebody else was faster, InvalidInputError in words for whoever wrote it."""

    def __init__(self, parts: TeachingParts) -> None:
        self._parts = parts

    def may_review(self, member: StaffMember) -> bool:
        return may_in_office(member, OfficeAction.REVIEW_ANSWER)

    def require_proposer(self, member: StaffMember) -> None:
        """Raises NotAllowedError for a role that proposes nothing."""
        self._require(member, OfficeAction.PROPOSE_ANSWER)

    def masked(self, lesson: Lesson) -> Lesson:
        """The lesson with personal numbers hidden, for showing it again."""
        hide = self._parts.mask
        texts = (hide(lesson.question), hide(lesson.answer), hide(lesson.source))
        return replace(lesson, question=texts[0], answer=texts[1], source=texts[2])

    def propose(self, member: StaffMember, lesson: Lesson, case_number: str | None = None) -> TaughtAnswer:
        """`case_number`: the case from which it was learnt, one the member may see."""
        self._require(member, OfficeAction.PROPOSE_ANSWER)
        if case_number:
            self.require_case(member, case_number)
        lesson = self._checked(lesson)
        answer = TaughtAnswer(lesson, TaughtState.PROPOSED, member.name, self._now(), case_number or None)
        return self._note(self._parts.store.add_answer(answer), member.name, "proposed")

    def require_case(self, member: StaffMember, number: str) -> None:
        """Raises NotFoundError for a case the member may not see, as for one that does not exist."""
        case = self._parts.cases.find_case(number)
        if case is None or not may(member, CaseAction.SEE, case):
            raise NotFoundError(_NO_CASE)

    def get(self, member: StaffMember, answer_id: int) -> TaughtAnswer:
        """For those who review any, for the others their own."""
        self._require(member, OfficeAction.PROPOSE_ANSWER)
        answer = self._parts.store.find_answer(answer_id)
        if answer is None or not (self.may_review(member) or answer.proposed_by == member.name):
            raise NotFoundError(_NO_ANSWER)
        return answer

    def list_answers(self, member: StaffMember, states: tuple[TaughtState, ...]) -> Sequence[TaughtAnswer]:
        """The latest first; for those who do not review only their own."""
        self._require(member, OfficeAction.PROPOSE_ANSWER)
        found = self._parts.store.list_answers(states)
        return found if self.may_review(member) else tuple(one for one in found if one.proposed_by == member.name)

    def edit(self, member: StaffMember, answer_id: int, lesson: Lesson, revision: int) -> TaughtAnswer:
        """Other words for what waits for review. A reviewer may edit own proposals, too, and not approve them."""
        answer = self._reviewed(member, answer_id, revision)
        return self._save(edited(answer, self._checked(lesson), member.name, self._now()), member.name, "edited")

    def approve(self, member: StaffMember, answer_id: int, revision: int) -> TaughtAnswer:
        """`revision`: of what was read; words that have been changed since are not approved unread."""
        answer = self._reviewed(member, answer_id, revision)
        return self._save(approved(answer, member.name, self._now()), member.name, "approved")

    def refuse(self, member: StaffMember, answer_id: int, reason: str, revision: int) -> TaughtAnswer:
        answer = self._reviewed(member, answer_id, revision)
        return self._save(refused(answer, member.name, self._now(), reason), member.name, "refused")

    def retire(self, member: StaffMember, answer_id: int, reason: str) -> TaughtAnswer:
        self._require(member, OfficeAction.REVIEW_ANSWER)
        answer = self.get(member, answer_id)
        return self._save(retired(answer, member.name, self._now(), reason), member.name, "retired")

    def retire_expired(self) -> int:
        """For the sweep: those whose last day has passed; how many. Nothing is told after that day in any case."""
        today, count = self._parts.clock.today(), 0
        for answer in self._parts.store.list_answers((TaughtState.APPROVED,), limit=5000):
            if not answer.has_expired(today):
                continue
            try:
                self._save(retired(answer, SERVICE, self._now(), EXPIRED), SERVICE, "retired")
                count += 1
            except ConflictError:
                continue  # another process was faster
        return count

    def _reviewed(self, member: StaffMember, answer_id: int, revision: int) -> TaughtAnswer:
        """Raises ConflictError where it is not the one that was read."""
        self._require(member, OfficeAction.REVIEW_ANSWER)
        return replace(self.get(member, answer_id), revision=revision)

    def _checked(self, lesson: Lesson) -> Lesson:
        if self._parts.regions().find_region(lesson.region_id) is None:
            raise InvalidInputError(_NO_REGION)
        if self.masked(lesson) != lesson:
            raise InvalidInputError(_MASKED)
        return check_lesson(lesson, self._parts.clock.today())

    def _require(self, member: StaffMember, action: OfficeAction) -> None:
        if not may_in_office(member, action):
            raise NotAllowedError(_NOT_ALLOWED)

    def _now(self) -> datetime:
        return self._parts.clock.now()

    def _save(self, answer: TaughtAnswer, actor: str, step: str) -> TaughtAnswer:
        return self._note(self._parts.store.save_answer(answer), actor, step)

    def _note(self, answer: TaughtAnswer, actor: str, step: str) -> TaughtAnswer:
        detail = " ".join(filter(None, (answer.lesson.region_id, str(answer.lesson.expires_on), answer.case_number)))
        self._parts.audit.add_event(AuditEvent(self._now(), actor, f"answer_{step}", f"taught:{answer.id}", detail))
        return answer
