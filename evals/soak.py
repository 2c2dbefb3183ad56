"""A soak: the real server under half its load for long; what grows is a leak.

`python -m evals.soak --minutes 20 [--rate 10] [--database sqlite|postgresql] [--write]`. People ask on loopback, each a
few messages, then others come. Every ten seconds memory, file handles, threads and connections to the database are
read. The first quarter is warming up; growth is the difference between the medians of the second and the fourth
quarter. Exit 1 where something grew, or a message was not answered. Bounded in time and in messages.
"""

import argparse
import asyncio
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Engine, create_engine, text

from evals.bench_load import LoadResult, run_people
from evals.bench_site import DATABASES, NoServerProgramsError, empty_database, how_busy, open_assistant
from evals.run import RESULTS
from evals.server_under_test import ServerUnderTest

_EVERY_SECONDS = 10.0
_ROUND_SECONDS, _PAUSE_SECONDS = 30.0, 3.0
_CONNECTIONS = """
SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND backend_type = 'client backend'
  AND pid <> pg_backend_pid()
"""
#: How much more the last quarter may have than the second: share of it, and so much besides.
_MAY_GROW = {"memory MB": (0.03, 5.0), "handles": (0.0, 8.0), "threads": (0.0, 4.0), "connections": (0.0, 4.0)}


@dataclass
class Soak:
    """What was read, in order; and how people fared."""

    samples: dict[str, list[float]] = field(default_factory=lambda: {name: [] for name in _MAY_GROW})
    load: LoadResult = field(default_factory=LoadResult)


@dataclass(frozen=True)
class Growth:
    """Medians of the second and the fourth quarter."""

    name: str
    early: float
    late: float
    most: float

    @property
    def is_growth(self) -> bool:
        share, besides = _MAY_GROW[self.name]
        return self.late - self.early > self.early * share + besides

    @property
    def row(self) -> str:
        said = "yes" if self.is_growth else "no"
        return f"| {self.name} | {self.early:.0f} | {self.late:.0f} | {self.most:.0f} | {said} |"


def growth_of(name: str, values: Sequence[float]) -> Growth:
    """Raises ValueError for fewer than eight readings."""
    if len(values) < 8:
        raise ValueError(f"{len(values)} readings of {name} are too few to tell growth from chance")
    quarter = len(values) // 4
    early, late = values[quarter : 2 * quarter], values[-quarter:]
    return Growth(name, statistics.median(early), statistics.median(late), max(values))


async def soak(server: ServerUnderTest, engine: Engine | None, rate: float, seconds: float) -> Soak:
    found, end = Soak(), time.monotonic() + seconds
    reading = asyncio.create_task(_read(server, engine, end, found))
    people = max(1, round(rate * _PAUSE_SECONDS))
    while (left := end - time.monotonic()) > 1:
        result = await run_people(server.port, people, _PAUSE_SECONDS, min(_ROUND_SECONDS, left))
        found.load.times += result.times
        found.load.errors += result.errors
    await reading
    return found


async def _read(server: ServerUnderTest, engine: Engine | None, end: float, found: Soak) -> None:
    while time.monotonic() < end:
        found.samples["memory MB"].append(server.resident_megabytes())
        found.samples["handles"].append(server.open_handles())
        found.samples["threads"].append(server.threads())
        found.samples["connections"].append(await asyncio.to_thread(_count_connections, engine))
        await asyncio.sleep(min(_EVERY_SECONDS, max(0.0, end - time.monotonic())))


def _count_connections(engine: Engine | None) -> float:
    """0 on SQLite, where they are among the handles."""
    if engine is None:
        return 0.0
    with engine.connect() as connection:
        return float(connection.execute(text(_CONNECTIONS)).scalar_one())


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=20.0)
    parser.add_argument("--rate", type=float, default=10.0, help="messages a second")
    parser.add_argument("--database", choices=DATABASES, default="postgresql")
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    try:
        table, is_well = _run(arguments.database, arguments.rate, arguments.minutes)
    except NoServerProgramsError as error:
        print(error, file=sys.stderr)
        return 2
    print(table)
    if arguments.write:
        (RESULTS / f"soak_{arguments.database}.md").write_text(table + "\n", encoding="utf-8")
    return 0 if is_well else 1


def _run(kind: str, rate: float, minutes: float) -> tuple[str, bool]:
    with tempfile.TemporaryDirectory() as name, empty_database(kind, Path(name)) as url:
        _, ready = open_assistant(url, Path(name))  # the knowledge is built before the clock runs
        ready.dispose()
        engine = create_engine(url, pool_size=1, max_overflow=0) if kind == "postgresql" else None
        with ServerUnderTest(Path(name), DATABASE_URL=url) as server:
            found = asyncio.run(soak(server, engine, rate, minutes * 60))
        if engine is not None:
            engine.dispose()
    grown = [growth_of(one, values) for one, values in found.samples.items()]
    ordered = sorted(found.load.times) or [float("inf")]
    p95 = ordered[int(len(ordered) * 0.95)]
    command = f"python -m evals.soak --minutes {minutes:g} --rate {rate:g} --database {kind}"
    lines = [
        f"# Soak on {kind}\n",
        f"`{command}`, one run; at the end {how_busy()}.\n",
        f"{len(found.load.times)} messages answered, {found.load.errors} not; p95 {p95:.0f} ms.\n",
        "| what | second quarter | last quarter | most | growth |",
        "|---|---:|---:|---:|---|",
        *(
            f"| {g.name} | {g.early:.0f} | {g.late:.0f} | {g.most:.0f} | {'yes' if g.is_growth else 'no'} |"
            for g in grown
        ),
    ]
    return "\n".join(lines), not found.load.errors and not any(one.is_growth for one in grown)


if __name__ == "__main__":
    sys.exit(main())
