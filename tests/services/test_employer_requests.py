"""The employer's side of a labour request: what its form does, and what number and code open."""

import pytest

from assistant.domain.contacts import ContactDetails
from assistant.domain.errors import ConflictError, InvalidInputError, NotFoundError
from assistant.domain.labour_requests import Dispatch, DispatchKind, LabourState
from assistant.services.employer_requests import DraftRef
from assistant.services.labour_ports import LabourQuery
from tests.case_office import LI
from tests.labour_office import AGREED, CONTACT, KEY, TERMS, LabourOffice

PARTNER = Dispatch(DispatchKind.PARTNER, "示例机构")


@pytest.fixture
def office() -> LabourOffice:
    return LabourOffice()


def test_the_receipt_opens_the_request_with_its_first_deadline(office: LabourOffice) -> None:
    sent = office.send_off()
    found = office.employers.find(f" {sent.number.lower()}", sent.code.lower().replace("-", " "))
    assert (found.state, found.terms.headcount) == (LabourState.PUBLISHED, 20)
    assert found.due_at is not None and (found.due_at - office.clock.now()).total_seconds() == 3600
    assert found.contact is not None and found.contact.phone == "138****1234"


def test_the_same_form_twice_gives_the_same_receipt_and_one_request(office: LabourOffice) -> None:
    assert office.send_off() == office.send_off(headcount=99)
    assert office.store.find_queue(LabourQuery()).total == 1
    other = office.send_off("m" * 32)
    assert other.number != office.send_off().number and other.code != office.send_off().code


@pytest.mark.parametrize("key", ["", "short", "k" * 65, "k" * 31 + " ", "中" * 32])
def test_a_form_without_a_key_that_nobody_guesses_is_refused(office: LabourOffice, key: str) -> None:
    with pytest.raises(InvalidInputError):
        office.send_off(key)


def test_nothing_is_kept_without_consent_or_without_a_telephone(office: LabourOffice) -> None:
    with pytest.raises(InvalidInputError, match="同意"):
        office.employers.send_off(TERMS, CONTACT, "", KEY)
    with pytest.raises(InvalidInputError, match="电话"):
        office.employers.send_off(TERMS, ContactDetails("示例", email="a@example.org"), AGREED, KEY)
    assert office.store.find_queue(LabourQuery()).total == 0


def test_what_is_sent_is_checked_again_whatever_the_draft_said(office: LabourOffice) -> None:
    with pytest.raises(InvalidInputError):
        office.send_off(draft=office.draft(), headcount=None)


def test_numbers_of_people_do_not_get_into_free_words(office: LabourOffice) -> None:
    sent = office.send_off(more="有事打13800001234", place="空港1号")
    terms = office.employers.find(sent.number, sent.code).terms
    assert "138" not in terms.more and "13800001234" not in repr(terms)


def test_a_draft_fills_the_form_and_is_sent_off_once(office: LabourOffice) -> None:
    draft = office.draft()
    assert office.employers.drafted(draft) == TERMS
    sent = office.send_off(draft=draft)
    assert office.send_off(draft=draft) == sent
    with pytest.raises(ConflictError):
        office.send_off("m" * 32, draft=draft)


def test_a_draft_holds_for_half_an_hour_and_a_receipt_for_longer(office: LabourOffice) -> None:
    draft = office.draft()
    office.later(30)
    assert office.employers.drafted(draft) == TERMS
    sent = office.send_off(draft=draft)
    office.later(1)
    with pytest.raises(ConflictError, match="30 分钟"):
        office.employers.drafted(draft)
    with pytest.raises(ConflictError):
        office.send_off("m" * 32, draft=draft)
    assert office.send_off(draft=draft) == sent


@pytest.mark.parametrize("ref", [DraftRef("a", "forged"), DraftRef("b", "draft"), DraftRef("nowhere", "draft")])
def test_a_forged_draft_or_one_of_another_conversation_is_none(office: LabourOffice, ref: DraftRef) -> None:
    office.draft("a", "draft")
    office.draft("b", "of another")
    with pytest.raises(NotFoundError):
        office.employers.drafted(ref)
    with pytest.raises(NotFoundError):
        office.send_off(draft=ref)


def test_a_draft_that_was_replaced_is_not_sent_off(office: LabourOffice) -> None:
    former = office.draft("a", "former")
    office.draft("a", "latest")
    with pytest.raises(ConflictError, match="最新"):
        office.send_off(draft=former)


@pytest.mark.parametrize(
    ("number", "code"), [("", ""), ("YG-20261123-0001-K4", None), (None, "AAAAA-AAAAA"), (None, "")]
)
def test_a_wrong_number_and_a_wrong_code_are_refused_in_the_same_words(
    office: LabourOffice, number: str | None, code: str | None
) -> None:
    sent = office.send_off()
    with pytest.raises(NotFoundError, match="编号和查询码对不上"):
        office.employers.find(sent.number if number is None else number, sent.code if code is None else code)


def test_the_code_of_one_request_opens_no_other(office: LabourOffice) -> None:
    first, second = office.send_off(), office.send_off("m" * 32)
    with pytest.raises(NotFoundError):
        office.employers.find(first.number, second.code)


def test_the_employer_sees_the_chain_but_neither_names_nor_notes(office: LabourOffice) -> None:
    sent = office.send_off()
    office.desk.accept(LI, sent.number)
    office.desk.note(LI, sent.number, "这家上次没签合同")
    office.desk.dispatch(LI, sent.number, PARTNER, "机构会打给您")
    found = office.employers.find(sent.number, sent.code)
    assert [event.kind.value for event in found.events] == ["published", "accepted", "dispatched"]
    assert "li" not in {event.actor for event in found.events} and "合同" not in repr(found.events)


def test_the_employer_evaluates_once_after_the_dispatch(office: LabourOffice) -> None:
    sent = office.send_off()
    with pytest.raises(ConflictError):
        office.employers.evaluate(sent.number, sent.code, 5)
    office.desk.accept(LI, sent.number)
    office.desk.dispatch(LI, sent.number, PARTNER)
    evaluated = office.employers.evaluate(sent.number, sent.code, 4, "来了8个人")
    assert (evaluated.state, evaluated.mark, evaluated.due_at) == (LabourState.EVALUATED, 4, None)
    with pytest.raises(ConflictError):
        office.employers.evaluate(sent.number, sent.code, 1)


def test_what_was_withdrawn_opens_to_nobody(office: LabourOffice) -> None:
    sent = office.send_off()
    office.employers.withdraw(sent.number, sent.code)
    with pytest.raises(NotFoundError):
        office.employers.find(sent.number, sent.code)
    assert office.store.find_contact(sent.number) is None
