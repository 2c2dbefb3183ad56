"""Each process keeps an index of its own in step with the database."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.adapters.content.word_files import read_regions
from assistant.adapters.sql.engine import open_engine
from assistant.adapters.sql.feeds import SqlFeedStore
from assistant.adapters.sql.vacancies import SqlVacancyStore
from assistant.adapters.vacancy_replica import VacancyReplica
from assistant.domain.vacancy_filter import VacancyFilter
from assistant.language.segment import Segmenter
from assistant.services.vacancy_ports import VacancyQuery
from tests.fresh_database import migrate
from tests.vacancy_examples import FEED, FORKLIFT, TODAY, taken

REGIONS = read_regions(Path(__file__).parents[2] / "knowledge_base")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqlVacancyStore]:
    engine = open_engine(f"sqlite:///{tmp_path}/assistant.db")
    migrate(engine)
    SqlFeedStore(engine).put_feed(FEED)
    yield SqlVacancyStore(engine)
    engine.dispose()


def open_replica(home: Path, store: SqlVacancyStore) -> VacancyReplica:
    return VacancyReplica(home, store, Segmenter(), REGIONS, lambda: TODAY)


def count(replica: VacancyReplica) -> int:
    return replica.index.count(VacancyQuery(VacancyFilter(), TODAY))


def test_it_takes_in_what_there_is_and_then_only_what_changed(tmp_path: Path, store: SqlVacancyStore) -> None:
    store.put_adverts(FEED, [taken("1"), taken("2")], 1)
    replica = open_replica(tmp_path / "index", store)
    assert (replica.catch_up(), count(replica)) == (2, 2)
    store.close_adverts(FEED.id, ["1"])
    assert (replica.catch_up(), count(replica)) == (1, 1)
    assert replica.catch_up() == 0


def test_two_processes_have_a_folder_each_and_both_see_everything(tmp_path: Path, store: SqlVacancyStore) -> None:
    first, second = open_replica(tmp_path / "index", store), open_replica(tmp_path / "index", store)
    store.put_adverts(FEED, [taken("1")], 1)
    assert [first.catch_up(), second.catch_up()] == [1, 1]
    assert sorted(path.name for path in (tmp_path / "index").iterdir() if path.is_dir()) == ["0", "1"]


def test_a_folder_that_is_free_again_is_used_where_it_stopped(tmp_path: Path, store: SqlVacancyStore) -> None:
    store.put_adverts(FEED, [taken("1")], 1)
    before = open_replica(tmp_path / "index", store)
    before.catch_up()
    before.stop()
    after = open_replica(tmp_path / "index", store)
    assert (after.catch_up(), count(after)) == (0, 1)


def test_what_runs_for_a_moment_reads_the_folder_of_one_that_serves(
    tmp_path: Path, store: SqlVacancyStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.adapters.index_replica._FAR_BEHIND", 0)
    store.put_adverts(FEED, [taken("1")], 1)
    serving = open_replica(tmp_path / "index", store)
    serving.catch_up()
    passing = open_replica(tmp_path / "index", store)
    assert (passing.is_borrowed, count(passing)) == (True, 1)
    store.put_adverts(FEED, [taken("2", replace(FORKLIFT, title="叉车工"))], 2)
    serving.catch_up()
    passing.catch_up()
    assert count(passing) == 2


def test_following_makes_a_change_visible_without_being_asked(tmp_path: Path, store: SqlVacancyStore) -> None:
    replica = open_replica(tmp_path / "index", store)
    seen = threading.Event()
    apply = replica.index.apply

    def noting(*arguments: object) -> None:
        apply(*arguments)  # type: ignore[arg-type]
        seen.set()

    replica.index.apply = noting  # type: ignore[method-assign]
    replica.follow()
    store.put_adverts(FEED, [taken("1")], 1)
    assert seen.wait(20)
    assert count(replica) == 1
    replica.stop()
