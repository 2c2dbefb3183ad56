"""What staff do with cases: who may, what is left behind, what a colleague sees."""

from datetime import timedelta

import pytest

from assistant.domain.case_rights import CaseAction
from assistant.domain.cases import (
    Author,
    Case,
    CaseKind,
    CaseState,
    Destination,
    DestinationKind,
    EventKind,
)
from assistant.domain.conversation import HandoverReason
from assistant.domain.errors import ConflictError, InvalidInputError, NotAllowedError, NotFoundError
from assistant.domain.staff import Role, StaffMember
from assistant.services.case_ports import QueueQuery
from tests.case_office import ADMIN, CHEN, EDITOR, LI, LOCKED, WANG, ZHAO, Office

TO_WANG = Destination(DestinationKind.SPECIALIST, " Wang ")
TO_BODY = Destination(DestinationKind.BODY, "劳动监察")


@pytest.fixture
def office() -> Office:
    return Office()


@pytest.fixture
def case(office: Office) -> Case:
    return office.open()


@pytest.fixture
def complaint(office: Office) -> Case:
    return office.open("b", HandoverReason.COMPLAINT)


def test_a_case_goes_from_the_queue_to_an_outcome_with_all_that_was_said(office: Office, case: Case) -> None:
    number = case.number
    office.desk.claim(LI, number.lower())
    office.desk.note(LI, number, " 先核对合同 ")
    office.desk.reply(LI, number, "请带上合同和考勤")
    office.desk.dispatch(LI, number, TO_WANG, "需要仲裁")
    office.desk.reply(WANG, number, "明天上午来二楼")
    resolved = office.desk.resolve(WANG, number, "已调解")
    office.later(1000)
    rested = office.desk.follow_up(WANG, number, "工资已到账")
    assert (resolved.state, resolved.outcome, rested.next_deadline) == (CaseState.RESOLVED, "已调解", None)
    file = office.desk.open_file(WANG, number)
    assert [event.kind.value for event in file.events] == [
        "opened", "claimed", "noted", "replied", "dispatched", "replied", "resolved", "followed_up",
    ]  # fmt: skip
    assert [(m.text, m.is_internal, m.author, m.name) for m in file.messages] == [
        ("先核对合同", True, Author.STAFF, "li"),
        ("请带上合同和考勤", False, Author.STAFF, "li"),
        ("明天上午来二楼", False, Author.STAFF, "wang"),
    ]
    assert [event.actor for event in office.audit.events] == ["li"] * 4 + ["wang"] * 3


def test_the_audit_log_names_what_was_done_and_never_what_was_written(office: Office, case: Case) -> None:
    office.desk.claim(LI, case.number)
    office.desk.reply(LI, case.number, "张三的电话 13800000000")
    office.desk.give_back(LI, case.number, "张三要换人")
    last = office.audit.events[-1]
    assert (last.actor, last.action, last.subject) == ("li", "case_given_back", case.number)
    assert last.detail == "general asked claimed→open"
    assert all("张三" not in repr(event) and "138" not in repr(event) for event in office.audit.events)


def test_what_a_colleague_has_cannot_be_claimed_answered_or_closed(office: Office, case: Case) -> None:
    office.desk.claim(LI, case.number)
    with pytest.raises(ConflictError, match="已经有同事在处理"):
        office.desk.claim(CHEN, case.number)
    for step in (office.desk.reply, office.desk.note, office.desk.resolve, office.desk.give_back):
        with pytest.raises(NotAllowedError, match="负责这张工单的同事"):
            step(CHEN, case.number, "我来")
    with pytest.raises(NotAllowedError):
        office.desk.dispatch(CHEN, case.number, TO_BODY)
    with pytest.raises(NotAllowedError, match="主管"):
        office.desk.take_over(CHEN, case.number)
    assert office.desk.open_file(CHEN, case.number).case.owner == "li"


def test_a_supervisor_takes_over_gives_back_and_assigns_what_others_have(office: Office, case: Case) -> None:
    office.desk.claim(LI, case.number)
    with pytest.raises(NotAllowedError):
        office.desk.reply(ZHAO, case.number, "我来")
    assert office.desk.take_over(ZHAO, case.number).owner == "zhao"
    with pytest.raises(NotAllowedError):
        office.desk.reply(LI, case.number, "还是我来")
    chen = Destination(DestinationKind.SPECIALIST, "chen")
    assert office.desk.dispatch(ZHAO, case.number, chen).owner == "chen"
    assert office.desk.give_back(ZHAO, case.number).owner is None


def test_a_complaint_does_not_exist_for_an_advisor(office: Office, complaint: Case) -> None:
    with pytest.raises(NotFoundError) as hidden:
        office.desk.open_file(LI, complaint.number)
    with pytest.raises(NotFoundError) as unknown:
        office.desk.open_file(LI, "CQ-20261123-9999-K3")
    assert str(hidden.value) == str(unknown.value)
    for query in (QueueQuery(), QueueQuery(kinds=(CaseKind.COMPLAINT,)), QueueQuery(team="complaints")):
        assert office.desk.queue(LI, query).total == office.desk.counts(LI, query).total == 0
    assert office.desk.overdue(LI).total == 0
    assert office.desk.queue(ZHAO, QueueQuery()).cases == (complaint,)


def test_a_specialist_sees_a_case_while_it_is_theirs(office: Office, case: Case) -> None:
    office.open("b")
    assert office.desk.queue(WANG, QueueQuery(owner="li")).total == 0
    with pytest.raises(NotFoundError):
        office.desk.open_file(WANG, case.number)
    office.desk.claim(LI, case.number)
    office.desk.dispatch(LI, case.number, TO_WANG)
    assert [found.number for found in office.desk.queue(WANG, QueueQuery(owner="li")).cases] == [case.number]
    office.desk.give_back(WANG, case.number)
    with pytest.raises(NotFoundError):
        office.desk.open_file(WANG, case.number)


