"""`cases list`, `cases show`, `cases close`: what people asked a person to look at."""

import argparse
import json
from datetime import datetime
from typing import TYPE_CHECKING

from assistant.domain.cases import COMMAND_LINE, Case, CaseKind
from assistant.domain.errors import NotFoundError
from assistant.domain.staff import AuditEvent
from assistant.services.clock import CHONGQING, SystemClock
from assistant.settings import Settings

if TYPE_CHECKING:
    from assistant.services.case_ports import CaseDeskStore
    from assistant.services.staff_ports import AuditLog


def add_case_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    cases = commands.add_parser("cases", help="list, show and close what a person has to look at")
    actions = cases.add_subparsers(dest="action", required=True)
    listing = actions.add_parser("list", help="open cases, the longest waiting first")
    listing.add_argument("--all", action="store_true", help="closed ones too")
    listing.add_argument("--overdue", action="store_true", help="only those on which something should have been done")
    listing.add_argument("--kind", choices=[kind.value for kind in CaseKind], help="complaints apart, or the others")
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
    now = SystemClock().now()
    for case in _store(settings).list_cases(open_only=not arguments.all):
        due = case.next_deadline
        if arguments.kind not in (None, case.kind) or (arguments.overdue and (due is None or now < due.at)):
            continue
        if arguments.json:
            print(json.dumps(case_as_json(case), ensure_ascii=False))
        else:
            print("\t".join((case.number, case.state, case.reason, _moment(case), _printable(case.summary))))
    return 0


def show_case(arguments: argparse.Namespace, settings: Settings) -> int:
    """The case, what happened to it, and the conversation it is about. Raises NotFoundError."""
    store = _store(settings)
    case = store.find_case(arguments.number)
    if case is None:
        raise NotFoundError(f"There is no case {arguments.number}.")
    _print_in_full(case)
    for event in store.list_events(case.number):
        print("\t".join((_local(event.at), event.kind, event.actor, _printable(event.text))))
    for message in store.list_messages(case.number, with_internal=True):
        kind, author = "note" if message.is_internal else "message", message.name or message.author
        print("\t".join((_local(message.at), kind, author, _printable(message.text))))
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
    now = SystemClock().now()
    closed = _store(settings).close_case(arguments.number, arguments.outcome, now)
    _audit(settings).add_event(AuditEvent(now, COMMAND_LINE, "case_resolved", closed.number, closed.kind))
    _print_in_full(closed)
    return 0


def case_as_json(case: Case) -> dict[str, object]:
    """The case with all its keys: unknown is null."""
    due = case.next_deadline
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
        "kind": case.kind.value,
        "team": case.team,
        "owner": case.owner,
        "dispatched_to": case.dispatched_to.name if case.dispatched_to is not None else None,
        "due": due.kind.value if due is not None else None,
        "due_at": due.at.isoformat() if due is not None else None,
        "mark": case.mark,
    }


def _store(settings: Settings) -> "CaseDeskStore":
    from assistant.bootstrap.openings import open_case_desk_store

    return open_case_desk_store(settings)


def _audit(settings: Settings) -> "AuditLog":
    from assistant.bootstrap.openings import open_audit_log

    return open_audit_log(settings)


def _print_in_full(case: Case) -> None:
    for name, value in case_as_json(case).items():
        print(f"{name}: {'' if value is None else _printable(str(value))}")


def _moment(case: Case) -> str:
    return _local(case.opened_at)


def _local(at: datetime) -> str:
    return at.astimezone(CHONGQING).strftime("%Y-%m-%d %H:%M")


def _printable(text: str) -> str:
    """On one line and without control characters: people wrote it, and it goes to a terminal."""
    return "".join(character if character.isprintable() else " " for character in text)


def _number(text: str) -> str:
    return text.strip().upper()


def _outcome(text: str) -> str:
    if not text.strip():
        raise argparse.ArgumentTypeError("say in one sentence how the case ended")
    return text.strip()
