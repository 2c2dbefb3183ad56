"""`make eval-gate`: no gated figure may fall more than a point below the baseline, none that must be zero may not be.

`python -m evals.gate` measures the gated parts and compares; exit status 1 with a line for each thing that is wrong.
`python -m evals.gate --set-baseline` writes evals/baseline.json: nothing else moves the baseline. `--from FILE` takes a
report that has been measured already. A figure that is missing or no number fails.
"""

import argparse
import json
import math
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from evals.measured import Kind, Metric, PartResult
from evals.parts.registry import PARTS, find_parts
from evals.report_json import table_of
from evals.suite import PROCESSES, run_parts, use_model

BASELINE = Path(__file__).parent / "baseline.json"
#: How far a share may fall: a point.
TOLERANCE = 0.01
_ROUNDING = 1e-6


@dataclass(frozen=True)
class Figure:
    """A figure of the baseline, or one measured now. None: measured, and no number."""

    value: float | None
    kind: Kind


Figures = Mapping[str, Figure]


def figures_of(results: Sequence[PartResult]) -> dict[str, Figure]:
    """`part.metric` → figure, of what is gated: all but times."""
    return {
        f"{result.part}.{metric.name}": Figure(_number(metric), metric.kind)
        for result in results
        for metric in result.metrics
        if metric.kind is not Kind.MILLISECONDS
    }


def figures_of_report(report: Mapping[str, Any]) -> dict[str, Figure]:
    """The same from a report.json, of the gated parts."""
    gated = {part.name for part in PARTS if part.is_gated}
    return {
        f"{part['part']}.{metric['name']}": Figure(metric["value"], Kind(metric["kind"]))
        for part in report["parts"]
        for metric in part["metrics"]
        if part["part"] in gated and metric["kind"] != Kind.MILLISECONDS
    }


def find_faults(baseline: Figures, measured: Figures) -> list[str]:
    """What is wrong, a sentence each; empty if the gate is open."""
    faults = []
    for name, before in sorted(baseline.items()):
        now = measured.get(name)
        if now is None:
            faults.append(f"{name} was not measured; the baseline has it.")
        elif now.value is None or not math.isfinite(now.value):
            faults.append(f"{name} is no number.")
        elif _is_worse(before, now.value):
            faults.append(f"{name} is {_shown(now)}; the baseline has {_shown(before)}.")
    for name, now in sorted(measured.items()):
        is_zero = now.value == 0
        if now.kind is Kind.BREACH and not is_zero and not (name in baseline and now.value is None):
            faults.append(f"{name} is {_shown(now)}; it must be zero.")
    return faults


def _is_worse(before: Figure, now: float) -> bool:
    if before.kind is Kind.BREACH:
        return False  # judged by being zero
    assert before.value is not None
    fall = now - before.value if before.kind is Kind.ALARM else before.value - now
    return fall > TOLERANCE + _ROUNDING


def _number(metric: Metric) -> float | None:
    return metric.value if math.isfinite(metric.value) else None


def _shown(figure: Figure) -> str:
    if figure.value is None or not math.isfinite(figure.value):
        return "no number"
    return f"{figure.value:.0f}" if figure.kind is Kind.BREACH else f"{100 * figure.value:.1f} %"


def read_baseline(path: Path = BASELINE) -> dict[str, Figure]:
    """The committed figures. Raises ValueError for one that is no number."""
    figures = json.loads(path.read_text(encoding="utf-8"))["figures"]
    for name, raw in figures.items():
        if not isinstance(raw["value"], int | float) or not math.isfinite(raw["value"]):
            raise ValueError(f"{path.name}: {name} is no number.")
    return {name: Figure(raw["value"], Kind(raw["kind"])) for name, raw in figures.items()}


def write_baseline(figures: Figures, today: date, path: Path = BASELINE) -> None:
    """Moves the baseline. Raises ValueError if a figure is no number or one that must be zero is not."""
    if faults := find_faults({}, figures) + [f"{n} is no number." for n, one in figures.items() if one.value is None]:
        raise ValueError("The baseline stays: " + " ".join(faults))
    rows = {
        name: {"value": round(one.value or 0.0, 4), "kind": one.kind.value} for name, one in sorted(figures.items())
    }
    text = json.dumps({"set_on": today.isoformat(), "figures": rows}, indent=1)
    path.write_text(text + "\n", encoding="utf-8")


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m evals.gate", description=__doc__)
    parser.add_argument(
        "--set-baseline", action="store_true", help="write evals/baseline.json from what is measured now"
    )
    parser.add_argument("--from", dest="report", type=Path, help="a report.json instead of measuring")
    parser.add_argument("--processes", type=int, default=PROCESSES)
    parser.add_argument("--today", type=date.fromisoformat, default=date.today())
    chosen = parser.parse_args(arguments)
    if not chosen.set_baseline and not BASELINE.exists():
        print(f"There is no {BASELINE.name}. Measure one: python -m evals.gate --set-baseline", file=sys.stderr)
        return 1
    if chosen.report is not None:
        figures = figures_of_report(json.loads(chosen.report.read_text(encoding="utf-8")))
    else:
        use_model("")
        results = run_parts(find_parts(gated_only=True), chosen.processes)
        print(table_of(results))
        figures = figures_of(results)
    if chosen.set_baseline:
        try:
            write_baseline(figures, chosen.today)
        except ValueError as error:
            print(error, file=sys.stderr)
            return 1
        print(f"{len(figures)} figures are the baseline now.")
        return 0
    faults = find_faults(read_baseline(), figures)
    print(f"\n{len(figures)} figures, {len(faults)} of them not as they must be.")
    for fault in faults:
        print(fault, file=sys.stderr)
    return int(bool(faults))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
