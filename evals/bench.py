"""`make bench`: how fast and how large, in one run. Prints tables; `--write` keeps them in evals/results/bench.md.

Machines are shared and noisy: compare figures within one run, not between runs.
"""

import argparse
import asyncio
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from assistant.bootstrap import build_trial
from assistant.services.clock import ChosenDay
from assistant.settings import Settings
from evals.bench_load import LoadResult, find_highest_rate, run_people
from evals.cases import read_cases
from evals.run import DATASETS, RESULTS
from evals.server_under_test import ServerUnderTest


def bench_turns() -> str:
    """Whole turns in this process, storage included."""
    clock = ChosenDay(date(2026, 11, 23))
    assistant = build_trial(Settings(), clock)
    cases = [case for half in ("dev", "test") for case in read_cases(DATASETS / f"policy_{half}.jsonl")]
    times: list[float] = []
    for case in cases:
        started = assistant.conversations.start(case.audience)
        for text in case.turns:
            begin = time.perf_counter()
            assistant.conversations.answer(started.id, text)
            times.append((time.perf_counter() - begin) * 1000)
    return row("policy turn in process", times, "p50 ≤ 40, p95 ≤ 120")


def row(name: str, times: list[float], wanted: str) -> str:
    ordered = sorted(times)
    p50, p95 = ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.95)]
    return f"| {name} | {len(ordered)} | {p50:.1f} | {p95:.1f} | {wanted} |"


def bench_http() -> list[str]:
    """Start-up, fifty people, the highest rate, and memory after all that."""
    with tempfile.TemporaryDirectory() as folder:
        with ServerUnderTest(Path(folder)) as first:
            first_start = first.start_seconds
        with ServerUnderTest(Path(folder)) as server:
            people: LoadResult = asyncio.run(run_people(server.port, people=50, every_seconds=3.0, seconds=30.0))
            rate, at_rate = asyncio.run(find_highest_rate(server.port))
            memory = server.resident_megabytes()
    return [
        row("HTTP, 50 people, one message each every 3 s", people.times, f"p95 ≤ 300, errors 0: {people.errors}"),
        row(f"HTTP, highest rate with p95 ≤ 1 s: {rate:.0f} messages/s", at_rate.times, f"errors {at_rate.errors}"),
        f"| first start (builds) / second start | 1 | {first_start:.1f} s | {server.start_seconds:.1f} s | ≤ 6 s |",
        f"| resident memory after the load | 1 | {memory:.0f} MB | | ≤ 350 MB |",
    ]


def _run_bench(module: str) -> str:
    """The tables of a bench, run in a process of its own so that its memory is its own."""
    return subprocess.run([sys.executable, "-m", module], capture_output=True, text=True, check=True).stdout


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    lines = ["| what | n | p50 ms | p95 ms | wanted |", "|---|---:|---:|---:|---|", bench_turns(), *bench_http()]
    print("\n".join(lines))
    retrieval, subsidies = _run_bench("evals.bench_retrieval"), _run_bench("evals.bench_subsidies")
    print(retrieval, subsidies, sep="\n")
    vacancies = _run_bench("evals.bench_vacancies")
    print(vacancies)
    if arguments.write:
        RESULTS.mkdir(exist_ok=True)
        head = "# Benchmarks\n\n`make bench` (`python -m evals.bench --write`), one run, 2 cores, shared machine.\n\n"
        text = head + "\n".join(lines) + "\n\n## Retrieval\n\n" + retrieval + "\n## Subsidies\n\n" + subsidies
        text += "\n## Vacancies\n\n" + vacancies
        (RESULTS / "bench.md").write_text(text.rstrip() + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
