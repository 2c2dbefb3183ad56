"""Dialogues: benefits judged on the last assessment, training judged turn by turn in worlds of their own."""

import json
import tempfile
from collections import defaultdict
from datetime import date
from pathlib import Path

from assistant.bootstrap import build_trial
from assistant.services.clock import ChosenDay
from assistant.settings import Settings
from evals import subsidies
from evals.measured import CaseRecord, Check, PartResult, latency, share
from evals.parts.policy import sources_of
from evals.run import DATASETS
from evals.subsidies import DialogueScore, run_dialogues
from evals.training import Case, run_case
from evals.training_world import TrainingWorld

_SAYING = ("must_say", "must_not_say", "never_say", "amounts_must", "amounts_must_not")


def run_subsidies(half: str) -> PartResult:
    """One set of dialogues about benefits."""
    clock = ChosenDay(date(2026, 11, 23))
    scores = run_dialogues(build_trial(Settings(), clock), clock, DATASETS / f"subsidies_{half}.jsonl")
    metrics = [metric for name in subsidies.MEASURES[:-1] for metric in share(name, (s.held[name] for s in scores))]
    metrics += share("passed", (score.passed for score in scores))
    metrics += latency(score.turn.duration_ms for score in scores)
    return PartResult(f"subsidies_{half}", tuple(metrics), tuple(map(_record, scores)))


def _record(score: DialogueScore) -> CaseRecord:
    case: Case = dict(score.case)
    checks = [
        Check(name, held, found="；".join(words for words in score.wrong if words.startswith(name)))
        for name, held in score.held.items()
    ]
    return CaseRecord(
        case["id"], case["audience"], tuple(case["turns"]), score.turn.text, score.turn.status.value, tuple(checks),
        f"{case['purpose']} {case['expect'].get('why', '')}", sources_of(score.turn),
    )  # fmt: skip


def run_training(half: str) -> PartResult:
    """One set of dialogues about courses; what a check found stands beside it."""
    lines = (DATASETS / f"training_dialogues_{half}.jsonl").read_text(encoding="utf-8").splitlines()
    records, held = [], defaultdict[str, list[bool]](list)
    with tempfile.TemporaryDirectory(prefix="training-") as folder:
        (Path(folder) / "knowledge").symlink_to(Settings().data_dir.resolve() / "knowledge")
        world = TrainingWorld(Path(folder))
        for case in map(json.loads, lines):
            checks = []
            for number, name, is_right, found in run_case(case, world):
                held["said" if name in _SAYING else name].append(is_right)
                checks.append(Check(f"{number}. {name}", is_right, "", "" if is_right else found[:400]))
            records.append(
                CaseRecord(case["id"], case["audience"], tuple(case["turns"]), "", "", tuple(checks), case["purpose"])
            )
    metrics = [metric for name in sorted(held) for metric in share(name, held[name])]
    metrics += share("checks", (one for values in held.values() for one in values))
    metrics += share("passed", (record.passed for record in records))
    return PartResult(f"training_{half}", tuple(metrics), tuple(records))
