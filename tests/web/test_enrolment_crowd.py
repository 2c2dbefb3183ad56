"""Two server processes on one database, and everybody presses the button at once."""

import base64
import re
import statistics
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from threading import Barrier

import httpx
import pytest
from sqlalchemy import Engine, insert, select

from assistant.adapters.sql.course_records import course_as_text, intake_as_text
from assistant.adapters.sql.course_tables import courses, intakes
from assistant.adapters.sql.engine import open_engine, read, write
from assistant.adapters.sql.tables import enrolments
from assistant.domain.enrolments import EnrolmentState
from assistant.services.clock import SystemClock
from evals import server_under_test
from evals.server_under_test import ServerUnderTest
from tests.enrolment_office import KEY, course, intake

pytest_plugins = ("tests.postgres",)
PEOPLE, SEATS = 200, 20
_NUMBERS = re.compile(r'class="card__number">([^<]+)<')


@pytest.mark.slow
@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_of_two_hundred_at_once_twenty_get_a_seat_and_the_others_wait_in_order(
    database: str,
    request: pytest.FixtureRequest,
    tmp_path: Path,
    new_data_dir: Callable[[str], Path],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(server_under_test, "READY_SECONDS", 600)  # whatever else the machine is doing
    kept = f"sqlite:///{tmp_path}/assistant.db"
    url = request.getfixturevalue("empty_postgres_url") if database == "postgresql" else kept
    settings = {"DATABASE_URL": url, "FIELD_KEYS": base64.b64encode(KEY).decode(), "SAMPLE_CONTENT": "false"}
    engine, certificates = open_engine(url), httpx.create_ssl_context()  # loaded once, not by each client
    homes = new_data_dir("a"), new_data_dir("b")
    with ServerUnderTest(homes[0], **settings) as here, ServerUnderTest(homes[1], **settings) as there:
        path = put_intake(engine)
        barrier = Barrier(PEOPLE)

        def press(who: int) -> tuple[str, str, float]:
            typed = {"name": "示例学员", "phone": f"137{who:08d}", "agree": "yes", "form_key": f"{who:024d}"}
            with httpx.Client(base_url=(here, there)[who % 2].url, timeout=60, verify=certificates) as client:
                client.get("/healthz")
                barrier.wait()
                begin = time.perf_counter()
                answer = client.post(path, data=typed)
                took = time.perf_counter() - begin
                assert answer.status_code == 200, answer.text
                repeated = client.post(path, data=typed) if who % 10 == 0 else answer
                number, code = _NUMBERS.findall(answer.text)
                assert _NUMBERS.findall(repeated.text) == [number, code], "the same form, the same receipt"
                return number, "报名成功" if "<strong>报名成功" in answer.text else "候补", took

        with ThreadPoolExecutor(PEOPLE) as pool:
            told = list(pool.map(press, range(PEOPLE)))
    check(engine, told)
    states = Counter(state for _, state, _ in told)
    times = sorted(took for _, _, took in told)
    with capsys.disabled():
        print(
            f"\n{database}: {PEOPLE} at once on {SEATS} seats, 2 processes: {states['报名成功']} confirmed, "
            f"{states['候补']} waiting in commit order, 0 lost, 0 doubled; "
            f"{statistics.median(times):.2f} s p50, {times[int(PEOPLE * 0.95)]:.2f} s p95"
        )
    engine.dispose()


def put_intake(engine: Engine) -> str:
    """An invented intake with just so many seats, as a feed would have brought it; the address of its form."""
    begins = SystemClock().today() + timedelta(days=9)
    run = intake("crowd", "popular", starts_on=begins, ends_on=begins, enrol_by=None)
    taught = course("popular", run)
    kept = {
        "id": run.id,
        "course_id": taught.id,
        "feed_id": "test",
        "external_id": run.id,
        "digest": "",
        "state": "open",
    }
    numbers = {"seats": SEATS, "seen_run": 1, "change_number": 1}
    with write(engine) as connection:
        head = {"id": taught.id, "feed_id": "test", "course_key": taught.id, "record_json": course_as_text(taught)}
        connection.execute(insert(courses), head)
        connection.execute(insert(intakes), {**kept, **numbers, "record_json": intake_as_text(run, {})})
    return f"/courses/{taught.id}/intakes/{run.id}/enrol"


def check(engine: Engine, told: list[tuple[str, str, float]]) -> None:
    """What everybody was told is what is kept: seats in the order of the commits, nobody lost, nobody twice."""
    with read(engine) as connection:
        rows = connection.execute(select(enrolments).order_by(enrolments.c.place)).mappings().all()
    assert len(rows) == PEOPLE == len({row["person_digest"] for row in rows})
    assert {row["number"] for row in rows} == {number for number, _, _ in told}
    assert [row["place"] for row in rows] == list(range(1, PEOPLE + 1))
    assert [row["state"] for row in rows] == [EnrolmentState.CONFIRMED] * SEATS + [EnrolmentState.WAITLISTED] * (
        PEOPLE - SEATS
    )
    kept = {row["number"]: row["state"] for row in rows}
    for number, state, _ in told:
        assert kept[number] == (EnrolmentState.CONFIRMED if state == "报名成功" else EnrolmentState.WAITLISTED)
    order = [row["enrolled_at"] for row in rows]
    assert order == sorted(order), "places are in the order in which the commits were made"
    sequence = [row["number"].split("-")[2] for row in rows]
    assert sequence == sorted(sequence)
