"""`rollup`: counts what happened, for the pictures of the dashboard."""

import argparse
import sys
from datetime import date, datetime, time

from assistant.services.clock import CHONGQING, SystemClock
from assistant.settings import Settings


def add_rollup_command(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    rollup = commands.add_parser("rollup", help="count what happened, hour by hour; `serve` does so every minute")
    rollup.add_argument(
        "--since", type=date.fromisoformat, metavar="DATE", help="count everything anew from that day on"
    )
    rollup.set_defaults(run=roll_up)


def roll_up(arguments: argparse.Namespace, settings: Settings) -> int:
    """Prints how many hours were counted. What has been deleted since is not counted again: `--since` with care."""
    from assistant.bootstrap.oversight import open_roll_up

    counting, now = open_roll_up(settings), SystemClock().now()
    if arguments.since is None:
        hours = counting.run_once()
    else:
        hours = counting.roll_up(datetime.combine(arguments.since, time(), CHONGQING), now)
    print(f"已统计 {hours} 个小时。", file=sys.stderr)
    return 0
