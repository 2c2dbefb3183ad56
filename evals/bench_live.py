"""Live conversations at once: how long until what one side writes is seen by the other.

`python -m evals.bench_live [--conversations 200] [--seconds 30] [--database sqlite|postgresql] [--write]`, against the
real server in a process of its own, on both databases unless one is named. Each conversation has a person's stream open
and is held by one member of staff, whose stream is open too; replies go to the real form of the case page, messages to
the API. Exit 1 where the 95th percentile of either direction is above half a second.
"""

import argparse
import asyncio
import random
import re
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from assistant.bootstrap import Assistant
from evals.bench_site import (
    DATABASES,
    HEAD,
    NoServerProgramsError,
    empty_database,
    log_in_supervisor,
    open_assistant,
    p95,
    row,
)
from evals.run import RESULTS
from evals.server_under_test import ServerUnderTest

MOST_SECONDS = 0.5
_LONGEST_WAIT = 10.0
_PAUSE = 10.0


@dataclass
class Talk:
    """One conversation with its streams. `seen`: what waits to be seen, by its mark."""

    id: str
    secret: str
    number: str
    seen: dict[str, asyncio.Event] = field(default_factory=dict)
    changed: asyncio.Event = field(default_factory=asyncio.Event)


@dataclass
class Times:
    """Seconds from the moment of sending to that of seeing, both ways; `lost`: never seen."""

    to_person: list[float] = field(default_factory=list)
    to_staff: list[float] = field(default_factory=list)
    lost: int = 0


def prepare(assistant: Assistant, count: int) -> tuple[str, list[Talk]]:
    """A session of a supervisor who holds all conversations; made through the services, since only what happens
    afterwards is measured."""
    office = assistant.office
    token = log_in_supervisor(assistant)
    member = office.accounts.member_of(token)
    assert member is not None
    talks = []
    for _ in range(count):
        started = assistant.conversations.start()
        handover = assistant.conversations.hand_over(started.id).handover
        assert handover is not None and handover.case_number is not None
        office.desk.claim(member, handover.case_number)
        office.live.take_over(member, handover.case_number)
        talks.append(Talk(started.id, started.secret, handover.case_number))
    return token, talks


async def read_events(client: httpx.AsyncClient, url: str, cookies: str) -> AsyncIterator[str]:
    """The data of each event."""
    async with client.stream("GET", url, headers={"Cookie": cookies}, timeout=None) as answer:
        answer.raise_for_status()
        async for line in answer.aiter_lines():
            if line.startswith("data: "):
                yield line


async def watch_person(client: httpx.AsyncClient, talk: Talk) -> None:
    cookies = f"conversation_{talk.id}={talk.secret}"
    async for line in read_events(client, f"/api/conversations/{talk.id}/events", cookies):
        for mark, event in talk.seen.items():
            if mark in line:
                event.set()


async def watch_staff(client: httpx.AsyncClient, talk: Talk, session: str) -> None:
    async for _ in read_events(client, f"/staff/cases/{talk.number}/events", f"staff_session={session}"):
        talk.changed.set()


async def converse(client: httpx.AsyncClient, talk: Talk, session: str, csrf: str, until: float, times: Times) -> None:
    """A reply of staff, then a message of the person, each timed, then a while of silence."""
    await asyncio.sleep(random.uniform(0, _PAUSE))
    count = 0
    while time.monotonic() < until:
        count += 1
        mark = f"回复{talk.number}第{count}条。"
        event = talk.seen[mark] = asyncio.Event()
        begin = time.perf_counter()
        form = {"csrf": csrf, "text": mark}
        sent = asyncio.create_task(
            client.post(f"/staff/cases/{talk.number}/reply", data=form, headers={"Cookie": f"staff_session={session}"})
        )
        await _time(event, begin, times.to_person, times)
        assert (await sent).status_code == 303, (await sent).text[:200]
        del talk.seen[mark]
        await asyncio.sleep(random.uniform(0, _PAUSE / 2))
        talk.changed.clear()
        begin = time.perf_counter()
        asked = asyncio.create_task(
            client.post(
                f"/api/conversations/{talk.id}/messages",
                json={"text": f"补充第{count}条"},
                headers={"Cookie": f"conversation_{talk.id}={talk.secret}", "Accept": "application/json"},
            )
        )
        await _time(talk.changed, begin, times.to_staff, times)
        assert (await asked).json()["status"] == "with_staff"
        await asyncio.sleep(random.uniform(0, _PAUSE))


