"""The longest run of letters, or of sounds, that two words have in common."""

from collections.abc import Sequence
from typing import TypeVar

_Run = TypeVar("_Run", str, tuple[str, ...])


def longest_run(one: _Run, other: _Run, most: int | None = None) -> _Run:
    """The first of the longest runs of `one` that stand in `other`, up to `most` long; empty where there is none."""
    for size in range(min(len(one), len(other), len(one) if most is None else most), 0, -1):
        pieces = set(_pieces(other, size))
        found = next((piece for piece in _pieces(one, size) if piece in pieces), None)
        if found is not None:
            return found
    return one[:0]


def _pieces(word: _Run, size: int) -> Sequence[_Run]:
    return [word[at : at + size] for at in range(len(word) - size + 1)]
