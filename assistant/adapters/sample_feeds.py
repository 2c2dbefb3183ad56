"""Whether invented vacancies and courses are in the database, and bringing them in or out."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from assistant.services.vacancy_ports import FeedContent, FeedKind, FeedStore

SamplesWanted = Literal["auto", "true", "false"]
_RUNS_LOOKED_AT = 20


@dataclass(frozen=True)
class SampleFeed:
    """One file of samples. `made_with`: the files of words that decide what becomes of it."""

    id: str
    carries: FeedContent
    file: str
    made_with: tuple[str, ...]


def bring_samples(
    sample: SampleFeed, wanted: SamplesWanted, root: Path, feeds: FeedStore, put: Callable[[str], object]
) -> None:
    """Puts the samples in with `put`, which is given their digest, or takes them out where they are not wanted; nothing
    to do if that is so already.

    By default they are there until the first real source of their kind has brought something: nobody should meet an
    invented vacancy or course among real ones.
    """
    before = feeds.find_feed(sample.id)
    if not _are_wanted(sample, wanted, root, feeds):
        if before is not None:
            feeds.remove_feed(sample.id)
        return
    digest = _digest(root, (sample.file, *sample.made_with))
    if before is None or before.settings.get("digest") != digest:
        put(digest)


def _are_wanted(sample: SampleFeed, wanted: SamplesWanted, root: Path, feeds: FeedStore) -> bool:
    if wanted == "false" or not (root / sample.file).is_file():
        return False
    return wanted == "true" or not _has_real_ones(sample.carries, feeds)


def _has_real_ones(carries: FeedContent, feeds: FeedStore) -> bool:
    real = (feed.id for feed in feeds.list_feeds() if feed.kind is not FeedKind.SAMPLES and feed.carries is carries)
    return any(report.taken for feed_id in real for _, report in feeds.list_runs(feed_id, _RUNS_LOOKED_AT))


def _digest(root: Path, names: tuple[str, ...]) -> str:
    digest = hashlib.sha256()
    for name in names:
        digest.update((root / name).read_bytes())
    return digest.hexdigest()[:16]
