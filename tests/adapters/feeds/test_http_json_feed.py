"""JSON endpoints that are polled, and all the ways in which they fail."""

import json

import pytest

from assistant.adapters.feeds.http_json_feed import HttpJsonFeed
from assistant.adapters.feeds.transport import Bounds, Visit
from assistant.domain.errors import UnavailableError
from assistant.services.vacancy_ports import Cursor, Feed, FeedKind, FeedReader
from tests.adapters.feeds.reading import Reading, read
from tests.adapters.feeds.stand_in import Asked, Page, StandIn

COLUMNS = {"external_id": "id", "title": "title"}


def item(number: int) -> dict[str, object]:
    return {"id": number, "title": f"普工{number}"}


def page(*numbers: int, **members: object) -> Page:
    return Page(json.dumps({**members, "items": [item(number) for number in numbers]}).encode())


def feed(source: StandIn, path: str = "/jobs", **settings: str) -> Feed:
    return Feed("h", FeedKind.HTTP_JSON, "示例来源", source.url(path), COLUMNS, settings=settings)


def fetch(source: StandIn, cursor: Cursor | None = None, bounds: Bounds | None = None, **settings: str) -> Reading:
    return read(HttpJsonFeed(bounds or Bounds(timeout_seconds=5)), feed(source, **settings), cursor)


def test_it_is_a_feed_reader() -> None:
    assert isinstance(HttpJsonFeed(), FeedReader)


def test_one_answer_is_read(source: StandIn) -> None:
    source.answers["/jobs"] = page(1, 2)
    found = fetch(source)
    assert (found.ids, found.error) == (["1", "2"], "")


def test_the_source_is_asked_whether_it_has_changed(source: StandIn) -> None:
    def answer(asked: Asked) -> Page:
        if asked.headers.get("If-None-Match") == '"a"':
            assert asked.headers["If-Modified-Since"] == "Mon, 23 Nov 2026 00:00:00 GMT"
            return Page(status=304)
        headers = {"ETag": '"a"', "Last-Modified": "Mon, 23 Nov 2026 00:00:00 GMT"}
        return Page(page(1).body, headers=headers)

    source.answers["/jobs"] = answer
    first = fetch(source)
    assert first.ids == ["1"]
    again = fetch(source, first.cursor)
    assert (again.adverts, again.cursor, again.error) == ([], None, "")


def test_a_feed_read_in_another_way_is_read_whole(source: StandIn) -> None:
    source.answers["/jobs"] = lambda asked: Page(
        page(1).body, status=304 if "If-None-Match" in asked.headers else 200, headers={"ETag": '"a"'}
    )
    first = fetch(source)
    assert fetch(source, first.cursor, items="items").ids == ["1"]


def test_pages_are_asked_for_until_a_shorter_one(source: StandIn) -> None:
    source.answers |= {"/jobs?page=1": page(1, 2), "/jobs?page=2": page(3, 4), "/jobs?page=3": page(5)}
    found = fetch(source, page_parameter="page", page_size="2")
    assert (found.ids, found.error) == (["1", "2", "3", "4", "5"], "")
    assert [advert.row for advert in found.adverts] == [1, 2, 3, 4, 5]
    assert len(source.asked) == 3


def test_pages_may_be_offsets_and_end_at_the_total(source: StandIn) -> None:
    source.answers |= {"/jobs?offset=0": page(1, 2, total=4), "/jobs?offset=2": page(3, 4, total=4)}
    found = fetch(source, page_parameter="offset", first_page="0", page_step="2", total="total")
    assert (found.ids, len(source.asked)) == (["1", "2", "3", "4"], 2)


def test_links_to_the_next_page_are_followed(source: StandIn) -> None:
    source.answers["/jobs"] = page(1, next="/jobs?after=1")
    source.answers["/jobs?after=1"] = Page(page(2).body, headers={"Link": f'<{source.url("/more")}>; rel="next"'})
    source.answers["/more"] = page(3, next=None)
    assert fetch(source).ids == ["1", "2", "3"]


def test_an_etag_of_the_first_of_several_pages_is_not_kept(source: StandIn) -> None:
    source.answers["/jobs"] = Page(page(1, next="/two").body, headers={"ETag": '"a"'})
    source.answers["/two"] = page(2)
    found = fetch(source)
    assert found.cursor is not None
    assert found.cursor.etag is None


def test_headers_of_the_settings_are_sent(source: StandIn) -> None:
    source.answers["/jobs"] = page(1)
    fetch(source, **{"header:X-Key": "secret"})
    assert source.asked[0].headers["X-Key"] == "secret"


