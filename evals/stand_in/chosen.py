"""Choices that look like chance and are the same each time: they hang on a hash of the question."""

import hashlib
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


def number_of(question: str, purpose: str) -> int:
    """A number for this question and purpose, the same in every process."""
    hashed = hashlib.blake2s(f"{purpose}\n{question}".encode("utf-8", "surrogatepass"), digest_size=8)
    return int.from_bytes(hashed.digest(), "big")


def choose(options: Sequence[T], question: str, purpose: str) -> T:
    """One of the options."""
    return options[number_of(question, purpose) % len(options)]
