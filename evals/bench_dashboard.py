"""How long the dashboard of a year takes over a million turns; bounded: it stops by itself.

`python -m evals.bench_dashboard [--turns 1000000] [--database-url …]`: writes the turns in bulk, counts them, then
opens the page and a picture with and without filters on a server of its own.
"""

import argparse
import random
import re
import tempfile
import time
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import httpx
from sqlalchemy import Engine, insert

from assistant.adapters.sql.engine import open_engine, write
from assistant.adapters.sql.migrate import migrate
from assistant.adapters.sql.tables import conversations, feedback, turns
from assistant.bootstrap import Assistant, build_assistant
from assistant.domain.regions import Region
from assistant.domain.staff import Role
from assistant.services.clock import CHONGQING
from assistant.services.staff_accounts import OPERATOR
from assistant.settings import Settings
from evals.server_under_test import ServerUnderTest

_DAYS, _BATCH, _TURNS_EACH = 365, 20_000, 4
_PASSWORD = "三峡广场的早班车很准时"
_STATUSES = ("answered",) * 14 + ("clarification", "smalltalk", "handed_over", "unanswerable_no_source") + (
    "unanswerable_lapsed", "paused",
)  # fmt: skip
_TOOLS = (
    '[{"name":"search_policies","arguments":{},"ok":true}]',
    '[{"name":"find_vacancies","arguments":{},"ok":true}]',
)
_REPEATS = 20


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--turns", type=int, default=1_000_000)
    parser.add_argument("--database-url", default="")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = arguments.database_url or f"sqlite:///{folder}/assistant.db"
        settings = Settings(_env_file=None, data_dir=Path(folder), database_url=url)
        engine = open_engine(url)
        migrate(engine)
        assistant = build_assistant(settings)
        _timed("writing the turns", lambda: _fill(engine, assistant, min(arguments.turns, 2_000_000)))
        _timed("counting them", assistant.oversight.roll_up.run_once)
        _timed("counting what is new", assistant.oversight.roll_up.run_once)
        _add_supervisor(assistant)
        engine.dispose()
        with ServerUnderTest(Path(folder), DATABASE_URL=url) as server:
            _measure_pages(server, assistant.office.clock.today())


def _fill(engine: Engine, assistant: Assistant, count: int) -> int:
    chance, now = random.Random(6), datetime.now(CHONGQING)
    districts: list[Region] = list(assistant.oversight.regions().find_current_districts(now.date()))
    topics = list(assistant.knowledge.documents)
    rows = _rows(chance, now, count, [district.id for district in districts], topics)
    for begun in range(0, count, _BATCH):
        batch = [next(rows) for _ in range(min(_BATCH, count - begun))]
        talks = [
            {"id": row["conversation_id"], "audience": row.pop("audience"), "created_at": row["asked_at"],
             "secret_digest": "", "last_turn": _TURNS_EACH}
            for row in batch if row["id"] == 1
        ]  # fmt: skip
        told = [
            {"conversation_id": row["conversation_id"], "turn_id": row["id"], "helpful": chance.random() < 0.8,
             "reason": "", "comment": ""}
            for row in batch if chance.random() < 0.1
        ]  # fmt: skip
        for row in batch:
            row.pop("audience", None)
        with write(engine) as connection:
            connection.execute(insert(conversations), talks)
            connection.execute(insert(turns), batch)
            connection.execute(insert(feedback), told)
    return count


def _rows(
    chance: random.Random, now: datetime, count: int, districts: list[str], topics: list[str]
) -> Iterator[dict[str, object]]:
    """Turns spread over the year, four to a conversation; a third say where they are."""
    year = timedelta(days=_DAYS)
    for number in range(count):
        talk, turn = divmod(number, _TURNS_EACH)
        place = f'"{chance.choice(districts)}"' if chance.random() < 0.33 else "null"
        yield {
            "conversation_id": f"c{talk}",
            "id": turn + 1,
            "audience": "employer" if talk % 5 == 0 else "job_seeker",
            "status": chance.choice(_STATUSES),
            "question": "我失业了能领多少钱？",
            "text": "可以按规定申请。[1]",
            "replier": "rules" if number % 3 else "示例模型",
            "duration_ms": 20,
            "asked_at": now - year * ((talk * 2_654_435_761 % 2**32) / 2**32) - timedelta(minutes=9 - turn),
            "handover_reason": "asked" if number % 40 == 0 else None,
            "case_number": None,
            "citations_json": "[]",
            "tools_json": _TOOLS[number % 2],
            "cards_json": "[]",
            "suggestions_json": "[]",
            "facts_json": "{}",
            "state_json": f'{{"version":1,"topic_id":"{chance.choice(topics)}","region_id":{place}}}',
        }


def _add_supervisor(assistant: Assistant) -> None:
    accounts = assistant.office.accounts
    given = accounts.add(OPERATOR, "zhao", Role.SUPERVISOR)
    accounts.change_password(accounts.log_in("zhao", given.password).token, given.password, _PASSWORD)


def _measure_pages(server: ServerUnderTest, now: date) -> None:
    year = f"first={now - timedelta(days=_DAYS - 1)}&last={now}"
    with httpx.Client(base_url=server.url, timeout=60) as client:
        client.post("/staff/login", data={"name": "zhao", "password": _PASSWORD})
        page = client.get(f"/staff/dashboard?{year}")
        shown = re.findall(r"<dd>([^<]*)<", page.text)
        print(f"a year's page: {page.status_code}, conversations and turns {shown[:2]}, {len(page.text) // 1024} KiB")
        for name, path in {
            "page, a year": f"/staff/dashboard?{year}",
            "page, a year, one audience and district": f"/staff/dashboard?{year}&audience=employer&district=wanzhou",
            "page, 30 days": "/staff/dashboard",
            "page, today by hour": f"/staff/dashboard?first={now}&last={now}",
            "a picture, a year": f"/staff/dashboard/rates.svg?{year}",
            "all tables, a year": f"/staff/dashboard/all.xlsx?{year}",
        }.items():
            times = sorted(_seconds(lambda path=path: client.get(path)) for _ in range(_REPEATS))  # type: ignore[misc]
            half, most = times[len(times) // 2] * 1000, times[int(len(times) * 0.95)] * 1000
            print(f"{name}: p50 {half:.0f} ms, p95 {most:.0f} ms", flush=True)
        _timed("all pictures of the page, one after another", lambda: _draw_all(client, page.text))


def _draw_all(client: httpx.Client, page: str) -> int:
    sources = re.findall(r'<img class="pictures__drawn" src="([^"]+)"', page)
    return sum(client.get(source.replace("&amp;", "&")).status_code == 200 for source in sources)


def _timed(name: str, work) -> None:  # type: ignore[no-untyped-def]
    begun = time.perf_counter()
    done = work()
    print(f"{name}: {done:,} in {time.perf_counter() - begun:.2f} s", flush=True)


def _seconds(work) -> float:  # type: ignore[no-untyped-def]
    begun = time.perf_counter()
    assert work().status_code == 200
    return time.perf_counter() - begun


if __name__ == "__main__":
    main()
