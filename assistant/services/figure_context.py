"""Whether a figure is said of what the evidence says it of: 80 % for other districts is not 80 % for 巫溪.

The words around a figure in the sentence are held against the words around the same figure in the evidence, and around
other figures of its kind. If they point to another figure and not to this one, the figure is in the wrong place.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.language.amounts import Figure, canonical_figures
from assistant.language.text import HAN

_SENTENCES, _CLAUSES = re.compile(r"[。；;\n]"), re.compile(r"[,，、:：]")
_RUN = re.compile(f"[{HAN}A-Za-z]+")
_KINDS = frozenset({"money", "rate", "months", "count", "number", "time"})
_SAYS_LITTLE = re.compile(
    r"[的了是在有和与及或为按可以能需要应当每个月年天元不最高低多少一至到以上下内外其他它该本这那您就都也还]"
)


@dataclass(frozen=True)
class _Place:
    """A figure with the pairs of telling characters around it."""

    figure: Figure
    words: frozenset[str]


def is_said_of_another(said: str, known: str) -> bool:
    """Whether the words beside a figure of the sentence belong to another figure of the evidence."""
    there = list(_places(known))
    for place in _places(said):
        own = [other.words for other in there if other.figure == place.figure]
        rivals = [
            other.words for other in there if other.figure.kind == place.figure.kind and other.figure != place.figure
        ]
        if not own or not rivals:
            continue
        here = frozenset().union(*own)
        elsewhere = frozenset().union(*rivals)
        if place.words & (elsewhere - here) and not place.words & (here - elsewhere):
            return True
    return False


def _places(text: str) -> Iterator[_Place]:
    for sentence in _SENTENCES.split(text):
        clauses = [clause for clause in _CLAUSES.split(sentence) if clause.strip()]
        head = ""
        for clause in clauses:
            figures = [figure for figure in canonical_figures(clause) if figure.kind in _KINDS]
            if not figures:
                head += clause
                continue
            words = _words(head + " " + clause)
            yield from (_Place(figure, words) for figure in figures)
            head = ""


def _words(text: str) -> frozenset[str]:
    runs = _RUN.findall(_SAYS_LITTLE.sub(" ", text))
    return frozenset(run[place : place + 2] for run in runs for place in range(len(run) - 1))
