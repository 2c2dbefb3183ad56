"""While the chat rests every page of it says so, in a place that is read out; the rest of the service goes on."""

import json
import time
import urllib.request
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from assistant.bootstrap import build_assistant
from assistant.domain.conversation import AnswerStatus
from assistant.domain.staff import Role, StaffMember
from assistant.settings import Settings
from evals.server_under_test import ServerUnderTest
from tests.web.fake_assistant import FakeAssistant, load_page_texts
from web.app import create_app

pytest_plugins = ("tests.postgres",)
ZHAO = StaffMember("zhao", Role.SUPERVISOR)
RESTS = load_page_texts()["chat-rests"]
PAGES = ("/", "/help", "/privacy", "/cases")


@pytest.mark.parametrize("is_resting", [True, False])
@pytest.mark.parametrize("path", [*PAGES, "/c/{conversation}"])
def test_the_banner_stands_on_every_page_while_the_chat_rests_and_only_then(
    assistant: FakeAssistant, path: str, is_resting: bool
) -> None:
    with TestClient(create_app(replace(assistant, is_resting=is_resting))) as client:
        conversation = client.post("/api/conversations").json()["id"]
        page = client.get(path.format(conversation=conversation)).text
    place = page.partition("data-resting")[2].partition("</div>")[0]
    assert 'role="status" data-resting' in page
    assert (f'<p class="resting__text">{RESTS}</p>' in place) is is_resting


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_a_pause_in_one_process_rests_the_chat_of_another_and_nothing_else(
    database: str, request: pytest.FixtureRequest, new_data_dir: Callable[[str], Path]
) -> None:
    url = request.getfixturevalue("empty_postgres_url") if database == "postgresql" else ""
    folder = new_data_dir("resting")
    here = build_assistant(Settings(_env_file=None, data_dir=folder, database_url=url))
    started = here.conversations.start()
    cookie = {"Cookie": f"conversation_{started.id}={started.secret}"}
    with ServerUnderTest(folder, **({"DATABASE_URL": url} if url else {})) as there:

        def read(path: str) -> str:
            asked = urllib.request.Request(there.url + path, headers=cookie)
            with urllib.request.urlopen(asked, timeout=30) as answer:
                assert answer.status == 200
                return str(answer.read().decode())

        def ask() -> str:
            headers = {**cookie, "Content-Type": "application/json", "Accept": "application/json"}
            body = json.dumps({"text": "失业金怎么领"}).encode()
            path = f"{there.url}/api/conversations/{started.id}/messages"
            with urllib.request.urlopen(urllib.request.Request(path, body, headers), timeout=30) as answer:
                return str(json.loads(answer.read())["status"])

        assert ask() == AnswerStatus.ANSWERED
        here.oversight.pause.begin(ZHAO, "资料更新")
        time.sleep(1.1)  # what was read stays good for a second
        assert ask() == AnswerStatus.PAUSED
        assert RESTS in read(f"/c/{started.id}").partition("</header>")[0]
        assert '<p class="resting__text">' in read("/")
        for path in ("/subsidies", "/vacancies?q=%E5%8F%89%E8%BD%A6", "/api/vacancies?q=%E5%8F%89%E8%BD%A6"):
            assert "paused" not in read(path)
        events = urllib.request.Request(
            f"{there.url}/api/conversations/{started.id}/events?after=99&with_service=true", headers=cookie
        )
        with urllib.request.urlopen(events, timeout=30) as stream:
            lines = [stream.readline() for _ in range(4)]
        assert lines[2:] == [b"event: service\n", b'data: {"rests": true}\n']
        here.oversight.pause.end(ZHAO)
        time.sleep(1.1)
        assert ask() == AnswerStatus.ANSWERED
        assert '<p class="resting__text">' not in read("/")
