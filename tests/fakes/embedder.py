"""An embedder without a model: which pairs of characters a text holds, hashed into a few hundred places."""

import math
import zlib
from collections import Counter
from collections.abc import Sequence

from assistant.domain.errors import UnavailableError
from assistant.language.segment import fold


class FakeEmbedder:
    """Implements `Embedder`. `is_down` makes it fail; `texts` counts how often each passage was asked for."""

    def __init__(self, name: str = "pairs", dimension: int = 4096) -> None:
        self.name = name
        self.is_down = False
        self.fails_after: int | None = None
        self.texts: Counter[str] = Counter()
        self.queries = 0
        self._dimension = dimension

    def dimension(self) -> int:
        self._answer()
        return self._dimension

    def embed_passages(self, texts: Sequence[str]) -> list[list[float]]:
        self._answer()
        if self.fails_after is not None and self.texts.total() >= self.fails_after:
            raise UnavailableError("The fake embedder was told to fail.")
        self.texts.update(texts)
        return [self._vector(text) for text in texts]

    def embed_query(self, text: str) -> list[float]:
        self.queries += 1
        self._answer()
        return self._vector(text)

    def _answer(self) -> None:
        if self.is_down:
            raise UnavailableError("The fake embedder is down.")

    def _vector(self, text: str) -> list[float]:
        folded = "".join(letter if letter.isalnum() else " " for letter in fold(text))
        vector = [0.0] * self._dimension
        for word in folded.split():
            for place in range(max(len(word) - 1, 1)):
                vector[zlib.crc32(word[place : place + 2].encode("utf-8", "ignore")) % self._dimension] += 1.0
        length = math.sqrt(sum(number * number for number in vector)) or 1.0
        return [number / length for number in vector]
