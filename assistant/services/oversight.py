"""What those who oversee the service look at: counts over time, what was asked in vain, what goes stale."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from assistant.domain.case_rights import OfficeAction, may_in_office
from assistant.domain.errors import NotAllowedError
from assistant.domain.knowledge import KnowledgeBase
from assistant.domain.oversight import ALL, Tally, add_up
from assistant.domain.staff import StaffMember
from assistant.services.clock import CHONGQING, Clock
from assistant.services.oversight_ports import OversightStore
from assistant.services.vacancy_ports import Feed, FeedStore, RunReport

#: Spans of up to so many days are shown by hour, by day; longer ones by month.
_BY_HOUR, _BY_DAY = 2, 92
_LAPSE_DAYS = 90
_NOT_YOUR_ROLE = "您的岗位看不到运行情况。"


@dataclass(frozen=True)
class Span:
    """Days, both included, and of whom: `ALL`, or one audience, one district."""

    first: date
    last: date
    audience: str = ALL
    district: str = ALL

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


@dataclass(frozen=True)
class Point:
    """Counts of an hour, a day or a month; `label` as 2026-11-24 09:00, 2026-11-24 or 2026-11."""

    label: str
    counts: dict[str, int]


@dataclass(frozen=True)
class Figures:
    """`points` without a gap, in order of time. `turns_by_district`: none where one was chosen."""

    span: Span
    points: Sequence[Point]
    total: dict[str, int]
    turns_by_district: Mapping[str, int]
    counted_until: datetime | None


@dataclass(frozen=True)
class FeedFreshness:
    """A feed and its last run; `is_late`: nothing came through for three of its intervals."""

    feed: Feed
    last: RunReport | None
    is_late: bool


@dataclass(frozen=True)
class Lapsing:
    """A document that ends, or has to be looked at again, soon or by now."""

    document_id: str
    title: str
    on: date
    is_end: bool


class Oversight:
    """Every method takes who asks and raises NotAllowedError; UnavailableError."""

    def __init__(
        self,
        store: OversightStore,
        feeds: FeedStore,
        knowledge: Callable[[], KnowledgeBase],
        clock: Clock,
    ) -> None:
        self._store, self._feeds, self._knowledge, self._clock = store, feeds, knowledge, clock

    def figures(self, member: StaffMember, span: Span) -> Figures:
        """What was counted in the span."""
        _require(member)
        since, until = _midnight(span.first), _midnight(span.last + timedelta(days=1))
        counted_until = self._store.find_rolled_until()
        if span.days <= _BY_HOUR:
            hours = [tally for tally in self._store.list_hours(since, until) if _is_of(tally, span)]
            labels = [_hour_label(since + timedelta(hours=hour)) for hour in range(span.days * 24)]
            points = _points(hours, labels, _hour_label)
        else:
            days = self._store.list_days(since, until, span.audience, span.district)
            label = _day_label if span.days <= _BY_DAY else _month_label
            each = (since + timedelta(days=day) for day in range(span.days))
            points = _points(days, list(dict.fromkeys(map(label, each))), label)
        is_of_all = span.district == ALL
        districts = self._store.count_turns_by_district(since, until, span.audience) if is_of_all else {}
        return Figures(span, points, add_up(point.counts for point in points), districts, counted_until)

    def feeds(self, member: StaffMember) -> Sequence[FeedFreshness]:
        """Read now, not counted: the stalest first."""
        _require(member)
        return freshness_of(self._feeds, self._clock.now())

    def lapsing(self, member: StaffMember) -> Sequence[Lapsing]:
        """Documents told as current that end, or are to be looked at again, within 90 days; the next first."""
        _require(member)
        return lapsing_of(self._knowledge(), self._clock.today(), _LAPSE_DAYS)


def freshness_of(feeds: FeedStore, now: datetime) -> Sequence[FeedFreshness]:
    """All sources, the stalest first."""
    found = []
    for feed in feeds.list_feeds():
        runs = feeds.list_runs(feed.id, limit=1)
        last = runs[0][1] if runs else None
        waits = timedelta(seconds=3 * feed.every_seconds)
        late = not feed.is_paused and feed.every_seconds > 0 and (last is None or now - last.ended_at > waits)
        found.append(FeedFreshness(feed, last, late))
    return sorted(found, key=lambda one: (not one.is_late, one.feed.id))


def lapsing_of(knowledge: KnowledgeBase, today: date, days: int) -> Sequence[Lapsing]:
    """Documents that end, or are to be looked at again, within so many days; the next first."""
    found = []
    for document in knowledge.documents.values():
        end, review = document.period.end, document.review_after
        for day, is_end in ((end, True), (review, False)):
            if day is not None and today <= day.last_day <= today + timedelta(days=days):
                found.append(Lapsing(document.id, document.title, day.last_day, is_end))
    return sorted(found, key=lambda one: (one.on, one.document_id))


def _require(member: StaffMember) -> None:
    if not may_in_office(member, OfficeAction.SEE_FIGURES):
        raise NotAllowedError(_NOT_YOUR_ROLE)


def _is_of(tally: Tally, span: Span) -> bool:
    return span.audience in (ALL, tally.audience) and span.district in (ALL, tally.district)


def _points(tallies: Sequence[Tally], labels: Sequence[str], label: Callable[[datetime], str]) -> Sequence[Point]:
    by_label: dict[str, list[dict[str, int]]] = {name: [] for name in labels}
    for tally in tallies:
        by_label[label(tally.begins_at)].append(dict(tally.counts))
    return [Point(name, add_up(counts)) for name, counts in by_label.items()]


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), CHONGQING)


def _hour_label(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:00}"


def _day_label(at: datetime) -> str:
    return f"{at:%Y-%m-%d}"


def _month_label(at: datetime) -> str:
    return f"{at:%Y-%m}"