@pytest.mark.parametrize("name", ["nobody", "bian", "admin", "gone", ""])
def test_a_case_is_dispatched_to_a_colleague_who_can_work_on_it(office: Office, case: Case, name: str) -> None:
    office.desk.claim(LI, case.number)
    with pytest.raises(InvalidInputError):
        office.desk.dispatch(LI, case.number, Destination(DestinationKind.SPECIALIST, name))


def test_a_complaint_is_not_dispatched_to_an_advisor(office: Office, complaint: Case) -> None:
    office.desk.claim(ZHAO, complaint.number)
    with pytest.raises(InvalidInputError):
        office.desk.dispatch(ZHAO, complaint.number, Destination(DestinationKind.SPECIALIST, "li"))
    assert office.desk.dispatch(ZHAO, complaint.number, TO_WANG).owner == "wang"


@pytest.mark.parametrize("member", [EDITOR, ADMIN, LOCKED, StaffMember("li", Role.ADVISOR, must_change_password=True)])
def test_who_has_no_cases_reads_and_does_nothing(office: Office, case: Case, member: StaffMember) -> None:
    for look in (
        lambda: office.desk.open_file(member, case.number),
        lambda: office.desk.queue(member, QueueQuery()),
        lambda: office.desk.counts(member, QueueQuery()),
        lambda: office.desk.due_within(member, 60),
        lambda: office.desk.claim(member, case.number),
        lambda: office.desk.reissue_code(member, case.number),
        lambda: office.desk.open_file(member, "CQ-20261123-9999-K3"),
    ):
        with pytest.raises(NotAllowedError):
            look()


def test_a_file_names_the_other_cases_one_may_see_and_what_one_may_do(office: Office, case: Case) -> None:
    other = office.open(reason=HandoverReason.WORK_INJURY)
    grievance = office.open(reason=HandoverReason.COMPLAINT)
    file = office.desk.open_file(LI, case.number)
    assert [found.number for found in file.others] == [other.number]
    assert {found.number for found in office.desk.open_file(ZHAO, case.number).others} == {
        other.number,
        grievance.number,
    }
    assert CaseAction.CLAIM in file.actions and CaseAction.REPLY not in file.actions


def test_what_is_due_soon_and_what_is_overdue_includes_follow_ups(office: Office, case: Case) -> None:
    second = office.open("b")
    office.desk.claim(LI, case.number)
    office.desk.resolve(LI, case.number, "办好了")
    assert office.desk.overdue(LI).total == 0
    assert [found.number for found in office.desk.due_within(LI, 61).cases] == [second.number]
    office.later(1001)
    assert {found.number for found in office.desk.overdue(LI).cases} == {case.number, second.number}
    assert office.desk.counts(LI, QueueQuery()).overdue == 1


def test_a_page_is_bounded_whatever_is_asked(office: Office, case: Case) -> None:
    assert office.desk.queue(LI, QueueQuery(page=-1, size=0)).cases == (case,)
    assert office.desk.queue(LI, QueueQuery(size=10**9)).total == 1


@pytest.mark.parametrize("text", ["", "  \n ", "长" * 4001])
def test_an_empty_or_endless_message_is_refused(office: Office, case: Case, text: str) -> None:
    office.desk.claim(LI, case.number)
    for write in (office.desk.reply, office.desk.note):
        with pytest.raises(InvalidInputError):
            write(LI, case.number, text)
    assert len(office.store.list_events(case.number)) == 2


def test_a_follow_up_may_name_the_next_one(office: Office, case: Case) -> None:
    office.desk.claim(LI, case.number)
    office.desk.resolve(LI, case.number, "办好了")
    next_at = office.now + timedelta(days=30)
    followed = office.desk.follow_up(CHEN, case.number, "还没到账", next_at)
    assert followed.follow_up_due_at == next_at
    assert office.store.list_events(case.number)[-1].text == "还没到账"


def test_a_lost_code_is_replaced_by_staff_and_the_old_one_opens_nothing(office: Office, case: Case) -> None:
    first = office.person.issue_code("a", case.number)
    second = office.desk.reissue_code(LI, case.number)
    with pytest.raises(NotFoundError):
        office.person.find(case.number, first)
    assert office.person.find(case.number, second).number == case.number
    event = office.store.list_events(case.number)[-1]
    assert (event.kind, event.actor, event.text) == (EventKind.CODE_ISSUED, "li", "")
    assert office.audit.events[-1].action == "case_code_issued"
    assert second not in repr(office.store.find_case(case.number)) + repr(office.audit.events)


def test_a_case_may_be_closed_with_the_day_on_which_somebody_asks_again(office: Office, case: Case) -> None:
    office.desk.claim(LI, case.number)
    with pytest.raises(InvalidInputError):
        office.desk.resolve(LI, case.number, "办好了", office.now)
    next_at = office.now + timedelta(days=3)
    assert office.desk.resolve(LI, case.number, "办好了", next_at).follow_up_due_at == next_at


def test_only_those_are_proposed_who_could_work_on_the_case(office: Office, case: Case, complaint: Case) -> None:
    assert office.desk.colleagues(LI, case.number) == ("chen", "wang", "zhao")
    assert office.desk.colleagues(ZHAO, complaint.number) == ("wang",)
    with pytest.raises(NotFoundError):
        office.desk.colleagues(LI, complaint.number)
