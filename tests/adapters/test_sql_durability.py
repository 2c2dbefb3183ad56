"""Nothing that has been acknowledged is lost when the process is killed."""

import random
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from assistant.adapters.sql.conversations import SqlConversationStore
from assistant.adapters.sql.engine import close_engine, open_engine, read
from tests.adapters.sql_examples import begun, open_file

_WRITER = """
import sys, threading
from assistant.adapters.sql.conversations import SqlConversationStore
from assistant.adapters.sql.engine import close_engine, open_engine, read
from tests.adapters.sql_examples import STATE, TURN

store = SqlConversationStore(open_engine(sys.argv[1]))

def write():
    while True:
        stored = store.add_turn("a", TURN, STATE)
        sys.stdout.write(f"{stored.id}\\n")
        sys.stdout.flush()

for _ in range(4):
    threading.Thread(target=write).start()
"""


def test_every_turn_acknowledged_before_kill_9_is_there_afterwards(tmp_path: Path) -> None:
    engine = open_file(tmp_path)
    begun(engine)
    engine.dispose()
    url = f"sqlite:///{tmp_path}/assistant.db"
    acknowledged: list[int] = []
    for patience in random.Random(9).sample(range(1, 200), 5):
        acknowledged += _write_until_killed(url, patience)
        assert set(acknowledged) <= set(_stored_turn_ids(url))
    stored = _stored_turn_ids(url)
    assert stored == list(range(1, len(stored) + 1))


def _write_until_killed(url: str, patience: int) -> list[int]:
    """The ids printed by a writer that is killed when it has printed `patience` of them or more."""
    command = [sys.executable, "-c", _WRITER, url]
    root = Path(__file__).parents[2]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=root) as writer:
        assert writer.stdout is not None
        lines = [writer.stdout.readline() for _ in range(patience)]
        writer.send_signal(signal.SIGKILL)
        lines += writer.stdout.readlines()
    if not lines[0]:
        pytest.fail("the writer wrote nothing")
    return [int(line) for line in lines if line.endswith("\n")]


def _stored_turn_ids(url: str) -> list[int]:
    engine = open_engine(url)
    ids = [turn.id for turn in SqlConversationStore(engine).list_turns("a") if turn.id is not None]
    engine.dispose()
    return ids


def test_a_closed_database_is_one_file_even_where_a_thread_ends_a_moment_later(tmp_path: Path) -> None:
    engine = open_file(tmp_path)
    begun(engine)
    lent, may_end = threading.Event(), threading.Event()

    def look() -> None:
        with read(engine):
            lent.set()
            may_end.wait(10)

    threading.Thread(target=look, daemon=True).start()
    assert lent.wait(10)
    threading.Timer(0.2, may_end.set).start()
    close_engine(engine)
    assert sorted(file.name for file in tmp_path.iterdir()) == ["assistant.db"]
