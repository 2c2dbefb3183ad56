"""The console for eight hours: nothing typed is lost, a page left open keeps nobody logged in, the queue tells news."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient

from assistant.domain.staff import Role, StaffMember
from tests.web.fake_assistant import FakeAssistant
from tests.web.staff_site import Console, FakeOffice, with_office
from web.app import create_app

LI, ZHAO = StaffMember("li", Role.ADVISOR), StaffMember("zhao", Role.SUPERVISOR)


@pytest.fixture
def console(assistant: FakeAssistant) -> Iterator[Console]:
    staffed = with_office(assistant)
    office = staffed.office
    assert isinstance(office, FakeOffice)
    with TestClient(create_app(staffed), follow_redirects=False) as client:
        yield Console(client, office)


@pytest.fixture
def path(console: Console) -> str:
    """A case of the one who is logged in."""
    number = console.office.open().number
    console.office.desk.claim(LI, number)
    console.log_in("li")
    return f"/staff/cases/{number}"


@pytest.mark.parametrize(
    ("step", "fields", "words"),
    [
        ("close", {"outcome": "已经补发", "follow_up_on": "morgen"}, "已经补发"),
        ("note", {"text": "长" * 4001}, "长" * 4001),
        ("reply", {"text": "长" * 4001}, "长" * 4001),
    ],
)
def test_what_was_typed_stands_in_its_field_again(
    console: Console, path: str, step: str, fields: dict[str, str], words: str
) -> None:
    answer = console.post(f"{path}/{step}", **fields)
    assert answer.status_code == 422 and words in answer.text


@pytest.mark.parametrize(("step", "field"), [("reply", "text"), ("close", "outcome")])
def test_what_was_typed_on_a_case_that_somebody_else_has_taken_is_shown_as_not_sent(
    console: Console, path: str, step: str, field: str
) -> None:
    console.office.desk.take_over(ZHAO, path.rpartition("/")[2])
    answer = console.post(f"{path}/{step}", **{field: "写了很久的话"})
    assert answer.status_code == 403 and "没有发出" in answer.text and "写了很久的话" in answer.text


@pytest.mark.parametrize("asked", ["/staff/waiting", "{path}/said"])
def test_what_a_page_asks_by_itself_keeps_nobody_logged_in(console: Console, path: str, asked: str) -> None:
    for _ in range(2):
        console.office.clock.moment += timedelta(minutes=16)
        answer = console.client.get(asked.format(path=path))
    assert answer.status_code == 303


def test_after_a_login_one_is_back_where_the_form_stood(console: Console, path: str) -> None:
    console.office.clock.moment += timedelta(minutes=31)
    for referer, location in (
        (f"http://testserver{path}?done=claimed", f"/staff/login?next={path.replace('/', '%2F')}"),
        ("http://example.org/staff/cases/X", "/staff/login"),
        ("http://testserver/elsewhere", "/staff/login"),
        ("http://[", "/staff/login"),
    ):
        answer = console.client.post(f"{path}/note", data={"text": "x"}, headers={"Referer": referer})
        assert (answer.status_code, answer.headers["location"]) == (303, location)


def test_the_queue_tells_how_much_waits_what_is_mine_and_who_is_asked_again(console: Console, path: str) -> None:
    console.office.open("b")
    assert console.client.get("/staff/waiting").json() == {"total": 2, "open": 1, "overdue": 0}
    assert 'data-total="2" data-open="1"' in console.read()
    assert '<dt>我的</dt><dd><a href="/staff?mine=1">1</a>' in console.read()
    console.post(f"{path}/close", outcome="已办", follow_up_on="2026-11-24")
    console.office.clock.moment += timedelta(days=2)
    console.log_in("li")
    assert 'due=overdue">1</a>' in console.read()
    assert path in console.read("/staff?state=closed&due=overdue")
