"""The last quality report as a page shows it: read from a file, judged by nothing here."""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

#: Parts people care about first, by the beginning of their names; the others follow.
_FIRST = ("policy", "subsidies", "vacancy_queries", "training", "handover", "masking", "attacks", "robustness")
_IN_PERCENT, _TO_BE_LOW, _TO_BE_NONE = ("share", "alarm"), "alarm", "breach"


@dataclass(frozen=True)
class QualityFigure:
    """One row: its title, the figure as read, from how many, and what it should be near (`high`, `low`, `none`)."""

    title: str
    value: str
    number: int
    better: str
    is_wrong: bool


@dataclass(frozen=True)
class QualityPart:
    title: str
    figures: tuple[QualityFigure, ...]


@dataclass(frozen=True)
class QualityReport:
    """`date` as ISO text; `total`: how many questions, dialogues and sentences were judged in all."""

    date: str
    total: int
    parts: tuple[QualityPart, ...]


def read_quality_report(path: Path) -> QualityReport | None:
    """None where there is no report, or none that can be read."""
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
        parts = [part for part in raw["parts"] if part["metrics"]]
        parts.sort(key=lambda part: _place(part["part"]))
        total = sum(int(part["metrics"][0]["number"]) for part in parts)
        return QualityReport(str(raw["date"]), total, tuple(map(_part, parts)))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _place(name: str) -> int:
    return next((at for at, first in enumerate(_FIRST) if name.startswith(first)), len(_FIRST))


def _part(raw: Mapping[str, Any]) -> QualityPart:
    return QualityPart(str(raw["title"]), tuple(map(_figure, raw["metrics"])))


def _figure(raw: Mapping[str, Any]) -> QualityFigure:
    kind, value = raw["kind"], raw["value"]
    is_number = isinstance(value, int | float) and math.isfinite(value)
    if not is_number:
        shown = "–"
    elif kind in _IN_PERCENT:
        shown = f"{100 * value:.1f}%"
    else:
        shown = f"{value:.0f}"
    better = "low" if kind == _TO_BE_LOW else "none" if kind == _TO_BE_NONE else "high" if kind == "share" else ""
    return QualityFigure(str(raw["title"]), shown, int(raw["number"]), better, kind == _TO_BE_NONE and value != 0)
