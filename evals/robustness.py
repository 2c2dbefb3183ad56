"""The development sets on policy, every message written another way: how many points each way of writing costs.

`python -m evals.robustness [--half dev] [--only pinyin] [--failures] [--write]`. A case counts for a transformation if
that changes one of its messages. The loss is the share of these cases that pass as written, less the share that pass
when transformed.
"""

import argparse
from dataclasses import dataclass, replace
from datetime import date

from assistant.bootstrap import Assistant, build_trial
from assistant.services.clock import ChosenDay
from assistant.settings import Settings
from evals.cases import EvalCase, read_cases
from evals.run import DATASETS, MEASURES, RESULTS, run_cases
from evals.scores import CaseScore
from evals.transformations import Transformation, all_transformations

HALVES = ("dev", "dev2", "dev3", "dev4")
DAY = date(2026, 11, 23)


@dataclass(frozen=True)
class Loss:
    """What one transformation costs: how the cases it changes are judged as written and as transformed."""

    name: str
    before: tuple[CaseScore, ...]
    after: tuple[CaseScore, ...]

    @property
    def passed_before(self) -> float:
        return _share(self.before)

    @property
    def passed_after(self) -> float:
        return _share(self.after)

    @property
    def points(self) -> float:
        """Lost share; below zero where more pass."""
        return self.passed_before - self.passed_after

    @property
    def lost(self) -> tuple[CaseScore, ...]:
        """Cases that pass as written and fail as transformed."""
        return tuple(new for old, new in zip(self.before, self.after, strict=True) if old.passed and not new.passed)


def measure(
    assistant: Assistant, clock: ChosenDay, cases: tuple[EvalCase, ...], only: tuple[str, ...] = ()
) -> list[Loss]:
    """Every transformation (or those named) over every case it changes."""
    before = dict(zip((case.id for case in cases), run_cases(assistant, clock, cases), strict=True))
    transformations = all_transformations(text for case in cases for text in case.turns)
    losses = []
    for name, transform in transformations.items():
        if only and name not in only:
            continue
        changed = [new for case in cases if (new := _transformed(case, transform)).turns != case.turns]
        after = run_cases(assistant, clock, tuple(changed))
        losses.append(Loss(name, tuple(before[case.id] for case in changed), tuple(after)))
    return losses


def read_all(halves: tuple[str, ...] = HALVES) -> tuple[EvalCase, ...]:
    """All cases of the halves; ids are made unique by the half."""
    return tuple(
        replace(case, id=f"{half}/{case.id}")
        for half in halves
        for case in read_cases(DATASETS / f"policy_{half}.jsonl")
    )


def table_of(losses: list[Loss]) -> str:
    lines = ["| written as | cases | passed before | passed after | points lost |", "|---|---:|---:|---:|---:|"]
    for loss in losses:
        figures = (100 * value for value in (loss.passed_before, loss.passed_after, loss.points))
        lines.append(f"| {loss.name} | {len(loss.after)} | " + " | ".join(f"{one:.1f}" for one in figures) + " |")
    return "\n".join(lines)


def _transformed(case: EvalCase, transform: Transformation) -> EvalCase:
    return replace(case, turns=tuple(map(transform, case.turns)))


def _share(scores: tuple[CaseScore, ...]) -> float:
    return sum(score.passed for score in scores) / max(len(scores), 1)


def _show(loss: Loss) -> None:
    for score in loss.lost:
        wrong = [name for name in MEASURES[:-1] if getattr(score, name) is False]
        print(f"\n--- {loss.name} {score.case.id}: {', '.join(wrong)} [{score.turn.status.value}]")
        print(" ? " + " | ".join(score.case.turns))
        print(f" expected {score.case.statuses} {score.case.records} {score.case.key_facts}")
        print("   " + score.turn.text[:300].replace("\n", "\n   "))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--half", choices=HALVES, action="append")
    parser.add_argument("--only", action="append", default=[], help="one transformation")
    parser.add_argument("--failures", action="store_true", help="show each case that is lost")
    parser.add_argument("--write", action="store_true", help="keep the table in evals/results")
    arguments = parser.parse_args()
    clock = ChosenDay(DAY)
    cases = read_all(tuple(arguments.half or HALVES))
    losses = measure(build_trial(Settings(), clock), clock, cases, tuple(arguments.only))
    table = table_of(losses)
    print(table)
    if arguments.failures:
        for loss in losses:
            _show(loss)
    if arguments.write:
        text = f"# The policy sets written in other ways\n\n`python -m evals.robustness --write`\n\n{table}\n"
        (RESULTS / "robustness.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
