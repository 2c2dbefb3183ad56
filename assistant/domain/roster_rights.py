"""Which role may do what with the roster of an intake: the one table of these rights."""

from collections.abc import Mapping
from enum import StrEnum

from assistant.domain.case_rights import Scope
from assistant.domain.courses import Course
from assistant.domain.staff import Role, StaffMember


class RosterAction(StrEnum):
    """What can be asked of a roster. `RECORD`: attendance and outcome."""

    SEE = "see"
    RECORD = "record"
    REVEAL = "reveal"
    EXPORT = "export"
    REISSUE_CODE = "reissue_code"


_SEEING = {RosterAction.SEE: Scope.ANY}
_ADVISING = _SEEING | {RosterAction.REISSUE_CODE: Scope.ANY, RosterAction.REVEAL: Scope.ANY}
#: Own: the intakes of the provider whose name is the account's team.
_TEACHING = {
    RosterAction.SEE: Scope.OWN,
    RosterAction.RECORD: Scope.OWN,
    RosterAction.REVEAL: Scope.OWN,
    RosterAction.EXPORT: Scope.OWN,
}

#: What is not named here is not allowed.
ROSTER_RIGHTS: Mapping[Role, Mapping[RosterAction, Scope]] = {
    Role.ADVISOR: _ADVISING,
    Role.SPECIALIST: _SEEING,
    Role.EDITOR: {},
    Role.SUPERVISOR: dict.fromkeys(RosterAction, Scope.ANY),
    Role.ADMINISTRATOR: {},
    Role.PROVIDER: _TEACHING,
}


def sees_rosters(member: StaffMember) -> bool:
    """Whether the member has anything to do with rosters."""
    if member.is_locked or member.must_change_password:
        return False
    return RosterAction.SEE in ROSTER_RIGHTS[member.role]


def may_with_roster(member: StaffMember, action: RosterAction, course: Course) -> bool:
    """Whether the member may do this to the rosters of this course."""
    scope = ROSTER_RIGHTS[member.role].get(action)
    is_own = member.team == course.provider
    return sees_rosters(member) and (scope is Scope.ANY or (scope is Scope.OWN and is_own))
