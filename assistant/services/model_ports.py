"""What the services need of a language model: something that writes, by tokens, and can be told what was wrong."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable

from assistant.domain.conversation import TurnContext
from assistant.domain.model_use import ModelUse
from assistant.services.turn_tools import TurnTools


@dataclass(frozen=True)
class WritingTask:
    """What is to be answered. `known`: facts told so far, in words. `deadline`: monotonic seconds when writing ends."""

    message: str
    context: TurnContext
    tools: TurnTools
    known: str
    deadline: float


@dataclass(frozen=True)
class Used:
    """What a turn has used so far: `model` called last, tries after a fault, tokens as the endpoint counted them."""

    model: str = ""
    calls: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    retries: int = 0


class Listener(Protocol):
    """Hears an answer as it is written."""

    def text(self, delta: str) -> None: ...

    def start_again(self) -> None:
        """What was heard so far was no answer (a model that announces a search before it calls a tool)."""
        ...

    def calls_tool(self, name: str) -> None: ...


@runtime_checkable
class Writing(Protocol):
    """One answer in the making. `write` and `rewrite` give the whole text and raise ModelFailedError."""

    @property
    def used(self) -> Used: ...

    def write(self, listener: Listener) -> str: ...

    def rewrite(self, complaints: str, listener: Listener) -> str:
        """The answer once more, after being told what was wrong with it."""
        ...


@runtime_checkable
class Writer(Protocol):
    """A language model with its prompt."""

    name: str
    prompt_digest: str

    def begin(self, task: WritingTask) -> Writing: ...

    def shown_text(self) -> str:
        """What the model is told in every turn; it is not to be said back."""
        ...


class Meter(Protocol):
    """Counts for whoever watches the service."""

    def count_turn(self, replier: str, status: str, use: ModelUse | None, seconds: float) -> None: ...


@dataclass(frozen=True)
class ModelLimits:
    """`turn_seconds` for all calls of a turn; `at_once`: turns that may wait for the model at the same time."""

    turn_seconds: float
    at_once: int
    now: Callable[[], float] = field(repr=False, default=lambda: 0.0)
