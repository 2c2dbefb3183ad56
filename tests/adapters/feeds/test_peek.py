"""The beginning of a source, looked at before it becomes a feed."""

import json
from pathlib import Path

import pytest

from assistant.adapters.feeds.peek import glance_at
from assistant.domain.errors import UnavailableError
from assistant.services.vacancy_ports import Feed, FeedKind
from tests.adapters.feeds.stand_in import Page, StandIn

ITEM = {"id": "1", "name": "普工", "employer": {"name": "示例公司"}, "removed": False}


def feed(location: str, kind: FeedKind = FeedKind.HTTP_JSON, **settings: str) -> Feed:
    return Feed("x", kind, "x", location, {"external_id": "id", "title": "name"}, settings=settings)


def test_nested_items_become_flat_rows(source: StandIn) -> None:
    source.answers["/jobs"] = Page(json.dumps({"data": [ITEM, {**ITEM, "extra": 1}]}).encode())
    glance = glance_at(feed(source.url()), is_kind_given=False)
    assert glance.kind is FeedKind.HTTP_JSON
    assert glance.header == ("id", "name", "employer.name", "removed", "extra")
    assert glance.rows[0]["employer.name"] == "示例公司"


def test_a_sample_is_what_the_mapping_reads_without_what_was_removed(source: StandIn) -> None:
    items = [{**ITEM, "removed": True}, {"id": "2"}, *({**ITEM, "id": str(n)} for n in range(3, 9))]
    source.answers["/jobs"] = Page(json.dumps(items).encode())
    given = feed(source.url())
    assert [raw.external_id for raw in glance_at(given, True).sample(given, 3)] == ["3", "4", "5"]


@pytest.mark.parametrize("content", ["<!doctype html><p>x</p>", "<?xml version='1.0'?><urlset></urlset>"])
def test_a_web_page_or_a_sitemap_is_told_from_json(source: StandIn, content: str) -> None:
    source.answers["/jobs"] = Page(content.encode(), headers={"Content-Type": "text/html"})
    assert glance_at(feed(source.url()), is_kind_given=False).kind is FeedKind.JOB_POSTING_PAGES
    with pytest.raises(UnavailableError):
        glance_at(feed(source.url()), is_kind_given=True)


def test_a_stream_and_a_paged_source_are_asked_as_a_run_asks_them(source: StandIn) -> None:
    source.answers["/jobs"] = Page(json.dumps([ITEM]).encode())
    glance_at(feed(source.url(), FeedKind.STREAM, since="2026-11-23T00:00:00"), True)
    glance_at(feed(source.url(), page_parameter="page"), True)
    assert [asked.path for asked in source.asked] == ["/jobs?date=2026-11-23T00%3A00%3A00", "/jobs?page=1"]


def test_only_the_first_items_are_looked_at(tmp_path: Path) -> None:
    path = tmp_path / "jobs.csv"
    path.write_text("id,name\n" + "".join(f"{n},普工\n" for n in range(500)) + '1,"cut', encoding="utf-8")
    assert len(glance_at(feed(str(path), FeedKind.FILE), True).rows) == 200


@pytest.mark.parametrize("page", [Page(status=404), Page(status=500), Page(b"[]"), Page(b"")])
def test_where_there_is_nothing_that_is_said(source: StandIn, page: Page) -> None:
    source.answers["/jobs"] = page
    with pytest.raises(UnavailableError):
        glance_at(feed(source.url()), is_kind_given=True)
