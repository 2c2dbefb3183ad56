"""`staff add`, `list`, `role`, `display-name`, `reset`, `disable`: who may use the console."""

import argparse
import json
import sys
from typing import TYPE_CHECKING

from assistant.domain.cases import GENERAL_TEAM
from assistant.domain.staff import Role, StaffMember
from assistant.settings import Settings

if TYPE_CHECKING:
    from assistant.services.staff_accounts import NewPassword, StaffAccounts

_ROLES = [role.value for role in Role]


def add_staff_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    staff = commands.add_parser("staff", help="accounts of those who use the console")
    actions = staff.add_subparsers(dest="action", required=True)
    adding = actions.add_parser("add", help="add an account; its one-time password goes to stdout, once")
    adding.add_argument("name", metavar="NAME")
    adding.add_argument("--role", choices=_ROLES, required=True)
    adding.add_argument("--team", default=GENERAL_TEAM)
    adding.add_argument("--display-name", default="", help="how people see the member, e.g. 王老师; empty: as staff")
    adding.set_defaults(run=add_member)
    listing = actions.add_parser("list", help="one account a line: name, role, team, state")
    listing.add_argument("--json", action="store_true", help="one JSON object a line")
    listing.set_defaults(run=list_members)
    role = actions.add_parser("role", help="give an account another role")
    role.add_argument("name", metavar="NAME")
    role.add_argument("role", choices=_ROLES)
    role.add_argument("--team", default=GENERAL_TEAM)
    role.set_defaults(run=set_role)
    naming = actions.add_parser("display-name", help="change how people see an account from now on; empty: as staff")
    naming.add_argument("name", metavar="NAME")
    naming.add_argument("display_name", metavar="DISPLAY_NAME")
    naming.set_defaults(run=set_display_name)
    reset = actions.add_parser("reset", help="give a new one-time password; opens a disabled account again")
    reset.add_argument("name", metavar="NAME")
    reset.set_defaults(run=reset_member)
    disable = actions.add_parser("disable", help="keep an account out, at once")
    disable.add_argument("name", metavar="NAME")
    disable.set_defaults(run=disable_member)


def add_member(arguments: argparse.Namespace, settings: Settings) -> int:
    """Raises InvalidInputError for a name that cannot be used, ConflictError for one that is taken."""
    role, shown = Role(arguments.role), arguments.display_name
    _hand_out(_accounts(settings).add(_operator(), arguments.name, role, arguments.team, shown))
    return 0


def list_members(arguments: argparse.Namespace, settings: Settings) -> int:
    for member in _accounts(settings).list_members(_operator()):
        if arguments.json:
            print(json.dumps(member_as_json(member), ensure_ascii=False))
        else:
            print("\t".join((member.name, member.role, member.team, _state(member))))
    return 0


def set_role(arguments: argparse.Namespace, settings: Settings) -> int:
    """Raises NotFoundError; ConflictError for the last administrator."""
    member = _accounts(settings).set_role(_operator(), arguments.name, Role(arguments.role), arguments.team)
    print("\t".join((member.name, member.role, member.team, _state(member))))
    return 0


def set_display_name(arguments: argparse.Namespace, settings: Settings) -> int:
    """Raises NotFoundError, InvalidInputError."""
    member = _accounts(settings).set_display_name(_operator(), arguments.name, arguments.display_name)
    print("\t".join((member.name, member.display_name)))
    return 0


def reset_member(arguments: argparse.Namespace, settings: Settings) -> int:
    """Raises NotFoundError."""
    _hand_out(_accounts(settings).reset(_operator(), arguments.name))
    return 0


def disable_member(arguments: argparse.Namespace, settings: Settings) -> int:
    """Raises NotFoundError; ConflictError for the last administrator."""
    member = _accounts(settings).lock(_operator(), arguments.name)
    print("\t".join((member.name, member.role, member.team, _state(member))))
    return 0


def member_as_json(member: StaffMember) -> dict[str, object]:
    """The account with all its keys: unknown is null."""
    return {
        "name": member.name,
        "role": member.role.value,
        "team": member.team,
        "display_name": member.display_name or None,
        "state": _state(member),
        "created_at": member.created_at.isoformat() if member.created_at is not None else None,
    }


def _state(member: StaffMember) -> str:
    if member.is_locked:
        return "disabled"
    return "must_change_password" if member.must_change_password else "active"


def _hand_out(given: "NewPassword") -> None:
    print(f"{given.name}\t{given.password}")
    print("The password is shown this once, and works for seven days until it is changed.", file=sys.stderr)


def _operator() -> StaffMember:
    from assistant.services.staff_accounts import OPERATOR

    return OPERATOR


def _accounts(settings: Settings) -> "StaffAccounts":
    from assistant.bootstrap.openings import open_staff_accounts

    return open_staff_accounts(settings)
