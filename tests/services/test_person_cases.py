"""What the person does with a number and a code."""

import re

import pytest

from assistant.domain.cases import Case, CaseEvent, CaseMessage, CaseState, Destination, DestinationKind, EventKind
from assistant.domain.errors import ConflictError, InvalidInputError, NotFoundError
from assistant.domain.outgoing_notices import OutgoingNotice
from assistant.services.case_sweep import CaseSweep, return_expired_claims
from tests.case_office import CHEN, LI, Office
from tests.fakes.case_store import FakeCaseStore


@pytest.fixture
def office() -> Office:
    return Office()


@pytest.fixture
def case(office: Office) -> Case:
    return office.open()


@pytest.fixture
def code(office: Office, case: Case) -> str:
    return office.person.issue_code("a", case.number)


def test_a_code_is_read_aloud_without_doubt_and_typed_in_any_way(office: Office, case: Case, code: str) -> None:
    assert re.fullmatch(r"[ACEFHJKMNPRTUVWXY2346789]{5}-[ACEFHJKMNPRTUVWXY2346789]{5}", code)
    assert office.person.find(f" {case.number.lower()} ", code.lower().replace("-", " ")).number == case.number


def test_wrong_numbers_and_wrong_codes_are_refused_in_the_same_words(office: Office, case: Case, code: str) -> None:
    other = office.open("b")
    office.person.issue_code("b", other.number)
    tried = [
        (case.number, ""),
        (case.number, code[:-1]),
        (other.number, code),
        ("CQ-20261123-9999-K3", code),
        ("\x00", code),
        ("\ud800", "\ud800"),
    ]
    words = set()
    for number, wrong in tried:
        with pytest.raises(NotFoundError) as refused:
            office.person.find(number, wrong)
        words.add(str(refused.value))
    assert len(words) == 1


def test_a_case_without_a_code_is_opened_by_none(office: Office, case: Case) -> None:
    for wrong in ("", "0" * 64, "None"):
        with pytest.raises(NotFoundError):
            office.person.find(case.number, wrong)


def test_a_code_is_given_to_whoever_holds_the_conversation(office: Office, case: Case, code: str) -> None:
    for conversation, number in (("b", case.number), ("a", "CQ-20261123-9999-K3")):
        with pytest.raises(NotFoundError):
            office.person.issue_code(conversation, number)
    assert [shown.number for shown in office.person.of_conversation("a")] == [case.number]
    assert office.person.of_conversation("b") == ()


def test_the_person_sees_what_is_due_and_said_but_neither_notes_nor_names(
    office: Office, case: Case, code: str
) -> None:
    office.desk.claim(LI, case.number)
    office.desk.note(LI, case.number, "备注")
    waiting = office.person.find(case.number, code)
    assert (waiting.state, waiting.reply_by) == (CaseState.CLAIMED, case.reply_due_at)
    office.desk.reply(LI, case.number, "您好")
    office.desk.dispatch(LI, case.number, Destination(DestinationKind.BODY, "劳动监察"))
    shown = office.person.find(case.number, code)
    assert (shown.reply_by, shown.dispatched_to) == (None, "劳动监察")
    assert [message.text for message in shown.messages] == ["您好"]
    assert "'li'" not in repr(shown)


def test_a_colleague_s_name_is_not_told_as_where_the_case_went(office: Office, case: Case, code: str) -> None:
    office.desk.claim(LI, case.number)
    office.desk.dispatch(LI, case.number, Destination(DestinationKind.SPECIALIST, "wang"))
    assert office.person.find(case.number, code).dispatched_to is None


def test_what_the_person_adds_is_masked_and_asks_for_a_reply_again(office: Office, case: Case, code: str) -> None:
    office.desk.claim(LI, case.number)
    office.desk.reply(LI, case.number, "您好")
    office.later(10)
    shown = office.person.write(case.number, code, "我的电话 13800000000")
    assert shown.messages[-1].text == "我的电话 ***********"
    assert shown.reply_by is not None
    with pytest.raises(InvalidInputError):
        office.person.write(case.number, code, " ")