async def _time(event: asyncio.Event, begin: float, into: list[float], times: Times) -> None:
    try:
        async with asyncio.timeout(_LONGEST_WAIT):
            await event.wait()
        into.append(time.perf_counter() - begin)
    except TimeoutError:
        times.lost += 1


@asynccontextmanager
async def streams(client: httpx.AsyncClient, talks: list[Talk], session: str) -> AsyncIterator[None]:
    tasks = [asyncio.create_task(watch_person(client, talk)) for talk in talks]
    tasks += [asyncio.create_task(watch_staff(client, talk, session)) for talk in talks]
    await asyncio.gather(*(asyncio.wait_for(talk.changed.wait(), 60) for talk in talks))
    yield
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def measure(url: str, session: str, talks: list[Talk], seconds: float) -> tuple[Times, list[float]]:
    """The times, and how long a health check took meanwhile."""
    times, health = Times(), list[float]()
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=None)
    async with httpx.AsyncClient(base_url=url, limits=limits, timeout=30, follow_redirects=False) as client:
        page = await client.get("/staff/password", headers={"Cookie": f"staff_session={session}"})
        found = re.search(r'name="csrf" value="([0-9a-f]{64})"', page.text)
        assert found is not None
        async with streams(client, talks, session):
            until = time.monotonic() + seconds
            polls = asyncio.create_task(_poll_health(client, until, health))
            await asyncio.gather(*(converse(client, talk, session, found[1], until, times) for talk in talks))
            await polls
    return times, health


async def _poll_health(client: httpx.AsyncClient, until: float, into: list[float]) -> None:
    while time.monotonic() < until:
        begin = time.perf_counter()
        (await client.get("/healthz")).raise_for_status()
        into.append(time.perf_counter() - begin)
        await asyncio.sleep(0.25)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--conversations", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=30.0)
    parser.add_argument("--database", choices=DATABASES)
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    parts, is_fast = [], True
    for kind in (arguments.database,) if arguments.database else DATABASES:
        try:
            table, fast = _run(kind, arguments.conversations, arguments.seconds)
        except NoServerProgramsError as error:
            print(error, file=sys.stderr)
            return 2
        print(table, flush=True)
        parts.append(table)
        is_fast = is_fast and fast
    if arguments.write:
        head = "# Live conversations\n\n`python -m evals.bench_live --write`, one run, 2 cores, shared machine.\n"
        (RESULTS / "bench_live.md").write_text("\n".join((head, *parts)), encoding="utf-8")
    return 0 if is_fast else 1


def _run(kind: str, count: int, seconds: float) -> tuple[str, bool]:
    with tempfile.TemporaryDirectory() as name, empty_database(kind, Path(name)) as url:
        assistant, engine = open_assistant(url, Path(name))
        session, talks = prepare(assistant, count)
        engine.dispose()
        with ServerUnderTest(Path(name), DATABASE_URL=url) as server:
            times, health = asyncio.run(measure(server.url, session, talks, seconds))
            memory = server.resident_megabytes()
    lines = (
        f"## {kind}, {count} live conversations, {memory:.0f} MB\n",
        HEAD,
        row("reply of staff, until it is in the person's stream", times.to_person, "p95 ≤ 500"),
        row("message of the person, until it is in the staff's stream", times.to_staff, "p95 ≤ 500"),
        row("health check meanwhile", health),
        f"\nNever seen: {times.lost}\n",
    )
    worst = max(p95(times.to_person), p95(times.to_staff))
    return "\n".join(lines), worst <= MOST_SECONDS and not times.lost


if __name__ == "__main__":
    sys.exit(main())
