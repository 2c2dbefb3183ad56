"""The command line: `python -m assistant …`. Data to stdout, everything else to stderr."""

import argparse
import sys

from pydantic import ValidationError

from assistant.commands.assess_command import add_assess_command
from assistant.commands.backup_commands import add_backup_commands
from assistant.commands.case_commands import add_case_commands
from assistant.commands.feeds_command import add_feed_commands
from assistant.commands.knowledge_commands import add_knowledge_commands
from assistant.commands.retention_command import add_retention_command
from assistant.commands.rollup_command import add_rollup_command
from assistant.commands.serve_command import add_serve_command
from assistant.commands.staff_commands import add_staff_commands
from assistant.commands.talk_commands import add_talk_commands
from assistant.commands.vacancies_command import add_vacancies_command
from assistant.domain.errors import AssistantError
from assistant.settings import Settings


def build_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m assistant", description="AI + employment, round the clock.")
    commands = parser.add_subparsers(dest="command", required=True)
    add_serve_command(commands)
    add_talk_commands(commands)
    add_knowledge_commands(commands)
    add_case_commands(commands)
    add_staff_commands(commands)
    add_rollup_command(commands)
    add_assess_command(commands)
    add_feed_commands(commands)
    add_vacancies_command(commands)
    add_backup_commands(commands)
    add_retention_command(commands)
    return parser


def main(argv: list[str] | None = None) -> int:
    arguments = build_parser().parse_args(argv)
    try:
        return int(arguments.run(arguments, Settings()))
    except ValidationError as error:
        for problem in error.errors():
            print(f"Setting {'.'.join(map(str, problem['loc'])).upper()}: {problem['msg']}.", file=sys.stderr)
        return 2
    except AssistantError as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
