"""Who gets to a case: staff by role and ownership, the person by its code."""

from assistant.domain.case_rights import CASE_RIGHTS, CaseAction, Scope, kinds_seen, may
from assistant.domain.cases import Case
from assistant.domain.errors import NotAllowedError, NotFoundError
from assistant.domain.staff import StaffMember
from assistant.services.case_ports import CaseDeskStore
from assistant.services.case_steps import NO_CASE, code_opens, get_case

_NOT_YOURS = "这一步只能由负责这张工单的同事来做。"
_NOT_YOUR_ROLE = "您的岗位没有这项权限。需要的话请找主管。"
_NO_CASES = "您的岗位不处理工单。"
NO_MATCH = "工单号和查询码对不上，请核对后再试。查询码丢了的话，可以请工作人员重发。"


def require_cases(member: StaffMember) -> None:
    """Raises NotAllowedError for a member who has nothing to do with cases."""
    if member.is_locked or member.must_change_password or not kinds_seen(member.role):
        raise NotAllowedError(_NO_CASES)


def get_seen_case(store: CaseDeskStore, member: StaffMember, number: str) -> Case:
    """Raises NotAllowedError; NotFoundError for a case the member may not see, as for one that does not exist."""
    require_cases(member)
    case = get_case(store, number)
    if not may(member, CaseAction.SEE, case):
        raise NotFoundError(NO_CASE)
    return case


def get_case_for(store: CaseDeskStore, member: StaffMember, action: CaseAction, number: str) -> Case:
    """The case, if the member may do this to it. Raises as `get_seen_case`, and NotAllowedError."""
    case = get_seen_case(store, member, number)
    if not may(member, action, case):
        scope = CASE_RIGHTS[member.role].get(case.kind, {}).get(action)
        raise NotAllowedError(_NOT_YOURS if scope is Scope.OWN else _NOT_YOUR_ROLE)
    return case


def get_case_by_code(store: CaseDeskStore, number: str, code: str) -> Case:
    """Raises NotFoundError where the two do not belong together, in the same words whichever is wrong."""
    number = number.strip().upper()
    case = store.find_case(number)
    if not code_opens(case, number, code) or case is None:
        raise NotFoundError(NO_MATCH)
    return case
