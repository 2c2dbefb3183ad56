"""A stream of changes: what is new, changed or removed since a moment, in the manner of JobTech's JobStream."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from assistant.adapters.feeds.batching import BATCH_ROWS, in_batches
from assistant.adapters.feeds.http_json_feed import items_of
from assistant.adapters.feeds.json_items import JsonItem
from assistant.adapters.feeds.transport import USUAL_BOUNDS, Answer, Bounds, Visit
from assistant.services.advert_items import Item, value_at
from assistant.services.clock import CHONGQING
from assistant.services.feed_mapping import RawRow, row_reader
from assistant.services.vacancy_ports import Batch, Cursor, Feed, RejectedRow

_EARLIEST = "2000-01-01T00:00:00"
_MILLISECONDS_FROM = 100_000_000_000


class StreamFeed:
    """Reads feeds of the kind STREAM: GET {location}?date={since}. The position is the newest moment seen.

    Settings: `since_parameter` (date), `since` (where the first run begins), `snapshot` (address of everything there
    is, read in the first run instead), `timestamp` (path of an item's moment: text, or seconds or milliseconds since
    1970), `removed` (path), `items`, `header:NAME`.
    """

    def __init__(
        self, now: Callable[[], datetime], bounds: Bounds = USUAL_BOUNDS, batch_rows: int = BATCH_ROWS
    ) -> None:
        self._now, self._bounds, self._batch_rows = now, bounds, batch_rows
        self._after: Cursor | None = None

    def read(self, feed: Feed, cursor: Cursor) -> Iterator[Batch]:
        """See `FeedReader`. Within the stream the later word on an advert is the valid one."""
        self._after = None
        newest = _Newest(feed.settings.get("timestamp", "timestamp"), self._now(), cursor.position)
        visit = Visit(feed.location, feed.settings, self._bounds)
        answer = visit.get(stream_address(visit, feed, cursor))
        if answer.is_unchanged:
            return
        yield from in_batches(_adverts(answer, feed, newest), self._batch_rows)
        if newest.count or cursor.position is None:
            self._after = Cursor(position=newest.position)

    def cursor_after(self) -> Cursor | None:
        return self._after


class _Newest:
    """The newest moment of the items, never later than now: one wrong year must not skip all that is to come."""

    def __init__(self, path: str, now: datetime, position: str | None) -> None:
        self._path, self._now = path, now
        self._newest = _moment(position) if position else None
        self.count = 0

    def note(self, item: Item) -> None:
        self.count += 1
        moment = _moment(value_at(item, self._path))
        if moment is not None and moment <= self._now and (self._newest is None or moment > self._newest):
            self._newest = moment

    @property
    def position(self) -> str | None:
        return self._newest.strftime("%Y-%m-%dT%H:%M:%S") if self._newest else None


def _adverts(answer: Answer, feed: Feed, newest: _Newest) -> Iterator[RawRow | RejectedRow]:
    read_rows = row_reader(feed)
    for found in items_of(answer, feed):
        if isinstance(found, JsonItem):
            newest.note(found.item)
            yield from read_rows(found.item, found.number)
        else:
            yield found


def stream_address(visit: Visit, feed: Feed, cursor: Cursor) -> str:
    """The address that gives what is new since the cursor."""
    snapshot = feed.settings.get("snapshot")
    if cursor.position is None and snapshot:
        return visit.resolve(feed.location, snapshot)
    name = feed.settings.get("since_parameter", "date")
    since = cursor.position or feed.settings.get("since", _EARLIEST)
    parts = urlsplit(feed.location)
    kept = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if pair[0] != name]
    return urlunsplit(parts._replace(query=urlencode([*kept, (name, since)])))


def _moment(value: object) -> datetime | None:
    """A moment in our zone; None where it is none."""
    try:
        if isinstance(value, str) and not value.strip().isdigit():
            moment = datetime.fromisoformat(value.strip())
            return moment.replace(tzinfo=CHONGQING) if moment.tzinfo is None else moment.astimezone(CHONGQING)
        if isinstance(value, str | int | float) and not isinstance(value, bool):
            seconds = float(value) / (1000 if float(value) > _MILLISECONDS_FROM else 1)
            return datetime.fromtimestamp(seconds, UTC).astimezone(CHONGQING)
    except (ValueError, OverflowError, OSError):
        pass
    return None
