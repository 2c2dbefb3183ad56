"""Two server processes on one database, and everybody presses the button at once."""

import json
import re
import statistics
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import httpx
import pytest
from sqlalchemy import Engine, select, update

from assistant.adapters.sql.course_tables import intakes
from assistant.adapters.sql.engine import open_engine, read, write
from assistant.adapters.sql.tables import enrolments
from assistant.domain.enrolments import EnrolmentState
from evals.server_under_test import ServerUnderTest

pytest_plugins = ("tests.postgres",)
PEOPLE, SEATS = 200, 20
_NUMBERS = re.compile(r'class="card__number">([^<]+)<')


@pytest.mark.slow
@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_of_two_hundred_at_once_twenty_get_a_seat_and_the_others_wait_in_order(
    database: str, request: pytest.FixtureRequest, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    url = request.getfixturevalue("empty_postgres_url") if database == "postgresql" else ""
    settings = {"DATABASE_URL": url} if url else {}
    engine = open_engine(url or f"sqlite:///{tmp_path}/assistant.db")
    with ServerUnderTest(tmp_path, **settings) as here, ServerUnderTest(tmp_path, **settings) as there:
        path = choose_intake(engine)
        barrier = Barrier(PEOPLE)

        def press(who: int) -> tuple[str, str, float]:
            typed = {"name": "示例学员", "phone": f"137{who:08d}", "agree": "yes", "form_key": f"{who:024d}"}
            with httpx.Client(base_url=(here, there)[who % 2].url, timeout=60) as client:
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


def choose_intake(engine: Engine) -> str:
    """A sample without prerequisites, with just so many seats, and the days of today."""
    with write(engine) as connection:
        for row in connection.execute(select(intakes)).mappings():
            record = json.loads(row["record_json"])
            mine = intakes.c.id == row["id"]
            if (
                row["state"] == "open"
                and record.get("day_offsets", {}).get("enrol_by", 0) > 2
                and not asks(connection, row)
            ):
                connection.execute(update(intakes).where(mine).values(seats=SEATS))
                return f"/courses/{row['course_id']}/intakes/{row['id']}/enrol"
    raise AssertionError("no sample fits")


def asks(connection: object, row: object) -> bool:
    from assistant.adapters.sql.course_tables import courses

    chosen = select(courses.c.record_json).where(courses.c.id == row["course_id"])  # type: ignore[index]
    return bool(json.loads(connection.execute(chosen).scalar_one()).get("prerequisites"))  # type: ignore[attr-defined]


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
