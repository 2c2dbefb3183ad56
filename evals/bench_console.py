"""The queues of the console over HTTP: cases and labour requests, fifty thousand of each, on either database.

`python -m evals.bench_console [--rows 50000] [--database sqlite|postgresql] [--write]`, against the real server in a
process of its own. Every page is opened in turn by one member of staff, then by ten at once who look every two seconds.
Exit 1 where a queue takes longer than a tenth of a second at the 95th percentile.
"""

import argparse
import random
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import httpx
from sqlalchemy import Engine, Table, insert

from assistant.adapters.sql.case_records import case_row, event_row
from assistant.adapters.sql.engine import write
from assistant.adapters.sql.labour_records import labour_event_row, request_row
from assistant.adapters.sql.labour_tables import labour_events, labour_requests
from assistant.adapters.sql.tables import case_events, cases
from assistant.bootstrap import Assistant
from assistant.domain.case_policy import CasePolicy, with_terms
from assistant.domain.cases import PERSON, Case, CaseEvent, CaseState, EventKind
from assistant.domain.conversation import HandoverReason
from assistant.domain.labour_requests import (
    LabourEvent,
    LabourEventKind,
    LabourRequest,
    LabourState,
    LabourTerms,
)
from assistant.domain.labour_steps import LabourPolicy
from assistant.domain.vacancies import Pay
from evals.bench_site import (
    DATABASES,
    HEAD,
    SUPERVISOR,
    NoServerProgramsError,
    empty_database,
    how_busy,
    log_in_supervisor,
    open_assistant,
    p95,
    row,
    settle,
)
from evals.run import RESULTS
from evals.server_under_test import ServerUnderTest

MOST_SECONDS = 0.1
_BATCH, _REPEATS, _DAYS = 2000, 40, 60
_STAFF, _LOOKS, _PAUSE_SECONDS = 10, 10, 2.0
_OWNERS = (SUPERVISOR, "li", "wang", "chen", "zhou", "wu")
_CASE_STATES = (*[CaseState.OPEN] * 3, CaseState.CLAIMED, CaseState.CLAIMED, *[CaseState.RESOLVED] * 5)
_LABOUR_STATES = (
    *[LabourState.PUBLISHED] * 3,
    LabourState.ACCEPTED,
    LabourState.DISPATCHED,
    *[LabourState.EVALUATED] * 5,
)
_PAGES = {
    "cases, all that are live": "/staff",
    "cases, nobody's yet": "/staff?state=open",
    "cases, my own": "/staff?mine=1",
    "cases, wages unpaid": "/staff?reason=wage_arrears",
    "cases, complaints": "/staff?kind=complaint",
    "cases, overdue": "/staff?due=overdue",
    "cases, closed": "/staff?state=closed",
    "cases, page 300": "/staff?page=300",
    "requests, all that are live": "/staff/requests",
    "requests, my own": "/staff/requests?mine=1",
    "requests, evaluated": "/staff/requests?state=evaluated",
    "requests, page 300": "/staff/requests?page=300",
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=50_000)
    parser.add_argument("--database", choices=DATABASES)
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    parts, is_fast = [], True
    for kind in (arguments.database,) if arguments.database else DATABASES:
        try:
            table, fast = _run(kind, arguments.rows)
        except NoServerProgramsError as error:
            print(error, file=sys.stderr)
            return 2
        print(table, flush=True)
        parts.append(table)
        is_fast = is_fast and fast
    if arguments.write:
        head = "# Queues of the console\n\n`python -m evals.bench_console --write`, one run, 2 cores, shared machine.\n"
        (RESULTS / "bench_console.md").write_text("\n".join((head, *parts)), encoding="utf-8")
    return 0 if is_fast else 1


def _run(kind: str, count: int) -> tuple[str, bool]:
    with tempfile.TemporaryDirectory() as name, empty_database(kind, Path(name)) as url:
        assistant, engine = open_assistant(url, Path(name))
        _fill_cases(engine, assistant, count)
        _fill_requests(engine, assistant, count)
        settle(engine)
        token = log_in_supervisor(assistant)
        engine.dispose()
        with ServerUnderTest(Path(name), DATABASE_URL=url) as server:
            cookies = {"staff_session": token}
            with httpx.Client(base_url=server.url, cookies=cookies, timeout=60) as client:
                health = _open(client, "/healthz")
                before = server.processor_seconds()
                alone = {what: _open(client, path) for what, path in _PAGES.items()}
                used = server.processor_seconds() - before
            together = _open_together(server.url, cookies)
    everything = [second for times in alone.values() for second in times]
    lines = [row(what, times) for what, times in alone.items()]
    lines.append(row("all of these, one after another", everything, "p95 ≤ 100"))
    lines.append(row(f"all of these, {_STAFF} staff, each every {_PAUSE_SECONDS:.0f} s", together, "p95 ≤ 100"))
    lines.append(row("a health check, to compare", health))
    title = f"## {kind}, {count:,} cases and {count:,} labour requests\n\n{HEAD}\n"
    own = used / ((_REPEATS + 1) * len(_PAGES)) * 1000
    end = f"\n\nThe server's own processor time: {own:.0f} ms a page. In the end {how_busy()}.\n"
    return title + "\n".join(lines) + end, max(p95(everything), p95(together)) <= MOST_SECONDS


