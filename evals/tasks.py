"""Tasks in the manner of tau-bench: a scripted person, or staff, before the whole product; judged on what is left.

`python -m evals.tasks [--half dev|test|test2] [--failures] [--only ID] [--model] [--json FILE]`. Each task is run from
its openings, each in a world of its own; pass^k is the share of tasks that pass k runs of k drawn from them. Without
`--model` the rules answer, whatever the environment says. Exit status 0.
"""

import argparse
import json
import math
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from assistant.settings import Settings
from evals.sets import halves_of
from evals.task_cases import Task, read_tasks
from evals.task_run import Run, run_task
from evals.task_world import TaskWorlds, quieten
from web.app import create_app

DATASETS = Path(__file__).parent / "datasets"
#: All are for development: `test` and `test2` were read for the first time on 29 November 2026.
HALVES = halves_of("tasks")
ROLES = ("job_seeker", "employer", "staff")
Done = Sequence[tuple[Task, Sequence[Run]]]


def run_half(tasks: Sequence[Task], settings: Settings) -> list[tuple[Task, list[Run]]]:
    """Every task with its runs. `settings` say who answers: rules, or a model."""
    with tempfile.TemporaryDirectory(prefix="tasks-") as folder:
        worlds = TaskWorlds(Path(folder), settings, create_app)
        return [(task, run_task(task, worlds)) for task in tasks]


def pass_hat(passed: int, runs: int, k: int) -> float:
    """The chance that k runs drawn without replacement all pass (tau-bench's pass^k)."""
    return math.comb(passed, k) / math.comb(runs, k) if runs >= k else 0.0


def table_of(done: Done) -> str:
    """pass^1 to pass^4 by role, and what the simulator could not do."""
    lines = [
        "| role | tasks | pass^1 | pass^2 | pass^3 | pass^4 | runs | passed | simulator stuck |",
        "|---|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for role in (*ROLES, "all"):
        chosen = [runs for task, runs in done if role in (task.role, "all")]
        if not chosen:
            continue
        each = [run for runs in chosen for run in runs]
        cells = [f"{_mean_pass(chosen, k):.3f}" for k in (1, 2, 3, 4)]
        counts = [len(each), sum(run.has_passed for run in each), sum(bool(run.simulator) for run in each)]
        lines.append(f"| {role} | {len(chosen)} | {' | '.join([*cells, *map(str, counts)])} |")
    return "\n".join(lines)


def as_json(done: Done) -> list[dict[str, object]]:
    """One object a run, for a report."""
    return [
        {
            "id": task.id, "role": task.role, "purpose": task.purpose, "opening": run.variant + 1,
            "passed": run.has_passed, "wrong": list(run.wrong), "simulator": list(run.simulator),
            "refused": list(run.refused), "talk": [list(pair) for pair in run.talk],
            "seconds": round(run.seconds, 2),
        }
        for task, runs in done
        for run in runs
    ]  # fmt: skip


def show_failures(done: Done) -> None:
    """Every run that failed, as it went."""
    for task, runs in done:
        for run in runs:
            if run.has_passed:
                continue
            print(f"\n--- {task.id} opening {run.variant + 1} ({task.role}): {task.purpose}")
            for who, words in run.talk:
                print(f"   {who}: {words}".replace("\n", "\n      "))
            for kind, found in (("WRONG", run.wrong), ("simulator", run.simulator), ("refused", run.refused)):
                for one in found:
                    print(f"   {kind}: {one}")


def _mean_pass(chosen: Sequence[Sequence[Run]], k: int) -> float:
    return sum(pass_hat(sum(run.has_passed for run in runs), len(runs), k) for runs in chosen) / len(chosen)


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m evals.tasks", description=__doc__)
    parser.add_argument("--half", choices=HALVES, default="dev")
    parser.add_argument("--failures", action="store_true", help="print each run that failed")
    parser.add_argument("--only", action="append", help="one id; may be given several times")
    parser.add_argument("--model", action="store_true", help="the model of the environment answers")
    parser.add_argument("--json", type=Path, help="where every run is written, for the report")
    chosen = parser.parse_args(arguments)
    tasks = read_tasks(DATASETS / f"tasks_{chosen.half}.jsonl")
    tasks = tuple(task for task in tasks if not chosen.only or task.id in chosen.only)
    settings = Settings() if chosen.model else Settings(chat_model="")
    quieten()
    done = run_half(tasks, settings)
    if chosen.failures:
        show_failures(done)
    print(f"\n## tasks_{chosen.half}\n\n{table_of(done)}")
    times = sorted(run.seconds for _, runs in done for run in runs)
    print(f"\nA run: p50 {times[len(times) // 2]:.2f} s, longest {times[-1]:.2f} s.")
    if chosen.json:
        chosen.json.write_text(json.dumps(as_json(done), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
