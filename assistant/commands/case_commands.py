"""`cases list`, `cases show`, `cases close`: what people asked a person to look at."""

import argparse
import json
from typing import TYPE_CHECKING

from assistant.domain.cases import Case
from assistant.domain.errors import NotFoundError
from assistant.services.clock import CHONGQING, SystemClock
from assistant.settings import Settings

if TYPE_CHECKING:
    from assistant.services.ports import CaseStore


def add_case_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    cases = commands.add_parser("cases", help="list, show and close what a person has to look at")
    actions = cases.add_subparsers(dest="action", required=True)
    listing = actions.add_parser("list", help="open cases, the longest waiting first")
    listing.add_argument("--all", action="store_true", help="closed ones too")
    listing.add_argument("--json", action="store_true", help="one JSON object a line")
    listing.set_defaults(run=list_cases)
    show = actions.add_parser("show", help="one case in full")
    show.add_argument("number", type=_number, metavar="NUMBER")
    show.set_defaults(run=show_case)
    close = actions.add_parser("close", help="close a case and say how it ended")
    close.add_argument("number", type=_number, metavar="NUMBER")
    close.add_argument("--outcome", type=_outcome, required=True, help="one sentence, without personal details")
    close.set_defaults(run=close_case)


def list_cases(arguments: argparse.Namespace, settings: Settings) -> int:
    """One case a line on stdout: number, state, reason, since when, the masked last question."""
    for case in _store(settings).list_cases(open_only=not arguments.all):
        if arguments.json:
            print(json.dumps(case_as_json(case), ensure_ascii=False))
        else:
            print("\t".join((case.number, case.state, case.reason, _moment(case), _printable(case.summary))))
    return 0


def show_case(arguments: argparse.Namespace, settings: Settings) -> int:
    """The case and the conversation it is about. Raises NotFoundError."""
    case = _store(settings).find_case(arguments.number)
    if case is None:
        raise NotFoundError(f"There is no case {arguments.number}.")
    _print_in_full(case)
    _print_conversation(case, settings)
    return 0


def _print_conversation(case: Case, settings: Settings) -> None:
    """What was said, masked as it is stored; nothing where the person has deleted it."""
    from assistant.bootstrap.openings import open_conversation_store

    for turn in open_conversation_store(settings).list_turns(case.conversation_id):
        print(f"\n[{turn.id}] 问：{_printable(turn.question)}")
        print("\n".join(f"    答：{_printable(line)}" for line in turn.text.splitlines()))


def close_case(arguments: argparse.Namespace, settings: Settings) -> int:
    """Raises NotFoundError, or ConflictError if the case is closed already."""
    _print_in_full(_store(settings).close_case(arguments.number, arguments.outcome, SystemClock().now()))
    return 0


def case_as_json(case: Case) -> dict[str, object]:
    """The case with all its keys: unknown is null."""
    return {
        "number": case.number,
        "state": case.state.value,
        "reason": case.reason.value,
        "conversation_id": case.conversation_id,
        "summary": case.summary,
        "opened_at": case.opened_at.isoformat(),
        "closed_at": case.closed_at.isoformat() if case.closed_at else None,
        "outcome": case.outcome,
        "attachment": case.attachment,
    }


def _store(settings: Settings) -> "CaseStore":
    from assistant.bootstrap.openings import open_case_store

    return open_case_store(settings)


def _print_in_full(case: Case) -> None:
    for name, value in case_as_json(case).items():
        print(f"{name}: {'' if value is None else _printable(str(value))}")


def _moment(case: Case) -> str:
    return case.opened_at.astimezone(CHONGQING).strftime("%Y-%m-%d %H:%M")


def _printable(text: str) -> str:
    """On one line and without control characters: people wrote it, and it goes to a terminal."""
    return "".join(character if character.isprintable() else " " for character in text)


def _number(text: str) -> str:
    return text.strip().upper()


def _outcome(text: str) -> str:
    if not text.strip():
        raise argparse.ArgumentTypeError("say in one sentence how the case ended")
    return text.strip()
