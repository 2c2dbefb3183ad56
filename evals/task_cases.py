"""Tasks of the simulations, as the data set has them (datasets/tasks.md)."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from assistant.domain.knowledge import Audience

Row = Mapping[str, Any]
#: A staff task that begins with one of these begins at the console; with any other step, a resident speaks first.
_AT_THE_CONSOLE = frozenset(
    {"teach", "review", "take_request", "dispatch_request", "rate_request", "open_roster", "mark_attendance",
     "export_roster"}
)  # fmt: skip


@dataclass(frozen=True)
class Task:
    """One task. `plan`, `world` and `end_state` are as in the data set."""

    id: str
    role: str
    purpose: str
    today: date
    most_messages: int
    world: Mapping[str, Sequence[Row]]
    facts: Mapping[str, Sequence[str]]
    answers: Mapping[str, Sequence[str]]
    answer_unknown: Sequence[str]
    openings: Sequence[str]
    plan: Sequence[Row]
    end_state: Mapping[str, Sequence[Row]]
    must_say: Sequence[Sequence[str]]
    must_not_say: Sequence[str]
    last_status: Sequence[str]

    @property
    def audience(self) -> Audience:
        return Audience.EMPLOYER if self.role == "employer" else Audience.JOB_SEEKER

    @property
    def is_spoken_first(self) -> bool:
        """Whether the opening is a person's first message: always but in a staff task that begins at the console, with
        a case that is there already, or whose person writes later."""
        if self.role != "staff" or not self.plan:
            return True
        if any(step.get("do") == "person_writes" and not step.get("text") for step in self.plan):
            return False
        has_case = bool(self.world.get("cases"))
        return self.plan[0].get("do") not in _AT_THE_CONSOLE and not has_case


def read_tasks(path: Path) -> tuple[Task, ...]:
    """All tasks of a file."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return tuple(task_from(json.loads(line)) for line in lines if line.strip())


def task_from(row: Mapping[str, Any]) -> Task:
    """A line of the data set."""
    return Task(
        id=row["id"],
        role=row["role"],
        purpose=row["purpose"],
        today=date.fromisoformat(row["today"]),
        most_messages=row["max_turns"],
        world=row["world"],
        facts=row["facts"],
        answers=row["answers"],
        answer_unknown=row["answer_unknown"],
        openings=row["opening"],
        plan=row["plan"],
        end_state=row["end_state"],
        must_say=row["must_say"],
        must_not_say=row["must_not_say"],
        last_status=row["last_status"],
    )
