"""Which role may do what with labour requests: the one table of these rights."""

from collections.abc import Mapping
from enum import StrEnum

from assistant.domain.case_rights import Scope
from assistant.domain.labour_requests import LabourRequest
from assistant.domain.staff import Role, StaffMember


class LabourAction(StrEnum):
    """What can be asked of a request by staff. `FOLLOW_UP`: to note a call, or the verdict given in it."""

    SEE = "see"
    ACCEPT = "accept"
    GIVE_BACK = "give_back"
    TAKE_OVER = "take_over"
    DISPATCH = "dispatch"
    NOTE = "note"
    FOLLOW_UP = "follow_up"
    REISSUE_CODE = "reissue_code"
    REVEAL = "reveal"


_WORKING = {
    LabourAction.SEE: Scope.ANY,
    LabourAction.ACCEPT: Scope.ANY,
    LabourAction.GIVE_BACK: Scope.OWN,
    LabourAction.DISPATCH: Scope.OWN,
    LabourAction.NOTE: Scope.OWN,
    LabourAction.FOLLOW_UP: Scope.OWN,
    LabourAction.REISSUE_CODE: Scope.OWN,
    LabourAction.REVEAL: Scope.OWN,
}
_SUPERVISING = _WORKING | {
    LabourAction.GIVE_BACK: Scope.ANY,
    LabourAction.TAKE_OVER: Scope.ANY,
    LabourAction.NOTE: Scope.ANY,
    LabourAction.FOLLOW_UP: Scope.ANY,
    LabourAction.REISSUE_CODE: Scope.ANY,
    LabourAction.REVEAL: Scope.ANY,
}

#: What is not named here is not allowed.
LABOUR_RIGHTS: Mapping[Role, Mapping[LabourAction, Scope]] = {
    Role.ADVISOR: _WORKING,
    Role.SPECIALIST: _WORKING,
    Role.EDITOR: {},
    Role.SUPERVISOR: _SUPERVISING,
    Role.ADMINISTRATOR: {},
    Role.PROVIDER: {},
}


def sees_labour(member: StaffMember) -> bool:
    """Whether the member has anything to do with labour requests."""
    if member.is_locked or member.must_change_password:
        return False
    return LabourAction.SEE in LABOUR_RIGHTS[member.role]


def may_with_request(member: StaffMember, action: LabourAction, request: LabourRequest) -> bool:
    """Whether the member may do this to this request; whether its state allows it is another question."""
    scope = LABOUR_RIGHTS[member.role].get(action)
    return sees_labour(member) and (scope is Scope.ANY or (scope is Scope.OWN and request.owner == member.name))
