"""A reader for every kind of feed that is read. A reader belongs to one run."""

from collections.abc import Callable, Mapping

from assistant.adapters.feeds.file_feed import FileFeed
from assistant.adapters.feeds.http_json_feed import HttpJsonFeed
from assistant.adapters.feeds.job_posting_feed import JobPostingFeed
from assistant.adapters.feeds.stream_feed import StreamFeed
from assistant.services.clock import Clock
from assistant.services.vacancy_ports import FeedKind, FeedReader


def feed_readers(clock: Clock) -> Mapping[FeedKind, Callable[[], FeedReader]]:
    """Kind → what makes its reader. Pushed feeds and the samples are not read."""
    return {
        FeedKind.FILE: FileFeed,
        FeedKind.FOLDER: FileFeed,
        FeedKind.HTTP_JSON: HttpJsonFeed,
        FeedKind.STREAM: lambda: StreamFeed(clock.now),
        FeedKind.JOB_POSTING_PAGES: JobPostingFeed,
    }
