"""A cross-encoder in a folder, run here; see `onnx_folder` for the folder. Its output is one number for each pair."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from assistant.adapters.embeddings.onnx_folder import OnnxFolder
from assistant.adapters.embeddings.vectors import without_surrogates
from assistant.domain.errors import InvalidInputError, UnavailableError

SETTING = "RERANKER_MODEL_DIR"
_BATCH = 8
_MOST_CHARACTERS = 4_000


class OnnxReranker:
    """Implements `Reranker`.

    Runs the model once, so that a folder that cannot be used is told at the start: InvalidInputError, UnavailableError.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = OnnxFolder(folder, SETTING)
        self.score("就业", ["就业"])

    def score(self, query: str, texts: Sequence[str]) -> list[float]:
        asked = without_surrogates(query)[-_MOST_CHARACTERS:]
        pairs = [(asked, without_surrogates(text)[:_MOST_CHARACTERS]) for text in texts]
        scores: list[float] = []
        for start in range(0, len(pairs), _BATCH):
            batch = pairs[start : start + _BATCH]
            values = self._folder.run(self._folder.encode(batch)).values
            if values.size != len(batch):
                raise InvalidInputError(f"{SETTING}: the model gives {values.shape[-1]} numbers for a pair, not one.")
            scores += [float(value) for value in values.reshape(-1)]
        if not np.isfinite(scores).all():
            raise UnavailableError("The reranker gave a number that is none.")
        return scores
