"""What every FeedStore does, whatever it keeps feeds and runs in."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from assistant.adapters.sql.engine import open_engine
from assistant.adapters.sql.feeds import SqlFeedStore
from assistant.domain.errors import NotFoundError
from assistant.services.vacancy_ports import Cursor, FeedStore, RejectedRow, RunOutcome, RunReport
from tests.fakes.feed_store import FakeFeedStore
from tests.fresh_database import migrate
from tests.vacancy_examples import FEED, NOW, OTHER_FEED

pytest_plugins = ("tests.postgres",)
REPORT = RunReport(
    FEED.id, NOW, NOW + timedelta(seconds=3), RunOutcome.DONE, 5, 4, 3, 2, 1, 2,
    (RejectedRow(7, "a", "没有标题"), RejectedRow(9, "", "这一行读不了")), "说明", 6,
)  # fmt: skip


@pytest.fixture(params=["fake", "sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> FeedStore:
    if request.param == "fake":
        return FakeFeedStore()
    if request.param == "postgresql":
        engine: Engine = request.getfixturevalue("postgres_engine")
    else:
        engine = open_engine(f"sqlite:///{tmp_path}/assistant.db")
        request.addfinalizer(engine.dispose)
        migrate(engine)
    return SqlFeedStore(engine)


def test_it_is_a_feed_store(store: FeedStore) -> None:
    assert isinstance(store, FeedStore)


def test_feeds_come_back_as_they_went_in(store: FeedStore) -> None:
    store.put_feed(OTHER_FEED)
    store.put_feed(FEED)
    assert store.find_feed(FEED.id) == FEED
    assert sorted(feed.id for feed in store.list_feeds()) == [FEED.id, OTHER_FEED.id]
    assert store.find_feed("nobody") is None


def test_putting_a_feed_again_changes_it_and_keeps_how_far_it_was_read(store: FeedStore) -> None:
    store.put_feed(FEED)
    store.save_cursor(FEED.id, Cursor("etag", None, "7"))
    store.put_feed(replace(FEED, label="改过的名字", is_paused=True))
    changed = store.find_feed(FEED.id)
    assert changed is not None
    assert (changed.label, changed.is_paused) == ("改过的名字", True)
    assert store.load_cursor(FEED.id) == Cursor("etag", None, "7")


def test_a_feed_never_read_begins_at_the_beginning(store: FeedStore) -> None:
    store.put_feed(FEED)
    assert store.load_cursor(FEED.id) == Cursor()


def test_a_removed_feed_is_gone(store: FeedStore) -> None:
    store.put_feed(FEED)
    store.remove_feed(FEED.id)
    assert store.find_feed(FEED.id) is None
    with pytest.raises(NotFoundError):
        store.remove_feed(FEED.id)


def test_runs_are_numbered_upwards_and_listed_newest_first(store: FeedStore) -> None:
    store.put_feed(FEED)
    first, second = store.begin_run(FEED.id, NOW), store.begin_run(FEED.id, NOW)
    assert second > first
    store.end_run(first, REPORT)
    store.end_run(second, replace(REPORT, outcome=RunOutcome.FAILED))
    assert [(number, report.outcome) for number, report in store.list_runs(FEED.id)] == [
        (second, RunOutcome.FAILED),
        (first, RunOutcome.DONE),
    ]


def test_a_report_comes_back_as_it_went_in(store: FeedStore) -> None:
    store.put_feed(FEED)
    run = store.begin_run(FEED.id, NOW)
    store.end_run(run, REPORT)
    ((_, kept),) = store.list_runs(FEED.id)
    assert replace(kept, rejected=tuple(kept.rejected)) == REPORT


def test_a_run_that_never_ended_is_no_report(store: FeedStore) -> None:
    store.put_feed(FEED)
    store.begin_run(FEED.id, NOW)
    assert not store.list_runs(FEED.id)


def test_one_holder_at_a_time_does_a_piece_of_work(store: FeedStore) -> None:
    assert store.claim("sync", "a", 60, NOW)
    assert not store.claim("sync", "b", 60, NOW + timedelta(seconds=59))
    assert store.claim("sync", "a", 60, NOW + timedelta(seconds=59))
    assert not store.claim("sync", "b", 60, NOW + timedelta(seconds=118))
    assert store.claim("sync", "b", 60, NOW + timedelta(seconds=119))
    assert store.claim("other", "a", 60, NOW)
