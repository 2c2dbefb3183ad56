"""Which role may do what on which kind of case, and with accounts: the one table of rights."""

from collections.abc import Mapping
from enum import StrEnum

from assistant.domain.cases import Case, CaseKind
from assistant.domain.staff import Role, StaffMember


class CaseAction(StrEnum):
    """What can be asked of a case by staff."""

    SEE = "see"
    CLAIM = "claim"
    GIVE_BACK = "give_back"
    TAKE_OVER = "take_over"
    DISPATCH = "dispatch"
    REPLY = "reply"
    NOTE = "note"
    RESOLVE = "resolve"
    FOLLOW_UP = "follow_up"
    REOPEN = "reopen"
    REISSUE_CODE = "reissue_code"
    REVEAL = "reveal"


class Scope(StrEnum):
    """On which cases: those one owns (to a specialist they were dispatched), or any."""

    OWN = "own"
    ANY = "any"


class OfficeAction(StrEnum):
    """What can be done beside cases."""

    MANAGE_ACCOUNTS = "manage_accounts"
    READ_AUDIT = "read_audit"
    EDIT_KNOWLEDGE = "edit_knowledge"
    PUBLISH_ALONE = "publish_alone"
    SEE_FIGURES = "see_figures"
    PAUSE_CHAT = "pause_chat"
    PROPOSE_ANSWER = "propose_answer"
    REVIEW_ANSWER = "review_answer"
    INSPECT_SEARCH = "inspect_search"


_ADVISING = {
    CaseAction.SEE: Scope.ANY,
    CaseAction.CLAIM: Scope.ANY,
    CaseAction.GIVE_BACK: Scope.OWN,
    CaseAction.DISPATCH: Scope.OWN,
    CaseAction.REPLY: Scope.OWN,
    CaseAction.NOTE: Scope.OWN,
    CaseAction.RESOLVE: Scope.OWN,
    CaseAction.FOLLOW_UP: Scope.ANY,
    CaseAction.REOPEN: Scope.ANY,
    CaseAction.REISSUE_CODE: Scope.ANY,
    CaseAction.REVEAL: Scope.OWN,
}
_DISPATCHED = {
    CaseAction.SEE: Scope.OWN,
    CaseAction.GIVE_BACK: Scope.OWN,
    CaseAction.REPLY: Scope.OWN,
    CaseAction.NOTE: Scope.OWN,
    CaseAction.RESOLVE: Scope.OWN,
    CaseAction.FOLLOW_UP: Scope.OWN,
    CaseAction.REVEAL: Scope.OWN,
}
_SUPERVISING = {
    CaseAction.SEE: Scope.ANY,
    CaseAction.CLAIM: Scope.ANY,
    CaseAction.GIVE_BACK: Scope.ANY,
    CaseAction.TAKE_OVER: Scope.ANY,
    CaseAction.DISPATCH: Scope.ANY,
    CaseAction.REPLY: Scope.OWN,
    CaseAction.NOTE: Scope.ANY,
    CaseAction.RESOLVE: Scope.OWN,
    CaseAction.FOLLOW_UP: Scope.ANY,
    CaseAction.REOPEN: Scope.ANY,
    CaseAction.REISSUE_CODE: Scope.ANY,
    CaseAction.REVEAL: Scope.ANY,
}

#: What is not named here is not allowed.
CASE_RIGHTS: Mapping[Role, Mapping[CaseKind, Mapping[CaseAction, Scope]]] = {
    Role.ADVISOR: {CaseKind.GENERAL: _ADVISING},
    Role.SPECIALIST: {CaseKind.GENERAL: _DISPATCHED, CaseKind.COMPLAINT: _DISPATCHED},
    Role.EDITOR: {},
    Role.SUPERVISOR: {CaseKind.GENERAL: _SUPERVISING, CaseKind.COMPLAINT: _SUPERVISING},
    Role.ADMINISTRATOR: {},
    Role.PROVIDER: {},
}
_OVERSEEING = frozenset({OfficeAction.READ_AUDIT, OfficeAction.SEE_FIGURES, OfficeAction.PAUSE_CHAT})
#: Teaching and reviewing; nobody reviews what is their own.
_TEACHING = frozenset({OfficeAction.PROPOSE_ANSWER, OfficeAction.REVIEW_ANSWER, OfficeAction.INSPECT_SEARCH})
OFFICE_RIGHTS: Mapping[Role, frozenset[OfficeAction]] = {
    Role.ADVISOR: frozenset({OfficeAction.PROPOSE_ANSWER}),
    Role.SPECIALIST: frozenset({OfficeAction.PROPOSE_ANSWER}),
    Role.EDITOR: _TEACHING | {OfficeAction.EDIT_KNOWLEDGE},
    #: What is about money takes a second person even so.
    Role.SUPERVISOR: _OVERSEEING | _TEACHING | {OfficeAction.EDIT_KNOWLEDGE, OfficeAction.PUBLISH_ALONE},
    Role.ADMINISTRATOR: _OVERSEEING | {OfficeAction.MANAGE_ACCOUNTS},
    Role.PROVIDER: frozenset(),
}


def may(member: StaffMember, action: CaseAction, case: Case) -> bool:
    """Whether the member may do this to this case; whether the case's state allows it is another question."""
    if member.is_locked or member.must_change_password:
        return False
    scope = CASE_RIGHTS[member.role].get(case.kind, {}).get(action)
    return scope is Scope.ANY or (scope is Scope.OWN and case.owner == member.name)


def may_in_office(member: StaffMember, action: OfficeAction) -> bool:
    """Whether the member may do this beside cases."""
    return not member.is_locked and not member.must_change_password and action in OFFICE_RIGHTS[member.role]


def kinds_seen(role: Role) -> tuple[CaseKind, ...]:
    """The kinds of which the role may see cases, if only its own."""
    return tuple(kind for kind, rights in CASE_RIGHTS[role].items() if CaseAction.SEE in rights)


def sees_own_only(role: Role) -> bool:
    """Whether the role sees no case but its own, of whatever kind."""
    return not any(rights.get(CaseAction.SEE) is Scope.ANY for rights in CASE_RIGHTS[role].values())
