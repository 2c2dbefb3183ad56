"""What a reader sees while a turn is being worked on; sentences arrive checked, never raw."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from assistant.domain.conversation import Citation, Turn


@dataclass(frozen=True)
class Progress:
    """A step has begun; `text` is for people."""

    step: str
    text: str


@dataclass(frozen=True)
class SentenceReady:
    """A checked sentence with the citations whose marks it carries."""

    index: int
    text: str
    citations: tuple[Citation, ...]


@dataclass(frozen=True)
class CardReady:
    """A card as in CONTRACTS, with `kind`."""

    card: Mapping[str, object]


@dataclass(frozen=True)
class Done:
    """The whole turn, stored."""

    turn: Turn


Event: TypeAlias = Progress | SentenceReady | CardReady | Done
Emit: TypeAlias = Callable[[Event], None]


class Counted:
    """Passes events on and counts the sentences among them."""

    def __init__(self, emit: Emit) -> None:
        self._emit = emit
        self.sentences = 0

    def __call__(self, event: Event) -> None:
        self.sentences += isinstance(event, SentenceReady)
        self._emit(event)


def ignore(_: Event) -> None:
    """For whoever does not want to watch."""
