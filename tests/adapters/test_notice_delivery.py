"""Replies told outside of the chat, on a real database, by a real channel, with processes that are killed."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from assistant.bootstrap import Assistant, build_assistant
from assistant.domain.contacts import as_contact
from assistant.domain.outgoing_notices import NoticeEnd
from assistant.domain.staff import Role, StaffMember
from assistant.settings import Settings
from tests.adapters.notify.local_servers import web_server
from tests.fakes.clock import FixedClock

pytest_plugins = ("tests.postgres",)
ROOT = Path(__file__).parents[2]
LI = StaffMember("li", Role.ADVISOR)
_TELL = """
import sys
from datetime import datetime
from assistant.bootstrap import build_assistant
from assistant.settings import Settings
from tests.fakes.clock import FixedClock

class Slow:
    def can_reach(self, recipient):
        return True

    def notify(self, notification):
        print("at it", flush=True)
        sys.stdin.readline()

settings = Settings(_env_file=None, data_dir=sys.argv[1], database_url=sys.argv[2])
office = build_assistant(settings, FixedClock(datetime.fromisoformat(sys.argv[3]))).office
tell = office.notices.tell
object.__setattr__(tell._parts, "notifier", Slow())
tell.run_once()
"""


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> str:
    return str(request.getfixturevalue("empty_postgres_url")) if request.param == "postgresql" else ""


@pytest.fixture
def data_dir(new_data_dir: Callable[[str], Path]) -> Path:
    return new_data_dir("notices")


@pytest.fixture
def hook() -> Iterator[tuple[str, list[bytes]]]:
    with web_server() as heard:
        yield f"http://127.0.0.1:{heard.port}/hook", heard.bodies


def replied(assistant: Assistant) -> tuple[str, str]:
    """A conversation's id and its case, with a reply to a person who has left a telephone number."""
    started = assistant.conversations.start()
    handover = assistant.conversations.hand_over(started.id).handover
    assert handover is not None and handover.case_number is not None
    number = handover.case_number
    code = assistant.office.persons.issue_code(started.id, number)
    assistant.office.contacts.leave(number, code, as_contact("示例女士", "13800000000", "", ""), "同意")
    assistant.office.desk.claim(LI, number)
    assistant.office.desk.reply(LI, number, "带合同来")
    return started.id, number


def test_a_notice_survives_the_process_that_was_killed_while_it_told_it(
    database: str, hook: tuple[str, list[bytes]], data_dir: Path
) -> None:
    clock, (url, bodies) = FixedClock(), hook
    settings = Settings(_env_file=None, data_dir=data_dir, database_url=database, notify_webhook_url=url)
    assistant = build_assistant(settings, clock)
    _, number = replied(assistant)
    clock.moment += timedelta(minutes=3)
    command = [sys.executable, "-c", _TELL, str(data_dir), database, clock.moment.isoformat()]
    process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "at it\n"
    process.kill()
    process.communicate()
    tell = assistant.office.notices.tell
    assert tell.run_once() == 0  # the dead process' claim still holds
    clock.moment += timedelta(minutes=6)
    assert [tell.run_once(), tell.run_once()] == [1, 0]
    (body,) = map(json.loads, bodies)
    assert (body["target"], body["phone"]) == ("person", "13800000000")
    assert number in body["text"] and body["key"] == f"reply:{number}:4"


def test_who_reads_the_conversation_is_not_told(database: str, hook: tuple[str, list[bytes]], data_dir: Path) -> None:
    clock, (url, bodies) = FixedClock(), hook
    settings = Settings(_env_file=None, data_dir=data_dir, database_url=database, notify_webhook_url=url)
    assistant = build_assistant(settings, clock)
    conversation, number = replied(assistant)
    clock.moment += timedelta(minutes=1)
    assert assistant.conversations.show_turns(conversation)[-1].text == "带合同来"
    clock.moment += timedelta(minutes=5)
    assert assistant.office.notices.tell.run_once() == 0 and not bodies
    assert [one.ended for one in assistant.office.desk.notices(LI, number)] == [NoticeEnd.SEEN]
