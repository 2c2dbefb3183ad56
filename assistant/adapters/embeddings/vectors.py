"""What a model gave back, checked before anything relies on it."""

import math
from collections.abc import Sequence

from assistant.domain.errors import UnavailableError


def check_vectors(vectors: Sequence[Sequence[float]], texts: int, dimension: int | None, model: str) -> int:
    """The length of the vectors. Raises UnavailableError for a wrong count, mixed or changed lengths, NaN, infinity."""
    if len(vectors) != texts:
        raise UnavailableError(f"The model '{model}' gave {len(vectors)} vectors for {texts} texts.")
    lengths = {len(vector) for vector in vectors}
    if len(lengths) != 1 or 0 in lengths:
        raise UnavailableError(f"The model '{model}' gave vectors of lengths {sorted(lengths)} in one answer.")
    (length,) = lengths
    if dimension is not None and length != dimension:
        raise UnavailableError(f"The model '{model}' gave vectors of {length} numbers, and of {dimension} before.")
    if not all(math.isfinite(number) for vector in vectors for number in vector):
        raise UnavailableError(f"The model '{model}' gave a vector with a number that is none.")
    return length


def without_surrogates(text: str) -> str:
    """The text without halves of surrogate pairs, which neither JSON nor a tokenizer takes."""
    return text.encode("utf-8", "ignore").decode("utf-8")
