"""Feeds of courses go the way of all feeds: read in columns or nested, taken in, closed when they vanish."""

import json
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine

from assistant.adapters.course_intake import KnowledgeCourseIntake
from assistant.adapters.feeds.readers import feed_readers
from assistant.adapters.sql.courses import SqlCourseStore
from assistant.adapters.sql.engine import open_engine
from assistant.adapters.sql.feeds import SqlFeedStore
from assistant.adapters.sql.vacancies import SqlVacancyStore
from assistant.domain.courses import IntakeState
from assistant.services.feed_run import FeedTarget
from assistant.services.sync_feed import FeedSync
from assistant.services.vacancy_ports import Feed, FeedContent, FeedKind, RunOutcome
from tests.fakes.clock import FixedClock
from tests.fresh_database import migrate

KNOWLEDGE = Path(__file__).parents[2] / "knowledge_base"
COLUMNS = {
    "title": "课程", "provider": "机构", "starts_on": "开班", "enrol_by": "截止", "schedule": "时间", "place": "地点",
    "seats": "名额", "fee": "学费",
}  # fmt: skip
HEADER = "课程,机构,开班,截止,时间,地点,名额,学费\n"
ROWS = (
    "低压电工班,示例甲校,2026-12-08,2026-12-05,周二晚上7点到9点,巴南区鱼洞街道,30,1200元\n"
    "低压电工班,示例甲校,2026-12-12,2026-12-10,双休日,巴南区鱼洞街道,30,1200元\n"
    "月嫂班,示例乙校,2026-12-20,,双休日,渝北区回兴街道,20,免费\n"
)


class Office:
    """A database, and the sync over it."""

    def __init__(self, folder: Path) -> None:
        engine: Engine = open_engine(f"sqlite:///{folder}/assistant.db")
        migrate(engine)
        self.file = folder / "courses.csv"
        self.clock = FixedClock()
        self.feeds, self.store = SqlFeedStore(engine), SqlCourseStore(engine)
        target = FeedTarget(self.store, KnowledgeCourseIntake(KNOWLEDGE, self.clock))
        self.sync = FeedSync(
            self.feeds, SqlVacancyStore(engine), feed_readers(self.clock), lambda rows: iter(()), self.clock,
            courses=target,
        )  # fmt: skip

    def add(self, location: Path, columns: dict[str, str]) -> None:
        feed = Feed("schools", FeedKind.FILE, "示例", str(location), columns, carries=FeedContent.COURSES)
        self.feeds.put_feed(feed)

    def open_intakes(self, day: date) -> list[tuple[str, str]]:
        """(course, schedule) of what is open."""
        ids = {change.course.id for change in self.store.changes_after(0, 1000, day) if change.course is not None}
        courses = self.store.find_courses(ids, day).values()
        return sorted(
            (course.title, one.schedule)
            for course in courses
            for one in course.intakes
            if one.state is IntakeState.OPEN
        )


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


def test_a_flat_row_is_one_intake_and_rows_of_one_course_belong_together(office: Office) -> None:
    office.file.write_text(HEADER + ROWS, encoding="utf-8")
    office.add(office.file, COLUMNS)
    report = office.sync.sync("schools")
    assert (report.outcome, report.taken, report.rejected_count) == (RunOutcome.DONE, 3, 0)
    today = office.clock.today()
    ids = {change.course.id for change in office.store.changes_after(0, 100, today) if change.course is not None}
    assert sorted(len(one.intakes) for one in office.store.find_courses(ids, today).values()) == [1, 2]


def test_an_intake_that_vanishes_from_a_snapshot_closes(office: Office) -> None:
    office.file.write_text(HEADER + ROWS, encoding="utf-8")
    office.add(office.file, COLUMNS)
    office.sync.sync("schools")
    office.file.write_text(HEADER + "".join(ROWS.splitlines(keepends=True)[:2]), encoding="utf-8")
    assert office.sync.sync("schools").closed == 1
    assert [title for title, _ in office.open_intakes(office.clock.today())] == ["低压电工班", "低压电工班"]


def test_a_feed_that_shrinks_too_much_waits_for_a_person(office: Office) -> None:
    many = "".join(f"焊工班{n},示例校,2026-12-20,,双休日,巴南区,20,免费\n" for n in range(30))
    office.file.write_text(HEADER + many, encoding="utf-8")
    office.add(office.file, COLUMNS)
    office.sync.sync("schools")
    office.file.write_text(HEADER + ROWS, encoding="utf-8")
    report = office.sync.sync("schools")
    assert (report.outcome, report.closed, report.would_close) == (RunOutcome.WAITS, 0, 30)
    assert office.sync.accept("schools").closed == 30


def test_a_row_that_cannot_be_used_is_reported_and_the_others_are_taken(office: Office) -> None:
    bad = "电焊班,示例丙校,2026-12-20,2026-11-01,双休日,巴南区,20,免费\n,示例丁校,2026-12-20,,双休日,巴南区,20,免费\n"
    office.file.write_text(HEADER + ROWS + bad, encoding="utf-8")
    office.add(office.file, COLUMNS)
    report = office.sync.sync("schools")
    assert (report.taken, report.rejected_count) == (3, 2)
    assert {row.reason for row in report.rejected} == {"Has no title.", "enrolment ended on 2026-11-01"}


def test_a_course_with_a_list_of_intakes_is_as_many_rows(office: Office, tmp_path: Path) -> None:
    course = {
        "id": "k1",
        "title": "叉车司机取证班",
        "provider": "示例学校",
        "certificate": "特种设备作业人员证（叉车司机N1）",
        "intakes": [
            {"id": "a", "starts_on": "2026-12-08", "schedule": "双休日", "place": "巴南区", "seats": 20},
            {"id": "b", "starts_on": "2026-12-15", "schedule": "周二晚上", "place": "巴南区", "seats": 20},
        ],
    }
    file = tmp_path / "courses.json"
    file.write_text(json.dumps({"items": [course, {"id": "k2", "title": "空课程", "intakes": []}]}), encoding="utf-8")
    office.add(file, {})
    report = office.sync.sync("schools")
    assert (report.taken, report.rejected_count) == (2, 1)
    assert office.open_intakes(office.clock.today()) == [("叉车司机取证班", "双休日"), ("叉车司机取证班", "周二晚上")]
