"""The beginning of a file or an answer, looked at before it becomes a feed."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice

from assistant.adapters.feeds.file_feed import files_of
from assistant.adapters.feeds.http_json_feed import Paging, items_of
from assistant.adapters.feeds.json_items import JsonItem
from assistant.adapters.feeds.open_rows import FoundItem, open_rows
from assistant.adapters.feeds.stream_feed import stream_address
from assistant.adapters.feeds.transport import Answer, Bounds, Visit
from assistant.domain.errors import UnavailableError
from assistant.services.advert_items import Item, flat_item
from assistant.services.feed_mapping import RawRow, row_reader, single_items
from assistant.services.vacancy_ports import Cursor, Feed, FeedKind, RejectedRow

_LOOKED_AT = 200
_BOUNDS = Bounds(total_seconds=60.0, largest_bytes=256 * 1024**2)


@dataclass(frozen=True)
class Glance:
    """What stands at a feed's location: the items as they are, and as flat rows with the columns they have."""

    kind: FeedKind
    items: tuple[Item, ...]
    rows: tuple[dict[str, str], ...]
    header: tuple[str, ...]

    def sample(self, feed: Feed, count: int) -> tuple[RawRow, ...]:
        """The first rows as the feed's mapping reads them."""
        read_rows = row_reader(feed)
        read = chain.from_iterable(read_rows(item, row) for row, item in enumerate(self.items, start=1))
        return tuple(islice((one for one in read if not isinstance(one, RejectedRow) and not one.is_removed), count))


def glance_at(feed: Feed, is_kind_given: bool) -> Glance:
    """The first two hundred items. Finds out what an address gives where the kind is not given.

    Raises UnavailableError where nothing can be read there.
    """
    if feed.kind in (FeedKind.FILE, FeedKind.FOLDER):
        return _glance(feed, _file_items(feed))
    visit = Visit(feed.location, feed.settings, _BOUNDS)
    is_stream = feed.kind is FeedKind.STREAM
    answer = visit.get(stream_address(visit, feed, Cursor()) if is_stream else Paging.of(feed).address_of(0))
    if answer.is_gone:
        raise UnavailableError("There is nothing at the address (404).")
    if feed.kind is FeedKind.JOB_POSTING_PAGES or (not is_kind_given and _is_page(answer)):
        return Glance(FeedKind.JOB_POSTING_PAGES, (), (), ())
    found = items_of(answer, feed)
    return _glance(feed, (one.item for one in found if isinstance(one, JsonItem)))


def _is_page(answer: Answer) -> bool:
    start = answer.body.read(200).lstrip(b"\xef\xbb\xbf \t\r\n")
    answer.body.seek(0)
    return start.startswith(b"<")


def _glance(feed: Feed, items: Iterator[Item]) -> Glance:
    first = tuple(islice(items, _LOOKED_AT))
    if not first:
        raise UnavailableError("There is no advert in it.")
    rows = tuple(flat_item(single) for item in first for single in single_items(feed, item))
    return Glance(feed.kind, first, rows, tuple(dict.fromkeys(name for row in rows for name in row)))


def _file_items(feed: Feed) -> Iterator[Item]:
    """Of the first file; what is broken further on is the run's affair."""
    path = files_of(feed)[0]
    try:
        with path.open("rb") as stream:
            for found in open_rows(path.name, stream, feed.settings.get("items", "")):
                if isinstance(found, FoundItem):
                    yield found.item
    except OSError as error:
        raise UnavailableError(f"{path}: {error.strerror}.") from None
