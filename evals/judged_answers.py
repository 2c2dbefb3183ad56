"""What a metric of a library is given: an answer with what it was to be, in plain values. Nothing here needs ragas."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Call:
    """A tool by name, its arguments as text so that nested ones compare."""

    name: str
    arguments: Mapping[str, str]


@dataclass(frozen=True)
class JudgedAnswer:
    """`quotes`: of the passages cited, `contexts`: those passages as they read on the day, in the same order.

    `retrieved`, `wanted`: ids of documents. `key_facts`: one form of each. `reference`: what the source says of it.
    """

    question: str
    answer: str
    quotes: tuple[str, ...] = ()
    contexts: tuple[str, ...] = ()
    retrieved: tuple[str, ...] = ()
    wanted: tuple[str, ...] = ()
    key_facts: tuple[str, ...] = ()
    reference: str = ""


@dataclass(frozen=True)
class CallPair:
    """The calls made, and those that should have been."""

    question: str
    made: Sequence[Call]
    wanted: Sequence[Call]