def test_what_the_person_writes_while_staff_act_is_not_lost() -> None:
    class Hurried(FakeCaseStore):
        """Somebody claims between reading and writing, once."""

        is_first = True

        def save_case(
            self, case: Case, event: CaseEvent, message: CaseMessage | None = None, notice: OutgoingNotice | None = None
        ) -> Case:
            if event.kind is EventKind.PERSON_WROTE and self.is_first:
                self.is_first = False
                office.desk.claim(LI, case.number)
            return super().save_case(case, event, message, notice)

    office = Office(store=Hurried())
    case = office.open()
    code = office.person.issue_code("a", case.number)
    shown = office.person.write(case.number, code, "补充一点")
    assert (shown.state, shown.messages[-1].text) == (CaseState.CLAIMED, "补充一点")


def test_the_person_rates_once_and_may_reopen_until_the_period_ends(office: Office, case: Case, code: str) -> None:
    with pytest.raises(ConflictError):
        office.person.rate(case.number, code, 5)
    office.desk.claim(LI, case.number)
    office.desk.resolve(LI, case.number, "办好了")
    with pytest.raises(InvalidInputError):
        office.person.rate(case.number, code, 6)
    rated = office.person.rate(case.number, code, 2, "打 138 没人接")
    assert (rated.state, rated.mark) == (CaseState.RATED, 2)
    assert office.store.list_events(case.number)[-1].text == "2分；打 *** 没人接"
    with pytest.raises(ConflictError):
        office.person.rate(case.number, code, 5)
    assert rated.reopens_until is not None
    office.clock.moment = rated.reopens_until
    assert office.person.reopen(case.number, code, "还是没发").state is CaseState.OPEN
    office.desk.claim(CHEN, case.number)
    office.desk.resolve(CHEN, case.number, "又办好了")
    office.later(3 * 24 * 60 + 1)
    with pytest.raises(ConflictError, match="3天"):
        office.person.reopen(case.number, code)


def test_what_the_person_withdraws_is_erased_and_the_code_opens_nothing_more(
    office: Office, case: Case, code: str
) -> None:
    office.person.write(case.number, code, "补充一点")
    office.person.withdraw(case.number, code)
    found = office.store.find_case(case.number)
    assert found is not None and (found.state, found.summary) == (CaseState.WITHDRAWN, "")
    assert list(office.store.list_messages(case.number, True)) == []
    with pytest.raises(NotFoundError):
        office.person.find(case.number, code)


def test_claims_that_have_ended_go_back_to_the_queue_and_others_stay(office: Office, case: Case) -> None:
    kept = office.open("b")
    office.desk.claim(LI, case.number)
    office.later(20)
    office.desk.claim(CHEN, kept.number)
    office.later(10)
    returned = return_expired_claims(office.parts, office.now)
    assert [found.number for found in returned] == [case.number]
    assert (returned[0].state, returned[0].owner) == (CaseState.OPEN, None)
    assert office.store.list_events(case.number)[-1].actor == "service"
    assert CaseSweep(office.parts).run_once() == ()
    assert office.desk.claim(CHEN, case.number).owner == "chen"


def test_a_sweep_that_fails_waits_for_the_next_round() -> None:
    class Down(FakeCaseStore):
        def find_queue(self, query: object) -> object:  # type: ignore[override]
            raise OSError("示例")

    assert CaseSweep(Office(store=Down()).parts).run_once() == ()


def test_a_sweep_clears_away_what_else_it_is_given_though_one_chore_fails(office: Office) -> None:
    done: list[str] = []

    def fails() -> int:
        raise OSError("示例")

    def works() -> int:
        done.append("works")
        return 1

    CaseSweep(office.parts, (("fails", fails), ("works", works))).run_once()
    assert done == ["works"]
