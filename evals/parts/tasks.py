"""The task simulations as a part: pass^k over the openings, and each run for a reader."""

from statistics import fmean

from assistant.settings import Settings
from evals.measured import CaseRecord, Check, Kind, Metric, PartResult
from evals.task_cases import Task, read_tasks
from evals.task_run import Run
from evals.tasks import DATASETS, pass_hat, run_half

_OPENINGS = 4


def run_tasks(half: str) -> PartResult:
    """One half of the tasks, answered by the rules. What the simulator itself could not do is counted apart."""
    done = run_half(read_tasks(DATASETS / f"tasks_{half}.jsonl"), Settings(chat_model=""))
    metrics = [
        Metric(
            f"pass^{k}",
            fmean(pass_hat(sum(run.has_passed for run in runs), len(runs), k) for _, runs in done),
            len(done),
        )
        for k in range(1, _OPENINGS + 1)
    ]
    each = [run for _, runs in done for run in runs]
    metrics.append(
        Metric("simulator stuck", sum(bool(run.simulator) for run in each) / len(each), len(each), Kind.ALARM)
    )
    return PartResult(f"tasks_{half}", tuple(metrics), tuple(_record(task, run) for task, runs in done for run in runs))


def _record(task: Task, run: Run) -> CaseRecord:
    said = tuple(words for who, words in run.talk if who == "person")
    answers = [words for who, words in run.talk if who != "person"]
    faults = [*run.wrong, *(f"simulator: {one}" for one in run.simulator)]
    checks = tuple(Check("left behind and said", False, "", fault) for fault in faults) or (Check("all", True),)
    return CaseRecord(f"{task.id}-{run.variant + 1}", task.role, said, "\n".join(answers), "", checks, task.purpose)
