"""What everything of ours adds to a turn with a model that answers at once. Hooks are set here, none in the product."""

import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from assistant.bootstrap import Assistant, build_trial
from assistant.domain.conversation import Turn
from assistant.services.clock import ChosenDay
from assistant.services.model_ports import Listener, Used, Writer, Writing, WritingTask
from assistant.settings import Settings
from evals.cases import EvalCase, read_cases
from evals.run import DATASETS
from evals.stand_in.perfect import perfect
from evals.stand_in_apart import StandInApart

#: Asked before the measuring, so that caches hold what they hold in a running service, and nothing of what is asked.
_WARM_UP, _ASKED = "policy_dev2", ("policy_dev", "policy_dev3")
_WARM_UP_QUESTIONS = 40
_PARTS = {
    "rules": "of it: rules, which go first",
    "loop": "of it: the agent's loop, HTTP and tools",
    "check": "of it: check and assembly",
    "frame": "of it: screening, last check, storing",
}


@dataclass
class Measured:
    """Milliseconds of each turn, by what took them. `by_model`: how many the model's words ended."""

    times: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    by_model: int = 0


class Stopwatch:
    """Adds up seconds by name, until they are taken."""

    def __init__(self) -> None:
        self._seconds: dict[str, float] = defaultdict(float)

    @contextmanager
    def at(self, name: str) -> Iterator[None]:
        begin = time.perf_counter()
        try:
            yield
        finally:
            self._seconds[name] += time.perf_counter() - begin

    def take(self) -> dict[str, float]:
        seconds, self._seconds = self._seconds, defaultdict(float)
        return seconds


@dataclass
class TimedListener:
    """Hears as its inner one does."""

    inner: Listener
    watch: Stopwatch

    def text(self, delta: str) -> None:
        with self.watch.at("heard"):
            self.inner.text(delta)

    def start_again(self) -> None:
        self.inner.start_again()

    def calls_tool(self, name: str) -> None:
        self.inner.calls_tool(name)


@dataclass
class TimedWriting:
    """Writes as its inner one does."""

    inner: Writing
    watch: Stopwatch

    @property
    def used(self) -> Used:
        return self.inner.used

    def write(self, listener: Listener) -> str:
        with self.watch.at("writing"):
            return self.inner.write(TimedListener(listener, self.watch))

    def rewrite(self, complaints: str, listener: Listener) -> str:
        with self.watch.at("writing"):
            return self.inner.rewrite(complaints, TimedListener(listener, self.watch))


class TimedWriter:
    """Begins as its inner one does."""

    def __init__(self, inner: Writer, watch: Stopwatch) -> None:
        self._inner, self._watch = inner, watch
        self.name, self.prompt_digest = inner.name, inner.prompt_digest

    def begin(self, task: WritingTask) -> Writing:
        with self._watch.at("writing"):
            return TimedWriting(self._inner.begin(task), self._watch)

    def shown_text(self) -> str:
        return self._inner.shown_text()


def hook(assistant: Assistant, watch: Stopwatch) -> None:
    """Sets the stopwatch around the replier and around what it asks."""
    replier: Any = assistant.conversations._answer_message._parts.replier
    parts = replier._parts
    replier._parts = replace(parts, rules=_Timed(parts.rules, "rules", watch), writer=TimedWriter(parts.writer, watch))
    replier.reply = _Timed(replier, "reply", watch).reply


class _Timed:
    """A replier with the time it takes."""

    def __init__(self, inner: Any, name: str, watch: Stopwatch) -> None:
        self._reply, self._name, self._watch = inner.reply, name, watch
        self.name = inner.name

    def reply(self, *arguments: Any) -> Any:
        with self._watch.at(self._name):
            return self._reply(*arguments)


def measure_turns() -> Measured:
    """Every question once by rules alone and once with the model, in changing order."""
    clock = ChosenDay(date(2026, 11, 23))
    watch = Stopwatch()
    with StandInApart(perfect) as stand_in:
        rules = build_trial(Settings(_env_file=None), clock)
        model = build_trial(Settings(_env_file=None, chat_model="stand-in", openai_base_url=stand_in.url), clock)
        hook(model, watch)
        for case in read_cases(DATASETS / f"{_WARM_UP}.jsonl")[:_WARM_UP_QUESTIONS]:
            for assistant in (rules, model):
                list(_ask(assistant, case))
        measured = Measured()
        cases = [case for name in _ASKED for case in read_cases(DATASETS / f"{name}.jsonl")]
        for place, case in enumerate(cases):
            for kind in ("rules", "model") if place % 2 else ("model", "rules"):
                if kind == "rules":
                    measured.times["rules alone"] += [seconds * 1000 for seconds, _, _ in _ask(rules, case)]
                else:
                    _measure_case(model, case, stand_in, watch, measured)
    return measured


def _ask(assistant: Assistant, case: EvalCase) -> Iterator[tuple[float, float, Turn]]:
    """Seconds by the clock and of the processor, and the turn, for each message of the case."""
    started = assistant.conversations.start(case.audience)
    for text in case.turns:
        begin, worked = time.perf_counter(), time.process_time()
        turn = assistant.conversations.answer(started.id, text)
        yield time.perf_counter() - begin, time.process_time() - worked, turn


def _measure_case(
    model: Assistant, case: EvalCase, stand_in: StandInApart, watch: Stopwatch, measured: Measured
) -> None:
    stand_in.take_seconds()
    watch.take()
    for whole, worked, turn in _ask(model, case):
        thought, at = stand_in.take_seconds(), watch.take()
        use = turn.evidence.model
        if use is None or not use.calls:
            continue
        measured.by_model += turn.replier != "rules"
        seconds = {
            "whole": whole,
            "stand-in": thought,
            "added": whole - thought,
            "processor": worked,
            "rules": at["rules"],
            "loop": at["writing"] - at["heard"] - thought,
            "check": at["reply"] - at["rules"] - at["writing"] + at["heard"],
            "frame": whole - at["reply"],
        }
        for name, value in seconds.items():
            measured.times[name].append(value * 1000)


def turn_rows() -> list[str]:
    """Rows of the table: what, n, p50, p95, wanted."""
    measured = measure_turns()
    times = measured.times
    rows = [
        _row("a turn by rules alone", times["rules alone"], ""),
        _row(f"a turn with the model ({measured.by_model} ended in its words)", times["whole"], ""),
        _row("of it: the stand-in thinks", times["stand-in"], ""),
        _row("**added to the model's own time**", times["added"], "p50 ≤ 40"),
        _row("the same, processor time", times["processor"], "p50 ≤ 40"),
    ]
    return rows + [_row(name, times[key], "") for key, name in _PARTS.items()]


def _row(name: str, times: list[float], wanted: str) -> str:
    ordered = sorted(times)
    p50, p95 = ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.95)]
    return f"| {name} | {len(ordered)} | {p50:.1f} | {p95:.1f} | {wanted} |"
