"""Embeddings without a model: hashed character bigrams. Texts that share wording are near; meaning is not known."""

import base64
import math
import struct
import zlib
from collections.abc import Sequence
from typing import Any

from evals.stand_in.completions import count_tokens


def embed(text: str, dimension: int) -> list[float]:
    """A vector of length 1, the same for the same text in every process."""
    padded = f"\n{text.casefold()}\n"
    vector = [0.0] * dimension
    for place in range(len(padded) - 1):
        hashed = zlib.crc32(padded[place : place + 2].encode("utf-8", "surrogatepass"))
        vector[(hashed >> 1) % dimension] += 1.0 if hashed & 1 else -1.0
    length = math.sqrt(sum(value * value for value in vector))
    return [value / length for value in vector] if length else [1.0, *vector[1:]]


def embeddings_body(body: dict[str, Any], dimension: int) -> dict[str, Any]:
    """The answer to a request for embeddings. Raises ValueError when it names nothing to embed."""
    texts = _texts(body.get("input"))
    as_base64 = body.get("encoding_format") == "base64"
    vectors = [embed(text, int(body.get("dimensions") or dimension)) for text in texts]
    tokens = sum(count_tokens(text) for text in texts)
    rows = [
        {"object": "embedding", "index": index, "embedding": _base64(vector) if as_base64 else vector}
        for index, vector in enumerate(vectors)
    ]
    usage = {"prompt_tokens": tokens, "total_tokens": tokens}
    return {"object": "list", "data": rows, "model": body.get("model"), "usage": usage}


def _texts(given: object) -> list[str]:
    """A text, several, one list of token numbers, or several of those."""
    if isinstance(given, str):
        return [given]
    if not isinstance(given, list) or not given:
        raise ValueError("'input' must be a text or a list of texts.")
    if all(isinstance(item, int) for item in given):
        return [_of_numbers(given)]
    return [item if isinstance(item, str) else _of_numbers(item) for item in given]


def _of_numbers(numbers: Sequence[int]) -> str:
    return " ".join(str(number) for number in numbers)


def _base64(vector: list[float]) -> str:
    return base64.b64encode(struct.pack(f"<{len(vector)}f", *vector)).decode("ascii")
