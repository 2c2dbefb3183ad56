"""`retention`: what is older than it is kept for."""

import argparse
import sys

from assistant.settings import Settings


def add_retention_command(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    retention = commands.add_parser(
        "retention", help="count what is older than it is kept for; `serve` clears it away every six hours"
    )
    retention.add_argument(
        "--run", dest="now", action="store_true", help="clear it away now; without this nothing is changed"
    )
    retention.set_defaults(run=run_retention)


def run_retention(arguments: argparse.Namespace, settings: Settings) -> int:
    """A line for each class on stdout: name, days, before which day, how many."""
    from assistant.bootstrap.retention import open_retention_alone

    retention = open_retention_alone(settings)
    lines = retention.run_once() if arguments.now else retention.preview()
    for line in lines:
        before = f"{line.before:%Y-%m-%d}" if line.before is not None else "-"
        print("\t".join((line.rule.name, str(line.rule.keep_days), before, str(line.count))))
    total = sum(line.count for line in lines)
    print(
        f"已清理 {total} 条。" if arguments.now else f"只是预览，什么也没有删；加 --run 会清理 {total} 条。",
        file=sys.stderr,
    )
    return 0
