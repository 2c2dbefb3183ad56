"""Whether somebody may enrol, and with what: decided anew, from everything as it is, at the moment of the commit."""

from dataclasses import dataclass
from datetime import date, timedelta

from assistant.domain.course_fit import Learner, PrerequisiteState
from assistant.domain.courses import Course, Intake, IntakeState
from assistant.domain.engagements import engagement_of, find_clashes
from assistant.domain.enrolments import EnrolmentState
from assistant.domain.errors import ClashError, ConflictError, InvalidInputError
from assistant.domain.outgoing_notices import NoticeKind
from assistant.domain.prerequisites import tell_prerequisites

#: Where nobody says when a course ends, details are kept this long after enrolling.
_LONGEST_KEPT = timedelta(days=400)
_NOTHING_KNOWN = Learner()
_CLOSED = "这个班已经停止报名，请另选一个班。"
_LATE = "这个班的报名{day}已经截止，请另选一个班。"
_NO_SEATS_OF_OURS = "这个班的名额由培训机构自己安排，在这里报不了，请直接联系培训机构。"
_TWICE = "这个手机号已经报过这个班，不用再报。凭当时给的编号和查询码可以查看、修改或取消。"
_SAME_COURSE = "这个手机号已经报过这门课的另一个班。想换班的话，先凭编号和查询码取消那一个，再来报这个。"
_CLASH = (
    "这个班和这个手机号已经报的“{title}”上课时间有冲突，两边没法都到。可以另选一个时间的班，或者先取消那一个；"
    "真要两个都报，请勾选确认。"
)


@dataclass(frozen=True)
class Situation:
    """Everything the decision rests on. `own`: the courses and intakes the same person is enrolled in or waits for.

    `confirmed`: seats given away; `waiting`: how many wait. `declared`: prerequisites the person says to meet.
    `accepts_clash`: the person has said to want this one although another has lessons at the same time.
    """

    course: Course
    intake: Intake
    today: date
    confirmed: int
    waiting: int = 0
    own: tuple[tuple[Course, Intake], ...] = ()
    learner: Learner = _NOTHING_KNOWN
    declared: frozenset[str] = frozenset()
    accepts_clash: bool = False


def decide_enrolment(situation: Situation) -> EnrolmentState:
    """A seat, or the waiting list. Nobody overtakes those who wait.

    Raises ConflictError where neither is possible, ClashError where another course is at the same time and nothing was
    said of that, InvalidInputError where a prerequisite is neither known nor declared; all in words for the person,
    with what to do instead.
    """
    check_open(situation.intake, situation.today)
    if any(intake.id == situation.intake.id for _, intake in situation.own):
        raise ConflictError(_TWICE)
    if any(course.id == situation.course.id for course, _ in situation.own):
        raise ConflictError(_SAME_COURSE)
    check_prerequisites(situation.course, situation.learner, situation.declared)
    clashing = find_clashes(situation.intake, (engagement_of(*one) for one in situation.own))
    if clashing and not situation.accepts_clash:
        raise ClashError(_CLASH.format(title=clashing[0].name))
    seats = situation.intake.seats or 0
    has_a_seat = situation.waiting == 0 and situation.confirmed < seats
    return EnrolmentState.CONFIRMED if has_a_seat else EnrolmentState.WAITLISTED


def check_open(intake: Intake, today: date) -> None:
    """Whether anybody may enrol on the day, seats left aside. Raises ConflictError."""
    if intake.state is not IntakeState.OPEN:
        raise ConflictError(_CLOSED)
    last = intake.last_day_to_enrol
    if last is not None and last < today:
        raise ConflictError(_LATE.format(day=f"{last.month}月{last.day}日"))
    if intake.seats is None:
        raise ConflictError(_NO_SEATS_OF_OURS)


def check_prerequisites(course: Course, learner: Learner, declared: frozenset[str]) -> None:
    """Raises ConflictError for one that is not met, InvalidInputError for one unknown that is not declared."""
    judged = tell_prerequisites(course, learner)
    failed = next((one for one in judged if one.state is PrerequisiteState.NOT_MET), None)
    if failed is not None:
        raise ConflictError(f"这门课要求“{failed.text}”，按您说过的情况还不符合。{failed.instead}")
    open_one = next(
        (one for one in judged if one.state is PrerequisiteState.UNKNOWN and one.text not in declared), None
    )
    if open_one is not None:
        raise InvalidInputError(f"这门课要求“{open_one.text}”。符合的话请勾选确认；不符合的请先不要报。")


def may_move_up(intake: Intake, confirmed: int, today: date) -> bool:
    """Whether a seat that is free goes to the first who waits: until the day it begins, the deadline past or not."""
    begins = intake.starts_on
    is_ahead = begins is None or begins >= today
    return intake.state is IntakeState.OPEN and is_ahead and confirmed < (intake.seats or 0)


def notice_due(intake: Intake, state: EnrolmentState, today: date) -> NoticeKind | None:
    """What whoever has enrolled is to be told on the day, as the intake now is.

    An intake that closes once its time to enrol is over is none that was withdrawn.
    """
    last, begins = intake.last_day_to_enrol, intake.starts_on
    if intake.state is not IntakeState.OPEN and last is not None and last >= today:
        return NoticeKind.INTAKE_WITHDRAWN
    starts_tomorrow = begins == today + timedelta(days=1)
    return NoticeKind.REMINDER if starts_tomorrow and state is EnrolmentState.CONFIRMED else None


def details_kept_until(intake: Intake | None, enrolled_on: date, keep_days: int) -> date:
    """The last day on which name, telephone number and note are kept. `intake`: None where it is gone from its feed."""
    end = (intake.ends_on or intake.starts_on) if intake is not None else None
    return enrolled_on + _LONGEST_KEPT if end is None else max(end, enrolled_on) + timedelta(days=keep_days)
