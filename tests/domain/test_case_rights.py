"""Which role may do what on which kind of case."""

from dataclasses import replace
from datetime import datetime

import pytest

from assistant.domain.case_rights import CaseAction, OfficeAction, kinds_seen, may, may_in_office, sees_own_only
from assistant.domain.cases import Case, CaseKind
from assistant.domain.conversation import HandoverReason
from assistant.domain.staff import Role, StaffMember

GENERAL = Case("CQ-1", "a", HandoverReason.ASKED, "", datetime(2026, 11, 24))
COMPLAINT = replace(GENERAL, reason=HandoverReason.COMPLAINT)
ALL = frozenset(CaseAction)
WORK = frozenset({CaseAction.GIVE_BACK, CaseAction.REPLY, CaseAction.NOTE, CaseAction.RESOLVE, CaseAction.REVEAL})
AFTER = frozenset({CaseAction.FOLLOW_UP, CaseAction.REOPEN, CaseAction.REISSUE_CODE})
NONE: frozenset[CaseAction] = frozenset()
ANY_ADVISOR = AFTER | {CaseAction.SEE, CaseAction.CLAIM}
ANY_SUPERVISOR = ALL - {CaseAction.REPLY, CaseAction.RESOLVE}
OWN_SPECIALIST = WORK | {CaseAction.SEE, CaseAction.FOLLOW_UP}

#: Role → what it may do on anybody's general case, on its own, on anybody's complaint, on its own.
EXPECTED = {
    Role.ADVISOR: (ANY_ADVISOR, ANY_ADVISOR | WORK | {CaseAction.DISPATCH}, NONE, NONE),
    Role.SPECIALIST: (NONE, OWN_SPECIALIST, NONE, OWN_SPECIALIST),
    Role.EDITOR: (NONE, NONE, NONE, NONE),
    Role.SUPERVISOR: (ANY_SUPERVISOR, ALL, ANY_SUPERVISOR, ALL),
    Role.ADMINISTRATOR: (NONE, NONE, NONE, NONE),
    Role.PROVIDER: (NONE, NONE, NONE, NONE),
}


@pytest.mark.parametrize("action", CaseAction)
@pytest.mark.parametrize("role", Role)
def test_a_role_may_do_what_stands_here_and_nothing_else(role: Role, action: CaseAction) -> None:
    member = StaffMember("li", role)
    cases = (GENERAL, replace(GENERAL, owner="li"), COMPLAINT, replace(COMPLAINT, owner="li"))
    assert [may(member, action, case) for case in cases] == [action in allowed for allowed in EXPECTED[role]]


@pytest.mark.parametrize("action", CaseAction)
@pytest.mark.parametrize("role", Role)
def test_whoever_is_locked_or_has_a_one_time_password_may_do_nothing(role: Role, action: CaseAction) -> None:
    for member in (StaffMember("li", role, is_locked=True), StaffMember("li", role, must_change_password=True)):
        assert not may(member, action, replace(GENERAL, owner="li"))
        assert not any(may_in_office(member, office) for office in OfficeAction)


@pytest.mark.parametrize("role", Role)
def test_accounts_are_the_administrator_s_the_log_is_read_by_supervisors_too(role: Role) -> None:
    member = StaffMember("li", role)
    assert may_in_office(member, OfficeAction.MANAGE_ACCOUNTS) == (role is Role.ADMINISTRATOR)
    assert may_in_office(member, OfficeAction.READ_AUDIT) == (role in (Role.ADMINISTRATOR, Role.SUPERVISOR))
    assert may_in_office(member, OfficeAction.EDIT_KNOWLEDGE) == (role in (Role.EDITOR, Role.SUPERVISOR))
    assert may_in_office(member, OfficeAction.PUBLISH_ALONE) == (role is Role.SUPERVISOR)


@pytest.mark.parametrize("role", Role)
def test_figures_and_the_switch_of_the_chat_are_for_supervisors_and_administrators(role: Role) -> None:
    member = StaffMember("li", role)
    for action in (OfficeAction.SEE_FIGURES, OfficeAction.PAUSE_CHAT):
        assert may_in_office(member, action) == (role in (Role.ADMINISTRATOR, Role.SUPERVISOR))


def test_which_queues_a_role_has() -> None:
    both = (CaseKind.GENERAL, CaseKind.COMPLAINT)
    assert [kinds_seen(role) for role in Role] == [(CaseKind.GENERAL,), both, (), both, (), ()]
    assert [role for role in Role if kinds_seen(role) and sees_own_only(role)] == [Role.SPECIALIST]
