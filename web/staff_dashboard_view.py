"""Counts made into pictures: each a table with words for people, and how it is to be drawn."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from assistant.domain.oversight import MORE, REPLY_BOUNDS, answer_rate, handover_rate, share, under
from assistant.services.oversight import FeedFreshness, Figures, Lapsing, Point
from assistant.services.oversight_ports import Picture
from assistant.services.workers_sheets import Sheet, Value
from web.staff_view import moment

_MOST_BARS = 15
_NOTHING = "—"
_HOUR = 60


@dataclass(frozen=True)
class Words:
    """Words of the pages, titles of what is talked about, names of districts; None where there is none."""

    texts: Mapping[str, str]
    title_of: Callable[[str], str | None]
    name_of: Callable[[str], str | None]

    def get(self, key: str) -> str:
        return self.texts[f"oversight-{key}"]

    def topic(self, topic: str) -> str:
        return self.texts.get(f"oversight-topic-{topic}") or self.title_of(topic) or topic

    def status(self, status: str) -> str:
        return self.texts.get(f"oversight-status-{status}") or self.texts.get(f"status-{status}") or status

    def reason(self, reason: str) -> str:
        return self.texts.get(f"staff-reason-{reason}", reason)

    def replier(self, replier: str) -> str:
        return self.get("replier-rules") if replier == "rules" else replier

    def district(self, district: str) -> str:
        return (self.name_of(district) if district else None) or district or self.get("district-none")


@dataclass(frozen=True)
class Number:
    """One number on top. `note`: how it is counted."""

    label: str
    value: str
    note: str


def headline(figures: Figures, words: Words) -> list[Number]:
    """The numbers of the whole span; '—' where nothing was counted that could tell."""
    total = figures.total
    kept, missed = total.get("reply_kept", 0), total.get("reply_missed", 0)
    helpful, unhelpful = total.get("helpful", 0), total.get("unhelpful", 0)
    values = {
        "conversations": f"{total.get('conversations', 0):,}",
        "turns": f"{total.get('turns', 0):,}",
        "answer-rate": _percent(answer_rate(total)),
        "handover-rate": _percent(handover_rate(total)),
        "first-reply": _half_within(total, words),
        "reply-kept": _percent(share(kept, kept + missed)),
        "helpful": _percent(share(helpful, helpful + unhelpful)),
        "mark": _mark(total),
    }
    return [Number(words.get(f"number-{key}"), value, words.get(f"number-note-{key}")) for key, value in values.items()]


def draw_pictures(figures: Figures, words: Words) -> list[Picture]:
    """All pictures of the span. Those by name show the largest fifteen."""
    total, points = figures.total, figures.points
    talks, deadlines = (
        ("conversations", "turns"),
        ("reply_kept", "reply_missed", "resolution_kept", "resolution_missed"),
    )
    found = [
        _over_time("talks", "lines", points, words, _counts(*talks)),
        _over_time("rates", "lines", points, words, {"answered": answer_rate, "handed": handover_rate}, is_share=True),
        _bars("statuses", under(total, "status"), words.status, words),
        _bars("topics", under(total, "topic"), words.topic, words),
        _bars("unanswered", under(total, "unanswered"), words.topic, words),
        _bars("handovers", under(total, "handover"), words.reason, words),
        _first_replies(total, words),
        _over_time("deadlines", "columns", points, words, _counts(*deadlines)),
        _over_time("satisfaction", "columns", points, words, _counts("helpful", "unhelpful")),
        _bars("repliers", under(total, "replier"), words.replier, words),
    ]
    if figures.turns_by_district:
        ordered = dict(sorted(figures.turns_by_district.items(), key=lambda item: (-item[1], item[0])))
        found.append(_bars("districts", ordered, words.district, words, most=len(ordered)))
    return found


def feeds_sheet(feeds: Sequence[FeedFreshness], words: Words) -> Sheet:
    """How fresh each feed is, now."""
    rows = [
        (
            one.feed.label or one.feed.id,
            words.get("feed-late" if one.is_late else "feed-paused" if one.feed.is_paused else "feed-fresh"),
            moment(one.last.ended_at) if one.last is not None else None,
            words.get(f"feed-{one.last.outcome}") if one.last is not None else None,
            one.last.taken if one.last is not None else None,
            one.last.rejected_count if one.last is not None else None,
        )
        for one in feeds
    ]
    return Sheet(words.get("title-feeds"), _headers("feeds", 6, words), rows)


def lapsing_sheet(lapsing: Sequence[Lapsing], words: Words) -> Sheet:
    """What ends, or has to be looked at again, soon."""
    rows = [
        (one.on.isoformat(), one.title, words.get("lapse-end" if one.is_end else "lapse-review")) for one in lapsing
    ]
    return Sheet(words.get("title-lapsing"), _headers("lapsing", 3, words), rows)


def tells_something(picture: Picture) -> bool:
    """Whether any number is there and is not nought."""
    return any(value for row in picture.sheet.rows for value in row[1:])


def rows_as_words(sheet: Sheet, is_share: bool = False) -> list[list[str]]:
    """The cells as they are read on a page."""
    return [[_cell(value, is_share) for value in row] for row in sheet.rows]


def _over_time(
    name: str,
    kind: str,
    points: Sequence[Point],
    words: Words,
    series: Mapping[str, Callable[[Mapping[str, int]], float | None]],
    is_share: bool = False,
) -> Picture:
    headers = (words.get("column-time"), *(words.get(f"series-{each}") for each in series))
    rows: list[tuple[Value, ...]] = [(p.label, *(measure(p.counts) for measure in series.values())) for p in points]
    return _picture(name, kind, headers, rows, words, is_share)


def _bars(
    name: str, counts: Mapping[str, int], label: Callable[[str], str], words: Words, most: int = _MOST_BARS
) -> Picture:
    headers = (words.get(f"column-{name}"), words.get("column-count"))
    rows: list[tuple[Value, ...]] = [(label(each), count) for each, count in list(counts.items())[:most]]
    return _picture(name, "bars", headers, rows, words)


def _first_replies(total: Mapping[str, int], words: Words) -> Picture:
    counts = under(total, "first_reply")
    rows: list[tuple[Value, ...]] = [
        (_within(bound, words), counts.get(bound, 0)) for bound in (*map(str, REPLY_BOUNDS), MORE) if counts
    ]
    headers = (words.get("column-first_replies"), words.get("column-count"))
    return _picture("first_replies", "bars", headers, rows, words)


def _picture(
    name: str,
    kind: str,
    headers: tuple[str, ...],
    rows: list[tuple[Value, ...]],
    words: Words,
    is_share: bool = False,
) -> Picture:
    title = words.get(f"title-{name}")
    return Picture(name, title, words.get(f"about-{name}"), kind, Sheet(title, headers, rows), is_share)


def _headers(name: str, count: int, words: Words) -> tuple[str, ...]:
    return tuple(words.get(f"{name}-column-{number}") for number in range(1, count + 1))


def _counts(*names: str) -> dict[str, Callable[[Mapping[str, int]], float | None]]:
    def count_of(name: str) -> Callable[[Mapping[str, int]], float | None]:
        return lambda counts: counts.get(name, 0)

    return {name: count_of(name) for name in names}


def _half_within(total: Mapping[str, int], words: Words) -> str:
    """The shortest span within which at least half of the first replies came."""
    counts, seen = under(total, "first_reply"), 0
    for bound in (*map(str, REPLY_BOUNDS), MORE):
        seen += counts.get(bound, 0)
        if seen and 2 * seen >= sum(counts.values()):
            return _within(bound, words)
    return _NOTHING


def _within(bound: str, words: Words) -> str:
    if bound == MORE:
        return f"{REPLY_BOUNDS[-1] // _HOUR} {words.get('hours-more')}"
    minutes = int(bound)
    if minutes < _HOUR:
        return f"{minutes} {words.get('minutes-within')}"
    return f"{minutes // _HOUR} {words.get('hours-within')}"


def _mark(total: Mapping[str, int]) -> str:
    mark = share(total.get("marks_sum", 0), total.get("marks", 0))
    return _NOTHING if mark is None else f"{mark:.1f}"


def _percent(value: float | None) -> str:
    return _NOTHING if value is None else f"{value:.0%}"


def _cell(value: Value, is_share: bool) -> str:
    if value is None:
        return _NOTHING
    if isinstance(value, str):
        return value
    return f"{value:.1%}" if is_share else f"{value:,}"
