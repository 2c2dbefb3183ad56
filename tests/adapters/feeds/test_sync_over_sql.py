"""A file feed over the real stores: from rows in a file to what a follower of changes sees."""

from datetime import date
from pathlib import Path

import pytest

from assistant.adapters.feeds.readers import feed_readers
from assistant.adapters.sql.engine import open_engine
from assistant.adapters.sql.feeds import SqlFeedStore
from assistant.adapters.sql.vacancies import SqlVacancyStore
from assistant.domain.vacancies import RawAdvert, Vacancy
from assistant.services.sync_feed import FeedSync
from assistant.services.take_in import AdvertIntake
from assistant.services.vacancy_ports import Feed, FeedKind, RunOutcome
from tests.adapters.feeds.reading import COLUMNS
from tests.fakes.clock import FixedClock
from tests.fresh_database import migrate


class Plain:
    def read(self, raw: RawAdvert, today: date) -> Vacancy:
        return Vacancy("", raw.title, raw.employer)

    def check(self, raw: RawAdvert, vacancy: Vacancy, today: date) -> tuple[()]:
        return ()


@pytest.fixture
def jobs(tmp_path: Path) -> Path:
    return tmp_path / "jobs.csv"


@pytest.fixture
def vacancies(tmp_path: Path, request: pytest.FixtureRequest) -> SqlVacancyStore:
    engine = open_engine(f"sqlite:///{tmp_path}/assistant.db")
    request.addfinalizer(engine.dispose)
    migrate(engine)
    return SqlVacancyStore(engine)


@pytest.fixture
def sync(vacancies: SqlVacancyStore, jobs: Path) -> FeedSync:
    feeds, clock = SqlFeedStore(vacancies._engine), FixedClock()
    feeds.put_feed(Feed("jobs", FeedKind.FILE, "示例来源", str(jobs), COLUMNS))
    return FeedSync(feeds, vacancies, feed_readers(clock), AdvertIntake(Plain(), Plain(), clock.today), clock)


def write(path: Path, *numbers: int, end: str = "") -> None:
    rows = "".join(f"{number},普工{number},示例电子厂,面议\n" for number in numbers)
    path.write_text(f"编号,岗位,单位,工资\n{rows}{end}", encoding="utf-8")


def open_titles(store: SqlVacancyStore) -> set[str]:
    changes = store.changes_after(0, 1_000, date(2026, 11, 23))
    return {change.vacancy.title for change in changes if change.vacancy is not None}


def test_a_file_is_followed_through_growth_a_cut_a_shrinking_and_a_person(
    sync: FeedSync, vacancies: SqlVacancyStore, jobs: Path
) -> None:
    write(jobs, *range(30))
    assert sync.sync("jobs").taken == 30
    assert sync.sync("jobs").outcome is RunOutcome.UNCHANGED

    write(jobs, *range(25), 99, end="100,普")
    cut = sync.sync("jobs")
    assert (cut.outcome, cut.taken, cut.closed, cut.rejected_count) == (RunOutcome.FAILED, 1, 0, 1)
    assert len(open_titles(vacancies)) == 31

    write(jobs, *range(25), 99)
    whole = sync.sync("jobs")
    assert (whole.outcome, whole.unchanged, whole.closed) == (RunOutcome.DONE, 26, 5)

    write(jobs, 1, 2)
    waiting = sync.sync("jobs")
    assert (waiting.outcome, waiting.would_close) == (RunOutcome.WAITS, 24)
    assert len(open_titles(vacancies)) == 26

    assert sync.accept("jobs").closed == 24
    assert open_titles(vacancies) == {"普工1", "普工2"}
