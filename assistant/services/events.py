"""What a reader sees while a turn is being worked on; sentences arrive checked, never raw."""

from collections.abc import Callable, Mapping, Sequence
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
    """A checked sentence with the citations whose marks it carries. An index that comes again begins anew from there:
    what stood at it and after it is taken back."""

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


class Remembered:
    """Passes events on and remembers the sentences among them: one with the index of an earlier one takes its place."""

    def __init__(self, emit: Emit) -> None:
        self._emit = emit
        self._texts: list[str] = []

    def __call__(self, event: Event) -> None:
        if isinstance(event, SentenceReady):
            self._texts[event.index :] = [event.text]
        self._emit(event)

    def in_common_with(self, texts: Sequence[str]) -> int:
        """How many sentences from the first on have been sent as they stand here."""
        pairs = zip(self._texts, texts, strict=False)
        return next(
            (place for place, (sent, text) in enumerate(pairs) if sent != text), min(len(self._texts), len(texts))
        )


def ignore(_: Event) -> None:
    """For whoever does not want to watch."""
