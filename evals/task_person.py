"""The scripted person of a task: answers what is asked by fact, in words not used before, else follows a plan."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from evals.task_cases import Row, Task

_SENTENCE = re.compile(r"[^。！？!?；\n]+[。！？!?；]?")
#: A request for facts that is no question by its mark: 还没说的有…，请告诉我…
_ASKS = re.compile(r"还没说(?!到)|还差|还缺(?!几样情况)|请(?:您)?(?:再)?(?:说|告诉|补充|讲)|告诉我|说一下|说说")


@dataclass(frozen=True)
class Heard:
    """What the person takes from an answer: its words, and the kinds of its cards."""

    text: str
    cards: Collection[str] = ()


@dataclass(frozen=True)
class Say:
    """A message."""

    text: str


@dataclass(frozen=True)
class Do:
    """A form of the person, or a step of staff."""

    step: Row


@dataclass(frozen=True)
class Stop:
    """Nothing more to do. `unmet`: what the next step of the plan still waits for; empty: the plan is done."""

    unmet: str = ""


Move = Say | Do | Stop


def questions_of(text: str) -> tuple[str, ...]:
    """The sentences that ask for something."""
    sentences = (found.group() for found in _SENTENCE.finditer(text))
    return tuple(one for one in sentences if one.rstrip()[-1:] in ("？", "?") or _ASKS.search(one))


@dataclass
class Person:
    """One person in one run. `variant`: the place of the opening, and of the variant of each `say` step."""

    task: Task
    variant: int = 0
    _given: dict[str, int] = field(default_factory=dict)
    _unknown: int = 0
    _at: int = 0
    _seen: set[str] = field(default_factory=set)

    @property
    def opening(self) -> str:
        return self.task.openings[self.variant]

    @property
    def is_done(self) -> bool:
        """Whether the whole plan has been taken."""
        return self._at >= len(self.task.plan)

    def move(self, heard: Heard | None) -> Move:
        """The next move after an answer; `None`: after a step that has no answer."""
        questions = questions_of(heard.text) if heard is not None else ()
        if heard is not None:
            self._seen.update(heard.cards)
        asked = self._asked(questions)
        if asked:
            return Say("，".join(self._phrase(fact) for fact in asked))
        step = self._next_step(heard)
        if step is not None:
            self._at += 1
            return Say(_variant(step["say"], self.variant)) if "say" in step else Do(step)
        if questions and self._unknown < len(self.task.answer_unknown):
            self._unknown += 1
            return Say(self.task.answer_unknown[self._unknown - 1])
        return Stop("" if self.is_done else str(self.task.plan[self._at]["when"]))

    def _asked(self, questions: Iterable[str]) -> list[str]:
        """The facts asked for of which there are words left, in the order of the task."""
        texts = list(questions)
        return [
            fact
            for fact, words in self.task.answers.items()
            if self._given.get(fact, 0) < len(self.task.facts.get(fact, ()))
            and any(word in text for word in words for text in texts)
        ]

    def _phrase(self, fact: str) -> str:
        number = self._given.get(fact, 0)
        self._given[fact] = number + 1
        return self.task.facts[fact][number]

    def _next_step(self, heard: Heard | None) -> Row | None:
        if self.is_done:
            return None
        step: Mapping[str, Any] = self.task.plan[self._at]
        kind = str(step["when"]).removeprefix("card:")
        if kind == "any":
            return step
        # A form stays in the conversation; words are about the card that has just come.
        cards = self._seen if "do" in step else heard.cards if heard is not None else ()
        return step if kind in cards else None


def _variant(words: Sequence[str], number: int) -> str:
    return words[number % len(words)]
