"""How long the dashboard of a year takes over a million turns; bounded: it stops by itself.

`python -m evals.bench_dashboard [--turns 1000000] [--database sqlite|postgresql] [--write]`: writes the turns in bulk,
counts them, then opens the page and a picture with and without filters on a server of its own; on both databases unless
one is named. Exit 1 where a page of a year takes longer than a second at the 95th percentile.
"""

import argparse
import random
import re
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import httpx
from sqlalchemy import Engine, insert

from assistant.adapters.sql.engine import write
from assistant.adapters.sql.tables import conversations, feedback, turns
from assistant.bootstrap import Assistant
from assistant.domain.regions import Region
from assistant.services.clock import CHONGQING
from evals.bench_site import (
    DATABASES,
    HEAD,
    NoServerProgramsError,
    empty_database,
    log_in_supervisor,
    open_assistant,
    p95,
    row,
    settle,
)
from evals.run import RESULTS
from evals.server_under_test import ServerUnderTest

MOST_SECONDS = 1.0
_DAYS, _BATCH, _TURNS_EACH = 365, 20_000, 4
_MOST_TURNS = 2_000_000
_WANTED = {
    "page, a year": "p95 ≤ 1000",
    "page, a year, one audience and district": "p95 ≤ 1000",
    "page, 30 days": "p95 ≤ 1000",
    "page, today by hour": "p95 ≤ 1000",
    "a picture, a year": "p95 ≤ 1000",
}
_STATUSES = ("answered",) * 14 + ("clarification", "smalltalk", "handed_over", "unanswerable_no_source") + (
    "unanswerable_lapsed", "paused",
)  # fmt: skip
_TOOLS = (
    '[{"name":"search_policies","arguments":{},"ok":true}]',
    '[{"name":"find_vacancies","arguments":{},"ok":true}]',
)
_REPEATS = 20


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--turns", type=int, default=1_000_000)
    parser.add_argument("--database", choices=DATABASES)
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    parts, is_fast = [], True
    for kind in (arguments.database,) if arguments.database else DATABASES:
        try:
            table, fast = _run(kind, min(arguments.turns, _MOST_TURNS))
        except NoServerProgramsError as error:
            print(error, file=sys.stderr)
            return 2
        print(table, flush=True)
        parts.append(table)
        is_fast = is_fast and fast
    if arguments.write:
        head = "# The dashboard\n\n`python -m evals.bench_dashboard --write`, one run, 2 cores, shared machine.\n"
        (RESULTS / "bench_dashboard.md").write_text("\n".join((head, *parts)), encoding="utf-8")
    return 0 if is_fast else 1


def _run(kind: str, count: int) -> tuple[str, bool]:
    with tempfile.TemporaryDirectory() as name, empty_database(kind, Path(name)) as url:
        assistant, engine = open_assistant(url, Path(name))
        lines = [f"## {kind}, a year with {count:,} turns\n"]
        lines.append(_timed("Writing the turns", lambda: _fill(engine, assistant, count)))
        settle(engine)
        lines.append(_timed("Counting them", assistant.oversight.roll_up.run_once))
        lines.append(_timed("Counting what is new", assistant.oversight.roll_up.run_once))
        settle(engine)
        token = log_in_supervisor(assistant)
        engine.dispose()
        with ServerUnderTest(Path(name), DATABASE_URL=url) as server:
            pages = _measure_pages(server, token, assistant.office.clock.today())
    rows = [row(name, times, _WANTED.get(name, "")) for name, times in pages.items()]
    is_fast = all(p95(pages[name]) <= MOST_SECONDS for name in _WANTED)
    return "\n".join((*lines, f"\n{HEAD}", *rows)) + "\n", is_fast


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
        for turn in batch:
            turn.pop("audience", None)
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


def _measure_pages(server: ServerUnderTest, token: str, now: date) -> dict[str, list[float]]:
    """Seconds of each page, by its name."""
    year = f"first={now - timedelta(days=_DAYS - 1)}&last={now}"
    paths = {
        "page, a year": f"/staff/dashboard?{year}",
        "page, a year, one audience and district": f"/staff/dashboard?{year}&audience=employer&district=wanzhou",
        "page, 30 days": "/staff/dashboard",
        "page, today by hour": f"/staff/dashboard?first={now}&last={now}",
        "a picture, a year": f"/staff/dashboard/rates.svg?{year}",
        "all tables, a year": f"/staff/dashboard/all.xlsx?{year}",
    }
    with httpx.Client(base_url=server.url, cookies={"staff_session": token}, timeout=60) as client:
        page = client.get(paths["page, a year"])
        assert re.findall(r"<dd>([^<]*)<", page.text), "the page shows no figures"
        for path in paths.values():  # the very first picture loads the drawing library
            client.get(path).raise_for_status()
        times = {
            name: [_seconds(lambda path=path: client.get(path)) for _ in range(_REPEATS)]  # type: ignore[misc]
            for name, path in paths.items()
        }
        times["all pictures of the page, one after another"] = [_draw_all(client, page.text) for _ in range(2)]
    return times


def _draw_all(client: httpx.Client, page: str) -> float:
    sources = re.findall(r'<img class="pictures__drawn" src="([^"]+)"', page)
    return sum(_seconds(lambda source=source: client.get(source.replace("&amp;", "&"))) for source in sources)  # type: ignore[misc]


def _timed(name: str, work: Callable[[], int]) -> str:
    begun = time.perf_counter()
    done = work()
    return f"- {name}: {done:,} in {time.perf_counter() - begun:.1f} s"


def _seconds(ask: Callable[[], httpx.Response]) -> float:
    begun = time.perf_counter()
    assert ask().status_code == 200
    return time.perf_counter() - begun


if __name__ == "__main__":
    sys.exit(main())
