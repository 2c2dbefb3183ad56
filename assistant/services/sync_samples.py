"""The sample adverts as a feed of their own: dated relative to whatever day it is, so that they never go stale."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from assistant.domain.vacancies import RawAdvert
from assistant.services.clock import Clock
from assistant.services.vacancy_ports import (
    Feed,
    FeedKind,
    FeedStore,
    RejectedRow,
    RunOutcome,
    RunReport,
    TakenAdvert,
    VacancyStore,
)

SAMPLES_ID = "samples"
SAMPLES_LABEL = "示例岗位（演示用）"
_AT_ONCE = 500

Samples = Iterable[tuple[RawAdvert, Mapping[str, int]]]
Intake = Callable[[Sequence[RawAdvert]], Iterator[TakenAdvert | RejectedRow]]


def sync_samples(
    samples: Samples, digest: str, store: VacancyStore, feeds: FeedStore, intake: Intake, clock: Clock
) -> RunReport:
    """Takes all samples in and closes those of an earlier release. `digest` says what they were made from."""
    started = clock.now()
    feed = Feed(SAMPLES_ID, FeedKind.SAMPLES, SAMPLES_LABEL, settings={"digest": digest}, is_paused=True)
    feeds.put_feed(replace(feed, settings={}))
    run = feeds.begin_run(SAMPLES_ID, started)
    taken, rejected = _understood(samples, intake, clock.today())
    stored = [store.put_adverts(feed, taken[at : at + _AT_ONCE], run) for at in range(0, len(taken), _AT_ONCE)]
    closed = store.close_unseen(SAMPLES_ID, run)
    report = RunReport(
        feed_id=SAMPLES_ID,
        started_at=started,
        ended_at=clock.now(),
        outcome=RunOutcome.DONE,
        taken=sum(each.taken for each in stored),
        changed=sum(each.changed for each in stored),
        unchanged=sum(each.unchanged for each in stored),
        closed=closed,
        held=sum(one.vacancy.state == "held" for one in taken),
        rejected_count=len(rejected),
        rejected=rejected,
    )
    feeds.end_run(run, report)
    # Only now: a start that was cut off begins again.
    feeds.put_feed(feed)
    return report


def _dated(advert: RawAdvert, offsets: Mapping[str, int], today: date) -> RawAdvert:
    """The advert as it would be printed today, so that its days are checked like any other's."""
    days = {name: (today + timedelta(days=offset)).isoformat() for name, offset in offsets.items()}
    return replace(
        advert,
        posted_on=days.get("posted_on", advert.posted_on),
        closes_on=days.get("closes_on", advert.closes_on),
        starts_on=days.get("starts_on", advert.starts_on),
    )


def _understood(samples: Samples, intake: Intake, today: date) -> tuple[list[TakenAdvert], list[RejectedRow]]:
    pairs = list(samples)
    taken: list[TakenAdvert] = []
    rejected: list[RejectedRow] = []
    dated = [_dated(advert, offsets, today) for advert, offsets in pairs]
    for (_, offsets), result in zip(pairs, intake(dated), strict=True):
        if isinstance(result, RejectedRow):
            rejected.append(result)
        else:
            sample = replace(result.vacancy, is_sample=True)
            taken.append(replace(result, vacancy=sample, day_offsets=offsets, digest=f"{result.digest}{offsets}"))
    return taken, rejected
