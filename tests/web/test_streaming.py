"""Streams as they are on the wire: early, and without the turn hanging on the reader."""

import threading

import httpx
import pytest

from tests.web.events import read_events
from tests.web.fake_assistant import FakeAssistant
from tests.web.live_server import serve
from web.app import create_app


@pytest.fixture
def gated(assistant: FakeAssistant) -> threading.Event:
    """Holds every answer back until it is set."""
    assistant.conversations.gate = threading.Event()
    return assistant.conversations.gate


def test_progress_arrives_while_the_answer_is_still_being_made(
    assistant: FakeAssistant, gated: threading.Event
) -> None:
    with serve(create_app(assistant)) as url, httpx.Client(base_url=url) as client:
        conversation = client.post("/api/conversations").json()["id"]
        path = f"/api/conversations/{conversation}/messages"
        with client.stream("POST", path, json={"text": "问"}) as response:
            chunks = response.iter_text()
            first = read_events(next(chunks))
            gated.set()
            rest = read_events("".join(chunks))

    assert first[0].name == "progress"
    assert rest[-1].name == "done"


def test_a_reader_who_leaves_does_not_lose_the_turn(assistant: FakeAssistant, gated: threading.Event) -> None:
    with serve(create_app(assistant)) as url, httpx.Client(base_url=url) as client:
        conversation = client.post("/api/conversations").json()["id"]
        path = f"/api/conversations/{conversation}/messages"
        with client.stream("POST", path, json={"text": "我先走了"}) as response:
            next(response.iter_text())
        gated.set()
        after_shutdown = assistant.conversations.turns[conversation]

    assert [turn.question for turn in after_shutdown] == ["我先走了"]
