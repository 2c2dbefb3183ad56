"""The console with cases at it, for tests: fixtures `office`, `console` and `number` of a case."""

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from assistant.domain.contacts import as_contact
from tests.web.fake_assistant import FakeAssistant
from tests.web.staff_site import Console, FakeOffice, with_office
from web.app import create_app


@pytest.fixture
def staffed(assistant: FakeAssistant) -> FakeAssistant:
    return with_office(assistant)


@pytest.fixture
def office(staffed: FakeAssistant) -> FakeOffice:
    office = staffed.office
    assert isinstance(office, FakeOffice)
    return office


@pytest.fixture
def console(staffed: FakeAssistant, office: FakeOffice) -> Iterator[Console]:
    with TestClient(create_app(staffed), follow_redirects=False) as client:
        yield Console(client, office)


@pytest.fixture
def number(office: FakeOffice) -> str:
    """A general case whose person has left contact details."""
    case = office.open()
    code = office.persons.issue_code("a", case.number)
    office.contacts.leave(case.number, code, as_contact("示例女士", "13800001234", "", ""), "同意")
    return case.number


def path_of(number: str, step: str = "") -> str:
    return f"/staff/cases/{number}" + (f"/{step}" if step else "")
