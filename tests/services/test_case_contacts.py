"""Contact details of a case: by consent, masked, revealed for a reason."""

from dataclasses import dataclass

import pytest

from assistant.domain.contacts import RevealReason, as_contact
from assistant.domain.conversation import HandoverReason
from assistant.domain.errors import InvalidInputError, NotAllowedError, NotFoundError
from assistant.services.case_contacts import CaseContacts
from tests.case_office import ADMIN, CHEN, EDITOR, LI, LOCKED, WANG, ZHAO, Office
from tests.fakes.contact_store import FakeContactStore

DETAILS = as_contact("示例女士", "13800001234", "", "下午")
WORDING = "我同意……"


@dataclass
class Front:
    office: Office
    contacts: CaseContacts
    number: str
    code: str


@pytest.fixture
def front() -> Front:
    office = Office()
    case = office.open()
    contacts = CaseContacts(office.parts, FakeContactStore(office.store), office.audit)
    return Front(office, contacts, case.number, office.person.issue_code("a", case.number))


def test_nothing_is_kept_without_consent(front: Front) -> None:
    with pytest.raises(InvalidInputError, match="同意"):
        front.contacts.leave(front.number, front.code, DETAILS, "")
    assert front.contacts.left_by_person(front.number, front.code) is None


def test_the_person_leaves_sees_and_takes_back_their_details(front: Front) -> None:
    shown = front.contacts.leave(front.number, front.code, DETAILS, WORDING)
    assert (shown.phone, shown.consented_at) == ("138****1234", front.office.now)
    assert front.contacts.left_by_person(front.number, front.code) == shown
    front.contacts.take_back(front.number, front.code)
    assert front.contacts.left_by_person(front.number, front.code) is None


def test_a_wrong_code_neither_leaves_nor_shows_nor_takes_back(front: Front) -> None:
    front.contacts.leave(front.number, front.code, DETAILS, WORDING)
    for attempt in (
        lambda: front.contacts.leave(front.number, "AAAAA-AAAAA", DETAILS, WORDING),
        lambda: front.contacts.left_by_person(front.number, "AAAAA-AAAAA"),
        lambda: front.contacts.take_back(front.number, ""),
    ):
        with pytest.raises(NotFoundError):
            attempt()
    assert front.contacts.left_by_person(front.number, front.code) is not None


def test_staff_see_them_masked_and_in_full_only_as_owner_or_supervisor_with_a_line_in_the_log(front: Front) -> None:
    front.contacts.leave(front.number, front.code, DETAILS, WORDING)
    seen = front.contacts.seen_by(CHEN, front.number)
    assert seen is not None and seen.phone == "138****1234"
    front.office.desk.claim(LI, front.number)
    with pytest.raises(NotAllowedError):
        front.contacts.reveal(CHEN, front.number, RevealReason.CALL_BACK)
    before = len(front.office.audit.events)
    assert front.contacts.reveal(LI, front.number, RevealReason.CALL_BACK) == DETAILS
    assert front.contacts.reveal(ZHAO, front.number, RevealReason.DANGER) == DETAILS
    lines = [(e.actor, e.action, e.subject, e.detail) for e in front.office.audit.events[before:]]
    assert lines == [
        ("li", "contact_revealed", front.number, "call_back"),
        ("zhao", "contact_revealed", front.number, "danger"),
    ]


def test_where_nothing_was_left_nothing_is_logged(front: Front) -> None:
    front.office.desk.claim(LI, front.number)
    before = len(front.office.audit.events)
    with pytest.raises(NotFoundError):
        front.contacts.reveal(LI, front.number, RevealReason.CALL_BACK)
    assert len(front.office.audit.events) == before


def test_who_has_nothing_to_do_with_the_case_sees_nothing(front: Front) -> None:
    front.contacts.leave(front.number, front.code, DETAILS, WORDING)
    for member in (EDITOR, ADMIN, LOCKED):
        with pytest.raises(NotAllowedError):
            front.contacts.seen_by(member, front.number)
    with pytest.raises(NotFoundError):
        front.contacts.reveal(WANG, front.number, RevealReason.CALL_BACK)
    complaint = front.office.open("b", HandoverReason.COMPLAINT)
    with pytest.raises(NotFoundError):
        front.contacts.seen_by(LI, complaint.number)


def test_details_go_with_the_case_and_ninety_days_after_it_has_come_to_rest(front: Front) -> None:
    front.contacts.leave(front.number, front.code, DETAILS, WORDING)
    front.office.store.close_case(front.number, "已办", front.office.now)
    front.office.later(89 * 24 * 60)
    assert front.contacts.drop_old() == 0
    front.office.later(2 * 24 * 60)
    assert front.contacts.drop_old() == 1
    assert front.contacts.left_by_person(front.number, front.code) is None
