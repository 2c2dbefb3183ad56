"""Feeds, cursors and runs in memory."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from assistant.domain.errors import NotFoundError
from assistant.services.vacancy_ports import Cursor, Feed, RunReport
from tests.fakes.vacancy_store import FakeVacancyStore


class FakeFeedStore:
    """Implements `FeedStore`. `vacancies`: where the adverts of a feed that is removed close."""

    def __init__(self, vacancies: FakeVacancyStore | None = None) -> None:
        self._vacancies = vacancies
        self._feeds: dict[str, Feed] = {}
        self._cursors: dict[str, Cursor] = {}
        self._begun: dict[int, tuple[str, datetime]] = {}
        self._ended: dict[int, RunReport] = {}
        self._claims: dict[str, tuple[str, datetime]] = {}
        self._last_run = 0

    def put_feed(self, feed: Feed) -> None:
        self._feeds[feed.id] = feed

    def find_feed(self, feed_id: str) -> Feed | None:
        return self._feeds.get(feed_id)

    def list_feeds(self) -> Sequence[Feed]:
        return tuple(self._feeds[feed_id] for feed_id in sorted(self._feeds))

    def remove_feed(self, feed_id: str) -> None:
        if feed_id not in self._feeds:
            raise NotFoundError(f"There is no feed '{feed_id}'.")
        del self._feeds[feed_id]
        self._cursors.pop(feed_id, None)
        for run in [run for run, (of, _) in self._begun.items() if of == feed_id]:
            del self._begun[run]
            self._ended.pop(run, None)
        if self._vacancies is not None:
            self._vacancies.close_feed(feed_id)

    def load_cursor(self, feed_id: str) -> Cursor:
        return self._cursors.get(feed_id, Cursor())

    def save_cursor(self, feed_id: str, cursor: Cursor) -> None:
        self._cursors[feed_id] = cursor

    def begin_run(self, feed_id: str, at: datetime) -> int:
        self._last_run += 1
        self._begun[self._last_run] = (feed_id, at)
        return self._last_run

    def end_run(self, run: int, report: RunReport) -> None:
        self._ended[run] = report

    def list_runs(self, feed_id: str, limit: int = 20) -> Sequence[tuple[int, RunReport]]:
        ended = [(run, report) for run, report in self._ended.items() if report.feed_id == feed_id]
        return tuple(sorted(ended, key=lambda pair: -pair[0])[:limit])

    def claim(self, name: str, holder: str, seconds: int, at: datetime) -> bool:
        kept = self._claims.get(name)
        if kept is not None and kept[0] != holder and kept[1] > at:
            return False
        self._claims[name] = (holder, at + timedelta(seconds=seconds))
        return True
