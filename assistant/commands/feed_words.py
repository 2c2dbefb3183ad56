"""Feeds, runs and progress as the command line shows them."""

from typing import TextIO

from assistant.services.sync_feed import SyncProgress
from assistant.services.vacancy_ports import Feed, RunReport

_BAR = 30
_LINE_EVERY = 20_000


def report_line(report: RunReport) -> str:
    """A run in one line."""
    seconds = (report.ended_at - report.started_at).total_seconds()
    figures = (
        f"{report.taken} taken, {report.changed} changed, {report.unchanged} unchanged, {report.closed} closed, "
        f"{report.held} held for staff, {report.rejected_count} rejected"
    )
    waiting = f"; {report.would_close} would close" if report.would_close else ""
    message = f" · {printable(report.message)}" if report.message else ""
    return f"{report.feed_id}: {report.outcome.value} · {figures}{waiting} · {seconds:.1f} s{message}"


def report_as_json(report: RunReport) -> dict[str, object]:
    """The run with all its keys."""
    return {
        "feed_id": report.feed_id,
        "started_at": report.started_at.isoformat(),
        "ended_at": report.ended_at.isoformat(),
        "outcome": report.outcome.value,
        "taken": report.taken,
        "changed": report.changed,
        "unchanged": report.unchanged,
        "closed": report.closed,
        "held": report.held,
        "rejected_count": report.rejected_count,
        "rejected": [{"row": row.row, "external_id": row.external_id, "reason": row.reason} for row in report.rejected],
        "message": report.message,
        "would_close": report.would_close,
    }


def feed_as_json(feed: Feed, last_run: RunReport | None) -> dict[str, object]:
    """The feed with all its keys, but never its token, nor the values of headers it is read with."""
    hidden = {name: "…" if name.startswith("header:") else value for name, value in feed.settings.items()}
    return {
        "id": feed.id,
        "kind": feed.kind.value,
        "label": feed.label,
        "location": feed.location,
        "columns": dict(feed.columns),
        "is_snapshot": feed.is_snapshot,
        "every_seconds": feed.every_seconds,
        "settings": hidden,
        "has_token": feed.token_digest is not None,
        "is_paused": feed.is_paused,
        "carries": feed.carries.value,
        "last_run": report_as_json(last_run) if last_run is not None else None,
    }


def printable(text: str) -> str:
    """On one line and without control characters: others wrote it, and it goes to a terminal."""
    return "".join(character if character.isprintable() else " " for character in text)


class FeedProgress:
    """A bar on a terminal; elsewhere a line now and then."""

    def __init__(self, stream: TextIO) -> None:
        self._stream, self._is_watched = stream, stream.isatty()
        self._next_line, self._is_begun = _LINE_EVERY, False

    def show(self, progress: SyncProgress) -> None:
        if self._is_watched:
            self._is_begun = True
            print(f"\r{_bar(progress)}\x1b[K", end="", file=self._stream, flush=True)
        elif progress.read >= self._next_line:
            self._next_line = progress.read + _LINE_EVERY
            print(f"{progress.feed_id}: {progress.read} read, {progress.rejected} rejected", file=self._stream)

    def finish(self) -> None:
        if self._is_begun:
            print(file=self._stream)


def _bar(progress: SyncProgress) -> str:
    counted = f"{progress.read} read, {progress.rejected} rejected"
    if not progress.expected:
        return f"{progress.feed_id}: {counted}"
    done = min(_BAR, _BAR * progress.read // progress.expected)
    return f"{progress.feed_id}: [{'#' * done}{'.' * (_BAR - done)}] {counted} of about {progress.expected}"
