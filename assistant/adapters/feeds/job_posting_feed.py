"""Web pages that carry schema.org JobPosting: a sitemap, a list of addresses, or one page."""

import re
from collections.abc import Iterator
from html import unescape

from assistant.adapters.feeds.batching import BATCH_ROWS, in_batches
from assistant.adapters.feeds.job_posting_fields import posting_as_advert, postings_in
from assistant.adapters.feeds.open_text import open_text
from assistant.adapters.feeds.transport import Answer, Bounds, Visit
from assistant.domain.errors import UnavailableError
from assistant.domain.vacancies import RawAdvert
from assistant.services.vacancy_ports import Batch, Cursor, Feed, RejectedRow

_MOST_MAPS = 50
_BOUNDS = Bounds(total_seconds=3_600.0, most_answers=20_000)
_LARGEST_PAGE_CHARACTERS = 8_000_000
_MOST_SILENT = 10
_LOCATION = re.compile(r"<(?:\w+:)?loc>\s*(?:<!\[CDATA\[)?\s*([^<>\]]{1,2000}?)\s*(?:\]\]>)?\s*</(?:\w+:)?loc>")


class JobPostingFeed:
    """Reads feeds of the kind JOB_POSTING_PAGES. `location`: a sitemap or one page.

    Settings: `pages`, addresses separated by spaces, of the same host, read instead; `page_pattern`, words an address
    of a sitemap must hold to be read; `header:NAME`. A page that is gone (404, 410) carries no advert any more; where
    a page does not answer, the others are read and the run then fails, so that nothing is closed.
    """

    def __init__(self, bounds: Bounds = _BOUNDS, batch_rows: int = BATCH_ROWS) -> None:
        self._bounds, self._batch_rows = bounds, batch_rows
        self._after: Cursor | None = None

    def read(self, feed: Feed, cursor: Cursor) -> Iterator[Batch]:
        """See `FeedReader`; the pages are read anew each time."""
        self._after = None
        visit = Visit(feed.location or feed.settings.get("pages", "").partition(" ")[0], feed.settings, self._bounds)
        yield from in_batches(_adverts(visit, feed), self._batch_rows)
        self._after = Cursor()

    def cursor_after(self) -> Cursor | None:
        return self._after


def _adverts(visit: Visit, feed: Feed) -> Iterator[RawAdvert | RejectedRow]:
    silent: list[str] = []
    for row, (address, answer) in enumerate(_pages(visit, feed), start=1):
        try:
            found = answer or visit.get(address)
        except UnavailableError as error:
            silent.append(str(error))
            yield RejectedRow(row, address[-200:], str(error))
            if len(silent) >= _MOST_SILENT:
                raise
            continue
        if found.is_gone:
            continue
        yield from _adverts_of(found, address, row)
    if silent:
        raise UnavailableError(f"{len(silent)} pages did not answer. {silent[0]}")


def _adverts_of(answer: Answer, address: str, row: int) -> Iterator[RawAdvert | RejectedRow]:
    postings = postings_in(_text(answer))
    if not postings:
        yield RejectedRow(row, address[-200:], "The page carries no JobPosting.")
    for number, posting in enumerate(postings):
        yield posting_as_advert(posting, address, number, row)


def _pages(visit: Visit, feed: Feed) -> Iterator[tuple[str, Answer | None]]:
    """Addresses, each once; with the answer where it has been fetched already."""
    given = feed.settings.get("pages", "").split()
    if given:
        yield from ((visit.resolve(feed.location or page, page), None) for page in dict.fromkeys(given))
        return
    answer = visit.get(feed.location)
    if answer.is_gone:
        raise UnavailableError("There is nothing at the address (404).")
    text = _text(answer)
    if "<urlset" not in text[:5_000] and "<sitemapindex" not in text[:5_000]:
        answer.body.seek(0)
        yield feed.location, answer
        return
    for address in _mapped(visit, feed, text):
        yield address, None


def _mapped(visit: Visit, feed: Feed, text: str) -> Iterator[str]:
    """The pages of a sitemap, or of the sitemaps an index names; those of other hosts are left out."""
    wanted, seen = feed.settings.get("page_pattern", ""), set[str]()
    texts = [text]
    if "<sitemapindex" in text[:5_000]:
        maps = list(dict.fromkeys(_locations(visit, feed.location, text)))
        if len(maps) > _MOST_MAPS:
            raise UnavailableError(f"The index names more than {_MOST_MAPS} sitemaps.")
        texts = [_text(visit.get(address)) for address in maps]
    for page_map in texts:
        for address in _locations(visit, feed.location, page_map):
            if wanted in address and address not in seen:
                seen.add(address)
                yield address
    if not seen:
        raise UnavailableError("The sitemap names no page of this host.")


def _locations(visit: Visit, at: str, text: str) -> Iterator[str]:
    for found in _LOCATION.finditer(text):
        try:
            yield visit.resolve(at, unescape(found.group(1)))
        except UnavailableError:
            continue


def _text(answer: Answer) -> str:
    text = open_text(answer.body)
    found = text.read(_LARGEST_PAGE_CHARACTERS)
    text.detach()  # else the answer is closed with the text, and cannot be read again
    return found
