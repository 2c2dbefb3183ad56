"""`assess`: an employer's whole list at once."""

import argparse
import sys
import time
from datetime import date
from pathlib import Path

from assistant.services.clock import SystemClock
from assistant.services.worker_rows import Cell
from assistant.settings import Settings

_SHOWN_PROBLEMS = 10


def add_assess_command(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    assess = commands.add_parser("assess", help="which subsidies apply to each worker of a list")
    assess.add_argument("--input", type=Path, help="the list, .xlsx or .csv, one worker a row")
    assess.add_argument("--firm", type=Path, help="YAML: fact or question → answer, about the firm")
    assess.add_argument("--today", type=date.fromisoformat)
    assess.add_argument(
        "--groups-complete", action="store_true", help="groups that a cell does not name do not apply; else unknown"
    )
    assess.add_argument("--output", type=Path, help="the result, .xlsx or .csv")
    assess.add_argument("--template", type=Path, metavar="FILE", help="write the list to fill in, and stop")
    assess.set_defaults(run=assess_list)


def assess_list(arguments: argparse.Namespace, settings: Settings) -> int:
    """The result to the named file, everything else to stderr; 1 if rows were bad, 2 if nothing could be done."""
    from assistant.bootstrap.openings import open_worker_lists
    from assistant.domain.errors import InvalidInputError

    if arguments.template is None and (arguments.input is None or arguments.output is None):
        print("assess needs --input and --output, or --template", file=sys.stderr)
        return 2
    wanted = arguments.template or arguments.output
    if wanted.suffix.lower() not in (".xlsx", ".csv"):
        print(f"{wanted.name}: the name must end in .xlsx or .csv", file=sys.stderr)
        return 2
    try:
        lists = open_worker_lists(settings)
        if arguments.template is not None:
            arguments.template.write_bytes(lists.template(arguments.template.name))
            return 0
        content = arguments.input.read_bytes()
        firm = _firm_answers(arguments.firm)
        progress = _Progress()
        result = lists.assess(
            arguments.input.name,
            content,
            firm,
            arguments.today or SystemClock().today(),
            arguments.groups_complete,
            progress.show,
        )
        progress.finish(len(result.workers))
        written = lists.write(result, arguments.output)
    except InvalidInputError as error:
        print(error, file=sys.stderr)
        return 2
    except OSError as error:
        print(f"{error.filename}: {error.strerror}", file=sys.stderr)
        return 2
    for line in (*result.notes, *(f"没有用“{header}”：{why}" for header, why in result.all_ignored)):
        print(line, file=sys.stderr)
    for problem in result.problems[:_SHOWN_PROBLEMS]:
        print(problem.in_words(), file=sys.stderr)
    if len(result.problems) > _SHOWN_PROBLEMS:
        print(f"…一共{len(result.problems)}处问题，都写在结果里", file=sys.stderr)
    print(f"{len(result.workers)}位员工，写到：{'、'.join(map(str, written))}", file=sys.stderr)
    return 1 if result.problems else 0


def _firm_answers(path: Path | None) -> dict[str, Cell]:
    from assistant.adapters.workers.firm_file import read_firm_file

    return {} if path is None else read_firm_file(path.read_bytes())


class _Progress:
    """One line on stderr, rewritten; silent where nobody watches."""

    def __init__(self) -> None:
        self._is_watched = sys.stderr.isatty()
        self._started = time.monotonic()

    def show(self, rows: int) -> None:
        if self._is_watched:
            print(f"\r已算{rows}行（{rows / (time.monotonic() - self._started):.0f}行/秒）", end="", file=sys.stderr)

    def finish(self, rows: int) -> None:
        if self._is_watched and rows:
            print(f"\r已算{rows}行，{time.monotonic() - self._started:.1f}秒".ljust(40), file=sys.stderr)
