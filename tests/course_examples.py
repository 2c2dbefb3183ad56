"""Courses for tests. Providers are invented."""

from dataclasses import replace
from datetime import date, time

from assistant.domain.courses import Course, CourseLevel, CoursePrerequisite, Intake, OutcomeFigure, WeeklyTime
from assistant.domain.vacancies import Education
from assistant.services.course_ports import TakenIntake
from assistant.services.vacancy_ports import Feed, FeedContent, FeedKind

TODAY = date(2026, 11, 23)
COURSE_FEED = Feed("schools", FeedKind.FILE, "示例培训机构", "courses.csv", carries=FeedContent.COURSES)
OTHER_COURSE_FEED = Feed("online-school", FeedKind.PUSH, "示例网校", is_snapshot=False, carries=FeedContent.COURSES)
ELECTRICIAN = Course(
    id="",
    title="低压电工取证班",
    provider="示例技能培训学校",
    content="安全用电、线路安装。",
    level=CourseLevel.BEGINNER,
    certificate="特种作业操作证（低压电工作业）",
    licences=("电工证",),
    occupations=("电工",),
    subjects=("低压电工",),
    occupation_code="6-31-01-03",
    prerequisites=(
        CoursePrerequisite("年满18周岁", age_min=18),
        CoursePrerequisite("初中及以上", education=Education.JUNIOR),
        CoursePrerequisite("身体健康"),
    ),
    hours=120,
    fee_yuan=1200.0,
    outcomes=(OutcomeFigure("上一期30人，27人取证", date(2026, 9, 30)),),
)
EVENINGS = Intake(
    id="",
    course_id="",
    starts_on=date(2026, 12, 8),
    ends_on=date(2027, 1, 20),
    weekly_times=(WeeklyTime(2, time(19), time(21)), WeeklyTime(4, time(19), time(21))),
    schedule="周二、周四晚上7点到9点",
    region_id="banan",
    place="巴南区鱼洞街道示例路1号",
    seats=30,
    enrol_by=date(2026, 12, 5),
)
WEEKENDS = replace(
    EVENINGS,
    weekly_times=(WeeklyTime(6, time(9), time(17)), WeeklyTime(7, time(9), time(17))),
    schedule="双休日 9:00-17:00",
    starts_on=date(2026, 12, 12),
    enrol_by=date(2026, 12, 10),
)


def taken_intake(
    external_id: str, intake: Intake = EVENINGS, course: Course = ELECTRICIAN, course_key: str = "electrician"
) -> TakenIntake:
    """An intake as it is taken in."""
    return TakenIntake(external_id, course_key, None, repr((course, intake)), course, intake)
