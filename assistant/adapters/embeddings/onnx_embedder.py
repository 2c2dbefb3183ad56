"""Vectors from a model in a folder, computed here; see `onnx_folder` for the folder.

Optional files say what the model was trained for:

```
DIR/pooling.json               {"pooling": "mean" | "cls" | "last" | "none"}; none: the output is the vector already
DIR/1_Pooling/config.json      the same as sentence-transformers writes it
DIR/prefixes.json              {"query": "…", "passage": "…"}: put before every question, before every passage
```

Without them: the mean over the tokens, or the output itself where it is one vector for each text; no prefix.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.adapters.embeddings.onnx_folder import OnnxFolder, Output
from assistant.adapters.embeddings.vectors import check_vectors, without_surrogates
from assistant.domain.errors import InvalidInputError

SETTING = "EMBEDDING_MODEL_DIR"
_BATCH = 16
_POOLINGS = ("mean", "cls", "last", "none")
_SENTENCE_TRANSFORMERS = {
    "pooling_mode_cls_token": "cls", "pooling_mode_mean_tokens": "mean", "pooling_mode_lasttoken": "last",
}  # fmt: skip
#: Tokenizing a whole book to keep its first page takes time.
_MOST_CHARACTERS = 20_000


class OnnxEmbedder:
    """Implements `Embedder`; vectors have length 1, or are all 0 where the model has nothing to say.

    Runs the model once, so that a folder that cannot be used is told at the start: InvalidInputError, UnavailableError.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = OnnxFolder(folder, SETTING)
        self._pooling = _read_pooling(self._folder, folder)
        prefixes = self._folder.read_json("prefixes.json")
        self._query_prefix, self._passage_prefix = (str(prefixes.get(name, "")) for name in ("query", "passage"))
        marks = (self._pooling or "", self._query_prefix, self._passage_prefix)
        self.name = f"{folder.name}@{self._folder.fingerprint(*marks)}"
        self._dimension: int | None = None
        self._dimension = len(self.embed_query("就业"))

    def dimension(self) -> int:
        return self._dimension or 0

    def embed_passages(self, texts: Sequence[str]) -> list[list[float]]:
        return self._embed([self._passage_prefix + without_surrogates(text)[:_MOST_CHARACTERS] for text in texts])

    def embed_query(self, text: str) -> list[float]:
        return self._embed([self._query_prefix + without_surrogates(text)[-_MOST_CHARACTERS:]])[0]

    def _embed(self, texts: list[str]) -> list[list[float]]:
        """Texts of about the same length go through the model together: padding costs as much as text."""
        encodings = self._folder.encode(texts)
        order = sorted(range(len(texts)), key=lambda place: len(encodings[place].ids))
        vectors: list[list[float]] = [[]] * len(texts)
        for start in range(0, len(order), _BATCH):
            places = order[start : start + _BATCH]
            pooled = _unit(self._pooled(self._folder.run([encodings[place] for place in places]))).tolist()
            self._dimension = check_vectors(pooled, len(places), self._dimension, self.name)
            for place, vector in zip(places, pooled, strict=True):
                vectors[place] = vector
        return vectors

    def _pooled(self, output: Output) -> NDArray[np.float32]:
        """Texts × numbers."""
        values, mask = output.values, output.mask
        if values.ndim == 2 and (self._pooling in (None, "none") or output.is_named_pooled):
            return values
        if values.ndim != 3 or self._pooling == "none":
            raise InvalidInputError(
                f"{SETTING}: the model gives {values.ndim} dimensions, which its pooling does not fit."
            )
        if self._pooling == "cls":
            return np.asarray(values[:, 0], dtype=np.float32)
        if self._pooling == "last":
            last = np.maximum(mask.sum(axis=1) - 1, 0)
            return np.asarray(values[np.arange(len(values)), last], dtype=np.float32)
        weights = mask[:, :, None].astype(np.float32)
        return np.asarray((values * weights).sum(axis=1) / np.maximum(weights.sum(axis=1), 1.0), dtype=np.float32)


def _unit(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.where(lengths == 0, 1.0, lengths), dtype=np.float32)


def _read_pooling(model: OnnxFolder, folder: Path) -> str | None:
    """None where no file says. Raises InvalidInputError for a kind that is not known."""
    own = model.read_json("pooling.json").get("pooling")
    if own is not None:
        if own not in _POOLINGS:
            raise InvalidInputError(f"{SETTING}: pooling.json in '{folder}' must say one of {', '.join(_POOLINGS)}.")
        return str(own)
    written = model.read_json("1_Pooling/config.json")
    wanted = [name for name, is_on in written.items() if name.startswith("pooling_mode_") and is_on is True]
    if not wanted:
        return None
    if len(wanted) > 1 or wanted[0] not in _SENTENCE_TRANSFORMERS:
        raise InvalidInputError(f"{SETTING}: the pooling of '{folder}' is not known here: {', '.join(wanted)}.")
    return _SENTENCE_TRANSFORMERS[wanted[0]]
