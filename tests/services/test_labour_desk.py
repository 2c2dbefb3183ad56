"""What staff may do with labour requests, and what is recorded of it."""

from collections.abc import Callable

import pytest

from assistant.domain.contacts import RevealReason
from assistant.domain.errors import ConflictError, NotAllowedError, NotFoundError
from assistant.domain.labour_requests import Dispatch, DispatchKind, LabourState
from assistant.domain.staff import StaffMember
from assistant.services.labour_ports import LabourQuery
from assistant.services.staff_ports import AuditQuery
from tests.case_office import ADMIN, CHEN, EDITOR, LI, LOCKED, ZHAO
from tests.labour_office import LabourOffice, NothingGone

PARTNER = Dispatch(DispatchKind.PARTNER, "示例机构")
PROFILES = Dispatch(DispatchKind.PROFILES, references=("abc", "def"))
STEPS: dict[str, Callable[[LabourOffice, StaffMember, str], object]] = {
    "file": lambda office, who, number: office.desk.open_file(who, number),
    "queue": lambda office, who, number: office.desk.queue(who, LabourQuery()),
    "counts": lambda office, who, number: office.desk.counts(who),
    "accept": lambda office, who, number: office.desk.accept(who, number),
    "give back": lambda office, who, number: office.desk.give_back(who, number),
    "take over": lambda office, who, number: office.desk.take_over(who, number),
    "dispatch": lambda office, who, number: office.desk.dispatch(who, number, PARTNER),
    "note": lambda office, who, number: office.desk.note(who, number, "备注"),
    "call": lambda office, who, number: office.desk.call(who, number, "没人接"),
    "evaluate": lambda office, who, number: office.desk.record_evaluation(who, number, 5),
    "code": lambda office, who, number: office.desk.reissue_code(who, number),
    "reveal": lambda office, who, number: office.desk.reveal(who, number, RevealReason.CALL_BACK),
}
LOOKING = ("file", "queue", "counts", "accept")


@pytest.fixture
def office() -> LabourOffice:
    return LabourOffice()


@pytest.fixture
def number(office: LabourOffice) -> str:
    return office.send_off().number


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("who", [EDITOR, ADMIN, LOCKED], ids=lambda who: who.name)
def test_who_has_nothing_to_do_with_requests_does_nothing(
    office: LabourOffice, number: str, who: StaffMember, step: str
) -> None:
    with pytest.raises(NotAllowedError):
        STEPS[step](office, who, number)


@pytest.mark.parametrize("step", [name for name in STEPS if name not in LOOKING])
def test_a_colleague_does_nothing_on_what_somebody_else_has(office: LabourOffice, number: str, step: str) -> None:
    office.desk.accept(LI, number)
    office.desk.dispatch(LI, number, PARTNER)
    with pytest.raises(NotAllowedError):
        STEPS[step](office, CHEN, number)


def test_of_two_who_accept_one_has_it(office: LabourOffice, number: str) -> None:
    office.desk.accept(LI, number)
    with pytest.raises(ConflictError):
        office.desk.accept(CHEN, number)
    assert office.desk.open_file(CHEN, number).request.owner == "li"


def test_a_supervisor_takes_over(office: LabourOffice, number: str) -> None:
    office.desk.accept(LI, number)
    assert office.desk.take_over(ZHAO, number).owner == "zhao"
    with pytest.raises(NotAllowedError):
        office.desk.dispatch(LI, number, PARTNER)


def test_an_unknown_number_is_not_found(office: LabourOffice) -> None:
    with pytest.raises(NotFoundError):
        office.desk.accept(LI, "YG-20261123-0009-K3")


def test_several_dispatches_follow_one_another(office: LabourOffice, number: str) -> None:
    office.desk.accept(LI, number)
    office.desk.dispatch(LI, number, PROFILES)
    office.desk.dispatch(LI, number, Dispatch(DispatchKind.TRAINING, " 示例培训学校电工班 "))
    kinds = [event.dispatch for event in office.desk.open_file(LI, number).events if event.dispatch is not None]
    assert kinds == [PROFILES, Dispatch(DispatchKind.TRAINING, "示例培训学校电工班")]


def test_nobody_is_dispatched_who_has_taken_the_consent_back(office: LabourOffice, number: str) -> None:
    office.desk.accept(LI, number)
    office.matches = NothingGone(frozenset({"def"}))
    with pytest.raises(ConflictError):
        office.desk.dispatch(LI, number, PROFILES)
    assert office.desk.open_file(LI, number).request.state is LabourState.ACCEPTED


def test_a_verdict_by_telephone_ends_a_request_nobody_evaluates(office: LabourOffice, number: str) -> None:
    office.desk.accept(LI, number)
    office.desk.dispatch(LI, number, PARTNER)
    office.later(7000)
    assert office.desk.counts(LI).overdue == 1
    office.desk.call(LI, number, "下周再说")
    assert office.desk.counts(LI).overdue == 0
    evaluated = office.desk.record_evaluation(LI, number, 4, "招到了，电话13800001234")
    assert (evaluated.state, evaluated.mark) == (LabourState.EVALUATED, 4)
    assert "138" not in office.desk.open_file(LI, number).events[-1].text


def test_a_new_code_takes_the_place_of_the_old_one(office: LabourOffice) -> None:
    sent = office.send_off()
    office.desk.accept(LI, sent.number)
    code = office.desk.reissue_code(LI, sent.number)
    assert office.employers.find(sent.number, code).number == sent.number
    with pytest.raises(NotFoundError):
        office.employers.find(sent.number, sent.code)


def test_a_contact_is_shown_masked_and_revealed_for_a_reason_that_is_recorded(
    office: LabourOffice, number: str
) -> None:
    office.desk.accept(LI, number)
    masked = office.desk.open_file(LI, number).contact
    assert masked is not None and masked.phone == "138****1234"
    assert office.desk.reveal(LI, number, RevealReason.CALL_BACK).phone == "13800001234"
    latest = office.audit.list_events(AuditQuery(subject=number))[0]
    assert (latest.action, latest.actor, latest.detail) == ("labour_contact_revealed", "li", "call_back")


def test_every_step_stands_in_the_audit_log_and_none_of_its_words(office: LabourOffice, number: str) -> None:
    office.desk.accept(LI, number)
    office.desk.note(LI, number, "这家上次没签合同")
    office.desk.dispatch(LI, number, PARTNER, "机构会打给您")
    events = office.audit.list_events(AuditQuery(subject=number))
    assert [event.action for event in events] == ["labour_dispatched", "labour_noted", "labour_accepted"]
    assert events[0].detail == "accepted→dispatched with partner"
    assert not [word for word in ("合同", "机构", "示例", "138") if word in repr(events)]


def test_contacts_go_when_a_request_has_long_come_to_rest(office: LabourOffice, number: str) -> None:
    office.desk.accept(LI, number)
    office.desk.dispatch(LI, number, PARTNER)
    office.desk.record_evaluation(LI, number, 5)
    office.later(89 * 24 * 60)
    assert office.desk.drop_old() == 0
    office.later(2 * 24 * 60)
    assert office.desk.drop_old() == 1
