"""A stream of changes with removals."""

import json
from datetime import datetime

from assistant.adapters.feeds.stream_feed import StreamFeed
from assistant.adapters.feeds.transport import Bounds
from assistant.services.clock import CHONGQING
from assistant.services.vacancy_ports import Cursor, Feed, FeedKind, FeedReader
from tests.adapters.feeds.reading import Reading, read
from tests.adapters.feeds.stand_in import Page, StandIn

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=CHONGQING)


def milliseconds(hour: int) -> int:
    return int(datetime(2026, 11, 23, hour, tzinfo=CHONGQING).timestamp() * 1000)


def fetch(source: StandIn, position: str | None = None, **settings: str) -> Reading:
    columns = {"external_id": "id", "title": "headline"}
    feed = Feed("s", FeedKind.STREAM, "示例来源", source.url("/stream"), columns, False, settings=settings)
    return read(StreamFeed(lambda: NOW, Bounds(timeout_seconds=5)), feed, Cursor(position=position))


def items(*items: dict[str, object]) -> Page:
    return Page(json.dumps(items).encode())


def test_it_is_a_feed_reader() -> None:
    assert isinstance(StreamFeed(lambda: NOW), FeedReader)


def test_changes_and_removals_come_and_the_newest_moment_is_kept(source: StandIn) -> None:
    source.answers["/stream"] = items(
        {"id": "1", "headline": "普工", "timestamp": milliseconds(8)},
        {"id": "2", "removed": True, "timestamp": milliseconds(7)},
    )
    found = fetch(source, "2026-11-23T06:00:00")
    assert source.asked[0].path == "/stream?date=2026-11-23T06%3A00%3A00"
    assert [(advert.external_id, advert.is_removed) for advert in found.adverts] == [("1", False), ("2", True)]
    assert found.cursor == Cursor(position="2026-11-23T08:00:00")


def test_a_removal_needs_no_title_but_an_id(source: StandIn) -> None:
    source.answers["/stream"] = items({"removed": "true"}, {"id": "2", "removed": 1})
    found = fetch(source)
    assert found.ids == ["2"]
    assert [row.reason for row in found.rejected] == ["Is marked as removed, but has no id."]


def test_a_moment_that_lies_ahead_skips_nothing_to_come(source: StandIn) -> None:
    source.answers["/stream"] = items(
        {"id": "1", "headline": "普工", "timestamp": "9999-01-01T00:00:00"},
        {"id": "2", "headline": "保安", "timestamp": "2026-11-23T07:30:00"},
        {"id": "3", "headline": "保洁", "timestamp": 10**30},
    )
    assert fetch(source).cursor == Cursor(position="2026-11-23T07:30:00")


def test_the_position_never_goes_back(source: StandIn) -> None:
    source.answers["/stream"] = items({"id": "1", "headline": "普工", "timestamp": milliseconds(1)})
    assert fetch(source, "2026-11-23T06:00:00").cursor == Cursor(position="2026-11-23T06:00:00")


def test_nothing_new_is_unchanged(source: StandIn) -> None:
    source.answers["/stream"] = items()
    assert fetch(source, "2026-11-23T06:00:00").cursor is None


def test_the_first_run_may_read_a_snapshot(source: StandIn) -> None:
    source.answers["/all"] = items({"id": "1", "headline": "普工", "timestamp": milliseconds(8)})
    assert fetch(source, snapshot="/all").ids == ["1"]
    assert source.asked[0].path == "/all"


def test_json_lines_are_read_as_well(source: StandIn) -> None:
    lines = '{"id": "1", "headline": "普工"}\n{"id": "2", "headline": "保安"}\n'
    source.answers["/stream"] = Page(lines.encode(), headers={"Content-Type": "application/x-ndjson"})
    assert fetch(source).ids == ["1", "2"]


def test_a_stream_that_is_cut_keeps_its_place(source: StandIn) -> None:
    source.answers["/stream"] = Page(b'[{"id": "1", "headline": "x"}, {"id"')
    found = fetch(source, "2026-11-23T06:00:00")
    assert (found.ids, found.cursor) == (["1"], None)
    assert found.error
