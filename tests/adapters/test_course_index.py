"""Courses are found by what they are, only while one of their intakes is open, and follow the store."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from assistant.adapters.content.word_files import read_regions
from assistant.adapters.course_replica import CourseReplica
from assistant.adapters.sql.courses import SqlCourseStore
from assistant.adapters.sql.engine import open_engine
from assistant.adapters.sql.feeds import SqlFeedStore
from assistant.domain.course_filter import CourseFilter
from assistant.domain.courses import CourseLevel
from assistant.language.segment import Segmenter
from assistant.services.course_ports import CourseIndex, CourseIndexWriter, CourseQuery
from tests.course_examples import COURSE_FEED, ELECTRICIAN, EVENINGS, TODAY, WEEKENDS, taken_intake
from tests.fresh_database import migrate

REGIONS = read_regions(Path(__file__).parents[2] / "knowledge_base")
DRONES = replace(
    ELECTRICIAN, title="无人机驾驶班", subjects=("无人机",), occupations=(), licences=(), certificate=None,
    level=None, occupation_code=None, fee_yuan=0.0,
)  # fmt: skip
ONLINE = replace(EVENINGS, is_online=True, region_id=None, place="线上")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqlCourseStore]:
    engine = open_engine(f"sqlite:///{tmp_path}/assistant.db")
    migrate(engine)
    SqlFeedStore(engine).put_feed(COURSE_FEED)
    yield SqlCourseStore(engine)
    engine.dispose()


@pytest.fixture
def replica(tmp_path: Path, store: SqlCourseStore) -> Iterator[CourseReplica]:
    store.put_adverts(
        COURSE_FEED,
        [
            taken_intake("evening"),
            taken_intake("weekend", WEEKENDS),
            taken_intake("drones", ONLINE, DRONES, "drones"),
        ],
        1,
    )
    following = CourseReplica(tmp_path / "index", store, Segmenter(), REGIONS, lambda: TODAY, {"6": 1.0})
    following.catch_up()
    yield following
    following.stop()


def found(replica: CourseReplica, wanted: CourseFilter, day: date = TODAY, text: str = "") -> dict[str, int]:
    """Subject → how many intakes were found of it."""
    hits = replica.index.search(CourseQuery(wanted, day, text))
    ids = {hit.course_id: len(hit.intake_ids) for hit in hits}
    assert replica.index.count(CourseQuery(wanted, day, text)) == len(ids)
    courses = replica._store.find_courses(list(ids), day)  # type: ignore[attr-defined]
    return {course.subjects[0]: ids[course_id] for course_id, course in courses.items()}


def test_it_is_an_index_and_its_writer(replica: CourseReplica) -> None:
    assert isinstance(replica.index, CourseIndex)
    assert isinstance(replica.index, CourseIndexWriter)


def test_a_course_is_found_once_with_all_its_intakes_that_fit(replica: CourseReplica) -> None:
    assert found(replica, CourseFilter(occupations=("电工",))) == {"低压电工": 2}
    assert found(replica, CourseFilter(occupations=("电工",), weekend=True)) == {"低压电工": 1}


@pytest.mark.parametrize(
    ("wanted", "subjects"),
    [
        (CourseFilter(), {"低压电工", "无人机"}),
        (CourseFilter(licences=("电工证",)), {"低压电工"}),
        (CourseFilter(words=("无人机",)), {"无人机"}),
        (CourseFilter(words=("机驾驶",)), {"无人机"}),
        (CourseFilter(free=True), {"无人机"}),
        (CourseFilter(fee_ceiling_yuan=1200), {"低压电工", "无人机"}),
        (CourseFilter(fee_ceiling_yuan=1199), {"无人机"}),
        (CourseFilter(online=True), {"无人机"}),
        (CourseFilter(online=False), {"低压电工"}),
        (CourseFilter(region_ids=("banan",)), {"低压电工"}),
        (CourseFilter(region_ids=("wanzhou",)), set()),
        (CourseFilter(with_certificate=True), {"低压电工"}),
        (CourseFilter(levels=(CourseLevel.BEGINNER,)), {"低压电工"}),
        (CourseFilter(levels=(CourseLevel.ADVANCED,)), set()),
        (CourseFilter(starts_within_days=14), set()),
        (CourseFilter(starts_within_days=15), {"低压电工", "无人机"}),
        (CourseFilter(daytime=True), set()),
    ],
)
def test_every_limit_holds(replica: CourseReplica, wanted: CourseFilter, subjects: set[str]) -> None:
    assert set(found(replica, wanted)) == subjects


def test_words_typed_are_looked_for_in_title_and_text(replica: CourseReplica) -> None:
    assert set(found(replica, CourseFilter(), text="无人机")) == {"无人机"}


def test_an_intake_is_found_until_its_last_day_to_enrol(replica: CourseReplica) -> None:
    wanted = CourseFilter(words=("无人机",))
    assert found(replica, wanted, date(2026, 12, 5))
    assert not found(replica, wanted, date(2026, 12, 6))


def test_what_closes_is_gone_and_what_comes_again_is_there(replica: CourseReplica, store: SqlCourseStore) -> None:
    store.close_adverts("schools", ["drones"])
    replica.catch_up()
    assert not found(replica, CourseFilter(words=("无人机",)))
    store.put_adverts(COURSE_FEED, [taken_intake("drones", ONLINE, DRONES, "drones")], 2)
    replica.catch_up()
    assert found(replica, CourseFilter(words=("无人机",)))


def test_a_sample_is_found_on_any_day(tmp_path: Path, store: SqlCourseStore) -> None:
    sample = replace(
        taken_intake("s", EVENINGS, replace(ELECTRICIAN, is_sample=True), "s"), day_offsets={"starts_on": 15}
    )
    store.put_adverts(COURSE_FEED, [sample], 1)
    replica = CourseReplica(tmp_path / "other", store, Segmenter(), REGIONS, lambda: TODAY, {})
    replica.catch_up()
    later = TODAY + timedelta(days=400)
    assert found(replica, CourseFilter(starts_within_days=15), later)
    assert not found(replica, CourseFilter(starts_within_days=14), later)
    replica.stop()


def test_where_nothing_is_named_what_is_in_demand_comes_first(replica: CourseReplica) -> None:
    first = replica.index.search(CourseQuery(CourseFilter(), TODAY))[0]
    courses = replica._store.find_courses([first.course_id], TODAY)  # type: ignore[attr-defined]
    assert courses[first.course_id].occupation_code == "6-31-01-03"
