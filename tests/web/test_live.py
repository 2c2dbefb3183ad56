"""Streams that stay open, over the wire: what they send, how they are resumed, who may read them."""

import json
import threading
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import HTTPError

import pytest

from assistant.bootstrap import Assistant, build_assistant
from assistant.domain.errors import ConflictError, NotAllowedError
from assistant.domain.staff import Role, StaffMember
from assistant.services.conversations import StartedConversation
from assistant.settings import Settings
from tests.journeys.staff_at_work import OWN, settle_staff
from tests.web.live_server import serve
from web.app import create_app

ROOT = Path(__file__).parents[2]
LI, ZHAO = StaffMember("li", Role.ADVISOR), StaffMember("zhao", Role.SUPERVISOR)


@dataclass
class Room:
    url: str
    assistant: Assistant
    started: StartedConversation
    number: str

    @property
    def key(self) -> str:
        return f"conversation_{self.started.id}={self.started.secret}"

    def read(self, path: str, cookie: str, count: int, last: str | None = None) -> list[tuple[str, str, Any]]:
        """The first `count` events: id, name, data."""
        headers = {"Cookie": cookie} | ({"Last-Event-ID": last} if last is not None else {})
        found: list[tuple[str, str, Any]] = []
        fields: dict[str, str] = {}
        with urllib.request.urlopen(urllib.request.Request(self.url + path, headers=headers), timeout=10) as answer:
            while len(found) < count:
                line = answer.readline().decode().rstrip("\n")
                name, _, value = line.partition(": ")
                fields[name] = value
                if not line and "data" in fields:
                    found.append((fields["id"], fields["event"], json.loads(fields["data"])))
                if not line:
                    fields = {}
        return found


@pytest.fixture(scope="module")
def site(new_data_dir: Callable[[str], Path]) -> Iterator[tuple[str, Assistant]]:
    settings = Settings(
        _env_file=None, data_dir=new_data_dir("live"), knowledge_dir=ROOT / "knowledge_base", streams_per_conversation=200,
    )  # fmt: skip
    assistant = build_assistant(settings)
    settle_staff(assistant)
    with serve(create_app(assistant)) as url:
        yield url, assistant


@pytest.fixture
def room(site: tuple[str, Assistant]) -> Room:
    url, assistant = site
    started = assistant.conversations.start()
    handover = assistant.conversations.hand_over(started.id).handover
    assert handover is not None and handover.case_number is not None
    assistant.office.desk.claim(LI, handover.case_number)
    return Room(url, assistant, started, handover.case_number)


def test_words_of_staff_are_events_of_their_own_and_reading_on_skips_and_repeats_nothing(room: Room) -> None:
    room.assistant.office.live.take_over(LI, room.number)
    room.assistant.office.desk.reply(LI, room.number, "带合同来")
    path = f"/api/conversations/{room.started.id}/events"
    everything = room.read(path, room.key, 3)
    assert [(number, name) for number, name, _ in everything] == [("1", "done"), ("2", "done"), ("3", "staff")]
    assert everything[2][2]["text"] == "带合同来" and everything[2][2]["replier"] == "staff"
    assert room.read(path, room.key, 1, last="2") == everything[2:]
    assert room.read(f"{path}?after=1", room.key, 2) == everything[1:]


def test_an_open_stream_gets_what_is_written_later(room: Room) -> None:
    later = threading.Timer(0.3, room.assistant.office.desk.reply, (LI, room.number, "稍后写的"))
    later.start()
    (event,) = room.read(f"/api/conversations/{room.started.id}/events", room.key, 1, last="1")
    assert event[:2] == ("2", "staff") and event[2]["text"] == "稍后写的"


def test_nobody_reads_a_stream_without_its_key(room: Room) -> None:
    with pytest.raises(HTTPError) as refused:
        room.read(f"/api/conversations/{room.started.id}/events", "conversation_x=y", 1)
    assert refused.value.code == 404


def test_the_desks_stream_tells_of_the_persons_message_and_ends_with_the_session(room: Room) -> None:
    accounts = room.assistant.office.accounts
    token = accounts.log_in("li", OWN).token
    room.assistant.office.live.take_over(LI, room.number)
    room.assistant.conversations.answer(room.started.id, "在吗")
    path = f"/staff/cases/{room.number}/events"
    (event,) = room.read(path, f"staff_session={token}", 1)
    assert event == ("3", "changed", {"version": 3, "state": "claimed", "owner": "li"})
    url = urllib.request.Request(room.url + path, headers={"Cookie": f"staff_session={token}"})
    with urllib.request.urlopen(url, timeout=10) as answer:
        accounts.log_out(token)
        room.assistant.conversations.answer(room.started.id, "还在吗")
        assert answer.read().count(b"event: changed") <= 1


def test_only_the_owner_takes_a_conversation_over(room: Room) -> None:
    with pytest.raises(NotAllowedError):
        room.assistant.office.live.take_over(ZHAO, room.number)
    with pytest.raises(NotAllowedError):
        room.assistant.office.live.draft(ZHAO, room.number)
    room.assistant.office.desk.resolve(LI, room.number, "办好了")
    with pytest.raises((ConflictError, NotAllowedError)):
        room.assistant.office.live.take_over(LI, room.number)


def test_words_that_need_help_at_once_get_it_while_staff_have_the_conversation(room: Room) -> None:
    room.assistant.office.live.take_over(LI, room.number)
    assert room.assistant.conversations.answer(room.started.id, "我不想活了").status == "guardrail_crisis"


def test_many_open_streams_hold_no_thread(room: Room) -> None:
    before = threading.active_count()
    path = f"{room.url}/api/conversations/{room.started.id}/events?after=1"
    request = urllib.request.Request(path, headers={"Cookie": room.key})
    answers = [urllib.request.urlopen(request, timeout=10) for _ in range(100)]
    try:
        assert [answer.readline() for answer in answers] == [b"retry: 1000\n"] * 100
        assert threading.active_count() <= before + 45  # the pool for short reads has at most 40
        with urllib.request.urlopen(f"{room.url}/healthz", timeout=2) as health:
            assert health.status == 200
    finally:
        for answer in answers:
            answer.close()