class TestMisbehaviour:
    def test_a_source_that_says_more_than_it_gives_is_incomplete(self, source: StandIn) -> None:
        source.answers |= {"/jobs?page=1": page(1, 2, total=9), "/jobs?page=2": page(total=9)}
        found = fetch(source, page_parameter="page", total="total")
        assert found.ids == ["1", "2"]
        assert "9" in found.error
        assert found.cursor is None

    def test_a_link_that_leads_in_a_circle(self, source: StandIn) -> None:
        source.answers |= {"/jobs": page(1, next="/two"), "/two": page(2, next="/jobs")}
        found = fetch(source)
        assert found.ids == ["1", "2"]
        assert "circle" in found.error

    def test_pages_that_are_all_the_same(self, source: StandIn) -> None:
        source.answers["/jobs"] = page(1, 2)
        found = fetch(source, page_parameter="page")
        assert "circle" in found.error
        assert len(source.asked) == 2

    def test_pages_without_an_end(self, source: StandIn) -> None:
        numbers = iter(range(10_000))
        source.answers["/jobs"] = lambda asked: page(next(numbers))
        found = fetch(source, page_parameter="page", most_pages="7")
        assert "7 pages" in found.error
        assert len(source.asked) == 8

    def test_a_source_that_hangs(self, source: StandIn) -> None:
        source.answers["/jobs"] = Page(hangs=True)
        found = fetch(source, bounds=Bounds(timeout_seconds=0.1))
        assert "too long" in found.error

    def test_a_source_that_drips_its_answer_without_ever_beginning_it(self, source: StandIn) -> None:
        source.answers["/jobs"] = Page(drips=True)
        found = fetch(source, bounds=Bounds(timeout_seconds=0.1))
        assert "it took too long" in found.error
        assert found.cursor is None

    def test_a_source_that_is_slow_for_too_long_in_all(self, source: StandIn) -> None:
        moments = iter(range(0, 100_000, 400))
        source.answers["/jobs"] = page(1)
        visit = Visit(source.url(), {}, Bounds(total_seconds=700), lambda: float(next(moments)))
        with pytest.raises(UnavailableError, match="longer than 700 seconds"):
            visit.get(source.url())

    def test_a_source_that_sends_too_much(self, source: StandIn) -> None:
        source.answers["/jobs"] = page(*range(1000))
        assert "bytes" in fetch(source, bounds=Bounds(largest_bytes=1000)).error

    @pytest.mark.parametrize("status", [403, 404, 429, 500, 503])
    def test_a_source_that_refuses(self, source: StandIn, status: int) -> None:
        source.answers["/jobs"] = Page(b"{}", status=status)
        found = fetch(source)
        assert found.error
        assert found.cursor is None

    def test_a_login_page_instead_of_adverts(self, source: StandIn) -> None:
        for headers in ({"Content-Type": "text/html"}, {"Content-Type": "application/json"}):
            source.answers["/jobs"] = Page("<html><body>请登录</body></html>".encode(), headers=headers)
            assert "web page" in fetch(source).error

    def test_an_answer_that_is_cut(self, source: StandIn) -> None:
        whole = page(1, 2, 3).body
        source.answers["/jobs"] = Page(whole, declares=len(whole) + 100)
        assert "cut" in fetch(source).error
        source.answers["/jobs"] = Page(whole[:-20])
        found = fetch(source)
        assert found.error
        assert found.ids == ["1", "2"]

    def test_a_second_page_that_fails_leaves_the_read_unfinished(self, source: StandIn) -> None:
        source.answers |= {"/jobs": page(1, next="/two"), "/two": Page(status=500)}
        found = fetch(source)
        assert (found.ids, found.cursor) == (["1"], None)
        assert "500" in found.error

    @pytest.mark.parametrize("kind", ["redirect", "next"])
    def test_nothing_leads_to_another_host(self, source: StandIn, kind: str) -> None:
        elsewhere = "http://127.0.0.2:9/inside"
        redirect = Page(status=302, headers={"Location": elsewhere})
        source.answers["/jobs"] = redirect if kind == "redirect" else page(1, next=elsewhere)
        assert "another host" in fetch(source).error

    def test_a_redirect_within_the_host_is_followed(self, source: StandIn) -> None:
        source.answers |= {"/jobs": Page(status=301, headers={"Location": "/new"}), "/new": page(1)}
        assert fetch(source).ids == ["1"]

    def test_a_redirect_in_a_circle_ends(self, source: StandIn) -> None:
        source.answers["/jobs"] = Page(status=302, headers={"Location": "/jobs"})
        assert fetch(source).error

    @pytest.mark.parametrize("address", ["file:///etc/passwd", "ftp://x/y", "jobs", "http://", "http://a:b/", ""])
    def test_only_web_addresses_are_read(self, address: str) -> None:
        found = read(HttpJsonFeed(), Feed("h", FeedKind.HTTP_JSON, "示例来源", address, COLUMNS))
        assert found.error

    def test_nobody_listens(self) -> None:
        found = read(HttpJsonFeed(), Feed("h", FeedKind.HTTP_JSON, "示例来源", "http://127.0.0.1:1/jobs", COLUMNS))
        assert "does not answer" in found.error

    def test_what_may_be_secret_in_an_address_is_not_in_the_message(self, source: StandIn) -> None:
        found = read(HttpJsonFeed(), feed(source, "/jobs?key=topsecret"))
        assert found.error
        assert "topsecret" not in found.error


def test_an_address_in_chinese_and_one_with_the_usual_port_are_understood(source: StandIn) -> None:
    source.answers["/%E5%B2%97%E4%BD%8D?q=%E6%99%AE%E5%B7%A5"] = page(1)
    found = read(HttpJsonFeed(Bounds(timeout_seconds=5)), feed(source, "/岗位?q=普工"))
    assert (found.ids, found.error) == (["1"], "")
    visit = Visit("http://example.org/jobs", {})
    assert visit.resolve("http://example.org/jobs", "http://example.org:80/more")
    assert visit.resolve("https://example.org/jobs", "/more") == "https://example.org/more"
    with pytest.raises(UnavailableError):
        Visit("https://example.org/jobs", {}).resolve("https://example.org/jobs", "http://example.org/more")
