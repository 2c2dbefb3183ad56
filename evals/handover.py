"""When a person is brought in: messages that call for one, and look-alikes that do not.

`python -m evals.handover [--half HALF] [--failures] [--write]`. Every conversation goes through the
product as a trial; its last turn is judged. A look-alike for which anybody is brought in is a false alarm; a reason
counts as right if it is the one expected or one of those that are acceptable too.
"""

import argparse
import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from assistant.bootstrap import Assistant, build_trial
from assistant.domain.knowledge import Audience
from assistant.services.clock import ChosenDay
from assistant.settings import Settings
from evals.sets import halves_of

DATASETS, RESULTS = Path(__file__).parent / "datasets", Path(__file__).parent / "results"
#: All for development: each half named test was one until its first reading (datasets/handover.md).
HALVES = halves_of("handover")
_DAY = date(2026, 11, 23)


@dataclass(frozen=True)
class Judged:
    """One conversation with what was expected of its last message and what came."""

    id: str
    said: str
    style: str
    expected: str | None
    also: tuple[str, ...]
    found: str | None
    status: str
    why: str

    @property
    def is_noticed(self) -> bool:
        """Whether a person is brought in where one is needed."""
        return self.expected is not None and self.found is not None

    @property
    def has_right_reason(self) -> bool:
        return self.found is not None and self.found in (self.expected, *self.also)

    @property
    def is_false_alarm(self) -> bool:
        return self.expected is None and self.found is not None


def judge_half(half: str, assistant: Assistant) -> list[Judged]:
    """Every conversation of the half."""
    lines = (DATASETS / f"handover_{half}.jsonl").read_text(encoding="utf-8").splitlines()
    return [_judge(json.loads(line), assistant) for line in lines if line.strip()]


def _judge(case: dict, assistant: Assistant) -> Judged:  # type: ignore[type-arg]
    started = assistant.conversations.start(Audience(case["audience"]))
    turns = [assistant.conversations.answer(started.id, text) for text in case["turns"]]
    last, expect = turns[-1], case["expect"]
    return Judged(
        case["id"], " / ".join(case["turns"]), case["style"], expect["reason"], tuple(expect["also"]),
        last.handover.reason.value if last.handover is not None else None, last.status.value, case["why"],
    )  # fmt: skip


def table_of(judged: list[Judged]) -> str:
    """Recall, right reasons and false alarms, whole and by reason and style."""
    needed = [one for one in judged if one.expected is not None]
    others = [one for one in judged if one.expected is None]
    noticed, right = [one for one in needed if one.is_noticed], [one for one in needed if one.has_right_reason]
    alarms = [one for one in others if one.is_false_alarm]
    return "\n".join(
        [
            f"A person is brought in where one is needed: {_share(noticed, needed)}. "
            f"With the right reason: {_share(right, needed)}. False alarms: {_share(alarms, others)}.",
            "",
            *_rows("reason", judged, lambda one: one.expected or "none"),
            "",
            *_rows("style", judged, lambda one: one.style),
        ]
    )


def _rows(name: str, judged: list[Judged], key: Callable[[Judged], str]) -> list[str]:
    needed = Counter(key(one) for one in judged if one.expected is not None)
    noticed = Counter(key(one) for one in judged if one.is_noticed)
    right = Counter(key(one) for one in judged if one.expected is not None and one.has_right_reason)
    others = Counter(key(one) for one in judged if one.expected is None)
    alarms = Counter(key(one) for one in judged if one.is_false_alarm)
    rows = [
        f"| {name} | needed | noticed | right reason | look-alikes | false alarms |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    names = sorted(needed | others)
    return rows + [f"| {n} | {needed[n]} | {noticed[n]} | {right[n]} | {others[n]} | {alarms[n]} |" for n in names]


def _share(some: list[Judged], whole: list[Judged]) -> str:
    return f"{len(some)} of {len(whole)} ({100 * len(some) / len(whole):.1f} %)"


def show_failures(judged: list[Judged]) -> None:
    for one in judged:
        if one.is_false_alarm or (one.expected is not None and not one.has_right_reason):
            print(f"{one.id} {one.expected} → {one.found} [{one.status}] {one.said}  // {one.why}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--half", choices=(*HALVES, "all"), default="all")
    parser.add_argument("--failures", action="store_true", help="show every wrong decision")
    parser.add_argument("--write", action="store_true", help="keep the tables in evals/results")
    arguments = parser.parse_args()
    assistant = build_trial(Settings(), ChosenDay(_DAY))
    for half in HALVES if arguments.half == "all" else (arguments.half,):
        judged = judge_half(half, assistant)
        text = f"# handover_{half}\n\nCommand: `python -m evals.handover --write`\n\n{table_of(judged)}\n"
        print(text)
        if arguments.write:
            (RESULTS / f"handover_{half}.md").write_text(text, encoding="utf-8")
        if arguments.failures:
            show_failures(judged)


if __name__ == "__main__":
    main()
