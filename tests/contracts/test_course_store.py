"""What every CourseStore does, whatever it keeps the courses in."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from threading import Thread

import pytest
from sqlalchemy import Engine

from assistant.adapters.sql.courses import SqlCourseStore
from assistant.adapters.sql.engine import open_engine
from assistant.adapters.sql.feeds import SqlFeedStore
from assistant.domain.courses import Course, IntakeState
from assistant.services.course_ports import CourseStore, IntakeChange
from tests.course_examples import (
    COURSE_FEED,
    ELECTRICIAN,
    EVENINGS,
    OTHER_COURSE_FEED,
    TODAY,
    WEEKENDS,
    taken_intake,
)
from tests.fresh_database import migrate

pytest_plugins = ("tests.postgres",)


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Engine:
    if request.param == "postgresql":
        found: Engine = request.getfixturevalue("postgres_engine")
    else:
        found = open_engine(f"sqlite:///{tmp_path}/assistant.db")
        request.addfinalizer(found.dispose)
        migrate(found)
    for feed in (COURSE_FEED, OTHER_COURSE_FEED):
        SqlFeedStore(found).put_feed(feed)
    return found


@pytest.fixture
def store(engine: Engine) -> CourseStore:
    return SqlCourseStore(engine)


def changes(store: CourseStore, after: int = 0, today: date = TODAY) -> list[IntakeChange]:
    """Everything a follower reads from there on, in pages of two."""
    found: list[IntakeChange] = []
    while page := store.changes_after(found[-1].number if found else after, 2, today):
        found += page
    return found


def only(store: CourseStore) -> Course:
    """The one course there is."""
    ids = {change.course.id for change in changes(store) if change.course is not None}
    (course,) = store.find_courses(ids, TODAY).values()
    return course


def test_it_is_a_course_store(store: CourseStore) -> None:
    assert isinstance(store, CourseStore)


def test_a_course_and_its_intake_come_back_as_they_went_in(store: CourseStore) -> None:
    store.put_adverts(COURSE_FEED, [taken_intake("1")], 1)
    course = only(store)
    (intake,) = course.intakes
    assert replace(course, id="", intakes=(), sources=()) == ELECTRICIAN
    assert replace(intake, id="", course_id="") == EVENINGS
    assert intake.course_id == course.id
    assert [(source.feed_id, source.feed, source.external_id) for source in course.sources] == [
        ("schools", "示例培训机构", "electrician")
    ]


def test_rows_with_one_key_are_intakes_of_one_course_the_first_to_begin_first(store: CourseStore) -> None:
    store.put_adverts(COURSE_FEED, [taken_intake("late", WEEKENDS), taken_intake("soon")], 1)
    assert [intake.schedule for intake in only(store).intakes] == [EVENINGS.schedule, WEEKENDS.schedule]


def test_the_same_key_in_another_feed_is_another_course(store: CourseStore) -> None:
    store.put_adverts(COURSE_FEED, [taken_intake("1")], 1)
    store.put_adverts(OTHER_COURSE_FEED, [taken_intake("1")], 2)
    assert len({change.course.id for change in changes(store) if change.course is not None}) == 2


def test_an_intake_is_found_with_its_course(store: CourseStore) -> None:
    store.put_adverts(COURSE_FEED, [taken_intake("1"), taken_intake("2", WEEKENDS)], 1)
    course = only(store)
    found = store.find_intake(course.intakes[1].id, TODAY)
    assert found == (course, course.intakes[1])
    assert store.find_intake("i-none", TODAY) is None


def test_putting_counts_what_is_new_what_changed_and_what_stayed(store: CourseStore) -> None:
    first = store.put_adverts(COURSE_FEED, [taken_intake("1"), taken_intake("2", WEEKENDS)], 1)
    fuller = replace(WEEKENDS, seats=5)
    again = store.put_adverts(COURSE_FEED, [taken_intake("1"), taken_intake("2", fuller), taken_intake("3")], 2)
    assert (first.taken, first.changed, first.unchanged) == (2, 0, 0)
    assert (again.taken, again.changed, again.unchanged) == (1, 1, 1)
    assert sorted(intake.seats or 0 for intake in only(store).intakes) == [5, 30, 30]


def test_what_did_not_change_is_no_change_to_follow(store: CourseStore) -> None:
    store.put_adverts(COURSE_FEED, [taken_intake("1")], 1)
    number = store.last_number()
    store.put_adverts(COURSE_FEED, [taken_intake("1")], 2)
    assert store.last_number() == number
    assert not changes(store, number)


def test_a_course_that_changes_changes_all_its_intakes(store: CourseStore) -> None:
    store.put_adverts(COURSE_FEED, [taken_intake("1"), taken_intake("2", WEEKENDS)], 1)
    number = store.last_number()
    cheaper = replace(ELECTRICIAN, fee_yuan=0.0)
    store.put_adverts(COURSE_FEED, [taken_intake("1", course=cheaper)], 2)
    fees = {change.intake_id: change.course.fee_yuan for change in changes(store, number) if change.course is not None}
    assert list(fees.values()) == [0.0, 0.0]
    assert only(store).fee_yuan == 0.0


def test_closing_takes_an_intake_out_of_what_is_shown_but_not_out_of_its_course(store: CourseStore) -> None:
    store.put_adverts(COURSE_FEED, [taken_intake("1"), taken_intake("2", WEEKENDS)], 1)
    before, number = only(store), store.last_number()
    assert store.close_adverts("schools", ["1", "unknown"]) == 1
    (change,) = changes(store, number)
    assert (change.course, change.intake) == (None, None)
    course = store.find_courses([before.id], TODAY)[before.id]
    assert [intake.state for intake in course.intakes] == [IntakeState.CLOSED, IntakeState.OPEN]
    assert store.close_adverts("schools", ["1"]) == 0


def test_an_intake_that_comes_again_is_open_again_with_the_same_id(store: CourseStore) -> None:
    store.put_adverts(COURSE_FEED, [taken_intake("1")], 1)
    before = only(store)
    store.close_adverts("schools", ["1"])
    store.put_adverts(COURSE_FEED, [taken_intake("1")], 2)
    assert only(store) == before


def test_what_a_run_has_not_seen_is_counted_and_closed(store: CourseStore) -> None:
    store.put_adverts(COURSE_FEED, [taken_intake("1"), taken_intake("2", WEEKENDS)], 1)
    store.put_adverts(COURSE_FEED, [taken_intake("1")], 2)
    assert store.count_unseen("schools", 2) == (2, 1)
    assert store.close_unseen("schools", 2) == 1
    assert store.count_unseen("schools", 2) == (1, 0)


def test_removing_a_feed_closes_its_intakes(store: CourseStore, engine: Engine) -> None:
    store.put_adverts(COURSE_FEED, [taken_intake("1")], 1)
    course_id = only(store).id
    SqlFeedStore(engine).remove_feed("schools")
    (intake,) = store.find_courses([course_id], TODAY)[course_id].intakes
    assert intake.state is IntakeState.CLOSED


def test_a_feed_says_what_it_carries(engine: Engine) -> None:
    found = SqlFeedStore(engine).find_feed("schools")
    assert found == COURSE_FEED


def test_days_of_a_sample_are_counted_from_the_day_that_is_asked_on(store: CourseStore) -> None:
    sample = replace(taken_intake("1"), day_offsets={"starts_on": 15, "enrol_by": 12})
    store.put_adverts(COURSE_FEED, [sample], 1)
    later = TODAY + timedelta(days=400)
    course_id = only(store).id
    (intake,) = store.find_courses([course_id], later)[course_id].intakes
    assert (intake.starts_on, intake.enrol_by) == (later + timedelta(days=15), later + timedelta(days=12))


def test_numbers_of_changes_have_no_gap_that_is_filled_later(store: CourseStore) -> None:
    def put(name: str) -> None:
        for turn in range(5):
            store.put_adverts(COURSE_FEED, [taken_intake(f"{name}-{turn}", course_key=name)], 1)

    writers = [Thread(target=put, args=(name,)) for name in "abc"]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert [change.number for change in changes(store)] == list(range(1, 16))
