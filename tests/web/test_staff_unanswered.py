"""The page of unanswered questions: who may read it, and where it leads."""

from collections.abc import Iterator
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient

from assistant.domain.conversation import AnswerStatus
from assistant.services.teaching_ports import UnansweredQuestion
from tests.web.fake_assistant import FakeAssistant
from tests.web.staff_site import MEMBERS, Console, FakeOffice, with_office
from web.app import create_app

QUESTION = "<script>alert(1)</script>夜校几点开课？13800001234"


@pytest.fixture
def console(assistant: FakeAssistant) -> Iterator[Console]:
    staffed = with_office(assistant)
    office = staffed.office
    assert isinstance(office, FakeOffice)
    asked = UnansweredQuestion(QUESTION, AnswerStatus.UNANSWERABLE_NO_SOURCE, office.clock.now(), "wrong", "不对")
    office.badly.questions.append(asked)
    with TestClient(create_app(staffed), follow_redirects=False) as client:
        yield Console(client, office)


@pytest.mark.parametrize("name", MEMBERS)
def test_it_opens_to_editors_and_supervisors_alone(console: Console, name: str) -> None:
    console.log_in(name)
    answer = console.client.get("/staff/unanswered")
    assert answer.status_code == (200 if name in ("bian", "zhao") else 403)
    assert ("夜校" in answer.text) == (name in ("bian", "zhao"))


def test_a_group_leads_to_a_proposal_masked_and_escaped(console: Console) -> None:
    console.log_in("bian")
    page = console.read("/staff/unanswered?days=30")
    assert "<script>alert" not in page and "13800001234" not in page
    assert "说错了" in page and "不对" in page
    masked = QUESTION.replace("13800001234", "〔已隐去〕")
    path = f"/staff/teaching/new?question={quote(masked, safe='/')}"
    assert path in page
    assert "夜校几点开课" in console.read(path)


@pytest.mark.parametrize("days", ["0", "367", "x"])
def test_a_number_of_days_out_of_bounds_is_refused(console: Console, days: str) -> None:
    console.log_in("bian")
    assert console.client.get(f"/staff/unanswered?days={days}").status_code == 422


def test_without_a_session_it_leads_to_the_login(console: Console) -> None:
    assert console.client.get("/staff/unanswered").status_code == 303
