"""Two processes on one database: what one stores is seen in the stream of the other."""

import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.bootstrap import build_assistant
from assistant.domain.staff import Role, StaffMember
from assistant.settings import Settings
from evals.server_under_test import ServerUnderTest

pytest_plugins = ("tests.postgres",)
LI = StaffMember("li", Role.ADVISOR)
_MOST_SECONDS = 5.0  # far below the 20 s after which a stream looks by itself


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_a_reply_stored_by_one_process_is_seen_in_the_stream_of_another(
    database: str, request: pytest.FixtureRequest, new_data_dir: Callable[[str], Path]
) -> None:
    url = request.getfixturevalue("empty_postgres_url") if database == "postgresql" else ""
    folder = new_data_dir("processes")
    settings = Settings(_env_file=None, data_dir=folder, database_url=url)
    here = build_assistant(settings)
    started = here.conversations.start()
    handover = here.conversations.hand_over(started.id).handover
    assert handover is not None and handover.case_number is not None
    here.office.desk.claim(LI, handover.case_number)
    with ServerUnderTest(folder, **({"DATABASE_URL": url} if url else {})) as there:
        address = f"{there.url}/api/conversations/{started.id}/events?after=1"
        headers = {"Cookie": f"conversation_{started.id}={started.secret}"}
        with urllib.request.urlopen(urllib.request.Request(address, headers=headers), timeout=15) as stream:
            assert stream.readline() == b"retry: 1000\n"
            time.sleep(0.5)  # the other process has looked once, and waits
            begin = time.monotonic()
            here.office.desk.reply(LI, handover.case_number, "另一个进程写的")
            while b"event: staff" not in stream.readline():
                assert time.monotonic() - begin < _MOST_SECONDS
            assert "另一个进程写的".encode() in stream.readline()
            assert time.monotonic() - begin < _MOST_SECONDS
