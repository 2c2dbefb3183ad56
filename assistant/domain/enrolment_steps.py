"""What may happen to an enrolment in which state, and what it becomes by it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from assistant.domain.courses import Intake
from assistant.domain.enrolments import (
    LIVE_ENROLMENT_STATES,
    Attendance,
    CourseOutcome,
    Enrolment,
    EnrolmentEvent,
    EnrolmentEventKind,
    EnrolmentState,
)
from assistant.domain.errors import ConflictError, InvalidInputError

_CONFIRMED = frozenset({EnrolmentState.CONFIRMED})
_NOT_BEGUN = "这个班还没有开课，开课以后才能登记。"
_CAME_ALREADY = "已经登记到课，不能再取消。要退课请联系培训机构。"
_NO_ATTENDANCE = "请先登记到课情况，再登记结果。"
_ABSENT = "登记的是没有到课，不能再登记结业或拿证。"


@dataclass(frozen=True)
class EnrolmentHappening:
    """Who does what to an enrolment, and when. `intake`: as it is now, where the step depends on it."""

    kind: EnrolmentEventKind
    actor: str
    at: datetime
    intake: Intake | None = None
    attendance: Attendance | None = None
    outcome: CourseOutcome | None = None
    code_digest: str | None = field(default=None, repr=False)

    def as_event(self, number: str) -> EnrolmentEvent:
        return EnrolmentEvent(number, self.at, self.actor, self.kind, self.attendance or self.outcome or "")


def advance_enrolment(enrolment: Enrolment, happening: EnrolmentHappening) -> Enrolment:
    """The enrolment after it, one version on.

    Raises ConflictError where the state does not allow it, InvalidInputError where something is missing; both in words
    for whoever tried.
    """
    if enrolment.state not in ENROLMENT_STATES_FOR.get(happening.kind, frozenset()):
        raise ConflictError(f"{_STANDS[enrolment.state]}，{_CANNOT.get(happening.kind, '这一步现在做不了。')}")
    return replace(_STEPS[happening.kind](enrolment, happening), version=enrolment.version + 1)


#: What may happen in which states; `CONFIRMED` and `WAITLISTED` only ever begin a history.
ENROLMENT_STATES_FOR: Mapping[EnrolmentEventKind, frozenset[EnrolmentState]] = {
    EnrolmentEventKind.MOVED_UP: frozenset({EnrolmentState.WAITLISTED}),
    EnrolmentEventKind.CHANGED: LIVE_ENROLMENT_STATES,
    EnrolmentEventKind.WITHDRAWN: LIVE_ENROLMENT_STATES,
    EnrolmentEventKind.ATTENDANCE: _CONFIRMED,
    EnrolmentEventKind.OUTCOME: _CONFIRMED,
    EnrolmentEventKind.CODE_ISSUED: LIVE_ENROLMENT_STATES,
    EnrolmentEventKind.DETAILS_DROPPED: LIVE_ENROLMENT_STATES,
}
_STANDS = {
    EnrolmentState.CONFIRMED: "这份报名已经成功",
    EnrolmentState.WAITLISTED: "这份报名还在候补",
    EnrolmentState.WITHDRAWN: "这份报名已经取消",
}
_CANNOT = {
    EnrolmentEventKind.MOVED_UP: "不用再递补。",
    EnrolmentEventKind.CHANGED: "不能再修改。",
    EnrolmentEventKind.WITHDRAWN: "不用再取消。",
    EnrolmentEventKind.ATTENDANCE: "不能登记到课。",
    EnrolmentEventKind.OUTCOME: "不能登记结果。",
    EnrolmentEventKind.CODE_ISSUED: "不能再发查询码。",
}


def _move_up(enrolment: Enrolment, happening: EnrolmentHappening) -> Enrolment:
    return replace(enrolment, state=EnrolmentState.CONFIRMED, moved_up_at=happening.at)


def _stay(enrolment: Enrolment, happening: EnrolmentHappening) -> Enrolment:
    return enrolment


def _withdraw(enrolment: Enrolment, happening: EnrolmentHappening) -> Enrolment:
    """The way to read it goes, too; the record stays, without anybody's details."""
    if enrolment.attendance is not None or enrolment.outcome is not None:
        raise ConflictError(_CAME_ALREADY)
    return replace(enrolment, state=EnrolmentState.WITHDRAWN, closed_at=happening.at, code_digest=None)


def _attend(enrolment: Enrolment, happening: EnrolmentHappening) -> Enrolment:
    if happening.attendance is None:
        raise InvalidInputError("请选到课情况。")
    _require_begun(happening)
    if happening.attendance is Attendance.ABSENT and enrolment.outcome is not None:
        raise ConflictError("已经登记了结果，不能再改成没有到课。")
    return replace(enrolment, attendance=happening.attendance)


def _conclude(enrolment: Enrolment, happening: EnrolmentHappening) -> Enrolment:
    if happening.outcome is None:
        raise InvalidInputError("请选结果。")
    _require_begun(happening)
    if enrolment.attendance is None:
        raise ConflictError(_NO_ATTENDANCE)
    has_passed = happening.outcome in (CourseOutcome.CERTIFIED, CourseOutcome.COMPLETED)
    if enrolment.attendance is Attendance.ABSENT and has_passed:
        raise ConflictError(_ABSENT)
    return replace(enrolment, outcome=happening.outcome)


def _issue_code(enrolment: Enrolment, happening: EnrolmentHappening) -> Enrolment:
    if not happening.code_digest:
        raise InvalidInputError("没有新的查询码。")
    return replace(enrolment, code_digest=happening.code_digest)


def _require_begun(happening: EnrolmentHappening) -> None:
    begins = happening.intake.starts_on if happening.intake is not None else None
    if begins is not None and happening.at.date() < begins:
        raise ConflictError(_NOT_BEGUN)


_STEPS: Mapping[EnrolmentEventKind, Callable[[Enrolment, EnrolmentHappening], Enrolment]] = {
    EnrolmentEventKind.MOVED_UP: _move_up,
    EnrolmentEventKind.CHANGED: _stay,
    EnrolmentEventKind.WITHDRAWN: _withdraw,
    EnrolmentEventKind.ATTENDANCE: _attend,
    EnrolmentEventKind.OUTCOME: _conclude,
    EnrolmentEventKind.CODE_ISSUED: _issue_code,
    EnrolmentEventKind.DETAILS_DROPPED: _stay,
}