def _open(client: httpx.Client, path: str) -> list[float]:
    client.get(path).raise_for_status()
    return [_seconds(client, path) for _ in range(_REPEATS)]


def _seconds(client: httpx.Client, path: str) -> float:
    begun = time.perf_counter()
    answer = client.get(path)
    taken = time.perf_counter() - begun
    assert answer.status_code == 200, answer.status_code
    return taken


def _open_together(url: str, cookies: dict[str, str]) -> list[float]:
    times: list[float] = []

    def look(number: int) -> None:
        chance, paths = random.Random(number), list(_PAGES.values())
        with httpx.Client(base_url=url, cookies=cookies, timeout=60) as client:
            for _ in range(_LOOKS):
                time.sleep(chance.uniform(0.5, 1.5) * _PAUSE_SECONDS)
                times.append(_seconds(client, chance.choice(paths)))

    threads = [threading.Thread(target=look, args=(number,)) for number in range(_STAFF)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(times) == _STAFF * _LOOKS, "a look has failed"
    return times


def _fill_cases(engine: Engine, assistant: Assistant, count: int) -> None:
    policy, chance = assistant.office.policy(), random.Random(6)
    made = list(_cases(chance, policy, assistant.office.clock.now(), count))
    rows = [
        {**case_row(case), "opened_on": case.opened_at.date(), "sequence": number} for number, case in enumerate(made)
    ]
    opened = [event_row(CaseEvent(case.number, case.opened_at, PERSON, EventKind.OPENED), 1) for case in made]
    _insert(engine, cases, rows)
    _insert(engine, case_events, opened)


def _cases(chance: random.Random, policy: CasePolicy, now: datetime, count: int) -> Iterator[Case]:
    """Of sixty days. No claim has ended: the sweep of the server has nothing to return."""
    for number in range(count):
        at = now - timedelta(minutes=chance.randrange(_DAYS * 24 * 60))
        reason, state = chance.choice(list(HandoverReason)), chance.choice(_CASE_STATES)
        case = with_terms(Case(f"CQ-{number:08d}", f"c{number}", reason, "老板三个月没发工资，怎么办？", at), policy)
        owner = None if state is CaseState.OPEN else chance.choice(_OWNERS)
        closed_at = at + timedelta(hours=5) if state is CaseState.RESOLVED else None
        expires_at = policy.claim_expires(reason, now) if state is CaseState.CLAIMED else None
        yield replace(case, state=state, owner=owner, closed_at=closed_at, claim_expires_at=expires_at)


def _fill_requests(engine: Engine, assistant: Assistant, count: int) -> None:
    policy, chance = assistant.labour.policy(), random.Random(7)
    made = list(_requests(chance, policy, assistant.labour.clock.now(), count))
    rows = [{**request_row(one), "form_digest": one.number} for one in made]
    sent = [
        labour_event_row(LabourEvent(one.number, one.published_at, PERSON, LabourEventKind.PUBLISHED), 1)
        for one in made
    ]
    _insert(engine, labour_requests, rows)
    _insert(engine, labour_events, sent)


def _requests(chance: random.Random, policy: LabourPolicy, now: datetime, count: int) -> Iterator[LabourRequest]:
    terms = LabourTerms(
        "示例机械厂", "普工", ("普工",), 20, Pay(5000, 6000, "month"), "yubei", "空港", benefits=("包吃",)
    )
    for number in range(count):
        at, state = now - timedelta(minutes=chance.randrange(_DAYS * 24 * 60)), chance.choice(_LABOUR_STATES)
        yield LabourRequest(
            f"YG-{number:08d}",
            replace(terms, headcount=chance.randrange(1, 50)),
            at,
            policy.due_in(state, at),
            state,
            None if state is LabourState.PUBLISHED else chance.choice(_OWNERS),
            closed_at=at if state is LabourState.EVALUATED else None,
        )


def _insert(engine: Engine, table: Table, rows: list[dict[str, object]]) -> None:
    for begun in range(0, len(rows), _BATCH):
        with write(engine) as connection:
            connection.execute(insert(table), rows[begun : begun + _BATCH])


if __name__ == "__main__":
    sys.exit(main())
