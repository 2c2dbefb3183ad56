"""Which column of an unknown file is which field of an advert: a proposal, by the columns' names and their values."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from assistant.language.list_columns import plain_key

_LEAST = 0.45
_SAMPLES, _LOOKED_AT = 3, 200
_NAMED, _HELD_IN_NAME, _BY_VALUES = 0.8, 0.45, 0.3
_NEARLY_ALL = 0.7
_HARDLY_ANY = 0.1
#: A name that holds another says little where that is short.
_SHORTEST_HAN, _SHORTEST_LATIN = 2, 5
#: One of these beside the title, and an advert can be understood.
_ENOUGH_FOR_COURSES = ("provider", "starts_on", "schedule", "place", "description")
_ENOUGH = ("employer", "place", "pay", "description")


@dataclass(frozen=True)
class FieldWords:
    """How columns of one field are called (keys as `plain_key` gives them, the best first) and what they hold."""

    names: Sequence[str]
    values: Sequence[re.Pattern[str]] = ()
    by_values: bool = False
    values_decide: bool = False


@dataclass(frozen=True)
class AdvertColumns:
    """The words of every field."""

    fields: Mapping[str, FieldWords]


@dataclass(frozen=True)
class ProposedColumn:
    """`confidence` from 0 to 1; `samples` are up to three values of the column."""

    field: str
    column: str
    confidence: float
    samples: tuple[str, ...]


@dataclass(frozen=True)
class ColumnProposal:
    """The columns that were recognised, the surest first; `unused` are the others. `makes_ids`: the file gives none, so
    an id is made from title, employer and place."""

    proposed: tuple[ProposedColumn, ...]
    unused: tuple[str, ...] = ()
    makes_ids: bool = False

    @property
    def columns(self) -> dict[str, str]:
        """Our field → column, as a feed keeps it."""
        return {found.field: found.column for found in self.proposed}

    @property
    def is_complete_enough(self) -> bool:
        return is_enough(self.columns)


def is_enough_for_courses(fields: Collection[str]) -> bool:
    """Whether intakes of courses can be understood: what is taught, and when, where or by whom."""
    return "title" in fields and any(name in fields for name in _ENOUGH_FOR_COURSES)


def is_enough(fields: Collection[str]) -> bool:
    """Whether adverts can be understood by these fields: the title and one more of substance."""
    return "title" in fields and any(name in fields for name in _ENOUGH)


@dataclass(frozen=True)
class _Column:
    name: str
    keys: tuple[str, ...]
    values: tuple[str, ...] = field(repr=False)


def propose_columns(
    header: Sequence[str], sample_rows: Iterable[Mapping[str, str]], words: AdvertColumns
) -> ColumnProposal:
    """Each field gets at most one column and each column one field, the surest pair first.

    `sample_rows` are rows as column → printed value; two hundred are looked at.
    """
    rows = [row for row, _ in zip(sample_rows, range(_LOOKED_AT), strict=False)]
    columns = [_column(name, rows) for name in dict.fromkeys(header) if name.strip()]
    pairs = [
        (confidence, -place, name, column)
        for name, wanted in words.fields.items()
        for place, column in enumerate(columns)
        if (confidence := _confidence(column, wanted, name)) >= _LEAST
    ]
    taken: dict[str, ProposedColumn] = {}
    used: set[str] = set()
    for confidence, _, name, column in sorted(pairs, key=lambda pair: (-pair[0], -pair[1])):
        if name not in taken and column.name not in used:
            taken[name] = ProposedColumn(name, column.name, round(confidence, 2), column.values[:_SAMPLES])
            used.add(column.name)
    unused = tuple(column.name for column in columns if column.name not in used)
    return ColumnProposal(tuple(taken.values()), unused, "external_id" not in taken)


def _column(name: str, rows: Sequence[Mapping[str, str]]) -> _Column:
    parts = name.split(".")
    ends = [".".join(parts[at:]) for at in range(len(parts))]
    values = (row.get(name, "").strip() for row in rows)
    return _Column(name, tuple(dict.fromkeys(map(plain_key, ends))), tuple(value for value in values if value))


def _confidence(column: _Column, wanted: FieldWords, name: str) -> float:
    share = _share(column.values, wanted.values)
    if share is not None and wanted.values_decide and share < _HARDLY_ANY and len(column.values) > 0:
        return 0.0
    named = _named(column, wanted)
    if named is None:
        is_it = wanted.by_values and share is not None and share >= _NEARLY_ALL and len(column.values) >= _SAMPLES
        confidence = _BY_VALUES + 0.4 * share if is_it and share is not None else 0.0
    elif share is None:
        confidence = named + 0.15
    else:
        confidence = named + 0.2 * share
    if not column.values:
        confidence /= 2
    if name == "external_id" and not _tells_apart(column.values):
        return 0.0
    return min(confidence, 1.0)


def _named(column: _Column, wanted: FieldWords) -> float | None:
    """How sure the name alone makes it; None where it says nothing. A whole path counts before its last part."""
    best: float | None = None
    for depth, key in enumerate(column.keys):
        if key in wanted.names:
            found = _NAMED - 0.002 * wanted.names.index(key) - 0.05 * depth
            best = max(best or 0.0, found)
    if best is not None or len(column.keys) > 1:
        return best
    return _HELD_IN_NAME if any(_holds(column.keys[0], known) for known in wanted.names) else None


def _holds(key: str, known: str) -> bool:
    shortest = _SHORTEST_LATIN if known.isascii() else _SHORTEST_HAN
    return len(known) >= shortest and (key.endswith(known) or (not known.isascii() and known in key))


def _share(values: Sequence[str], patterns: Sequence[re.Pattern[str]]) -> float | None:
    """Which part of the values looks like the field's; None where there is nothing to tell by."""
    if not patterns or not values:
        return None
    return sum(any(pattern.search(value[:200]) for pattern in patterns) for value in values) / len(values)


def _tells_apart(values: Sequence[str]) -> bool:
    """Whether the values can be ids: hardly any twice; the rows that repeat one are rejected by name."""
    return bool(values) and len(set(values)) >= _NEARLY_ALL * len(values)
