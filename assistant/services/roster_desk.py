"""The roster of an intake, for staff and for the provider: rights are checked first, and every look at somebody's
details stands in the audit log before anything is shown."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from assistant.domain.contacts import MaskedContact, RevealReason
from assistant.domain.courses import Course, Intake
from assistant.domain.enrolment_steps import EnrolmentHappening
from assistant.domain.enrolments import (
    Attendance,
    CourseOutcome,
    Enrolment,
    EnrolmentDetails,
    EnrolmentEventKind,
    EnrolmentState,
)
from assistant.domain.errors import NotAllowedError, NotFoundError, UnavailableError
from assistant.domain.roster_rights import RosterAction, may_with_roster, sees_rosters
from assistant.domain.staff import AuditEvent, StaffMember
from assistant.services.case_steps import code_digest, make_code
from assistant.services.clock import Clock
from assistant.services.enrolment_ports import EnrolmentStore, FindIntake, SeatCounts
from assistant.services.person_enrolments import masked_details
from assistant.services.staff_ports import AuditLog
from assistant.services.workers_sheets import Sheet, Value

_LARGEST_PAGE = 200
_MOST_EXPORTED = 5_000
_NO_ROSTERS = "您的岗位不看培训名单。"
_NOT_ALLOWED = "您的岗位没有这项权限。需要的话请找主管。"
_NO_INTAKE = "没有找到这个班。"
_NO_ENROLMENT = "没有找到这份报名。请核对编号。"
_NONE_LEFT = "这份报名没有联系方式了：已经取消，或者课程结束已满保存期，按规定删除了。"
_SEALED = "（密钥缺失，打不开）"
_DROPPED = "（已满保存期，已删除）"
_HEADERS = ("报名编号", "状态", "候补第几位", "姓名", "电话", "备注", "本人确认符合", "报名时间", "到课", "结果")
_STATES = {EnrolmentState.CONFIRMED: "已确认", EnrolmentState.WAITLISTED: "候补"}
_ATTENDANCE = {Attendance.ATTENDED: "到课", Attendance.PARTLY: "部分到课", Attendance.ABSENT: "未到课"}
_OUTCOMES = {
    CourseOutcome.CERTIFIED: "拿证",
    CourseOutcome.COMPLETED: "结业",
    CourseOutcome.FAILED: "未通过",
    CourseOutcome.LEFT: "中途退出",
}


@dataclass(frozen=True)
class RosterHead:
    """An intake with how many seats are taken and how many wait."""

    course: Course
    intake: Intake
    counts: SeatCounts


@dataclass(frozen=True)
class RosterLine:
    """`contact`: None where the key is missing, or nothing is left since the course ended: `is_dropped`."""

    enrolment: Enrolment
    position: int | None
    contact: MaskedContact | None
    is_dropped: bool = False


@dataclass(frozen=True)
class Roster:
    """`actions`: what the role allows. `lines`: one page of them."""

    head: RosterHead
    lines: Sequence[RosterLine]
    actions: frozenset[RosterAction]


class RosterDesk:
    """Every method takes who asks. Raises NotFoundError, NotAllowedError, and ConflictError where the state does not
    allow it. May raise UnavailableError."""

    def __init__(
        self,
        store: EnrolmentStore,
        find_intake: FindIntake,
        audit: AuditLog,
        write_sheets: Callable[[Iterable[Sheet]], bytes],
        clock: Clock,
    ) -> None:
        self._store, self._find_intake, self._audit = store, find_intake, audit
        self._write_sheets, self._clock = write_sheets, clock

    def intakes(self, member: StaffMember) -> Sequence[RosterHead]:
        """Those somebody has enrolled in and the member may see, the first to begin first, those over last."""
        if not sees_rosters(member):
            raise NotAllowedError(_NO_ROSTERS)
        today = self._clock.today()
        counts = self._store.count_seats()
        found = ((self._find_intake(name, today), each) for name, each in counts.items())
        heads = [RosterHead(*one, each) for one, each in found if one is not None]
        seen = [head for head in heads if may_with_roster(member, RosterAction.SEE, head.course)]
        return sorted(seen, key=lambda head: (_is_over(head.intake, self._clock), str(head.intake.starts_on)))

    def open_roster(self, member: StaffMember, intake_id: str, page: int = 1) -> Roster:
        """Who has a seat, then who waits, in order; details masked."""
        course, intake = self._allowed(member, RosterAction.SEE, intake_id)
        counts = self._store.count_seats((intake.id,)).get(intake.id, SeatCounts())
        listed = self._store.list_enrolments(intake.id, max(1, page), _LARGEST_PAGE)
        before = (max(1, page) - 1) * _LARGEST_PAGE
        lines = [
            RosterLine(one, self._position(one, before + at, counts), *self._masked(one.number))
            for at, one in enumerate(listed)
        ]
        actions = frozenset(action for action in RosterAction if may_with_roster(member, action, course))
        return Roster(RosterHead(course, intake, counts), lines, actions)

    def record(
        self,
        member: StaffMember,
        number: str,
        attendance: Attendance | None = None,
        outcome: CourseOutcome | None = None,
    ) -> Enrolment:
        """Attendance, or what it came to; one of the two."""
        enrolment, intake = self._with(member, RosterAction.RECORD, number)
        kind = EnrolmentEventKind.OUTCOME if outcome is not None else EnrolmentEventKind.ATTENDANCE
        now = self._clock.now()
        happening = EnrolmentHappening(kind, member.name, now, intake, attendance, outcome)
        kept = self._store.take_step(enrolment.number, happening)
        self._note(member, f"enrolment_{kind}", enrolment.number, attendance or outcome or "")
        return kept

    def reveal(self, member: StaffMember, number: str, reason: RevealReason) -> EnrolmentDetails:
        """In full; who, when and why stands in the audit log before anything is shown."""
        enrolment, _ = self._with(member, RosterAction.REVEAL, number)
        left = self._store.find_details(enrolment.number)
        if left is None:
            raise NotFoundError(_NONE_LEFT)
        self._note(member, "enrolment_revealed", enrolment.number, reason)
        return left.details

    def export(self, member: StaffMember, intake_id: str, reason: RevealReason) -> bytes:
        """The roster as XLSX, names and numbers in full; it stands in the audit log first."""
        _, intake = self._allowed(member, RosterAction.EXPORT, intake_id)
        listed = self._store.list_enrolments(intake.id, 1, _MOST_EXPORTED)
        counts = self._store.count_seats((intake.id,)).get(intake.id, SeatCounts())
        self._note(member, "roster_exported", intake.id, f"{reason} {len(listed)}")
        rows = [self._row(one, self._position(one, at, counts)) for at, one in enumerate(listed)]
        return self._write_sheets((Sheet("名单", _HEADERS, rows),))

    def reissue_code(self, member: StaffMember, number: str) -> str:
        """A new code for a person who has lost theirs; the old one opens nothing from now on."""
        enrolment, intake = self._with(member, RosterAction.REISSUE_CODE, number)
        code = make_code()
        kind, now = EnrolmentEventKind.CODE_ISSUED, self._clock.now()
        digest = code_digest(enrolment.number, code)
        happening = EnrolmentHappening(kind, member.name, now, intake, code_digest=digest)
        self._store.take_step(enrolment.number, happening)
        self._note(member, "enrolment_code_issued", enrolment.number, "")
        return code

    def intake_of(self, member: StaffMember, number: str) -> str:
        """Where the enrolment stands on a roster."""
        return self._with(member, RosterAction.SEE, number)[1].id

    def _allowed(self, member: StaffMember, action: RosterAction, intake_id: str) -> tuple[Course, Intake]:
        if not sees_rosters(member):
            raise NotAllowedError(_NO_ROSTERS)
        found = self._find_intake(intake_id, self._clock.today())
        if found is None:
            raise NotFoundError(_NO_INTAKE)
        if not may_with_roster(member, action, found[0]):
            raise NotAllowedError(_NOT_ALLOWED)
        return found

    def _with(self, member: StaffMember, action: RosterAction, number: str) -> tuple[Enrolment, Intake]:
        if not sees_rosters(member):
            raise NotAllowedError(_NO_ROSTERS)
        enrolment = self._store.find_enrolment(number.strip().upper())
        if enrolment is None:
            raise NotFoundError(_NO_ENROLMENT)
        return enrolment, self._allowed(member, action, enrolment.intake_id)[1]

    def _position(self, enrolment: Enrolment, at: int, counts: SeatCounts) -> int | None:
        """`at`: how many stand before it on the roster."""
        return at - counts.confirmed + 1 if enrolment.state is EnrolmentState.WAITLISTED else None

    def _masked(self, number: str) -> tuple[MaskedContact | None, bool]:
        """With whether they are gone for good."""
        try:
            left = self._store.find_details(number)
        except UnavailableError:
            return None, False
        return (None, True) if left is None else (masked_details(left), False)

    def _row(self, enrolment: Enrolment, position: int | None) -> tuple[Value, ...]:
        try:
            left = self._store.find_details(enrolment.number)
            details = left.details if left is not None else EnrolmentDetails(_DROPPED, _DROPPED)
        except UnavailableError:
            details = EnrolmentDetails(_SEALED, _SEALED)
        return (
            enrolment.number, _STATES.get(enrolment.state, ""), position, details.name, details.phone, details.note,
            "；".join(enrolment.declared), f"{enrolment.enrolled_at:%Y-%m-%d %H:%M}",
            _ATTENDANCE[enrolment.attendance] if enrolment.attendance else "",
            _OUTCOMES[enrolment.outcome] if enrolment.outcome else "",
        )  # fmt: skip

    def _note(self, member: StaffMember, action: str, subject: str, detail: str) -> None:
        self._audit.add_event(AuditEvent(self._clock.now(), member.name, action, subject, str(detail)))


def _is_over(intake: Intake, clock: Clock) -> bool:
    end = intake.ends_on or intake.starts_on
    return end is not None and end < clock.today()
