"""What the operator sees of recent turns: who answered, why, how long, at what cost; never a word of what was said."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from assistant.domain.conversation import Turn

_SHOWN_OF_AN_ID = 6


@dataclass(frozen=True)
class TurnRow:
    """One line of the table. `model_ms`, tokens and cost are 0 where no model had a part."""

    at: str
    conversation: str
    status: str
    replier: str
    reason: str
    calls: int
    tokens: int
    cost_yuan: float
    duration_ms: int
    model_ms: int
    faults: str


@dataclass(frozen=True)
class Overview:
    """The recent turns in sum. Durations in milliseconds."""

    turns: int
    by_replier: tuple[tuple[str, int], ...]
    by_reason: tuple[tuple[str, int], ...]
    by_fault: tuple[tuple[str, int], ...]
    p50_ms: int
    p95_ms: int
    tokens_read: int
    tokens_written: int
    cost_yuan: float


def rows_of(turns: Iterable[tuple[str, Turn]], words: Mapping[str, str]) -> list[TurnRow]:
    return [_row(name, turn, words) for name, turn in turns]


def overview_of(turns: Sequence[tuple[str, Turn]], words: Mapping[str, str]) -> Overview:
    times = sorted(turn.duration_ms for _, turn in turns)
    uses = [use for _, turn in turns if (use := turn.evidence.model) is not None]
    return Overview(
        turns=len(turns),
        by_replier=tuple(Counter(turn.replier for _, turn in turns).most_common()),
        by_reason=tuple(Counter(_reason(use.reason, words) for use in uses if use.reason is not None).most_common()),
        by_fault=tuple(Counter(_fault(kind, words) for use in uses for kind in use.faults).most_common()),
        p50_ms=times[len(times) // 2] if times else 0,
        p95_ms=times[int(len(times) * 0.95)] if times else 0,
        tokens_read=sum(use.prompt_tokens for use in uses),
        tokens_written=sum(use.completion_tokens for use in uses),
        cost_yuan=round(sum(use.cost_yuan for use in uses), 4),
    )


def _row(name: str, turn: Turn, words: Mapping[str, str]) -> TurnRow:
    use = turn.evidence.model
    return TurnRow(
        at=turn.asked_at.isoformat(timespec="minutes") if turn.asked_at is not None else "",
        conversation=name[:_SHOWN_OF_AN_ID],
        status=turn.status.value,
        replier=turn.replier,
        reason=_reason(use.reason, words) if use is not None and use.reason is not None else "",
        calls=use.calls if use is not None else 0,
        tokens=use.prompt_tokens + use.completion_tokens if use is not None else 0,
        cost_yuan=use.cost_yuan if use is not None else 0.0,
        duration_ms=turn.duration_ms,
        model_ms=use.duration_ms if use is not None else 0,
        faults="、".join(_fault(kind, words) for kind in use.faults) if use is not None else "",
    )


def _reason(reason: str, words: Mapping[str, str]) -> str:
    return words.get(f"admin-reason-{reason}", reason)


def _fault(kind: str, words: Mapping[str, str]) -> str:
    return words.get(f"admin-fault-{kind}", kind)
