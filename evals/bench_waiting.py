"""Two hundred turns waiting at once for a slow model, in one server process: what happens to everybody else meanwhile.

All ask at the same moment, which is the worst case; the load ends by itself.
"""

import asyncio
import sqlite3
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import httpx
from sqlalchemy import create_engine, text

from evals.health_polls import HealthPolls
from evals.server_under_test import ServerUnderTest
from evals.stand_in.perfect import perfect
from evals.stand_in_apart import StandInApart

WAITING = 200
DELAY_SECONDS = 6.0
#: Each finds its evidence by rules, so that the model is asked once.
QUESTIONS = (
    "我失业了能领多少钱?",
    "毕业一年了还没找到工作，自己交社保有补贴没得",
    "老板拖欠工资去哪点投诉",
    "创业贷款最多贷好多",
    "试用期工资最低多少",
    "失业登记在哪里办",
)
SMALLTALK = "你好"
_OTHERS = 12
_SPARE_SECONDS = 0.4
_LONGEST_SECONDS = 60.0
_ACTIVE = text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    " AND (state = 'active' OR state LIKE 'idle in transaction%')"
)

#: What is tried beside the waiting turns, called in a thread; gives back a number.
Probe = Callable[[], float]
_Asked = list["asyncio.Task[tuple[float, str]]"]


@dataclass
class Meanwhile:
    """Milliseconds, and what the probe found, while all wait. `coming`, `leaving`: health before that and after it."""

    coming: list[float] = field(default_factory=list)
    health: list[float] = field(default_factory=list)
    leaving: list[float] = field(default_factory=list)
    smalltalk: list[float] = field(default_factory=list)
    busy: list[float] = field(default_factory=list)
    probed: list[float] = field(default_factory=list)
    whole: list[float] = field(default_factory=list)
    most_waiting: int = 0
    ended: Counter[str] = field(default_factory=Counter)
    busy_ended: Counter[str] = field(default_factory=Counter)


class Crowd:
    """Two hundred people who ask at once, and a dozen who come while these wait."""

    def __init__(self, server: ServerUnderTest, stand_in: StandInApart, probe: Probe) -> None:
        self._url = server.url
        self._stand_in = stand_in
        self._probe = probe
        self._seen = Meanwhile()

    async def run(self) -> Meanwhile:
        limits = httpx.Limits(max_connections=None, max_keepalive_connections=None)
        async with httpx.AsyncClient(base_url=self._url, limits=limits, timeout=_LONGEST_SECONDS) as client:
            people = [await _begin(client) for _ in range(WAITING + _OTHERS)]
            for person in people[WAITING:]:
                await _ask(client, person, SMALLTALK)
            with HealthPolls(self._url) as polls:
                began = time.monotonic()
                asked = [
                    asyncio.create_task(_ask(client, person, QUESTIONS[place % len(QUESTIONS)]))
                    for place, person in enumerate(people[:WAITING])
                ]
                await self._until_all_wait(asked)
                first = time.monotonic()
                await self._look_round(client, people[WAITING:], began + DELAY_SECONDS - _SPARE_SECONDS)
                last = time.monotonic()
                for milliseconds, ended in await asyncio.gather(*asked):
                    self._seen.whole.append(milliseconds)
                    self._seen.ended[ended] += 1
        self._sort(polls.seen, began, first, last)
        return self._seen

    async def _until_all_wait(self, asked: _Asked) -> None:
        while self._stand_in.waiting < WAITING and not any(task.done() for task in asked):
            await asyncio.sleep(0.01)
        self._seen.most_waiting = self._stand_in.waiting

    async def _look_round(self, client: httpx.AsyncClient, others: list[tuple[str, str]], until: float) -> None:
        """Ends before the first answer comes, which would make room for one more at the model."""
        turn = 0
        while time.monotonic() < until:
            person = others[turn % len(others)]
            self._seen.smalltalk.append((await _ask(client, person, SMALLTALK))[0])
            milliseconds, ended = await _ask(client, person, QUESTIONS[turn % len(QUESTIONS)])
            self._seen.busy.append(milliseconds)
            self._seen.busy_ended[ended] += 1
            self._seen.probed.append(await asyncio.to_thread(self._probe))
            turn += 1

    def _sort(self, polls: list[tuple[float, float]], began: float, first: float, last: float) -> None:
        for at, milliseconds in polls:
            if at >= began:
                phase = self._seen.coming if at < first else self._seen.health if at < last else self._seen.leaving
                phase.append(milliseconds)


async def _begin(client: httpx.AsyncClient) -> tuple[str, str]:
    """A conversation's id and its cookie."""
    begun = await client.post("/api/conversations", json={})
    begun.raise_for_status()
    cookies = "; ".join(f"{name}={value}" for name, value in begun.cookies.items())
    client.cookies.clear()
    return str(begun.json()["id"]), cookies


async def _ask(client: httpx.AsyncClient, person: tuple[str, str], question: str) -> tuple[float, str]:
    """Milliseconds, and who ended the turn: the model, rules, or the name of what went wrong."""
    path, headers = f"/api/conversations/{person[0]}/messages", {"Accept": "application/json", "Cookie": person[1]}
    begin = time.monotonic()
    try:
        answer = await client.post(path, json={"text": question}, headers=headers)
    except httpx.TransportError as error:
        return (time.monotonic() - begin) * 1000, type(error).__name__
    taken = (time.monotonic() - begin) * 1000
    if answer.status_code != 200:
        return taken, f"HTTP {answer.status_code}"
    turn = answer.json()
    if turn["status"].startswith("error"):
        return taken, str(turn["status"])
    return taken, "rules" if turn["replier"] == "rules" else "model"


def write_into(database: Path) -> float:
    """Milliseconds until somebody else may write: BEGIN IMMEDIATE on a connection of its own, rolled back."""
    connection = sqlite3.connect(database, timeout=5, isolation_level=None)
    try:
        begin = time.monotonic()
        connection.execute("BEGIN IMMEDIATE")
        taken = (time.monotonic() - begin) * 1000
        connection.execute("ROLLBACK")
        return taken
    finally:
        connection.close()


def run_crowd(folder: Path, database_url: str = "") -> Meanwhile:
    """All of it on SQLite, or on the given PostgreSQL. `probed`: ms until one may write; or sessions at work.

    The dozen who come later hold no session when the probe looks: their turns have ended.
    """
    settings = {"CHAT_MODEL": "stand-in", "CHAT_CONCURRENCY": str(WAITING)}
    if database_url:
        settings["DATABASE_URL"] = database_url
    engine = create_engine(database_url or "sqlite://")

    def probe() -> float:
        if not database_url:
            return write_into(folder / "assistant.db")
        with engine.connect() as connection:
            return float(connection.execute(_ACTIVE).scalar_one())

    try:
        with (
            StandInApart(perfect, DELAY_SECONDS) as stand_in,
            ServerUnderTest(folder, OPENAI_BASE_URL=stand_in.url, **settings) as server,
        ):
            return asyncio.run(Crowd(server, stand_in, probe).run())
    finally:
        engine.dispose()
