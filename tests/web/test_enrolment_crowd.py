"""Two server processes on one database, and everybody presses the button at once."""

import re
import shutil
import statistics
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import Barrier, Event

import httpx
import pytest
from sqlalchemy import create_engine, insert, text, update

from assistant.adapters.sql.course_records import intake_as_text
from assistant.adapters.sql.course_tables import intakes
from assistant.adapters.sql.courses import find_intake_on
from assistant.adapters.sql.engine import read, write
from assistant.adapters.sql.tables import enrolment_drafts, enrolment_seats
from assistant.domain.enrolments import EnrolmentState, terms_digest
from assistant.services.clock import SystemClock
from evals import server_under_test
from tests.web.enrolment_servers import Pair, receipt, running_pair, typed

pytest_plugins = ("tests.postgres",)
pytestmark = pytest.mark.slow
PEOPLE, SEATS = 200, 20


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def pair(
    request: pytest.FixtureRequest, shipped_knowledge: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Pair]:
    folder = tmp_path_factory.mktemp("crowd")
    for name in ("a", "b"):
        shutil.copytree(shipped_knowledge[1], folder / name)
    url = f"sqlite:///{folder}/assistant.db"
    if request.param == "postgresql":
        server = request.getfixturevalue("postgres_server")
        engine = create_engine(server, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text("CREATE DATABASE crowd"))
        engine.dispose()
        url = server.replace("/postgres?", "/crowd?")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(server_under_test, "READY_SECONDS", 600)  # whatever else the machine is doing
        with running_pair(request.param, url, folder) as both:
            yield both


@pytest.fixture
def say(pair: Pair, capsys: pytest.CaptureFixture[str]) -> Callable[[str], None]:
    """Into the output of the tests, where the figures are to stand."""

    def print_line(line: str) -> None:
        with capsys.disabled():
            print(f"\n{pair.database}, 2 processes: {line}")

    return print_line


def test_of_two_hundred_at_once_twenty_get_a_seat_and_the_others_wait_in_order(
    pair: Pair, say: Callable[[str], None]
) -> None:
    path, barrier = pair.put_intake("crowd", SEATS), Barrier(PEOPLE)

    def press(who: int) -> tuple[str, str, float]:
        with httpx.Client(base_url=pair.url(who), timeout=60) as client:
            barrier.wait()  # with no connection yet: one that idles here is closed by the server after a while
            begin = time.perf_counter()
            answer = client.post(path, data=typed(who))
            took = time.perf_counter() - begin
            assert answer.status_code == 200, answer.text
            is_seated = 'card__title">报名成功' in answer.text
            assert is_seated is not ('card__title">已经排上候补' in answer.text)
            return receipt(answer.text)[0], "报名成功" if is_seated else "候补", took

    with ThreadPoolExecutor(PEOPLE) as pool:
        told = list(pool.map(press, range(PEOPLE)))
    check(pair, told)
    states = Counter(state for _, state, _ in told)
    times = sorted(took for _, _, took in told)
    say(
        f"{PEOPLE} at once on {SEATS} seats: {states['报名成功']} confirmed, {states['候补']} waiting in commit order, "
        f"0 lost, 0 doubled; {statistics.median(times):.2f} s p50, {times[int(PEOPLE * 0.95)]:.2f} s p95"
    )


def check(pair: Pair, told: list[tuple[str, str, float]]) -> None:
    """What everybody was told is what is kept: seats in the order of the commits, nobody lost, nobody twice."""
    rows = pair.kept("crowd")
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


def test_a_form_repeated_at_both_processes_at_once_brings_one_receipt(pair: Pair, say: Callable[[str], None]) -> None:
    people, times = 10, 6
    path, barrier = pair.put_intake("repeated", people), Barrier(people * times)

    def press(turn: int) -> tuple[int, tuple[str, str]]:
        who, once = turn % people, turn // people
        barrier.wait()
        answer = httpx.post(pair.url(once) + path, data=typed(1000 + who), timeout=60)
        assert answer.status_code == 200, answer.text
        return who, receipt(answer.text)

    with ThreadPoolExecutor(people * times) as pool:
        told = set(pool.map(press, range(people * times)))
    assert len(told) == people == len({who for who, _ in told}), "the same form, the same number and code"
    assert {row["number"] for row in pair.kept("repeated")} == {number for _, (number, _) in told}
    say(f"{people} forms sent {times} times each at once: {len(told)} receipts, {people} enrolments")


