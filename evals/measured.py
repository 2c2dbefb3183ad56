"""What a part of the suite hands back: metrics, and every case with its checks so that a reader can disagree."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """How a metric is read. SHARE: 0 to 1, more is better. ALARM: 0 to 1, less is better. BREACH: a count that must be
    zero. MILLISECONDS: told, never gated."""

    SHARE = "share"
    ALARM = "alarm"
    BREACH = "breach"
    MILLISECONDS = "milliseconds"


@dataclass(frozen=True)
class Metric:
    """One figure of one part. `number`: how many cases it is taken from."""

    name: str
    value: float
    number: int
    kind: Kind = Kind.SHARE


@dataclass(frozen=True)
class Check:
    """One thing looked at in a case; `wanted` and `found` in words, empty where the name says all."""

    name: str
    passed: bool
    wanted: str = ""
    found: str = ""


@dataclass(frozen=True)
class Source:
    """A citation as shown."""

    number: int
    title: str
    clause: str
    quote: str
    passage_id: str = ""
    url: str = ""


@dataclass(frozen=True)
class CaseRecord:
    """One case as a reader needs it: what was said, what came back, on what it rests, and what was checked.

    `group`: the style or kind the case belongs to. `purpose`: why it is in the set.
    """

    id: str
    group: str
    said: tuple[str, ...]
    answer: str
    status: str
    checks: tuple[Check, ...]
    purpose: str = ""
    sources: tuple[Source, ...] = ()

    @property
    def passed(self) -> bool:
        return all(check.passed for check in self.checks)


@dataclass(frozen=True)
class PartResult:
    """What one part measured. `cases` is empty for a blind set. `absent`: why nothing was measured, else empty."""

    part: str
    metrics: tuple[Metric, ...]
    cases: tuple[CaseRecord, ...] = ()
    seconds: float = 0.0
    absent: str = ""
    notes: tuple[str, ...] = field(default=())

    def summary(self) -> dict[str, object]:
        """As in report.json: without the cases. A figure that is not a number stands as null."""
        return {
            "part": self.part,
            "seconds": round(self.seconds, 1),
            "absent": self.absent,
            "notes": list(self.notes),
            "cases": len(self.cases),
            "metrics": [_plain(metric) for metric in self.metrics],
        }


def share(name: str, held: Iterable[bool | None], kind: Kind = Kind.SHARE) -> tuple[Metric, ...]:
    """The share of those that held among those the measure applies to (None: it does not); none where it never does."""
    values = [value for value in held if value is not None]
    return (Metric(name, sum(values) / len(values), len(values), kind),) if values else ()


def breaches(name: str, wrong: Iterable[bool]) -> Metric:
    """How often something happened that must never happen."""
    values = list(wrong)
    return Metric(name, float(sum(values)), len(values), Kind.BREACH)


def latency(milliseconds: Iterable[float]) -> tuple[Metric, ...]:
    """Median and 95th percentile."""
    times = sorted(milliseconds)
    if not times:
        return ()
    at = {"p50": times[len(times) // 2], "p95": times[min(len(times) - 1, int(len(times) * 0.95))]}
    return tuple(Metric(name, value, len(times), Kind.MILLISECONDS) for name, value in at.items())


def shown(metric: Metric) -> str:
    """The value as printed: shares in percent with one digit."""
    if not math.isfinite(metric.value):
        return "no number"
    if metric.kind in (Kind.SHARE, Kind.ALARM):
        return f"{100 * metric.value:.1f}"
    return f"{metric.value:.0f}"


def values_of(results: Iterable[PartResult]) -> Mapping[str, Metric]:
    """`part.metric` → metric."""
    return {f"{result.part}.{metric.name}": metric for result in results for metric in result.metrics}


def _plain(metric: Metric) -> dict[str, object]:
    value = round(metric.value, 4) if math.isfinite(metric.value) else None
    return {**asdict(metric), "kind": metric.kind.value, "value": value}
