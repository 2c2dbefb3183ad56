"""Which document a question is about: a linear model over character n-grams.

Trained at build time from the knowledge base's own questions and texts; here it only multiplies and adds, so that a
running service needs numpy and nothing else.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.language.segment import fold
from assistant.language.spoken_forms import in_one_form

SIZES = (1, 2, 3)


def grams_of(text: str) -> Counter[str]:
    """Character n-grams of one to three, within runs without white space; dialect makes no others."""
    grams: Counter[str] = Counter()
    for run in in_one_form(fold(text)).split():
        for size in SIZES:
            grams.update(run[start : start + size] for start in range(len(run) - size + 1))
    return grams


@dataclass(frozen=True)
class TopicModel:
    """Linear support vector machines, one per label (Fan et al. 2008), on sublinear tf-idf; shares by softmax.

    `weights` has shape (n-grams, labels), half precision, `idf` (n-grams,), `bias` (labels,).
    """

    labels: tuple[str, ...]
    vocabulary: Mapping[str, int]
    idf: NDArray[np.float32]
    weights: NDArray[np.float16]
    bias: NDArray[np.float32]

    def predict(self, text: str) -> dict[str, float]:
        """Label → probability; they sum to 1. A text without a known n-gram gives every label the same."""
        counts = [(self.vocabulary[gram], count) for gram, count in grams_of(text).items() if gram in self.vocabulary]
        if not counts:
            return {label: 1 / len(self.labels) for label in self.labels}
        rows = np.array([row for row, _ in counts])
        values = (1 + np.log(np.array([count for _, count in counts], dtype=np.float32))) * self.idf[rows]
        values /= np.linalg.norm(values)
        scores = values @ self.weights[rows].astype(np.float32) + self.bias
        odds = np.exp(scores - scores.max())
        return dict(zip(self.labels, (odds / odds.sum()).tolist(), strict=True))
