"""`make bench`: how fast and how large, in one run. Prints tables; `--write` keeps them in evals/results/bench.md.

Machines are shared and noisy: compare figures within one run, not between runs.
"""

import argparse
import asyncio
import os
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

import httpx

from assistant.bootstrap import build_trial
from assistant.services.clock import ChosenDay
from assistant.settings import Settings
from evals.bench_load import LoadResult, find_highest_rate, run_people
from evals.cases import read_cases
from evals.run import DATASETS, RESULTS

PORT = 8767


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


class ServerUnderTest:
    """The real `serve` command in a process of its own, on loopback."""

    def __init__(self, data_dir: Path) -> None:
        self._data_dir = data_dir
        self.start_seconds = 0.0

    def __enter__(self) -> "ServerUnderTest":
        environment = os.environ | {
            "DATA_DIR": str(self._data_dir), "LOG_LEVEL": "ERROR", "MESSAGES_PER_MINUTE_ADDRESS": "1000000",
            "CONVERSATIONS_PER_MINUTE_ADDRESS": "1000000", "MESSAGES_PER_MINUTE": "1000000",
        }  # fmt: skip
        command = [sys.executable, "-m", "assistant", "serve", "--port", str(PORT)]
        begin = time.perf_counter()
        self._process = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)
        self._wait_until_ready(begin)
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.wait(timeout=20)

    def _wait_until_ready(self, begin: float) -> None:
        while time.perf_counter() - begin < 180:
            try:
                if httpx.get(f"http://127.0.0.1:{PORT}/readyz", timeout=2).status_code == 200:
                    self.start_seconds = time.perf_counter() - begin
                    return
            except httpx.TransportError:
                time.sleep(0.05)
        raise TimeoutError("the server did not become ready within 180 s")

    def resident_megabytes(self) -> float:
        """Resident set of the server process (Linux)."""
        status = Path(f"/proc/{self._process.pid}/status").read_text(encoding="ascii")
        line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
        return int(line.split()[1]) / 1024


def bench_http() -> list[str]:
    """Start-up, fifty people, the highest rate, and memory after all that."""
    with tempfile.TemporaryDirectory() as folder:
        with ServerUnderTest(Path(folder)) as first:
            first_start = first.start_seconds
        with ServerUnderTest(Path(folder)) as server:
            people: LoadResult = asyncio.run(run_people(PORT, people=50, every_seconds=3.0, seconds=30.0))
            rate, at_rate = asyncio.run(find_highest_rate(PORT))
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
