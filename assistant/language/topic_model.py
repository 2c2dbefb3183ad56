"""Which document a question is about: a linear model over character n-grams.

Trained at build time from the knowledge base's own questions and texts; here it only multiplies and adds, so that a
running service needs numpy and nothing else.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from math import exp
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from assistant.language.few_weights import FewWeights
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


def gram_id(gram: str) -> int:
    """A number for an n-gram that needs no table (Weinberger et al. 2009): among 100,000 about one pair shares one."""
    return crc32(gram.encode())


@dataclass(frozen=True)
class TopicModel:
    """Linear support vector machines, one per label (Fan et al. 2008), on sublinear tf-idf; shares by softmax.

    `grams`: the known n-grams by `gram_id`, ascending; `weights` has shape (n-grams, labels), half precision, `idf`
    (n-grams,), `bias` (labels,).
    """

    labels: tuple[str, ...]
    grams: NDArray[np.uint32]
    idf: NDArray[np.float32]
    weights: NDArray[np.float16] | FewWeights
    bias: NDArray[np.float32]

    def predict(self, text: str) -> dict[str, float]:
        """Label → probability; they sum to 1. A text without a known n-gram gives every label the same."""
        return shares_of(self.scores(text) or dict.fromkeys(self.labels, 0.0))

    def scores(self, text: str) -> dict[str, float]:
        """Label → how far on its side of that label's border, each by itself; none where no n-gram is known."""
        counted = grams_of(text)
        ids = np.array([gram_id(gram) for gram in counted], dtype=np.uint32)
        counts = np.array(list(counted.values()), dtype=np.float32)
        rows = np.minimum(np.searchsorted(self.grams, ids), max(len(self.grams) - 1, 0))
        is_known = self.grams[rows] == ids if len(self.grams) else np.zeros(len(ids), dtype=bool)
        if not is_known.any():
            return {}
        rows = rows[is_known]
        values = (1 + np.log(counts[is_known])) * self.idf[rows]
        values /= np.linalg.norm(values)
        scores = values @ self.weights[rows].astype(np.float32) + self.bias
        return dict(zip(self.labels, scores.tolist(), strict=True))


def shares_of(scores: Mapping[str, float]) -> dict[str, float]:
    """Label → its share of the whole, together 1 (softmax)."""
    highest = max(scores.values())
    odds = {label: exp(score - highest) for label, score in scores.items()}
    whole = sum(odds.values())
    return {label: one / whole for label, one in odds.items()}
