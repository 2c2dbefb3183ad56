"""Processes that enrol are killed at random moments: what was acknowledged is there, and nobody is there twice."""

import random
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from queue import Empty, Queue

import pytest
from sqlalchemy import Engine, select

from assistant.adapters.sql.engine import open_engine, read
from assistant.adapters.sql.tables import enrolment_contacts, enrolment_events, enrolments
from assistant.domain.enrolments import EnrolmentState
from assistant.services.person_enrolments import PersonEnrolments
from tests.enrolment_office import EnrolmentOffice
from tests.fresh_database import migrate

pytest_plugins = ("tests.postgres",)
PEOPLE, SEATS, KILLS, AT_ONCE = 500, 400, 12, 8
ROOT = Path(__file__).parents[2]


class Worker:
    """One process after another, each killed in the end; jobs that were under way are given to the next one."""

    def __init__(self, url: str, jobs: "Queue[tuple[str, str]]", acknowledge: Callable[[str, str, str], None]) -> None:
        self._url, self._jobs, self._acknowledge = url, jobs, acknowledge
        self._process: subprocess.Popen[str] | None = None
        self.resent = 0
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.thread.start()

    def kill(self) -> bool:
        process = self._process
        if process is None or process.poll() is not None:
            return False
        process.send_signal(signal.SIGKILL)
        return True

    def _run(self) -> None:
        process, open_jobs = self._start(), dict[str, str]()
        while open_jobs or not self._jobs.empty():
            with suppress(Empty):
                while len(open_jobs) < AT_ONCE:
                    key, phone = self._jobs.get_nowait()
                    open_jobs[key] = phone
            self._send(process, open_jobs)
            if open_jobs:
                self.resent += len(open_jobs)
                process.wait()
                process = self._start()
        process.kill()
        process.wait()

    def _send(self, process: "subprocess.Popen[str]", open_jobs: dict[str, str]) -> None:
        """All at once; what was acknowledged before the process died is taken out of `open_jobs`."""
        assert process.stdin is not None and process.stdout is not None
        with suppress(BrokenPipeError):
            process.stdin.writelines(f"{key} {phone}\n" for key, phone in open_jobs.items())
            process.stdin.flush()
        while open_jobs and len(answer := process.stdout.readline().split()) == 3:
            self._acknowledge(*answer)
            del open_jobs[answer[0]]

    def _start(self) -> "subprocess.Popen[str]":
        command = [sys.executable, "-m", "tests.enrolling_process", self._url, str(SEATS)]
        while True:
            process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, cwd=ROOT
            )
            assert process.stdout is not None
            if process.stdout.readline().strip() == "ready":
                self._process = process
                return process
            process.wait()


@pytest.mark.slow
@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_every_acknowledged_enrolment_survives_and_none_is_there_twice(
    database: str, request: pytest.FixtureRequest, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    url = request.getfixturevalue("empty_postgres_url") if database == "postgresql" else f"sqlite:///{tmp_path}/kept.db"
    engine = open_engine(url)
    migrate(engine)
    chance, jobs, acknowledged = random.Random(7), Queue[tuple[str, str]](), {}
    for number in range(PEOPLE):
        jobs.put((f"{number:024d}", f"139{number:08d}"))

    def acknowledge(key: str, number: str, code: str) -> None:
        acknowledged[key] = (number, code)

    workers = [Worker(url, jobs, acknowledge) for _ in range(2)]
    moments = sorted(chance.sample(range(1, PEOPLE * 4 // 5), KILLS))  # after how many receipts, however fast they come
    kills, pause = 0, threading.Event()
    while any(worker.thread.is_alive() for worker in workers):
        pause.wait(chance.uniform(0.0, 0.004))
        if kills < KILLS and len(acknowledged) >= moments[kills] and chance.choice(workers).kill():
            kills += 1
    check(engine, acknowledged)
    with capsys.disabled():
        resent = sum(worker.resent for worker in workers)
        print(
            f"\n{database}: {PEOPLE} enrolments by 2 processes, {AT_ONCE} at once in each, {kills} × kill -9, {resent} sent again: "
            f"{len(acknowledged)} acknowledged, 0 lost, 0 doubled"
        )
    assert kills >= KILLS // 2, "the test has killed too little to show anything"
    engine.dispose()


def check(engine: Engine, acknowledged: dict[str, tuple[str, str]]) -> None:
    """Everybody has exactly one enrolment, whole, and the one they were told of opens with its code."""
    with read(engine) as connection:
        rows = connection.execute(select(enrolments).order_by(enrolments.c.place)).mappings().all()
        sealed = connection.execute(select(enrolment_contacts.c.number)).scalars().all()
        events = connection.execute(select(enrolment_events.c.number)).scalars().all()
    assert len(acknowledged) == PEOPLE == len(rows) == len({row["person_digest"] for row in rows})
    assert [row["place"] for row in rows] == list(range(1, PEOPLE + 1))
    states = [row["state"] for row in rows]
    assert states == [EnrolmentState.CONFIRMED] * SEATS + [EnrolmentState.WAITLISTED] * (PEOPLE - SEATS)
    numbers = {row["number"] for row in rows}
    assert {number for number, _ in acknowledged.values()} == numbers == set(sealed) == set(events)
    office = EnrolmentOffice(engine)
    persons = PersonEnrolments(office.store, office.catalogue.find, lambda *_: b"", office.clock)
    for number, code in acknowledged.values():
        assert persons.find(number, code).enrolment.number == number
