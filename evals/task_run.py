"""One run of a task: the person and staff act until the plan is done, then what is left behind is judged."""

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from evals.task_cases import Task
from evals.task_doors import RefusedError, StuckError, Turn
from evals.task_end_state import rows_left
from evals.task_judge import Left, judge
from evals.task_person import Do, Heard, Person, Say, Stop
from evals.task_steps import Steps
from evals.task_world import TaskWorlds, World

_MOST_STEPS = 30


@dataclass(frozen=True)
class Run:
    """What came of one opening of a task. `wrong`: why it has failed. `simulator`: what the simulator could not do;
    `refused`: steps that the product did not take, which may be right. `talk`: who said or did what, in order."""

    task: Task
    variant: int
    wrong: tuple[str, ...]
    simulator: tuple[str, ...]
    refused: tuple[str, ...]
    talk: tuple[tuple[str, str], ...]
    seconds: float

    @property
    def has_passed(self) -> bool:
        return not self.wrong


def run_task(task: Task, worlds: TaskWorlds) -> list[Run]:
    """One run for each opening, each in a world of its own."""
    return [_run(task, variant, worlds) for variant in range(len(task.openings))]


def _run(task: Task, variant: int, worlds: TaskWorlds) -> Run:
    begin = time.perf_counter()
    with worlds.open(task) as world:
        acting = _Acting(task, variant, world)
        try:
            acting.go()
        except Exception as error:  # one broken run must not end the others; it is reported as the simulator's
            acting.simulator.append(f"{type(error).__name__}: {error}")
        wrong = judge(task, Left(rows_left(world), tuple(acting.said()), acting.last_status))
    return Run(
        task, variant, wrong, tuple(acting.simulator), tuple(acting.refused), tuple(acting.talk),
        time.perf_counter() - begin,
    )  # fmt: skip


class _Acting:
    def __init__(self, task: Task, variant: int, world: World) -> None:
        self._task, self._world = task, world
        self._person = Person(task, variant)
        self._steps = Steps(world, task, self._person.opening)
        self.talk: list[tuple[str, str]] = []
        self.simulator: list[str] = []
        self.refused: list[str] = []

    @property
    def last_status(self) -> str:
        turns = self._world.person.turns
        return str(turns[-1]["status"]) if turns else ""

    def said(self) -> Iterator[str]:
        """Everything that was said and shown."""
        for turn in self._world.person.turns:
            yield from _told(turn)
        yield from self._steps.said
        yield from self._world.person.replies_seen()

    def go(self) -> None:
        heard = self._say(self._person.opening) if self._task.is_spoken_first else None
        messages = 1 if heard is not None else 0
        for _ in range(_MOST_STEPS):
            move = self._person.move(heard)
            if isinstance(move, Stop):
                if move.unmet:
                    self.simulator.append(f"waits for {move.unmet}")
                return
            if isinstance(move, Say):
                if messages >= self._task.most_messages:
                    if not self._person.is_done:
                        self.simulator.append("no message left")
                    return
                messages += 1
                heard = self._say(move.text)
            else:
                heard = self._do(move)

    def _say(self, text: str) -> Heard:
        self._world.clock.tick()
        self.talk.append(("person", text))
        return self._heard(self._world.person.say(text))

    def _do(self, move: Do) -> Heard | None:
        self._world.clock.tick()
        name = str(move.step["do"])
        self.talk.append((name, ", ".join(f"{key} {value}" for key, value in move.step.items() if key != "do")))
        try:
            turn = self._steps.take(move.step)
        except RefusedError as error:
            self.refused.append(f"{name}: {error}")
            self._steps.said.append(str(error))  # whoever takes a step reads why it was not taken
            return None
        except StuckError as error:
            self.simulator.append(f"{name}: {error}")
            return None
        return self._heard(turn) if turn is not None else None

    def _heard(self, turn: Turn) -> Heard:
        cards = [str(card["kind"]) for card in turn["cards"]]
        self.talk.append((str(turn["status"]), turn["text"] + "".join(f" <{kind}>" for kind in cards)))
        return Heard(turn["text"], cards)


def _told(turn: Turn) -> Iterator[str]:
    """The words of an answer, and of its cards."""
    yield turn["text"]
    for card in turn["cards"]:
        yield from _words_of(card)


def _words_of(value: Any) -> Iterable[str]:
    if isinstance(value, bool) or value is None:
        return
    if isinstance(value, str):
        yield value
    elif isinstance(value, int | float):
        yield f"{value:.10g}"
    elif isinstance(value, dict):
        for one in value.values():
            yield from _words_of(one)
    elif isinstance(value, Sequence):
        for one in value:
            yield from _words_of(one)
