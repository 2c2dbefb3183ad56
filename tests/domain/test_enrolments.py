"""The rules of enrolling: prerequisites, clashes, deadlines, seats, and what may happen to an enrolment."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.domain.course_fit import Learner
from assistant.domain.course_fit import PrerequisiteState as Truth
from assistant.domain.courses import Course, CoursePrerequisite, IntakeState
from assistant.domain.enrolment_rules import Situation, decide_enrolment, may_move_up
from assistant.domain.enrolment_steps import ENROLMENT_STATES_FOR, EnrolmentHappening, advance_enrolment
from assistant.domain.enrolments import (
    Attendance,
    CourseOutcome,
    Enrolment,
    EnrolmentEventKind,
    EnrolmentState,
    terms_digest,
)
from assistant.domain.errors import ConflictError, InvalidInputError
from assistant.domain.prerequisites import tell_prerequisites
from assistant.domain.roster_rights import RosterAction, may_with_roster
from assistant.domain.staff import Role, StaffMember
from assistant.domain.vacancies import Education
from assistant.services.clock import CHONGQING
from tests.enrolment_office import EVENINGS, course, intake

ADULT = CoursePrerequisite("年满18周岁", age_min=18)
YOUNG = CoursePrerequisite("不超过60周岁", age_max=60)
SENIOR = CoursePrerequisite("高中以上学历", education=Education.SENIOR)
LICENSED = CoursePrerequisite("持低压电工证", licence="低压电工证")
WORKED = CoursePrerequisite("从业满2年", experience_years=2)
HEALTHY = CoursePrerequisite("身体健康")
DAY = date(2026, 11, 23)
BEGUN = datetime(2026, 12, 20, tzinfo=CHONGQING)


def state_of(asked: CoursePrerequisite, **has: object) -> Truth:
    return tell_prerequisites(course(asks=(asked,)), Learner(**has))[0].state  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("asked", "met", "not_met"),
    [
        (ADULT, {"age_years": 18}, {"age_years": 17}),
        (YOUNG, {"age_years": 60}, {"age_years": 61}),
        (SENIOR, {"education": Education.COLLEGE}, {"education": Education.JUNIOR}),
        (LICENSED, {"licences": ("低压电工证",)}, {"has_no_licence": True}),
    ],
)
def test_a_prerequisite_is_met_not_met_or_unknown(
    asked: CoursePrerequisite, met: dict[str, object], not_met: dict[str, object]
) -> None:
    assert state_of(asked, **met) is Truth.MET
    assert state_of(asked) is Truth.UNKNOWN
    judged = tell_prerequisites(course(asks=(asked,)), Learner(**not_met))[0]  # type: ignore[arg-type]
    assert judged.state is Truth.NOT_MET and judged.instead, "whoever is refused is told what instead"


def test_words_alone_are_never_met_by_a_machine_and_another_licence_decides_nothing() -> None:
    assert state_of(HEALTHY, age_years=30) is Truth.UNKNOWN
    assert state_of(WORKED, experience_years=9) is Truth.UNKNOWN, "of another trade, perhaps"
    assert state_of(LICENSED, licences=("焊工证",)) is Truth.UNKNOWN


@given(st.integers(0, 100), st.integers(0, 100))
def test_more_years_never_make_an_older_person_miss_a_lowest_age(asked: int, age: int) -> None:
    one = CoursePrerequisite("年龄", age_min=asked)
    if state_of(one, age_years=age) is Truth.MET:
        assert state_of(one, age_years=age + 1) is Truth.MET


def situation(**changed: object) -> Situation:
    whole = Situation(course("electrician", intake()), intake(), DAY, 0)
    return replace(whole, **changed)  # type: ignore[arg-type]


def test_a_free_seat_is_given_and_a_full_intake_waits() -> None:
    assert decide_enrolment(situation(confirmed=1)) is EnrolmentState.CONFIRMED
    assert decide_enrolment(situation(confirmed=2)) is EnrolmentState.WAITLISTED
    assert decide_enrolment(situation(confirmed=1, waiting=1)) is EnrolmentState.WAITLISTED
    assert decide_enrolment(situation(intake=intake(seats=0))) is EnrolmentState.WAITLISTED


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"today": date(2026, 12, 6)}, "12月5日已经截止"),
        ({"intake": intake(state=IntakeState.CLOSED)}, "停止报名"),
        ({"intake": intake(seats=None)}, "直接联系培训机构"),
        ({"own": ((course(), intake()),)}, "已经报过这个班"),
        ({"own": ((course(), intake("morning")),)}, "另一个班"),
        ({"own": ((course("welder"), intake("w", "welder")),)}, "冲突"),
        ({"course": course("electrician", asks=(LICENSED,)), "learner": Learner(has_no_licence=True)}, "低压电工证.*先报"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_with_the_reason(changed: dict[str, object], why: str) -> None:
    with pytest.raises(ConflictError, match=why):
        decide_enrolment(situation(**changed))


def test_without_a_deadline_one_can_enrol_until_the_day_it_begins() -> None:
    open_end = intake(enrol_by=None)
    assert decide_enrolment(situation(intake=open_end, today=date(2026, 12, 8))) is EnrolmentState.CONFIRMED
    with pytest.raises(ConflictError):
        decide_enrolment(situation(intake=open_end, today=date(2026, 12, 9)))


def test_what_is_unknown_is_declared_by_the_person() -> None:
    asks = course("electrician", intake(), asks=(HEALTHY, ADULT))
    with pytest.raises(InvalidInputError, match="身体健康"):
        decide_enrolment(situation(course=asks, learner=Learner(age_years=30)))
    declared = frozenset({"身体健康"})
    known = situation(course=asks, learner=Learner(age_years=30), declared=declared)
    assert decide_enrolment(known) is EnrolmentState.CONFIRMED
    with pytest.raises(ConflictError, match="年满18周岁"):
        decide_enrolment(replace(known, learner=Learner(age_years=17), declared=declared | {"年满18周岁"}))


def test_whoever_waits_moves_up_until_the_day_it_begins() -> None:
    assert may_move_up(intake(), 1, date(2026, 12, 8))
    assert not may_move_up(intake(), 2, date(2026, 12, 8))
    assert not may_move_up(intake(), 1, date(2026, 12, 9))


def test_what_was_agreed_to_changes_with_what_is_told_and_not_with_the_seats() -> None:
    plain = course("electrician", intake())
    assert terms_digest(plain, intake()) == terms_digest(plain, intake(seats=1, enrol_by=DAY))
    for changed in ({"starts_on": DAY}, {"place": "别处"}, {"schedule": "周末"}, {"weekly_times": EVENINGS[:1]}):
        assert terms_digest(plain, intake()) != terms_digest(plain, intake(**changed))
    assert terms_digest(plain, intake()) != terms_digest(replace(plain, fee_yuan=100), intake())


def enrolment(state: EnrolmentState = EnrolmentState.CONFIRMED, **changed: object) -> Enrolment:
    whole = Enrolment("BM-1", "electrician", "evening", BEGUN, state, 1, code_digest="digest")
    return replace(whole, **changed)  # type: ignore[arg-type]


def happening(kind: EnrolmentEventKind, at: datetime = BEGUN, **given_: object) -> EnrolmentHappening:
    whole: dict[str, object] = {
        "attendance": Attendance.ATTENDED,
        "outcome": CourseOutcome.COMPLETED,
        "code_digest": "n",
    }
    return EnrolmentHappening(kind, "li", at, intake(), **{**whole, **given_})  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", EnrolmentEventKind)
@pytest.mark.parametrize("state", EnrolmentState)
def test_what_the_table_does_not_name_is_refused(state: EnrolmentState, kind: EnrolmentEventKind) -> None:
    attended = Attendance.ATTENDED if kind is EnrolmentEventKind.OUTCOME else None
    before = enrolment(state, attendance=attended)
    if state in ENROLMENT_STATES_FOR.get(kind, ()):
        assert advance_enrolment(before, happening(kind)).version == before.version + 1
    else:
        with pytest.raises(ConflictError):
            advance_enrolment(before, happening(kind))


def test_attendance_and_outcome_have_their_order() -> None:
    ahead = BEGUN.replace(day=1)
    with pytest.raises(ConflictError, match="还没有开课"):
        advance_enrolment(enrolment(), happening(EnrolmentEventKind.ATTENDANCE, ahead))
    with pytest.raises(ConflictError, match="先登记到课"):
        advance_enrolment(enrolment(), happening(EnrolmentEventKind.OUTCOME))
    absent = enrolment(attendance=Attendance.ABSENT)
    with pytest.raises(ConflictError, match="没有到课"):
        advance_enrolment(absent, happening(EnrolmentEventKind.OUTCOME))
    left = advance_enrolment(absent, happening(EnrolmentEventKind.OUTCOME, outcome=CourseOutcome.LEFT))
    assert left.outcome is CourseOutcome.LEFT
    for kind, name in ((EnrolmentEventKind.ATTENDANCE, "attendance"), (EnrolmentEventKind.OUTCOME, "outcome")):
        with pytest.raises(InvalidInputError):
            advance_enrolment(enrolment(attendance=Attendance.ATTENDED), happening(kind, **{name: None}))


def test_a_withdrawn_enrolment_can_be_read_by_nobody() -> None:
    withdrawn = advance_enrolment(enrolment(), happening(EnrolmentEventKind.WITHDRAWN))
    assert (withdrawn.code_digest, withdrawn.closed_at) == (None, BEGUN)


#: Role → what it may do with any roster; a provider, with those of its own courses.
MAY = {
    Role.ADVISOR: {RosterAction.SEE, RosterAction.REVEAL, RosterAction.REISSUE_CODE},
    Role.SPECIALIST: {RosterAction.SEE},
    Role.EDITOR: set(),
    Role.SUPERVISOR: set(RosterAction),
    Role.ADMINISTRATOR: set(),
    Role.PROVIDER: set(),
}


@pytest.mark.parametrize("role", Role)
def test_each_role_may_do_with_rosters_what_the_table_says(role: Role) -> None:
    def may(member: StaffMember, of: Course) -> set[RosterAction]:
        return {action for action in RosterAction if may_with_roster(member, action, of)}

    assert may(StaffMember("li", role), course()) == MAY[role]
    own = MAY[role] or ({*RosterAction} - {RosterAction.REISSUE_CODE} if role is Role.PROVIDER else set())
    assert may(StaffMember("li", role, "示例培训学校"), course()) == own
    assert may(StaffMember("li", role, "示例培训学校", is_locked=True), course()) == set()
    assert may(StaffMember("li", role, "示例培训学校", must_change_password=True), course()) == set()
