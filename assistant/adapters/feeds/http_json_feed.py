"""A JSON endpoint that is polled: asked whether it has changed, read page by page."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import blake2b
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from assistant.adapters.feeds.batching import BATCH_ROWS, in_batches
from assistant.adapters.feeds.json_items import JsonItem, JsonItems
from assistant.adapters.feeds.open_text import open_text
from assistant.adapters.feeds.transport import USUAL_BOUNDS, Answer, Bounds, Visit
from assistant.domain.errors import UnavailableError
from assistant.services.feed_mapping import RawRow, row_reader
from assistant.services.vacancy_ports import Batch, Cursor, Feed, RejectedRow

_NEXT = ("next", "links.next", "_links.next.href", "paging.next", "pagination.next", "meta.next", "next_page_url")
_LINES = ("application/x-ndjson", "application/jsonl", "application/x-jsonlines")


class HttpJsonFeed:
    """Reads feeds of the kind HTTP_JSON.

    Settings: `items` (path of the list); `page_parameter` with `first_page` (1) and `page_step` (1, or the size of a
    page where the parameter is an offset); `page_size`, after which a shorter page is the last; `next` (path of the
    link to the next page; usual ones and the Link header are known); `total` (path of how many there are: fewer is
    incomplete); `most_pages` (1,000); `header:NAME`, sent along.
    """

    def __init__(self, bounds: Bounds = USUAL_BOUNDS, batch_rows: int = BATCH_ROWS) -> None:
        self._bounds, self._batch_rows = bounds, batch_rows
        self._after: Cursor | None = None

    def read(self, feed: Feed, cursor: Cursor) -> Iterator[Batch]:
        """See `FeedReader`. An answer that comes twice, or pages without an end, are unavailable."""
        self._after = None
        how = _digest(repr((feed.location, sorted(feed.columns.items()), sorted(feed.settings.items()))))
        conditions = _conditions(cursor) if cursor.position == how else {}
        visit = Visit(feed.location, feed.settings, self._bounds)
        paging = Paging.of(feed)
        first = visit.get(paging.address_of(0), conditions)
        if first.is_unchanged:
            return
        yield from in_batches(_adverts(visit, first, feed, paging), self._batch_rows)
        is_whole = paging.pages == 1  # of several pages, the first may stay as it was while the others change
        self._after = Cursor(first.etag, first.last_modified, how) if is_whole else Cursor(position=how)

    def cursor_after(self) -> Cursor | None:
        return self._after


@dataclass
class Paging:
    """Where the next page is. Remembers what came, so that nothing is read in a circle."""

    location: str
    parameter: str = ""
    first: int = 1
    step: int = 1
    size: int = 0
    next_path: str = ""
    total_path: str = ""
    most_pages: int = 1_000
    pages: int = 0
    _seen: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, feed: Feed) -> "Paging":
        given = feed.settings
        return cls(
            location=feed.location,
            parameter=given.get("page_parameter", ""),
            first=_number(given.get("first_page"), 1),
            step=_number(given.get("page_step"), 1),
            size=_number(given.get("page_size"), 0),
            next_path=given.get("next", ""),
            total_path=given.get("total", ""),
            most_pages=_number(given.get("most_pages"), 1_000),
        )

    def address_of(self, page: int) -> str:
        """Page 0 is the first."""
        if not self.parameter:
            return self.location
        parts = urlsplit(self.location)
        kept = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if pair[0] != self.parameter]
        query = urlencode([*kept, (self.parameter, str(self.first + page * self.step))])
        return urlunsplit(parts._replace(query=query))

    def note(self, mark: str, page: int) -> None:
        """Raises UnavailableError where the mark came before, or too many pages came."""
        if mark in self._seen:
            raise UnavailableError(f"Page {page + 1} is one that came before; the source gives its pages in a circle.")
        self._seen.add(mark)
        if page >= self.most_pages:
            raise UnavailableError(f"The source gave more than {self.most_pages} pages.")


def _adverts(visit: Visit, answer: Answer, feed: Feed, paging: Paging) -> Iterator[RawRow | RejectedRow]:
    read_rows = row_reader(feed)
    page, row = 0, 0
    while True:
        paging.note(answer.url, page)
        paging.pages = page + 1
        items = items_of(answer, feed)
        read, ids = 0, blake2b(digest_size=16)
        for found in items:
            read += 1
            for advert in read_rows(found.item, row + read) if isinstance(found, JsonItem) else (_moved(found, row),):
                ids.update(advert.external_id.encode("utf-8", "replace") + b"\x1f")
                yield advert
        row += read
        if read:
            paging.note(ids.hexdigest(), page)
        following = _following(visit, answer, items.members, paging, page, read, row)
        if following is None:
            _check_total(items.members, paging, row)
            return
        page += 1
        answer = visit.get(following)


def items_of(answer: Answer, feed: Feed) -> JsonItems:
    """The items of an answer. Raises UnavailableError where it is a web page, or nothing is there."""
    if answer.is_gone:
        raise UnavailableError("There is nothing at the address (404).")
    if answer.media_type == "text/html":
        raise UnavailableError("The source answered with a web page instead of JSON.")
    text = open_text(answer.body)
    return JsonItems(text, feed.settings.get("items", ""), answer.media_type in _LINES)


def _following(
    visit: Visit, answer: Answer, members: dict[str, object], paging: Paging, page: int, read: int, so_far: int
) -> str | None:
    """The address of the next page; None after the last."""
    if paging.parameter:
        total = _total(members, paging)
        is_last = read == 0 or read < paging.size or (total is not None and so_far >= total)
        return None if is_last else paging.address_of(page + 1)
    link = next((value for path in _next_paths(paging) if isinstance(value := members.get(path), str) and value), None)
    link = link or answer.next_link
    return visit.resolve(answer.url, link) if link else None


def _next_paths(paging: Paging) -> tuple[str, ...]:
    return (paging.next_path,) if paging.next_path else _NEXT


def _total(members: dict[str, object], paging: Paging) -> int | None:
    value = members.get(paging.total_path) if paging.total_path else None
    return value if isinstance(value, int) else None


def _check_total(members: dict[str, object], paging: Paging, read: int) -> None:
    total = _total(members, paging)
    if total is not None and read < total:
        raise UnavailableError(f"The source says that it has {total} adverts, but gave {read}.")


def _conditions(cursor: Cursor) -> dict[str, str]:
    told = {"If-None-Match": cursor.etag, "If-Modified-Since": cursor.last_modified}
    return {name: value for name, value in told.items() if value}


def _moved(row: RejectedRow, by: int) -> RejectedRow:
    return RejectedRow(row.row + by, row.external_id, row.reason)


def _number(text: str | None, default: int) -> int:
    return int(text) if text is not None and text.strip().isdigit() else default


def _digest(text: str) -> str:
    return blake2b(text.encode(), digest_size=16).hexdigest()
