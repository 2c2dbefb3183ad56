"""A case by number and code: what the person may do, and what nobody else may."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient

from assistant.domain.staff import Role, StaffMember
from tests.web.fake_assistant import FakeAssistant
from tests.web.page_reading import ask
from tests.web.staff_site import FakeOffice, with_office
from web.app import create_app

LI = StaffMember("li", Role.ADVISOR)


@pytest.fixture
def staffed(assistant: FakeAssistant) -> FakeAssistant:
    return with_office(assistant)


@pytest.fixture
def office(staffed: FakeAssistant) -> FakeOffice:
    office = staffed.office
    assert isinstance(office, FakeOffice)
    return office


@pytest.fixture
def client(staffed: FakeAssistant) -> Iterator[TestClient]:
    with TestClient(create_app(staffed), follow_redirects=False) as client:
        yield client


@pytest.fixture
def case(office: FakeOffice) -> tuple[str, str]:
    """Number and code."""
    number = office.open().number
    return number, office.persons.issue_code("a", number)


@pytest.fixture
def path(client: TestClient, case: tuple[str, str]) -> str:
    """Where the case stands, once its code was given."""
    return str(client.post("/cases", data={"number": case[0], "code": case[1]}).headers["location"])


def test_number_and_code_open_the_case_however_they_are_typed(client: TestClient, case: tuple[str, str]) -> None:
    number, code = case
    answer = client.post("/cases", data={"number": f" {number.lower()}", "code": f"{code.lower().replace('-', ' ')} "})
    assert (answer.status_code, answer.headers["location"]) == (303, f"/cases/{number}")
    assert code not in answer.headers["location"]
    cookie = answer.headers["set-cookie"].lower()
    for part in ("httponly", "samesite=strict", "path=/cases", "max-age=1800"):
        assert part in cookie
    page = client.get(f"/cases/{number}")
    assert page.status_code == 200 and "等待工作人员接办" in page.text
    assert page.headers["cache-control"] == "no-store"


def test_a_wrong_number_and_a_wrong_code_look_the_same(client: TestClient, case: tuple[str, str]) -> None:
    number, code = case
    pages = set()
    for wrong_number, wrong_code in ((number, "AAAAA-AAAAA"), ("CQ-20261123-9999-K3", code), ("\x00", "")):
        answer = client.post("/cases", data={"number": wrong_number, "code": wrong_code})
        assert answer.status_code == 404 and "set-cookie" not in answer.headers
        pages.add(re.sub(r'name="number" value="[^"]*"', "", answer.text))
    assert len(pages) == 1


def test_codes_are_not_tried_by_the_hundred(client: TestClient, case: tuple[str, str]) -> None:
    answers = [client.post("/cases", data={"number": case[0], "code": f"A{n}"}).status_code for n in range(40)]
    assert answers[-1] == 429


@pytest.mark.parametrize("step", ["", "/messages", "/rating", "/reopen", "/contact", "/contact/remove", "/withdraw"])
def test_without_its_code_a_case_is_neither_shown_nor_changed(
    client: TestClient, office: FakeOffice, case: tuple[str, str], step: str
) -> None:
    other = office.open("b").number
    client.post("/cases", data={"number": case[0], "code": case[1]})
    before = office.store.find_case(other)
    answer = client.get(f"/cases/{other}") if not step else client.post(f"/cases/{other}{step}", data={"text": "x"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/cases")
    assert office.store.find_case(other) == before
    client.cookies.set("case_key", f"{other}:{case[1]}", path="/cases")
    assert client.get(f"/cases/{other}").headers["location"] == "/cases"


def test_forms_from_elsewhere_are_refused(client: TestClient, path: str) -> None:
    answer = client.post(f"{path}/withdraw", headers={"Origin": "https://example.org"})
    assert answer.status_code == 403


def test_the_person_reads_replies_adds_and_is_told_when_it_is_late(
    client: TestClient, office: FakeOffice, case: tuple[str, str], path: str
) -> None:
    office.desk.claim(LI, case[0])
    office.desk.note(LI, case[0], "内部的话")
    office.desk.reply(LI, case[0], "请带上<b>合同</b>")
    page = client.get(path).text
    assert "请带上&lt;b&gt;合同" in page and "内部的话" not in page and ">li" not in page
    assert client.post(f"{path}/messages", data={"text": "电话13800001234"}).headers["location"].endswith("written")
    office.clock.moment += timedelta(minutes=61)
    page = client.get(f"{path}?done=written").text
    assert "13800001234" not in page and "催办" in page and "已发给工作人员" in page
    refused = client.post(f"{path}/messages", data={"text": " "})
    assert refused.status_code == 422 and 'role="alert"' in refused.text


def test_contact_details_need_consent_are_shown_masked_and_can_be_deleted(
    client: TestClient, office: FakeOffice, case: tuple[str, str], path: str
) -> None:
    details = {"name": "示例女士", "phone": "138 0000 1234", "when": "下午"}
    assert client.post(f"{path}/contact", data=details).status_code == 422
    assert client.post(f"{path}/contact", data={**details, "phone": "12", "agree": "yes"}).status_code == 422
    assert office.contacts.left_by_person(*case) is None
    assert client.post(f"{path}/contact", data={**details, "agree": "yes"}).status_code == 303
    page = client.get(path).text
    assert "138****1234" in page and "13800001234" not in page
    client.post(f"{path}/contact/remove")
    assert "138****1234" not in client.get(path).text


def test_the_person_rates_what_was_resolved_once_and_may_reopen_it(
    client: TestClient, office: FakeOffice, case: tuple[str, str], path: str
) -> None:
    assert client.post(f"{path}/rating", data={"mark": "5"}).status_code == 409
    office.desk.claim(LI, case[0])
    office.desk.resolve(LI, case[0], "已经补发")
    assert "已经补发" in client.get(path).text
    for mark in ("", "0", "6", "x"):
        assert client.post(f"{path}/rating", data={"mark": mark}).status_code == 422
    assert client.post(f"{path}/rating", data={"mark": "2", "comment": "太慢"}).status_code == 303
    assert "不满意" in client.get(path).text
    assert client.post(f"{path}/reopen", data={"reason": "还是没发"}).status_code == 303
    assert "等待工作人员接办" in client.get(path).text


def test_what_is_withdrawn_is_gone_and_the_code_opens_nothing_more(
    client: TestClient, office: FakeOffice, case: tuple[str, str], path: str
) -> None:
    answer = client.post(f"{path}/withdraw")
    assert answer.headers["location"] == "/cases?withdrawn=1"
    assert "已经撤回" in client.get("/cases?withdrawn=1").text
    assert client.post("/cases", data={"number": case[0], "code": case[1]}).status_code == 404


def test_a_shared_machine_forgets_the_code(client: TestClient, path: str) -> None:
    client.post(f"{path}/leave")
    assert client.get(path).headers["location"] == "/cases"


def test_whoever_holds_the_conversation_gets_a_code_and_nobody_else(
    client: TestClient, staffed: FakeAssistant, office: FakeOffice
) -> None:
    conversation = ask(client)
    number = office.open(conversation.removeprefix("/c/")).number
    answer = client.post(f"{conversation}/cases/{number}/code")
    code = answer.text.split('<dd class="card__number">')[1].split("<")[0]
    assert answer.status_code == 200 and office.persons.find(number, code).number == number
    assert client.get(f"/cases/{number}").status_code == 200
    assert code not in client.get(f"/cases/{number}").text
    foreign = office.open("somebody else").number
    assert client.post(f"{conversation}/cases/{foreign}/code").status_code == 404
    with TestClient(create_app(staffed), follow_redirects=False) as other:
        assert other.post(f"{conversation}/cases/{number}/code").status_code == 404


def test_a_handed_over_turn_offers_the_code(client: TestClient) -> None:
    conversation = ask(client)
    client.post(f"{conversation}/handover")
    assert f'action="{conversation}/cases/A-001/code"' in client.get(conversation).text
