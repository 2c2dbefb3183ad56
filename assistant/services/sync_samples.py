"""The samples as feeds of their own: dated relative to whatever day it is, so that they never go stale."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, TypeVar

from assistant.domain.courses import RawIntake
from assistant.domain.vacancies import RawAdvert
from assistant.services.clock import Clock
from assistant.services.course_ports import TakenIntake
from assistant.services.feed_run import KeepsAdverts
from assistant.services.vacancy_ports import (
    Feed,
    FeedContent,
    FeedKind,
    FeedStore,
    RejectedRow,
    RunOutcome,
    RunReport,
    TakenAdvert,
    VacancyStore,
)

SAMPLES_ID, COURSE_SAMPLES_ID = "samples", "course-samples"
SAMPLES_LABEL, COURSE_SAMPLES_LABEL = "示例岗位（演示用）", "示例课程（演示用）"
_AT_ONCE = 500

Samples = Iterable[tuple[RawAdvert, Mapping[str, int]]]
CourseSamples = Iterable[tuple[RawIntake, Mapping[str, int]]]
Intake = Callable[[Sequence[RawAdvert]], Iterator[TakenAdvert | RejectedRow]]
IntakeOfCourses = Callable[[Sequence[RawIntake]], Iterator[TakenIntake | RejectedRow]]
_Raw = TypeVar("_Raw", RawAdvert, RawIntake)
_Taken = TypeVar("_Taken", TakenAdvert, TakenIntake)


def sync_samples(
    samples: Samples, digest: str, store: VacancyStore, feeds: FeedStore, intake: Intake, clock: Clock
) -> RunReport:
    """Takes all samples in and closes those of an earlier release. `digest` says what they were made from."""
    feed = Feed(SAMPLES_ID, FeedKind.SAMPLES, SAMPLES_LABEL, settings={"digest": digest}, is_paused=True)
    return _sync(feed, tuple(samples), store, feeds, intake, clock, _as_sample_vacancy)


def sync_course_samples(
    samples: CourseSamples,
    digest: str,
    store: KeepsAdverts[TakenIntake],
    feeds: FeedStore,
    intake: IntakeOfCourses,
    clock: Clock,
) -> RunReport:
    """The same for courses."""
    feed = Feed(
        COURSE_SAMPLES_ID, FeedKind.SAMPLES, COURSE_SAMPLES_LABEL, settings={"digest": digest}, is_paused=True,
        carries=FeedContent.COURSES,
    )  # fmt: skip
    return _sync(feed, tuple(samples), store, feeds, intake, clock, _as_sample_course)


def _sync(
    feed: Feed,
    samples: Sequence[tuple[_Raw, Mapping[str, int]]],
    store: KeepsAdverts[_Taken],
    feeds: FeedStore,
    intake: Callable[[Sequence[_Raw]], Iterator[_Taken | RejectedRow]],
    clock: Clock,
    as_sample: Callable[[_Taken, Mapping[str, int]], _Taken],
) -> RunReport:
    started = clock.now()
    feeds.put_feed(replace(feed, settings={}))
    run = feeds.begin_run(feed.id, started)
    taken: list[_Taken] = []
    rejected: list[RejectedRow] = []
    dated = [_dated(raw, offsets, clock.today()) for raw, offsets in samples]
    for (_, offsets), result in zip(samples, intake(dated), strict=True):
        if isinstance(result, RejectedRow):
            rejected.append(result)
        else:
            taken.append(as_sample(result, offsets))
    stored = [store.put_adverts(feed, taken[at : at + _AT_ONCE], run) for at in range(0, len(taken), _AT_ONCE)]
    report = RunReport(
        feed_id=feed.id,
        started_at=started,
        ended_at=clock.now(),
        outcome=RunOutcome.DONE,
        taken=sum(each.taken for each in stored),
        changed=sum(each.changed for each in stored),
        unchanged=sum(each.unchanged for each in stored),
        closed=store.close_unseen(feed.id, run),
        held=sum(one.is_held for one in taken),
        rejected_count=len(rejected),
        rejected=rejected,
    )
    feeds.end_run(run, report)
    # Only now: a start that was cut off begins again.
    feeds.put_feed(feed)
    return report


def _dated(raw: _Raw, offsets: Mapping[str, int], today: date) -> _Raw:
    """The row as it would be printed today, so that its days are checked like any other's."""
    days: dict[str, Any] = {name: (today + timedelta(days=offset)).isoformat() for name, offset in offsets.items()}
    return replace(raw, **days)


def _as_sample_vacancy(taken: TakenAdvert, offsets: Mapping[str, int]) -> TakenAdvert:
    sample = replace(taken.vacancy, is_sample=True)
    return replace(taken, vacancy=sample, day_offsets=offsets, digest=f"{taken.digest}{offsets}")


def _as_sample_course(taken: TakenIntake, offsets: Mapping[str, int]) -> TakenIntake:
    sample = replace(taken.course, is_sample=True)
    return replace(taken, course=sample, day_offsets=offsets, digest=f"{taken.digest}{offsets}")
