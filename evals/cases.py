"""Evaluation cases as written, and reading them."""

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from assistant.domain.knowledge import Audience


@dataclass(frozen=True)
class EvalCase:
    """A dialogue whose last turn is judged. `key_facts`: of each inner tuple one form must be in the answer."""

    id: str
    purpose: str
    style: str
    audience: Audience
    today: date
    turns: tuple[str, ...]
    statuses: tuple[str, ...]
    records: tuple[str, ...]
    key_facts: tuple[tuple[str, ...], ...]
    forbidden: tuple[str, ...]


def read_cases(path: Path) -> tuple[EvalCase, ...]:
    """All cases of a JSON Lines file. Raises ValueError naming the line that cannot be read."""
    cases = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            cases.append(_case(json.loads(line)))
        except (KeyError, TypeError, ValueError) as error:
            raise ValueError(f"{path.name}:{number}: not a case: {error}") from error
    return tuple(cases)


def _case(raw: dict) -> EvalCase:  # type: ignore[type-arg]
    expect = raw["expect"]
    return EvalCase(
        id=raw["id"],
        purpose=raw["purpose"],
        style=raw["style"],
        audience=Audience(raw.get("audience", "job_seeker")),
        today=date.fromisoformat(raw["today"]),
        turns=tuple(raw["turns"]),
        statuses=tuple(expect["status"]),
        records=tuple(expect.get("records", ())),
        key_facts=tuple(tuple(forms) for forms in expect.get("key_facts", ())),
        forbidden=tuple(expect.get("forbidden", ())),
    )
