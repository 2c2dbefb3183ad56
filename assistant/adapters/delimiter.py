"""Which mark parts the cells of a table written as text."""

import csv
from collections.abc import Sequence

_MARKS = (",", "\t", ";", "|", "，")


def delimiter_of(first_lines: Sequence[str]) -> str:
    """The mark that splits most of the first lines into the same number of fields, the more the better."""
    lines = [line for line in first_lines if line.strip()]
    best, best_score = ",", 0
    for mark in _MARKS:
        try:
            counts = [len(fields) for fields in csv.reader(lines, delimiter=mark) if fields]
        except csv.Error:
            continue
        usual = max(set(counts), key=counts.count, default=1)
        score = counts.count(usual) * (usual - 1)
        if score > best_score:
            best, best_score = mark, score
    return best
