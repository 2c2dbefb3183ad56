"""What finding by meaning needs from the outside: a model that makes vectors of texts, and one that compares texts."""

from collections.abc import Sequence
from typing import Protocol, runtime_checkable


@runtime_checkable
class Embedder(Protocol):
    """Turns texts into vectors; texts that mean much the same have a small angle between theirs.

    `name` tells models apart: vectors made under another name are never compared. Safe to share between threads.
    """

    name: str

    def dimension(self) -> int:
        """The length of every vector. May have to ask the model. Raises UnavailableError."""
        ...

    def embed_passages(self, texts: Sequence[str]) -> list[list[float]]:
        """One vector for each text, in order; may take minutes. Raises UnavailableError."""
        ...

    def embed_query(self, text: str) -> list[float]:
        """The vector of a question, asked for while somebody waits. Raises UnavailableError."""
        ...


@runtime_checkable
class Reranker(Protocol):
    """Reads a question and a text together, and says how well they fit."""

    def score(self, query: str, texts: Sequence[str]) -> list[float]:
        """One number for each text, in order; the better the higher, comparable within one call only.

        Raises UnavailableError.
        """
        ...
