"""A table of weights most of which are nought, kept without them; its rows come back exactly as they were."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

#: A weight that is kept takes three bytes (its column and itself) and one that is left out none; in a table two.
_BYTES_KEPT, _BYTES_IN_A_TABLE = 3, 2
_MOST_COLUMNS = 256


@dataclass(frozen=True)
class FewWeights:
    """Row r is `weights[starts[r] : starts[r + 1]]` in `columns`; everywhere else it is 0 (compressed sparse rows)."""

    width: int
    starts: NDArray[np.uint32]
    columns: NDArray[np.uint8]
    weights: NDArray[np.float16]

    def __getitem__(self, rows: NDArray[np.intp]) -> NDArray[np.float16]:
        """These rows in full."""
        begins = self.starts[rows].astype(np.intp)
        lengths = self.starts[rows + 1] - begins
        found = np.zeros((len(rows), self.width), dtype=np.float16)
        into = np.repeat(np.arange(len(rows)), lengths)
        ends = np.cumsum(lengths)
        places = np.arange(len(into)) + np.repeat(begins - ends + lengths, lengths)
        found[into, self.columns[places]] = self.weights[places]
        return found


def without_noughts(table: NDArray[np.float16]) -> NDArray[np.float16] | FewWeights:
    """The table in the form that takes less memory, where that is at least a third less."""
    width = table.shape[1]
    kept = table != 0
    taken = int(kept.sum()) * _BYTES_KEPT + len(table) * 4
    if width > _MOST_COLUMNS or taken * 3 > table.size * _BYTES_IN_A_TABLE * 2:
        return table
    starts = np.concatenate([[0], np.cumsum(kept.sum(axis=1))]).astype(np.uint32)
    return FewWeights(width, starts, np.nonzero(kept)[1].astype(np.uint8), table[kept])
