"""What a language model costs the service beside its own time, against the stand-in endpoint.

`python -m evals.bench_model [--write]`: what is added to a turn; two hundred turns that wait at once, on SQLite and,
where its programs are installed, on PostgreSQL; a model that dies or is silent. Prints tables; `--write` keeps them in
evals/results/bench_model.md. Takes about three minutes. Machines are shared and noisy: compare figures within one run.
"""

import argparse
import tempfile
import time
from collections import Counter
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from assistant.bootstrap import Assistant, build_trial
from assistant.services.clock import ChosenDay
from assistant.settings import Settings
from evals.bench_model_turn import turn_rows
from evals.bench_waiting import DELAY_SECONDS, SMALLTALK, WAITING, Meanwhile, run_crowd
from evals.postgres_server import find_programs, running_server
from evals.run import RESULTS
from evals.stand_in import FaultKind, Script, StandIn
from evals.stand_in.scripts import failing

QUESTION = "我失业了能领多少钱?"
#: How it fails, in words, how often it is asked, the bound in seconds. After three failures the breaker opens.
FAULTS: tuple[tuple[str, Script, int, str], ...] = (
    ("dies in mid-sentence, and again when asked once more", failing(FaultKind.HALF_STREAM), 4, "≤ 1, then ≤ 0.1"),
    ("takes the question and is silent", failing(FaultKind.SILENCE), 2, "≤ 8.5 (CHAT_CALL_SECONDS 8)"),
    ("a word a second, without end", failing(FaultKind.SLOW_DRIP, 1.0), 2, "≤ 15 (CHAT_TURN_SECONDS 14)"),
)
HEAD = "| what | n | p50 ms | p95 ms | max ms | wanted |\n|---|---:|---:|---:|---:|---|"


def waiting_rows(seen: Meanwhile, database: str) -> list[str]:
    """Rows of the table for one database."""
    rows = [
        _row(f"/healthz while {seen.most_waiting} wait", seen.health, "p95 ≤ 50"),
        _row("the same while they come, all at once", seen.coming, ""),
        _row("the same while they are answered", seen.leaving, ""),
        _row("你好, which rules answer, meanwhile", seen.smalltalk, "p95 ≤ 100"),
        _row(f"a question beyond CHAT_CONCURRENCY: {_told(seen.busy_ended)}", seen.busy, "all by rules, p95 ≤ 100"),
        _row(f"the waiting turns themselves: {_told(seen.ended)}", seen.whole, f"all {WAITING} end in an answer"),
    ]
    if database == "SQLite":
        return [*rows, _row("until another process may write (BEGIN IMMEDIATE)", seen.probed, "max ≤ 50")]
    most = f"{max(seen.probed):.0f}" if seen.probed else "–"
    looks = f"| sessions at work or within a transaction, at most (looks: {len(seen.probed)}) | {most} | | | | 0 |"
    return [*rows, looks]


def _row(name: str, times: list[float], wanted: str) -> str:
    ordered = sorted(times)
    if not ordered:
        return f"| {name} | 0 | – | – | – | {wanted} |"
    p50, p95 = ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.95)]
    return f"| {name} | {len(ordered)} | {p50:.1f} | {p95:.1f} | {ordered[-1]:.1f} | {wanted} |"


def _told(ended: Mapping[str, int]) -> str:
    return ", ".join(f"{count} by {name}" for name, count in sorted(ended.items())) or "none"


def waiting_tables() -> str:
    """Two hundred at once, on both databases."""
    parts = []
    with tempfile.TemporaryDirectory() as folder:
        parts += ["### SQLite", "\n".join([HEAD, *waiting_rows(run_crowd(Path(folder)), "SQLite")])]
        programs = find_programs()
        if programs is None:
            parts += ["### PostgreSQL", "Not measured: its server programs are not installed here."]
        else:
            with running_server(programs) as url:
                seen = run_crowd(Path(folder), url)
            parts += ["### PostgreSQL", "\n".join([HEAD, *waiting_rows(seen, "PostgreSQL")])]
    return "\n\n".join(parts)


def fault_table() -> str:
    """Seconds to the rules' answer, by how the model fails, with the limits as they are by default."""
    lines = ["| the model | asked | seconds to the answer | ended by | wanted s |", "|---|---:|---|---|---|"]
    for name, script, count, wanted in FAULTS:
        with StandIn(script) as stand_in:
            settings = Settings(_env_file=None, chat_model="stand-in", openai_base_url=stand_in.url)
            assistant = build_trial(settings, ChosenDay(date(2026, 11, 23)))
            assistant.warm_up()
            assistant.conversations.answer(assistant.conversations.start().id, SMALLTALK)
            asked = [ask_timed(assistant) for _ in range(count)]
        told = ", ".join(f"{seconds:.2f}" for seconds, _ in asked)
        ended = Counter(by for _, by in asked)
        lines.append(f"| {name} | {count} | {told} | {_told(ended)} | {wanted} |")
    return "\n".join(lines)


def ask_timed(assistant: Assistant) -> tuple[float, str]:
    """Seconds, and who ended the turn, with the reason why it was not the model."""
    started = assistant.conversations.start()
    begin = time.perf_counter()
    turn = assistant.conversations.answer(started.id, QUESTION)
    use = turn.evidence.model
    by = turn.replier if use is None or use.reason is None else f"rules ({use.reason.value})"
    return time.perf_counter() - begin, by


def report() -> str:
    """All tables."""
    turns = "\n".join(["| what | n | p50 ms | p95 ms | wanted |", "|---|---:|---:|---:|---|", *turn_rows()])
    return f"""# Benchmarks with a model

`python -m evals.bench_model --write`: one run, 2 cores, shared machine. The model is the stand-in endpoint.

## What is added to a turn

The stand-in answers at once, from a process of its own; each question is asked once, after a warm-up with others, by
rules and with the model in changing order. Reading the stream counts as added, even where it only waits for the
stand-in to write it. Turns that rules end without asking a model are left out of all rows but the first.

{turns}

## {WAITING} turns waiting at once, each {DELAY_SECONDS:.0f} s for the model

One `serve` process on loopback; the clients, the stand-in and who looks at /healthz share its two cores.

{waiting_tables()}

## A model that dies or is silent

{fault_table()}
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    text = report()
    print(text)
    if arguments.write:
        RESULTS.mkdir(exist_ok=True)
        (RESULTS / "bench_model.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
