"""A file, or a folder whose files are all read together."""

from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path

from assistant.adapters.feeds.batching import BATCH_ROWS, in_batches
from assistant.adapters.feeds.open_rows import FoundItem, open_rows, renamed
from assistant.domain.errors import UnavailableError
from assistant.services.feed_mapping import RawRow, row_reader
from assistant.services.vacancy_ports import Batch, Cursor, Feed, FeedKind, RejectedRow

_READ = (".csv", ".tsv", ".txt", ".xlsx", ".json", ".jsonl", ".ndjson")
_NOTES = ("readme", "说明", "license", "changelog")  # beside the adverts in a folder, and none themselves
_LARGEST_BYTES = 8 * 1024**3


class FileFeed:
    """Reads feeds of the kinds FILE and FOLDER. Settings: `items`, the path of the list in a JSON document."""

    def __init__(self, batch_rows: int = BATCH_ROWS) -> None:
        self._batch_rows = batch_rows
        self._after: Cursor | None = None

    def read(self, feed: Feed, cursor: Cursor) -> Iterator[Batch]:
        """See `FeedReader`. A file that changes while it is read, and a folder without files, are unavailable."""
        self._after = None
        files = files_of(feed)
        state = _state(files, feed)
        if state == cursor.position:
            return
        for file in files:
            yield from in_batches(_adverts(file, feed), self._batch_rows)
        if _state(files_of(feed), feed) != state:
            raise UnavailableError("The file was changed while it was read.")
        self._after = Cursor(position=state)

    def cursor_after(self) -> Cursor | None:
        return self._after


def _adverts(file: Path, feed: Feed) -> Iterator[RawRow | RejectedRow]:
    read_rows = row_reader(feed)
    needed = tuple(feed.columns.values()) if feed.columns else ()
    is_one_of_many = feed.kind is FeedKind.FOLDER
    try:
        with file.open("rb") as stream:
            for found in open_rows(file.name, stream, feed.settings.get("items", ""), needed):
                for read in read_rows(found.item, found.number) if isinstance(found, FoundItem) else (found,):
                    yield renamed(read, file.name) if is_one_of_many and isinstance(read, RejectedRow) else read
    except UnavailableError as error:
        raise UnavailableError(f"{file.name}: {error}") from None
    except OSError as error:
        raise UnavailableError(f"{file}: {error.strerror}.") from None


def files_of(feed: Feed) -> tuple[Path, ...]:
    """The files of the feed, by name. Raises UnavailableError where a folder has none."""
    path = Path(feed.location)
    if feed.kind is not FeedKind.FOLDER:
        return (path,)
    try:
        found = sorted(
            file for file in path.iterdir() if file.is_file() and _is_of_adverts(file)
        )  # fmt: skip
    except OSError as error:
        raise UnavailableError(f"{path}: {error.strerror}.") from None
    if not found:
        raise UnavailableError(f"{path}: the folder has no file to read.")
    return tuple(found)


def _is_of_adverts(file: Path) -> bool:
    if file.name.startswith((".", "~$")) or file.stem.lower().startswith(_NOTES):
        return False
    return file.suffix.lower() in _READ


def _state(files: tuple[Path, ...], feed: Feed) -> str:
    """Tells one state of the files, and of how they are read, from another."""
    how = (sorted(feed.columns.items()), sorted(feed.settings.items()))
    digest = blake2b(repr(how).encode(), digest_size=16)
    for file in files:
        try:
            facts = file.stat()
        except OSError as error:
            raise UnavailableError(f"{file}: {error.strerror}.") from None
        if facts.st_size > _LARGEST_BYTES:
            raise UnavailableError(f"{file.name}: the file is larger than 8 GB.")
        digest.update(f"{file.name}\x1f{facts.st_size}\x1f{facts.st_mtime_ns}\x1e".encode())
    return digest.hexdigest()
