"""The report as one JSON document, and as a table on the screen."""

import platform
from collections.abc import Sequence
from datetime import date
from typing import Any

from evals.measured import Kind, PartResult, shown
from evals.titles import Titles

SCHEMA_VERSION = 1


def report_of(results: Sequence[PartResult], command: str, today: date, replier: str, seconds: float) -> dict[str, Any]:
    """What report.json holds: no cases, a title in Chinese beside every name."""
    titles = Titles.read()
    parts = []
    for result in results:
        summary: dict[str, Any] = result.summary()
        for metric in summary["metrics"]:
            metric["title"] = titles.of_measure(metric["name"])
        parts.append({**summary, "title": titles.of_part(result.part)})
    return {
        "schema_version": SCHEMA_VERSION,
        "date": today.isoformat(),
        "command": command,
        "replier": replier,
        "seconds": round(seconds),
        "python": platform.python_version(),
        "parts": parts,
    }


def table_of(results: Sequence[PartResult]) -> str:
    """A line per part: the figures that are gated, then how long it took."""
    lines = [f"{'part':<22} {'cases':>5}  figures"]
    for result in results:
        figures = "  ".join(
            f"{metric.name} {shown(metric)}{'!' if metric.kind is Kind.BREACH and metric.value else ''}"
            for metric in result.metrics
        )
        count = max((metric.number for metric in result.metrics), default=0)
        lines.append(f"{result.part:<22} {count:>5}  {result.absent or figures}  [{result.seconds:.0f} s]")
    return "\n".join(lines)
