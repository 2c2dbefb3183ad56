"""Feeds brought up to date over fakes: a `setting` with a reader that the test replaces."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import pytest

from assistant.domain.vacancies import AdvertFinding, RawAdvert, Vacancy
from assistant.services.sync_feed import FeedSync
from assistant.services.take_in import AdvertIntake
from assistant.services.vacancy_ports import (
    Batch,
    Cursor,
    Feed,
    FeedKind,
)
from tests.fakes.clock import FixedClock
from tests.fakes.feed_store import FakeFeedStore
from tests.fakes.vacancy_store import FakeVacancyStore

FEED = Feed("jobs", FeedKind.FILE, "示例来源", "jobs.csv")
STREAM = replace(FEED, id="stream", kind=FeedKind.STREAM, is_snapshot=False)
PUSHED = replace(FEED, id="pushed", kind=FeedKind.PUSH, is_snapshot=False)
AFTER = Cursor(position="after")


class PlainReader:
    """Reads the title and the employer; a place 待定 holds the advert, `closes_on` must be ISO."""

    def read(self, raw: RawAdvert, today: date) -> Vacancy:
        closes_on = date.fromisoformat(raw.closes_on) if raw.closes_on else None
        return Vacancy("", raw.title, raw.employer, place=raw.place, closes_on=closes_on)

    def check(self, raw: RawAdvert, vacancy: Vacancy, today: date) -> Sequence[AdvertFinding]:
        return [AdvertFinding("vague", "地点不明", "待定", "", "hold")] if raw.place == "待定" else []


@dataclass
class ScriptedReader:
    """Gives its batches and then fails with `error`, if there is one."""

    batches: Sequence[Batch] = ()
    after: Cursor | None = AFTER
    error: Exception | None = None
    asked: list[Cursor] = field(default_factory=list)

    def read(self, feed: Feed, cursor: Cursor) -> Iterator[Batch]:
        self.asked.append(cursor)
        yield from self.batches
        if self.error is not None:
            raise self.error

    def cursor_after(self) -> Cursor | None:
        return self.after


@dataclass
class Setting:
    """A sync over fakes, with a reader that the test replaces."""

    reader: ScriptedReader = field(default_factory=ScriptedReader)
    clock: FixedClock = field(default_factory=FixedClock)
    vacancies: FakeVacancyStore = field(default_factory=FakeVacancyStore)

    def __post_init__(self) -> None:
        self.feeds = FakeFeedStore(self.vacancies)
        for feed in (FEED, STREAM, PUSHED):
            self.feeds.put_feed(feed)
        plain = PlainReader()
        readers = {FeedKind.FILE: lambda: self.reader, FeedKind.STREAM: lambda: self.reader}
        intake = AdvertIntake(plain, plain, self.clock.today)
        self.sync = FeedSync(self.feeds, self.vacancies, readers, intake, self.clock)

    def gives(self, *batches: Batch, after: Cursor | None = AFTER, error: Exception | None = None) -> None:
        self.reader = ScriptedReader(batches, after, error)

    def open_titles(self) -> list[str]:
        changes = self.vacancies.changes_after(0, 1_000, self.clock.today())
        return sorted(change.vacancy.title for change in changes if change.vacancy is not None)


@pytest.fixture
def setting() -> Setting:
    return Setting()


def advert(number: int, title: str = "", **more: object) -> RawAdvert:
    return RawAdvert(str(number), title or f"普工{number}", "示例电子厂", row=number, **more)  # type: ignore[arg-type]


def batch(*numbers: int) -> Batch:
    return Batch([advert(number) for number in numbers])
