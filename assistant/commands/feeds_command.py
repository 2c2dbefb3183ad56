"""`feeds add|sync|list|show|remove|token`: where vacancies come from."""

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.commands.feed_words import FeedProgress, feed_as_json, printable, report_as_json, report_line
from assistant.commands.feeds_add import add_adding_command
from assistant.domain.errors import ConflictError, NotFoundError
from assistant.services.clock import CHONGQING
from assistant.services.push_tokens import make_token
from assistant.services.vacancy_ports import Feed, FeedKind, RunOutcome, RunReport
from assistant.settings import Settings

if TYPE_CHECKING:
    from assistant.services.sync_feed import FeedSync
    from assistant.services.vacancy_ports import FeedStore

UNUSABLE_ARGUMENTS = 2
_SHOWN_REJECTED = 10
_NOT_READ = (FeedKind.PUSH, FeedKind.SAMPLES)


def add_feed_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    feeds = commands.add_parser("feeds", help="where vacancies and courses come from: add, read, list, remove")
    actions = feeds.add_subparsers(dest="action", required=True)
    add_adding_command(actions)
    sync = actions.add_parser("sync", help="read feeds now")
    sync.add_argument("ids", nargs="*", metavar="ID", help="default: every feed that is read")
    sync.add_argument("--accept", action="store_true", help="close what is missing, however much it is")
    sync.add_argument("--json", action="store_true", help="one JSON object a run on stdout")
    sync.set_defaults(run=sync_feeds)
    listing = actions.add_parser("list", help="all feeds and their last run")
    listing.add_argument("--json", action="store_true", help="one JSON object a line")
    listing.set_defaults(run=list_feeds)
    for name, run, words in (
        ("show", show_feed, "the last runs of a feed, and what was rejected"),
        ("remove", remove_feed, "remove a feed; its adverts close"),
        ("token", give_token, "make a token for pushing to a feed; an earlier one ends"),
    ):
        action = actions.add_parser(name, help=words)
        action.add_argument("id", metavar="ID")
        action.set_defaults(run=run)


def sync_feeds(arguments: argparse.Namespace, settings: Settings) -> int:
    """A report for each run; exit status 1 if one failed. Raises NotFoundError."""
    if arguments.accept and not arguments.ids:
        print("Name the feeds whose missing adverts are accepted as closed.", file=sys.stderr)
        return UNUSABLE_ARGUMENTS
    feeds, has_failed = _store(settings).list_feeds(), False
    ids = arguments.ids or [feed.id for feed in feeds if not feed.is_paused and feed.kind not in _NOT_READ]
    if not ids:
        print("There is no feed to read. Add one with `feeds add FILE`.", file=sys.stderr)
        return 0
    unknown = sorted(set(ids) - {feed.id for feed in feeds})
    if unknown:
        raise NotFoundError(f"There is no feed '{unknown[0]}'.")
    sync = _sync(settings)
    for feed_id in ids:
        report = _sync_one(sync, feed_id, arguments.accept)
        has_failed = has_failed or report is None or report.outcome is RunOutcome.FAILED
        if report is not None:
            _print_report(report, arguments.json)
    return 1 if has_failed else 0


def _sync_one(sync: "FeedSync", feed_id: str, accepts: bool) -> RunReport | None:
    """The report; None where another process reads the feed."""
    progress = FeedProgress(sys.stderr)
    try:
        return (sync.accept if accepts else sync.sync)(feed_id, progress.show)
    except ConflictError as error:
        print(error, file=sys.stderr)
        return None
    finally:
        progress.finish()


def _print_report(report: RunReport, as_json: bool) -> None:
    if as_json:
        print(json.dumps(report_as_json(report), ensure_ascii=False))
        return
    print(report_line(report))
    _print_rejected(report, _SHOWN_REJECTED)


def _print_rejected(report: RunReport, most: int) -> None:
    for row in report.rejected[:most]:
        print(f"  row {row.row}  {printable(row.external_id) or '-'}  {printable(row.reason)}")
    if report.rejected_count > min(most, len(report.rejected)):
        print(f"  … {report.rejected_count - min(most, len(report.rejected))} more (`feeds show {report.feed_id}`)")


def list_feeds(arguments: argparse.Namespace, settings: Settings) -> int:
    """One feed a line on stdout: id, kind, label, location, how the last run ended."""
    store = _store(settings)
    for feed in store.list_feeds():
        runs = [report for _, report in store.list_runs(feed.id, 1)]
        if arguments.json:
            print(json.dumps(feed_as_json(feed, runs[0] if runs else None), ensure_ascii=False))
        else:
            last = runs[0].outcome.value if runs else "never"
            parts = (feed.id, feed.kind.value, feed.label, feed.location, last, "paused" if feed.is_paused else "")
            print("\t".join(map(printable, parts)).rstrip())
    return 0


def show_feed(arguments: argparse.Namespace, settings: Settings) -> int:
    """The feed, its last runs, and the rejected rows of the latest. Raises NotFoundError."""
    store = _store(settings)
    feed = _get(store, arguments.id)
    for name, value in feed_as_json(feed, None).items():
        if name != "last_run":
            print(f"{name}: {printable(json.dumps(value, ensure_ascii=False)) if value is not None else ''}")
    runs = [report for _, report in store.list_runs(feed.id)]
    _print_runs(runs)
    return 0


def _print_runs(runs: Sequence[RunReport]) -> None:
    for report in runs:
        print(f"{report.started_at.astimezone(CHONGQING):%Y-%m-%d %H:%M}  {report_line(report)}")
    latest = next((report for report in runs if report.rejected), None)
    if latest is not None:
        print(f"rejected on {latest.started_at.astimezone(CHONGQING):%Y-%m-%d %H:%M}:")
        for row in latest.rejected:
            print(f"  row {row.row}  {printable(row.external_id) or '-'}  {printable(row.reason)}")


def remove_feed(arguments: argparse.Namespace, settings: Settings) -> int:
    """Raises NotFoundError."""
    _store(settings).remove_feed(arguments.id)
    print(f"Feed '{arguments.id}' is removed; its adverts are closed.", file=sys.stderr)
    return 0


def give_token(arguments: argparse.Namespace, settings: Settings) -> int:
    """The new token on stdout, this once. Raises NotFoundError, ConflictError for a feed that is not pushed to."""
    store = _store(settings)
    feed = _get(store, arguments.id)
    if feed.kind is not FeedKind.PUSH:
        raise ConflictError(f"Feed '{feed.id}' is read, not pushed to; it needs no token.")
    made = make_token()
    store.put_feed(replace(feed, token_digest=made.digest))
    print(made.token)
    print("Keep it now: it is not shown again.", file=sys.stderr)
    return 0


def _get(store: "FeedStore", feed_id: str) -> Feed:
    feed = store.find_feed(feed_id)
    if feed is None:
        raise NotFoundError(f"There is no feed '{feed_id}'.")
    return feed


def _store(settings: Settings) -> "FeedStore":
    from assistant.bootstrap.openings import open_feed_store

    return open_feed_store(settings)


def _sync(settings: Settings) -> "FeedSync":
    from assistant.bootstrap.openings import open_feed_sync

    return open_feed_sync(settings)