def test_whoever_is_under_way_when_the_deadline_passes_is_refused(pair: Pair, say: Callable[[str], None]) -> None:
    people, path = 20, pair.put_intake("late", 20)
    today = SystemClock().today()
    with ThreadPoolExecutor(people) as pool:
        with write(pair.engine) as connection:  # the requests get as far as their own transaction, and wait there
            connection.execute(insert(enrolment_seats), {"intake_id": "late", "last_place": 0})
            under_way = [
                pool.submit(httpx.post, pair.url(who) + path, data=typed(2000 + who), timeout=60)
                for who in range(people)
            ]
            Event().wait(2)
            found = find_intake_on(connection, "late", today)
            assert found is not None and not any(one.done() for one in under_way)
            ended = intake_as_text(replace(found[1], enrol_by=today - timedelta(days=1)), {})
            connection.execute(update(intakes).where(intakes.c.id == "late").values(record_json=ended))
        answers = [one.result() for one in under_way]
    assert {answer.status_code for answer in answers} == {409}
    assert all("已经截止" in answer.text and 'role="alert"' in answer.text for answer in answers)
    assert pair.kept("late") == []
    say(f"{people} under way when the deadline passed: {people} refused with the day, 0 enrolled")


def test_a_draft_is_good_for_its_own_conversation_its_own_intake_and_half_an_hour(
    pair: Pair, say: Callable[[str], None]
) -> None:
    path, other = pair.put_intake("drafted", 5), pair.put_intake("other", 5)
    here, there = pair.urls
    with httpx.Client(timeout=60) as owner, httpx.Client(timeout=60) as stranger:
        mine, theirs = (one.post(f"{here}/api/conversations").json()["id"] for one in (owner, stranger))
        asks = f"?c={mine}&draft={put_draft(pair, 'drafted', mine)}"
        forged = f"?c={mine}&draft={'f' * 24}"
        lent = f"?c={theirs}{asks[asks.index('&') :]}"
        for client, address in (
            (owner, path + forged), (stranger, path + asks), (stranger, path + lent), (owner, other + asks),
        ):  # fmt: skip
            for server in pair.urls:
                refused = client.post(server + address, data=typed(3000))
                assert refused.status_code == 404 and "没有找到这份报名草稿" in refused.text
        old = f"?c={mine}&draft={put_draft(pair, 'drafted', mine, minutes_ago=31)}"
        expired = owner.post(here + path + old, data=typed(3000))
        assert expired.status_code == 409 and "过了 30 分钟" in expired.text
        assert pair.kept("drafted") == [] == pair.kept("other")
        renewed = re.search(r'method="post" action="(/courses/[^"]+)"', expired.text)
        assert renewed is not None and "draft=" in renewed[1]
        again = renewed[1].replace("&amp;", "&")
        told = {receipt(owner.post(server + again, data=typed(3000)).text) for server in (there, here, there)}
    assert len(told) == 1 == len(pair.kept("drafted"))
    say("8 presses with forged and borrowed drafts: 8 × 404; an expired one: 409 and a new draft; 3 presses, 1 receipt")


def put_draft(pair: Pair, intake_id: str, conversation: str, minutes_ago: int = 0) -> str:
    """A draft as a reply makes it, so long ago."""
    clock = SystemClock()
    with read(pair.engine) as connection:
        found = find_intake_on(connection, intake_id, clock.today())
    assert found is not None
    made = {"made_at": clock.now() - timedelta(minutes=minutes_ago), "terms": terms_digest(*found)}
    ids = {"id": f"{intake_id}-{minutes_ago}-draft", "conversation_id": conversation, "course_id": found[0].id}
    with write(pair.engine) as connection:
        connection.execute(insert(enrolment_drafts), {**ids, **made, "intake_id": intake_id})
    return ids["id"]
