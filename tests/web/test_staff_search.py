"""The page of the search inspector, over the real search."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from fastapi.testclient import TestClient

from assistant.services.inspect_search import SearchInspector
from assistant.services.knowing import Knowing
from tests.fakes.clock import FixedClock
from tests.vacancy_office import desk_over
from tests.web.fake_assistant import FakeAssistant
from tests.web.staff_site import MEMBERS, Console, with_office
from web.app import create_app

PATH = "/staff/search"


@pytest.fixture
def console(assistant: FakeAssistant, knowing: Knowing) -> Iterator[Console]:
    vacancies = desk_over(knowing, FixedClock().today())
    inspector = SearchInspector(lambda: knowing, lambda: vacancies)
    staffed = replace(with_office(assistant), inspector=inspector, regions=knowing.lexicon.regions)
    with TestClient(create_app(staffed), follow_redirects=False) as client:
        yield Console(client, staffed.office)


@pytest.mark.parametrize("name", MEMBERS)
@pytest.mark.parametrize("path", [PATH, f"{PATH}?text=失业金能领多久"])
def test_it_opens_to_editors_and_supervisors_alone(console: Console, path: str, name: str) -> None:
    console.log_in(name)
    assert console.client.get(path).status_code == (200 if name in ("bian", "zhao") else 403)


def test_it_shows_understanding_documents_and_reply(console: Console) -> None:
    console.log_in("bian")
    page = console.read(f"{PATH}?text=失业金能领多久&day=2026-11-23&region=yuzhong&audience=job_seeker")
    for told in ("系统怎么理解", "渝中区", "失业", "用来回答", "how_long"):
        assert told in page


def test_script_and_numbers_in_the_text_do_no_harm(console: Console) -> None:
    console.log_in("bian")
    page = console.read(f"{PATH}?text=<script>alert(1)</script>失业金13800001234")
    assert "<script>alert" not in page and "13800001234" not in page


@pytest.mark.parametrize("query", ["text=失业金&day=x", "text=失业金&region=atlantis", "text=失业金&audience=x"])
def test_what_cannot_be_used_is_told_beside_the_form(console: Console, query: str) -> None:
    console.log_in("bian")
    answer = console.client.get(f"{PATH}?{query}")
    assert answer.status_code == 422 and 'role="alert"' in answer.text and "失业金" in answer.text
